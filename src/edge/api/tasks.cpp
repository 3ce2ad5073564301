// Gathers what the registers know, has the tasks worked out, and keeps who sees to each. Only the
// owners are stored: rows of node.db, kind "task_owner", by the task's id. Whom a task was given,
// and by whom, is an act as well.
#include <fmt/format.h>
#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "disclosure/complaint.hpp"
#include "disclosure/subject_request.hpp"
#include "edge/api/api.hpp"
#include "edge/api/stopped_items.hpp"
#include "edge/api/task_desk.hpp"
#include "register/tasks.hpp"

namespace buuan::api {
namespace {

namespace json = boost::json;
using register_::OpenMatter;
using register_::Task;
using register_::TaskKind;

constexpr std::size_t tasks_max = 500;
constexpr const char* owner_rows = "task_owner";

struct OwnerRow {
    StaffNumber owner;
    Day due;  // of the task: with another day it is another task
    StaffNumber by;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(OwnerRow, (), (owner, due, by, at))

struct NewOwner {
    std::optional<StaffNumber> owner;
};
BOOST_DESCRIBE_STRUCT(NewOwner, (), (owner))

template <class Enum>
std::string name(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

Result<Done> add_complaints(Api& api, std::vector<OpenMatter>& matters) {
    const auto open = disclosure::open_complaints(api.node.store());
    if (!open.ok()) return open.error();
    for (const disclosure::ComplaintRow& row : open.value()) {
        const std::string label = fmt::format("{}/{}", row.in_year, row.year);
        const std::string number = std::to_string(row.number);
        if (!row.answered_at)
            matters.push_back({TaskKind::complaint_answer, number, {}, row.answer_by, {}, label});
        else if (row.pay_by && !row.paid_at)
            matters.push_back({TaskKind::complaint_payment, number, {}, *row.pay_by, {}, label});
    }
    return Done{};
}

Result<Done> add_subject_requests(Api& api, std::vector<OpenMatter>& matters) {
    const auto rows = disclosure::list_requests(api.node.store());
    if (!rows.ok()) return rows.error();
    for (const disclosure::RequestRow& row : rows.value()) {
        if (!row.is_open()) continue;
        const std::string number = std::to_string(row.number);
        if (!row.answered_at)
            matters.push_back({TaskKind::subject_answer, number, {}, row.answer_by, {}, {}});
        matters.push_back({TaskKind::subject_request, number, {}, row.due, {}, {}});
    }
    return Done{};
}

/// Of an item nothing but its code is told; the task is named by the entry that stopped it.
Result<Done> add_stopped_items(Api& api, const Actor& actor, std::vector<OpenMatter>& matters) {
    Actor everywhere = actor;
    everywhere.site.reset();
    const auto items = stopped_items(api, everywhere, Stopped::untold);
    if (!items.ok()) return items.error();
    for (const json::value& each : items.value()) {
        const json::object& item = each.as_object();
        const auto text = [&](const char* member) {
            const auto* found = item.if_contains(member);
            return found == nullptr ? std::string() : std::string(found->as_string());
        };
        const std::string stopped_at_site = text("stopped_at_site");
        const auto at = Instant::parse(text("stopped_at"));
        const std::string site = stopped_at_site.empty() ? text("site") : stopped_at_site;
        const std::string entry = text("entry");  // not there where its log does not open
        matters.push_back({TaskKind::stopped_item,
                           entry.empty() ? text("item") : entry,
                           SiteCode::parse(site),
                           Day::of(at.value_or(api.node.now())),
                           {},
                           text("item_code")});
    }
    return Done{};
}

Result<Done> add_holds(Api& api, std::vector<OpenMatter>& matters) {
    const auto holds = api.node.retention().holds();
    if (!holds.ok()) return holds.error();
    const auto waits = [&](const retention::HoldRow& row, Instant since,
                           const std::optional<StaffNumber>& second_person) {
        // What ends itself before that has to be approved before that.
        const Day lapses = Day::of(since).plus_days(retention::approval_days_max);
        const Day due = std::min(lapses, row.until);
        matters.push_back({TaskKind::hold, std::to_string(row.number), {}, due, second_person, {}});
    };
    for (const retention::HoldRow& row : holds.value()) {
        if (row.state == retention::HoldState::placed && !row.self)
            waits(row, row.placed_at, row.second_person);
        else if (row.state == retention::HoldState::approved && row.renewal)
            waits(row, row.renewal->at, row.renewal->second_person);
    }
    return Done{};
}

Result<Done> add_clock(Api& api, std::vector<OpenMatter>& matters) {
    const auto clock = api.node.retention().clock_row();
    if (!clock.ok()) return clock.error();
    if (clock.value().doubt_since)
        matters.push_back({TaskKind::clock, "1", {}, Day::of(*clock.value().doubt_since), {}, {}});
    return Done{};
}

Result<std::vector<OpenMatter>> matters_of(Api& api, const Actor& actor) {
    std::vector<OpenMatter> matters;
    if (auto added = add_complaints(api, matters); !added.ok()) return added.error();
    if (auto added = add_subject_requests(api, matters); !added.ok()) return added.error();
    if (auto added = add_stopped_items(api, actor, matters); !added.ok()) return added.error();
    if (auto added = add_holds(api, matters); !added.ok()) return added.error();
    if (auto added = add_clock(api, matters); !added.ok()) return added.error();
    return matters;
}

/// Who may be given a task: members of staff with an account that sees the list; where a site is
/// set, of that site only.
using Able = std::map<StaffNumber, std::optional<SiteCode>>;

Result<Able> able_owners(Api& api, const register_::Register& all) {
    const auto users = api.node.access().users();
    if (!users.ok()) return users.error();
    const auto& roles = api.node.rules().roles;
    const Day today = Day::of(api.node.now());
    Able able;
    for (const register_::User& user : users.value()) {
        const auto role = roles.find(user.role);
        const auto member = all.staff.find(user.by);
        const bool works = member != all.staff.end() &&
                           (!member->second.left_on || today <= *member->second.left_on);
        const bool sees = works && !user.disabled && role != roles.end() &&
                          role->second.may.contains(Action::read_register);
        if (!sees) continue;
        const auto [known, is_new] = able.emplace(user.by, user.site);
        if (!is_new && !user.site) known->second.reset();
    }
    return able;
}

bool fits(const Able& able, const StaffNumber& owner, const Task& task) {
    const auto named = able.find(owner);
    return named != able.end() && (!named->second || named->second == task.site);
}

/// What is to be done, and the owners that were put, each on its task.
struct Gathered {
    std::shared_ptr<const register_::Register> all;
    std::vector<Task> tasks;
    std::vector<register_::Tile> tiles;  // of what the actor sees
    std::map<std::string, OwnerRow> owners;
    Able able;
};

Result<Gathered> gather(Api& api, const Actor& actor) {
    const Day today = Day::of(api.node.now());
    Gathered gathered{api.node.register_now(), {}, {}, {}, {}};
    auto matters = matters_of(api, actor);
    if (!matters.ok()) return matters.error();
    const register_::TaskFacts facts{*gathered.all,
                                     api.node.rules().sites,
                                     api.node.rules().alerts,
                                     api.node.goods_digest(today),
                                     std::move(matters).value(),
                                     today};
    gathered.tasks = register_::tasks_of(facts);
    gathered.tiles = register_::tiles_of(facts, gathered.tasks, actor.site);
    const auto rows = register_::list_all(api.node.store(), owner_rows);
    if (!rows.ok()) return rows.error();
    for (const register_::Row& row : rows.value()) {
        auto owner = buuan::json::read<OwnerRow>(row.body);
        if (!owner.ok()) continue;  // as if it was given to nobody: it can be given anew
        gathered.owners.emplace(row.key, std::move(owner).value());
    }
    auto able = able_owners(api, *gathered.all);
    if (!able.ok()) return able.error();
    gathered.able = std::move(able).value();
    for (Task& task : gathered.tasks) {
        const auto put = gathered.owners.find(task.id());
        const bool is_given = put != gathered.owners.end() && put->second.due == task.due &&
                              fits(gathered.able, put->second.owner, task);
        if (is_given && task.kind != TaskKind::hold) task.owner = put->second.owner;
    }
    return gathered;
}

/// Of holds one sees what the list of holds shows; of a site, what is its own.
bool may_see(const Actor& actor, const Task& task) {
    if (task.kind == TaskKind::hold && task.owner == actor.by) return true;
    if (task.kind == TaskKind::hold && !actor.allowed(Action::manage_holds)) return false;
    return !actor.site || task.site == actor.site;
}

/// Where in the app it is seen to; nullptr where nowhere yet.
const char* page_of(TaskKind kind) {
    switch (kind) {
        case TaskKind::site_equipment:
        case TaskKind::equipment:
        case TaskKind::vehicle:
            return "/app/at/thiet-bi";
        case TaskKind::complaint_answer:
        case TaskKind::complaint_payment:
            return "/app/tra-cuu/khieu-nai";
        case TaskKind::subject_answer:
        case TaskKind::subject_request:
            return "/app/at/yeu-cau";
        case TaskKind::stopped_item:
            return "/app/khai-thac/giu-lai";
        case TaskKind::hold:
            return "/app/at/luu-tru/giu";
        case TaskKind::clock:
            return "/app/at/luu-tru";
        default:
            return nullptr;
    }
}

json::object json_of(const register_::Register& all, const Task& task) {
    json::object out{{"id", task.id()},         {"kind", name(task.kind)},
                     {"law", task.law},         {"severity", name(task.severity)},
                     {"subject", task.subject}, {"due", task.due.text()},
                     {"missing", task.missing}, {"blocks", task.blocks}};
    if (!task.label.empty()) out["label"] = task.label;
    if (!task.detail.empty()) out["detail"] = task.detail;
    if (const char* page = page_of(task.kind)) out["page"] = page;
    if (task.site) {
        out["site"] = task.site->value;
        const auto site = all.sites.find(*task.site);
        if (site != all.sites.end()) out["site_name"] = site->second.name;
    }
    if (!task.owner) return out;
    json::object owner{{"number", task.owner->value}};
    const auto member = all.staff.find(*task.owner);
    if (member != all.staff.end()) owner["role_title"] = member->second.role_title;
    out["owner"] = std::move(owner);
    return out;
}

json::array owners_json(const register_::Register& all, const Able& able) {
    json::array owners;
    for (const auto& [number, site] : able) {
        json::object owner{{"number", number.value},
                           {"role_title", all.staff.at(number).role_title}};
        if (site) owner["site"] = site->value;
        owners.push_back(std::move(owner));
    }
    return owners;
}

json::array tiles_json(const std::vector<register_::Tile>& tiles) {
    json::array out;
    for (const register_::Tile& tile : tiles)
        out.push_back({{"kind", name(tile.kind)},
                       {"good", tile.good},
                       {"base", tile.base},
                       {"percent_min", tile.percent_min},
                       {"enough", tile.is_enough()}});
    return out;
}

/// Puts the owner's row, and takes away those of tasks that are over.
register_::RegisterWrite owner_write(Api& api, const Call& call, const Gathered& gathered,
                                     const Task& task, const std::optional<StaffNumber>& owner) {
    register_::RegisterWrite write;
    std::map<std::string, Day> open;
    for (const Task& each : gathered.tasks) open.emplace(each.id(), each.due);
    for (const auto& [id, row] : gathered.owners) {
        const auto found = open.find(id);
        const bool is_over = found == open.end() || found->second != row.due;
        if (is_over || (id == task.id() && !owner)) write.erase.emplace_back(owner_rows, id);
    }
    if (owner)
        write.put.push_back(
            {owner_rows, task.id(),
             buuan::json::write(OwnerRow{*owner, task.due, call.actor.by, api.node.now()})});
    return write;
}

}  // namespace

Response list_tasks(Api& api, const Call& call) {
    const auto asked = call.request.parameter("kind");
    std::optional<TaskKind> kind;
    if (asked && !boost::describe::enum_from_string(asked->c_str(), kind.emplace()))
        return http::problem(call.request, 400, "bad_document", {{"kind", "bad_value"}});
    const auto gathered = gather(api, call.actor);
    if (!gathered.ok()) return http::problem(call.request, gathered.error());
    const register_::Register& all = *gathered.value().all;
    std::map<register_::Severity, std::uint64_t> counts;
    json::array tasks;
    std::uint64_t of_kind = 0;
    for (const Task& task : gathered.value().tasks) {
        if (!may_see(call.actor, task)) continue;
        ++counts[task.severity];
        if (kind && task.kind != *kind) continue;
        if (++of_kind <= tasks_max) tasks.push_back(json_of(all, task));
    }
    const Instant now = api.node.now();
    json::object out{{"now", now.text()},
                     {"day", Day::of(now).text()},
                     {"overdue", counts[register_::Severity::overdue]},
                     {"today", counts[register_::Severity::today]},
                     {"soon", counts[register_::Severity::soon]},
                     {"tiles", tiles_json(gathered.value().tiles)},
                     {"tasks", std::move(tasks)},
                     {"more", of_kind > tasks_max ? of_kind - tasks_max : 0}};
    if (call.actor.allowed(Action::assign_tasks)) {
        out["owners"] = owners_json(all, gathered.value().able);
    }
    return Response::json(json::serialize(out));
}

Response put_task_owner(Api& api, const Call& call) {
    const auto body = body_of<NewOwner>(call);
    if (!body.ok()) return body.error();
    const auto& owner = body.value().owner;
    const auto gathered = gather(api, call.actor);
    if (!gathered.ok()) return http::problem(call.request, gathered.error());
    const auto& tasks = gathered.value().tasks;
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const Task& task) {
        return task.id() == call.parts.at(0) && may_see(call.actor, task);
    });
    if (found == tasks.end()) return http::problem(call.request, 404, "task_unknown");
    if (found->kind == TaskKind::hold) return http::problem(call.request, 409, "owner_is_named");
    if (owner && !fits(gathered.value().able, *owner, *found))
        return http::problem(call.request, 422, "bad_document", {{"owner", "owner_sees_no_task"}});
    if (auto failed = record_act(api, call,
                                 {CommandId::make(api.node.now(), api.node.entropy()),
                                  "task_owner",
                                  "internal_check",
                                  Personal(found->id() + " " + (owner ? owner->value : "-")),
                                  std::nullopt,
                                  {},
                                  {}}))
        return *failed;
    const auto write = owner_write(api, call, gathered.value(), *found, owner);
    if (auto applied = api.node.store().apply(write); !applied.ok())
        return http::problem(call.request, applied.error());
    Task task = *found;
    task.owner = owner;
    return Response::json(json::serialize(json_of(*gathered.value().all, task)));
}

}  // namespace buuan::api
