// Proof files: from any bytes, and from a good proof that was altered. Whatever is accepted says
// what the log says, of an entry that is in it.
#include "ledger/proof.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>

#include "base/merkle.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

using namespace ledger;

/// A small log and a good proof for each of its entries.
struct SmallLog {
    LogKey key = LogKey::from_seed("buuan.example.vn/p11", key_of(7));
    std::vector<std::string> entries;
    Checkpoint checkpoint;
    std::vector<std::string> proofs;

    SmallLog() {
        CountedEntropy entropy;
        std::vector<Digest> leaves;
        for (int i = 0; i < 11; ++i) {
            const Entry entry{EntryId::make(Instant{1'795'492'800'000 + i}, entropy),
                              entropy.bytes<16>(),
                              "item.scanned",
                              Instant{1'795'492'800'000},
                              Instant{1'795'492'800'000},
                              SiteCode{"DBP"},
                              StaffNumber{"NV-7K2M9QRT"},
                              to_hex(entropy.bytes<16>()),
                              {{"weight_g", i}}};
            entries.push_back(encode(entry).value());
            leaves.push_back(merkle::leaf_hash(as_bytes(entries.back())));
        }
        checkpoint = {key.name(), leaves.size(), merkle::root_of(leaves)};
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            proofs.push_back(
                Proof{entries[i], i, merkle::path_of(leaves, i), key.sign(checkpoint.text())}
                    .text());
        }
    }
};

/// A few cuts, copies and changed bytes.
std::string altered(std::string text, FuzzedDataProvider& choose) {
    const int edits = choose.ConsumeIntegralInRange(0, 4);
    for (int i = 0; i < edits && !text.empty(); ++i) {
        const auto at = choose.ConsumeIntegralInRange<std::size_t>(0, text.size() - 1);
        const auto size = choose.ConsumeIntegralInRange<std::size_t>(1, 100);
        switch (choose.ConsumeIntegralInRange(0, 3)) {
            case 0:
                text[at] = choose.ConsumeIntegral<char>();
                break;
            case 1:
                text.erase(at, size);
                break;
            case 2:
                text.insert(at, text.substr(at, size));
                break;
            default:
                text.insert(at, choose.ConsumeBytesAsString(size));
        }
    }
    return text;
}

void check(const SmallLog& log, const std::string& text) {
    if (const auto parsed = Proof::parse(text)) CHECK(parsed->text() == text);
    const auto verified = verify_proof(text, {log.key.verifier()}, {});
    if (!verified.ok()) return;
    CHECK(verified.value().checkpoint == log.checkpoint);
    const std::uint64_t index = Proof::parse(text)->index;
    CHECK(index < log.entries.size() && verified.value().entry_text == log.entries[index]);
    CHECK(encode(verified.value().entry).value() == verified.value().entry_text);
}

}  // namespace

void take(BytesView input) {
    static const SmallLog log;
    check(log, std::string(as_text(input)));
    FuzzedDataProvider choose(input.data(), input.size());
    const std::size_t which = choose.ConsumeIntegralInRange<std::size_t>(0, log.proofs.size() - 1);
    CHECK(verify_proof(log.proofs[which], {log.key.verifier()}, {}).ok());
    check(log, altered(log.proofs[which], choose));
}

}  // namespace buuan::fuzz
