// A node that came from a backup, opened first: what its logs call deleted stays deleted, each log
// says that it was restored, and codes that may be on parcels are not given again.
#include <boost/json/parse.hpp>

#include "adapters/posix/posix_files.hpp"
#include "edge/node/world_test.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::node {
namespace {

const LogName org = LogName::organisation();

struct RestoredTest : NodeTest {
    const Instant backup = clock.at;

    void say_purged(const boost::json::object& data) {
        auto entry = node->entry(org, "day.purged", std::nullopt, Node::system_number(), data);
        ASSERT_TRUE(entry.ok());
        register_::RegisterWrite write;
        write.entries.push_back(std::move(entry).value());
        ASSERT_TRUE(node->store().apply(write).ok());
    }
    void mark(bool of_backup = true) {
        const auto files = PosixFiles::open_root(folder);
        ASSERT_TRUE(files.ok());
        ASSERT_TRUE(
            mark_restored(*files.value(),
                          {clock.at + 5000, of_backup ? std::optional(backup) : std::nullopt})
                .ok());
    }
    std::vector<ledger::Entry> restorations_said() {
        const auto log = node->logs().find(org);
        std::vector<ledger::Entry> said;
        const auto checked = ledger::check_log(*log->store, log->key.verifier(),
                                               [&](std::uint64_t, const ledger::Entry& entry) {
                                                   if (entry.type == "log.restored")
                                                       said.push_back(entry);
                                               });
        EXPECT_TRUE(checked.ok() && checked.value().problems.empty());
        return said;
    }
    vault::KeyState state_of(Day day, DataClass data_class) {
        for (const auto& key : node->keys().list()) {
            if (key.day == day && key.data_class == data_class) return key.state;
        }
        ADD_FAILURE() << "there is no key of " << day.text();
        return vault::KeyState::damaged;
    }
};

TEST_F(RestoredTest, destroys_the_keys_of_what_its_logs_call_deleted) {
    const Day gone = today.plus_days(-3);
    ASSERT_TRUE(node->settle().ok());
    say_purged({{"day", gone.text()}, {"classes", {"record", "picture"}}, {"grade", "B"}});
    // One in its log, one that still waited for it.
    ASSERT_TRUE(node->settle().ok());
    say_purged({{"day", gone.plus_days(1).text()}, {"classes", {"token"}}, {"grade", "B"}});
    EXPECT_EQ(state_of(gone, DataClass::record), vault::KeyState::live);
    mark();
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(state_of(gone, DataClass::record), vault::KeyState::destroyed);
    EXPECT_EQ(state_of(gone, DataClass::picture), vault::KeyState::destroyed);
    EXPECT_EQ(state_of(gone.plus_days(1), DataClass::token), vault::KeyState::destroyed);
    EXPECT_EQ(state_of(gone, DataClass::identity), vault::KeyState::live);
    EXPECT_EQ(state_of(gone.plus_days(1), DataClass::record), vault::KeyState::live);
}

TEST_F(RestoredTest, of_a_keyring_alone_destroys_keys_and_says_nothing) {
    say_purged({{"day", today.plus_days(-3).text()}, {"classes", {"record"}}, {"grade", "B"}});
    mark(false);
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(state_of(today.plus_days(-3), DataClass::record), vault::KeyState::destroyed);
    EXPECT_TRUE(restorations_said().empty());
    EXPECT_TRUE(node->restorations().value().empty());
}

TEST_F(RestoredTest, does_not_open_where_it_cannot_tell_what_was_deleted) {
    say_purged({{"day", today.text()}, {"classes", {"a class of a later program"}}});
    mark();
    const auto opened = reopen();
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, FaultKind::invalid);
}

TEST_F(RestoredTest, says_once_in_its_log_that_it_was_restored_and_keeps_it) {
    EXPECT_TRUE(node->restorations().value().empty());
    mark();
    ASSERT_TRUE(reopen().ok());
    ASSERT_TRUE(reopen().ok());
    const auto said = restorations_said();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].data.at("backup").as_string(), backup.text());
    const auto kept = node->restorations();
    ASSERT_TRUE(kept.ok());
    ASSERT_EQ(kept.value().size(), 1U);
    EXPECT_EQ(kept.value()[0].backup, backup);
    EXPECT_EQ(kept.value()[0].at, clock.at + 5000);
}

TEST_F(RestoredTest, cut_off_before_it_forgot_the_mark_it_says_so_once_all_the_same) {
    mark();
    ASSERT_TRUE(reopen().ok());
    mark();  // as if the power had gone just before
    ASSERT_TRUE(reopen().ok());
    EXPECT_EQ(restorations_said().size(), 1U);
    EXPECT_EQ(node->restorations().value().size(), 1U);
}

TEST_F(RestoredTest, gives_no_code_again_that_may_be_on_a_parcel) {
    const auto before = node->codes().take();
    ASSERT_TRUE(before.ok());
    mark();
    ASSERT_TRUE(reopen().ok());
    const auto after = node->codes().take();
    ASSERT_TRUE(after.ok());
    const auto serial = [](const ItemCode& code) { return std::stoul(code.value.substr(2, 9)); };
    EXPECT_GE(serial(after.value()), serial(before.value()) + 1'000'000);
}

}  // namespace
}  // namespace buuan::node
