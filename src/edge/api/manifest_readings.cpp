// A contract sender's list as the counter's page sends it: row by row what is wrong, what was
// mended, and the intake that a good row comes to. Nothing is stored and nothing touches a disk;
// the page shows it, and accepts rows by item-batches or one by one at the counter
// (docs/guide/import.md).
#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "edge/api/api.hpp"
#include "edge/manifest/manifest.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;
using acceptance::IntakeProblem;
using manifest::RowProblem;

constexpr std::size_t rows_max = 10'000;

/// Where a member of the intake stands in the list. What is not here is done at the counter.
constexpr std::pair<std::string_view, std::string_view> columns_of_members[] = {
    {"item.type", "type"},
    {"item.service", "service"},
    {"item.order_code", "order_code"},
    {"item.code", "item_code"},
    {"item.weight_g", "weight_g"},
    {"sender.name", "sender_name"},
    {"sender.phone", "sender_phone"},
    {"sender.identity_number", "sender_identity_number"},
    {"sender.tax_code", "sender_tax_code"},
    {"recipient.name", "recipient_name"},
    {"recipient.phone", "recipient_phone"},
    {"recipient.address.province", "recipient_province"},
    {"recipient.address.commune", "recipient_commune"},
    {"recipient.address.street", "recipient_street"},
};

/// Empty for what the list does not say.
std::string_view column_of(std::string_view member) {
    if (member.starts_with("item.things")) {
        if (member.ends_with(".quantity")) return "quantity";
        return member.ends_with(".value_vnd") ? "value_vnd" : "contents";
    }
    const auto* found = std::find_if(std::begin(columns_of_members), std::end(columns_of_members),
                                     [&](const auto& each) { return each.first == member; });
    return found == std::end(columns_of_members) ? "" : found->second;
}

/// What each row is held to.
struct Held {
    manifest::Terms terms;
    bool by_sample{};  // the method's senders may be inspected so
    std::shared_ptr<const screening::RuleSet> goods;
    Instant now;
};

/// What may be missing in the list where the counter asks for it again.
bool is_asked_at_the_counter(const IntakeProblem& problem) {
    return problem.reason == "method_needs" || problem.reason == "weight_needed";
}

class Reading {
public:
    Reading(Api& api, const Held& held) : api_(api), held_(held) {}

    void add(const manifest::Row& row) {
        json::object out{{"row", row.line}};
        if (!row.broken.empty()) {
            out["wrong"] = worded({{"", row.broken}});
        } else if (!row.problems.empty()) {
            out["wrong"] = worded(row.problems);
        } else {
            if (!row.mended.empty()) out["mended"] = worded(row.mended);
            auto intake = manifest::intake_of(row, held_.terms, held_.now);
            if (intake.ok()) {
                check(out, std::move(intake).value());
            } else {
                out["wrong"] = worded(intake.error());
            }
        }
        rows_.push_back(std::move(out));
    }

    std::string finish(const manifest::Reader& reader) {
        const auto& columns = reader.ignored();
        json::array texts;
        for (const std::string& code : codes_) {
            const auto text = http::text_of(code);
            texts.push_back({{"code", code}, {"vi", text.vi}, {"en", text.en}});
        }
        return json::serialize(
            json::object{{"ignored", json::array(columns.begin(), columns.end())},
                         {"hidden", reader.hidden()},
                         {"texts", std::move(texts)},
                         {"rows", std::move(rows_)}});
    }

private:
    /// Holds the intake to all that its acceptance is held to.
    void check(json::object& out, json::object intake) {
        const auto read = buuan::json::read<acceptance::Intake>(json::serialize(intake));
        if (!read.ok()) {
            out["wrong"] =
                worded({{std::string(column_of(read.error().path)), read.error().reason}});
            return;
        }
        const auto checked =
            acceptance::check_intake(read.value(), api_.node.rules().acceptance, *held_.goods,
                                     api_.node.config().code_prefix, held_.now);
        if (!checked.ok() && !sort(out, checked.error())) return;
        if (checked.ok()) {
            const auto& refusals = checked.value().refusals;
            out["refusals"] = json::array(refusals.begin(), refusals.end());
        }
        out["intake"] = std::move(intake);
    }

    /// Into what the list has wrong, and what only keeps the row from being inspected by sample.
    /// Whether it can be accepted all the same, by hand.
    bool sort(json::object& out, const std::vector<IntakeProblem>& problems) {
        std::vector<RowProblem> wrong;
        std::vector<RowProblem> by_hand;
        for (const IntakeProblem& problem : problems) {
            const std::string column(column_of(problem.field));
            if (column.empty()) {
                by_hand.push_back({"", problem.reason});
            } else if (held_.by_sample || !is_asked_at_the_counter(problem)) {
                wrong.push_back({column, problem.reason});
            }
        }
        if (!wrong.empty()) out["wrong"] = worded(wrong);
        if (held_.by_sample && !by_hand.empty()) out["by_hand"] = worded(by_hand);
        return wrong.empty();
    }

    json::array worded(const std::vector<RowProblem>& problems) {
        json::array out;
        for (const RowProblem& problem : problems) {
            codes_.insert(problem.reason);
            out.push_back({{"field", problem.field}, {"reason", problem.reason}});
        }
        return out;
    }

    Api& api_;
    const Held& held_;
    json::array rows_;
    std::set<std::string> codes_;
};

Response unreadable(const Call& call, const manifest::Unreadable& why) {
    std::vector<http::FieldProblem> columns;
    for (const std::string& column : why.columns) columns.push_back({column, why.reason});
    return http::problem(call.request, 422, why.reason, columns);
}

}  // namespace

Response post_manifest_reading(Api& api, const Call& call) {
    const CounterCode counter{call.request.parameter("counter").value_or("")};
    const std::string method = call.request.parameter("method").value_or("");
    if (auto wrong = wrong_counter(api, call, counter)) return *wrong;
    const Instant now = api.node.now();
    const Day today = Day::of(now);
    const auto& rules = api.node.rules().acceptance;
    if (rules.method(method, today) == nullptr)
        return http::problem(call.request, 422, "bad_document", {{"method", "method_unknown"}});
    const auto goods = api.node.goods(today);
    if (!goods.ok()) return http::problem(call.request, 503, "goods_rules_damaged");
    const Gate::Place place(api.readings);
    if (!place) return http::problem(call.request, 503, "busy");

    auto reader = manifest::Reader::of(call.request.body);
    if (!reader.ok()) return unreadable(call, reader.error());
    const Held held{
        {counter.value, method}, rules.sampling(method, today) != nullptr, goods.value(), now};
    Reading reading(api, held);
    for (std::size_t rows = 0; const auto row = reader.value().next();) {
        if (++rows > rows_max) return http::problem(call.request, 422, "manifest_rows");
        reading.add(*row);
    }
    return Response::json(reading.finish(reader.value()));
}

}  // namespace buuan::api
