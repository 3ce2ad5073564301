// Objects sealed in chunks: any bytes do not open; what was sealed opens, each chunk alone gives
// its part, and nothing opens that was changed, cut off, lengthened or put in another order.
#include "evidence/object.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

using namespace evidence;

void every_chunk_opens_alone(const Bytes& sealed, const Bytes& plain, const Secret& key,
                             const ObjectContext& context) {
    const BytesView header = BytesView(sealed).first(header_bytes);
    BytesView rest = BytesView(sealed).subspan(header_bytes);
    Bytes joined;
    for (std::uint64_t number = 0; !rest.empty(); ++number) {
        const BytesView chunk = rest.first(std::min(rest.size(), chunk_sealed_bytes));
        const auto part = decrypt_chunk(header, chunk, number, key, context.text());
        CHECK(part.ok());
        joined.insert(joined.end(), part.value().begin(), part.value().end());
        CHECK(!decrypt_chunk(header, chunk, number + 1, key, context.text()).ok());
        rest = rest.subspan(chunk.size());
    }
    CHECK(joined == plain);
}

Bytes altered(Bytes sealed, FuzzedDataProvider& choose) {
    const auto at = choose.ConsumeIntegralInRange<std::size_t>(0, sealed.size() - 1);
    const auto place = sealed.begin() + static_cast<std::ptrdiff_t>(at);
    switch (choose.ConsumeIntegralInRange(0, 3)) {
        case 0:
            *place ^= static_cast<std::uint8_t>(1 << choose.ConsumeIntegralInRange(0, 7));
            break;
        case 1:
            sealed.erase(place, sealed.end());
            break;
        case 2:
            sealed.insert(place, choose.ConsumeIntegral<std::uint8_t>());
            break;
        default:  // two chunks change places, where there are two
            if (sealed.size() >= header_bytes + 2 * chunk_sealed_bytes)
                std::swap_ranges(sealed.begin() + header_bytes,
                                 sealed.begin() + header_bytes + chunk_sealed_bytes,
                                 sealed.begin() + header_bytes + chunk_sealed_bytes);
    }
    return sealed;
}

}  // namespace

void take(BytesView input) {
    static const Secret key = key_of(5);
    static const ObjectContext context{"buuan.example.vn", ItemId{}, DataClass::picture, "sealed"};
    CHECK(!decrypt_chunked(input, key, context.text()).ok());
    CHECK(!open_object(input, object_id(input), key, context).ok());

    FuzzedDataProvider choose(input.data(), input.size());
    Bytes plain(choose.ConsumeIntegralInRange<std::size_t>(0, 3 * chunk_plain_bytes));
    for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<std::uint8_t>(i * 7);
    CountedEntropy entropy;
    const SealedObject object = seal_object(plain, key, context, entropy);
    CHECK(object.sealed.size() == sealed_size(plain.size()));
    CHECK(open_object(object.sealed, object.id, key, context).value() == plain);
    every_chunk_opens_alone(object.sealed, plain, key, context);

    const Bytes changed = altered(object.sealed, choose);
    if (changed == object.sealed) return;
    CHECK(object_id(changed) != object.id);
    CHECK(!open_object(changed, object.id, key, context).ok());
    CHECK(!decrypt_chunked(changed, key, context.text()).ok());
}

}  // namespace buuan::fuzz
