#include <algorithm>
#include <array>

#include "acceptance/declaration.hpp"
#include "acceptance/events.hpp"
#include "base/canonical.hpp"
#include "base/provinces.hpp"

namespace buuan::acceptance {
namespace {

constexpr std::size_t text_bytes_max = 1000;
constexpr std::int64_t future_ms_max = 60'000;
constexpr std::size_t pictures_due_max = 100;  // of one item at once

using enum ItemState;

/// From which states a kind of event may come, and where it leads. `stay`: the state is kept.
struct Transition {
    EventKind kind;
    std::vector<ItemState> from;
    std::optional<ItemState> to;
};

const std::array transitions = {
    Transition{EventKind::scanned, {accepted, in_transit, held_for_pickup}, in_transit},
    Transition{EventKind::xrayed, {accepted, in_transit, stopped}, std::nullopt},
    Transition{EventKind::stopped, {accepted, in_transit, held_for_pickup}, stopped},
    Transition{EventKind::notified, {stopped}, std::nullopt},
    Transition{EventKind::released, {stopped}, in_transit},
    Transition{EventKind::opened,
               {accepted, in_transit, stopped, held_for_pickup, unclaimed},
               std::nullopt},
    Transition{EventKind::attempted, {accepted, in_transit, held_for_pickup}, held_for_pickup},
    // Who reads the public notice may still come for it.
    Transition{EventKind::delivered, {accepted, in_transit, held_for_pickup, unclaimed}, delivered},
    Transition{
        EventKind::corrected, {accepted, in_transit, stopped, held_for_pickup}, std::nullopt},
    Transition{EventKind::withdrawn, {accepted, in_transit, held_for_pickup}, withdrawn},
    Transition{EventKind::returned, {accepted, in_transit, held_for_pickup, unclaimed}, returned},
    Transition{EventKind::forwarded, {accepted, in_transit, held_for_pickup}, in_transit},
    Transition{
        EventKind::found_wrong, {accepted, in_transit, stopped, held_for_pickup}, std::nullopt},
    Transition{EventKind::sent_out, {accepted, in_transit, held_for_pickup}, in_transit},
    Transition{EventKind::notice, {held_for_pickup}, std::nullopt},
    Transition{EventKind::unclaimed, {held_for_pickup}, unclaimed},
    Transition{EventKind::settled, {unclaimed}, settled},
    Transition{EventKind::missed, {in_transit}, std::nullopt},
    Transition{EventKind::damaged, {accepted, in_transit, stopped, held_for_pickup}, std::nullopt},
};

/// Which pictures may come with a kind of event.
struct Slots {
    EventKind kind;
    std::array<std::string_view, 3> slots;  // empty where fewer
};
constexpr std::array slots_of_kinds = {
    Slots{EventKind::xrayed, {"screen"}},
    Slots{EventKind::opened, {"opened", "repacked"}},
    Slots{EventKind::found_wrong, {"found"}},
    Slots{EventKind::damaged, {"damage", "repacked"}},
    Slots{EventKind::attempted, {"place"}},
    Slots{EventKind::delivered, {"recipient", "signature", "place"}},
    Slots{EventKind::returned, {"signature"}},
    Slots{EventKind::withdrawn, {"signature"}},
};

class Check {
public:
    Check(const Event& event, const EventContext& context) : event_(event), context_(context) {}

    std::vector<IntakeProblem> problems;

    void common() {
        const auto site = context_.all.sites.find(event_.site);
        if (site == context_.all.sites.end()) add("site", "site_unknown");
        if (event_.at > context_.seen + future_ms_max || event_.at < context_.row.accepted_at)
            add("at", "at_not_now");
        code("reason", event_.reason);
        text("authority",
             event_.authority ? std::string_view(*event_.authority) : std::string_view());
        text("paper", event_.paper ? event_.paper->reveal() : std::string_view());
        text("received_by", event_.received_by ? event_.received_by->reveal() : std::string_view());
        text("remark", event_.remark ? event_.remark->reveal() : std::string_view());
        code("relationship", event_.relationship);
        if (event_.weight_g && (*event_.weight_g == 0 || *event_.weight_g > weight_g_max))
            add("weight_g", "out_of_range");
        // A correction needs a right and sometimes a second person; it must not ride along on an
        // event that asks for neither.
        if (event_.correction && event_.kind != EventKind::corrected)
            add("correction", "bad_value");
        if ((event_.found || event_.how) && event_.kind != EventKind::found_wrong)
            add("found", "bad_value");
        const bool announces =
            event_.kind == EventKind::settled || event_.kind == EventKind::unclaimed;
        if (event_.public_notice && !announces) add("public_notice", "bad_value");
        text("strokes", event_.strokes ? event_.strokes->reveal() : std::string_view(),
             strokes_bytes_max);
        if (event_.strokes && event_.kind != EventKind::delivered) add("strokes", "bad_value");
        const bool of_a_bag = event_.kind == EventKind::scanned || event_.kind == EventKind::missed;
        if (event_.bag && (!of_a_bag || !SiteCode::parse(*event_.bag))) add("bag", "bad_value");
        if (event_.pictures) pictures(*event_.pictures);
    }

    void by_kind() {
        switch (event_.kind) {
            case EventKind::xrayed:
                xray();
                break;
            case EventKind::stopped:
                need("reason", event_.reason.has_value());
                break;
            case EventKind::notified:
                need("authority", event_.authority.has_value());
                break;
            case EventKind::attempted:
            case EventKind::returned:
            case EventKind::notice:
                need("reason", event_.reason.has_value());
                break;
            case EventKind::delivered:
                need("relationship", event_.relationship.has_value());
                break;
            case EventKind::opened:
                need("ground", event_.ground.has_value());
                need("paper", event_.paper && !event_.paper->empty());
                second_person();
                break;
            case EventKind::corrected:
                correction();
                break;
            case EventKind::found_wrong:
                found_wrong();
                break;
            case EventKind::unclaimed:
                unclaimed_in_time();
                break;
            case EventKind::settled:
                council();
                break;
            case EventKind::missed:
                need("bag", event_.bag.has_value());
                break;
            case EventKind::damaged:
                need("remark", event_.remark && !event_.remark->empty());
                need("weight_g", event_.weight_g.has_value());
                if (event_.second_person) second_person();
                break;
            default:
                break;
        }
    }

private:
    void add(std::string field, std::string reason) {
        problems.push_back({std::move(field), std::move(reason)});
    }
    void need(const char* field, bool there) {
        if (!there) add(field, "event_needs");
    }
    void text(const std::string& field, std::string_view value,
              std::size_t bytes_max = text_bytes_max) {
        if (value.size() > bytes_max) add(field, "too_long");
        if (!to_nfc(value)) add(field, "bad_value");
    }
    /// Codes stand in the log, so nobody's words may: only a-z and '_'.
    void code(const char* field, const std::optional<std::string>& value) {
        if (!value) return;
        const bool good = !value->empty() && value->size() <= 40 &&
                          std::all_of(value->begin(), value->end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
        if (!good) add(field, "bad_value");
    }
    void second_person() {
        const auto& staff = context_.all.staff;
        const auto found = event_.second_person ? staff.find(*event_.second_person) : staff.end();
        const bool there =
            found != staff.end() && found->first != context_.by &&
            !(found->second.left_on && *found->second.left_on <= Day::of(context_.seen));
        if (!there) add("second_person", "second_person_needed");
    }
    void pictures(const std::vector<PicturePart>& all) {
        const auto of_kind =
            std::find_if(slots_of_kinds.begin(), slots_of_kinds.end(),
                         [&](const Slots& each) { return each.kind == event_.kind; });
        const bool too_many = all.size() > Slots{}.slots.size() ||
                              context_.row.pictures_due + all.size() > pictures_due_max;
        if (too_many) return add("pictures", "too_many");
        for (auto each = all.begin(); each != all.end(); ++each) {
            const std::string field = "pictures[" + std::to_string(each - all.begin()) + "].slot";
            const bool known = !each->slot.empty() && of_kind != slots_of_kinds.end() &&
                               std::find(of_kind->slots.begin(), of_kind->slots.end(),
                                         each->slot) != of_kind->slots.end();
            if (!known) add(field, "slot_unknown");
            const bool twice = std::any_of(all.begin(), each, [&](const PicturePart& other) {
                return other.slot == each->slot;
            });
            if (twice) add(field, "slot_twice");
        }
    }
    void xray() {
        need("result", event_.result.has_value());
        const auto found = event_.equipment ? context_.all.equipment.find(*event_.equipment)
                                            : context_.all.equipment.end();
        const bool here = found != context_.all.equipment.end() &&
                          found->second.site == event_.site &&
                          found->second.kind == register_::EquipmentKind::xray_scanner;
        if (!here) return add("equipment", "equipment_unknown");
        // An inspection that is over is no reason to let suspicion pass: it may go on for a reason
        // that two persons answer for, and both stand in the log (DESIGN.md section 9).
        const Day on = std::max(Day::of(event_.at), Day::of(context_.seen));
        if (found->second.retired_on && *found->second.retired_on < on)
            return add("equipment", "equipment_unknown");
        const bool valid = found->second.valid_until && on <= *found->second.valid_until;
        if (valid) return;
        need("remark", event_.remark && !event_.remark->empty());
        if (!event_.second_person) return add("equipment", "xray_over");
        second_person();
    }
    void phone(const char* field, const std::optional<Personal>& typed) {
        if (!typed) return;
        if (const auto parsed = PhoneNumber::parse(typed->reveal()); !parsed.ok())
            add(field, parsed.error());
    }
    void address(const AddressPart& address) {
        if (province_of(address.province) == nullptr)
            add("correction.recipient_address.province", "province_unknown");
        if (address.commune.empty()) add("correction.recipient_address.commune", "empty");
        text("correction.recipient_address.commune", address.commune.reveal(), place_bytes_max);
        text("correction.recipient_address.street", address.street.reveal(), place_bytes_max);
    }
    [[nodiscard]] bool is_letter() const {
        return context_.row.type == ItemType::letter || context_.row.type == ItemType::document;
    }
    /// Nothing was declared of a letter, so nothing can be wrong.
    void found_wrong() {
        if (is_letter()) add("kind", "not_for_letters");
        need("how", event_.how.has_value());
        need("found", event_.found.has_value());
        if (event_.found && context_.goods->entry(event_.found->reveal()) == nullptr)
            add("found", "goods_unknown");
    }
    void unclaimed_in_time() {
        if (Day::of(event_.at) < context_.clock->unclaimed_from) add("at", "unclaimed_early");
        if (!context_.clock->told_enough()) add("kind", "notices_needed");
        // It says that nobody received the item, so it is not posted before that is said.
        if (event_.public_notice && *event_.public_notice < Day::of(context_.seen))
            add("public_notice", "public_notice_early");
    }
    void council() {
        need("reason", event_.reason.has_value());
        need("paper", event_.paper && !event_.paper->empty());
        need("public_notice", event_.public_notice.has_value());
        second_person();
        if (!event_.public_notice) return;
        const UndeliveredClock& clock = *context_.clock;
        if (*event_.public_notice < clock.unclaimed_from)
            add("public_notice", "public_notice_early");
        if (Day::of(event_.at) < clock.settled_from(*event_.public_notice))
            add("at", "settled_early");
    }
    /// As at acceptance: a letter has no contents to declare, everything else has.
    void things(const std::vector<Thing>& things) {
        if (is_letter()) return add("correction.things", "not_for_letters");
        check_things(things, "correction.things", problems);
    }
    void correction() {
        need("reason", event_.reason.has_value());
        need("correction", event_.correction.has_value());
        if (!event_.correction) return;
        const Correction& c = *event_.correction;
        if (c.recipient_name && !PersonName::parse(c.recipient_name->reveal()))
            add("correction.recipient_name", "name_form");
        if (c.sender_name && !PersonName::parse(c.sender_name->reveal()))
            add("correction.sender_name", "name_form");
        phone("correction.recipient_phone", c.recipient_phone);
        phone("correction.sender_phone", c.sender_phone);
        if (c.recipient_address) address(*c.recipient_address);
        if (c.things) things(*c.things);
        if (c.service &&
            (context_.row.service != Service::standard || *c.service == Service::standard))
            add("correction.service", "service_stays");
        const bool anything = c.recipient_name || c.sender_name || c.recipient_phone ||
                              c.sender_phone || c.recipient_address || c.things || c.service;
        if (!anything) add("correction", "empty");
        // Who sent it and what is in it may not change on one person's word once it is on its way.
        const bool weighty = c.sender_name || c.sender_phone || c.things;
        if (weighty && context_.row.state != accepted) second_person();
    }

    const Event& event_;
    const EventContext& context_;
};

}  // namespace

bool needs_goods_rules(const Event& event) {
    return event.found || (event.correction && event.correction->things);
}

bool needs_clock(const Event& event) {
    return event.kind == EventKind::unclaimed || event.kind == EventKind::settled;
}

Result<ItemState, std::vector<IntakeProblem>> check_event(const Event& event,
                                                          const EventContext& context) {
    Check check(event, context);
    check.common();
    const auto transition =
        std::find_if(transitions.begin(), transitions.end(),
                     [&](const Transition& each) { return each.kind == event.kind; });
    const bool allowed = transition != transitions.end() &&
                         std::find(transition->from.begin(), transition->from.end(),
                                   context.row.state) != transition->from.end();
    if (!allowed) check.problems.push_back({"kind", "event_not_now"});
    check.by_kind();
    if (!check.problems.empty()) return check.problems;
    // Suspicion stops the item by itself; nothing further is done to it without a ground.
    if (event.kind == EventKind::xrayed && event.result != XrayResult::clear)
        return ItemState::stopped;
    // What may not be sent and is told only now is stopped (E2); the acceptance stands.
    const auto* things =
        event.correction && event.correction->things ? &*event.correction->things : nullptr;
    const bool prohibited =
        things != nullptr && screen_things(*things, *context.goods, Day::of(event.at)).outcome ==
                                 screening::Outcome::prohibited;
    if (prohibited) return ItemState::stopped;
    if (event.found &&
        context.goods->entry(event.found->reveal())->outcome == screening::Outcome::prohibited)
        return ItemState::stopped;
    return transition->to.value_or(context.row.state);
}

}  // namespace buuan::acceptance
