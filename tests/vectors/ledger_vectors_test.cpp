// ledger.json against the code of the ledger; docs/formats/ledger.md.
#include "adapters/memory/memory_ledger.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/note.hpp"
#include "ledger/proof.hpp"
#include "ledger/sequencer.hpp"
#include "ledger/tiles.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& file() {
    static const boost::json::value read_once = read("ledger.json");
    return read_once;
}

ledger::LogKey log_key() {
    return ledger::LogKey::from_seed(text(file().at("key"), "name"),
                                     secret(file().at("key"), "seed"));
}

/// Entries that wait, and are gone once they have a place.
class Waiting final : public PendingEntries {
public:
    std::vector<PendingEntry> entries;
    Result<std::vector<PendingEntry>> pending(const LogName&, std::size_t count_max) override {
        return std::vector<PendingEntry>(
            entries.begin(),
            entries.begin() + static_cast<std::ptrdiff_t>(std::min(count_max, entries.size())));
    }
    Result<Done> mark_sequenced(const LogName&, std::span<const SequencedEntry> places) override {
        for (const auto& place : places)
            std::erase_if(entries, [&](const PendingEntry& e) { return e.id == place.id; });
        return Done{};
    }
};

EntryId numbered(std::uint64_t number) {
    EntryId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return id;
}

/// A log grown by our sequencer: entry i is what `text_of` says, put in by batches of odd sizes.
std::unique_ptr<memory::MemoryLedger> grown(
    std::uint64_t size, const std::function<std::string(std::uint64_t)>& text_of) {
    auto store = std::make_unique<memory::MemoryLedger>();
    Waiting waiting;
    const auto key = log_key();
    auto sequencer = ledger::Sequencer::start(*LogName::parse("p11"), *store, {&waiting}, key);
    CHECK(sequencer.ok());
    for (std::uint64_t i = 0; i < size; ++i) {
        waiting.entries.push_back({numbered(i), *LogName::parse("p11"), text_of(i)});
        if (i % 37 == 36) CHECK(sequencer.value()->run_once().ok());
    }
    CHECK(sequencer.value()->run_once().ok());
    return store;
}

std::string simple(std::uint64_t i) {
    return "entry " + std::to_string(i);
}

TEST(ledger_vectors, keys_and_their_ids_are_as_written) {
    const auto& v = file().at("key");
    const auto verifier = log_key().verifier();
    EXPECT_EQ(to_hex(verifier.key), text(v, "public"));
    EXPECT_EQ(to_hex(verifier.id()), text(v, "id"));
    EXPECT_EQ(verifier.text(), text(v, "vkey"));
    EXPECT_EQ(ledger::VerifierKey::parse(text(v, "vkey")), verifier);
}

TEST(ledger_vectors, notes_are_signed_as_written) {
    for (const auto& v : list(file(), "notes")) {
        EXPECT_EQ(log_key().sign(text(v, "text")), text(v, "note"));
        const auto opened = ledger::open_note(text(v, "note"), {log_key().verifier()});
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->text, text(v, "text"));
    }
}

TEST(ledger_vectors, a_checkpoint_and_its_cosignature_are_as_written) {
    const auto& v = file().at("checkpoint");
    const ledger::Checkpoint checkpoint{text(v, "origin"), number(v, "size"),
                                        *Digest::parse(text(v, "root"))};
    EXPECT_EQ(checkpoint.text(), text(v, "text"));
    EXPECT_EQ(log_key().sign(checkpoint.text()), text(v, "note"));
    const auto witness = ledger::VerifierKey::parse(text(file().at("witness"), "vkey"));
    ASSERT_TRUE(witness);
    const auto opened = ledger::open_note(text(v, "cosigned"), {log_key().verifier(), *witness});
    ASSERT_TRUE(opened);
    EXPECT_EQ(ledger::Checkpoint::parse(opened->text), checkpoint);
    ASSERT_EQ(opened->verified.size(), 2U);
    EXPECT_EQ(opened->verified[1].by, *witness);
    EXPECT_EQ(opened->verified[1].at,
              (Instant{static_cast<std::int64_t>(number(file().at("witness"), "seconds")) * 1000}));
}

TEST(ledger_vectors, a_log_grows_through_the_written_roots) {
    for (const auto& v : list(file().at("tree"), "roots")) {
        const auto store = grown(number(v, "size"), simple);
        EXPECT_EQ(store->head().value().size, number(v, "size"));
        EXPECT_EQ(store->head().value().root.text(), text(v, "root"));
    }
}

TEST(ledger_vectors, inclusion_and_consistency_paths_are_as_written) {
    const auto store = grown(600, simple);
    const auto reader = ledger::reader_of(*store);
    for (const auto& v : list(file(), "inclusion")) {
        const auto path = ledger::inclusion_path(reader, number(v, "index"), number(v, "size"));
        ASSERT_TRUE(path.ok());
        EXPECT_EQ(hexes(path.value()), texts(list(v, "path")))
            << number(v, "index") << " of " << number(v, "size");
    }
    for (const auto& v : list(file(), "consistency")) {
        const auto path = ledger::consistency_path(reader, number(v, "old"), number(v, "size"));
        ASSERT_TRUE(path.ok());
        EXPECT_EQ(hexes(path.value()), texts(list(v, "path")))
            << number(v, "old") << " to " << number(v, "size");
    }
}

TEST(ledger_vectors, tiles_have_the_written_paths_and_bytes) {
    for (const auto& v : list(file(), "tile_paths")) {
        const ledger::TileName name{static_cast<int>(v.at("level").as_int64()), number(v, "index"),
                                    number(v, "width")};
        EXPECT_EQ(ledger::tile_path(name), text(v, "path"));
        EXPECT_EQ(ledger::parse_tile_path(text(v, "path")), name);
    }
    for (const auto& path : texts(list(file(), "not_tile_paths")))
        EXPECT_FALSE(ledger::parse_tile_path(path)) << path;
    const auto store = grown(600, simple);
    for (const auto& v : list(file(), "tiles")) {
        const auto tile = ledger::tile_bytes(
            *store, {static_cast<int>(number(v, "level")), number(v, "index"), number(v, "width")});
        ASSERT_TRUE(tile.ok());
        EXPECT_EQ(sha256(tile.value()).text(), text(v, "sha256"));
    }
}

TEST(ledger_vectors, a_bundle_has_the_written_bytes) {
    const auto& v = file().at("bundle");
    Bytes bundle;
    for (const auto& entry : texts(list(v, "entries"))) ledger::append_to_bundle(bundle, entry);
    EXPECT_EQ(to_hex(bundle), text(v, "bytes"));
    const auto entries = ledger::entries_in(bundle);
    ASSERT_TRUE(entries);
    EXPECT_EQ(std::vector<std::string>(entries->begin(), entries->end()),
              texts(list(v, "entries")));
}

TEST(ledger_vectors, entries_are_canonical_and_their_proof_files_are_as_written) {
    const auto entries = texts(list(file(), "entries"));
    for (const auto& entry : entries) {
        const auto decoded = ledger::decode(entry);
        ASSERT_TRUE(decoded.ok()) << decoded.error().what;
        EXPECT_EQ(ledger::encode(decoded.value()).value(), entry);
    }
    const auto store = grown(entries.size(), [&](std::uint64_t i) { return entries[i]; });
    const auto proofs = texts(list(file(), "proofs"));
    for (std::uint64_t i = 0; i < proofs.size(); ++i) {
        const auto proof = ledger::prove(*store, i);
        ASSERT_TRUE(proof.ok());
        EXPECT_EQ(proof.value(), proofs[i]);
        const auto verified = ledger::verify_proof(proofs[i], {log_key().verifier()}, {});
        ASSERT_TRUE(verified.ok()) << ledger::text_of(verified.error()).en;
        EXPECT_EQ(verified.value().entry_text, entries[i]);
        EXPECT_EQ(verified.value().checkpoint.size, entries.size());
    }
}

}  // namespace
}  // namespace buuan::vectors
