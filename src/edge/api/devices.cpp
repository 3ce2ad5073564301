// The computers that may accept off line: enrolled by whoever works at the counter, revoked by who
// answers for the sites, each with an entry in the log; and what each has sent, so that an
// acceptance that never came shows as a gap. docs/formats/queue.md.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"
#include "vault/device_key.hpp"

namespace buuan::api {
namespace {

using register_::Device;

constexpr std::ptrdiff_t devices_max = 200;  // of a counter, over all years

struct NewDevice {
    DeviceId id;
    CounterCode counter;
    std::string public_key;
};
BOOST_DESCRIBE_STRUCT(NewDevice, (), (id, counter, public_key))

Result<boost::json::object> device_json(Api& api, const Device& device) {
    const auto counted = api.node.arrivals().counted(device.id);
    if (!counted.ok()) return counted.error();
    boost::json::object out{{"id", device.id.text()},
                            {"counter", device.counter.value},
                            {"enrolled_at", device.enrolled_at.text()}};
    if (device.revoked_at) out["revoked_at"] = device.revoked_at->text();
    auto numbers = boost::json::parse(json::write(counted.value()));
    for (auto& member : numbers.as_object()) out[member.key()] = std::move(member.value());
    return out;
}

/// A device's row after an act, told to the log of its counter's site.
node::RegisterAct act_on(const Device& device, const char* type, const register_::Register& all) {
    const auto& site = all.sites.at(all.counters.at(device.counter).site);
    return {type,
            site.log(),
            site.code,
            {"device", device.id.text(), json::write(device)},
            std::nullopt};
}

}  // namespace

std::optional<Response> wrong_counter(Api& api, const Call& call, const CounterCode& code) {
    const auto all = api.node.register_now();
    const auto counter = all->counters.find(code);
    if (counter == all->counters.end())
        return http::problem(call.request, 422, "bad_document", {{"counter", "counter_unknown"}});
    if (call.actor.site && *call.actor.site != counter->second.site)
        return http::problem(call.request, 403, "counter_not_yours");
    return std::nullopt;
}

Response post_device(Api& api, const Call& call) {
    const auto body = body_of<NewDevice>(call);
    if (!body.ok()) return body.error();
    const auto& [id, code, public_key] = body.value();
    if (auto wrong = wrong_counter(api, call, code)) return *wrong;
    const auto key = from_base64(public_key);
    if (!key || !vault::is_device_key(*key))
        return http::problem(call.request, 422, "bad_document", {{"public_key", "bad_value"}});
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    if (const auto before = all->devices.find(id); before != all->devices.end()) {
        const bool same = before->second.counter == code && before->second.public_key == public_key;
        if (same && before->second.revoked_at)
            return http::problem(call.request, 403, "device_revoked");
        return same ? Response::json(json::write(before->second))
                    : http::problem(call.request, 409, "item_conflict");
    }
    const auto here = std::count_if(all->devices.begin(), all->devices.end(),
                                    [&](const auto& each) { return each.second.counter == code; });
    if (here >= devices_max) return http::problem(call.request, 409, "devices_too_many");
    const Device device{id, code, public_key, api.node.now(), std::nullopt};
    const auto act = act_on(device, "device.enrolled", *all);
    if (const auto applied = api.node.apply(held, act, call.actor.by); !applied.ok())
        return http::problem(call.request, applied.error());
    return Response::json(act.row.body, 201);
}

Response revoke_device(Api& api, const Call& call) {
    const auto id = DeviceId::parse(call.parts.at(0));
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto found = id ? all->devices.find(*id) : all->devices.end();
    if (found == all->devices.end()) return http::problem(call.request, 404, "device_unknown");
    if (auto wrong = wrong_counter(api, call, found->second.counter)) return *wrong;
    if (found->second.revoked_at) return Response::empty();
    Device device = found->second;
    device.revoked_at = api.node.now();
    const auto act = act_on(device, "device.revoked", *all);
    if (const auto applied = api.node.apply(held, act, call.actor.by); !applied.ok())
        return http::problem(call.request, applied.error());
    return Response::empty();
}

Response list_devices(Api& api, const Call& call) {
    if (!call.actor.allowed(Action::read_register) && !call.actor.allowed(Action::accept_item))
        return http::problem(call.request, 403, "not_allowed");
    const auto all = api.node.register_now();
    boost::json::array devices;
    for (const auto& [id, device] : all->devices) {
        const auto counter = all->counters.find(device.counter);
        const bool elsewhere = counter == all->counters.end() ||
                               (call.actor.site && *call.actor.site != counter->second.site);
        if (elsewhere) continue;
        auto each = device_json(api, device);
        if (!each.ok()) return http::problem(call.request, each.error());
        devices.push_back(std::move(each).value());
    }
    return Response::json(
        boost::json::serialize(boost::json::object{{"devices", std::move(devices)}}));
}

}  // namespace buuan::api
