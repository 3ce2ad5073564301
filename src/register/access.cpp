#include "register/access.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/json.hpp"

namespace buuan::register_ {
namespace {

constexpr std::size_t password_bytes_min = 14;
constexpr std::size_t password_bytes_max = 256;
constexpr std::size_t old_passwords_max = 10;
constexpr std::uint32_t failures_max = 10;
constexpr std::int64_t lock_ms = 15 * 60'000;
constexpr std::int64_t session_ms = 12 * 3'600'000;
// Long enough for the rule above and still the first ones that anybody tries.
constexpr std::array<std::string_view, 8> common_passwords = {
    "12345678901234", "matkhau1234567",   "password123456", "qwertyuiopasdf",
    "11111111111111", "abcd1234abcd1234", "buuan123456789", "vietnam1234567"};

Fault refused() {
    return {FaultKind::denied, "the name or the password is not right, or the account is locked"};
}

bool is_user_name(std::string_view name) {
    return name.size() >= 2 && name.size() <= 40 &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                      c == '_';
           });
}

bool matches(const std::string& hash, const std::string& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string digest_of(std::string_view token) {
    return sha256(as_bytes(token)).text();
}

}  // namespace

std::string Access::hashed(const std::string& password) const {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const bool least = cost_ == PasswordCost::least;
    CHECK(crypto_pwhash_str(
              out.data(), password.data(), password.size(),
              least ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
              least ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0);
    return out.data();
}

Result<std::optional<User>> Access::find_user(const std::string& name) {
    const auto body = store_.find("user", name);
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<User>{};
    auto user = json::read<User>(*body.value());
    if (!user.ok())
        return Fault{FaultKind::corrupt,
                     "the account " + name + " is broken at " + user.error().path};
    return std::optional(std::move(user).value());
}

Result<std::optional<Actor>> Access::actor_named(const std::string& name) {
    const auto user = find_user(name);
    if (!user.ok()) return user.error();
    if (!user.value()) return std::optional<Actor>{};
    return std::optional(actor_of(name, user.value()->role, user.value()->by, user.value()->site));
}

Result<Done> Access::put_user(const User& user, std::vector<PendingEntry> entries) {
    RegisterWrite write;
    write.put.push_back({"user", user.name, json::write(user)});
    write.entries = std::move(entries);
    return store_.apply(write);
}

namespace {

/// Why a password is not taken, or empty.
std::string password_problem(const std::string& password) {
    if (password.size() < password_bytes_min || password.size() > password_bytes_max)
        return "password_short";
    if (std::find(common_passwords.begin(), common_passwords.end(), password) !=
        common_passwords.end())
        return "password_common";
    return {};
}

}  // namespace

Result<std::string> Access::create_user(const std::string& name, const std::string& role,
                                        const StaffNumber& by, std::optional<SiteCode> site,
                                        const std::string& password, Instant now,
                                        std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    if (!is_user_name(name)) return std::string("user_name");
    if (!roles_.contains(role)) return std::string("role_unknown");
    if (auto problem = password_problem(password); !problem.empty()) return problem;
    const auto there = find_user(name);
    if (!there.ok()) return there.error();
    if (there.value()) return std::string("user_exists");
    User user;
    user.name = name;
    user.role = role;
    user.by = by;
    user.site = std::move(site);
    user.password = hashed(password);
    user.password_changed = now;
    if (auto put = put_user(user, std::move(entries)); !put.ok()) return put.error();
    return std::string();
}

Result<std::string> Access::set_password(const std::string& name, const std::string& password,
                                         Instant now, std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    if (auto problem = password_problem(password); !problem.empty()) return problem;
    auto found = find_user(name);
    if (!found.ok()) return found.error();
    if (!found.value()) return std::string("user_unknown");
    User& user = *found.value();
    user.old_passwords.insert(user.old_passwords.begin(), user.password);
    for (const std::string& old : user.old_passwords) {
        if (matches(old, password)) return std::string("password_used");
    }
    if (user.old_passwords.size() > old_passwords_max) user.old_passwords.resize(old_passwords_max);
    user.password = hashed(password);
    user.password_changed = now;
    user.failures = 0;
    user.locked_until.reset();
    if (auto put = put_user(user, std::move(entries)); !put.ok()) return put.error();
    return std::string();
}

Result<std::string> Access::disable_user(const std::string& name,
                                         std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    auto found = find_user(name);
    if (!found.ok()) return found.error();
    if (!found.value()) return std::string("user_unknown");
    found.value()->disabled = true;
    if (auto put = put_user(*found.value(), std::move(entries)); !put.ok()) return put.error();
    return std::string();
}

Result<std::vector<User>> Access::users() {
    const auto rows = list_all(store_, "user");
    if (!rows.ok()) return rows.error();
    std::vector<User> all;
    for (const Row& row : rows.value()) {
        auto user = json::read<User>(row.body);
        if (!user.ok()) return Fault{FaultKind::corrupt, "the account " + row.key + " is broken"};
        all.push_back(std::move(user).value());
    }
    return all;
}

Actor Access::actor_of(const std::string& user, const std::string& role, const StaffNumber& by,
                       const std::optional<SiteCode>& site) const {
    const auto found = roles_.find(role);
    return {user, role, by, site, found == roles_.end() ? std::set<Action>{} : found->second.may};
}

Result<std::optional<SignedIn>> Access::sign_in(const std::string& name,
                                                const std::string& password, Instant now,
                                                const std::optional<std::string>& code) {
    const std::scoped_lock lock(changes_);
    if (password.size() > password_bytes_max) return refused();
    auto found = find_user(name);
    if (!found.ok()) return found.error();
    if (!found.value()) {
        // The same work as for a known name, so that the clock does not tell which names exist.
        if (nobody_.empty()) nobody_ = hashed("nobody-has-this-password");
        (void)matches(nobody_, password);
        RegisterWrite write;  // a durable write takes time too
        write.put.push_back({"sign_in", "nobody", json::write(now.text())});
        if (auto put = store_.apply(write); !put.ok()) return put.error();
        return refused();
    }
    User& user = *found.value();
    const bool locked = user.locked_until && now < *user.locked_until;
    const bool right = matches(user.password, password);
    if (locked || user.disabled || !right) {
        const auto noted = right || locked ? put_user(user, {}) : note_failure(user, now);
        if (!noted.ok()) return noted.error();
        return refused();
    }
    if (user.totp) {
        if (!code) return std::optional<SignedIn>{};
        const auto fits = code_fits(user, *code, now);
        if (!fits.ok()) return fits.error();
        if (!fits.value()) {
            if (auto noted = note_failure(user, now); !noted.ok()) return noted.error();
            return refused();
        }
    }
    auto opened = open_session(user, now);
    if (!opened.ok()) return opened.error();
    return std::optional(std::move(opened).value());
}

Result<bool> Access::code_fits(User& user, const std::string& code, Instant now) {
    const auto secret = box_.open(user.name, *user.totp);
    if (!secret.ok()) return secret.error();
    const auto step = totp_step(secret.value().view(), code, now, user.totp_step.value_or(0));
    if (step) user.totp_step = step;
    return step.has_value();
}

Result<Done> Access::note_failure(User& user, Instant now) {
    if (++user.failures >= failures_max) {
        user.locked_until = now + lock_ms;
        user.failures = 0;
    }
    return put_user(user, {});
}

Result<SignedIn> Access::open_session(User& user, Instant now) {
    SignedIn signed_in;
    signed_in.actor = actor_of(user.name, user.role, user.by, user.site);
    signed_in.token = to_hex(entropy_.bytes<32>());
    signed_in.csrf = to_hex(entropy_.bytes<16>());
    signed_in.expires = now + session_ms;
    user.failures = 0;
    user.locked_until.reset();
    RegisterWrite write;
    write.put.push_back({"user", user.name, json::write(user)});
    write.put.push_back({"session", digest_of(signed_in.token),
                         json::write(Session{user.name, signed_in.csrf, now, signed_in.expires})});
    if (auto applied = store_.apply(write); !applied.ok()) return applied.error();
    return signed_in;
}

Result<TotpSecret> Access::begin_totp(const std::string& name, Instant now) {
    const std::scoped_lock lock(changes_);
    auto found = find_user(name);
    if (!found.ok()) return found.error();
    if (!found.value()) return Fault{FaultKind::unavailable, "there is no account " + name};
    TotpSecret secret;
    entropy_.fill(secret.fill());
    auto sealed = box_.seal(name, secret, now);
    if (!sealed.ok()) return sealed.error();
    found.value()->totp_begun = std::move(sealed).value();
    if (auto put = put_user(*found.value(), {}); !put.ok()) return put.error();
    return secret;
}

Result<std::string> Access::confirm_totp(const std::string& name, const std::string& code,
                                         Instant now, std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    auto found = find_user(name);
    if (!found.ok()) return found.error();
    if (!found.value()) return std::string("user_unknown");
    User& user = *found.value();
    if (!user.totp_begun) return std::string("totp_not_begun");
    const auto secret = box_.open(name, *user.totp_begun);
    if (!secret.ok()) return secret.error();
    const auto step = totp_step(secret.value().view(), code, now, 0);
    if (!step) return std::string("totp_wrong");
    user.totp = std::move(user.totp_begun);
    user.totp_begun.reset();
    user.totp_step = step;
    if (auto put = put_user(user, std::move(entries)); !put.ok()) return put.error();
    return std::string();
}

Result<std::string> Access::reset_totp(const std::string& name, std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    auto found = find_user(name);
    if (!found.ok()) return found.error();
    if (!found.value()) return std::string("user_unknown");
    User& user = *found.value();
    user.totp.reset();
    user.totp_begun.reset();
    user.totp_step.reset();
    if (auto put = put_user(user, std::move(entries)); !put.ok()) return put.error();
    return std::string();
}

Result<OpenSession> Access::session(std::string_view token, Instant now) {
    const Fault over{FaultKind::denied, "the session is over"};
    if (token.size() != 64) return over;
    const auto body = store_.find("session", digest_of(token));
    if (!body.ok()) return body.error();
    const auto session = body.value() ? json::read<Session>(*body.value())
                                      : Result<Session, json::Problem>(json::Problem{});
    if (!session.ok() || session.value().expires <= now) return over;
    const auto user = find_user(session.value().user);
    if (!user.ok()) return user.error();
    // Signed in before the password changed: that session is over, whoever has it.
    if (!user.value() || user.value()->disabled ||
        session.value().created < user.value()->password_changed)
        return over;
    return OpenSession{
        actor_of(user.value()->name, user.value()->role, user.value()->by, user.value()->site),
        session.value().csrf, session.value().expires};
}

Result<Done> Access::sign_out(std::string_view token) {
    RegisterWrite write;
    write.erase.emplace_back("session", digest_of(token));
    return store_.apply(write);
}

Result<Done> Access::forget_sessions(Instant now) {
    const auto rows = list_all(store_, "session");
    if (!rows.ok()) return rows.error();
    RegisterWrite write;
    for (const Row& row : rows.value()) {
        const auto session = json::read<Session>(row.body);
        if (!session.ok() || session.value().expires <= now)
            write.erase.emplace_back(row.kind, row.key);
    }
    return write.erase.empty() ? Result<Done>(Done{}) : store_.apply(write);
}

Result<std::string> Access::create_api_key(const std::string& id, const std::string& role,
                                           const StaffNumber& by, std::optional<SiteCode> site,
                                           std::optional<Instant> expires,
                                           std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    if (!is_user_name(id)) return Fault{FaultKind::invalid, "user_name"};
    if (!roles_.contains(role)) return Fault{FaultKind::invalid, "role_unknown"};
    const auto there = store_.find("api_key_id", id);
    if (!there.ok()) return there.error();
    if (there.value()) return Fault{FaultKind::invalid, "user_exists"};
    const std::string key = "ba_" + to_hex(entropy_.bytes<32>());
    const ApiKey row{id, digest_of(key), role, by, std::move(site), expires};
    RegisterWrite write;
    // Found by digest when it is used, by id when it is revoked.
    write.put.push_back({"api_key", row.digest, json::write(row)});
    write.put.push_back({"api_key_id", id, json::write(row)});
    write.entries = std::move(entries);
    if (auto applied = store_.apply(write); !applied.ok()) return applied.error();
    forget_known_keys();
    return key;
}

Result<Done> Access::revoke_api_key(const std::string& id, std::vector<PendingEntry> entries) {
    const std::scoped_lock lock(changes_);
    const auto body = store_.find("api_key_id", id);
    if (!body.ok()) return body.error();
    const auto key = body.value() ? json::read<ApiKey>(*body.value())
                                  : Result<ApiKey, json::Problem>(json::Problem{});
    if (!key.ok()) return Fault{FaultKind::unavailable, "there is no API key " + id};
    RegisterWrite write;
    write.erase = {{"api_key", key.value().digest}, {"api_key_id", id}};
    write.entries = std::move(entries);
    auto applied = store_.apply(write);
    forget_known_keys();
    return applied;
}

void Access::forget_known_keys() {
    const std::scoped_lock lock(known_keys_mutex_);
    known_keys_.clear();
}

Result<std::optional<ApiKey>> Access::find_api_key(const std::string& digest) {
    const std::scoped_lock lock(known_keys_mutex_);
    if (const auto known = known_keys_.find(digest); known != known_keys_.end())
        return std::optional(known->second);
    const auto body = store_.find("api_key", digest);
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<ApiKey>{};
    auto row = json::read<ApiKey>(*body.value());
    if (!row.ok()) return std::optional<ApiKey>{};
    return std::optional(known_keys_.emplace(digest, std::move(row).value()).first->second);
}

Result<std::vector<ApiKey>> Access::api_keys() {
    const auto rows = list_all(store_, "api_key_id");
    if (!rows.ok()) return rows.error();
    std::vector<ApiKey> all;
    for (const Row& row : rows.value()) {
        auto key = json::read<ApiKey>(row.body);
        if (!key.ok()) return Fault{FaultKind::corrupt, "the API key " + row.key + " is broken"};
        all.push_back(std::move(key).value());
    }
    return all;
}

Result<Actor> Access::api_key(std::string_view key, Instant now) {
    const Fault unknown{FaultKind::denied, "the API key is not known"};
    if (key.size() != 67 || !key.starts_with("ba_")) return unknown;
    const auto found = find_api_key(digest_of(key));
    if (!found.ok()) return found.error();
    if (!found.value()) return unknown;
    const ApiKey& row = *found.value();
    if (row.expires && *row.expires <= now) return unknown;
    return actor_of("key:" + row.id, row.role, row.by, row.site);
}

}  // namespace buuan::register_
