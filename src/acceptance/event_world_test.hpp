// An event of each kind with all that it asks for, and a desk that records it.
#pragma once

#include <array>
#include <memory>

#include "acceptance/world_test.hpp"

namespace buuan::acceptance::testing_world {

using enum EventKind;

inline constexpr std::array all_kinds = {scanned,
                                         xrayed,
                                         EventKind::stopped,
                                         notified,
                                         released,
                                         opened,
                                         attempted,
                                         EventKind::delivered,
                                         corrected,
                                         EventKind::withdrawn,
                                         EventKind::returned,
                                         forwarded,
                                         found_wrong,
                                         sent_out,
                                         notice,
                                         EventKind::unclaimed,
                                         EventKind::settled,
                                         damaged,
                                         missed};
inline constexpr std::array all_states = {
    ItemState::refused,         ItemState::accepted,  ItemState::in_transit, ItemState::stopped,
    ItemState::held_for_pickup, ItemState::delivered, ItemState::returned,   ItemState::withdrawn,
    ItemState::unclaimed,       ItemState::settled};

/// An event with all that its kind asks for, by the clerk NV-1 in the sorting centre of another
/// province, an hour after acceptance.
inline Event an_event(EventKind kind) {
    Event event;
    event.id = CommandId::make(now, *std::make_unique<CountingEntropy>());
    event.kind = kind;
    event.site = {"HNI"};
    event.at = now + 3'600'000;
    switch (kind) {
        case xrayed:
            event.equipment = EquipmentCode{"XR-1"};
            event.result = XrayResult::clear;
            break;
        case damaged:
            event.remark = personal("Rách một góc, đã gói lại");
            event.weight_g = 905;
            break;
        case missed:
            event.bag = "T-0091";
            break;
        case EventKind::stopped:
        case attempted:
        case EventKind::returned:
            event.reason = "nobody_home";
            break;
        case notified:
            event.authority = "Công an tỉnh";
            break;
        case EventKind::delivered:
            event.relationship = "recipient";
            break;
        case opened:
            event.ground = OpeningGround::damage;
            event.paper = personal("BB-12 ngày 24/11/2026");
            event.second_person = StaffNumber{"NV-2"};
            break;
        case corrected:
            event.reason = "typing_error";
            event.correction = Correction{};
            event.correction->recipient_phone = personal("0387654321");
            break;
        case found_wrong:
            event.how = FoundBy::xray;
            event.found = personal("LIQ-003");
            break;
        case notice:
            event.reason = "call";
            break;
        case EventKind::settled:
            event.reason = "destroyed";
            event.paper = personal("BB-HĐ 03 ngày 24/11/2026");
            event.public_notice = today.plus_months(-4);
            event.second_person = StaffNumber{"NV-2"};
            break;
        default:
            break;
    }
    return event;
}

struct Desk {
    Accepted accepted;
    ItemRow row;
    Desk() : row(accepted.write.after) {}
    explicit Desk(ItemState state) : Desk() { row.state = state; }
    /// Long over, and told twice.
    UndeliveredClock clock{2, 2, today.plus_months(-6), today.plus_months(-5), 3};
    [[nodiscard]] EventContext context() const {
        return {row, accepted.all, &goods(), {"NV-1"}, now + 3'600'000, &clock};
    }
    [[nodiscard]] Texts problems(const Event& event) const {
        const auto state = check_event(event, context());
        return state.ok() ? Texts{} : texts_of(state.error());
    }
    Result<DayWrite> record(const Event& event, const StoredItem& stored) {
        const auto state = check_event(event, context());
        EXPECT_TRUE(state.ok()) << ::testing::PrintToString(problems(event));
        return record_event(
            event, context(), {stored, today, state.value(), digest_of("event"), node},
            {accepted.keys.record, accepted.keys.minutes, accepted.keys.token}, accepted.entropy);
    }
    DayWrite record(const Event& event) { return record(event, accepted.stored()).value(); }
};

}  // namespace buuan::acceptance::testing_world
