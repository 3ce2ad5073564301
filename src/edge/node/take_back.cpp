#include "edge/node/take_back.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json/array.hpp>

#include "adapters/posix/posix_files.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "edge/node/node.hpp"
#include "edge/node/numbers.hpp"
#include "ledger/log_reader.hpp"
#include "vault/derive.hpp"

namespace buuan::node {
namespace {

constexpr std::size_t page = 1000;
constexpr std::size_t ids_an_entry = 256;  // of record.lost: what fits into one
constexpr std::size_t waiting_max = 10'000'000;
constexpr ItemState all_states[] = {
    ItemState::refused,  ItemState::accepted,        ItemState::in_transit,
    ItemState::stopped,  ItemState::held_for_pickup, ItemState::delivered,
    ItemState::returned, ItemState::withdrawn,       ItemState::unclaimed};

std::vector<ledger::VerifierKey> keys_of(const Log& log) {
    std::vector<ledger::VerifierKey> keys{log.key.verifier()};
    if (log.before) keys.push_back(log.before->key.verifier());
    return keys;
}

std::string text_in(const boost::json::object& data, const char* member) {
    const auto* found = data.if_contains(member);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

/// Whether an entry names sealed bytes that lie beside the log: a record, a picture, an act.
bool names_bytes(const ledger::Entry& entry) {
    if (entry.type == "sealed.act" || entry.type == "posting.attested" ||
        entry.type == "object.stored")
        return true;
    const auto sealed = [&](const char* member) { return entry.data.contains(member); };
    return entry.ref && (sealed("record") || sealed("identity") || sealed("minutes"));
}

/// What an erasure took of an item.
std::vector<DataClass> erased_by(const ledger::Entry& entry) {
    std::vector<DataClass> classes;
    const auto* names = entry.data.if_contains("classes");
    if (entry.type != "item.erased" || names == nullptr || !names->is_array()) return classes;
    for (const auto& name : names->get_array()) {
        DataClass data_class{};
        if (name.is_string() &&
            boost::describe::enum_from_string(std::string(name.get_string()).c_str(), data_class))
            classes.push_back(data_class);
    }
    return classes;
}

}  // namespace

Result<Done> TakeBack::compare() {
    if (mark_.mirror.empty()) return Done{};
    auto files = PosixFiles::open_root(mark_.mirror);
    if (!files.ok())
        return Fault{files.error().kind,
                     "the mirror of the logs in " + mark_.mirror + ": " + files.error().what};
    files_ = std::move(files).value();
    for (const auto& log : node_.logs().all()) {
        if (auto compared = compare(*log); !compared.ok())
            return Fault{compared.error().kind,
                         "log " + log->name.value + " and its mirror: " + compared.error().what};
    }
    return Done{};
}

Result<Done> TakeBack::compare(Log& log) {
    ledger::LogMirror mirror(*files_, log.name.value);
    auto beyond = ledger::compare(*log.store, mirror, keys_of(log),
                                  [&](std::string_view text) -> Result<Done> {
                                      const auto entry = ledger::decode(text);
                                      if (!entry.ok()) return entry.error();
                                      remember(log.name, entry.value());
                                      return Done{};
                                  });
    if (!beyond.ok()) return beyond.error();
    if (beyond.value().to.size > beyond.value().from)
        beyond_.emplace(log.name, std::move(beyond).value());
    return Done{};
}

void TakeBack::remember(const LogName& log, const ledger::Entry& entry) {
    facts_[log].push_back({entry.id, entry.ref.value_or(""), names_bytes(entry)});
    if (entry.type != "item.accepted" && entry.type != "item.refused") return;
    const auto counter = CounterCode::parse(text_in(entry.data, "counter"));
    const auto* number = entry.data.if_contains("number");
    if (!counter || number == nullptr || !number->is_number()) return;
    const bool doubtful = entry.data.contains("at_doubtful");
    auto& greatest =
        used_[CounterNumbers::row_key(Day::of(doubtful ? entry.seen : entry.at), *counter)];
    greatest = std::max(greatest, static_cast<std::uint32_t>(number->to_number<std::uint64_t>()));
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

/// References are blinded: they are computed anew for each item that is here.
Result<std::map<TakeBack::Reference, ItemId>> TakeBack::items_of(
    const std::set<Reference>& wanted) {
    std::map<Reference, ItemId> items;
    std::set<LogName> logs;
    for (const Reference& each : wanted) logs.insert(each.first);
    const auto days = node_.days().days();
    if (!days.ok()) return days.error();
    for (const Day day : days.value()) {
        const auto key = node_.keys().key(day, DataClass::record);
        if (!key.ok()) continue;  // destroyed: nobody can tell any more
        std::optional<ItemId> after;
        for (bool more = !logs.empty(); more;) {
            const auto rows = node_.days().rows_in(day, all_states, {}, after, page);
            if (!rows.ok()) return rows.error();
            more = rows.value().size() == page;
            for (const ItemRow& row : rows.value()) {
                after = row.id;
                for (const LogName& log : logs) {
                    Reference reference{log, vault::item_ref(key.value(), row.id, log)};
                    if (wanted.contains(reference)) items.emplace(std::move(reference), row.id);
                }
            }
        }
    }
    return items;
}

Result<Done> TakeBack::tell(register_::RegisterWrite& write) {
    std::set<Reference> wanted;
    for (const auto& [log, facts] : facts_) {
        for (const Fact& fact : facts) {
            if (!fact.ref.empty()) wanted.emplace(log, fact.ref);
        }
    }
    const auto items = items_of(wanted);
    if (!items.ok()) return items.error();
    for (const auto& [log, facts] : facts_) {
        const auto here = waiting(log);
        if (!here.ok()) return here.error();
        boost::json::array lost;
        const auto say = [&]() -> Result<Done> {
            if (lost.empty()) return Done{};
            auto entry = node_.entry(log, "record.lost", std::nullopt, Node::system_number(),
                                     {{"entries", std::exchange(lost, {})}});
            if (!entry.ok()) return entry.error();
            write.entries.push_back(std::move(entry).value());
            return Done{};
        };
        for (const Fact& fact : facts) {
            const bool of_nobody = !fact.ref.empty() && !items.value().contains({log, fact.ref});
            if (here.value().contains(fact.id) || !(fact.sealed || of_nobody)) continue;
            lost.emplace_back(fact.id.text());
            if (lost.size() < ids_an_entry) continue;
            if (auto said = say(); !said.ok()) return said;
        }
        if (auto said = say(); !said.ok()) return said;
    }
    for (const auto& [key, number] : used_)
        write.put.push_back({CounterNumbers::row_kind, key, std::to_string(number)});
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

/// All entries behind the restored size of each log.
Result<Done> TakeBack::for_each_taken(
    const std::function<Result<Done>(const LogName&, const ledger::Entry&, std::string_view)>&
        visit) {
    for (const auto& log : node_.logs().all()) {
        const auto head = log->store->head();
        if (!head.ok()) return head.error();
        const auto restored = mark_.sizes.find(log->name);
        const std::uint64_t from = restored == mark_.sizes.end() ? 0 : restored->second;
        for (std::uint64_t at = from; at < head.value().size; ++at) {
            const auto text = ledger::entry_at(*log->store, at);
            if (!text.ok()) return text.error();
            const auto entry = ledger::decode(text.value());
            if (!entry.ok()) return entry.error();
            if (auto seen = visit(log->name, entry.value(), text.value()); !seen.ok()) return seen;
        }
    }
    return Done{};
}

Result<Done> TakeBack::give_to_items() {
    if (mark_.mirror.empty()) return Done{};
    std::set<Reference> wanted;
    const auto collected = for_each_taken(
        [&](const LogName& log, const ledger::Entry& entry, std::string_view) -> Result<Done> {
            if (entry.ref) wanted.emplace(log, *entry.ref);
            return Done{};
        });
    if (!collected.ok()) return collected;
    const auto items = items_of(wanted);
    if (!items.ok()) return items.error();
    return for_each_taken(
        [&](const LogName& log, const ledger::Entry& entry, std::string_view text) -> Result<Done> {
            if (!entry.ref) return Done{};
            const auto item = items.value().find({log, *entry.ref});
            return item == items.value().end() ? Result<Done>(Done{})
                                               : give(item->second, log, entry, text);
        });
}

/// As if the command had been given again, with the entry that it made then.
Result<Done> TakeBack::give(const ItemId& item, const LogName& log, const ledger::Entry& entry,
                            std::string_view text) {
    const Day day = Day::of(item.made_at());
    const auto stored = node_.days().find(day, item);
    if (!stored.ok()) return stored.error();
    if (!stored.value()) return Done{};
    for (const StoredEntry& each : stored.value()->entries) {
        if (each.id == entry.id) return Done{};
    }
    DayWrite write;
    write.day = day;
    write.item = item;
    write.command = CommandId::make(node_.now(), node_.entropy());
    write.request = sha256(as_bytes(text));
    write.expects = stored.value()->row.version;
    write.after = stored.value()->row;
    ++write.after.version;
    boost::describe::enum_from_string(text_in(entry.data, "state").c_str(), write.after.state);
    boost::describe::enum_from_string(text_in(entry.data, "service").c_str(), write.after.service);
    write.erases = erased_by(entry);
    write.entries.push_back({entry.id, log, std::string(text)});
    if (!write.erases.empty()) {
        write.after.pictures_due = 0;
        // The bytes follow when the node begins, as after an erasure that was cut off.
        ErasingRow row{day, {}};
        for (const ObjectRow& object : stored.value()->objects) {
            if (object.data_class == DataClass::picture) row.pictures.push_back(object.object);
        }
        register_::RegisterWrite noted;
        noted.put.push_back({erasing_rows, item.text(), json::write(row)});
        if (auto saved = node_.store().apply(noted); !saved.ok()) return saved;
    }
    const auto applied = node_.days().apply(day, std::span(&write, 1));
    if (!applied.ok()) return applied.error();
    const Applied answer = applied.value().front();
    if (answer == Applied::written || answer == Applied::day_closed) return Done{};
    return Fault{FaultKind::corrupt, "item " + item.text() + " does not take its entry back"};
}

}  // namespace buuan::node
