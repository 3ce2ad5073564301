#include "vault/record.hpp"

#include <sodium.h>

#include <algorithm>

namespace buuan::vault {
namespace {

constexpr std::size_t fields_max = 512;
constexpr std::size_t label_bytes_max = 64;
constexpr std::size_t seed_bytes = 32;
constexpr std::size_t length_bytes = 4;

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= label_bytes_max &&
           std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                      c == '-';
           });
}

/// A salt for each field, in the order of their labels: the keystream of ChaCha20 (RFC 8439) under
/// the seed. One that is shown tells nothing of another.
std::vector<FieldSalt> salts_of(const Secret& seed, std::size_t count) {
    constexpr std::uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES]{};
    std::vector<FieldSalt> salts(count);
    static_assert(sizeof(FieldSalt) == 16);
    crypto_stream_chacha20_ietf(salts.data()->data(), count * sizeof(FieldSalt), nonce,
                                seed.view().data());
    return salts;
}

Digest commitment(std::string_view label, const FieldSalt& salt, std::string_view value) {
    const auto size = static_cast<std::uint8_t>(label.size());
    return sha256({BytesView(&size, 1), as_bytes(label), salt, as_bytes(value)});
}

std::vector<Digest> leaves_of(const Fields& fields, const Secret& seed) {
    const auto salts = salts_of(seed, fields.size());
    std::vector<Digest> leaves;
    leaves.reserve(fields.size());
    for (const auto& [label, value] : fields)
        leaves.push_back(
            merkle::leaf_hash(commitment(label, salts[leaves.size()], value.reveal()).bytes));
    return leaves;
}

/// One field in the plain form: u8 label length ‖ label ‖ u32 little-endian value length ‖ value.
struct RawField {
    std::string_view label;
    std::string_view value;
};

void append(Bytes& out, const RawField& field) {
    out.push_back(static_cast<std::uint8_t>(field.label.size()));
    out.insert(out.end(), field.label.begin(), field.label.end());
    const auto size = static_cast<std::uint32_t>(field.value.size());
    for (int shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(size >> shift));
    out.insert(out.end(), field.value.begin(), field.value.end());
}

/// Takes the next field off `rest`; nullopt when it is cut short.
std::optional<RawField> take(BytesView& rest) {
    if (rest.empty()) return std::nullopt;
    const std::size_t label_size = rest[0];
    if (rest.size() < 1 + label_size + length_bytes) return std::nullopt;
    RawField field;
    field.label = as_text(rest.subspan(1, label_size));
    const BytesView length = rest.subspan(1 + label_size, length_bytes);
    const std::size_t size = length[0] | std::size_t{length[1]} << 8 |
                             std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    rest = rest.subspan(1 + label_size + length_bytes);
    if (size > rest.size()) return std::nullopt;
    field.value = as_text(rest.first(size));
    rest = rest.subspan(size);
    return field;
}

Fault broken(const SealContext& context) {
    return {FaultKind::corrupt, "a record's plain form is broken: item " + context.item.text()};
}

}  // namespace

Result<SealedRecord> seal_record(const Fields& fields, const Secret& key,
                                 const SealContext& context, Entropy& entropy) {
    if (fields.empty() || fields.size() > fields_max)
        return Fault{FaultKind::invalid, "a record holds 1 to 512 fields"};
    // Reserved whole: growing would leave copies behind that nobody wipes.
    std::size_t plain_bytes = seed_bytes;
    for (const auto& [label, value] : fields) {
        if (!is_label(label))
            return Fault{FaultKind::invalid, "a record's label is not allowed: " + label};
        plain_bytes += 1 + label.size() + length_bytes + value.reveal().size();
    }
    if (plain_bytes > sealed_plain_bytes_max)
        return Fault{FaultKind::invalid, "a record is larger than 64 KiB"};
    Bytes plain;
    plain.reserve(plain_bytes);
    Secret seed;
    entropy.fill(seed.fill());
    plain.insert(plain.end(), seed.view().begin(), seed.view().end());
    for (const auto& [label, value] : fields) append(plain, {label, value.reveal()});
    SealedRecord record;
    record.sealed = seal(plain, key, context, entropy);
    wipe(plain.data(), plain.size());
    record.digest = sha256(record.sealed);
    record.root = merkle::root_of(leaves_of(fields, seed));
    return record;
}

std::string_view OpenedRecord::text(std::string_view label) const {
    const auto found = fields.find(label);
    return found == fields.end() ? std::string_view{} : found->second.reveal();
}

Digest OpenedRecord::root() const {
    return merkle::root_of(leaves_of(fields, seed));
}

Result<OpenedRecord> open_record(BytesView sealed, const Secret& key, const SealContext& context) {
    Bytes plain;
    if (auto opened = open(sealed, key, context, plain); !opened.ok()) return opened.error();
    OpenedRecord record;
    bool whole = plain.size() > seed_bytes;
    if (whole) std::copy_n(plain.begin(), seed_bytes, record.seed.fill().begin());
    for (BytesView rest = BytesView(plain).subspan(std::min(seed_bytes, plain.size()));
         whole && !rest.empty();) {
        const auto field = take(rest);
        // In the order of their labels, so each once: a record has one plain form.
        whole = field && is_label(field->label) &&
                (record.fields.empty() || record.fields.rbegin()->first < field->label);
        if (!whole) break;
        record.fields.emplace(std::string(field->label), Personal(std::string(field->value)));
    }
    wipe(plain.data(), plain.size());
    if (!whole || record.fields.empty() || record.fields.size() > fields_max)
        return broken(context);
    return record;
}

std::optional<FieldOpening> open_field(const OpenedRecord& record, std::string_view label) {
    const auto found = record.fields.find(label);
    if (found == record.fields.end()) return std::nullopt;
    const auto leaves = leaves_of(record.fields, record.seed);
    FieldOpening opening{found->first, found->second, {}, 0, leaves.size(), {}};
    opening.index = static_cast<std::uint64_t>(std::distance(record.fields.begin(), found));
    opening.salt = salts_of(record.seed, leaves.size())[opening.index];
    opening.path = merkle::path_of(leaves, opening.index);
    return opening;
}

bool field_is_proved(const FieldOpening& field, const Digest& root) {
    const Digest leaf =
        merkle::leaf_hash(commitment(field.label, field.salt, field.value.reveal()).bytes);
    return merkle::root_from_path(leaf, field.index, field.count, field.path) == root;
}

Result<bool> RecordSearch::finds_in(BytesView sealed, const Secret& key,
                                    const SealContext& context) {
    if (auto opened = open(sealed, key, context, plain_); !opened.ok()) return opened.error();
    const auto found = fields_contain();
    wipe(plain_.data(), plain_.size());
    wipe(folded_.data(), folded_.size());
    if (!found) return broken(context);
    return *found;
}

/// nullopt when the plain form is broken.
std::optional<bool> RecordSearch::fields_contain() {
    if (plain_.size() < seed_bytes) return std::nullopt;
    folded_.resize(fold_growth * plain_.size());
    char* const begin = reinterpret_cast<char*>(folded_.data());
    char* end = begin;
    for (BytesView rest = BytesView(plain_).subspan(seed_bytes); !rest.empty();) {
        const auto field = take(rest);
        if (!field) return std::nullopt;
        end = fold_name(field->value, end);
        *end++ = '\0';
    }
    return std::string_view(begin, end).find(needle_) != std::string_view::npos;
}

}  // namespace buuan::vault
