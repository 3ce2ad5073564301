#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/canonical.hpp"
#include "base/provinces.hpp"
#include "edge/api/api.hpp"
#include "vault/derive.hpp"
#include "vault/record.hpp"

namespace buuan::api {
namespace {

using namespace register_;

constexpr std::size_t text_bytes_max = 300;

Response unprocessable_field(const Call& call, std::string field, std::string reason) {
    return http::problem(call.request, 422, "bad_document",
                         {{std::move(field), std::move(reason)}});
}

/// Free text of the register: bounded, NFC. The log is public to authorities, so nothing else gets
/// in by the way.
std::optional<Response> bad_text(const Call& call, const char* field, const std::string& text,
                                 bool needed) {
    if (needed && text.empty()) return unprocessable_field(call, field, "empty");
    if (text.size() > text_bytes_max) return unprocessable_field(call, field, "too_long");
    if (!is_nfc(text) || !to_nfc(text)) return unprocessable_field(call, field, "bad_value");
    return std::nullopt;
}

Response apply(Api& api, const Call& call, const std::unique_lock<std::mutex>& held,
               const node::RegisterAct& act, int status) {
    const auto applied = api.node.apply(held, act, call.actor.by);
    if (!applied.ok()) return http::problem(call.request, applied.error());
    return Response::json(act.row.body, status);
}

template <class Map>
boost::json::array rows_of(const Map& map) {
    boost::json::array rows;
    for (const auto& [key, row] : map) rows.push_back(boost::json::parse(json::write(row)));
    return rows;
}

/// A member of staff as the person behind the number: sealed at once, never in the row.
struct NewStaff {
    Personal name;
    Personal phone;
    SiteCode site;
    std::string role_title;
    Day engaged_on;
    std::optional<std::string> duties_version;
    std::optional<Day> duties_signed_on;
    std::optional<Day> trained_on;
    std::optional<Day> trained_until;
};
BOOST_DESCRIBE_STRUCT(NewStaff, (),
                      (name, phone, site, role_title, engaged_on, duties_version, duties_signed_on,
                       trained_on, trained_until))

struct StaffChange {
    std::optional<Day> left_on;
    std::optional<std::string> duties_version;
    std::optional<Day> duties_signed_on;
    std::optional<Day> trained_on;
    std::optional<Day> trained_until;
};
BOOST_DESCRIBE_STRUCT(StaffChange, (),
                      (left_on, duties_version, duties_signed_on, trained_on, trained_until))

StaffNumber new_staff_number(Entropy& entropy) {
    // Random, so that numbers of two quarters cannot be linked.
    std::string text = to_crockford(entropy.bytes<5>());
    text.pop_back();  // the check symbol is not a code's letter
    return {"NV-" + text};
}

Result<Row, Fault> sealed_person(Api& api, const StaffNumber& number, const NewStaff& person) {
    const Day quarter = vault::staff_key_day(Day::of(api.node.now()));
    const auto key = api.node.keys().key(quarter, DataClass::staff);
    if (!key.ok()) return key.error();
    const Digest name = sha256(as_bytes(number.value));
    ItemId id;
    std::copy_n(name.bytes.begin(), id.bytes.size(), id.bytes.begin());
    vault::Fields fields;
    fields.emplace("name", person.name);
    fields.emplace("phone", person.phone);
    const auto sealed =
        vault::seal_record(fields, vault::record_key(key.value(), id, 1),
                           {api.node.origin(), id, DataClass::staff, 1}, api.node.entropy());
    if (!sealed.ok()) return sealed.error();
    return Row{"staff_person", number.value, to_hex(sealed.value().sealed)};
}

/// Who is bound to a site keeps that site's part of the register: what is there now, and what is to
/// be there.
std::optional<Response> elsewhere(const Call& call, const SiteCode& site,
                                  const std::optional<SiteCode>& before = std::nullopt) {
    const auto& own = call.actor.site;
    if (!own || (*own == site && before.value_or(site) == site)) return std::nullopt;
    return http::problem(call.request, 403, "not_allowed", {{"site", "not_your_site"}});
}

/// Which act a change of a member of staff is, for the log.
std::string staff_type(const StaffChange& change) {
    if (change.left_on) return "staff.left";
    if (change.duties_signed_on) return "staff.duties_signed";
    return "staff.trained";
}

}  // namespace

Response get_register(Api& api, const Call&) {
    const auto all = api.node.register_now();
    boost::json::object out;
    if (all->organisation)
        out["organisation"] = boost::json::parse(json::write(*all->organisation));
    out["leaders"] = rows_of(all->leaders);
    out["sites"] = rows_of(all->sites);
    out["counters"] = rows_of(all->counters);
    out["staff"] = rows_of(all->staff);
    out["equipment"] = rows_of(all->equipment);
    out["vehicles"] = rows_of(all->vehicles);
    return Response::json(boost::json::serialize(out));
}

Response put_organisation(Api& api, const Call& call) {
    const auto body = body_of<Organisation>(call);
    if (!body.ok()) return body.error();
    if (auto bad = bad_text(call, "name", body.value().name, true)) return *bad;
    if (auto bad = bad_text(call, "licence_number", body.value().licence_number, false))
        return *bad;
    if (auto bad = bad_text(call, "licence_scope", body.value().licence_scope, false)) return *bad;
    const auto held = api.node.hold_register();
    return apply(api, call, held,
                 {"organisation.set",
                  LogName::organisation(),
                  std::nullopt,
                  {"organisation", "-", json::write(body.value())},
                  std::nullopt},
                 200);
}

Response put_leader(Api& api, const Call& call) {
    const auto body = body_of<Leader>(call);
    if (!body.ok()) return body.error();
    if (auto bad = bad_text(call, "name", body.value().name, true)) return *bad;
    if (auto bad = bad_text(call, "office", body.value().office, true)) return *bad;
    if (auto bad = bad_text(call, "decision_number", body.value().decision_number, true))
        return *bad;
    const auto held = api.node.hold_register();
    return apply(api, call, held,
                 {"leader.designated",
                  LogName::organisation(),
                  std::nullopt,
                  {"leader", body.value().from.text(), json::write(body.value())},
                  std::nullopt},
                 200);
}

Response put_site(Api& api, const Call& call) {
    const auto body = body_of<Site>(call);
    if (!body.ok()) return body.error();
    const Site& site = body.value();
    if (site.code.value != call.parts.at(0))
        return unprocessable_field(call, "code", "code_mismatch");
    if (province_of(site.province) == nullptr)
        return unprocessable_field(call, "province", "province_unknown");
    if (auto bad = bad_text(call, "name", site.name, true)) return *bad;
    if (auto bad = bad_text(call, "commune", site.commune, false)) return *bad;
    if (auto bad = bad_text(call, "address", site.address, false)) return *bad;
    if (auto refused = elsewhere(call, site.code)) return *refused;
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto before = all->sites.find(site.code);
    const bool is_new = before == all->sites.end();
    // The log of a site's entries is its province's; it does not move.
    if (!is_new && before->second.province != site.province)
        return unprocessable_field(call, "province", "code_mismatch");
    const std::string type = is_new           ? "site.opened"
                             : site.closed_on ? "site.closed"
                                              : "site.changed";
    return apply(
        api, call, held,
        {type, site.log(), site.code, {"site", site.code.value, json::write(site)}, std::nullopt},
        is_new ? 201 : 200);
}

Response put_counter(Api& api, const Call& call) {
    const auto body = body_of<Counter>(call);
    if (!body.ok()) return body.error();
    const Counter& counter = body.value();
    if (counter.code.value != call.parts.at(0))
        return unprocessable_field(call, "code", "code_mismatch");
    if (auto bad = bad_text(call, "name", counter.name, false)) return *bad;
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto site = all->sites.find(counter.site);
    if (site == all->sites.end()) return unprocessable_field(call, "site", "site_unknown");
    if (auto refused = elsewhere(call, counter.site)) return *refused;
    const auto before = all->counters.find(counter.code);
    if (before != all->counters.end() && before->second.site != counter.site)
        return unprocessable_field(call, "site", "code_mismatch");
    const std::string type = before == all->counters.end() ? "counter.opened"
                             : counter.closed_on           ? "counter.closed"
                                                           : "counter.changed";
    return apply(api, call, held,
                 {type,
                  site->second.log(),
                  counter.site,
                  {"counter", counter.code.value, json::write(counter)},
                  std::nullopt},
                 before == all->counters.end() ? 201 : 200);
}

Response post_staff(Api& api, const Call& call) {
    const auto body = body_of<NewStaff>(call);
    if (!body.ok()) return body.error();
    const NewStaff& person = body.value();
    if (!PersonName::parse(person.name.reveal()))
        return unprocessable_field(call, "name", "name_form");
    if (const auto phone = PhoneNumber::parse(person.phone.reveal()); !phone.ok())
        return unprocessable_field(call, "phone", phone.error());
    if (auto bad = bad_text(call, "role_title", person.role_title, true)) return *bad;
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto site = all->sites.find(person.site);
    if (site == all->sites.end()) return unprocessable_field(call, "site", "site_unknown");
    if (auto refused = elsewhere(call, person.site)) return *refused;
    StaffMember member{new_staff_number(api.node.entropy()),
                       person.site,
                       person.role_title,
                       person.engaged_on,
                       std::nullopt,
                       person.duties_version.value_or(""),
                       person.duties_signed_on,
                       person.trained_on,
                       person.trained_until};
    auto sealed = sealed_person(api, member.number, person);
    if (!sealed.ok()) return http::problem(call.request, sealed.error());
    return apply(api, call, held,
                 {"staff.engaged",
                  site->second.log(),
                  person.site,
                  {"staff", member.number.value, json::write(member)},
                  std::move(sealed).value()},
                 201);
}

Response put_staff(Api& api, const Call& call) {
    const auto body = body_of<StaffChange>(call);
    if (!body.ok()) return body.error();
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto number = StaffNumber::parse(call.parts.at(0));
    const auto found = number ? all->staff.find(*number) : all->staff.end();
    if (found == all->staff.end()) return http::problem(call.request, 404, "staff_unknown");
    StaffMember member = found->second;
    if (auto refused = elsewhere(call, member.site)) return *refused;
    const StaffChange& change = body.value();
    if (change.left_on) member.left_on = change.left_on;
    if (change.duties_version) member.duties_version = *change.duties_version;
    if (change.duties_signed_on) member.duties_signed_on = change.duties_signed_on;
    if (change.trained_on) member.trained_on = change.trained_on;
    if (change.trained_until) member.trained_until = change.trained_until;
    if (auto bad = bad_text(call, "duties_version", member.duties_version, false)) return *bad;
    return apply(api, call, held,
                 {staff_type(change),
                  all->sites.at(member.site).log(),
                  member.site,
                  {"staff", member.number.value, json::write(member)},
                  std::nullopt},
                 200);
}

Response put_equipment(Api& api, const Call& call) {
    const auto body = body_of<Equipment>(call);
    if (!body.ok()) return body.error();
    const Equipment& one = body.value();
    if (one.code.value != call.parts.at(0))
        return unprocessable_field(call, "code", "code_mismatch");
    if (auto bad = bad_text(call, "serial", one.serial, false)) return *bad;
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto site = all->sites.find(one.site);
    if (site == all->sites.end()) return unprocessable_field(call, "site", "site_unknown");
    const auto before = all->equipment.find(one.code);
    const bool is_new = before == all->equipment.end();
    if (auto refused =
            elsewhere(call, one.site, is_new ? std::nullopt : std::optional(before->second.site)))
        return *refused;
    const bool inspected = !is_new && before->second.inspected_on != one.inspected_on;
    const std::string type = is_new           ? "equipment.registered"
                             : one.retired_on ? "equipment.retired"
                             : inspected      ? "equipment.inspected"
                                              : "equipment.changed";
    return apply(api, call, held,
                 {type,
                  site->second.log(),
                  one.site,
                  {"equipment", one.code.value, json::write(one)},
                  std::nullopt},
                 is_new ? 201 : 200);
}

Response put_vehicle(Api& api, const Call& call) {
    const auto body = body_of<Vehicle>(call);
    if (!body.ok()) return body.error();
    const Vehicle& one = body.value();
    if (PlateNumber::parse(call.parts.at(0)) != one.plate)
        return unprocessable_field(call, "plate", "code_mismatch");
    if (auto bad = bad_text(call, "certificate_number", one.certificate_number, false)) return *bad;
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto site = all->sites.find(one.site);
    if (site == all->sites.end()) return unprocessable_field(call, "site", "site_unknown");
    const auto before = all->vehicles.find(one.plate);
    const bool is_new = before == all->vehicles.end();
    if (auto refused =
            elsewhere(call, one.site, is_new ? std::nullopt : std::optional(before->second.site)))
        return *refused;
    const bool inspected = !is_new && before->second.valid_until != one.valid_until;
    const std::string type = is_new           ? "vehicle.registered"
                             : one.retired_on ? "vehicle.retired"
                             : inspected      ? "vehicle.inspected"
                                              : "vehicle.changed";
    return apply(api, call, held,
                 {type,
                  site->second.log(),
                  one.site,
                  {"vehicle", one.plate.value, json::write(one)},
                  std::nullopt},
                 is_new ? 201 : 200);
}

}  // namespace buuan::api
