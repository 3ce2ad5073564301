// A record is a list of named fields, each with a salt of its own, sealed as one. The log carries
// the root over the fields' commitments, so that later a single field can be shown and proved
// without the others (DESIGN.md section 4; docs/formats/vault.md). The salts are drawn from one
// seed in the record (docs/decisions/salts-from-a-seed.md).
//
//   commitment(field) = SHA-256(u8 length of label ‖ label ‖ salt (16) ‖ value)
//   root              = RFC 6962 root over the commitments in the order of their labels
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/merkle.hpp"
#include "base/personal.hpp"
#include "vault/blind_index.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {

/// Labels are 1 to 64 of a-z, 0-9, '.', '_' and '-'; at most 512 fields.
using Fields = std::map<std::string, Personal, std::less<>>;

struct SealedRecord {
    Bytes sealed;
    Digest digest;  // SHA-256 of `sealed`: what the log says lies in the store
    Digest root;    // over the field commitments
};

/// `sealed` fits a DayWrite. Fails (invalid) when the fields are too many or too large.
Result<SealedRecord> seal_record(const Fields& fields, const Secret& key,
                                 const SealContext& context, Entropy& entropy);

using FieldSalt = std::array<std::uint8_t, 16>;

struct OpenedRecord {
    Fields fields;
    Secret seed;  // of the salts

    /// The text of a field, or empty.
    [[nodiscard]] std::string_view text(std::string_view label) const;
    [[nodiscard]] Digest root() const;
};

/// corrupt when it does not open or its plain form is broken.
Result<OpenedRecord> open_record(BytesView sealed, const Secret& key, const SealContext& context);

/// One field with what proves it against the root.
struct FieldOpening {
    std::string label;
    Personal value;
    FieldSalt salt{};
    std::uint64_t index{};
    std::uint64_t count{};
    std::vector<Digest> path;
};
std::optional<FieldOpening> open_field(const OpenedRecord& record, std::string_view label);
bool field_is_proved(const FieldOpening& field, const Digest& root);

/// Looks through sealed records for one text, without keeping what it opens: for bounded scans.
/// Compares bytes after folding both to lower case without diacritics (blind_index.hpp, fold_name).
class RecordSearch {
public:
    explicit RecordSearch(std::string_view text) : needle_(fold_name(text)) {}
    /// Nothing to look for would be in every record.
    [[nodiscard]] bool is_empty() const { return needle_.empty(); }
    /// Whether any one field contains the text. corrupt: it does not open.
    Result<bool> finds_in(BytesView sealed, const Secret& key, const SealContext& context);

private:
    std::string needle_;
    [[nodiscard]] std::optional<bool> fields_contain();
    // Reused, and wiped after each record, so that growing leaves no copy of one behind.
    Bytes plain_;
    Bytes folded_;  // its fields, parted by zeros, which folding leaves nowhere
};

}  // namespace buuan::vault
