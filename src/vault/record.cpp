#include "vault/record.hpp"

#include <algorithm>

namespace buuan::vault {
namespace {

constexpr std::size_t fields_max = 512;
constexpr std::size_t label_bytes_max = 64;
constexpr std::size_t salt_bytes = 16;

using Salt = std::array<std::uint8_t, salt_bytes>;

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= label_bytes_max &&
           std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                      c == '-';
           });
}

Digest commitment(std::string_view label, const Salt& salt, std::string_view value) {
    const auto size = static_cast<std::uint8_t>(label.size());
    return sha256({BytesView(&size, 1), as_bytes(label), salt, as_bytes(value)});
}

/// One field in the plain form: u8 label length ‖ label ‖ salt ‖ u32 little-endian value length ‖
/// value.
struct RawField {
    std::string_view label;
    Salt salt;
    std::string_view value;
};

void append(Bytes& out, const RawField& field) {
    out.push_back(static_cast<std::uint8_t>(field.label.size()));
    out.insert(out.end(), field.label.begin(), field.label.end());
    out.insert(out.end(), field.salt.begin(), field.salt.end());
    const auto size = static_cast<std::uint32_t>(field.value.size());
    for (int shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(size >> shift));
    out.insert(out.end(), field.value.begin(), field.value.end());
}

/// Takes the next field off `rest`; nullopt when it is cut short.
std::optional<RawField> take(BytesView& rest) {
    if (rest.empty()) return std::nullopt;
    const std::size_t label_size = rest[0];
    if (rest.size() < 1 + label_size + salt_bytes + 4) return std::nullopt;
    RawField field;
    field.label = as_text(rest.subspan(1, label_size));
    std::copy_n(rest.begin() + 1 + static_cast<std::ptrdiff_t>(label_size), salt_bytes,
                field.salt.begin());
    const BytesView length = rest.subspan(1 + label_size + salt_bytes, 4);
    const std::size_t size = length[0] | std::size_t{length[1]} << 8 |
                             std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    rest = rest.subspan(1 + label_size + salt_bytes + 4);
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
    std::size_t plain_bytes = 0;
    for (const auto& [label, value] : fields) {
        if (!is_label(label))
            return Fault{FaultKind::invalid, "a record's label is not allowed: " + label};
        plain_bytes += 1 + label.size() + salt_bytes + 4 + value.reveal().size();
    }
    if (plain_bytes > sealed_plain_bytes_max)
        return Fault{FaultKind::invalid, "a record is larger than 64 KiB"};
    Bytes plain;
    plain.reserve(plain_bytes);
    std::vector<Digest> leaves;
    for (const auto& [label, value] : fields) {
        const auto salt = entropy.bytes<salt_bytes>();
        append(plain, {label, salt, value.reveal()});
        leaves.push_back(merkle::leaf_hash(commitment(label, salt, value.reveal()).bytes));
    }
    SealedRecord record;
    record.sealed = seal(plain, key, context, entropy);
    wipe(plain.data(), plain.size());
    record.digest = sha256(record.sealed);
    record.root = merkle::root_of(leaves);
    return record;
}

std::string_view OpenedRecord::text(std::string_view label) const {
    const auto found = fields.find(label);
    return found == fields.end() ? std::string_view{} : found->second.reveal();
}

Digest OpenedRecord::root() const {
    std::vector<Digest> leaves;
    for (const auto& [label, value] : fields)
        leaves.push_back(
            merkle::leaf_hash(commitment(label, salts.at(label), value.reveal()).bytes));
    return merkle::root_of(leaves);
}

Result<OpenedRecord> open_record(BytesView sealed, const Secret& key, const SealContext& context) {
    Bytes plain;
    if (auto opened = open(sealed, key, context, plain); !opened.ok()) return opened.error();
    OpenedRecord record;
    bool whole = true;
    for (BytesView rest = plain; whole && !rest.empty();) {
        const auto field = take(rest);
        // In the order of their labels, so each once: a record has one plain form.
        whole = field && is_label(field->label) &&
                (record.fields.empty() || record.fields.rbegin()->first < field->label);
        if (!whole) break;
        record.fields.emplace(std::string(field->label), Personal(std::string(field->value)));
        record.salts.emplace(std::string(field->label), field->salt);
    }
    wipe(plain.data(), plain.size());
    if (!whole || record.fields.empty() || record.fields.size() > fields_max)
        return broken(context);
    return record;
}

std::optional<FieldOpening> open_field(const OpenedRecord& record, std::string_view label) {
    FieldOpening opening;
    std::vector<Digest> leaves;
    bool found = false;
    for (const auto& [name, value] : record.fields) {
        const Salt& salt = record.salts.at(name);
        if (name == label) {
            opening.label = name;
            opening.value = value;
            opening.salt = salt;
            opening.index = leaves.size();
            found = true;
        }
        leaves.push_back(merkle::leaf_hash(commitment(name, salt, value.reveal()).bytes));
    }
    if (!found) return std::nullopt;
    opening.count = leaves.size();
    opening.path = merkle::path_of(leaves, opening.index);
    return opening;
}

bool field_is_proved(const FieldOpening& field, const Digest& root) {
    const Digest leaf =
        merkle::leaf_hash(commitment(field.label, field.salt, field.value.reveal()).bytes);
    return merkle::root_from_path(leaf, field.index, field.count, field.path) == root;
}

RecordSearch::~RecordSearch() {
    plain_.resize(plain_.capacity());
    wipe(plain_.data(), plain_.size());
    wipe(folded_.data(), folded_.size());
}

Result<bool> RecordSearch::finds_in(BytesView sealed, const Secret& key,
                                    const SealContext& context) {
    if (auto opened = open(sealed, key, context, plain_); !opened.ok()) return opened.error();
    if (folded_.size() < fold_growth * plain_.size()) folded_.resize(fold_growth * plain_.size());
    char* const begin = reinterpret_cast<char*>(folded_.data());
    char* end = begin;
    for (BytesView rest = plain_; !rest.empty();) {
        const auto field = take(rest);
        if (!field) return broken(context);
        end = fold_name(field->value, end);
        *end++ = '\0';
    }
    return std::string_view(begin, end).find(needle_) != std::string_view::npos;
}

}  // namespace buuan::vault
