#include "disclosure/subject_request.hpp"

#include "adapters/rules/rules.hpp"
#include "disclosure/world_test.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;

struct Requests : ::testing::Test {
    Keys keys;
    SystemEntropy entropy;
    memory::MemoryRegister store;
    const SubjectRules rules = read_subject_rules(embedded_rules()).value();
    const Secret minutes_key = [this] {
        EXPECT_TRUE(keys.ring->ensure(today).ok());
        return keys.ring->key(today, DataClass::minutes).value();
    }();
    const WordsSeal seal{minutes_key, node};

    RequestRow file(Ask ask = Ask::erase, std::optional<CommandId> command = {}) {
        return file_request(store,
                            {command.value_or(CommandId::make(now, entropy)),
                             ask,
                             false,
                             {personal(mai.name),
                              personal(mai.phone),
                              {},
                              personal("mai@example"),
                              personal("xóa giúp")},
                             by,
                             now},
                            rules, seal, entropy)
            .value();
    }
    std::string refused(const RequestRow& row, const StepTaken& taken) {
        const auto after = after_step(row, taken, rules, now);
        return after.ok() ? std::string() : after.error();
    }
    RequestRow after(const RequestRow& row, const StepTaken& taken) {
        return after_step(row, taken, rules, now).value();
    }
};

TEST_F(Requests, who_asks_lies_sealed_and_opens_with_the_days_minutes_only) {
    const RequestRow row = file();
    const std::string stored = store.find("subject_request", "00000001").value().value();
    EXPECT_EQ(stored.find("Mai"), std::string::npos);
    EXPECT_EQ(stored.find(mai.phone), std::string::npos);
    const Asker asker = open_asker(row, seal).value();
    EXPECT_EQ(asker.name.reveal(), mai.name);
    EXPECT_EQ(asker.phone.reveal(), mai.phone);
    EXPECT_EQ(asker.contact.reveal(), "mai@example");
    EXPECT_TRUE(asker.identity_number.empty());
    EXPECT_TRUE(keys.ring->ensure(today.plus_days(1)).ok());
    const Secret other = keys.ring->key(today.plus_days(1), DataClass::minutes).value();
    EXPECT_EQ(open_asker(row, {other, node}).error().kind, FaultKind::corrupt);
}

TEST_F(Requests, the_same_command_files_once) {
    const CommandId command = CommandId::make(now, entropy);
    EXPECT_EQ(file(Ask::erase, command).number, 1U);
    EXPECT_EQ(file(Ask::erase, command).number, 1U);
    EXPECT_EQ(file().number, 2U);
    EXPECT_EQ(list_requests(store).value().size(), 2U);
}

TEST_F(Requests, nothing_is_done_before_it_is_known_who_asks) {
    const RequestRow row = file();
    EXPECT_EQ(refused(row, {Step::finish, {}, {}}), "not_identified_yet");
    EXPECT_EQ(refused(row, {Step::identify, {}, {}}), "method_unknown");
    const RequestRow known = after(row, {Step::identify, "CHIP", {}});
    EXPECT_EQ(known.state, RequestState::identified);
    EXPECT_EQ(after(known, {Step::finish, {}, {}}).state, RequestState::done);
    // Not to be known is itself a reason to refuse.
    EXPECT_EQ(after(row, {Step::refuse, {}, "not_identified"}).state, RequestState::refused);
    EXPECT_EQ(refused(row, {Step::refuse, {}, "no time"}), "reason_unknown");
}

TEST_F(Requests, a_closed_request_stays_as_it_is_and_the_same_step_again_changes_nothing) {
    const RequestRow done =
        after(after(file(), {Step::identify, "CHIP", {}}), {Step::finish, {}, {}});
    EXPECT_EQ(after(done, {Step::finish, {}, {}}).closed_at, done.closed_at);
    for (const Step step :
         {Step::identify, Step::answer, Step::extend, Step::refuse, Step::take_back})
        EXPECT_EQ(refused(done, {step, "CHIP", "held"}), "request_closed");
}

TEST_F(Requests, a_clock_is_late_until_it_is_stopped_and_is_extended_once) {
    const RequestRow row = file();
    EXPECT_EQ(row.answer_by, today.plus_days(2));
    EXPECT_EQ(row.due, today.plus_days(20));
    EXPECT_FALSE(row.is_late(today.plus_days(2)));
    EXPECT_TRUE(row.is_late(today.plus_days(3)));
    const RequestRow answered = after(row, {Step::answer, {}, {}});
    const Instant too_late = now + 21LL * 24 * 3'600'000;
    EXPECT_EQ(after_step(answered, {Step::extend, {}, {}}, rules, too_late).error(),
              "deadline_over");
    EXPECT_TRUE(
        after_step(answered, {Step::refuse, {}, "held"}, rules, too_late).value().is_late(today))
        << "closing it does not make it timely";
    EXPECT_FALSE(answered.is_late(today.plus_days(20)));
    EXPECT_TRUE(answered.is_late(today.plus_days(21)));
    const RequestRow extended = after(answered, {Step::extend, {}, {}});
    EXPECT_FALSE(extended.is_late(today.plus_days(40)));
    EXPECT_EQ(refused(extended, {Step::extend, {}, {}}), "extended_before");
    EXPECT_FALSE(after(row, {Step::refuse, {}, "held"}).is_late(today.plus_days(400)));
}

}  // namespace
}  // namespace buuan::disclosure
