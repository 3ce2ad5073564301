#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "acceptance/accept_item.hpp"
#include "edge/api/api.hpp"
#include "evidence/object.hpp"
#include "ledger/log_reader.hpp"
#include "vault/derive.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t page = 500;
constexpr std::size_t problems_max = 10'000;

/// Everything on disk against the logs; names what is wrong and goes on.
class Checker {
public:
    explicit Checker(node::Node& node) : node_(node) {}

    Result<Done> run() {
        for (const auto& log : node_.logs().all()) {
            if (auto done = check_log(*log); !done.ok()) return done;
        }
        const auto days = node_.days().days();
        if (!days.ok()) return days.error();
        for (const Day day : days.value()) {
            if (auto done = check_day(day); !done.ok()) {
                // A day that cannot be read is a finding; the others are still looked at.
                report("day " + day.text(), done.error().what);
            }
        }
        for (const vault::KeyInfo& key : node_.keys().list()) {
            if (key.state == vault::KeyState::damaged)
                report("key " + key.day.text() + "/" +
                           boost::describe::enum_to_string(key.data_class, "?"),
                       "the slot is damaged");
        }
        for (const auto& [ref, where] : unseen_)
            report(where, "the log has an item whose day holds none");
        return Done{};
    }

    [[nodiscard]] boost::json::object answer() const {
        return {{"items", items_},
                {"objects", objects_},
                {"entries", entries_},
                {"days", days_},
                {"problems", problems_}};
    }

private:
    void report(std::string where, std::string what) {
        if (problems_.size() < problems_max)
            problems_.push_back({{"where", std::move(where)}, {"what", std::move(what)}});
    }

    /// What a log says of one item under one of its references: what the day's rows must hold.
    struct Said {
        std::set<std::uint64_t> places;
        std::map<std::string, std::string> seals;    // digest → which record
        std::map<std::string, std::string> objects;  // root → slot
        std::optional<ledger::Entry> first;          // item.accepted or item.refused
    };

    Result<Done> check_log(node::Log& log) {
        // The sequencer stands still meanwhile, so that head and tiles belong together.
        const std::scoped_lock lock(log.sequencing);
        const auto checked = ledger::check_log(
            *log.store, log.key.verifier(), [&](std::uint64_t index, const ledger::Entry& entry) {
                if (entry.ref) remember(log.name, index, entry);
            });
        if (!checked.ok()) return checked.error();
        entries_ += checked.value().entries;
        sizes_[log.name] = checked.value().entries;
        for (const auto& problem : checked.value().problems)
            report("log " + log.name.value + ": " + problem.where, problem.what);
        return Done{};
    }

    void remember(const LogName& log, std::uint64_t index, const ledger::Entry& entry) {
        const std::string name = log.value + "/" + *entry.ref;
        Said& said = said_[name];
        said.places.insert(index);
        for (const char* member : {"record", "identity", "minutes"}) {
            const auto* sealed = entry.data.if_contains(member);
            if (sealed == nullptr || !sealed->is_object()) continue;
            const auto* digest = sealed->get_object().if_contains("sha256");
            if (digest != nullptr && digest->is_string())
                said.seals.emplace(std::string(digest->get_string()), member);
        }
        const auto* root = entry.data.if_contains("root");
        const auto* slot = entry.data.if_contains("slot");
        if (entry.type == "object.stored" && root != nullptr && root->is_string() &&
            slot != nullptr && slot->is_string()) {
            said.objects.emplace(std::string(root->get_string()), std::string(slot->get_string()));
        }
        if (entry.type != "item.accepted" && entry.type != "item.refused") return;
        said.first = entry;
        if (live_since(entry.at))
            unseen_.emplace(name, "log " + log.value + " entry " + std::to_string(index));
    }

    /// Only days that still have their record key can be compared item by item.
    bool live_since(Instant at) { return node_.keys().key(Day::of(at), DataClass::record).ok(); }

    Result<Done> check_day(Day day) {
        ++days_;
        std::optional<ItemId> after;
        for (bool more = true; more;) {
            const auto stored = node_.days().scan(day, after, page);
            if (!stored.ok()) return stored.error();
            more = stored.value().size() == page;
            for (const StoredItem& item : stored.value()) {
                after = item.row.id;
                check_item(day, item);
            }
        }
        return Done{};
    }

    void check_item(Day day, const StoredItem& item) {
        ++items_;
        const std::string where = "item " + item.row.id.text();
        if (item.entries.empty()) report(where, "it has no entry");
        for (const SealedRow& record : item.records) check_record(day, item, record, where);
        for (const ObjectRow& object : item.objects) check_object(day, item, object, where);
        if (const auto key = node_.keys().key(day, DataClass::record); key.ok())
            compare(key.value(), item, where);
    }

    /// The rows of an item against what the logs say of it, in both directions.
    void compare(const Secret& record_key, const StoredItem& item, const std::string& where) {
        std::set<std::string> seals;
        for (const SealedRow& record : item.records) seals.insert(sha256(record.sealed).text());
        std::set<std::string> objects;
        for (const ObjectRow& object : item.objects)
            objects.insert(object.object.text() + " " + object.slot);
        // What came while we were looking stands behind the end of the logs that we read.
        bool changing = false;
        for (const StoredEntry& entry : item.entries) {
            if (entry.index && *entry.index < sizes_[entry.log]) continue;
            changing = true;
            if (entry.index && !has_now(entry.log, *entry.index))
                report(where,
                       "log " + entry.log.value + " has no entry " + std::to_string(*entry.index));
        }
        std::set<std::string> said_seals;
        for (const auto& [log, size] : sizes_) {
            const std::string name =
                log.value + "/" + vault::item_ref(record_key, item.row.id, log);
            const auto found = said_.find(name);
            std::set<std::uint64_t> places;
            for (const StoredEntry& entry : item.entries) {
                if (entry.log == log && entry.index && *entry.index < size)
                    places.insert(*entry.index);
            }
            if (places != (found == said_.end() ? std::set<std::uint64_t>{} : found->second.places))
                report(where, "its entries are not those that log " + log.value + " has of it");
            if (found == said_.end()) continue;
            const Said& said = found->second;
            unseen_.erase(name);
            for (const auto& [digest, member] : said.seals) {
                said_seals.insert(digest);
                if (!seals.contains(digest))
                    report(where + " " + member, "the log names sealed bytes that are not there");
            }
            for (const auto& [root, slot] : said.objects) {
                if (!objects.contains(root + " " + slot))
                    report(where + " " + slot, "the log names a picture that is not there");
            }
            if (!said.first) continue;
            compare_row(item.row, *said.first, where);
            if (item.row.log != log)
                report(where, "its log is not the one that has its acceptance");
            const auto* pictures = said.first->data.if_contains("pictures");
            const std::size_t due = pictures == nullptr || !pictures->is_array()
                                        ? 0
                                        : pictures->get_array().size() - said.objects.size();
            if (!changing && item.row.pictures_due != due)
                report(where, "how many pictures are due is not as the log has it");
        }
        if (changing) return;
        for (const std::string& digest : seals) {
            if (!said_seals.contains(digest))
                report(where, "sealed bytes of it are not those that a log names");
        }
    }

    bool has_now(const LogName& name, std::uint64_t index) {
        const auto log = node_.logs().find(name);
        if (log == nullptr) return false;
        const auto head = log->store->head();
        return head.ok() && index < head.value().size;
    }

    void compare_row(const ItemRow& row, const ledger::Entry& entry, const std::string& where) {
        const auto text = [&](const char* member) {
            const auto* found = entry.data.if_contains(member);
            return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                          : std::string();
        };
        const auto* number = entry.data.if_contains("number");
        const bool doubtful = entry.data.if_contains("at_doubtful") != nullptr;
        if (!entry.site || row.site != *entry.site)
            report(where, "its site is not the one in the log");
        if (row.counter.value != text("counter"))
            report(where, "its counter is not the one in the log");
        if (number == nullptr || !number->is_number() ||
            number->to_number<std::uint64_t>() != row.number)
            report(where, "its number is not the one in the log");
        if (row.accepted_at != (doubtful ? entry.seen : entry.at))
            report(where, "its time is not the one in the log");
        if ((entry.type == "item.refused") != (row.state == ItemState::refused))
            report(where, "whether it was refused is not as in the log");
    }

    void check_record(Day day, const StoredItem& item, const SealedRow& record,
                      const std::string& where) {
        const std::string name = boost::describe::enum_to_string(record.data_class, "?");
        const auto key = node_.keys().key(day, record.data_class);
        if (!key.ok()) return;  // over its term: sealed for good
        const auto opened = vault::open_record(
            record.sealed, vault::record_key(key.value(), item.row.id, record.revision),
            {node_.origin(), item.row.id, record.data_class, record.revision});
        if (!opened.ok()) report(where + " " + name, opened.error().what);
    }

    void check_object(Day day, const StoredItem& item, const ObjectRow& object,
                      const std::string& where) {
        ++objects_;
        const auto key = node_.keys().key(day, object.data_class);
        if (!key.ok()) return;
        const auto sealed = node_.objects().get(day, object.data_class, object.object);
        if (!sealed.ok()) {
            report(where + " " + object.slot, sealed.error().what);
            return;
        }
        const evidence::ObjectContext context{node_.origin(), item.row.id, object.data_class,
                                              object.slot};
        const auto plain = evidence::open_object(
            sealed.value(), object.object, vault::object_key(key.value(), item.row.id, object.slot),
            context);
        if (!plain.ok()) report(where + " " + object.slot, plain.error().what);
    }

    node::Node& node_;
    std::uint64_t items_ = 0, objects_ = 0, entries_ = 0, days_ = 0;
    std::map<LogName, std::uint64_t> sizes_;
    std::map<std::string, Said> said_;  // by log and reference
    std::map<std::string, std::string> unseen_;
    boost::json::array problems_;
};

/// The register again from the entries alone.
Result<std::size_t> rebuild_register(node::Node& node) {
    // By entry id, since that is their order in time, whatever log they are in.
    std::map<EntryId, register_::Row> rows;
    for (const auto& log : node.logs().all()) {
        const std::scoped_lock lock(log->sequencing);
        const auto checked = ledger::check_log(
            *log->store, log->key.verifier(), [&](std::uint64_t, const ledger::Entry& entry) {
                if (auto row = register_::row_of_entry(entry.type, entry.data))
                    rows.insert_or_assign(entry.id, std::move(*row));
            });
        if (!checked.ok()) return checked.error();
        if (!checked.value().problems.empty())
            return Fault{
                FaultKind::corrupt,
                "log " + log->name.value + " is damaged; nothing was rebuilt. Run buuan check."};
    }
    register_::RegisterWrite write;
    for (const std::string& kind : register_::register_kinds()) {
        const auto before = register_::list_all(node.store(), kind);
        if (!before.ok()) return before.error();
        for (const auto& row : before.value()) write.erase.emplace_back(row.kind, row.key);
    }
    for (auto& [id, row] : rows) write.put.push_back(std::move(row));
    if (auto applied = node.store().apply(write); !applied.ok()) return applied.error();
    if (auto loaded = node.reload_register(); !loaded.ok()) return loaded.error();
    return write.put.size();
}

/// The tokens of every live day again from the sealed records.
Result<std::size_t> rebuild_tokens(node::Node& node) {
    std::size_t items = 0;
    const auto days = node.days().days();
    if (!days.ok()) return days.error();
    for (const Day day : days.value()) {
        const auto record_key = node.keys().key(day, DataClass::record);
        const auto identity_key = node.keys().key(day, DataClass::identity);
        const auto token_key = node.keys().key(day, DataClass::token);
        if (!record_key.ok() || !token_key.ok()) continue;
        if (auto cleared = node.days().clear_tokens(day); !cleared.ok()) return cleared.error();
        std::optional<ItemId> after;
        for (bool more = true; more;) {
            const auto stored = node.days().scan(day, after, page);
            if (!stored.ok()) return stored.error();
            more = stored.value().size() == page;
            for (const StoredItem& item : stored.value()) {
                after = item.row.id;
                std::vector<Token> tokens;
                for (const SealedRow& record : item.records) {
                    const bool identity = record.data_class == DataClass::identity;
                    if (record.data_class != DataClass::record && !(identity && identity_key.ok()))
                        continue;
                    const auto opened = vault::open_record(
                        record.sealed,
                        vault::record_key(identity ? identity_key.value() : record_key.value(),
                                          item.row.id, record.revision),
                        {node.origin(), item.row.id, record.data_class, record.revision});
                    if (!opened.ok()) return opened.error();
                    const auto some =
                        identity
                            ? acceptance::tokens_of({}, opened.value().fields, token_key.value())
                            : acceptance::tokens_of(opened.value().fields, {}, token_key.value());
                    tokens.insert(tokens.end(), some.begin(), some.end());
                }
                if (auto added = node.days().add_tokens(day, item.row.id, tokens); !added.ok())
                    return added.error();
                ++items;
            }
        }
    }
    return items;
}

}  // namespace

Response post_check(Api& api, const Call& call) {
    if (auto settled = api.node.settle(); !settled.ok())
        return http::problem(call.request, settled.error());
    Checker checker(api.node);
    if (auto done = checker.run(); !done.ok()) return http::problem(call.request, done.error());
    return Response::json(boost::json::serialize(checker.answer()));
}

Response post_rebuild(Api& api, const Call& call) {
    if (auto settled = api.node.settle(); !settled.ok())
        return http::problem(call.request, settled.error());
    const auto rows = rebuild_register(api.node);
    if (!rows.ok()) return http::problem(call.request, rows.error());
    const auto items = rebuild_tokens(api.node);
    if (!items.ok()) return http::problem(call.request, items.error());
    return Response::json(boost::json::serialize(
        boost::json::object{{"register_rows", rows.value()}, {"items", items.value()}}));
}

Response list_keys(Api& api, const Call&) {
    boost::json::array out;
    for (const vault::KeyInfo& key : api.node.keys().list()) {
        const char* state = key.state == vault::KeyState::live        ? "live"
                            : key.state == vault::KeyState::destroyed ? "destroyed"
                                                                      : "damaged";
        out.push_back({{"day", key.day.text()},
                       {"class", boost::describe::enum_to_string(key.data_class, "?")},
                       {"state", state}});
    }
    return Response::json(boost::json::serialize(boost::json::object{{"keys", std::move(out)}}));
}

Response list_days(Api& api, const Call& call) {
    const auto days = api.node.days().days();
    if (!days.ok()) return http::problem(call.request, days.error());
    boost::json::array out;
    for (const Day day : days.value()) out.emplace_back(day.text());
    return Response::json(boost::json::serialize(boost::json::object{{"days", std::move(out)}}));
}

Response get_metrics(Api& api, const Call&) {
    for (const auto& log : api.node.logs().all()) {
        if (const auto head = log->store->head(); head.ok())
            api.metrics.set("buuan_log_entries_" + log->name.value,
                            static_cast<std::int64_t>(head.value().size));
    }
    Response response = Response::text(api.metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

Response get_health(Api&, const Call&) {
    return Response::text("ok\n");
}

Response get_ready(Api& api, const Call& call) {
    if (!api.ready) return http::problem(call.request, 503, "unavailable");
    // A node that cannot write must not be sent any work.
    const auto key = api.node.keys().key(Day::of(api.node.now()), DataClass::record);
    if (!key.ok()) return http::problem(call.request, key.error());
    return Response::text("ok\n");
}

}  // namespace buuan::api
