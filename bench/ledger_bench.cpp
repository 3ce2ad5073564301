// How fast facts get into a log, durably: a Sequencer over a log in SQLite, tiles, head and signed
// checkpoint included; entries of 700 bytes, ten batches a checkpoint at most as a busy node makes
// them. And what an inclusion proof costs once the log has three million entries.
//
//     ledger_bench --folder EMPTY [--items N] [--json]
#include <algorithm>

#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "base/check.hpp"
#include "figures.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/sequencer.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;

/// Entries as if commands had left them, as many as are asked for.
class Made final : public PendingEntries {
public:
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t max) override {
        std::vector<PendingEntry> entries;
        for (std::size_t i = 0; i < std::min(max, left); ++i)
            entries.push_back({EntryId::make(clock_.now(), entropy_), log, text_});
        left -= entries.size();
        return entries;
    }
    Result<Done> mark_sequenced(const LogName&, std::span<const SequencedEntry>) override {
        return Done{};
    }
    std::size_t left = 0;

private:
    SystemClock clock_;
    SystemEntropy entropy_;
    const std::string text_ = std::string(700, 'e');
};

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const std::size_t entries = options.items == 0 ? 3'000'000 : options.items;
    auto files = PosixFiles::open_root(options.folder);
    CHECK(files.ok());
    auto store = sqlite::SqliteLedger::open({*files.value(), options.folder}, "log.db");
    CHECK(store.ok());
    SystemEntropy entropy;
    Secret seed;
    entropy.fill(seed.fill());
    const auto key = ledger::LogKey::from_seed("do.example/p11", std::move(seed));
    Made made;
    auto sequencer =
        ledger::Sequencer::start(LogName::province("11"), *store.value(), {&made}, key);
    CHECK(sequencer.ok());
    Figure rate{"ledger.sequence.rate", "entries/s", {}, {.at_least = 50'000}, {}};
    constexpr std::size_t parts = 10;
    for (std::size_t part = 0; part < parts; ++part) {
        made.left = entries / parts;
        const Stopwatch watch;
        while (made.left > 0) CHECK(sequencer.value()->run_once().ok());
        rate.runs.push_back(static_cast<double>(entries / parts) / watch.seconds());
    }
    figures.show(rate);

    std::vector<double> took;
    for (std::size_t i = 0; i < 2000; ++i) {
        const Stopwatch watch;
        CHECK(ledger::prove(*store.value(), i * 7919 * 193 % (entries / parts * parts)).ok());
        took.push_back(watch.seconds() * 1000);
    }
    figures.show({"ledger.proof_ms", "ms", {part_of(took, 0.5)}, {.at_most = 1}, {}});
    figures.show({"ledger.proof.p99_ms", "ms", {part_of(took, 0.99)}, {}, {}});
    return figures.exit_code();
}
