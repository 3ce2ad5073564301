// Pack files after anything may have happened to the disk. What is listed is whole or said to be
// damaged, and the next object is stored and comes back whatever lies before it.
#include "adapters/disk/pack_store.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include "adapters/memory/memory_files.hpp"
#include "evidence/object.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

const Day day{20'000};

/// Records with right and wrong heads, sizes that lie, and bytes that are none.
Bytes pack_of(FuzzedDataProvider& choose) {
    Bytes pack;
    while (choose.remaining_bytes() > 0 && pack.size() < 100'000) {
        const auto kind = choose.ConsumeIntegralInRange(0, 3);
        const std::string body = choose.ConsumeRandomLengthString(200);
        if (kind == 0) {
            pack.insert(pack.end(), body.begin(), body.end());
            continue;
        }
        Digest id = evidence::object_id(as_bytes(body));
        if (kind == 1) id.bytes[0] ^= 1;
        const std::uint32_t size = kind == 2 ? choose.ConsumeIntegral<std::uint32_t>()
                                             : static_cast<std::uint32_t>(body.size());
        Bytes head{'b', 'p', 'k', '1'};
        for (int shift = 0; shift < 32; shift += 8)
            head.push_back(static_cast<std::uint8_t>(size >> shift));
        head.insert(head.end(), id.bytes.begin(), id.bytes.end());
        const Digest check = sha256(head);
        head.insert(head.end(), check.bytes.begin(), check.bytes.begin() + 8);
        pack.insert(pack.end(), head.begin(), head.end());
        pack.insert(pack.end(), body.begin(), body.end());
    }
    return pack;
}

void check_pack(BytesView pack) {
    memory::MemoryFiles files;
    CHECK(files.make_folders("objects/4/" + day.text()).ok());
    CHECK(replace_file(files, "objects/4/" + day.text() + "/pack-0000", pack).ok());
    disk::PackStore store(files);
    const auto ids = store.list(day, DataClass::picture);
    CHECK(ids.ok());
    for (const Digest& id : ids.value()) {
        const auto sealed = store.get(day, DataClass::picture, id);
        CHECK(sealed.ok() ? evidence::object_id(sealed.value()) == id
                          : sealed.error().kind == FaultKind::corrupt);
    }
    const Bytes fresh(77, 0x5a);
    const Digest id = evidence::object_id(fresh);
    CHECK(store.put(day, DataClass::picture, id, fresh).ok());
    CHECK(store.get(day, DataClass::picture, id).value() == fresh);
    disk::PackStore again(files);
    CHECK(again.get(day, DataClass::picture, id).value() == fresh);
    CHECK(again.list(day, DataClass::picture).value().size() >= ids.value().size());
}

}  // namespace

void take(BytesView input) {
    check_pack(input);
    FuzzedDataProvider choose(input.data(), input.size());
    check_pack(pack_of(choose));
}

}  // namespace buuan::fuzz
