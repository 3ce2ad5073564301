// Grows one log through several sizes and leaves, below the folder named on the command line, what
// a reader of that log can get:
//
//   vkey                                  the log's verifier key
//   tile/…                                as tlog-tiles says, every width that a checkpoint below
//   needs checkpoint/<size>                     the signed note at that size
//   proof/<size>/<index>.tlog-proof
//   consistency/<old size>/<size>         one base64 hash a line
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "adapters/memory/memory_ledger.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/sequencer.hpp"

namespace {

using namespace buuan;

constexpr std::uint64_t sizes[] = {1, 2, 3, 7, 8, 100, 255, 256, 257, 511, 512, 700, 1000};

class Waiting final : public PendingEntries {
public:
    std::vector<PendingEntry> entries;
    Result<std::vector<PendingEntry>> pending(const LogName&, std::size_t) override {
        return entries;
    }
    Result<Done> mark_sequenced(const LogName&, std::span<const SequencedEntry>) override {
        entries.clear();
        return Done{};
    }
};

PendingEntry an_entry(std::uint64_t number) {
    ledger::Entry entry;
    for (std::size_t i = 0; i < 8; ++i)
        entry.id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    entry.id.bytes[6] = 0x70;
    entry.id.bytes[8] = 0x80;
    entry.type = "item.accepted";
    entry.at = entry.seen = Instant{1'795'492'755'123 + static_cast<std::int64_t>(number)};
    entry.by = *StaffNumber::parse("K7Q2M9");
    entry.data["note"] = std::string(number % 50, 'x') + "sổ";
    return {entry.id, LogName::province("11"), ledger::encode(entry).value()};
}

struct Folder {
    std::filesystem::path root;
    void write(const std::string& name, BytesView bytes) const {
        std::filesystem::create_directories((root / name).parent_path());
        std::ofstream out(root / name, std::ios::binary);
        out.write(reinterpret_cast<const char*>(bytes.data()),
                  static_cast<std::streamsize>(bytes.size()));
        CHECK(out.flush().good());
    }
};

void write_tiles(const Folder& folder, memory::MemoryLedger& store, int level,
                 std::uint64_t nodes) {
    for (std::uint64_t first = 0; first < nodes; first += ledger::tile_width) {
        const ledger::TileName name{level, first / ledger::tile_width,
                                    std::min(ledger::tile_width, nodes - first)};
        folder.write(ledger::tile_path(name), ledger::tile_bytes(store, name).value());
    }
}

void write_size(const Folder& folder, memory::MemoryLedger& store, std::uint64_t size) {
    folder.write(fmt::format("checkpoint/{}", size), as_bytes(store.checkpoint().value()));
    write_tiles(folder, store, -1, size);
    std::uint64_t nodes = size;
    for (int level = 0; nodes > 0; ++level, nodes /= ledger::tile_width)
        write_tiles(folder, store, level, nodes);
    for (const std::uint64_t index : std::set<std::uint64_t>{0, size / 3, size / 2, size - 1}) {
        folder.write(fmt::format("proof/{}/{}.tlog-proof", size, index),
                     as_bytes(ledger::prove(store, index).value()));
    }
    for (const std::uint64_t old : sizes) {
        if (old > size) break;
        std::string lines;
        for (const Digest& hash :
             ledger::consistency_path(ledger::reader_of(store), old, size).value())
            lines += to_base64(hash.bytes) + "\n";
        folder.write(fmt::format("consistency/{}/{}", old, size), as_bytes(lines));
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "ledger_writer FOLDER\n";
        return 2;
    }
    const Folder folder{arguments[1]};
    const auto key = ledger::LogKey::from_seed("buuan.example.vn/p11", Secret{});
    folder.write("vkey", as_bytes(key.verifier().text()));
    memory::MemoryLedger store;
    Waiting waiting;
    const auto sequencer =
        ledger::Sequencer::start(LogName::province("11"), store, {&waiting}, key);
    CHECK(sequencer.ok());
    std::uint64_t written = 0;
    for (const std::uint64_t size : sizes) {
        while (written < size) waiting.entries.push_back(an_entry(written++));
        CHECK(sequencer.value()->run_once().ok());
        write_size(folder, store, size);
    }
    return 0;
}
