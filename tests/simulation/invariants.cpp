// What must hold whatever happened: what the outside was told against what the node has.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "evidence/picture.hpp"
#include "world.hpp"

namespace buuan::simulation {
namespace {

namespace json = boost::json;

std::string member(const json::value& value, const char* name) {
    const auto* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
    if (found == nullptr) return "";
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

}  // namespace

std::vector<std::string> World::broken() {
    if (node_ == nullptr && !start()) return std::exchange(wrong_, {});
    send_again();
    if (!open_.empty()) complain(std::to_string(open_.size()) + " requests stay unanswered");
    if (const auto settled = node_->settle(); !settled.ok())
        complain("the logs do not take what waits: " + settled.error().what);
    watch();
    look_at_items();
    look_at_numbers();
    look_at_purged();
    look_at_logs();
    look_at_objects();
    look_at_register();
    look_at_check();
    return std::exchange(wrong_, {});
}

/// Acknowledged: there, as it was said, opens, and has its leaf.
void World::look_at_items() {
    for (const Item& item : items_) {
        if (purging_.contains(item.day)) continue;
        const std::string name = "item " + item.id.text();
        const auto got = call(http::Method::get, item.path);
        if (item.too_late && (item.answered || got.status != 404))
            complain(name + " was refused as too late, and is there");
        if (!item.answered) continue;
        if (got.status != 200) {
            complain(name + " was acknowledged and is gone: " + got.body);
            continue;
        }
        const json::value row = json::parse(got.body);
        if (member(row, "number") != std::to_string(item.number) ||
            member(row, "counter") != item.sending.post->counter ||
            member(row, "accepted_at") != item.accepted_at || member(row, "state") != item.state)
            complain(name + " is not as it was said: " + got.body + ", said: " +
                     std::to_string(item.number) + " " + item.accepted_at + " " + item.state);
        for (const std::string& slot : item.stored) {
            if (got.body.find("\"slot\":\"" + slot + "\"") == std::string::npos)
                complain(name + " has lost its picture " + slot);
        }
        for (const auto& entry : row.at("entries").as_array()) {
            if (!entry.as_object().contains("index"))
                complain(name + " has an entry without a leaf");
        }
    }
    // Some are opened, with their pictures; `check` opens them all.
    for (int n = 0; n < 2; ++n) {
        Item* item = choose(false);
        if (item == nullptr) return;
        const std::string opening = CommandId::make(machine.clock.now(), machine.entropy).text();
        ++acts_sent_;
        const auto opened =
            call(http::Method::post, item->path + "/openings",
                 json::serialize(json::object{{"id", opening}, {"purpose", "internal_check"}}));
        if (opened.status != 200) {
            complain("item " + item->id.text() + " does not open: " + opened.body);
            continue;
        }
        ++acts_told_;
        if (const auto wrong = differs(*item, opened)) complain(*wrong);
        for (const std::string& slot : item->stored) {
            const auto shown =
                call(http::Method::get, item->path + "/objects/" + slot, {}, opening);
            const auto clean = evidence::read_picture(as_bytes(*item->sending.pictures.at(slot)));
            if (shown.status != 200 || shown.body != as_text(clean.value().clean))
                complain("picture " + slot + " of item " + item->id.text() +
                         " is not the one that was sent");
        }
    }
}

/// A counter's numbers of a day run 1, 2, 3 …; no code is given twice.
void World::look_at_numbers() {
    std::map<std::pair<Day, std::string>, std::multiset<std::uint64_t>> numbers;
    std::set<std::string> codes;
    for (const Item& item : items_) {
        if (!item.answered) continue;
        numbers[{item.day, item.sending.post->counter}].insert(item.number);
        if (!item.code.empty() && !codes.insert(item.code).second)
            complain("the code " + item.code + " was given twice");
    }
    for (const auto& [counter, used] : numbers) {
        if (purging_.contains(counter.first)) continue;
        std::uint64_t next = 1;
        for (const std::uint64_t number : used) {
            if (number != next++) {
                complain("counter " + counter.second + " on " + counter.first.text() +
                         " jumps to " + std::to_string(number));
                break;
            }
        }
    }
}

/// What was destroyed stays destroyed; nothing of it opens.
void World::look_at_purged() {
    for (const auto& [day, data_class] : destroyed_) {
        const auto key = node_->keys().key(day, data_class);
        if (key.ok() || key.error().kind != FaultKind::denied)
            complain("a destroyed key is back: " + day.text());
    }
    bool looked = false;
    for (const Item& item : items_) {
        if (!purged_.contains(item.day) || (looked && !item.held)) continue;
        const auto got = call(http::Method::get, item.path);
        const auto opened =
            call(http::Method::post, item.path + "/openings",
                 json::serialize(json::object{
                     {"id", CommandId::make(machine.clock.now(), machine.entropy).text()},
                     {"purpose", "internal_check"}}));
        if (opened.status == 200) {
            ++acts_sent_;
            ++acts_told_;
        }
        const bool there = got.status == 200 || opened.status == 200;
        if (there && !item.held)
            complain("item " + item.id.text() + " of a purged day is still there");
        if (item.held && (opened.status != 200 || differs(item, opened)))
            complain("item " + item.id.text() + " was held and is gone: " + opened.body +
                     ", holds: " + call(http::Method::get, "/api/v1/holds").body);
        looked = true;  // one of the others is enough: it costs an act
    }
    const auto days = node_->days().days();
    for (const Day day : days.ok() ? days.value() : std::vector<Day>{}) {
        if (purged_.contains(day)) complain("the purged day " + day.text() + " is still there");
    }
}

/// A leaf never changes, no head contradicts an earlier one, nothing is in a log twice.
void World::look_at_logs() {
    std::set<std::string> ids;
    std::size_t acts = 0;
    for (const auto& log : node_->logs().all()) {
        for (std::string& what : witness_.read(*log)) complain(std::move(what));
        for (const std::string& text : witness_.entries(log->name.value)) {
            const json::value entry = json::parse(text);
            if (!ids.insert(member(entry, "id")).second)
                complain("an entry is in the logs twice: " + member(entry, "id"));
            if (member(entry, "type") == "sealed.act") ++acts;
        }
    }
    // An act is durable before anything is shown, and enters with the hour.
    const auto waiting = node_->store().list("act_due", "", 10'000);
    if (waiting.ok()) acts += waiting.value().size();
    if (acts < acts_told_ || acts > acts_sent_)
        complain(std::to_string(acts) + " acts are recorded; " + std::to_string(acts_told_) +
                 " were answered, " + std::to_string(acts_sent_) + " sent");
}

/// Every row has its bytes (`check` says so); every stored object its row, or is one of those that
/// an interrupted request left.
void World::look_at_objects() {
    std::size_t unnamed = 0;
    const auto days = node_->days().days();
    for (const Day day : days.ok() ? days.value() : std::vector<Day>{}) {
        const auto stored = node_->objects().list(day, DataClass::picture);
        const auto items = node_->days().scan(day, std::nullopt, 10'000);
        if (!stored.ok() || !items.ok()) {
            complain("the objects of " + day.text() + " cannot be listed");
            continue;
        }
        std::set<Digest> named;
        for (const StoredItem& item : items.value()) {
            for (const ObjectRow& object : item.objects) named.insert(object.object);
        }
        for (const Digest& object : stored.value()) unnamed += named.contains(object) ? 0 : 1;
    }
    if (unnamed > pictures_repeated_)
        complain(std::to_string(unnamed) + " stored objects have no row; " +
                 std::to_string(pictures_repeated_) + " pictures were sent again");
}

void World::look_at_register() {
    const auto register_now = node_->register_now();
    for (const auto& [path, until] : devices_) {
        const auto found = register_now->equipment.find({path.substr(path.rfind('/') + 1)});
        if (found == register_now->equipment.end() ||
            found->second.valid_until != Day::parse(until))
            complain("the register does not have what was acknowledged: " + path);
    }
}

void World::look_at_check() {
    const auto checked = call(http::Method::post, "/api/v1/checks");
    if (checked.status != 200) return complain("check: " + checked.body);
    const json::value answer = json::parse(checked.body);
    for (const auto& problem : answer.at("problems").as_array())
        complain("check: " + json::serialize(problem));
    std::size_t live = 0;
    for (const Item& item : items_) live += item.answered && !purging_.contains(item.day) ? 1 : 0;
    const auto counted = answer.at("items").to_number<std::size_t>();
    std::size_t half = 0;  // of days whose end was begun
    for (const Item& item : items_)
        half += item.answered && purging_.contains(item.day) && !purged_.contains(item.day) ? 1 : 0;
    if (counted < live || counted > live + half)
        complain("check counts " + std::to_string(counted) + " items; " + std::to_string(live) +
                 " were acknowledged");
}

}  // namespace buuan::simulation
