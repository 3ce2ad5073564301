// Sealed records: any bytes do not open; what somebody with the key sealed opens only in the one
// plain form that the format allows, and every field of it is proved against the root.
#include "vault/record.hpp"

#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

using namespace vault;

/// The plain form of docs/formats/vault.md, written a second time.
Bytes plain_form_of(const OpenedRecord& record) {
    Bytes out(record.seed.view().begin(), record.seed.view().end());
    for (const auto& [label, value] : record.fields) {
        out.push_back(static_cast<std::uint8_t>(label.size()));
        out.insert(out.end(), label.begin(), label.end());
        const std::string_view text = value.reveal();
        for (int shift = 0; shift < 32; shift += 8)
            out.push_back(static_cast<std::uint8_t>(text.size() >> shift));
        out.insert(out.end(), text.begin(), text.end());
    }
    return out;
}

void check_fields(const OpenedRecord& record) {
    const Digest root = record.root();
    for (const auto& [label, value] : record.fields) {
        auto field = open_field(record, label);
        CHECK(field && field_is_proved(*field, root));
        field->value = Personal(std::string(value.reveal()) + "x");
        CHECK(!field_is_proved(*field, root));
    }
}

}  // namespace

void take(BytesView input) {
    static const Secret key = key_of(3);
    static const SealContext context{"buuan.example.vn", ItemId{}, DataClass::record, 1};
    CHECK(!open_record(input, key, context).ok());
    if (input.size() > sealed_plain_bytes_max) return;

    CountedEntropy entropy;
    Bytes sealed = seal(input, key, context, entropy);
    Bytes plain;
    CHECK(open(sealed, key, context, plain).ok() && plain == copy_of(input));
    const auto record = open_record(sealed, key, context);
    const auto contains = RecordSearch("a").finds_in(sealed, key, context);
    if (record.ok()) {
        CHECK(contains.ok() && plain_form_of(record.value()) == copy_of(input));
        check_fields(record.value());
    }
    if (!input.empty()) {
        sealed[input[0] * std::size_t{131} % sealed.size()] ^=
            static_cast<std::uint8_t>(input[0] | 1);
        CHECK(!open(sealed, key, context, plain).ok());
    }
}

}  // namespace buuan::fuzz
