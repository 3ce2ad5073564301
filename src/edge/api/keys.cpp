// The node's keys, from its own console: what there is, backups, the recovery key, a log's new key.
// No secret half of anything goes out but sealed.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"
#include "ledger/log_reader.hpp"

namespace buuan::api {
namespace {

struct NewBackup {
    std::optional<Personal> passphrase;
    std::optional<Day> ring_until;
};
BOOST_DESCRIBE_STRUCT(NewBackup, (), (passphrase, ring_until))

struct NewRecoveryKey {
    std::string public_half;
    std::uint32_t needed{};
    std::uint32_t shares{};
};
BOOST_DESCRIBE_STRUCT(NewRecoveryKey, (), (public_half, needed, shares))

std::string_view name_of(vault::KeyState state) {
    switch (state) {
        case vault::KeyState::live:
            return "live";
        case vault::KeyState::destroyed:
            return "destroyed";
        case vault::KeyState::damaged:
            return "damaged";
    }
    return "damaged";
}

boost::json::array class_keys(node::Node& node) {
    boost::json::array out;
    for (const vault::KeyInfo& key : node.keys().list()) {
        if (key.data_class == DataClass::hold) continue;  // its number is no day
        out.push_back({{"day", key.day.text()},
                       {"class", boost::describe::enum_to_string(key.data_class, "?")},
                       {"state", name_of(key.state)}});
    }
    return out;
}

boost::json::object recovery_json(const vault::RecoveryKey& key) {
    return {{"recovery", to_hex(key.id())},
            {"needed", key.needed},
            {"shares", key.shares},
            {"made", key.made.text()}};
}

}  // namespace

Response list_keys(Api& api, const Call& call) {
    const auto source = api.node.root_source();
    if (!source.ok()) return http::problem(call.request, source.error());
    const auto recovery = api.node.recovery_key();
    if (!recovery.ok()) return http::problem(call.request, recovery.error());
    const auto until = api.node.ring_backed_up_until();
    if (!until.ok()) return http::problem(call.request, until.error());
    boost::json::object out{{"root", vault::name_of(source.value())},
                            {"grade", std::string(1, static_cast<char>(api.node.keys().grade()))}};
    if (recovery.value()) out["recovery_key"] = recovery_json(*recovery.value());
    if (until.value()) out["ring_backed_up_until"] = until.value()->text();
    boost::json::array closed;
    for (const auto& [log, why] : api.node.logs().closed()) closed.emplace_back(log.value);
    out["closed_logs"] = std::move(closed);
    out["keys"] = class_keys(api.node);
    return Response::json(boost::json::serialize(out));
}

Response post_key_backup(Api& api, const Call& call) {
    auto body = body_of<NewBackup>(call);
    if (!body.ok()) return body.error();
    const Day today = Day::of(api.node.now());
    if (body.value().ring_until && *body.value().ring_until < today)
        return http::problem(call.request, 422, "bad_document", {{"ring_until", "day_over"}});
    const auto recovery = api.node.recovery_key();
    if (!recovery.ok()) return http::problem(call.request, recovery.error());
    node::Node::BackupWanted wanted{body.value().passphrase.value_or(Personal()),
                                    body.value().ring_until};
    if (wanted.passphrase.empty() && !recovery.value())
        return http::problem(call.request, 409, "no_recovery_key");
    if (!wanted.passphrase.empty() &&
        wanted.passphrase.reveal().size() < vault::passphrase_bytes_min)
        return http::problem(call.request, 422, "bad_document",
                             {{"passphrase", "passphrase_short"}});
    const auto sealed = api.node.back_up_keys(wanted, call.actor.by);
    if (!sealed.ok()) return http::problem(call.request, sealed.error());
    return Response::json(sealed.value());
}

Response put_recovery_key(Api& api, const Call& call) {
    const auto body = body_of<NewRecoveryKey>(call);
    if (!body.ok()) return body.error();
    const auto half = from_hex(body.value().public_half);
    if (!half || half->size() != 32)
        return http::problem(call.request, 422, "bad_document", {{"public_half", "bad_value"}});
    if (body.value().needed < 2 || body.value().needed > body.value().shares ||
        body.value().shares > vault::shares_max)
        return http::problem(call.request, 422, "bad_document", {{"needed", "out_of_range"}});
    vault::RecoveryKey key{{}, body.value().needed, body.value().shares, api.node.now()};
    std::copy(half->begin(), half->end(), key.public_half.begin());
    // A key that nothing can be sealed to would be found out by the first backup.
    if (!vault::seal_to(key.public_half, Secret(), api.node.entropy()).ok())
        return http::problem(call.request, 422, "bad_document", {{"public_half", "bad_value"}});
    if (auto set = api.node.set_recovery_key(key, call.actor.by); !set.ok())
        return http::problem(call.request, set.error());
    return Response::json(boost::json::serialize(recovery_json(key)));
}

Response post_log_key_change(Api& api, const Call& call) {
    const auto name = LogName::parse(call.parts.at(0));
    const auto held = api.node.hold_register();
    const auto log = name ? api.node.logs().find(*name) : nullptr;
    const auto closed = api.node.logs().closed();
    const bool is_closed = name && std::any_of(closed.begin(), closed.end(), [&](const auto& each) {
                               return each.first == *name;
                           });
    if (log == nullptr && !is_closed) return http::problem(call.request, 404, "log_unknown");
    if (log != nullptr && log->before) return http::problem(call.request, 409, "log_key_changing");
    if (auto changed = api.node.change_log_key(*name); !changed.ok())
        return http::problem(call.request, changed.error());
    const auto now = api.node.logs().find(*name);
    boost::json::object out{{"log", name->value}, {"key", now->key.verifier().text()}};
    if (now->before) {
        out["key_before"] = now->before->key.verifier().text();
        out["key_before_until"] = now->before->until.text();
    }
    return Response::json(boost::json::serialize(out));
}

Response get_log_key_change(Api& api, const Call& call) {
    const auto name = LogName::parse(call.parts.at(0));
    const auto log = name ? api.node.logs().find(*name) : nullptr;
    if (log == nullptr) return http::problem(call.request, 404, "log_unknown");
    const auto index = api.node.log_key_entry(*name);
    if (!index.ok()) return http::problem(call.request, index.error());
    if (!index.value()) return http::problem(call.request, 404, "not_found");
    auto proof = ledger::prove(*log->store, *index.value());
    if (!proof.ok()) return http::problem(call.request, proof.error());
    return Response::text(std::move(proof).value());
}

}  // namespace buuan::api
