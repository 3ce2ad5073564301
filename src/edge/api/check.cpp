// POST /api/v1/checks: everything that lies on disk against the logs.
#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "edge/api/api.hpp"
#include "edge/api/named_rules.hpp"
#include "edge/api/register_fold.hpp"
#include "evidence/object.hpp"
#include "ledger/log_reader.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"
#include "vault/record.hpp"

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
        forget_lost();
        for (const auto& [name, why] : node_.logs().closed())
            report("log " + name.value, "it is closed: " + why);
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
        if (auto done = check_holds(); !done.ok()) return done;
        for (const auto& [ref, first] : unseen_)
            report(first.what, "the log has an item whose day holds none");
        for (auto& problem : rules_.problems(node_.rule_packs()))
            report("rules " + problem.first.text(), std::move(problem.second));
        return check_register();
    }

    void report(std::string where, std::string what) {
        if (problems_.size() < problems_max)
            problems_.push_back({{"where", std::move(where)}, {"what", std::move(what)}});
    }

    [[nodiscard]] boost::json::object answer() const {
        return {{"items", items_}, {"objects", objects_},  {"entries", entries_},
                {"days", days_},   {"lost", lost_.size()}, {"problems", problems_}};
    }

private:
    /// Every copy that a hold in force keeps is opened.
    Result<Done> check_holds() {
        const auto holds = node_.retention().holds();
        if (!holds.ok()) return holds.error();
        for (const retention::HoldRow& hold : holds.value()) {
            if (!hold.is_in_force()) continue;
            const std::string where = "hold " + std::to_string(hold.number);
            const auto damaged = node_.retention().damaged_copies(hold.number);
            if (!damaged.ok()) {
                // Ended meanwhile; or, of a backup, since it was made.
                if (damaged.error().kind != FaultKind::denied) report(where, damaged.error().what);
                continue;
            }
            for (const auto& [item, what] : damaged.value())
                report(where + " item " + item.text(), what);
        }
        return Done{};
    }

    /// The rows of the register against what the logs say they are.
    Result<Done> check_register() {
        const auto held = node_.hold_register();
        if (auto settled = node_.settle(); !settled.ok())
            return Done{};  // the log's own problem is told already
        auto folded = register_of_logs(node_);
        if (!folded.ok()) return Done{};
        for (const std::string& kind : register_::register_kinds()) {
            const auto rows = register_::list_all(node_.store(), kind);
            if (!rows.ok()) return rows.error();
            for (const register_::Row& row : rows.value()) {
                const auto said = folded.value().find({row.kind, row.key});
                if (said == folded.value().end()) {
                    report(kind + " " + row.key, "the register has a row that no log has");
                    continue;
                }
                boost::system::error_code error;
                if (boost::json::parse(row.body, error) !=
                        boost::json::parse(said->second, error) ||
                    error)
                    report(kind + " " + row.key,
                           "the register's row is not what the log says; run buuan rebuild");
                folded.value().erase(said);
            }
        }
        for (const auto& [site, posting] : node_.register_now()->postings)
            check_posting(site, posting);
        for (const auto& [name, body] : folded.value())
            report(name.first + " " + name.second,
                   "the register lacks a row that the log has; run buuan rebuild");
        return Done{};
    }

    void check_posting(const SiteCode& site, const register_::Posting& posting) {
        const std::string where = "posting " + site.value;
        const Day day = Day::of(posting.id.made_at());
        if (const auto key = node_.keys().key(day, DataClass::picture); !key.ok())
            return report_missing(key.error(), where);
        ++objects_;
        const auto picture = open_posting_picture(node_, posting);
        if (!picture.ok()) report(where, picture.error().what);
    }

    /// What a log says of one item under one of its references: what the day's rows must hold.
    struct Named {
        std::string what;  // which record, the slot of a picture, or where the log says it
        EntryId entry;     // that names them
    };
    using Erased = std::map<EntryId, std::set<std::string>>;  // item.erased: which classes
    struct Said {
        std::map<std::uint64_t, EntryId> places;
        std::map<std::string, Named> seals;        // by digest
        std::map<std::string, Named> objects;      // by root
        std::map<EntryId, std::size_t> announced;  // how many pictures
        Erased erased;
        std::optional<std::string> service;  // of an acceptance or a correction, one at most
        std::optional<ledger::Entry> first;  // item.accepted or item.refused
    };

    Result<Done> check_log(node::Log& log) {
        // The sequencer stands still meanwhile, so that head and tiles belong together.
        const std::scoped_lock lock(log.sequencing);
        const auto checked = ledger::check_log(
            *log.store, log.key.verifier(), [&](std::uint64_t index, const ledger::Entry& entry) {
                if (entry.ref) remember(log.name, index, entry);
                rules_.remember(entry);
                remember_lost(entry);
            });
        if (!checked.ok()) return checked.error();
        entries_ += checked.value().entries;
        sizes_[log.name] = checked.value().entries;
        for (const auto& problem : checked.value().problems)
            report("log " + log.name.value + ": " + problem.where, problem.what);
        return Done{};
    }

    /// What the logs themselves call lost, when they came back without it, is no finding.
    void forget_lost() {
        const auto is_lost = [this](const auto& named) {
            return lost_.contains(named.second.entry);
        };
        if (lost_.empty()) return;
        std::erase_if(unseen_, is_lost);
        for (auto& [name, said] : said_) {
            std::erase_if(said.seals, is_lost);
            std::erase_if(said.objects, is_lost);
            std::erase_if(said.announced,
                          [this](const auto& each) { return lost_.contains(each.first); });
            std::erase_if(said.places,
                          [this](const auto& place) { return lost_.contains(place.second); });
        }
    }

    void remember_lost(const ledger::Entry& entry) {
        const auto* ids = entry.data.if_contains("entries");
        if (entry.type != "record.lost" || ids == nullptr || !ids->is_array()) return;
        for (const auto& each : ids->get_array()) {
            const auto id = each.is_string() ? EntryId::parse(std::string_view(each.get_string()))
                                             : std::nullopt;
            if (id) lost_.insert(*id);
        }
    }

    void remember(const LogName& log, std::uint64_t index, const ledger::Entry& entry) {
        const std::string name = log.value + "/" + *entry.ref;
        Said& said = said_[name];
        said.places.emplace(index, entry.id);
        for (const char* member : {"record", "identity", "minutes"}) {
            const auto* sealed = entry.data.if_contains(member);
            if (sealed == nullptr || !sealed->is_object()) continue;
            const auto* digest = sealed->get_object().if_contains("sha256");
            if (digest != nullptr && digest->is_string())
                said.seals.emplace(std::string(digest->get_string()), Named{member, entry.id});
        }
        const auto* pictures = entry.data.if_contains("pictures");
        if (pictures != nullptr && pictures->is_array())
            said.announced.emplace(entry.id, pictures->get_array().size());
        const auto* root = entry.data.if_contains("root");
        const auto* slot = entry.data.if_contains("slot");
        if (entry.type == "object.stored" && root != nullptr && root->is_string() &&
            slot != nullptr && slot->is_string()) {
            said.objects.emplace(std::string(root->get_string()),
                                 Named{std::string(slot->get_string()), entry.id});
        }
        const auto* classes = entry.data.if_contains("classes");
        if (entry.type == "item.erased" && classes != nullptr && classes->is_array()) {
            for (const auto& each : classes->get_array()) {
                if (each.is_string()) said.erased[entry.id].insert(std::string(each.get_string()));
            }
        }
        if (const auto* service = entry.data.if_contains("service");
            service != nullptr && service->is_string())
            said.service = std::string(service->get_string());
        if (entry.type != "item.accepted" && entry.type != "item.refused") return;
        said.first = entry;
        if (live_since(entry.at))
            unseen_.insert_or_assign(
                name, Named{"log " + log.value + " entry " + std::to_string(index), entry.id});
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

    /// What was erased of an item, and by which entries of whatever log.
    Erased erased_of(const Secret& record_key, const StoredItem& item) {
        Erased all;
        for (const auto& [log, size] : sizes_) {
            const auto found =
                said_.find(log.value + "/" + vault::item_ref(record_key, item.row.id, log));
            if (found != said_.end())
                all.insert(found->second.erased.begin(), found->second.erased.end());
        }
        return all;
    }

    /// Whether what an entry named was erased by a later one.
    static bool is_erased(const Erased& erased, const std::string& data_class,
                          const EntryId& entry) {
        return std::any_of(erased.upper_bound(entry), erased.end(),
                           [&](const auto& each) { return each.second.contains(data_class); });
    }

    void compare_bytes(bool there, bool erased, const std::string& where, const char* missing) {
        if (!there && !erased) report(where, missing);
        if (there && erased) report(where, "the log says that it was erased, and it is there");
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
            const auto size = sizes_.find(entry.log);
            if (size != sizes_.end() && entry.index && *entry.index < size->second) continue;
            changing = true;
            if (size == sizes_.end()) continue;  // a closed log, which is told already
            if (entry.index && !has_now(entry.log, *entry.index))
                report(where,
                       "log " + entry.log.value + " has no entry " + std::to_string(*entry.index));
        }
        std::set<std::string> said_seals;
        std::string service = name_of(Service::standard);
        std::size_t pictures_due = 0;
        const Erased erased = erased_of(record_key, item);
        for (const auto& [log, size] : sizes_) {
            const std::string name =
                log.value + "/" + vault::item_ref(record_key, item.row.id, log);
            const auto found = said_.find(name);
            std::map<std::uint64_t, EntryId> places;
            for (const StoredEntry& entry : item.entries) {
                if (entry.log == log && entry.index && *entry.index < size &&
                    !lost_.contains(entry.id))
                    places.emplace(*entry.index, entry.id);
            }
            const auto none = std::map<std::uint64_t, EntryId>{};
            if (places != (found == said_.end() ? none : found->second.places))
                report(where, "its entries are not those that log " + log.value + " has of it");
            if (found == said_.end()) continue;
            const Said& said = found->second;
            if (said.service) service = *said.service;
            unseen_.erase(name);
            for (const auto& [entry, count] : said.announced)
                pictures_due += is_erased(erased, "picture", entry) ? 0 : count;
            for (const auto& [root, bytes] : said.objects)
                pictures_due -= is_erased(erased, "picture", bytes.entry) ? 0 : 1;
            for (const auto& [digest, bytes] : said.seals) {
                said_seals.insert(digest);
                compare_bytes(seals.contains(digest), is_erased(erased, bytes.what, bytes.entry),
                              where + " " + bytes.what,
                              "the log names sealed bytes that are not there");
            }
            for (const auto& [root, bytes] : said.objects)
                compare_bytes(objects.contains(root + " " + bytes.what),
                              is_erased(erased, "picture", bytes.entry), where + " " + bytes.what,
                              "the log names a picture that is not there");
            if (!said.first) continue;
            compare_row(item.row, *said.first, where);
            if (item.row.log != log)
                report(where, "its log is not the one that has its acceptance");
        }
        if (changing) return;
        if (item.row.pictures_due != pictures_due)
            report(where, "how many pictures are due is not as the log has it");
        if (name_of(item.row.service) != service)
            report(where, "its service is not the one in the log");
        for (const std::string& digest : seals) {
            if (!said_seals.contains(digest))
                report(where, "sealed bytes of it are not those that a log names");
        }
    }

    static std::string name_of(Service service) {
        return boost::describe::enum_to_string(service, "?");
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
        if (!key.ok()) return report_missing(key.error(), where + " " + name);
        const auto opened = vault::open_record(
            record.sealed, vault::record_key(key.value(), item.row.id, record.revision),
            {node_.origin(), item.row.id, record.data_class, record.revision});
        if (!opened.ok()) return report(where + " " + name, opened.error().what);
        if (record.data_class == DataClass::record && record.revision == 1)
            check_found(day, item.row.id, opened.value(), where);
    }

    /// A destroyed key is over its term, what it sealed is sealed for good; a damaged slot is named
    /// among the keys.
    void report_missing(const Fault& why, const std::string& where) {
        if (why.kind == FaultKind::unavailable) report(where, "the keyring has no key for it");
    }

    /// Whether a search by the item's own code leads to it. The other tokens were written in the
    /// same transaction.
    void check_found(Day day, const ItemId& item, const vault::OpenedRecord& record,
                     const std::string& where) {
        const auto key = node_.keys().key(day, DataClass::token);
        if (!key.ok()) return;
        const Token token =
            vault::token_of(key.value(), vault::TokenKind::item_code, record.text("item.code"));
        const auto found = node_.days().find_by_tokens(day, std::span(&token, 1), 16);
        const bool there = found.ok() && std::find(found.value().begin(), found.value().end(),
                                                   item) != found.value().end();
        if (!there) report(where, "a search by its code does not find it; run buuan rebuild");
    }

    void check_object(Day day, const StoredItem& item, const ObjectRow& object,
                      const std::string& where) {
        ++objects_;
        const auto key = node_.keys().key(day, object.data_class);
        if (!key.ok()) return report_missing(key.error(), where + " " + object.slot);
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
    std::map<std::string, Said> said_;     // by log and reference
    std::map<std::string, Named> unseen_;  // acceptances whose items were not come across yet
    std::set<EntryId> lost_;               // entries that the logs call lost
    NamedRules rules_;
    boost::json::array problems_;
};

}  // namespace

Result<boost::json::object> check_everything(node::Node& node) {
    Checker checker(node);
    // A damaged log takes nothing in; that is what a check is for, so it goes on.
    if (auto settled = node.settle(); !settled.ok())
        checker.report("pending entries", settled.error().what);
    if (auto done = checker.run(); !done.ok()) return done.error();
    return checker.answer();
}

Response post_check(Api& api, const Call& call) {
    const Gate::Place place(api.checks);
    if (!place) return http::problem(call.request, 503, "busy");
    const auto found = check_everything(api.node);
    if (!found.ok()) return http::problem(call.request, found.error());
    return Response::json(boost::json::serialize(found.value()));
}

}  // namespace buuan::api
