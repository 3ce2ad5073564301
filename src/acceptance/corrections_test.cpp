// Corrections: what may be replaced, on whose word, and what is left of what was there.
#include "acceptance/events.hpp"

#include <functional>

#include "acceptance/event_world_test.hpp"
#include "ledger/entry.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;
using enum EventKind;

TEST(event, sender_and_contents_change_on_one_persons_word_only_before_dispatch) {
    const std::function<void(Correction&)> weighty[] = {
        [](Correction& c) { c.sender_name = personal("Lò Thị Mơ"); },
        [](Correction& c) { c.sender_phone = personal("0387654321"); },
        [](Correction& c) {
            c.things = std::vector<Thing>{{personal("khăn thêu"), 1, std::nullopt}};
        }};
    for (const auto& change : weighty) {
        Event event = an_event(corrected);
        change(*event.correction);
        EXPECT_TRUE(Desk(ItemState::accepted).problems(event).empty());
        for (const ItemState state :
             {ItemState::in_transit, ItemState::stopped, ItemState::held_for_pickup}) {
            Event alone = event;
            EXPECT_EQ(Desk(state).problems(alone), Texts{"second_person: second_person_needed"});
            alone.second_person = StaffNumber{"NV-1"};
            EXPECT_EQ(Desk(state).problems(alone), Texts{"second_person: second_person_needed"});
            alone.second_person = StaffNumber{"NV-2"};
            EXPECT_TRUE(Desk(state).problems(alone).empty());
        }
    }
    EXPECT_TRUE(Desk(ItemState::in_transit)
                    .problems(an_event(corrected))
                    .empty());  // the recipient's phone alone
}

TEST(event, a_correction_is_held_to_what_acceptance_demands) {
    Event event = an_event(corrected);
    event.correction =
        Correction{personal("0912"),
                   personal("1900545481"),
                   AddressPart{"99", personal(""), personal(std::string(301, 'x'))},
                   personal(""),
                   personal("01681234567"),
                   std::vector<Thing>{{personal(""), 0, std::nullopt},
                                      {personal(std::string(501, 'x')), 1, 1'000'000'000'001}},
                   std::nullopt};
    EXPECT_EQ(
        Desk().problems(event),
        (Texts{"correction.recipient_name: name_form", "correction.sender_name: name_form",
               "correction.recipient_phone: phone_hotline",
               "correction.sender_phone: phone_obsolete",
               "correction.recipient_address.province: province_unknown",
               "correction.recipient_address.commune: empty",
               "correction.recipient_address.street: too_long", "correction.things[0].text: empty",
               "correction.things[0].quantity: out_of_range", "correction.things[1].text: too_long",
               "correction.things[1].value_vnd: out_of_range"}));
    event.correction = Correction{};
    EXPECT_EQ(Desk().problems(event), Texts{"correction: empty"});
    event.correction->things = std::vector<Thing>{};
    EXPECT_EQ(Desk().problems(event), Texts{"correction.things: things_needed"});
}

TEST(event, a_correction_may_put_an_item_into_a_series_and_never_takes_it_out) {
    const auto to = [](Service service) {
        Event event = an_event(corrected);
        event.correction = Correction{};
        event.correction->service = service;
        return event;
    };
    Desk desk;
    const Event event = to(Service::administrative_procedure);
    ASSERT_TRUE(desk.problems(event).empty());
    const DayWrite write = desk.record(event);
    EXPECT_EQ(write.after.service, Service::administrative_procedure);
    const auto entry = ledger::decode(write.entries.front().text).value();
    EXPECT_EQ(text_in(entry.data, "service"), "administrative_procedure");
    const auto record = vault::open_record(
        write.records.at(0).sealed, vault::record_key(desk.accepted.keys.record, desk.row.id, 2),
        {node, desk.row.id, DataClass::record, 2});
    EXPECT_EQ(record.value().text("item.service"), "administrative_procedure");

    EXPECT_EQ(desk.problems(to(Service::standard)), Texts{"correction.service: service_stays"});
    desk.row.service = Service::administrative_procedure;
    for (const Service service :
         {Service::standard, Service::party_state, Service::administrative_procedure})
        EXPECT_EQ(desk.problems(to(service)), Texts{"correction.service: service_stays"});
    // Any other correction leaves it as it is.
    EXPECT_EQ(desk.record(an_event(corrected)).after.service, Service::administrative_procedure);
}

TEST(event, no_correction_rides_along_on_another_event) {
    for (const EventKind kind : all_kinds) {
        if (kind == corrected) continue;
        Event event = an_event(kind);
        event.correction = Correction{};
        event.correction->sender_name = personal("");
        ItemState state = ItemState::accepted;
        if (kind == notified || kind == released) state = ItemState::stopped;
        if (kind == notice || kind == EventKind::unclaimed) state = ItemState::held_for_pickup;
        if (kind == EventKind::settled) state = ItemState::unclaimed;
        if (kind == missed) state = ItemState::in_transit;
        EXPECT_EQ(Desk(state).problems(event), Texts{"correction: bad_value"})
            << static_cast<int>(kind);
    }
}

TEST(event, corrected_contents_are_screened_again_and_what_is_prohibited_stops_the_item) {
    Desk desk;
    Event event = an_event(corrected);
    event.correction->things = std::vector<Thing>{{personal("khăn len"), 1, std::nullopt}};
    EXPECT_EQ(check_event(event, desk.context()).value(), ItemState::accepted);
    EXPECT_NE(desk.record(event).entries.at(0).text.find(R"("verdict":"allowed")"),
              std::string::npos);
    event.correction->things->push_back({personal("pháo hoa nổ"), 1, std::nullopt});
    EXPECT_EQ(check_event(event, desk.context()).value(), ItemState::stopped);
    const DayWrite write = desk.record(event);
    EXPECT_EQ(write.after.state, ItemState::stopped);
    EXPECT_NE(write.entries.at(0).text.find(R"("verdict":"prohibited")"), std::string::npos);
}

TEST(event, no_contents_get_into_a_letter_by_correction) {
    for (const ItemType type : {ItemType::letter, ItemType::document}) {
        Desk desk;
        desk.row.type = type;
        Event event = an_event(corrected);
        event.correction->things = std::vector<Thing>{{personal("giấy"), 1, std::nullopt}};
        EXPECT_EQ(desk.problems(event), Texts{"correction.things: not_for_letters"});
    }
}

TEST(event, a_correction_adds_a_revision_and_leaves_the_old_one) {
    Desk desk;
    Event event = an_event(corrected);
    event.correction->recipient_name = personal("Trần Văn  Bính");
    event.correction->recipient_address = AddressPart{"11", personal("Xã Mẫu"), personal("")};
    event.correction->things =
        std::vector<Thing>{{personal("khăn thêu"), 3, std::nullopt}, {personal("sách"), 1, 90'000}};
    const DayWrite write = desk.record(event);
    ASSERT_EQ(write.records.size(), 1U);
    EXPECT_EQ(write.records[0].data_class, DataClass::record);
    EXPECT_EQ(write.records[0].revision, 2U);
    const auto data = ledger::decode(write.entries.front().text).value().data;
    EXPECT_EQ(text_in(data, "corrects"), "1");
    EXPECT_EQ(text_in(data, "reason"), "typing_error");
    EXPECT_EQ(text_in(data.at("record").as_object(), "revision"), "2");
    EXPECT_EQ(text_in(data.at("record").as_object(), "sha256"),
              sha256(write.records[0].sealed).text());

    const auto open = [&](const Bytes& sealed, std::uint32_t revision) {
        return vault::open_record(
                   sealed, vault::record_key(desk.accepted.keys.record, desk.row.id, revision),
                   {node, desk.row.id, DataClass::record, revision})
            .value();
    };
    const auto before = open(desk.accepted.write.records[0].sealed, 1);
    const auto after = open(write.records[0].sealed, 2);
    EXPECT_EQ(before.text("recipient.phone"), "0861290417");
    EXPECT_EQ(after.text("recipient.phone"), "0387654321");
    EXPECT_EQ(after.text("recipient.name"), "Trần Văn Bính");
    EXPECT_EQ(after.text("recipient.province"), "11");
    EXPECT_FALSE(after.fields.contains("recipient.street"));
    EXPECT_EQ(after.text("contents.01.text"), "khăn thêu");
    EXPECT_EQ(after.text("contents.02.value_vnd"), "90000");
    EXPECT_FALSE(
        after.fields.contains("contents.01.value_vnd"));  // of the thing that was there before
    for (const char* same :
         {"sender.name", "sender.phone", "item.code", "receipt", "picture.sealed"})
        EXPECT_EQ(after.text(same), before.text(same)) << same;

    const auto has = [&](vault::TokenKind kind, std::string_view value) {
        const Token token = vault::token_of(desk.accepted.keys.token, kind, value);
        return std::find(write.tokens.begin(), write.tokens.end(), token) != write.tokens.end();
    };
    EXPECT_TRUE(has(vault::TokenKind::phone, "0387654321"));
    EXPECT_TRUE(has(vault::TokenKind::name, "tran van binh"));
    EXPECT_TRUE(has(vault::TokenKind::item_code, desk.accepted.code.value));
    EXPECT_FALSE(has(vault::TokenKind::phone, "0861290417"));

    StoredItem stored = desk.accepted.stored();
    stored.records.push_back(write.records[0]);
    Event again = an_event(corrected);
    again.correction = Correction{};
    again.correction->recipient_name = personal("Trần Văn Bình");
    const DayWrite third = desk.record(again, stored).value();
    EXPECT_EQ(open(third.records[0].sealed, 3).text("recipient.phone"),
              "0387654321");  // goes on from the newest
    EXPECT_EQ(text_in(ledger::decode(third.entries.front().text).value().data, "corrects"), "2");
}

TEST(event, a_correction_of_what_cannot_be_opened_is_a_fault_and_no_write) {
    Desk desk;
    StoredItem stored = desk.accepted.stored();
    stored.records[0].sealed[40] ^= 1;
    EXPECT_EQ(desk.record(an_event(corrected), stored).error().kind, FaultKind::corrupt);
    stored.records.clear();
    EXPECT_EQ(desk.record(an_event(corrected), stored).error().kind, FaultKind::corrupt);
}

}  // namespace
}  // namespace buuan::acceptance
