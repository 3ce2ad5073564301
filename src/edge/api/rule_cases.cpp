// POST /api/v1/rule-cases: declarations that were found wrong, for whoever edits the goods rules.
// It opens records, so it is an act with a purpose, sealed before anything is shown; what goes out
// has no people in it (disclosure/redaction.hpp).
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "disclosure/redaction.hpp"
#include "disclosure/trace.hpp"
#include "edge/api/api.hpp"
#include "vault/derive.hpp"
#include "vault/record.hpp"

namespace buuan::api {
namespace {

struct CasesWanted {
    CommandId id;
    std::string purpose;
    std::optional<Personal> note;
    Day from;
    Day to;
};
BOOST_DESCRIBE_STRUCT(CasesWanted, (), (id, purpose, note, from, to))

constexpr std::size_t page = 500;
constexpr std::size_t cases_max = 1000;
constexpr std::size_t note_bytes_max = 1000;

std::string declared_in(const vault::OpenedRecord& record) {
    std::string declared;
    for (const auto& [label, value] : record.fields) {
        if (!label.starts_with("contents.") || !label.ends_with(".text")) continue;
        if (!declared.empty()) declared += ", ";
        declared += value.reveal();
    }
    return declared;
}

/// Looks through the minutes of some days for what was found.
class Cases {
public:
    Cases(Api& api, const std::optional<SiteCode>& site) : api_(api), site_(site) {}

    Result<Done> look_at(Day day) {
        const auto minutes_key = api_.node.keys().key(day, DataClass::minutes);
        const auto record_key = api_.node.keys().key(day, DataClass::record);
        if (!minutes_key.ok() || !record_key.ok()) {
            ++days_without_key_;
            return Done{};
        }
        std::optional<ItemId> after;
        for (bool more = true; more && !truncated_;) {
            const auto records =
                api_.node.days().newest_records(day, DataClass::minutes, after, page);
            if (!records.ok()) return records.error();
            more = records.value().size() == page;
            for (const auto& [item, revision, sealed] : records.value()) {
                after = item;
                const auto stored = api_.node.days().find(day, item);
                if (!stored.ok()) return stored.error();
                if (!stored.value() || (site_ && *site_ != stored.value()->row.site)) continue;
                take(*stored.value(), minutes_key.value(), record_key.value());
                truncated_ = ++looked_at_ >= disclosure::scanned_max || cases_.size() >= cases_max;
                if (truncated_) break;
            }
        }
        return Done{};
    }

    boost::json::object answer() {
        return {{"cases", std::move(cases_)},
                {"items_looked_at", looked_at_},
                {"days_without_key", days_without_key_},
                {"damaged", damaged_},
                {"truncated", truncated_}};
    }

private:
    std::optional<vault::OpenedRecord> open(const StoredItem& stored, const SealedRow& record,
                                            const Secret& key) {
        auto opened = vault::open_record(
            record.sealed, vault::record_key(key, stored.row.id, record.revision),
            {api_.node.origin(), stored.row.id, record.data_class, record.revision});
        if (opened.ok()) return std::move(opened).value();
        ++damaged_;
        return std::nullopt;
    }

    void take(const StoredItem& stored, const Secret& minutes_key, const Secret& record_key) {
        for (const SealedRow& record : stored.records) {
            if (record.data_class != DataClass::minutes) continue;
            const auto minutes = open(stored, record, minutes_key);
            if (!minutes || minutes->text("found").empty()) continue;
            add(stored, *minutes, record_key);
        }
    }

    /// The declaration as it was at acceptance, which the rules then decided on.
    void add(const StoredItem& stored, const vault::OpenedRecord& minutes,
             const Secret& record_key) {
        for (const SealedRow& record : stored.records) {
            if (record.data_class != DataClass::record || record.revision != 1) continue;
            const auto declared = open(stored, record, record_key);
            if (!declared) continue;
            const std::array names = {std::string_view(declared->text("sender.name")),
                                      std::string_view(declared->text("recipient.name"))};
            boost::json::object one{
                {"text", disclosure::without_people(declared_in(*declared), names)},
                {"found", minutes.text("found")},
                {"how", minutes.text("how")},
                {"month", Day::of(stored.row.accepted_at).text().substr(0, 7)}};
            add_decision(stored, one);
            cases_.push_back(std::move(one));
        }
    }

    /// What was decided at acceptance, and under which rules, as the log has it.
    void add_decision(const StoredItem& stored, boost::json::object& one) {
        if (stored.entries.empty()) return;
        const auto text = entry_text(api_, stored.entries.front());
        if (!text.ok() || !text.value()) return;
        const auto entry = boost::json::parse(*text.value());
        for (const char* member : {"verdict", "rules"}) {
            if (const auto* said = entry.at("data").as_object().if_contains(member))
                one[member] = *said;
        }
    }

    Api& api_;
    const std::optional<SiteCode> site_;
    boost::json::array cases_;
    std::size_t looked_at_ = 0, days_without_key_ = 0, damaged_ = 0;
    bool truncated_ = false;
};

}  // namespace

Response post_rule_cases(Api& api, const Call& call) {
    const auto body = body_of<CasesWanted>(call);
    if (!body.ok()) return body.error();
    const CasesWanted& wanted = body.value();
    if (!api.node.rules().purposes.contains(wanted.purpose))
        return http::problem(call.request, 422, "bad_document", {{"purpose", "purpose_unknown"}});
    if (wanted.note && wanted.note->reveal().size() > note_bytes_max)
        return http::problem(call.request, 422, "bad_document", {{"note", "too_long"}});
    const int days = wanted.to.number - wanted.from.number + 1;
    if (days < 1 || days > disclosure::days_scanned_max)
        return http::problem(call.request, 422, "bad_document", {{"from", "search_days"}});
    const disclosure::Act act = disclosure::looked_over(
        {wanted.id, "rule_cases", wanted.purpose, wanted.note.value_or(Personal()), {}, {}, {}},
        wanted.from, wanted.to, call.actor.site);
    if (auto failed = record_act(api, call, act)) return *failed;

    Cases cases(api, call.actor.site);
    for (Day day = wanted.from; day <= wanted.to; day = day.plus_days(1)) {
        if (auto looked = cases.look_at(day); !looked.ok())
            return http::problem(call.request, looked.error());
    }
    return Response::json(boost::json::serialize(cases.answer()));
}

}  // namespace buuan::api
