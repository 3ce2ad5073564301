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

TEST(event, what_comes_within_the_millisecond_of_the_entry_before_stands_behind_it) {
    Desk desk;
    StoredItem stored = desk.accepted.stored();
    EntryId& last = stored.entries.back().id;
    last = EntryId::make(now + 3'600'000, desk.accepted.entropy);
    std::fill(last.bytes.begin() + 9, last.bytes.end(),
              0xff);  // above any other of its millisecond
    const DayWrite write = desk.record(an_event(EventKind::scanned), stored).value();
    EXPECT_LT(last, write.entries.front().id);
}

TEST(event, each_kind_in_each_state_has_one_answer) {
    // Columns: refused, accepted, in_transit, stopped, held_for_pickup, delivered, returned,
    // withdrawn, unclaimed, settled. '.': not now; else the first letter of the state it leads to
    // (h: held_for_pickup, S: settled).
    const std::pair<EventKind, std::string_view> table[] = {{scanned, ".ii.i....."},
                                                            {xrayed, ".ais......"},
                                                            {EventKind::stopped, ".ss.s....."},
                                                            {notified, "...s......"},
                                                            {released, "...i......"},
                                                            {opened, ".aish...u."},
                                                            {attempted, ".hh.h....."},
                                                            {EventKind::delivered, ".dd.d...d."},
                                                            {corrected, ".aish....."},
                                                            {EventKind::withdrawn, ".ww.w....."},
                                                            {EventKind::returned, ".rr.r...r."},
                                                            {forwarded, ".ii.i....."},
                                                            {found_wrong, ".aish....."},
                                                            {sent_out, ".ii.i....."},
                                                            {notice, "....h....."},
                                                            {EventKind::unclaimed, "....u....."},
                                                            {EventKind::settled, "........S."},
                                                            {damaged, ".aish....."},
                                                            {missed, "..i......."}};
    const std::map<char, ItemState> letters = {
        {'a', ItemState::accepted},        {'i', ItemState::in_transit}, {'s', ItemState::stopped},
        {'h', ItemState::held_for_pickup}, {'d', ItemState::delivered},  {'r', ItemState::returned},
        {'w', ItemState::withdrawn},       {'u', ItemState::unclaimed},  {'S', ItemState::settled}};
    ASSERT_EQ(std::size(table), all_kinds.size());
    for (const auto& [kind, row] : table) {
        for (std::size_t i = 0; i < all_states.size(); ++i) {
            const Desk desk(all_states[i]);
            Event event = an_event(kind);
            const auto state = check_event(event, desk.context());
            const std::string where =
                "kind " + std::to_string(static_cast<int>(kind)) + " in state " + std::to_string(i);
            if (row[i] == '.') {
                ASSERT_FALSE(state.ok()) << where;
                EXPECT_EQ(texts_of(state.error()), Texts{"kind: event_not_now"}) << where;
            } else {
                ASSERT_TRUE(state.ok()) << where << ::testing::PrintToString(desk.problems(event));
                EXPECT_EQ(state.value(), letters.at(row[i])) << where;
            }
        }
    }
}

TEST(event, suspicion_on_the_screen_stops_the_item) {
    for (const XrayResult result : {XrayResult::suspicious, XrayResult::held}) {
        for (const ItemState state :
             {ItemState::accepted, ItemState::in_transit, ItemState::stopped}) {
            Event event = an_event(xrayed);
            event.result = result;
            EXPECT_EQ(check_event(event, Desk(state).context()).value(), ItemState::stopped);
        }
    }
    // A clear picture of a stopped item does not let it go; that is a decision of its own.
    EXPECT_EQ(check_event(an_event(xrayed), Desk(ItemState::stopped).context()).value(),
              ItemState::stopped);
}

TEST(event, each_kind_says_what_it_lacks) {
    const std::pair<EventKind, Texts> needs[] = {
        {scanned, {}},
        {xrayed, {"result: event_needs", "equipment: equipment_unknown"}},
        {EventKind::stopped, {"reason: event_needs"}},
        {attempted, {"reason: event_needs"}},
        {EventKind::returned, {"reason: event_needs"}},
        {EventKind::delivered, {"relationship: event_needs"}},
        {opened,
         {"ground: event_needs", "paper: event_needs", "second_person: second_person_needed"}},
        {corrected, {"reason: event_needs", "correction: event_needs"}},
        {EventKind::withdrawn, {}},
        {forwarded, {}},
        {sent_out, {}},
        {found_wrong, {"how: event_needs", "found: event_needs"}}};
    for (const auto& [kind, problems] : needs) {
        Event event = an_event(scanned);
        event.kind = kind;
        EXPECT_EQ(Desk(ItemState::in_transit).problems(event), problems) << static_cast<int>(kind);
    }
    Event event = an_event(scanned);
    event.kind = notified;
    EXPECT_EQ(Desk(ItemState::stopped).problems(event), Texts{"authority: event_needs"});
    event.kind = notice;
    EXPECT_EQ(Desk(ItemState::held_for_pickup).problems(event), Texts{"reason: event_needs"});
    event.kind = EventKind::settled;
    EXPECT_EQ(Desk(ItemState::unclaimed).problems(event),
              (Texts{"reason: event_needs", "paper: event_needs", "public_notice: event_needs",
                     "second_person: second_person_needed"}));
}

TEST(event, nothing_is_unclaimed_before_its_months_are_over_or_its_recipient_was_told) {
    Event event = an_event(EventKind::unclaimed);
    Desk desk(ItemState::held_for_pickup);
    desk.clock.unclaimed_from = today.plus_days(1);
    EXPECT_EQ(desk.problems(event), Texts{"at: unclaimed_early"});
    desk.clock.unclaimed_from = today;
    EXPECT_EQ(desk.problems(event), Texts{});
    event.public_notice = today;
    EXPECT_EQ(desk.problems(event), Texts{});
    event.public_notice = today.plus_days(-1);  // nobody had said so yet
    EXPECT_EQ(desk.problems(event), Texts{"public_notice: public_notice_early"});
    event.public_notice.reset();
    desk.clock.notices_counted = 1;
    EXPECT_EQ(desk.problems(event), Texts{"kind: notices_needed"});
}

TEST(event, the_council_handles_only_what_was_announced_for_its_months) {
    Event event = an_event(EventKind::settled);
    Desk desk(ItemState::unclaimed);
    event.public_notice = today.plus_months(-3);  // its last day
    EXPECT_EQ(desk.problems(event), Texts{"at: settled_early"});
    event.public_notice = today.plus_months(-3).plus_days(-1);
    EXPECT_EQ(desk.problems(event), Texts{});
    event.public_notice = desk.clock.unclaimed_from.plus_days(-1);
    EXPECT_EQ(desk.problems(event), Texts{"public_notice: public_notice_early"});
    Event other = an_event(scanned);
    other.public_notice = today;
    other.strokes = personal("[]");
    EXPECT_EQ(Desk().problems(other), (Texts{"public_notice: bad_value", "strokes: bad_value"}));
    other = an_event(EventKind::delivered);
    other.strokes = personal(std::string(16 * 1024 + 1, '1'));
    EXPECT_EQ(Desk().problems(other), Texts{"strokes: too_long"});
}

TEST(event, what_the_council_decided_stands_in_the_log_and_its_minutes_lie_sealed) {
    Desk desk(ItemState::unclaimed);
    const DayWrite write = desk.record(an_event(EventKind::settled));
    const auto entry = ledger::decode(write.entries.front().text).value();
    EXPECT_EQ(entry.type, "item.settled");
    EXPECT_EQ(text_in(entry.data, "from"), "unclaimed");
    EXPECT_EQ(text_in(entry.data, "reason"), "destroyed");
    EXPECT_EQ(text_in(entry.data, "public_notice"), today.plus_months(-4).text());
    EXPECT_EQ(text_in(entry.data, "second_person"), "NV-2");
    EXPECT_EQ(write.entries.front().text.find("BB-HĐ"), std::string::npos);
    EXPECT_NE(entry.data.if_contains("minutes"), nullptr);
}

TEST(event, an_item_is_opened_only_on_a_legal_ground_with_its_paper_by_two) {
    for (const OpeningGround ground : {OpeningGround::damage, OpeningGround::written_request,
                                       OpeningGround::undeliverable, OpeningGround::consent}) {
        Event event = an_event(opened);
        event.ground = ground;
        EXPECT_TRUE(Desk().problems(event).empty());
        event.paper = personal("");
        EXPECT_EQ(Desk().problems(event), Texts{"paper: event_needs"});
    }
    Event event = an_event(opened);
    event.ground.reset();
    EXPECT_EQ(Desk().problems(event), Texts{"ground: event_needs"});
    for (const char* second : {"NV-1", "NV-404"}) {  // oneself, and nobody
        event = an_event(opened);
        event.second_person = StaffNumber{second};
        EXPECT_EQ(Desk().problems(event), Texts{"second_person: second_person_needed"}) << second;
    }
}

TEST(event, a_weight_is_within_what_acceptance_takes) {
    Event event = an_event(scanned);
    for (const std::uint32_t weight_g : {0U, 1'000'001U}) {
        event.weight_g = weight_g;
        EXPECT_EQ(Desk().problems(event), Texts{"weight_g: out_of_range"}) << weight_g;
    }
    event.weight_g = 1'000'000;
    EXPECT_TRUE(Desk().problems(event).empty());
}

TEST(event, what_was_found_lies_sealed_and_the_log_has_its_class_only) {
    Desk desk(ItemState::in_transit);
    const Event event = an_event(found_wrong);
    const DayWrite write = desk.record(event);
    const auto entry = ledger::decode(write.entries.front().text).value();
    EXPECT_EQ(entry.type, "item.found_wrong");
    EXPECT_EQ(text_in(entry.data, "how"), "xray");
    EXPECT_EQ(text_in(entry.data, "verdict"), "conditional");
    EXPECT_EQ(text_in(entry.data, "rules"), goods().digest().text());
    EXPECT_EQ(write.entries.front().text.find("LIQ-003"), std::string::npos);
    EXPECT_NE(entry.data.if_contains("minutes"), nullptr);
}

TEST(event, only_corrected_contents_and_what_was_found_need_the_goods_rules) {
    Desk desk(ItemState::in_transit);
    EventContext without = desk.context();
    without.goods = nullptr;
    for (const EventKind kind : {scanned, attempted, EventKind::delivered}) {
        const Event event = an_event(kind);
        EXPECT_FALSE(needs_goods_rules(event));
        EXPECT_EQ(check_event(event, without).ok(), desk.problems(event).empty());
    }
    EXPECT_TRUE(needs_goods_rules(an_event(found_wrong)));
    Event corrects = an_event(corrected);
    corrects.correction->things.reset();
    EXPECT_FALSE(needs_goods_rules(corrects));
    corrects.correction->things = std::vector<Thing>(1);
    EXPECT_TRUE(needs_goods_rules(corrects));
}

TEST(event, what_is_prohibited_and_found_only_now_stops_the_item) {
    Event event = an_event(found_wrong);
    event.found = personal("NAR-001");
    EXPECT_EQ(check_event(event, Desk(ItemState::in_transit).context()).value(),
              ItemState::stopped);
    event.found = personal("NAR-999");
    EXPECT_EQ(Desk(ItemState::in_transit).problems(event), Texts{"found: goods_unknown"});
    Event other = an_event(scanned);
    other.found = personal("NAR-001");
    EXPECT_EQ(Desk(ItemState::in_transit).problems(other), Texts{"found: bad_value"});
}

TEST(event, happens_at_a_known_site_between_acceptance_and_now) {
    Event event = an_event(scanned);
    event.site = {"NOWHERE"};
    EXPECT_EQ(Desk().problems(event), Texts{"site: site_unknown"});
    for (const auto& [at, good] : {std::pair{now, true},
                                   {now + -1, false},
                                   {now + (3'600'000 + 60'000), true},
                                   {now + (3'600'000 + 60'001), false}}) {
        event = an_event(scanned);
        event.at = at;
        EXPECT_EQ(Desk().problems(event), good ? Texts{} : Texts{"at: at_not_now"});
    }
}

TEST(event, an_xray_names_a_scanner_of_its_site) {
    for (const char* equipment : {"CAM-1", "XR-9"}) {
        Event event = an_event(xrayed);
        event.equipment = EquipmentCode{equipment};
        EXPECT_EQ(Desk().problems(event), Texts{"equipment: equipment_unknown"}) << equipment;
    }
    Event event = an_event(xrayed);
    event.site = {"DBP"};  // the scanner stands elsewhere
    EXPECT_EQ(Desk().problems(event), Texts{"equipment: equipment_unknown"});
}

TEST(event, codes_that_stand_in_the_log_cannot_carry_words) {
    for (const char* words : {"Lò Thị Mai", "0912345678", "no one", "", "a-b", "A",
                              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        Event event = an_event(EventKind::returned);
        event.reason = words;
        EXPECT_EQ(Desk().problems(event), Texts{"reason: bad_value"}) << words;
        event = an_event(EventKind::delivered);
        event.relationship = words;
        EXPECT_EQ(Desk().problems(event), Texts{"relationship: bad_value"}) << words;
    }
    Event event = an_event(scanned);
    event.remark = personal(std::string(1001, 'x'));
    EXPECT_EQ(Desk().problems(event), Texts{"remark: too_long"});
    event.remark = personal("\xff");
    EXPECT_EQ(Desk().problems(event), Texts{"remark: bad_value"});
}

TEST(event, goes_to_the_log_of_the_site_where_it_happens_under_another_reference) {
    Desk desk;
    const DayWrite write = desk.record(an_event(scanned));
    const auto accepted = ledger::decode(desk.accepted.write.entries.front().text).value();
    const auto event = ledger::decode(write.entries.front().text).value();
    EXPECT_EQ(write.entries.front().log, LogName::province("01"));
    EXPECT_EQ(event.type, "item.scanned");
    EXPECT_EQ(event.site->value, "HNI");
    EXPECT_EQ(event.data, (boost::json::object{{"from", "accepted"}, {"state", "in_transit"}}));
    EXPECT_NE(event.ref, accepted.ref);
    EXPECT_EQ(event.ref,
              vault::item_ref(desk.accepted.keys.record, desk.row.id, LogName::province("01")));
    Event here = an_event(scanned);
    here.site = {"DBP"};
    EXPECT_EQ(ledger::decode(desk.record(here).entries.front().text).value().ref,
              accepted.ref);  // within one log they belong together
}

TEST(event, is_one_command_on_the_version_that_was_read) {
    Desk desk;
    const Event event = an_event(scanned);
    const DayWrite write = desk.record(event);
    EXPECT_EQ(write.command, event.id);
    EXPECT_EQ(write.expects, 1U);
    EXPECT_EQ(write.after.version, 2U);
    EXPECT_EQ(write.after.state, ItemState::in_transit);
    EXPECT_EQ(write.after.accepted_at, now);
    EXPECT_EQ(write.request, digest_of("event"));
    EXPECT_TRUE(write.records.empty());
    EXPECT_TRUE(write.tokens.empty());
}

TEST(event, what_people_say_lies_sealed_beside_the_entry) {
    Desk desk;
    Event event = an_event(EventKind::delivered);
    event.received_by = personal("Nguyễn Thị Ví Dụ");
    event.strokes = personal("[[1,2,3]]");
    event.remark = personal("gửi cô hàng xóm ở ngõ 7");
    const DayWrite write = desk.record(event);
    const std::string& text = write.entries.front().text;
    for (const char* words : {"Nguyễn", "Ví Dụ", "hàng xóm", "ngõ"})
        EXPECT_EQ(text.find(words), std::string::npos) << words;
    const auto data = ledger::decode(text).value().data;
    EXPECT_EQ(text_in(data, "relationship"), "recipient");
    ASSERT_EQ(write.records.size(), 1U);
    EXPECT_EQ(write.records[0].data_class, DataClass::minutes);
    const auto& said = data.at("minutes").as_object();
    EXPECT_EQ(text_in(said, "revision"), "1");
    EXPECT_EQ(text_in(said, "sha256"), sha256(write.records[0].sealed).text());
    const auto minutes =
        vault::open_record(write.records[0].sealed,
                           vault::record_key(desk.accepted.keys.minutes, desk.row.id, 1),
                           {node, desk.row.id, DataClass::minutes, 1})
            .value();
    EXPECT_EQ(minutes.text("received_by"), "Nguyễn Thị Ví Dụ");
    EXPECT_EQ(minutes.text("remark"), "gửi cô hàng xóm ở ngõ 7");
    EXPECT_EQ(minutes.text("strokes"), "[[1,2,3]]");
    EXPECT_EQ(text_in(said, "fields"), minutes.root().text());
    // The next minutes of the item are a revision of their own.
    StoredItem stored = desk.accepted.stored();
    stored.records.push_back(write.records[0]);
    const DayWrite next = desk.record(event, stored).value();
    EXPECT_EQ(next.records.at(0).revision, 2U);
}

TEST(event, an_authority_typed_in_any_form_of_its_letters_gets_into_the_log) {
    Desk desk(ItemState::stopped);
    Event event = an_event(notified);
    event.authority = "Co\xcc\x82ng an ti\xcc\x89nh";  // marks apart, as some keyboards send them
    EXPECT_EQ(
        text_in(ledger::decode(desk.record(event).entries.front().text).value().data, "authority"),
        "Công an tỉnh");
}

TEST(event, each_kind_makes_an_entry_of_its_name) {
    const std::pair<EventKind, std::string> names[] = {{scanned, "scanned"},
                                                       {xrayed, "xrayed"},
                                                       {EventKind::stopped, "stopped"},
                                                       {notified, "notified"},
                                                       {released, "released"},
                                                       {opened, "opened"},
                                                       {attempted, "attempted"},
                                                       {EventKind::delivered, "delivered"},
                                                       {corrected, "corrected"},
                                                       {EventKind::withdrawn, "withdrawn"},
                                                       {EventKind::returned, "returned"},
                                                       {forwarded, "forwarded"},
                                                       {found_wrong, "found_wrong"},
                                                       {damaged, "damaged"}};
    for (const auto& [kind, name] : names) {
        Desk desk(kind == notified || kind == released ? ItemState::stopped : ItemState::accepted);
        EXPECT_EQ(ledger::decode(desk.record(an_event(kind)).entries.front().text).value().type,
                  "item." + name);
    }
}

TEST(event, a_bag_is_named_where_it_belongs_and_by_a_code) {
    Desk desk;
    Event event = an_event(scanned);
    event.bag = "T-0091";
    EXPECT_EQ(text_in(ledger::decode(desk.record(event).entries.front().text).value().data, "bag"),
              "T-0091");
    event.bag = "túi của Lò Thị Mai";
    EXPECT_EQ(desk.problems(event), Texts{"bag: bad_value"});
    event = an_event(notified);
    event.bag = "T-0091";
    EXPECT_EQ(Desk(ItemState::stopped).problems(event), Texts{"bag: bad_value"});
    event = an_event(missed);
    event.bag.reset();
    EXPECT_EQ(Desk(ItemState::in_transit).problems(event), Texts{"bag: event_needs"});
}

TEST(event, its_pictures_are_named_in_the_minutes_and_due_under_slots_of_its_own) {
    Desk desk;
    desk.row.pictures_due = 1;
    Event event = an_event(EventKind::delivered);
    event.pictures = {{"signature", digest_of("ink"), 10}, {"place", digest_of("door"), 20}};
    const DayWrite write = desk.record(event);
    EXPECT_EQ(write.after.pictures_due, 3);
    const std::string slot = slot_of(event.id, "signature");
    EXPECT_EQ(slot.size(), std::string("signature.").size() + 8);
    const auto entry = ledger::decode(write.entries.front().text).value();
    EXPECT_EQ(entry.data.at("pictures").as_array().size(), 2U);
    EXPECT_EQ(entry.data.at("pictures").at(0).as_string(), slot);
    // The digest could be guessed against: it lies in the minutes only.
    EXPECT_EQ(write.entries.front().text.find(digest_of("ink").text()), std::string::npos);
    ASSERT_EQ(write.records.size(), 1U);
    const auto minutes = vault::open_record(
        write.records[0].sealed, vault::record_key(desk.accepted.keys.minutes, write.item, 1),
        {node, write.item, DataClass::minutes, 1});
    EXPECT_EQ(minutes.value().text("picture." + slot), digest_of("ink").text());
}

TEST(event, pictures_are_of_its_kind_each_once_and_not_without_end) {
    Desk desk;
    Event event = an_event(EventKind::delivered);
    const PicturePart signature{"signature", digest_of("ink"), 10};
    event.pictures = {signature, signature, {"face", digest_of("face"), 10}};
    EXPECT_EQ(desk.problems(event),
              (Texts{"pictures[1].slot: slot_twice", "pictures[2].slot: slot_unknown"}));
    event.pictures = std::vector<PicturePart>(4, signature);
    EXPECT_EQ(desk.problems(event), Texts{"pictures: too_many"});
    event.pictures = {signature};
    desk.row.pictures_due = 100;
    EXPECT_EQ(desk.problems(event), Texts{"pictures: too_many"});
    event = an_event(scanned);
    event.pictures = {signature};
    EXPECT_EQ(Desk().problems(event), Texts{"pictures[0].slot: slot_unknown"});
}

TEST(event, a_scanner_whose_inspection_is_over_needs_a_reason_and_a_second_person) {
    Desk desk;
    auto& scanner = desk.accepted.all.equipment.at({"XR-1"});
    scanner.valid_until = today.plus_days(-1);
    Event event = an_event(xrayed);
    EXPECT_EQ(desk.problems(event), (Texts{"remark: event_needs", "equipment: xray_over"}));
    event.remark = personal("Máy chính đang sửa");
    event.second_person = StaffNumber{"NV-1"};  // who does it
    EXPECT_EQ(desk.problems(event), Texts{"second_person: second_person_needed"});
    event.second_person = StaffNumber{"NV-2"};
    EXPECT_EQ(desk.problems(event), Texts{});
    scanner.valid_until.reset();  // nobody knows until when: as if it were over
    event.second_person.reset();
    EXPECT_EQ(desk.problems(event), Texts{"equipment: xray_over"});
}

}  // namespace
}  // namespace buuan::acceptance
