#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"

namespace buuan::api {
namespace {

struct SignIn {
    std::string user;
    Personal password;
    std::optional<std::string> totp;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (user, password, totp))

struct TotpCode {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(TotpCode, (), (code))

struct NewUser {
    std::string role;
    StaffNumber by;
    std::optional<SiteCode> site;
    Personal password;
};
BOOST_DESCRIBE_STRUCT(NewUser, (), (role, by, site, password))

struct NewPassword {
    Personal password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (password))

struct NewApiKey {
    std::string id;
    std::string role;
    StaffNumber by;
    std::optional<SiteCode> site;
    std::optional<Instant> expires;
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (id, role, by, site, expires))

/// Whose name the acts of the machine's own operator carry; no account may take it.
constexpr const char* console = "console";

/// A __Host- cookie exists over TLS only; on plain loopback, behind a proxy, it has another name
/// (docs/guide/run.md).
std::string cookie_name(const http::Request& request) {
    return request.secure ? "__Host-buuan" : "buuan_session";
}

std::string cookie(const http::Request& request, const std::string& token, std::int64_t seconds) {
    return cookie_name(request) + "=" + token +
           "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
           (request.secure ? "; Secure" : "");
}

Response not_signed_in(const http::Request& request) {
    Response response = http::problem(request, 401, "not_signed_in");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

bool changes_something(http::Method method) {
    return method != http::Method::get && method != http::Method::head;
}

boost::json::object actor_json(const Actor& actor) {
    boost::json::object out{{"user", actor.user}, {"role", actor.role}, {"by", actor.by.value}};
    if (actor.site) out["site"] = actor.site->value;
    return out;
}

/// The staff number behind an account or a key of that name; "" for none, of which the command will
/// say so.
template <class Row>
std::string staff_of(const Result<std::vector<Row>>& rows, std::string Row::*name_of,
                     const std::string& name) {
    if (!rows.ok()) return {};
    const auto found = std::find_if(rows.value().begin(), rows.value().end(),
                                    [&](const Row& row) { return row.*name_of == name; });
    return found == rows.value().end() ? std::string() : found->by.value;
}

/// The entry of an account: role and staff number; the name is the enterprise's own business.
Result<std::vector<PendingEntry>> account_entry(Api& api, const Call& call, std::string type,
                                                boost::json::object data) {
    auto entry = api.node.entry(LogName::organisation(), std::move(type), std::nullopt,
                                call.actor.by, std::move(data));
    if (!entry.ok()) return entry.error();
    std::vector<PendingEntry> entries;
    entries.push_back(std::move(entry).value());
    return entries;
}

/// The entry of a change to the account that the path names.
Result<std::vector<PendingEntry>> change_entry(Api& api, const Call& call, std::string_view what) {
    const std::string& user = call.parts.at(0);
    return account_entry(
        api, call, "user.changed",
        {{"staff", staff_of(api.node.access().users(), &register_::User::name, user)},
         {"what", what},
         {"own", call.actor.user == user}});
}

/// What an account command came to: "" is done, else a reason at a field.
Response account_answer(Api& api, const Call& call, const Result<std::string>& done,
                        const std::string& field) {
    if (!done.ok()) return http::problem(call.request, done.error());
    if (!done.value().empty())
        return http::problem(call.request, 422, "bad_document", {{field, done.value()}});
    api.node.poke();
    return Response::empty();
}

/// Who an account or a key stands for, and where it works, must be in the register.
std::optional<Response> unknown_person_or_place(Api& api, const Call& call, const StaffNumber& by,
                                                const std::optional<SiteCode>& site) {
    const auto all = api.node.register_now();
    if (by != node::Node::system_number() && !all->staff.contains(by))
        return http::problem(call.request, 422, "bad_document", {{"by", "staff_unknown"}});
    if (site && !all->sites.contains(*site))
        return http::problem(call.request, 422, "bad_document", {{"site", "site_unknown"}});
    return std::nullopt;
}

std::string field_of(const std::string& reason) {
    if (reason.starts_with("password")) return "password";
    if (reason.starts_with("role")) return "role";
    return "user";
}

/// Nobody gives more than they have: the role that may do everything is given at the machine
/// itself.
bool may_give(const Call& call, const std::string& role) {
    return role != "system" || call.actor.user == console;
}

}  // namespace

Result<Actor, Response> authenticate(Api& api, const http::Request& request) {
    const Instant now = api.node.now();
    const std::string_view authorization = request.header("authorization");
    if (authorization.starts_with("Bearer ")) {
        auto actor = api.node.access().api_key(authorization.substr(7), now);
        if (!actor.ok() && actor.error().kind != FaultKind::denied)
            return http::problem(request, actor.error());
        if (!actor.ok()) return not_signed_in(request);
        return std::move(actor).value();
    }
    if (const auto token = request.cookie(cookie_name(request))) {
        auto session = api.node.access().session(*token, now);
        if (!session.ok() && session.error().kind != FaultKind::denied)
            return http::problem(request, session.error());
        if (!session.ok()) return not_signed_in(request);
        const auto csrf = request.header("x-buuan-csrf");
        if (changes_something(request.method) &&
            !equal_in_constant_time(as_bytes(csrf), as_bytes(session.value().csrf)))
            return http::problem(request, 403, "csrf");
        return std::move(session).value().actor;
    }
    // The console: root, or the user the server runs as, at the machine itself.
    const bool own = request.door == http::Door::local && request.peer_uid &&
                     (*request.peer_uid == 0 || *request.peer_uid == ::geteuid());
    if (own)
        return api.node.access().actor_of(console, "system", node::Node::system_number(),
                                          std::nullopt);
    return not_signed_in(request);
}

Response sign_in(Api& api, const Call& call) {
    if (!api.strangers.take("sign-in", call.request.peer, api.node.now()))
        return http::problem(call.request, 429, "too_often");
    const auto body = body_of<SignIn>(call);
    if (!body.ok()) return body.error();
    const Gate::Place place(api.passwords);
    if (!place) return http::problem(call.request, 503, "busy");
    const auto answer =
        api.node.access().sign_in(body.value().user, std::string(body.value().password.reveal()),
                                  api.node.now(), body.value().totp);
    if (!answer.ok() && answer.error().kind == FaultKind::denied)
        return http::problem(call.request, 401, "sign_in_refused");
    if (!answer.ok()) return http::problem(call.request, answer.error());
    if (!answer.value()) return http::problem(call.request, 401, "totp_required");
    const register_::SignedIn& signed_in = *answer.value();
    boost::json::object out = actor_json(signed_in.actor);
    out["csrf"] = signed_in.csrf;
    out["expires_at"] = signed_in.expires.text();
    Response response = Response::json(boost::json::serialize(out), 201);
    response.headers.emplace_back(
        "Set-Cookie",
        cookie(call.request, signed_in.token, (signed_in.expires - api.node.now()) / 1000));
    return response;
}

Response who_am_i(Api& api, const Call& call) {
    boost::json::object out = actor_json(call.actor);
    // A page that was loaded again has lost its token against forgery; only its own origin can read
    // this answer.
    if (const auto token = call.request.cookie(cookie_name(call.request))) {
        const auto session = api.node.access().session(*token, api.node.now());
        if (session.ok()) {
            out["csrf"] = session.value().csrf;
            out["expires_at"] = session.value().expires.text();
        }
    }
    return Response::json(boost::json::serialize(out));
}

Response sign_out(Api& api, const Call& call) {
    if (const auto token = call.request.cookie(cookie_name(call.request))) {
        if (auto done = api.node.access().sign_out(*token); !done.ok())
            return http::problem(call.request, done.error());
    }
    Response response = Response::empty();
    response.headers.emplace_back("Set-Cookie", cookie(call.request, "", 0));
    return response;
}

Response list_users(Api& api, const Call& call) {
    const auto users = api.node.access().users();
    if (!users.ok()) return http::problem(call.request, users.error());
    boost::json::array out;
    for (const auto& user : users.value()) {
        boost::json::object each{{"user", user.name},
                                 {"role", user.role},
                                 {"by", user.by.value},
                                 {"disabled", user.disabled},
                                 {"totp", user.totp.has_value()}};
        if (user.site) each["site"] = user.site->value;
        out.push_back(std::move(each));
    }
    return Response::json(boost::json::serialize(boost::json::object{{"users", std::move(out)}}));
}

Response put_user(Api& api, const Call& call) {
    const auto body = body_of<NewUser>(call);
    if (!body.ok()) return body.error();
    const NewUser& user = body.value();
    if (call.parts.at(0) == console)
        return http::problem(call.request, 422, "bad_document", {{"user", "user_exists"}});
    if (!may_give(call, user.role)) return http::problem(call.request, 403, "not_allowed");
    if (const auto wrong = unknown_person_or_place(api, call, user.by, user.site)) return *wrong;
    auto entries =
        account_entry(api, call, "user.created", {{"role", user.role}, {"staff", user.by.value}});
    if (!entries.ok()) return http::problem(call.request, entries.error());
    const Gate::Place place(api.passwords);
    if (!place) return http::problem(call.request, 503, "busy");
    const auto created = api.node.access().create_user(
        call.parts.at(0), user.role, user.by, user.site, std::string(user.password.reveal()),
        api.node.now(), std::move(entries).value());
    return account_answer(api, call, created, created.ok() ? field_of(created.value()) : "");
}

Response put_password(Api& api, const Call& call) {
    // One's own, or anyone's for who manages users.
    if (call.actor.user != call.parts.at(0) && !call.actor.allowed(Action::manage_users))
        return http::problem(call.request, 403, "not_allowed");
    const auto body = body_of<NewPassword>(call);
    if (!body.ok()) return body.error();
    auto entries = change_entry(api, call, "password");
    if (!entries.ok()) return http::problem(call.request, entries.error());
    const Gate::Place place(api.passwords);
    if (!place) return http::problem(call.request, 503, "busy");
    const auto done = api.node.access().set_password(call.parts.at(0),
                                                     std::string(body.value().password.reveal()),
                                                     api.node.now(), std::move(entries).value());
    return account_answer(api, call, done, done.ok() ? field_of(done.value()) : "");
}

Response begin_totp(Api& api, const Call& call) {
    const std::string& user = call.parts.at(0);
    if (call.actor.user != user) return http::problem(call.request, 403, "not_allowed");
    const auto secret = api.node.access().begin_totp(user, api.node.now());
    if (!secret.ok() && secret.error().kind == FaultKind::unavailable)
        return http::problem(call.request, 404, "not_found");  // a key, or the console
    if (!secret.ok()) return http::problem(call.request, secret.error());
    const std::string typed = register_::to_base32(secret.value().view());
    // What authenticator apps read from a QR code (their "Key URI Format").
    const std::string uri = "otpauth://totp/Buu%20An:" + user + "?secret=" + typed +
                            "&issuer=Buu%20An&algorithm=SHA1&digits=6&period=30";
    return Response::json(
        boost::json::serialize(boost::json::object{{"secret", typed}, {"uri", uri}}), 201);
}

Response confirm_totp(Api& api, const Call& call) {
    if (call.actor.user != call.parts.at(0)) return http::problem(call.request, 403, "not_allowed");
    const auto body = body_of<TotpCode>(call);
    if (!body.ok()) return body.error();
    auto entries = change_entry(api, call, "totp");
    if (!entries.ok()) return http::problem(call.request, entries.error());
    return account_answer(
        api, call,
        api.node.access().confirm_totp(call.parts.at(0), body.value().code, api.node.now(),
                                       std::move(entries).value()),
        "code");
}

Response reset_totp(Api& api, const Call& call) {
    auto entries = change_entry(api, call, "totp_reset");
    if (!entries.ok()) return http::problem(call.request, entries.error());
    return account_answer(
        api, call, api.node.access().reset_totp(call.parts.at(0), std::move(entries).value()),
        "user");
}

Response disable_user(Api& api, const Call& call) {
    auto entries = account_entry(
        api, call, "user.disabled",
        {{"staff", staff_of(api.node.access().users(), &register_::User::name, call.parts.at(0))}});
    if (!entries.ok()) return http::problem(call.request, entries.error());
    return account_answer(
        api, call, api.node.access().disable_user(call.parts.at(0), std::move(entries).value()),
        "user");
}

Response list_api_keys(Api& api, const Call& call) {
    const auto keys = api.node.access().api_keys();
    if (!keys.ok()) return http::problem(call.request, keys.error());
    boost::json::array out;
    for (const auto& key : keys.value()) {
        boost::json::object each{{"id", key.id}, {"role", key.role}, {"by", key.by.value}};
        if (key.site) each["site"] = key.site->value;
        if (key.expires) each["expires"] = key.expires->text();
        out.push_back(std::move(each));
    }
    return Response::json(boost::json::serialize(boost::json::object{{"keys", std::move(out)}}));
}

Response create_api_key(Api& api, const Call& call) {
    const auto body = body_of<NewApiKey>(call);
    if (!body.ok()) return body.error();
    const NewApiKey& wanted = body.value();
    if (!may_give(call, wanted.role)) return http::problem(call.request, 403, "not_allowed");
    if (const auto wrong = unknown_person_or_place(api, call, wanted.by, wanted.site))
        return *wrong;
    auto entries = account_entry(api, call, "api_key.created",
                                 {{"role", wanted.role}, {"staff", wanted.by.value}});
    if (!entries.ok()) return http::problem(call.request, entries.error());
    const auto key = api.node.access().create_api_key(
        wanted.id, wanted.role, wanted.by, wanted.site, wanted.expires, std::move(entries).value());
    if (!key.ok() && key.error().kind == FaultKind::invalid)
        return http::problem(
            call.request, 422, "bad_document",
            {{key.error().what == "role_unknown" ? "role" : "id", key.error().what}});
    if (!key.ok()) return http::problem(call.request, key.error());
    api.node.poke();
    return Response::json(
        boost::json::serialize(boost::json::object{{"id", wanted.id}, {"key", key.value()}}), 201);
}

Response revoke_api_key(Api& api, const Call& call) {
    auto entries = account_entry(api, call, "api_key.revoked",
                                 {{"staff", staff_of(api.node.access().api_keys(),
                                                     &register_::ApiKey::id, call.parts.at(0))}});
    if (!entries.ok()) return http::problem(call.request, entries.error());
    const auto done =
        api.node.access().revoke_api_key(call.parts.at(0), std::move(entries).value());
    if (!done.ok() && done.error().kind == FaultKind::unavailable)
        return http::problem(call.request, 404, "not_found");
    if (!done.ok()) return http::problem(call.request, done.error());
    api.node.poke();
    return Response::empty();
}

}  // namespace buuan::api
