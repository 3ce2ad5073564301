#include "edge/node/take_back.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/posix/posix_files.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "edge/node/node.hpp"
#include "edge/node/numbers.hpp"
#include "ledger/log_reader.hpp"
#include "ledger/possession_draw.hpp"
#include "vault/derive.hpp"

namespace buuan::node {
namespace {

using ledger::said;

constexpr std::size_t page = 1000;
constexpr std::size_t ids_an_entry = 256;  // of record.lost: what fits into one
constexpr std::size_t waiting_max = 10'000'000;
constexpr ItemState all_states[] = {
    ItemState::refused,         ItemState::accepted,  ItemState::in_transit, ItemState::stopped,
    ItemState::held_for_pickup, ItemState::delivered, ItemState::returned,   ItemState::withdrawn,
    ItemState::unclaimed,       ItemState::settled};
constexpr const char* newer_keys = "; restore the keys from a newer key backup";

std::vector<ledger::VerifierKey> keys_of(const Log& log) {
    std::vector<ledger::VerifierKey> keys{log.key.verifier()};
    if (log.before) keys.push_back(log.before->key.verifier());
    return keys;
}

/// Whether an entry names sealed bytes that lie beside the log: a record, a picture, an act.
bool names_bytes(const ledger::Entry& entry) {
    if (entry.type == "sealed.act" || entry.type == "posting.attested" ||
        entry.type == "object.stored")
        return true;
    const auto sealed = [&](const char* member) { return entry.data.contains(member); };
    return entry.ref && (sealed("record") || sealed("identity") || sealed("minutes"));
}

/// Takes the enumerator of that name, where there is a name. False where it is none of them.
template <class E>
bool read_name(const std::string& name, E& value) {
    return name.empty() || boost::describe::enum_from_string(name.c_str(), value);
}

/// What an event made of an item.
struct Outcome {
    std::vector<DataClass> erases;
    ItemState state{};
    Service service{};
};
/// `row`: as it was before. invalid where the entry says what this program does not know.
Result<Outcome> outcome_of(const ledger::Entry& entry, const ItemRow& row) {
    const Fault unknown{FaultKind::invalid, "entry " + entry.id.text() +
                                                " says what this program does not know; use a "
                                                "newer program"};
    Outcome outcome{{}, row.state, row.service};
    if (!read_name(said(entry, "state"), outcome.state) ||
        !read_name(said(entry, "service"), outcome.service))
        return unknown;
    const auto* classes = entry.data.if_contains("classes");
    if (entry.type != "item.erased" || classes == nullptr) return outcome;
    if (!classes->is_array()) return unknown;
    for (const auto& name : classes->get_array()) {
        DataClass data_class{};
        if (!name.is_string() || !read_name(std::string(name.get_string()), data_class))
            return unknown;
        outcome.erases.push_back(data_class);
    }
    return outcome;
}

}  // namespace

Result<Done> TakeBack::compare() {
    if (mark_.mirror.empty()) return Done{};
    const auto where = [this](const Fault& fault) {
        return Fault{fault.kind, "the mirror of the logs in " + mark_.mirror + ": " + fault.what};
    };
    auto files = PosixFiles::open_root(mark_.mirror);
    if (!files.ok()) return where(files.error());
    files_ = std::move(files).value();
    const auto there = files_->exists(LogName::organisation().value + "/checkpoint");
    if (!there.ok()) return where(there.error());
    if (!there.value())
        return where(
            {FaultKind::unavailable, "there is none in this folder; is it the right one?"});
    if (auto refused = refuse_logs_without_key(); !refused.ok()) return where(refused.error());
    for (const auto& log : node_.logs().all()) {
        if (auto compared = compare(*log); !compared.ok())
            return Fault{compared.error().kind,
                         "log " + log->name.value + " and its mirror: " + compared.error().what};
    }
    return find_items();
}

/// Without its key a log cannot go on behind what the mirror has, and would begin anew.
Result<Done> TakeBack::refuse_logs_without_key() {
    const auto names = files_->list("");
    if (!names.ok()) return names.error();
    for (const std::string& name : names.value()) {
        const auto log = LogName::parse(name);
        if (!log || node_.logs().find(*log) != nullptr) continue;
        return Fault{FaultKind::unavailable,
                     "this node has no key of log " + name + newer_keys +
                         ", or take that log's folder out of the mirror if its key is lost"};
    }
    return Done{};
}

Result<Done> TakeBack::compare(Log& log) {
    const auto remember_text = [&](std::string_view text) -> Result<Done> {
        const auto entry = ledger::decode(text);
        return entry.ok() ? remember(log, entry.value()) : Result<Done>(entry.error());
    };
    // What came back before this was cut off.
    if (auto own = for_each_taken(log, remember_text); !own.ok()) return own;
    ledger::LogMirror mirror(*files_, log.name.value);
    auto beyond = ledger::compare(*log.store, mirror, keys_of(log), remember_text);
    if (!beyond.ok() && beyond.error().kind == FaultKind::denied)
        return Fault{FaultKind::denied, beyond.error().what + newer_keys};
    if (!beyond.ok()) return beyond.error();
    if (beyond.value().has_more()) beyond_.emplace(log.name, std::move(beyond).value());
    return Done{};
}

Result<Done> TakeBack::remember(const Log& log, const ledger::Entry& entry) {
    facts_[log.name].push_back({entry.id, entry.ref.value_or(""), names_bytes(entry)});
    if (entry.ref) {
        if (const auto known = outcome_of(entry, {}); !known.ok()) return known.error();
    }
    remember_number(entry);
    if (auto row = register_::row_of_entry(entry.type, entry.data))
        register_.insert_or_assign(entry.id, std::move(*row));
    return remember_rows(log, entry);
}

void TakeBack::remember_number(const ledger::Entry& entry) {
    if (entry.type != "item.accepted" && entry.type != "item.refused") return;
    const auto counter = CounterCode::parse(said(entry, "counter"));
    const auto* number = entry.data.if_contains("number");
    if (!counter || number == nullptr || !number->is_number()) return;
    boost::system::error_code out_of_range;
    const auto used = number->to_number<std::uint32_t>(out_of_range);
    if (out_of_range) return;
    const bool doubtful = entry.data.contains("at_doubtful");
    const Day day = Day::of(doubtful ? entry.seen : entry.at);
    auto& greatest = used_[CounterNumbers::row_key(day, *counter)];
    greatest = std::max(greatest, used);
}

/// Rows of node.db that repeat what an entry said.
Result<Done> TakeBack::remember_rows(const Log& log, const ledger::Entry& entry) {
    if (entry.type == "keys.backed_up")
        rows_.push_back({key_backup_rows, entry.id.text(), boost::json::serialize(entry.data)});
    if (entry.type == "class.opened") {
        const auto day = Day::parse(said(entry, "day"));
        const auto key = day ? node_.keys().key(*day, DataClass::record)
                             : Result<Secret>(Fault{FaultKind::invalid, ""});
        // Where the ring has other keys than those, it has to announce them.
        if (key.ok() &&
            said(entry, "keys", "record") == to_hex(vault::possession_public_key(key.value())))
            rows_.push_back({class_opened_rows, day->text(), "{}"});
    }
    if (entry.type == "log.key_changed" || entry.type == "log.key_lost") {
        if (said(entry, "key") != log.key.verifier().text())
            return Fault{FaultKind::unavailable, std::string("its key was changed") + newer_keys};
        rows_.push_back(
            {log_key_rows, log.name.value,
             boost::json::serialize(boost::json::object{{"key", log.key.verifier().text()}})});
    }
    return Done{};
}

/// References are blinded: they are computed anew for each item that is here.
Result<Done> TakeBack::find_items() {
    std::set<Reference> wanted;
    for (const auto& [log, facts] : facts_) {
        for (const Fact& fact : facts) {
            if (!fact.ref.empty()) wanted.emplace(log, fact.ref);
        }
    }
    if (wanted.empty()) return Done{};
    const auto days = node_.days().days();
    if (!days.ok()) return days.error();
    for (const Day day : days.value()) {
        const auto key = node_.keys().key(day, DataClass::record);
        if (!key.ok() && key.error().kind == FaultKind::denied) continue;  // it was deleted
        if (!key.ok())
            return Fault{key.error().kind,
                         "day " + day.text() + ": " + key.error().what + newer_keys};
        std::optional<ItemId> after;
        for (bool more = true; more;) {
            const auto rows = node_.days().rows_in(day, all_states, {}, after, page);
            if (!rows.ok()) return rows.error();
            more = rows.value().size() == page;
            for (const ItemRow& row : rows.value()) {
                after = row.id;
                for (const auto& [log, facts] : facts_) {
                    Reference reference{log, vault::item_ref(key.value(), row.id, log)};
                    if (wanted.contains(reference)) items_.emplace(std::move(reference), row.id);
                }
            }
        }
    }
    return Done{};
}

/// What was here and waited for its log when the backup was made: it has its bytes.
Result<std::set<EntryId>> TakeBack::waiting(const LogName& log) {
    std::set<EntryId> ids;
    for (PendingEntries* source :
         std::initializer_list<PendingEntries*>{&node_.days(), &node_.store()}) {
        const auto entries = source->pending(log, waiting_max);
        if (!entries.ok()) return entries.error();
        for (const PendingEntry& entry : entries.value()) ids.insert(entry.id);
    }
    return ids;
}

Result<Done> TakeBack::tell(register_::RegisterWrite& write) {
    for (const auto& [log, facts] : facts_) {
        if (auto told = tell_lost(log, facts, write); !told.ok()) return told;
    }
    for (const auto& [key, number] : used_)
        write.put.push_back({CounterNumbers::row_kind, key, std::to_string(number)});
    for (const auto& [id, row] : register_) write.put.push_back(row);
    write.put.insert(write.put.end(), rows_.begin(), rows_.end());
    return tell_last_act(write);
}

Result<Done> TakeBack::tell_lost(const LogName& log, const std::vector<Fact>& facts,
                                 register_::RegisterWrite& write) {
    const auto here = waiting(log);
    if (!here.ok()) return here.error();
    boost::json::array lost;
    const auto say = [&]() -> Result<Done> {
        auto entry = node_.entry(log, "record.lost", std::nullopt, Node::system_number(),
                                 {{"entries", std::exchange(lost, {})}});
        if (!entry.ok()) return entry.error();
        write.entries.push_back(std::move(entry).value());
        return Done{};
    };
    for (const Fact& fact : facts) {
        const bool of_nobody = !fact.ref.empty() && !items_.contains({log, fact.ref});
        if (here.value().contains(fact.id) || !(fact.sealed || of_nobody)) continue;
        lost.emplace_back(fact.id.text());
        if (lost.size() < ids_an_entry) continue;
        if (auto said = say(); !said.ok()) return said;
    }
    return lost.empty() ? Result<Done>(Done{}) : say();
}

/// The acts that follow have ids above those that came back.
Result<Done> TakeBack::tell_last_act(register_::RegisterWrite& write) {
    if (register_.empty()) return Done{};
    const auto before = node_.store().find(last_act_rows, "-");
    if (!before.ok()) return before.error();
    const std::string last = register_.rbegin()->first.text();
    if (!before.value() || *before.value() < last) write.put.push_back({last_act_rows, "-", last});
    return Done{};
}

Result<Done> TakeBack::take() {
    for (const auto& [name, beyond] : beyond_) {
        const auto log = node_.logs().find(name);
        const std::scoped_lock lock(log->sequencing);
        ledger::LogMirror mirror(*files_, name.value);
        if (auto taken = ledger::take_back(*log->store, mirror, beyond); !taken.ok()) return taken;
        log->sequencer.reset();  // it begins anew from what is there now
        log::warning("log_taken_back",
                     {{"log", name.value}, {"from", beyond.from}, {"size", beyond.to.size}});
    }
    return Done{};
}

/// All entries behind the log's restored size, a bundle at a time.
Result<Done> TakeBack::for_each_taken(Log& log,
                                      const std::function<Result<Done>(std::string_view)>& visit) {
    const auto head = log.store->head();
    if (!head.ok()) return head.error();
    const auto restored = mark_.sizes.find(log.name);
    std::uint64_t at = restored == mark_.sizes.end() ? 0 : restored->second;
    while (at < head.value().size) {
        const auto bundle = log.store->tile(-1, at / ledger::tile_width);
        if (!bundle.ok()) return bundle.error();
        const auto entries = bundle.value() ? ledger::entries_in(*bundle.value()) : std::nullopt;
        if (!entries || entries->size() <= at % ledger::tile_width)
            return Fault{FaultKind::corrupt, "log " + log.name.value + ": the bundle with entry " +
                                                 std::to_string(at) + " is damaged"};
        for (std::size_t i = at % ledger::tile_width; i < entries->size(); ++i, ++at) {
            if (auto seen = visit((*entries)[i]); !seen.ok()) return seen;
        }
    }
    return Done{};
}

/// What came back of items that are here.
Result<Done> TakeBack::collect_events(Log& log, std::map<EntryId, Event>& events) {
    return for_each_taken(log, [&](std::string_view text) -> Result<Done> {
        auto entry = ledger::decode(text);
        if (!entry.ok()) return entry.error();
        if (!entry.value().ref) return Done{};
        const auto item = items_.find({log.name, *entry.value().ref});
        if (item == items_.end()) return Done{};
        const EntryId id = entry.value().id;
        events.emplace(id,
                       Event{item->second, log.name, std::move(entry).value(), std::string(text)});
        return Done{};
    });
}

Result<Done> TakeBack::give_to_items() {
    if (items_.empty()) return Done{};
    // What happened to an item is in the order of ids, in whichever logs it is.
    std::map<EntryId, Event> events;
    for (const auto& log : node_.logs().all()) {
        if (auto collected = collect_events(*log, events); !collected.ok()) return collected;
    }
    std::map<Day, std::vector<const Event*>> by_day;
    for (const auto& [id, event] : events) by_day[Day::of(event.item.made_at())].push_back(&event);
    for (const auto& [day, of_day] : by_day) {
        if (auto given = give(day, of_day); !given.ok()) return given;
    }
    return Done{};
}

/// The command again, with the entry that it made then. `row`: as it is before, and is afterwards.
Result<DayWrite> TakeBack::write_of(Day day, const Event& event, ItemRow& row) {
    auto outcome = outcome_of(event.entry, row);
    if (!outcome.ok()) return outcome.error();
    DayWrite write;
    write.day = day;
    write.item = event.item;
    write.command = CommandId::make(node_.now(), node_.entropy());
    write.request = sha256(as_bytes(event.text));
    write.expects = row.version++;
    row.state = outcome.value().state;
    row.service = outcome.value().service;
    if (!outcome.value().erases.empty()) row.pictures_due = 0;
    write.after = row;
    write.erases = std::move(outcome.value().erases);
    write.entries.push_back({event.entry.id, event.log, event.text});
    return write;
}

Result<Done> TakeBack::give(Day day, const std::vector<const Event*>& events) {
    std::map<ItemId, ItemRow> rows;  // as they become
    std::vector<DayWrite> batch;
    register_::RegisterWrite erasing;
    const auto apply = [&]() -> Result<Done> {
        if (batch.empty()) return Done{};
        // The bytes follow when the node begins, as after an erasure that was cut off.
        if (auto noted = node_.store().apply(std::exchange(erasing, {})); !noted.ok()) return noted;
        const auto applied = node_.days().apply(day, std::exchange(batch, {}));
        if (!applied.ok()) return applied.error();
        for (const Applied answer : applied.value()) {
            if (answer != Applied::written && answer != Applied::day_closed)
                return Fault{FaultKind::corrupt,
                             "day " + day.text() + ": an item does not take its entry back"};
        }
        return Done{};
    };
    for (const Event* event : events) {
        const auto stored = node_.days().find(day, event->item);
        if (!stored.ok()) return stored.error();
        const auto is_this = [&](const StoredEntry& each) { return each.id == event->entry.id; };
        if (!stored.value() ||
            std::any_of(stored.value()->entries.begin(), stored.value()->entries.end(), is_this))
            continue;
        ItemRow& row = rows.try_emplace(event->item, stored.value()->row).first->second;
        auto write = write_of(day, *event, row);
        if (!write.ok()) return write.error();
        if (!write.value().erases.empty())
            erasing.put.push_back({erasing_rows, event->item.text(),
                                   json::write(ErasingRow::of(day, *stored.value()))});
        batch.push_back(std::move(write).value());
        if (batch.size() < page) continue;
        if (auto applied = apply(); !applied.ok()) return applied;
    }
    return apply();
}

}  // namespace buuan::node
