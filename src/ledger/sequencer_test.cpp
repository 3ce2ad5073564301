#include "ledger/sequencer.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "adapters/memory/memory_ledger.hpp"
#include "base/canonical.hpp"
#include "ledger/entry.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/proof.hpp"

namespace buuan::ledger {
namespace {

const LogName log_name = LogName::province("11");

EntryId numbered(std::uint64_t number) {
    EntryId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    id.bytes[6] = 0x70;
    id.bytes[8] = 0x80;
    return id;
}

PendingEntry an_entry(std::uint64_t number) {
    Entry entry;
    entry.id = numbered(number);
    entry.type = "item.accepted";
    entry.at = entry.seen = Instant{1'795'492'755'123};
    entry.by = *StaffNumber::parse("K7Q2M9");
    entry.data["number"] = static_cast<std::int64_t>(number);
    return {entry.id, log_name, encode(entry).value()};
}

/// Commands' entries, as a store of days keeps them: they wait until they are marked, and the mark
/// survives.
class Commands final : public PendingEntries {
public:
    std::vector<PendingEntry> all;
    std::map<EntryId, std::uint64_t> places;
    bool marks_fail = false;
    bool marks_get_lost = false;

    Result<std::vector<PendingEntry>> pending(const LogName&, std::size_t count_max) override {
        std::vector<PendingEntry> waiting;
        for (const auto& entry : all) {
            if (!places.contains(entry.id) && waiting.size() < count_max) waiting.push_back(entry);
        }
        return waiting;
    }
    Result<Done> mark_sequenced(const LogName&, std::span<const SequencedEntry> marks) override {
        if (marks_fail) return Fault{FaultKind::busy, "locked"};
        if (marks_get_lost) return Done{};
        for (const auto& mark : marks) {
            const auto [at, is_new] = places.emplace(mark.id, mark.index);
            EXPECT_TRUE(is_new || at->second == mark.index) << "an entry moved";
        }
        return Done{};
    }
};

/// A store that remembers every checkpoint it was given, and stops, or loses its answer, before or
/// after a chosen call.
class Failing final : public LedgerStore {
public:
    memory::MemoryLedger under;
    std::vector<std::string> published;
    int calls_left = 1'000'000;  // until one call fails
    bool after = false;          // it did its work, and the answer was lost
    int failures = 1;            // how many calls in a row fail

    Result<Head> head() override {
        return answer<Head>([&] { return under.head(); });
    }
    Result<std::optional<Bytes>> tile(int level, std::uint64_t index) override {
        return answer<std::optional<Bytes>>([&] { return under.tile(level, index); });
    }
    Result<std::optional<std::uint64_t>> index_of(const EntryId& id) override {
        return answer<std::optional<std::uint64_t>>([&] { return under.index_of(id); });
    }
    Result<Done> append(const Append& append) override {
        return answer<Done>([&] { return under.append(append); });
    }
    Result<Head> take_over() override {
        return answer<Head>([&] { return under.take_over(); });
    }
    Result<std::string> checkpoint() override {
        return answer<std::string>([&] { return under.checkpoint(); });
    }
    Result<Done> set_checkpoint(std::uint64_t epoch, const std::string& note) override {
        return answer<Done>([&] {
            auto stored = under.set_checkpoint(epoch, note);
            if (stored.ok()) published.push_back(note);
            return stored;
        });
    }

private:
    template <class T>
    Result<T> answer(const std::function<Result<T>()>& call) {
        const bool fails = calls_left <= 0 && calls_left > -failures;
        --calls_left;
        if (!fails) return call();
        if (after) (void)call();
        return Fault{FaultKind::unavailable, "the store is away"};
    }
};

struct SequencerTest : ::testing::Test {
    LogKey key = LogKey::from_seed("buuan.example.vn/p11", Secret{});
    Commands commands;

    std::unique_ptr<Sequencer> start(LedgerStore& store) {
        auto started = Sequencer::start(log_name, store, {&commands}, key);
        return started.ok() ? std::move(started).value() : nullptr;
    }
    void expect_whole(LedgerStore& store, std::uint64_t size) {
        std::set<EntryId> seen;
        const auto checked =
            check_log(store, key.verifier(),
                      [&](std::uint64_t, const Entry& entry) { seen.insert(entry.id); });
        ASSERT_TRUE(checked.ok());
        EXPECT_EQ(checked.value().entries, size);
        EXPECT_EQ(seen.size(), size) << "an entry is in the log twice";
        for (const auto& problem : checked.value().problems)
            ADD_FAILURE() << problem.where << ": " << problem.what;
        std::string note = store.checkpoint().value();
        const auto opened = open_note(note, {key.verifier()});
        ASSERT_TRUE(opened);
        EXPECT_EQ(Checkpoint::parse(opened->text)->size, size) << "not all is signed";
    }
    /// Each checkpoint ever published is a prefix of the log as it is now.
    static void expect_no_contradiction(LedgerStore& store,
                                        const std::vector<std::string>& published) {
        std::uint64_t before = 0;
        for (const std::string& note : published) {
            const auto checkpoint = Checkpoint::parse(note.substr(0, note.rfind("\n\n") + 1));
            ASSERT_TRUE(checkpoint);
            EXPECT_GE(checkpoint->size, before) << "the log shrank";
            before = checkpoint->size;
            EXPECT_EQ(range_root(reader_of(store), 0, checkpoint->size).value(), checkpoint->root)
                << "size " << checkpoint->size;
        }
    }
};

TEST_F(SequencerTest, an_empty_log_is_signed_from_the_start) {
    memory::MemoryLedger store;
    ASSERT_TRUE(start(store));
    expect_whole(store, 0);
}

TEST_F(SequencerTest, entries_offered_again_and_again_are_in_the_log_once) {
    memory::MemoryLedger store;
    const auto sequencer = start(store);
    for (std::uint64_t i = 0; i < 10; ++i) commands.all.push_back(an_entry(i));
    commands.all.push_back(an_entry(3));  // twice in one batch
    EXPECT_EQ(sequencer->run_once().value(), 11U);
    EXPECT_EQ(sequencer->run_once().value(), 0U);
    const auto places = commands.places;
    commands.places.clear();  // as if the marks were lost
    EXPECT_EQ(sequencer->run_once().value(), 11U);
    EXPECT_EQ(commands.places, places);
    expect_whole(store, 10);
}

TEST_F(SequencerTest, batches_of_any_size_give_the_same_tree) {
    memory::MemoryLedger at_once;
    for (std::uint64_t i = 0; i < 1100; ++i) commands.all.push_back(an_entry(i));
    ASSERT_TRUE(start(at_once)->run_once().ok());
    expect_whole(at_once, 1100);
    for (const std::size_t batch : {1U, 7U, 255U, 256U, 257U}) {
        memory::MemoryLedger store;
        const std::vector<PendingEntry> all = commands.all;
        commands.all.clear();
        commands.places.clear();
        auto sequencer = start(store);
        for (std::size_t i = 0; i < all.size(); ++i) {
            commands.all.push_back(all[i]);
            if (commands.all.size() % batch == 0) {
                ASSERT_TRUE(sequencer->run_once().ok());
            }
            if (i == 600) sequencer = start(store);  // a restart in between changes nothing
        }
        ASSERT_TRUE(sequencer->run_once().ok());
        EXPECT_EQ(store.head().value().root, at_once.head().value().root) << "batches of " << batch;
        expect_whole(store, 1100);
    }
}

TEST_F(SequencerTest, two_sources_share_one_log) {
    memory::MemoryLedger store;
    Commands more;
    auto started = Sequencer::start(log_name, store, {&commands, &more}, key);
    ASSERT_TRUE(started.ok());
    commands.all.push_back(an_entry(1));
    more.all.push_back(an_entry(2));
    EXPECT_EQ(started.value()->run_once().value(), 2U);
    expect_whole(store, 2);
    EXPECT_EQ(commands.places.size() + more.places.size(), 2U);
}

TEST_F(SequencerTest, a_source_that_fails_does_not_keep_the_others_out_of_the_log) {
    memory::MemoryLedger store;
    Commands register_acts;
    const auto sequencer =
        Sequencer::start(log_name, store, {&commands, &register_acts}, key).value();
    commands.marks_fail = true;
    commands.all = {an_entry(1)};
    register_acts.all = {an_entry(2)};
    EXPECT_FALSE(sequencer->run_once().ok());
    EXPECT_TRUE(register_acts.places.contains(numbered(2)));
    expect_whole(store, 2);
}

TEST_F(SequencerTest, the_newer_of_two_sequencers_fences_the_older_off) {
    Failing store;
    const auto older = start(store);
    commands.all.push_back(an_entry(1));
    ASSERT_TRUE(older->run_once().ok());
    const auto newer = start(store);
    commands.all.push_back(an_entry(2));
    for (int i = 0; i < 3; ++i) {
        const auto refused = older->run_once();
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().kind, FaultKind::denied);
    }
    EXPECT_EQ(store.head().value().size, 1U);
    EXPECT_EQ(newer->run_once().value(), 1U);
    EXPECT_FALSE(older->run_once().ok());
    expect_whole(store, 2);
    expect_no_contradiction(store, store.published);
}

/// Stops at the n-th call of the store, for every n, before or after its work; then goes on, in the
/// same process or after a restart.
TEST_F(SequencerTest,
       a_fault_at_any_call_is_repaired_by_the_next_round_and_never_signs_a_contradiction) {
    for (const bool restart : {false, true}) {
        for (const bool after : {false, true}) {
            for (const int failures : {1, 3}) {
                int cut = 0;
                for (bool reached = true; reached; ++cut) {
                    Failing store;
                    commands = {};
                    auto sequencer = start(store);
                    for (std::uint64_t i = 0; i < 250; ++i) commands.all.push_back(an_entry(i));
                    ASSERT_TRUE(sequencer->run_once().ok());

                    store.after = after;
                    store.failures = failures;
                    store.calls_left = cut;
                    std::uint64_t size = 250;
                    for (int round = 0; round < 4; ++round) {
                        for (int i = 0; i < 3; ++i) commands.all.push_back(an_entry(size++));
                        if (!sequencer->run_once().ok() && restart) {
                            while (!(sequencer = start(store))) {
                            }
                        }
                    }
                    reached = store.calls_left < 0;
                    store.calls_left = 1'000'000;
                    ASSERT_TRUE(sequencer->run_once().ok()) << "it does not recover: cut " << cut;
                    expect_whole(store, size);
                    expect_no_contradiction(store, store.published);
                    EXPECT_EQ(commands.places.size(), size);
                    if (HasFailure())
                        FAIL() << "cut " << cut << ", after " << after << ", restart " << restart
                               << ", failures " << failures;
                }
                EXPECT_GT(cut, 15);
            }
        }
    }
}

TEST_F(SequencerTest, marks_that_fail_are_made_up_for) {
    memory::MemoryLedger store;
    const auto sequencer = start(store);
    for (std::uint64_t i = 0; i < 5; ++i) commands.all.push_back(an_entry(i));
    commands.marks_fail = true;
    EXPECT_FALSE(sequencer->run_once().ok());
    commands.all.push_back(an_entry(5));
    commands.marks_fail = false;
    EXPECT_EQ(sequencer->run_once().value(), 6U);
    expect_whole(store, 6);
}

TEST_F(SequencerTest, marks_that_do_not_hold_are_a_fault_and_no_endless_work) {
    memory::MemoryLedger store;
    const auto sequencer = start(store);
    commands.all = {an_entry(1)};
    commands.marks_get_lost = true;
    EXPECT_EQ(sequencer->run_once().value(), 1U);
    for (int n = 0; n < 3; ++n)
        EXPECT_EQ(sequencer->run_once().error().kind, FaultKind::unavailable);
    commands.marks_get_lost = false;
    EXPECT_EQ(sequencer->run_once().value(), 1U);
    EXPECT_EQ(sequencer->run_once().value(), 0U);
    expect_whole(store, 1);
}

TEST_F(SequencerTest, a_checkpoint_that_could_not_be_stored_is_stored_although_nothing_new_waits) {
    Failing store;
    const auto sequencer = start(store);
    commands.all.push_back(an_entry(1));
    store.calls_left = 3;  // index_of, append, checkpoint; then set_checkpoint
    EXPECT_FALSE(sequencer->run_once().ok());
    EXPECT_EQ(commands.places.size(), 1U);
    EXPECT_EQ(sequencer->run_once().value(), 0U);
    expect_whole(store, 1);
}

/// Says of one tile something else than the store.
class Damaged final : public LedgerStore {
public:
    explicit Damaged(memory::MemoryLedger& under, int level, std::uint64_t index,
                     std::function<void(Bytes&)> change)
        : under_(under), level_(level), index_(index), change_(std::move(change)) {}
    Result<Head> head() override { return under_.head(); }
    Result<std::optional<Bytes>> tile(int level, std::uint64_t index) override {
        auto tile = under_.tile(level, index);
        if (level == level_ && index == index_ && tile.value()) change_(*tile.value());
        return tile;
    }
    Result<std::optional<std::uint64_t>> index_of(const EntryId& id) override {
        return under_.index_of(id);
    }
    Result<Done> append(const Append& append) override { return under_.append(append); }
    Result<Head> take_over() override { return under_.take_over(); }
    Result<std::string> checkpoint() override { return under_.checkpoint(); }
    Result<Done> set_checkpoint(std::uint64_t epoch, const std::string& note) override {
        return under_.set_checkpoint(epoch, note);
    }

private:
    memory::MemoryLedger& under_;
    int level_;
    std::uint64_t index_;
    std::function<void(Bytes&)> change_;
};

TEST_F(SequencerTest, nothing_is_appended_to_a_damaged_edge) {
    memory::MemoryLedger store;
    for (std::uint64_t i = 0; i < 300; ++i) commands.all.push_back(an_entry(i));
    ASSERT_TRUE(start(store)->run_once().ok());
    const auto starts = [&](int level, std::uint64_t index, std::function<void(Bytes&)> change) {
        Damaged damaged(store, level, index, std::move(change));
        const auto started = Sequencer::start(log_name, damaged, {&commands}, key);
        if (!started.ok()) {
            EXPECT_EQ(started.error().kind, FaultKind::corrupt);
        }
        return started.ok();
    };
    const auto flip = [](Bytes& bytes) { bytes[bytes.size() / 2] ^= 1; };
    const auto cut = [](Bytes& bytes) { bytes.resize(bytes.size() / 2); };
    EXPECT_FALSE(starts(0, 1, flip));
    EXPECT_FALSE(starts(0, 1, cut));
    EXPECT_FALSE(starts(1, 0, flip));
    EXPECT_FALSE(starts(-1, 1, flip));
    EXPECT_FALSE(starts(-1, 1, cut));
    EXPECT_TRUE(starts(0, 1, [](Bytes&) {}));
}

struct ReaderTest : SequencerTest {
    memory::MemoryLedger store;
    void SetUp() override {
        for (std::uint64_t i = 0; i < 300; ++i) commands.all.push_back(an_entry(i));
        ASSERT_TRUE(start(store)->run_once().ok());
    }
};

TEST_F(ReaderTest, every_entry_has_a_proof_that_anyone_can_check) {
    for (std::uint64_t i = 0; i < 300; ++i) {
        const auto proof = prove(store, i);
        ASSERT_TRUE(proof.ok());
        const auto verified = verify_proof(proof.value(), {key.verifier()}, {});
        ASSERT_TRUE(verified.ok()) << i << ": " << text_of(verified.error()).en;
        EXPECT_EQ(verified.value().entry.id, numbered(i));
        EXPECT_TRUE(verified.value().witnesses.empty());
    }
    EXPECT_EQ(prove(store, 300).error().kind, FaultKind::unavailable);
}

TEST_F(ReaderTest, a_proof_with_anything_changed_is_refused) {
    const std::string good = prove(store, 200).value();
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        ASSERT_FALSE(verify_proof(bad, {key.verifier()}, {}).ok()) << "byte " << at << " of\n"
                                                                   << good;
        ASSERT_FALSE(verify_proof(good.substr(0, at), {key.verifier()}, {}).ok()) << at;
    }
    for (const char* tail : {"\n", "x", " "})
        EXPECT_FALSE(verify_proof(good + tail, {key.verifier()}, {}).ok());
}

TEST_F(ReaderTest, a_refused_proof_says_why) {
    const std::string good = prove(store, 200).value();
    const auto why = [&](const std::string& text, const std::vector<VerifierKey>& logs) {
        return verify_proof(text, logs, {}).error();
    };
    EXPECT_EQ(why("", {key.verifier()}), ProofProblem::malformed);
    EXPECT_EQ(why("c2sp.org/tlog-proof@v2" + good.substr(22), {key.verifier()}),
              ProofProblem::malformed);
    EXPECT_EQ(why(good, {}), ProofProblem::unknown_log);
    const LogKey another = LogKey::from_seed("buuan.example.vn/p01", Secret{});
    EXPECT_EQ(why(good, {another.verifier()}), ProofProblem::unknown_log);

    auto proof = *Proof::parse(good);
    proof.index = 199;
    EXPECT_EQ(why(proof.text(), {key.verifier()}), ProofProblem::not_included);
    proof = *Proof::parse(good);
    proof.extra = Proof::parse(prove(store, 199).value())->extra;
    EXPECT_EQ(why(proof.text(), {key.verifier()}), ProofProblem::not_included);
    proof.extra = "{}";
    EXPECT_EQ(why(proof.text(), {key.verifier()}), ProofProblem::malformed);
    proof = *Proof::parse(good);
    proof.checkpoint = another.sign(proof.checkpoint.substr(0, proof.checkpoint.rfind("\n\n") + 1));
    EXPECT_EQ(why(proof.text(), {key.verifier(), another.verifier()}), ProofProblem::wrong_log)
        << "another log's key under this log's checkpoint";
    for (const auto problem : {ProofProblem::malformed, ProofProblem::unknown_log,
                               ProofProblem::wrong_log, ProofProblem::not_included}) {
        EXPECT_FALSE(text_of(problem).vi.empty());
        EXPECT_FALSE(text_of(problem).en.empty());
    }
}

TEST_F(ReaderTest, tiles_are_served_at_every_width_the_checkpoint_covers_and_no_other) {
    for (std::uint64_t width = 1; width <= 44; ++width) {
        EXPECT_EQ(tile_bytes(store, {0, 1, width}).value().size(), width * 32);
        EXPECT_EQ(entries_in(tile_bytes(store, {-1, 1, width}).value())->size(), width);
    }
    EXPECT_EQ(tile_bytes(store, {0, 0, 256}).value().size(), 8192U);
    EXPECT_EQ(tile_bytes(store, {1, 0, 1}).value().size(), 32U);
    for (const TileName& absent :
         {TileName{0, 1, 45}, TileName{0, 1, 256}, TileName{0, 2, 1}, TileName{1, 0, 2},
          TileName{2, 0, 1}, TileName{-1, 1, 45}, TileName{63, 0, 1},
          TileName{0, 999'999'999'999'999'999, 1}, TileName{-1, 72'057'594'037'927'936, 44}}) {
        const auto tile = tile_bytes(store, absent);
        ASSERT_FALSE(tile.ok()) << tile_path(absent);
        EXPECT_EQ(tile.error().kind, FaultKind::unavailable);
    }
}

TEST_F(ReaderTest, damage_anywhere_is_named_and_never_served_as_a_proof) {
    const auto problems = [&](int level, std::uint64_t index, std::function<void(Bytes&)> change) {
        Damaged damaged(store, level, index, std::move(change));
        std::string found;
        for (const auto& problem :
             check_log(damaged, key.verifier(), [](std::uint64_t, const Entry&) {})
                 .value()
                 .problems)
            found += problem.where + ";";
        for (std::uint64_t i : {0U, 10U, 255U, 299U}) {
            const auto proof = prove(damaged, i);
            if (proof.ok()) {
                EXPECT_TRUE(verify_proof(proof.value(), {key.verifier()}, {}).ok());
            }
        }
        return found;
    };
    EXPECT_EQ(problems(0, 0, [](Bytes&) {}), "");
    EXPECT_EQ(problems(0, 0, [](Bytes& bytes) { bytes[0] ^= 1; }), "tile/0/000;");
    EXPECT_EQ(problems(0, 1, [](Bytes& bytes) { bytes.resize(32); }), "tile/0/001.p/44;");
    EXPECT_EQ(problems(1, 0, [](Bytes& bytes) { bytes[31] ^= 1; }), "tile/1/000.p/1;");
    EXPECT_EQ(problems(-1, 1, [](Bytes& bytes) { bytes.pop_back(); }), "tile/entries/001.p/44;");
    const std::string changed = problems(-1, 0, [](Bytes& bytes) { bytes[2] ^= 1; });
    EXPECT_NE(changed.find("entry 0;"), std::string::npos) << changed;
    EXPECT_NE(changed.find("head;"), std::string::npos) << changed;
    EXPECT_NE(changed.find("checkpoint;"), std::string::npos) << changed;
    EXPECT_FALSE(prove(*std::make_unique<memory::MemoryLedger>(), 0).ok());
}

TEST_F(ReaderTest, a_checkpoint_that_is_not_ours_or_ahead_of_the_entries_is_named) {
    const auto named = [&](const std::string& note) {
        memory::MemoryLedger copy;
        commands.places.clear();
        EXPECT_TRUE(start(copy)->run_once().ok());
        EXPECT_TRUE(copy.set_checkpoint(copy.head().value().epoch, note).ok());
        const auto problems =
            check_log(copy, key.verifier(), [](std::uint64_t, const Entry&) {}).value().problems;
        return problems.size() == 1 && problems[0].where == "checkpoint";
    };
    const Head head = store.head().value();
    EXPECT_TRUE(named(""));
    EXPECT_TRUE(named(LogKey::from_seed("buuan.example.vn/p11",
                                        [] {
                                            Secret s;
                                            s.fill()[0] = 1;
                                            return s;
                                        }())
                          .sign(Checkpoint{key.name(), head.size, head.root}.text())));
    EXPECT_TRUE(named(key.sign(Checkpoint{"buuan.example.vn/p01", head.size, head.root}.text())));
    EXPECT_TRUE(named(key.sign(Checkpoint{key.name(), head.size + 1, head.root}.text())));
    EXPECT_TRUE(named(key.sign(Checkpoint{key.name(), head.size - 1, head.root}.text())));
    EXPECT_FALSE(named(key.sign(Checkpoint{key.name(), head.size, head.root}.text())));
}

}  // namespace
}  // namespace buuan::ledger
