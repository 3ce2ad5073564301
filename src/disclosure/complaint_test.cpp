#include "disclosure/complaint.hpp"

#include "adapters/rules/rules.hpp"
#include "disclosure/world_test.hpp"
#include "retention/kept.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;

Day day(const char* text) {
    return Day::parse(text).value();
}

struct Desk {
    ComplaintRules rules = read_complaint_rules(embedded_rules()).value();
    memory::MemoryRegister store;
    SystemEntropy entropy;
    Secret minutes{sha256(as_bytes("minutes")).bytes};
    ItemId item = ItemId::make(now, entropy);

    ComplaintRow file(const std::string& kind = "damage", Instant at = now,
                      std::optional<std::uint64_t> fee = std::nullopt) {
        ComplaintFiling filing;
        filing.command = CommandId::make(at, entropy);
        filing.kind = kind;
        filing.item = item;
        filing.site = {"DBP"};
        filing.log = LogName::province("11");
        filing.dates = {today.plus_days(-40), today.plus_days(-10), false};
        filing.fee_vnd = fee;
        filing.who = {personal("Lò Thị Mẫu"), personal("0912345678"), personal("Vỡ bình")};
        filing.by = by;
        filing.now = at;
        auto made = file_complaint(store, filing, rules, {minutes, node}, entropy).value();
        EXPECT_TRUE(store.apply(made.write).ok());
        return made.row;
    }
    Result<ComplaintRow, std::string> step(const ComplaintRow& row, ComplaintStep wanted,
                                           std::optional<std::string> outcome = std::nullopt,
                                           std::optional<std::uint64_t> amount = std::nullopt) {
        auto after = after_step(row, {wanted, std::move(outcome), amount}, rules, now);
        if (after.ok()) {
            EXPECT_TRUE(store.apply(write_of(after.value()).write).ok());
        }
        return after;
    }
};

TEST(complaint, is_numbered_by_the_year_and_says_nothing_of_who_complains) {
    Desk desk;
    const ComplaintRow first = desk.file();
    const ComplaintRow second = desk.file();
    const ComplaintRow later =
        desk.file("loss", Instant::parse("2027-01-02T03:00:00.000Z").value());
    EXPECT_EQ(first.number, 1U);
    EXPECT_EQ(second.in_year, 2U);
    EXPECT_EQ(later.number, 3U);
    EXPECT_EQ(later.in_year, 1U);
    EXPECT_EQ(later.year, 2027);
    const auto body = desk.store.find("complaint", "00000001").value().value();
    for (const char* secret : {"Lò", "0912345678", "bình"})
        EXPECT_EQ(body.find(secret), std::string::npos) << secret;
    const Complainant who = open_complainant(first, {desk.minutes, node}).value();
    EXPECT_EQ(who.words.reveal(), "Vỡ bình");
    EXPECT_EQ(open_complainant(first, {Secret{}, node}).error().kind, FaultKind::corrupt);
}

TEST(complaint, is_found_by_its_command_by_its_item_and_by_pages) {
    Desk desk;
    const ComplaintRow first = desk.file();
    const ComplaintRow second = desk.file();
    EXPECT_EQ(complaint_filed_by(desk.store, second.command).value()->number, 2U);
    EXPECT_FALSE(complaint_filed_by(desk.store, CommandId::make(now, desk.entropy)).value());
    EXPECT_EQ(complaints_of(desk.store, desk.item).value().size(), 2U);
    EXPECT_TRUE(complaints_of(desk.store, ItemId::make(now, desk.entropy)).value().empty());
    EXPECT_EQ(list_complaints(desk.store, std::nullopt, 1).value().at(0).number, 2U);
    EXPECT_EQ(list_complaints(desk.store, 2, 9).value().at(0).number, 1U);
    EXPECT_EQ(find_complaint(desk.store, first.number).value()->kind, "damage");
    EXPECT_FALSE(find_complaint(desk.store, 9).value());
}

TEST(complaint, keeps_its_item_until_it_is_closed) {
    Desk desk;
    const ComplaintRow one = desk.file();
    const ComplaintRow two = desk.file();
    EXPECT_TRUE(retention::is_kept(desk.store, desk.item).value());
    EXPECT_EQ(retention::kept_of(desk.store, today).value(), std::vector{desk.item});
    EXPECT_TRUE(retention::kept_of(desk.store, today.plus_days(-1)).value().empty());
    EXPECT_TRUE(retention::kept_of(desk.store, today.plus_days(1)).value().empty());
    ASSERT_TRUE(desk.step(one, ComplaintStep::take_back).ok());
    EXPECT_TRUE(retention::is_kept(desk.store, desk.item).value());  // the other is open
    const auto answered = desk.step(two, ComplaintStep::answer, "unjustified");
    ASSERT_TRUE(answered.ok());
    EXPECT_TRUE(retention::is_kept(desk.store, desk.item).value());
    ASSERT_TRUE(desk.step(answered.value(), ComplaintStep::close).ok());
    EXPECT_FALSE(retention::is_kept(desk.store, desk.item).value());
}

TEST(complaint, goes_step_by_step_and_a_claim_not_below_what_the_law_names) {
    Desk desk;
    const ComplaintRow filed = desk.file("damage", now, 32'500);
    EXPECT_EQ(filed.amount_min_vnd, 130'000U);
    EXPECT_EQ(desk.step(filed, ComplaintStep::agree, std::nullopt, 1).error(), "complaint_step");
    EXPECT_EQ(desk.step(filed, ComplaintStep::close).error(), "complaint_step");
    EXPECT_EQ(desk.step(filed, ComplaintStep::answer).error(), "outcome_unknown");
    const auto answered = desk.step(filed, ComplaintStep::answer, "justified").value();
    EXPECT_EQ(desk.step(answered, ComplaintStep::answer, "justified").value().answered_at,
              answered.answered_at);
    EXPECT_EQ(desk.step(answered, ComplaintStep::agree).error(), "amount_missing");
    EXPECT_EQ(desk.step(answered, ComplaintStep::agree, std::nullopt, 129'999).error(),
              "amount_too_low");
    const auto agreed = desk.step(answered, ComplaintStep::agree, std::nullopt, 130'000).value();
    EXPECT_EQ(agreed.pay_by, today.plus_days(30));
    EXPECT_EQ(desk.step(agreed, ComplaintStep::take_back).error(), "complaint_step");
    const auto paid = desk.step(agreed, ComplaintStep::pay).value();
    const auto closed = desk.step(paid, ComplaintStep::close).value();
    EXPECT_EQ(closed.state, ComplaintState::closed);
    EXPECT_EQ(desk.step(closed, ComplaintStep::pay).value().state, ComplaintState::closed);
    EXPECT_EQ(desk.step(closed, ComplaintStep::take_back).error(), "complaint_closed");
}

TEST(complaint, is_late_once_a_clock_ran_out_before_it_was_stopped) {
    Desk desk;
    ComplaintRow row = desk.file();
    EXPECT_EQ(row.answer_by, day("2027-01-24"));
    EXPECT_FALSE(row.is_late(day("2027-01-24")));
    EXPECT_TRUE(row.is_late(day("2027-01-25")));
    row = desk.step(row, ComplaintStep::answer, "justified").value();
    EXPECT_FALSE(row.is_late(day("2028-01-01")));
    row = desk.step(row, ComplaintStep::agree, std::nullopt, 1).value();
    EXPECT_FALSE(row.is_late(*row.pay_by));
    EXPECT_TRUE(row.is_late(row.pay_by->plus_days(1)));
    EXPECT_FALSE(desk.step(row, ComplaintStep::pay).value().is_late(day("2028-01-01")));
}

TEST(complaint, after_its_time_bar_says_so) {
    Desk desk;
    EXPECT_EQ(desk.file().file_until, today.plus_days(-10).plus_months(1));
    EXPECT_FALSE(desk.file().is_barred());
    ComplaintRow row = desk.file();
    row.received_at = Instant{row.file_until->plus_days(1).start().ms};
    EXPECT_TRUE(row.is_barred());
}

TEST(complaint_rules, are_those_of_the_law_and_their_examples_are_tried) {
    const ComplaintRules rules = read_complaint_rules(embedded_rules()).value();
    for (const char* code : {"loss", "delay", "damage", "swap", "price", "other"})
        EXPECT_TRUE(rules.kinds.contains(code)) << code;
    EXPECT_EQ(rules.answer_months_domestic, 2);
    EXPECT_EQ(rules.answer_months_international, 3);
    EXPECT_EQ(rules.pay_days, 30);
    EXPECT_EQ(amount_min(rules, 10'000, false), 40'000U);
    EXPECT_FALSE(amount_min(rules, 10'000, true));

    const auto files = embedded_rules();
    std::string text;
    for (const RuleFile& file : files) {
        if (file.path == "complaints.toml") text = file.text;
    }
    const auto broken = [&](const std::string& from, const std::string& to) {
        std::string changed = text;
        const auto at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        changed.replace(at, from.size(), to);
        const std::vector<RuleFile> only = {{"complaints.toml", changed}};
        const auto read = read_complaint_rules(only);
        EXPECT_FALSE(read.ok()) << to;
        if (!read.ok()) {
            EXPECT_EQ(read.error().kind, FaultKind::invalid);
        }
    };
    broken("months = 6", "months = 5");  // the example says another day
    broken("months = 6", "months = 0");
    broken("code = \"loss\"", "code = \"delay\"");
    broken("from = \"delivery\"", "from = \"whenever\"");
    broken("fee_times_min = 4", "fee_times_min = 3");
    broken("pay_days = 30", "");
    broken("[clocks]", "[clock]");
    broken("[[kind]]", "[[kind");
    EXPECT_FALSE(read_complaint_rules({}).ok());
}

}  // namespace
}  // namespace buuan::disclosure
