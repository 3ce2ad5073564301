#include "world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.hpp"

namespace buuan::simulation {
namespace {

namespace json = boost::json;

constexpr const char* goods[] = {"áo sơ mi", "sách giáo khoa lớp 6", "chè Shan tuyết",
                                 "khăn thổ cẩm", "giày thể thao"};
const std::vector<DataClass> going = {DataClass::record, DataClass::identity, DataClass::token,
                                      DataClass::picture, DataClass::minutes};

json::object object_of(const std::string& text) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    return !error && value.is_object() ? value.get_object() : json::object();
}

std::string text_in(const json::object& object, const char* member) {
    const auto* found = object.if_contains(member);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

}  // namespace

World::World(Options options)
    : machine(options.seed),
      random(options.seed * 7 + 3),
      options_(std::move(options)),
      people_(options_.seed) {
    log::set_level(log::Level::off);
    if (options_.in_memory) stores_ = std::make_unique<MemoryStores>();
}

World::~World() {
    stop();
}

void World::tell(std::string what) {
    story_.push_back(machine.clock.now().text() + " change " + std::to_string(machine.changes()) +
                     ": " + std::move(what));
}

// ---- the node
// --------------------------------------------------------------------------------------

void World::begin() {
    node::CreateOptions create;
    create.config.name = "Bưu chính Mô Phỏng";
    create.config.origin = "mo-phong.example";
    create.config.home_province = "11";
    create.config.public_url = "https://mo-phong.example";
    create.config.days_open_max = 3;
    auto storage = options_.in_memory ? memory_storage(machine, *stores_, options_.mutant)
                                      : sqlite_storage(machine, options_.mutant);
    const auto made = node::Node::create(std::move(storage), create, vault::RootMeans(),
                                         machine.clock, machine.entropy);
    if (!made.ok()) return complain("the node could not be made: " + made.error().what);
    if (!start()) return;
    for (const Row& row : enterprise()) {
        const auto answer = call(http::Method::put, row.path, json::serialize(row.body));
        if (answer.status >= 300) complain(row.path + ": " + answer.body);
    }
    for (const char* site : {"BC1", "TT2"}) {
        const auto engaged = call(http::Method::post, "/api/v1/staff",
                                  json::serialize(member_of_staff(site, people_.next())));
        const std::string number = text_in(object_of(engaged.body), "number");
        const auto key = call(
            http::Method::post, "/api/v1/api-keys",
            json::serialize(json::object{{"id", site == std::string("BC1") ? "quay-1" : "quay-2"},
                                         {"role", "system"},
                                         {"by", number}}));
        staff_[site] = number;
        keys_[site] = text_in(object_of(key.body), "key");
        if (keys_[site].empty()) complain("no key: " + engaged.body + key.body);
    }
    do_jobs();
}

void World::stop() {
    router_.reset();
    api_.reset();
    node_.reset();
}

bool World::start() {
    stop();
    if (!machine.has_power()) machine.restore_power();
    auto storage = options_.in_memory ? memory_storage(machine, *stores_, options_.mutant)
                                      : sqlite_storage(machine, options_.mutant);
    auto opened =
        node::Node::open(std::move(storage), vault::RootMeans(), machine.clock, machine.entropy);
    if (!opened.ok()) {
        if (machine.has_power() && !machine.troubles.any())
            complain("it did not start: " + opened.error().what);
        return false;
    }
    node_ = std::move(opened).value();
    api_ = std::make_unique<api::Api>(*node_);
    router_ = std::make_unique<http::Router>(api::make_router(*api_));
    watch();
    return true;
}

void World::do_jobs() {
    if (node_ == nullptr) return;
    node_->do_jobs();
    watch();
}

void World::watch() {
    for (const char* log : log_names) {
        if (!machine.has_power() || node_->logs().find({log}) == nullptr) continue;
        const auto note = call(http::Method::get, "/logs/" + std::string(log) + "/checkpoint");
        if (!machine.has_power() || note.status != 200 || note.body.empty()) continue;
        for (std::string& what : witness_.see(log, note.body)) complain(std::move(what));
    }
}

http::Response World::call(http::Method method, const std::string& path, std::string body,
                           const std::string& opening, const std::string& site) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = std::move(body);
    request.door = http::Door::local;
    request.peer = "local";
    request.peer_uid = 0;
    request.id = "simulation";
    if (!opening.empty()) request.headers.emplace_back("buuan-opening", opening);
    if (path.starts_with("/api/v1/item"))
        request.headers.emplace_back("authorization", "Bearer " + keys_[site]);
    return router_->handle(request);
}

// ---- errands
// ---------------------------------------------------------------------------------------

void World::send(Errand errand) {
    for (const std::size_t item : errand.items) ++items_[item].errands;
    if (go(errand)) return settle(errand);
    open_.push_back(std::move(errand));
}

void World::settle(const Errand& errand) {
    for (const std::size_t item : errand.items) --items_[item].errands;
}

void World::send_again() {
    for (std::size_t left = open_.size(); left > 0 && node_ != nullptr; --left) {
        Errand errand = std::move(open_.front());
        open_.pop_front();
        if (go(errand)) {
            settle(errand);
        } else {
            open_.push_back(std::move(errand));
        }
    }
}

bool World::go(Errand& errand) {
    ++errand.tries;
    if (!machine.has_power() || node_ == nullptr) return false;
    if (errand.tries > 1) ++interrupted_;
    if (errand.kind == Kind::picture && errand.tries > 1) ++pictures_repeated_;
    if (errand.kind == Kind::purge) return go_purge(errand);
    const char* site = errand.items.empty() ? "BC1" : items_[errand.items[0]].sending.post->site;
    const auto response = call(errand.method, errand.path, errand.body, {}, site);
    watch();
    if (!machine.has_power()) return false;
    if (response.status >= 500) {
        if (response.status == 507) ++refused_full_;
        if (!machine.troubles.any())
            complain(errand.path + " was answered " + std::to_string(response.status) +
                     " without a reason: " + response.body);
        return false;
    }
    return take(errand, response);
}

/// Acceptances and events have their time. What comes again when it is over, and was not made
/// durable the first time, is refused; the clerk begins anew.
bool World::is_late(const Errand& errand, const std::string& answer) {
    return errand.tries > 1 && (answer.find("\"at_not_now\"") != std::string::npos ||
                                answer.find("\"day_unknown\"") != std::string::npos);
}

bool World::take(const Errand& errand, const http::Response& response) {
    const bool known_act =
        errand.kind == Kind::opening && errand.tries > 1 && response.status == 409;
    if (response.status == 422 && is_late(errand, response.body)) {
        if (errand.kind == Kind::acceptance) items_[errand.items[0]].too_late = true;
        return true;
    }
    if (errand.kind == Kind::hold && response.status == 409 && purging_.contains(errand.day) &&
        response.body.find("nothing_to_hold") != std::string::npos)
        return true;  // it came too late, and was told so
    if (response.status >= 400 && !known_act) {
        complain(errand.path + " was refused, " + std::to_string(response.status) + ": " +
                 response.body);
        return true;
    }
    switch (errand.kind) {
        case Kind::acceptance:
            take_acceptance(items_[errand.items[0]], object_of(response.body));
            return true;
        case Kind::batch: {
            std::string_view rest = response.body;
            bool all = true;
            for (const std::size_t item : errand.items) {
                const auto end = rest.find('\n');
                const json::object line = object_of(std::string(rest.substr(0, end)));
                rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
                if (is_late(errand, json::serialize(line))) {
                    items_[item].too_late = true;
                    continue;
                }
                const bool good = line.if_contains("problem") == nullptr && !line.empty();
                if (good) take_acceptance(items_[item], line);
                if (!good && !machine.troubles.any())
                    complain("a line of a batch: " + json::serialize(line));
                all = all && good;
            }
            return all || !machine.troubles.any();
        }
        case Kind::picture:
            items_[errand.items[0]].stored.insert(errand.what);
            return true;
        case Kind::event:
            items_[errand.items[0]].state = errand.what;
            return true;
        case Kind::opening:
            if (known_act) return true;
            ++acts_told_;
            if (const auto wrong = differs(items_[errand.items[0]], response)) complain(*wrong);
            return true;
        case Kind::row:
            devices_[errand.path] = errand.what;
            return true;
        case Kind::hold:
            ++acts_told_;
            items_[errand.items[0]].held = true;
            return true;
        case Kind::purge:
            break;
    }
    return true;
}

void World::take_acceptance(Item& item, const json::object& answer) {
    const auto* number = answer.if_contains("number");
    const auto* receipt = answer.if_contains("receipt");
    const std::string code = text_in(answer, "item_code");
    const std::string receipt_code =
        receipt != nullptr && receipt->is_object() ? text_in(receipt->get_object(), "code") : "";
    const std::uint64_t told =
        number != nullptr && number->is_number() ? number->to_number<std::uint64_t>() : 0;
    if (item.answered && (item.code != code || item.number != told))
        complain("item " + item.id.text() + " was answered twice, and differently");
    item.answered = true;
    item.decision = text_in(answer, "decision");
    item.state = text_in(answer, "state");
    item.accepted_at = text_in(answer, "accepted_at");
    item.number = told;
    item.code = code;
    item.receipt = receipt_code;
    if (item.decision != (item.sending.refused ? "refused" : "accepted"))
        complain("item " + item.id.text() + " was decided as " + item.decision);
}

std::optional<std::string> World::differs(const Item& item, const http::Response& opened) const {
    const json::object answer = object_of(opened.body);
    const auto* fields = answer.if_contains("fields");
    if (fields == nullptr || !fields->is_object()) return "an opening shows no fields";
    const auto& shown = fields->get_object();
    if (item.sending.refused) return std::nullopt;
    if (text_in(shown, "sender.phone") != item.sending.sender.phone ||
        text_in(shown, "recipient.name") != item.sending.recipient.name ||
        (!item.code.empty() && text_in(shown, "item.code") != item.code))
        return "item " + item.id.text() + " opens as another: " + opened.body;
    return std::nullopt;
}

// ---- what the outside does
// -------------------------------------------------------------------------

std::size_t World::new_item(const CounterPost& post, Pictures pictures, bool refused) {
    Item& item = items_.emplace_back();
    item.at = items_.size() - 1;
    item.id = ItemId::make(machine.clock.now(), machine.entropy);
    item.day = Day::of(machine.clock.now());
    item.path = "/api/v1/items/" + item.id.text();
    item.sending = {&post,
                    people_.next(),
                    people_.next(),
                    goods[below(random, std::size(goods))],
                    std::move(pictures),
                    refused};
    return items_.size() - 1;
}

void World::accept(bool with_pictures, bool refused) {
    Pictures pictures;
    if (with_pictures) {
        pictures["contents"] = &drawn(below(random, drawn_count));
        pictures["sealed"] = &drawn(below(random, drawn_count));
    }
    const std::size_t made =
        new_item(posts[below(random, std::size(posts))], std::move(pictures), refused);
    const Item& item = items_[made];
    tell("accept " + item.id.text() + " at " + item.sending.post->counter);
    send({Kind::acceptance,
          http::Method::put,
          item.path,
          json::serialize(intake(item.sending, machine.clock.now())),
          {made},
          {},
          {},
          0});
}

void World::accept_batch(std::size_t count) {
    std::string lines;
    std::vector<std::size_t> made;
    for (std::size_t n = 0; n < count; ++n) {
        made.push_back(new_item(posts[below(random, 2)], {}, false));
        const Item& item = items_[made.back()];
        lines += json::serialize(
                     json::object{{"id", item.id.text()},
                                  {"intake", contract_intake(item.sending, machine.clock.now())}}) +
                 "\n";
    }
    tell("accept a batch of " + std::to_string(count));
    send({Kind::batch, http::Method::post, "/api/v1/item-batches", lines, made, {}, {}, 0});
}

/// An item that nothing is under way for; nullptr when there is none.
Item* World::choose(bool with_picture_due) {
    std::vector<Item*> fit;
    for (Item& item : items_) {
        const bool due = item.stored.size() < item.sending.pictures.size();
        if (item.answered && item.errands == 0 && item.decision == "accepted" &&
            !purging_.contains(item.day) &&
            Instant::parse(item.accepted_at) <= machine.clock.now() && (due || !with_picture_due))
            fit.push_back(&item);
    }
    return fit.empty() ? nullptr : fit[below(random, fit.size())];
}

void World::send_picture() {
    Item* item = choose(true);
    if (item == nullptr) return;
    for (const auto& [slot, picture] : item->sending.pictures) {
        if (item->stored.contains(slot)) continue;
        tell("picture " + slot + " of " + item->id.text());
        return send({Kind::picture,
                     http::Method::put,
                     item->path + "/objects/" + slot,
                     *picture,
                     {item->at},
                     slot,
                     {},
                     0});
    }
}

void World::record_event() {
    Item* item = choose(false);
    if (item == nullptr || item->state == "delivered") return;
    const bool scanned = item->state == "accepted";
    json::object event{{"id", CommandId::make(machine.clock.now(), machine.entropy).text()},
                       {"kind", scanned ? "scanned" : "delivered"},
                       {"site", item->sending.post->site},
                       {"at", machine.clock.now().text()}};
    if (!scanned) {
        event["relationship"] = "recipient";
        event["received_by"] = item->sending.recipient.name;
    }
    tell(text_in(event, "kind") + " " + item->id.text());
    send({Kind::event,
          http::Method::post,
          item->path + "/events",
          json::serialize(event),
          {item->at},
          scanned ? "in_transit" : "delivered",
          {},
          0});
}

void World::open_item() {
    Item* item = choose(false);
    if (item == nullptr) return;
    tell("open " + item->id.text());
    ++acts_sent_;
    send({Kind::opening,
          http::Method::post,
          item->path + "/openings",
          json::serialize(
              json::object{{"id", CommandId::make(machine.clock.now(), machine.entropy).text()},
                           {"purpose", "internal_check"}}),
          {item->at},
          {},
          {},
          0});
}

void World::change_register() {
    const std::string code = "CAM-" + std::to_string(below(random, 4));
    const Day until = Day::of(machine.clock.now()).plus_days(static_cast<int>(below(random, 500)));
    const Row row = equipment(code, "BC1", until);
    tell("equipment " + code + " until " + until.text());
    // Two changes of one row under way at once could come in either order.
    std::erase_if(open_, [&](const Errand& each) {
        if (each.path != row.path) return false;
        devices_.erase(row.path);
        return true;
    });
    send({Kind::row,
          http::Method::put,
          row.path,
          json::serialize(row.body),
          {},
          until.text(),
          {},
          0});
}

void World::hold_item() {
    Item* item = choose(false);
    if (item == nullptr || item->held) return;
    tell("hold " + item->id.text());
    ++acts_sent_;
    const Day until = Day::of(machine.clock.now()).plus_months(6);
    send({Kind::hold,
          http::Method::post,
          "/api/v1/holds",
          json::serialize(
              json::object{{"id", CommandId::make(machine.clock.now(), machine.entropy).text()},
                           {"ground", "complaint"},
                           {"until", until.plus_days(-1).text()},
                           {"second_person", staff_["TT2"]},
                           {"items", {item->id.text()}}}),
          {item->at},
          {},
          item->day,
          0});
}

void World::purge(Day day) {
    for (const Item& item : items_) {
        if (item.day == day && item.errands > 0) return;
    }
    if (!purging_.insert(day).second) return;
    tell("purge " + day.text());
    send({Kind::purge, {}, {}, {}, {}, {}, day, 0});
}

/// Keys first: what cannot be opened any more need not be gone at once.
bool World::go_purge(Errand& errand) {
    const auto failed = [&](const Result<Done>& done) {
        if (machine.has_power() && !done.ok() && !machine.troubles.any())
            complain("purge " + errand.day.text() + ": " + done.error().what);
        return !done.ok() || !machine.has_power();
    };
    if (failed(node_->settle())) return false;
    const retention::PurgePorts ports{node_->keys(), node_->days(), node_->objects(),
                                      node_->store(), machine.entropy};
    const retention::PurgeContext context{machine.clock.now(), node::Node::system_number(), {}};
    const auto before = retention::find_purge(node_->store(), errand.day);
    if (!before.ok()) return failed(before.error()) && false;
    // A start may have brought to its end what a power cut left.
    if (!before.value() || before.value()->gone.empty()) {
        if (failed(retention::begin_purge(ports, {errand.day, going, true}, context))) return false;
        if (failed(retention::finish_purge(ports, errand.day, context))) return false;
    }
    for (const DataClass data_class : going) destroyed_.emplace(errand.day, data_class);
    purged_.insert(errand.day);
    watch();
    return true;
}

}  // namespace buuan::simulation
