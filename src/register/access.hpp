// Accounts, sessions and API keys. What is kept at rest opens nothing: passwords as Argon2id,
// tokens as SHA-256 (DESIGN.md section 9; level-3 rules S3–S5 of the law as defaults: 14 characters
// without a second factor, the last 10 not used again, locked after 10 failures).
//
// Mutable state lives in the register store. Calls may come from any thread; sign-ins and changes
// of accounts and keys run one at a time.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/actor.hpp"
#include "base/entropy.hpp"
#include "register/register_store.hpp"
#include "register/roles.hpp"
#include "register/secret_box.hpp"

namespace buuan::register_ {

struct User {
    std::string name;
    std::string role;
    StaffNumber by;
    std::optional<SiteCode> site;
    std::string password;                    // Argon2id string of libsodium
    std::vector<std::string> old_passwords;  // the last ones, newest first
    Instant password_changed;
    std::uint32_t failures{};
    std::optional<Instant> locked_until;
    bool disabled{};
    std::optional<std::string> totp;        // sealed; once it is confirmed, signing in needs a code
    std::optional<std::string> totp_begun;  // sealed; shown, not confirmed yet
    std::optional<std::int64_t> totp_step;  // of the last code that was used
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (name, role, by, site, password, old_passwords, password_changed, failures,
                       locked_until, disabled, totp, totp_begun, totp_step))

struct Session {
    std::string user;
    std::string csrf;
    Instant created;
    Instant expires;
};
BOOST_DESCRIBE_STRUCT(Session, (), (user, csrf, created, expires))

struct ApiKey {
    std::string id;
    std::string digest;  // SHA-256 of the whole key, hex
    std::string role;
    StaffNumber by;
    std::optional<SiteCode> site;
    std::optional<Instant> expires;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, digest, role, by, site, expires))

/// Argon2id costs: `least` is for tests.
enum class PasswordCost { least, interactive };

struct SignedIn {
    Actor actor;
    std::string token;  // goes into the cookie; not kept
    std::string csrf;
    Instant expires;
};

/// A session as the holder of its token sees it.
struct OpenSession {
    Actor actor;
    std::string csrf;
    Instant expires;
};

class Access {
public:
    Access(RegisterStore& store, const Roles& roles, SecretBox& box, Entropy& entropy,
           PasswordCost cost)
        : store_(store), roles_(roles), box_(box), entropy_(entropy), cost_(cost) {}

    /// Each answer is a reason code: user_name, user_exists, role_unknown, password_short,
    /// password_common, password_used, user_unknown.
    Result<std::string> create_user(const std::string& name, const std::string& role,
                                    const StaffNumber& by, std::optional<SiteCode> site,
                                    const std::string& password, Instant now,
                                    std::vector<PendingEntry> entries);
    Result<std::string> set_password(const std::string& name, const std::string& password,
                                     Instant now, std::vector<PendingEntry> entries);
    Result<std::string> disable_user(const std::string& name, std::vector<PendingEntry> entries);
    Result<std::vector<User>> users();

    /// denied for a wrong name, a wrong password, a locked or disabled account: all look alike and
    /// take alike.
    /// Nothing: the password is right and a code is needed. A wrong code counts as a wrong
    /// password.
    Result<std::optional<SignedIn>> sign_in(const std::string& name, const std::string& password,
                                            Instant now,
                                            const std::optional<std::string>& code = {});

    /// A new secret of a second factor, shown once; it counts when it is confirmed.
    Result<TotpSecret> begin_totp(const std::string& name, Instant now);
    /// user_unknown, totp_not_begun, totp_wrong, or done.
    Result<std::string> confirm_totp(const std::string& name, const std::string& code, Instant now,
                                     std::vector<PendingEntry> entries);
    /// The password alone is enough again: for who lost the device. user_unknown, or done.
    Result<std::string> reset_totp(const std::string& name, std::vector<PendingEntry> entries);
    /// denied when it is unknown or over.
    Result<OpenSession> session(std::string_view token, Instant now);
    Result<Done> sign_out(std::string_view token);
    /// Erases the sessions that are over.
    Result<Done> forget_sessions(Instant now);

    /// Returns the key, which is shown once: "ba_" and 64 hex digits.
    Result<std::string> create_api_key(const std::string& id, const std::string& role,
                                       const StaffNumber& by, std::optional<SiteCode> site,
                                       std::optional<Instant> expires,
                                       std::vector<PendingEntry> entries);
    Result<Done> revoke_api_key(const std::string& id, std::vector<PendingEntry> entries);
    Result<std::vector<ApiKey>> api_keys();
    Result<Actor> api_key(std::string_view key, Instant now);

    /// Whom an account stands for, also one that is disabled by now: of what was done before.
    Result<std::optional<Actor>> actor_named(const std::string& name);
    [[nodiscard]] Actor actor_of(const std::string& user, const std::string& role,
                                 const StaffNumber& by, const std::optional<SiteCode>& site) const;

private:
    Result<std::optional<ApiKey>> find_api_key(const std::string& digest);
    void forget_known_keys();
    Result<std::optional<User>> find_user(const std::string& name);
    Result<Done> put_user(const User& user, std::vector<PendingEntry> entries);
    [[nodiscard]] std::string hashed(const std::string& password) const;
    Result<bool> code_fits(User& user, const std::string& code, Instant now);
    Result<Done> note_failure(User& user, Instant now);
    Result<SignedIn> open_session(User& user, Instant now);

    RegisterStore& store_;
    const Roles& roles_;
    SecretBox& box_;
    Entropy& entropy_;
    const PasswordCost cost_;
    std::mutex changes_;
    std::string nobody_;  // a hash that no password fits; guarded by changes_
    /// The API keys that were used, by digest, so that a machine's next request costs no look-up.
    /// Emptied by every change of a key: nothing else writes to the store.
    std::mutex known_keys_mutex_;
    std::map<std::string, ApiKey> known_keys_;
};

}  // namespace buuan::register_
