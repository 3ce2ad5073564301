#include "retention/hold.hpp"

#include <algorithm>
#include <map>

#include "base/json.hpp"
#include "retention/kept.hpp"
#include "vault/derive.hpp"

namespace buuan::retention {
namespace {

constexpr const char* kind = "hold";
constexpr std::size_t batch = 32;  // items copied in one transaction: their pictures are in memory

Result<HoldRow> read_row(const std::string& body) {
    auto row = json::read<HoldRow>(body);
    if (!row.ok()) return Fault{FaultKind::corrupt, "a hold's row is damaged"};
    return std::move(row).value();
}

Result<Done> save(register_::RegisterStore& store, const HoldRow& row) {
    register_::RegisterWrite write;
    write.put.push_back({kind, register_::number_key(row.number), json::write(row)});
    return store.apply(write);
}

/// A hold that stands nowhere yet, under the next number.
Result<HoldRow> begin(const HoldPorts& ports) {
    const auto rows = list_holds(ports.store);
    if (!rows.ok()) return rows.error();
    HoldRow row;
    row.number = rows.value().empty() ? 1 : rows.value().back().number + 1;
    row.state = HoldState::placing;
    return row;
}

vault::SealContext terms_context(const std::string& node) {
    return {node, ItemId{}, DataClass::hold, 0};
}

std::string seal_terms(const HoldTerms& terms, const Secret& key, const std::string& node,
                       Entropy& entropy) {
    std::string text;
    text.reserve(8192);
    json::append(text, terms);
    const Bytes sealed = vault::seal(as_bytes(text), vault::record_key(key, ItemId{}, 0),
                                     terms_context(node), entropy);
    wipe(text.data(), text.size());
    return to_hex(sealed);
}

/// What we take the records of a series for: rules/terms.toml has the reason.
constexpr DataClass of_a_series[] = {DataClass::record};

constexpr DataClass all_of_an_item[] = {DataClass::record, DataClass::identity, DataClass::picture,
                                        DataClass::minutes};

/// Copies and opens again, `batch` at a time.
class Copier {
public:
    Copier(const HoldPorts& ports, const Secret& key, HoldNumber hold)
        : ports_(ports), key_(key), hold_(hold) {}

    Result<Done> add(Day day, const StoredItem& item, std::span<const DataClass> classes) {
        auto held = copy_item(ports_.source, key_, day, item, classes, ports_.entropy);
        if (!held.ok())
            return Fault{held.error().kind,
                         "item " + item.row.id.text() + ": " + held.error().what};
        waiting_.push_back(std::move(held).value());
        return waiting_.size() < batch ? Result<Done>(Done{}) : flush();
    }

    Result<Done> flush() {
        if (waiting_.empty()) return Done{};
        if (auto put = ports_.holds.put(hold_, waiting_); !put.ok()) return put;
        for (const HeldItem& held : waiting_) {
            if (auto good = verify_copy(ports_.holds, key_, {hold_, held.item}, ports_.source.node);
                !good.ok())
                return good;
        }
        waiting_.clear();
        return Done{};
    }

private:
    const HoldPorts& ports_;
    const Secret& key_;
    const HoldNumber hold_;
    std::vector<HeldItem> waiting_;
};

/// Whether a key of any of the classes still opens something of the item.
bool is_openable(vault::KeyRing& keys, Day day, const StoredItem& item) {
    const auto live = [&](DataClass data_class) { return keys.key(day, data_class).ok(); };
    return std::any_of(item.records.begin(), item.records.end(),
                       [&](const SealedRow& record) { return live(record.data_class); }) ||
           std::any_of(item.objects.begin(), item.objects.end(),
                       [&](const ObjectRow& object) { return live(object.data_class); });
}

bool waited_too_long(Instant since, Day today) {
    return Day::of(since).plus_days(approval_days_max) < today;
}

/// Past its last day, or not approved in time: it ends with the next round.
bool is_over(const HoldRow& row, Day today) {
    return row.until < today ||
           (row.state == HoldState::placed && waited_too_long(row.placed_at, today));
}

/// A hold that somebody placed and that has not ended.
Result<HoldRow> in_force(register_::RegisterStore& store, HoldNumber number, Instant now) {
    auto row = find_hold(store, number);
    if (!row.ok()) return row.error();
    if (!row.value() || row.value()->self)
        return Fault{FaultKind::unavailable, "there is no such hold"};
    if (!row.value()->is_in_force() || is_over(*row.value(), Day::of(now)))
        return Fault{FaultKind::invalid, "the hold has ended"};
    return std::move(*row.value());
}

/// The hold's key, made where there is none yet. Its row stands already: a number is never given
/// twice, and what a power cut leaves is found.
Result<Secret> key_for(vault::KeyRing& keys, HoldNumber number) {
    const vault::KeyName name = hold_key(number);
    if (auto made = keys.make(std::span(&name, 1)); !made.ok()) return made.error();
    return keys.key(name.day, name.data_class);
}

/// The days of recordings that a hold names: how many have a key, and which have none.
struct Footage {
    std::size_t live = 0;
    std::vector<Day> gone;
};
Result<Footage> footage_of(vault::KeyRing& keys, const HoldRow& row) {
    Footage footage;
    if (!row.footage_from || !row.footage_to) return footage;
    for (Day day = *row.footage_from; day <= *row.footage_to; day = day.plus_days(1)) {
        const auto key = keys.key(day, DataClass::footage);
        if (key.ok()) ++footage.live;
        if (!key.ok() && key.error().kind == FaultKind::corrupt) return key.error();
        if (!key.ok()) footage.gone.push_back(day);
    }
    return footage;
}

/// Copies the items that are there; names those of which nothing is left.
Result<std::vector<ItemId>> copy_all(const HoldPorts& ports, const Secret& key, HoldNumber hold,
                                     std::span<const ItemId> items) {
    Copier copier(ports, key, hold);
    std::vector<ItemId> missing;
    for (const ItemId& id : items) {
        const Day day = Day::of(id.made_at());
        const auto stored = ports.days.find(day, id);
        if (!stored.ok()) return stored.error();
        if (!stored.value() || !is_openable(ports.source.keys, day, *stored.value())) {
            missing.push_back(id);
            continue;
        }
        if (auto added = copier.add(day, *stored.value(), all_of_an_item); !added.ok())
            return added.error();
    }
    if (auto flushed = copier.flush(); !flushed.ok()) return flushed.error();
    return missing;
}

/// First nobody takes it for one in force any more; then the key: what was copied is unreadable
/// before it is let go.
Result<Done> let_go(const HoldPorts& ports, HoldRow& row, Instant now) {
    row.state = HoldState::ending;
    row.sealed.clear();
    row.renewal.reset();
    if (auto saved = save(ports.store, row); !saved.ok()) return saved;
    const vault::KeyName name = hold_key(row.number);
    if (auto gone = ports.source.keys.destroy(std::span(&name, 1)); !gone.ok()) return gone;
    if (auto gone = ports.holds.drop_all(row.number); !gone.ok()) return gone;
    row.state = HoldState::ended;
    row.ended_at = now;
    row.items = 0;
    return save(ports.store, row);
}

Result<std::optional<HoldRow>> self_hold_of(register_::RegisterStore& store, Day day,
                                            std::optional<Service> service) {
    auto rows = list_holds(store);
    if (!rows.ok()) return rows.error();
    for (HoldRow& row : rows.value()) {
        if (row.self && row.day == day && row.service == service && row.is_in_force())
            return std::optional(std::move(row));
    }
    return std::optional<HoldRow>{};
}

/// The self-hold of a day: the one that is there, or a new one. Durable when it returns.
Result<HoldRow> begin_self_hold(const HoldPorts& ports, Day day, std::optional<Service> service,
                                Day until, Instant now, const StaffNumber& by) {
    auto there = self_hold_of(ports.store, day, service);
    if (!there.ok()) return there.error();
    auto begun = there.value() ? Result<HoldRow>(std::move(*there.value())) : begin(ports);
    if (!begun.ok()) return begun;
    HoldRow& row = begun.value();
    row.self = true;
    row.day = day;
    row.service = service;
    row.state = HoldState::approved;
    row.placed_at = now;
    row.by = by;
    row.until = std::max(row.until, until);
    if (auto saved = save(ports.store, row); !saved.ok()) return saved.error();
    return begun;
}

/// What of a day goes into one self-hold, and the last day of all of it.
struct Kept {
    std::vector<ItemId> items;
    Day until;
    void add(const ItemId& item, Day last) {
        items.push_back(item);
        until = std::max(until, last);
    }
};
/// By the service whose series it is; by none what is not through. An item may be in both.
using KeptBy = std::map<std::optional<Service>, Kept>;

/// What is not through, but for those that have a row of their own, until the day is over on which
/// even those end.
Result<Done> add_kept(register_::RegisterStore& store, Day day, Day on, KeptBy& kept) {
    const Day last = day.plus_months(kept_months_max);
    if (last < on) return Done{};
    const auto items = kept_of(store, day);
    if (!items.ok()) return items.error();
    for (const ItemId& item : items.value()) {
        const auto& there = kept[std::nullopt].items;
        if (std::find(there.begin(), there.end(), item) == there.end())
            kept[std::nullopt].add(item, last);
    }
    if (kept[std::nullopt].items.empty()) kept.erase(std::nullopt);
    return Done{};
}

Result<KeptBy> what_keeps_itself(const HoldPorts& ports, const Terms& terms, const Due& due,
                                 Day on) {
    constexpr std::size_t page = 500;
    std::vector<ItemState> states;
    for (const StateHold& hold : terms.by_state)
        states.insert(states.end(), hold.states.begin(), hold.states.end());
    std::vector<Service> services;
    if (due.has(DataClass::record)) {
        for (const auto& [service, series] : terms.series) {
            if (on <= *series_until(terms, service, due.day)) services.push_back(service);
        }
    }
    KeptBy kept;
    std::optional<ItemId> after;
    for (bool more = true; more;) {
        const auto rows = ports.days.rows_in(due.day, states, services, after, page);
        if (!rows.ok()) return rows.error();
        more = rows.value().size() == page;
        for (const ItemRow& item : rows.value()) {
            after = item.id;
            if (const auto held = keeps_itself(terms, item.state, due.day, on))
                kept[std::nullopt].add(item.id, held->until);
            if (std::find(services.begin(), services.end(), item.service) != services.end())
                kept[item.service].add(item.id, *series_until(terms, item.service, due.day));
        }
    }
    if (auto added = add_kept(ports.store, due.day, on, kept); !added.ok()) return added.error();
    return kept;
}

/// Copies what of `classes` the items have into the self-hold of their day and service. How many
/// items those were.
Result<std::uint64_t> copy_into_self_hold(const HoldPorts& ports, Day day,
                                          std::optional<Service> service, const Kept& kept,
                                          std::span<const DataClass> classes, Instant now,
                                          const StaffNumber& by) {
    auto begun = begin_self_hold(ports, day, service, kept.until, now, by);
    if (!begun.ok()) return begun.error();
    HoldRow& row = begun.value();
    const auto key = key_for(ports.source.keys, row.number);
    if (!key.ok()) return key.error();
    Copier copier(ports, key.value(), row.number);
    std::uint64_t copied = 0;
    for (const ItemId& id : kept.items) {
        const auto stored = ports.days.find(day, id);
        if (!stored.ok()) return stored.error();
        if (!stored.value()) continue;
        if (auto added = copier.add(day, *stored.value(), classes); !added.ok())
            return added.error();
        ++copied;
    }
    if (auto flushed = copier.flush(); !flushed.ok()) return flushed.error();
    const auto count = ports.holds.count(row.number);
    if (!count.ok()) return count.error();
    row.items = count.value();
    if (auto saved = save(ports.store, row); !saved.ok()) return saved.error();
    return copied;
}

/// Drops from a self-hold what no longer keeps itself. How many.
Result<std::uint64_t> release_from(const HoldPorts& ports, const HoldRow& row, const Terms& terms,
                                   Day on) {
    constexpr std::size_t page = 500;
    std::uint64_t released = 0;
    std::optional<ItemId> after;
    for (bool more = true; more;) {
        const auto items = ports.holds.items(row.number, after, page);
        if (!items.ok()) return items.error();
        more = items.value().size() == page;
        for (const ItemId& item : items.value()) {
            after = item;
            const auto live = ports.days.find_row(*row.day, item);
            if (!live.ok()) return live.error();
            // Of an item whose day's file is gone nothing new is learned: it stays to its end.
            if (!live.value() || keeps_itself(terms, live.value()->state, *row.day, on)) continue;
            const auto kept = is_kept(ports.store, item);
            if (!kept.ok()) return kept.error();
            if (kept.value() && on <= row.day->plus_months(kept_months_max)) continue;
            if (auto gone = ports.holds.drop({row.number, item}); !gone.ok()) return gone.error();
            ++released;
        }
    }
    return released;
}

}  // namespace

Result<std::uint64_t> count_items(DayStore& days, Day day) {
    const auto counts = days.state_counts(day);
    if (!counts.ok()) return counts.error();
    std::uint64_t items = 0;
    for (const StateCount& each : counts.value()) items += each.items;
    return items;
}

Result<std::vector<HoldRow>> list_holds(register_::RegisterStore& store) {
    const auto found = register_::list_all(store, kind);
    if (!found.ok()) return found.error();
    std::vector<HoldRow> rows;
    for (const register_::Row& each : found.value()) {
        auto row = read_row(each.body);
        if (!row.ok()) return row.error();
        rows.push_back(std::move(row).value());
    }
    return rows;
}

Result<std::optional<HoldRow>> find_hold(register_::RegisterStore& store, HoldNumber number) {
    const auto found = store.find(kind, register_::number_key(number));
    if (!found.ok()) return found.error();
    if (!found.value()) return std::optional<HoldRow>{};
    auto row = read_row(*found.value());
    if (!row.ok()) return row.error();
    return std::optional(std::move(row).value());
}

KeysHeld keys_held(std::span<const HoldRow> holds) {
    KeysHeld held;
    for (const HoldRow& row : holds) {
        const bool ends = row.state == HoldState::ending || row.state == HoldState::ended;
        if (ends || !row.footage_from || !row.footage_to) continue;
        for (Day day = *row.footage_from; day <= *row.footage_to; day = day.plus_days(1))
            held.insert({day, DataClass::footage});
    }
    return held;
}

Result<std::optional<HoldRow>> hold_placed_by(register_::RegisterStore& store,
                                              const CommandId& command) {
    auto rows = list_holds(store);
    if (!rows.ok()) return rows.error();
    for (HoldRow& row : rows.value()) {
        if (row.command == command && row.state != HoldState::placing)
            return std::optional(std::move(row));
    }
    return std::optional<HoldRow>{};
}

Result<Placed> place_hold(const HoldPorts& ports, const Placing& placing) {
    auto there = hold_placed_by(ports.store, placing.command);
    if (!there.ok()) return there.error();
    if (there.value()) return Placed{std::move(*there.value()), {}, {}};
    auto begun = begin(ports);
    if (!begun.ok()) return begun.error();
    HoldRow& row = begun.value();
    row.command = placing.command;
    row.placed_at = placing.now;
    row.by = placing.by;
    row.second_person = placing.second_person;
    row.until = placing.until;
    const bool of_camera = placing.terms.camera && placing.terms.from && placing.terms.to;
    if (of_camera) {
        row.footage_from = Day::of(*placing.terms.from);
        row.footage_to = Day::of(*placing.terms.to);
    }
    const auto footage = footage_of(ports.source.keys, row);
    if (!footage.ok()) return footage.error();
    if (auto saved = save(ports.store, row); !saved.ok()) return saved.error();
    const auto key = key_for(ports.source.keys, row.number);
    if (!key.ok()) return key.error();
    const auto missing = copy_all(ports, key.value(), row.number, placing.items);
    if (!missing.ok()) {
        row.command.reset();  // nothing came of it: the same command may try again
        if (auto ended = let_go(ports, row, placing.now); !ended.ok()) return ended.error();
        return missing.error();
    }
    row.items = placing.items.size() - missing.value().size();
    row.sealed = seal_terms(placing.terms, key.value(), ports.source.node, ports.entropy);
    row.state = HoldState::placed;
    Placed placed{row, missing.value(), footage.value().gone};
    // A hold of nothing is none: all of it was gone before it came.
    if (row.items == 0 && footage.value().live == 0) {
        placed.row.command.reset();
        if (auto ended = let_go(ports, placed.row, placing.now); !ended.ok()) return ended.error();
        return placed;
    }
    if (auto saved = save(ports.store, row); !saved.ok()) return saved.error();
    return placed;
}

Result<HoldRow> approve_hold(register_::RegisterStore& store, HoldNumber number,
                             const StaffNumber& by, Instant now) {
    auto row = in_force(store, number, now);
    if (!row.ok()) return row.error();
    HoldRow& hold = row.value();
    const std::optional<StaffNumber> named =
        hold.renewal ? hold.renewal->second_person : hold.second_person;
    if (named != by)
        return Fault{FaultKind::denied, "another person was named to approve this hold"};
    if (hold.state == HoldState::approved && !hold.renewal) return row;
    if (hold.renewal) {
        hold.until = hold.renewal->until;
        hold.by = hold.renewal->by;
        hold.second_person = hold.renewal->second_person;
        hold.renewal.reset();
    }
    hold.state = HoldState::approved;
    hold.approved_at = now;
    if (auto saved = save(store, row.value()); !saved.ok()) return saved.error();
    return row;
}

Result<HoldRow> renew_hold(register_::RegisterStore& store, HoldNumber number,
                           const Renewal& renewal) {
    auto row = in_force(store, number, renewal.at);
    if (!row.ok()) return row.error();
    if (row.value().state == HoldState::placed)
        return Fault{FaultKind::busy, "the hold itself waits to be approved"};
    if (renewal.until <= row.value().until)
        return Fault{FaultKind::invalid, "the hold lasts until then already"};
    row.value().renewal = renewal;
    if (auto saved = save(store, row.value()); !saved.ok()) return saved.error();
    return row;
}

Result<Done> end_unfinished(const HoldPorts& ports, Instant now) {
    auto rows = list_holds(ports.store);
    if (!rows.ok()) return rows.error();
    for (HoldRow& row : rows.value()) {
        if (row.state != HoldState::placing && row.state != HoldState::ending) continue;
        if (row.state == HoldState::placing) row.command.reset();
        if (auto ended = let_go(ports, row, now); !ended.ok()) return ended;
    }
    return Done{};
}

Result<HoldRow> end_hold(const HoldPorts& ports, HoldNumber number, Instant now) {
    auto row = find_hold(ports.store, number);
    if (!row.ok()) return row.error();
    // What keeps itself is nobody's to end.
    if (!row.value() || row.value()->self)
        return Fault{FaultKind::unavailable, "there is no such hold"};
    if (row.value()->state == HoldState::ended) return std::move(*row.value());
    if (auto gone = let_go(ports, *row.value(), now); !gone.ok()) return gone.error();
    return std::move(*row.value());
}

Result<std::vector<HoldNumber>> end_what_is_over(const HoldPorts& ports, Instant now) {
    auto rows = list_holds(ports.store);
    if (!rows.ok()) return rows.error();
    const Day today = Day::of(now);
    std::vector<HoldNumber> ended;
    for (HoldRow& row : rows.value()) {
        if (!row.is_in_force()) continue;
        if (!is_over(row, today)) {
            if (!row.renewal || !waited_too_long(row.renewal->at, today)) continue;
            row.renewal.reset();
            if (auto saved = save(ports.store, row); !saved.ok()) return saved.error();
            continue;
        }
        if (auto gone = let_go(ports, row, now); !gone.ok()) return gone.error();
        ended.push_back(row.number);
    }
    return ended;
}

Result<Share> hold_what_keeps_itself(const HoldPorts& ports, const Terms& terms, const Due& due,
                                     Instant now, const StaffNumber& by) {
    std::vector<DataClass> classes;  // of which an item has something
    for (const DataClass each : all_of_an_item) {
        if (due.has(each)) classes.push_back(each);
    }
    if (classes.empty()) return Share{};
    const auto all = count_items(ports.days, due.day);
    if (!all.ok()) return all.error();
    const auto kept = what_keeps_itself(ports, terms, due, Day::of(now));
    if (!kept.ok()) return kept.error();
    Share share{0, all.value()};
    for (const auto& [service, each] : kept.value()) {
        const auto copied = copy_into_self_hold(
            ports, due.day, service, each,
            service ? std::span<const DataClass>(of_a_series) : std::span<const DataClass>(classes),
            now, by);
        if (!copied.ok()) return copied.error();
        if (!service) share.held = copied.value();
    }
    return share;
}

Result<Done> follow_the_law(const HoldPorts& ports, const Terms& terms) {
    auto rows = list_holds(ports.store);
    if (!rows.ok()) return rows.error();
    for (HoldRow& row : rows.value()) {
        if (!row.self || !row.service || !row.is_in_force()) continue;
        const auto until = series_until(terms, *row.service, *row.day);
        if (!until || *until == row.until) continue;
        row.until = *until;
        if (auto saved = save(ports.store, row); !saved.ok()) return saved;
    }
    return Done{};
}

Result<std::uint64_t> release_what_no_longer_keeps_itself(const HoldPorts& ports,
                                                          const Terms& terms, Instant now) {
    auto rows = list_holds(ports.store);
    if (!rows.ok()) return rows.error();
    std::uint64_t released = 0;
    for (HoldRow& row : rows.value()) {
        if (!row.self || row.service || !row.is_in_force()) continue;
        const auto of_row = release_from(ports, row, terms, Day::of(now));
        if (!of_row.ok()) return of_row;
        released += of_row.value();
        const auto left = ports.holds.count(row.number);
        if (!left.ok()) return left.error();
        if (left.value() == row.items) continue;
        row.items = left.value();
        if (auto saved = row.items == 0 ? let_go(ports, row, now) : save(ports.store, row);
            !saved.ok())
            return saved.error();
    }
    return released;
}

Result<HoldTerms> open_terms(const HoldPorts& ports, const HoldRow& row) {
    const vault::KeyName name = hold_key(row.number);
    const auto key = ports.source.keys.key(name.day, name.data_class);
    if (!key.ok()) return key.error();
    const auto sealed = from_hex(row.sealed);
    Bytes plain;
    auto opened = sealed ? vault::open(*sealed, vault::record_key(key.value(), ItemId{}, 0),
                                       terms_context(ports.source.node), plain)
                         : Result<Done>(Fault{FaultKind::corrupt, "a hold's terms are damaged"});
    if (!opened.ok()) return opened.error();
    auto terms = json::read<HoldTerms>(as_text(plain));
    wipe(plain.data(), plain.size());
    if (!terms.ok()) return Fault{FaultKind::corrupt, "a hold's terms are damaged"};
    return std::move(terms).value();
}

}  // namespace buuan::retention
