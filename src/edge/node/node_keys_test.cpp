// What an open node does about its keys, on a real folder: a log's key changes, is lost, is found
// changed after a power cut; backups leave their trace in the log.
#include <boost/json/parse.hpp>
#include <fstream>

#include "edge/node/world_test.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::node {
namespace {

const LogName org = LogName::organisation();

struct NodeKeysTest : NodeTest {
    void SetUp() override {
        NodeTest::SetUp();
        ASSERT_TRUE(node->settle().ok());
    }
    /// And what is pending is in its log.
    void open_again() {
        const auto opened = reopen();
        ASSERT_TRUE(opened.ok()) << opened.error().what;
        ASSERT_TRUE(node->settle().ok());
    }
    std::string checkpoint() { return node->logs().find(org)->store->checkpoint().value(); }
    bool opens_with(const ledger::VerifierKey& key) {
        return ledger::open_note(checkpoint(), {key}).has_value();
    }
    /// The types of all entries of the log; checks the whole log on the way.
    std::vector<std::string> types() {
        const auto log = node->logs().find(org);
        std::vector<std::string> all;
        const auto checked = ledger::check_log(
            *log->store, log->key.verifier(),
            [&](std::uint64_t, const ledger::Entry& entry) { all.push_back(entry.type); });
        EXPECT_TRUE(checked.ok() && checked.value().problems.empty());
        return all;
    }
    std::size_t count(std::string_view type) {
        const auto all = types();
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), type));
    }
};

TEST_F(NodeKeysTest, both_keys_of_a_log_sign_for_thirty_days_and_then_the_new_one_alone) {
    const auto before = node->logs().find(org)->key.verifier();
    ASSERT_TRUE(node->change_log_key(org).ok());
    const auto now = node->logs().find(org)->key.verifier();
    EXPECT_EQ(now.name, before.name);
    EXPECT_NE(now.id(), before.id());
    EXPECT_TRUE(opens_with(before) && opens_with(now));
    EXPECT_EQ(count("log.key_changed"), 1U);
    EXPECT_EQ(node->change_log_key(org).error().kind, FaultKind::denied);

    // The proof of the entry convinces whoever knows the old key, and names the new one.
    const auto index = node->log_key_entry(org);
    ASSERT_TRUE(index.ok() && index.value());
    const auto proof = ledger::prove(*node->logs().find(org)->store, *index.value());
    const auto verified = ledger::verify_proof(proof.value(), {before}, {});
    ASSERT_TRUE(verified.ok());
    EXPECT_EQ(verified.value().entry.data.at("key").as_string(), now.text());

    open_again();
    EXPECT_EQ(count("log.key_changed"), 1U) << "it is said once";
    clock.at = Day::parse("2026-12-24")->start() + 1000;  // the thirtieth day
    ASSERT_TRUE(node->new_day().ok());
    ASSERT_TRUE(node->settle().ok());
    EXPECT_TRUE(opens_with(before) && opens_with(now));
    clock.at = Day::parse("2026-12-25")->start() + 1000;
    ASSERT_TRUE(node->new_day().ok());
    ASSERT_TRUE(node->settle().ok());
    EXPECT_FALSE(opens_with(before));
    EXPECT_TRUE(opens_with(now));
    EXPECT_EQ(std::filesystem::file_size(folder / "keys/logs/org.key"), 73U)
        << "the old secret key is still there";
    open_again();
    EXPECT_TRUE(opens_with(now));
    EXPECT_TRUE(node->change_log_key(org).ok()) << "and it can be changed again";
}

TEST_F(NodeKeysTest, a_change_that_a_power_cut_kept_from_being_said_is_said_at_the_next_start) {
    const auto log = node->logs().find(org);
    // What is on the disk between the change and the entry.
    ASSERT_TRUE(node->logs().change_key(org, Day::of(clock.at).plus_days(30)).ok());
    EXPECT_EQ(count("log.key_changed"), 0U);
    open_again();
    EXPECT_EQ(count("log.key_changed"), 1U);
    EXPECT_TRUE(opens_with(log->key.verifier()));
}

TEST_F(NodeKeysTest, a_log_whose_key_is_lost_is_closed_and_its_entries_wait) {
    const auto lost = node->logs().find(org)->key.verifier();
    const std::size_t said = types().size();
    node.reset();
    std::filesystem::remove(folder / "keys/logs/org.key");
    clock.at = clock.at + 2 * 86'400'000;
    open_again();
    EXPECT_EQ(node->logs().find(org), nullptr);
    ASSERT_EQ(node->logs().closed().size(), 1U);
    EXPECT_EQ(node->logs().ensure(org).error().kind, FaultKind::corrupt)
        << "a key was made in silence";
    node->poke();
    ASSERT_TRUE(node->change_log_key(org).ok());
    EXPECT_TRUE(node->logs().closed().empty());
    EXPECT_FALSE(opens_with(lost));
    EXPECT_TRUE(opens_with(node->logs().find(org)->key.verifier()));
    EXPECT_EQ(count("log.key_lost"), 1U);
    EXPECT_EQ(count("log.key_changed"), 0U);
    EXPECT_GT(types().size(), said) << "what was there is still there";
}

TEST_F(NodeKeysTest, a_backup_is_in_the_log_with_the_last_day_of_its_class_keys) {
    EXPECT_FALSE(node->ring_backed_up_until().value());
    EXPECT_EQ(node->back_up_keys({}, Node::system_number()).error().kind, FaultKind::invalid);
    Secret secret;
    random.fill(secret.fill());
    const vault::RecoveryKey recovery{vault::recovery_public_of(secret), 2, 3, clock.at};
    ASSERT_TRUE(node->set_recovery_key(recovery, Node::system_number()).ok());
    const Day until = Day::of(clock.at).plus_days(20);
    for (const auto& ring_until :
         {std::optional<Day>(), std::optional(until), std::optional(until.plus_days(-5))}) {
        const auto file = node->back_up_keys({{}, ring_until}, Node::system_number());
        ASSERT_TRUE(file.ok()) << file.error().what;
        const auto opened = vault::open_backup(file.value(), secret);
        ASSERT_TRUE(opened.ok()) << opened.error().what;
        EXPECT_EQ(opened.value().logs.size(), 1U);
        EXPECT_EQ(opened.value().classes.empty(), !ring_until);
    }
    EXPECT_EQ(node->ring_backed_up_until().value(), until);
    open_again();
    EXPECT_EQ(node->ring_backed_up_until().value(), until);
    EXPECT_EQ(count("keys.backed_up"), 3U);
    EXPECT_EQ(count("recovery_key.set"), 1U);
}

}  // namespace
}  // namespace buuan::node
