#include "acceptance/check_intake.hpp"

#include "acceptance/declaration.hpp"
#include "acceptance/world_test.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;

std::vector<std::string> warnings_of(const Intake& intake) {
    return texts_of(check(intake).value().warnings);
}
bool contains(const Texts& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

TEST(intake, a_parcel_with_every_step_done_is_accepted) {
    const Intake intake = a_parcel();
    const auto checked = check(intake);
    ASSERT_TRUE(checked.ok()) << ::testing::PrintToString(problems_of(intake));
    EXPECT_TRUE(checked.value().refusals.empty());
    EXPECT_TRUE(checked.value().warnings.empty()) << ::testing::PrintToString(warnings_of(intake));
    EXPECT_EQ(checked.value().sender->name.reveal(), "Lò Thị Mai");
    EXPECT_EQ(checked.value().sender->phone->reveal(), "0912345678");
    EXPECT_EQ(checked.value().sender->number->reveal(), "011190000123");
    EXPECT_EQ(checked.value().sender->card_birth_date->reveal(), "1990-07-15");
    EXPECT_EQ(checked.value().verdict.rules, goods().digest());
    EXPECT_FALSE(checked.value().at_doubtful);
}

TEST(intake, goods_need_declaration_inspection_pictures_confirmations_weight) {
    for (const ItemType type : {ItemType::parcel, ItemType::small_packet}) {
        Intake intake = a_parcel();
        intake.item.type = type;
        EXPECT_TRUE(problems_of(intake).empty());
        intake.item.things.clear();
        intake.item.weight_g.reset();
        intake.inspection.reset();
        intake.pictures.clear();
        intake.confirmations.reset();
        EXPECT_EQ(problems_of(intake),
                  (Texts{"item.things: things_needed", "inspection: inspection_needed",
                         "pictures.contents: picture_needed", "pictures.sealed: picture_needed",
                         "confirmations.sender: sender_confirmation_needed",
                         "confirmations.clerk: clerk_confirmation_needed",
                         "item.weight_g: weight_needed"}));
    }
}

TEST(intake, letters_and_documents_are_not_looked_into) {
    for (const ItemType type : {ItemType::letter, ItemType::document}) {
        Intake intake = a_letter(type);
        ASSERT_TRUE(problems_of(intake).empty()) << ::testing::PrintToString(problems_of(intake));
        EXPECT_EQ(check(intake).value().verdict.outcome, screening::Outcome::allowed);
        intake.pictures = {{"signature", digest_of("signature"), 1000}};
        EXPECT_TRUE(problems_of(intake).empty());
        // Nobody may declare, inspect or photograph what is in it, not even by mistake.
        intake.item.things = {{personal("ma túy"), 1, std::nullopt}};
        intake.inspection = InspectionPart{};
        intake.pictures.push_back({"contents", digest_of("contents"), 1000});
        EXPECT_EQ(problems_of(intake),
                  (Texts{"item.things: not_for_letters", "inspection: not_for_letters",
                         "pictures[1].slot: not_for_letters"}));
    }
}

TEST(intake, a_letter_is_not_screened_so_no_word_can_refuse_it) {
    Intake intake = a_letter();
    intake.item.order_code = personal("heroin");
    const auto checked = check(intake);
    ASSERT_TRUE(checked.ok());
    EXPECT_TRUE(checked.value().refusals.empty());
    EXPECT_TRUE(checked.value().verdict.findings.empty());
}

TEST(intake, everything_wrong_comes_back_at_once_by_path) {
    Intake intake = a_parcel();
    intake.accepted_at = now + 120'000;
    intake.sender->phone = personal("12345");
    intake.sender->address->province = "99";
    intake.recipient->name = personal("");
    intake.recipient->phone = personal("01681234567");
    intake.recipient->address = {"", personal(""), personal(std::string(301, 'x'))};
    intake.item.code = "!!";
    intake.item.things = {{personal("áo"), 1, std::nullopt}, {personal(""), 0, 1'000'000'000'001}};
    intake.item.weight_g = 0;
    intake.item.order_code = personal("");
    intake.pictures = {{"contents", {}, 1}, {"sealed", {}, 1}, {"sealed", {}, 1}, {"roof", {}, 1}};
    intake.refuse = {"other", "mood"};
    EXPECT_EQ(
        problems_of(intake),
        (Texts{"accepted_at: at_not_now", "sender.address.province: province_unknown",
               "sender.phone: phone_length", "recipient.name: name_form",
               "recipient.phone: phone_obsolete", "recipient.address.province: province_unknown",
               "recipient.address.commune: empty", "recipient.address.street: too_long",
               "item.things[1].text: empty", "item.things[1].quantity: out_of_range",
               "item.things[1].value_vnd: out_of_range", "pictures[2].slot: slot_twice",
               "pictures[3].slot: slot_unknown", "item.weight_g: out_of_range",
               "item.order_code: empty", "item.code: item_code_form",
               "refuse[1]: reason_unknown"}));
}

TEST(intake, a_refusal_needs_nobody_but_what_it_has_is_right) {
    Intake intake = a_parcel();
    intake.sender.reset();
    intake.recipient.reset();
    intake.item.things.clear();
    EXPECT_EQ(problems_of(intake), (Texts{"item.things: things_needed", "sender: missing_field",
                                          "recipient: missing_field"}));
    intake.refuse = {"sender_not_identified"};
    EXPECT_EQ(check(intake).value().refusals, Texts{"sender_not_identified"});
    intake.sender = a_parcel().sender;
    intake.sender->phone.reset();
    intake.sender->face_matches.reset();
    EXPECT_TRUE(check(intake).ok());
    intake.sender->phone = personal("12345");
    EXPECT_EQ(problems_of(intake), Texts{"sender.phone: phone_length"});
    intake.sender->phone.reset();
    intake.refuse.clear();
    intake.recipient = a_parcel().recipient;
    intake.item.things = a_parcel().item.things;
    EXPECT_EQ(problems_of(intake),
              (Texts{"sender.phone: missing_field", "sender.face_matches: method_needs"}));
}

TEST(intake, text_that_is_no_text_is_named_and_not_stored) {
    Intake intake = a_parcel();
    intake.item.things[0].text = personal("a\x01");
    intake.recipient->address.commune = personal("\xff\xfe");
    EXPECT_EQ(problems_of(intake),
              (Texts{"recipient.address.commune: bad_value", "item.things[0].text: bad_value"}));
    intake = a_parcel();
    intake.item.things.assign(51, {personal("áo"), 1, std::nullopt});
    EXPECT_EQ(problems_of(intake), Texts{"item.things: too_many"});
    intake = a_parcel();
    intake.pictures.assign(13, {"contents", {}, 1});
    EXPECT_TRUE(contains(problems_of(intake), "pictures: too_many"));
}

/// A sender with everything that any method asks for, and the members each asks for.
SenderPart sender_by(const std::string& method) {
    SenderPart sender;
    sender.method = method;
    sender.name = personal("Lò Thị Mai");
    sender.phone = personal("0912345678");
    sender.identity_number = personal("011190000123");
    sender.card_text = personal(std::string(card_of_mai));
    sender.passport = personal("C1234567");
    sender.tax_code = personal("0123456787");
    sender.face_matches = true;
    return sender;
}
void drop(SenderPart& sender, std::string_view member) {
    if (member == "name") sender.name.reset();
    if (member == "identity_number") sender.identity_number.reset();
    if (member == "card_text") sender.card_text.reset();
    if (member == "passport") sender.passport.reset();
    if (member == "tax_code") sender.tax_code.reset();
    if (member == "face_matches") sender.face_matches.reset();
}

class EachMethod : public ::testing::TestWithParam<std::pair<std::string, Texts>> {};

TEST_P(EachMethod, needs_what_the_rule_names_and_nothing_else) {
    const auto& [method, needs] = GetParam();
    const MethodRule* rule = rules().method(method, today);
    ASSERT_NE(rule, nullptr);
    EXPECT_EQ(rule->needs, needs);
    Intake intake = a_parcel();
    intake.sender = sender_by(method);
    for (const char* member :
         {"name", "identity_number", "card_text", "passport", "tax_code", "face_matches"}) {
        if (!contains(needs, member)) drop(*intake.sender, member);
    }
    ASSERT_TRUE(problems_of(intake).empty()) << ::testing::PrintToString(problems_of(intake));
    EXPECT_EQ(check(intake).value().sender->method->code, method);
    for (const std::string& member : needs) {
        Intake lacking = intake;
        drop(*lacking.sender, member);
        EXPECT_TRUE(contains(problems_of(lacking), "sender." + member + ": method_needs"))
            << member;
    }
}

INSTANTIATE_TEST_SUITE_P(intake, EachMethod,
                         ::testing::Values(std::pair{"CHIP", Texts{"identity_number", "name"}},
                                           std::pair{"VNEID", Texts{"identity_number", "name"}},
                                           std::pair{"AUTH_SERVICE",
                                                     Texts{"identity_number", "name"}},
                                           std::pair{"QR_CCCD", Texts{"card_text", "face_matches"}},
                                           std::pair{"PASSPORT", Texts{"passport", "name"}},
                                           std::pair{"BUSINESS", Texts{"tax_code", "name"}},
                                           std::pair{"ACCOUNT", Texts{"name"}},
                                           std::pair{"MANUAL", Texts{"identity_number", "name"}}),
                         [](const auto& each) { return each.param.first; });

TEST(intake, a_face_that_does_not_match_is_no_identification) {
    Intake intake = a_parcel();
    intake.sender->face_matches = false;
    EXPECT_EQ(problems_of(intake), Texts{"sender.face_matches: method_needs"});
}

TEST(intake, an_unknown_method_and_wrong_papers_are_named) {
    Intake intake = a_parcel();
    intake.sender->method = "GUESS";
    EXPECT_EQ(problems_of(intake), Texts{"sender.method: method_unknown"});
    for (const auto& [number, reason] : {std::pair{"01119000012", "citizen_number_length"},
                                         std::pair{"01119000012x", "citizen_number_digits"},
                                         std::pair{"036404009876", "citizen_number_future"}}) {
        intake.sender = sender_by("MANUAL");
        intake.sender->card_text.reset();
        intake.sender->identity_number = personal(number);
        EXPECT_EQ(problems_of(intake), Texts{std::string("sender.identity_number: ") + reason});
    }
    intake.sender = sender_by("PASSPORT");
    intake.sender->passport = personal("c 12");
    EXPECT_EQ(problems_of(intake), Texts{"sender.passport: passport_form"});
    intake.sender = sender_by("BUSINESS");
    intake.sender->tax_code = personal("0123456788");
    EXPECT_EQ(problems_of(intake), Texts{"sender.tax_code: tax_code_form"});
    intake.sender = sender_by("QR_CCCD");
    intake.sender->card_text = personal("011190000123|Lò Thị Mai");
    EXPECT_EQ(problems_of(intake), Texts{"sender.card_text: card_fields"});
}

TEST(intake, what_does_not_agree_on_a_card_is_a_warning_and_never_a_refusal) {
    const std::pair<std::string, std::string> cards[] = {
        {"011190000123||Lò Thị Mai|15071991|Nữ|x|01072021", "card_year"},
        {"011190000123||Lò Thị Mai|15071990|Nam|x|01072021", "card_sex"},
        {"011190000123||Lò Thị Mai|15071990|Nữ|x|01072020", "card_issue_date"},
        {"011190000123||Lò Thị Mai|15071990|Nữ|x|", "card_issue_date"},
        {"003190000123||Lò Thị Mai|15071990|Nữ|x|01072021", "citizen_prefix_unknown"},
        {"011190777777||Lò Thị Mai|15071990|Nữ|x|01072021", "citizen_digits_equal"},
    };
    for (const auto& [card, warning] : cards) {
        Intake intake = a_parcel();
        intake.sender->card_text = personal(card);
        ASSERT_TRUE(problems_of(intake).empty()) << warning;
        EXPECT_EQ(warnings_of(intake), Texts{"sender.card_text: " + warning});
        EXPECT_TRUE(check(intake).value().refusals.empty());
    }
}

TEST(intake, what_was_typed_beside_a_card_is_compared_with_it_and_the_card_counts) {
    Intake intake = a_parcel();
    intake.sender->name = personal("LO THI MAI");
    intake.sender->identity_number = personal("011 190 000 123");
    EXPECT_TRUE(warnings_of(intake).empty());
    intake.sender->name = personal("Lò Thị Mơ");
    intake.sender->identity_number = personal("011190000124");
    EXPECT_EQ(warnings_of(intake), (Texts{"sender.identity_number: card_number_differs",
                                          "sender.name: card_name_differs"}));
    EXPECT_EQ(check(intake).value().sender->name.reveal(), "Lò Thị Mai");
    EXPECT_EQ(check(intake).value().sender->number->reveal(), "011190000123");
}

TEST(intake, a_made_up_phone_is_a_warning) {
    Intake intake = a_parcel();
    intake.recipient->phone = personal("0999999999");
    EXPECT_EQ(warnings_of(intake), Texts{"recipient.phone: phone_made_up"});
}

TEST(intake, prohibited_goods_are_refused_whatever_the_clerk_says_and_lack_no_steps) {
    Intake intake = a_parcel();
    intake.item.things = {{personal("áo len"), 1, std::nullopt},
                          {personal("pháo hoa nổ"), 3, std::nullopt}};
    intake.inspection.reset();
    intake.pictures.clear();
    intake.confirmations.reset();
    intake.item.weight_g.reset();
    const auto checked = check(intake);
    ASSERT_TRUE(checked.ok()) << ::testing::PrintToString(problems_of(intake));
    EXPECT_EQ(checked.value().verdict.outcome, screening::Outcome::prohibited);
    EXPECT_EQ(checked.value().refusals, Texts{"prohibited_goods"});
    intake.refuse = {"prohibited_goods", "packing", "packing"};
    EXPECT_EQ(check(intake).value().refusals, (Texts{"prohibited_goods", "packing"}));
}

TEST(intake, off_line_the_counter_has_decided_and_what_is_prohibited_is_stopped) {
    Intake intake = a_parcel();
    intake.item.things.front().text = personal("pháo hoa nổ");
    EXPECT_FALSE(check(intake).value().stops);
    intake.channel = Channel::off_line;
    EXPECT_TRUE(check(intake).value().stops);
    EXPECT_TRUE(check(intake).value().refusals.empty());
    intake.inspection.reset();
    EXPECT_FALSE(check(intake).ok()) << "an acceptance has its steps";
    intake.refuse = {"packing"};
    EXPECT_FALSE(check(intake).value().stops);
    EXPECT_EQ(check(intake).value().refusals, (Texts{"packing", "prohibited_goods"}));
}

TEST(intake, something_prohibited_behind_many_harmless_things_is_found) {
    for (const std::size_t before : {0U, 9U, 20U, 49U}) {
        Intake intake = a_parcel();
        intake.item.things.assign(before, {personal(std::string(490, 'x')), 1, std::nullopt});
        intake.item.things.push_back({personal("heroin"), 1, std::nullopt});
        EXPECT_EQ(check(intake).value().refusals, Texts{"prohibited_goods"}) << before;
    }
    std::string words;
    for (int i = 0; i < 245; ++i) words += "a ";
    Intake intake = a_parcel();
    intake.item.things.assign(4, {personal(words), 1, std::nullopt});
    intake.item.things.push_back({personal("heroin"), 1, std::nullopt});
    const auto checked = check(intake);
    ASSERT_EQ(checked.value().refusals, Texts{"prohibited_goods"});
    const auto& match = checked.value().verdict.findings.back().match;
    EXPECT_EQ(screened_text(intake.item.things).substr(match.offset, match.length), "heroin");
}

TEST(intake, a_clerk_may_refuse_for_each_known_reason) {
    const Texts reasons = {"prohibited_goods",
                           "papers_missing",
                           "sender_not_identified",
                           "inspection_refused",
                           "contents_differ",
                           "recipient_missing",
                           "packing",
                           "payment",
                           "origin_unclear",
                           "other"};
    for (const std::string& reason : reasons) {
        Intake intake = a_parcel();
        intake.refuse = {reason};
        EXPECT_EQ(check(intake).value().refusals, Texts{reason});
        EXPECT_FALSE(rules().reason(reason)->vi.empty());
        EXPECT_FALSE(rules().reason(reason)->en.empty());
    }
    Intake intake = a_parcel();
    intake.refuse.assign(10'000, "mood");
    const auto problems = problems_of(intake);
    EXPECT_TRUE(contains(problems, "refuse: too_many"));
    EXPECT_LT(problems.size(), 30U);
}

TEST(intake, conditional_goods_need_their_conditions_explained) {
    for (const auto& [declared, outcome] :
         {std::pair{"pin dự phòng 20000mah", screening::Outcome::conditional},
          std::pair{"rượu vang đỏ 750ml", screening::Outcome::conditional}}) {
        Intake intake = a_parcel();
        intake.item.things = {{personal(declared), 1, std::nullopt}};
        ASSERT_EQ(screening::screen(screened_text(intake.item.things), goods(), today).outcome,
                  outcome)
            << declared;
        EXPECT_EQ(problems_of(intake),
                  Texts{"inspection.conditions_explained: conditions_unexplained"})
            << declared;
        intake.inspection->conditions_explained = true;
        EXPECT_TRUE(problems_of(intake).empty());
        EXPECT_TRUE(check(intake).value().refusals.empty());
    }
}

TEST(intake, each_allowed_picture_may_come_and_no_other) {
    for (const char* slot : {"open", "signature", "label", "papers"}) {
        Intake intake = a_parcel();
        intake.pictures.push_back({slot, digest_of(slot), 1});
        EXPECT_TRUE(problems_of(intake).empty()) << slot;
    }
    for (const char* slot : {"identity_card", "face", "", "Contents"}) {
        Intake intake = a_parcel();
        intake.pictures.push_back({slot, digest_of(slot), 1});
        EXPECT_EQ(problems_of(intake), Texts{"pictures[2].slot: slot_unknown"}) << slot;
    }
}

TEST(intake, a_sender_who_cannot_sign_needs_a_witness) {
    Intake intake = a_parcel();
    intake.confirmations->sender = SenderConfirmation::witnessed;
    EXPECT_EQ(problems_of(intake), Texts{"confirmations.witness: witness_needed"});
    intake.confirmations->witness = personal("");
    EXPECT_EQ(problems_of(intake), Texts{"confirmations.witness: witness_needed"});
    intake.confirmations->witness = personal("không biết chữ; người đi cùng chứng kiến");
    EXPECT_TRUE(problems_of(intake).empty());
    intake.confirmations->clerk = false;
    EXPECT_EQ(problems_of(intake), Texts{"confirmations.clerk: clerk_confirmation_needed"});
}

TEST(intake, on_line_the_time_is_the_nodes_to_a_minute) {
    for (const auto& [ahead, good] :
         {std::pair{0, true}, {60'000, true}, {-60'000, true}, {60'001, false}, {-60'001, false}}) {
        Intake intake = a_parcel();
        intake.accepted_at = now + ahead;
        EXPECT_EQ(problems_of(intake).empty(), good) << ahead;
    }
}

TEST(intake, off_line_a_time_that_cannot_be_right_is_marked_and_still_taken) {
    constexpr std::int64_t week = 7LL * 86'400'000;
    for (const auto& [ahead, doubtful] : {std::pair{std::int64_t{0}, false},
                                          {-week, false},
                                          {-week - 1, true},
                                          {std::int64_t{1}, true},
                                          {-80 * week * 10, true}}) {
        Intake intake = a_parcel();
        intake.channel = Channel::off_line;
        intake.accepted_at = now + ahead;
        const auto checked = check(intake);
        ASSERT_TRUE(checked.ok()) << ahead << ::testing::PrintToString(problems_of(intake));
        EXPECT_EQ(checked.value().at_doubtful, doubtful) << ahead;
    }
    Intake intake = a_parcel();
    intake.channel = Channel::on_line;
    intake.accepted_at = now + -week;
    EXPECT_EQ(problems_of(intake), Texts{"accepted_at: at_not_now"});
}

TEST(intake, given_item_codes_are_checked) {
    Intake intake = a_parcel();
    intake.item.code = "rr 123 456 785 vn";
    EXPECT_EQ(check(intake).value().code->value, "RR123456785VN");
    intake.item.code = "RR123456784VN";
    EXPECT_EQ(problems_of(intake), Texts{"item.code: item_code_form"});
}

}  // namespace
}  // namespace buuan::acceptance
