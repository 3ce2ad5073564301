// keys/ring and keys/root.json as somebody with a shell may leave them. A key that comes out of the
// ring is the one that went in; whatever happened to the slots, the ring goes on being usable.
#include "vault/key_ring.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include "adapters/memory/memory_files.hpp"
#include "fuzz.hpp"
#include "vault/root_key.hpp"

namespace buuan::fuzz {
namespace {

using namespace vault;

constexpr std::size_t header_bytes = 512;
constexpr std::size_t slot_bytes = 128;

void put(Files& files, std::string_view path, BytesView data) {
    CHECK(files.make_folders("keys").ok() && replace_file(files, path, data).ok());
}

/// A ring of two days, and its keys.
struct GoodRing {
    Secret root = key_of(9);
    Bytes bytes;
    std::map<std::pair<Day, DataClass>, Secret> keys;

    GoodRing() {
        memory::MemoryFiles files;
        CountedEntropy entropy;
        CHECK(KeyRing::create(files, root, entropy).ok());
        auto ring = KeyRing::open(files, root, entropy).value();
        for (const Day day : {Day{20'000}, Day{20'001}}) {
            CHECK(ring->ensure(day).ok());
            for (const DataClass each : all_classes())
                keys.emplace(std::pair{day, each}, ring->key(day, each).value());
        }
        bytes = files.bytes("keys/ring");
    }
};

/// Bytes changed, slots copied over others, a checksum made right again: all that needs no key.
Bytes altered(Bytes ring, FuzzedDataProvider& choose) {
    const std::size_t slots = (ring.size() - header_bytes) / slot_bytes;
    for (int edits = choose.ConsumeIntegralInRange(0, 6); edits > 0; --edits) {
        const auto slot = choose.ConsumeIntegralInRange<std::size_t>(0, slots - 1);
        const auto at =
            ring.begin() + static_cast<std::ptrdiff_t>(header_bytes + slot * slot_bytes);
        const auto byte = choose.ConsumeIntegralInRange<std::ptrdiff_t>(0, slot_bytes - 1);
        switch (choose.ConsumeIntegralInRange(0, 2)) {
            case 0:
                at[byte] = choose.ConsumeIntegral<std::uint8_t>();
                break;
            case 1:
                std::copy_n(ring.begin() + header_bytes, slot_bytes, at);
                break;
            default:
                at[byte] = choose.ConsumeIntegral<std::uint8_t>();
                const Digest check = sha256(BytesView(&*at, slot_bytes - 16));
                std::copy_n(check.bytes.begin(), 16, at + (slot_bytes - 16));
        }
    }
    ring.resize(ring.size() - choose.ConsumeIntegralInRange<std::size_t>(0, 200));
    return ring;
}

void check_ring(const GoodRing& good, const Bytes& bytes) {
    memory::MemoryFiles files;
    put(files, "keys/ring", bytes);
    CountedEntropy entropy;
    auto opened = KeyRing::open(files, good.root, entropy);
    if (!opened.ok()) return;
    KeyRing& ring = *opened.value();
    for (const KeyInfo& info : ring.list()) {
        const auto key = ring.key(info.day, info.data_class);
        CHECK(key.ok() == (info.state == KeyState::live));
        if (!key.ok()) continue;
        const auto known = good.keys.find({info.day, info.data_class});
        CHECK(known != good.keys.end() &&
              equal_in_constant_time(key.value().view(), known->second.view()));
    }
    CHECK(ring.destroy(Day{20'000}, DataClass::record).ok());
    CHECK(!ring.key(Day{20'000}, DataClass::record).ok());
    CHECK(ring.ensure(Day{30'000}).ok() && ring.key(Day{30'000}, DataClass::act).ok());
}

}  // namespace

void take(BytesView input) {
    static const GoodRing good;
    check_ring(good, copy_of(input));
    FuzzedDataProvider choose(input.data(), input.size());
    check_ring(good, altered(good.bytes, choose));

    // Stretching a passphrase is slow on purpose, so only the notes that want none.
    if (as_text(input).find("passphrase") != std::string_view::npos) return;
    memory::MemoryFiles files;
    put(files, "keys/root.json", input);
    put(files, "root.key", as_bytes(to_base64(good.root.view())));
    const auto root = open_root_key(files, RootMeans());
    if (root.ok()) CHECK(equal_in_constant_time(root.value().view(), good.root.view()));
}

}  // namespace buuan::fuzz
