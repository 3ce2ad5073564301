// What a counter needs to work while the line is down, and how what it accepted then comes in: the
// week's public key, item codes ahead of time, envelopes that only the node opens. A document that
// was queued is accepted by the same desk as one that was typed on line. docs/formats/queue.md;
// DESIGN.md section 6.
#include "vault/queue_key.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/log.hpp"
#include "edge/api/event_desk.hpp"
#include "vault/device_key.hpp"

namespace buuan::api {
namespace {

constexpr std::uint32_t codes_max = 200;  // of a block

struct CodeBlock {
    CounterCode counter;
    std::uint32_t count{};
};
BOOST_DESCRIBE_STRUCT(CodeBlock, (), (counter, count))

/// What the counter's own screening said, under which rules.
struct Screened {
    Digest rules;
    std::string outcome;
};
BOOST_DESCRIBE_STRUCT(Screened, (), (rules, outcome))

/// What an item's envelope holds.
struct QueuedItem {
    DeviceId device;
    std::uint64_t sequence{};
    Digest previous;
    std::string clerk;
    Personal document;
    std::string signature;
    std::optional<Screened> screened;
};
BOOST_DESCRIBE_STRUCT(QueuedItem, (),
                      (device, sequence, previous, clerk, document, signature, screened))

/// What an event's envelope holds: what somebody did with an item away from the network.
struct QueuedEvent {
    std::string user;
    ItemId item;
    acceptance::Event event;
};
BOOST_DESCRIBE_STRUCT(QueuedEvent, (), (user, item, event))

Result<vault::HpkeKey> key_of_week(Api& api, Day week) {
    const auto class_key = api.node.keys().key(week, DataClass::queue);
    if (!class_key.ok()) return class_key.error();
    return vault::queue_key(class_key.value());
}

Result<boost::json::object> public_key_json(Api& api, Day week) {
    const auto key = key_of_week(api, week);
    if (!key.ok()) return key.error();
    return boost::json::object{{"week", week.text()},
                               {"public_key", to_base64(key.value().public_key())}};
}

/// What is in the envelope that the request brings.
Result<Personal, Response> opened(Api& api, const Call& call, const std::string& bound) {
    const auto broken = [&] { return http::problem(call.request, 400, "envelope_broken"); };
    const auto envelope = vault::Envelope::read(as_bytes(call.request.body));
    if (!envelope) return broken();
    const auto key = key_of_week(api, envelope->week);
    if (!key.ok()) {
        const bool gone =
            key.error().kind == FaultKind::unavailable || key.error().kind == FaultKind::denied;
        return gone ? http::problem(call.request, 422, "queue_key_gone")
                    : http::problem(call.request, key.error());
    }
    auto plain = envelope->open(key.value(), bound);
    if (!plain.ok()) return broken();
    Personal text{std::string(as_text(plain.value()))};
    wipe(plain.value().data(), plain.value().size());
    return text;
}

/// Every byte that the device vouches for.
Personal signed_text(const ItemId& item, const QueuedItem& queued) {
    std::string text = "buuan/queue/v1\n" + item.text() + "\n" + queued.device.text() + "\n" +
                       std::to_string(queued.sequence) + "\n" + queued.previous.text() + "\n" +
                       queued.clerk + "\n";
    text += queued.document.reveal();
    return Personal(std::move(text));
}

/// The device that signed this, or the answer to give.
Result<register_::Device, Response> signer(Api& api, const Call& call, const ItemId& item,
                                           const QueuedItem& queued) {
    const auto all = api.node.register_now();
    const auto device = all->devices.find(queued.device);
    if (device == all->devices.end())
        return http::problem(call.request, 403, "device_unknown", {{"device", "device_unknown"}});
    const auto key = from_base64(device->second.public_key);
    const auto signature = from_base64(queued.signature);
    if (!key || !signature ||
        !vault::device_signed(*key, signed_text(item, queued).reveal(), *signature))
        return http::problem(call.request, 403, "signature_wrong",
                             {{"signature", "signature_wrong"}});
    const auto counter = all->counters.find(device->second.counter);
    if (counter == all->counters.end()) return http::problem(call.request, 403, "counter_unknown");
    if (call.actor.site && *call.actor.site != counter->second.site)
        return http::problem(call.request, 403, "counter_not_yours");
    return device->second;
}

/// Who accepted the item then: entries name that clerk, not whoever is signed in when it comes in.
Result<Actor, Response> clerk_of(Api& api, const Call& call, const std::string& name) {
    if (name == call.actor.user) return call.actor;
    const auto clerk = api.node.access().actor_named(name);
    if (!clerk.ok()) return http::problem(call.request, clerk.error());
    if (!clerk.value())
        return http::problem(call.request, 403, "user_unknown", {{"clerk", "user_unknown"}});
    if (!clerk.value()->allowed(Action::accept_item))
        return http::problem(call.request, 403, "not_allowed", {{"clerk", "not_allowed"}});
    return *clerk.value();
}

/// How the document came, for the log. An outcome that this program does not know is passed over:
/// the item has its label, and the clerk could not mend it.
acceptance::Queued how_it_came(const QueuedItem& queued, const register_::Device& device) {
    acceptance::Queued how{device.revoked_at.has_value(), std::nullopt};
    if (!queued.screened) return how;
    if (const auto outcome = screening::outcome_named(queued.screened->outcome))
        how.screened = {queued.screened->rules, *outcome};
    return how;
}

/// The answer where the document cannot have been made off line by this device.
std::optional<Response> document_problem(const Call& call, const QueuedItem& queued,
                                         const register_::Device& device) {
    const auto intake = json::read<acceptance::Intake>(queued.document.reveal());
    if (!intake.ok()) return http::problem(call.request, intake.error());
    if (intake.value().channel != acceptance::Channel::off_line)
        return http::problem(call.request, 422, "bad_document", {{"channel", "bad_value"}});
    if (intake.value().counter != device.counter)
        return http::problem(call.request, 403, "device_counter", {{"counter", "device_counter"}});
    return std::nullopt;
}

/// The number is the device's for this envelope from now on, whatever becomes of the document.
std::optional<Response> order_problem(Api& api, const Call& call, const ItemId& item,
                                      const QueuedItem& queued) {
    const auto order = api.node.arrivals().take(
        queued.device,
        {queued.sequence, item, sha256(as_bytes(call.request.body)), queued.previous});
    if (!order.ok()) return http::problem(call.request, order.error());
    if (order.value() == node::Order::fits) return std::nullopt;
    const std::string code = order.value() == node::Order::sequence_taken ? "sequence_taken"
                             : order.value() == node::Order::chain_broken ? "chain_broken"
                                                                          : "sequence_far";
    return http::problem(call.request, 409, code, {{"sequence", code}});
}

/// Accepts the document; or tells again what became of it when it was sent on line and the answer
/// did not come back. Queued, it is the same text with its channel in front.
Answered accept_queued(Api& api, const Actor& clerk, const ItemId& item, std::string_view document,
                       const acceptance::Queued& queued) {
    constexpr std::string_view channel = R"({"channel":"off_line",)";
    Answered answered = accept(api, clerk, item, document, queued);
    if (answered.code != "item_conflict" || !document.starts_with(channel)) return answered;
    const Personal on_line("{" + std::string(document.substr(channel.size())));
    return accept(api, clerk, item, on_line.reveal());
}

/// What the node cannot accept goes back to a clerk of that counter, who asked for it: nobody else
/// can open what was queued.
Response with_document(Response answer, const Personal& document) {
    answer.body.pop_back();
    answer.body += ",\"document\":";
    json::append_text(answer.body, document.reveal());
    answer.body += '}';
    return answer;
}

}  // namespace

Response get_queue_key(Api& api, const Call& call) {
    constexpr int days = 7;
    const Day week = vault::week_of(Day::of(api.node.now()));
    auto now = public_key_json(api, week);
    if (!now.ok()) return http::problem(call.request, now.error());
    auto next = public_key_json(api, week.plus_days(days));
    if (!next.ok()) return http::problem(call.request, next.error());
    now.value()["next"] = std::move(next).value();
    return Response::json(boost::json::serialize(now.value()));
}

Response post_code_block(Api& api, const Call& call) {
    const auto wanted = body_of<CodeBlock>(call);
    if (!wanted.ok()) return wanted.error();
    if (wanted.value().count == 0 || wanted.value().count > codes_max)
        return http::problem(call.request, 422, "bad_document", {{"count", "out_of_range"}});
    if (auto wrong = wrong_counter(api, call, wanted.value().counter)) return *wrong;
    boost::json::array codes;
    for (std::uint32_t i = 0; i < wanted.value().count; ++i) {
        const auto code = api.node.codes().take();
        if (!code.ok()) return http::problem(call.request, code.error());
        codes.emplace_back(code.value().value);
    }
    return Response::json(boost::json::serialize(boost::json::object{{"codes", std::move(codes)}}),
                          201);
}

Response post_queued_item(Api& api, const Call& call) {
    const auto item = ItemId::parse(call.parts.at(0));
    if (!item) return http::problem(call.request, 400, "bad_document", {{"item", "bad_value"}});
    const auto plain = opened(api, call, item->text());
    if (!plain.ok()) return plain.error();
    const auto queued = json::read<QueuedItem>(plain.value().reveal());
    if (!queued.ok()) return http::problem(call.request, queued.error());
    const auto device = signer(api, call, *item, queued.value());
    if (!device.ok()) return device.error();
    const auto clerk = clerk_of(api, call, queued.value().clerk);
    if (!clerk.ok()) return clerk.error();
    if (auto wrong = document_problem(call, queued.value(), device.value())) return *wrong;
    if (auto wrong = order_problem(api, call, *item, queued.value())) return *wrong;
    const std::string_view document = queued.value().document.reveal();
    Response answer =
        respond(call.request, accept_queued(api, clerk.value(), *item, document,
                                            how_it_came(queued.value(), device.value())));
    if (answer.status == 201 && device.value().revoked_at)
        log::warning("revoked_device_sent", {{"request", call.request.id},
                                             {"device", device.value().id.text()},
                                             {"item", item->text()}});
    const bool wanted_back = answer.status == 422 && call.request.parameter("return") == "1";
    return wanted_back ? with_document(std::move(answer), queued.value().document) : answer;
}

Response post_queued_event(Api& api, const Call& call) {
    const auto id = CommandId::parse(call.parts.at(0));
    if (!id) return http::problem(call.request, 400, "bad_document", {{"event", "bad_value"}});
    const auto plain = opened(api, call, "event/" + id->text());
    if (!plain.ok()) return plain.error();
    const auto queued = json::read<QueuedEvent>(plain.value().reveal());
    if (!queued.ok()) return http::problem(call.request, queued.error());
    const auto& [user, item, event] = queued.value();
    // Nothing but the session vouches for it, so it is of whoever is signed in.
    if (user != call.actor.user)
        return http::problem(call.request, 403, "user_differs", {{"user", "user_differs"}});
    if (event.id != *id)
        return http::problem(call.request, 422, "bad_document", {{"event.id", "bad_value"}});
    auto named = find_item(api, item);
    if (!named.ok()) return http::problem(call.request, named.error());
    if (!named.value()) return http::problem(call.request, 404, "item_unknown");
    if (!may_record(call.actor, event, named.value()->stored.row))
        return http::problem(call.request, 403, "not_allowed");
    return respond(call.request, record(api, call.actor, std::move(*named.value()), event,
                                        plain.value().reveal()));
}

Response post_queued_object(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    const std::string& slot = call.parts.at(1);
    const auto picture = opened(api, call, named.value().id.text() + "/" + slot);
    if (!picture.ok()) return picture.error();
    return store_picture(api, call, named.value(), slot, picture.value().reveal());
}

}  // namespace buuan::api
