#include "register/access.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "adapters/memory/memory_register.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/json.hpp"

namespace buuan::register_ {
namespace {

/// Counts what is asked of the store, so that two answers can be compared by the work they take.
class CountingStore final : public memory::MemoryRegister {
public:
    int reads = 0;
    int writes = 0;
    std::vector<RegisterWrite> applied;
    Result<Done> apply(const RegisterWrite& write) override {
        ++writes;
        applied.push_back(write);
        return MemoryRegister::apply(write);
    }
    Result<std::optional<std::string>> find(const std::string& kind,
                                            const std::string& key) override {
        ++reads;
        return MemoryRegister::find(kind, key);
    }
};

/// Seals nothing, and says whose it is.
class OpenBox final : public SecretBox {
public:
    Result<std::string> seal(std::string_view user, const TotpSecret& secret, Instant) override {
        return std::string(user) + ":" + to_hex(secret.view());
    }
    Result<TotpSecret> open(std::string_view user, std::string_view sealed) override {
        EXPECT_TRUE(sealed.starts_with(std::string(user) + ":"));
        const auto bytes = from_hex(sealed.substr(user.size() + 1)).value();
        return TotpSecret(std::span<const std::uint8_t, 20>(bytes));
    }
};

constexpr const char* good = "con mèo trèo cây cau";
constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;

class Accounts : public ::testing::Test {
protected:
    const Instant now = Instant::parse("2026-11-24T03:59:15.123Z").value();
    CountingStore store;
    Roles roles = {
        {"clerk", {"Giao dịch viên", "Counter clerk", {Action::accept_item, Action::read_item}}},
        {"auditor", {"Kiểm toán viên", "Auditor", {Action::read_log}}}};
    SystemEntropy entropy;
    OpenBox box;
    Access access{store, roles, box, entropy, PasswordCost::least};

    std::string create(const std::string& name, const std::string& password = good,
                       const std::string& role = "clerk") {
        return access.create_user(name, role, {"NV-1"}, SiteCode{"DBP"}, password, now, {}).value();
    }
    bool signs_in(const std::string& name, const std::string& password, Instant at) {
        const auto signed_in = access.sign_in(name, password, at);
        return signed_in.ok() && signed_in.value();
    }
    bool signs_in(const std::string& name, const std::string& password = good) {
        return signs_in(name, password, now);
    }
};

TEST_F(Accounts, with_a_second_factor_the_password_alone_is_not_enough) {
    ASSERT_EQ(create("mai.lo"), "");
    EXPECT_EQ(access.confirm_totp("mai.lo", "000000", now, {}).value(), "totp_not_begun");
    const TotpSecret secret = access.begin_totp("mai.lo", now).value();
    const auto code = [&](Instant at) { return totp_code(secret.view(), at.ms / 30'000); };
    const std::string wrong = code(now) == "123456" ? "654321" : "123456";
    EXPECT_TRUE(signs_in("mai.lo")) << "not before it is confirmed";
    EXPECT_EQ(access.confirm_totp("mai.lo", wrong, now, {}).value(), "totp_wrong");
    ASSERT_EQ(access.confirm_totp("mai.lo", code(now), now, {}).value(), "");

    const Instant later = now + minute;
    EXPECT_FALSE(access.sign_in("mai.lo", good, later).value());
    EXPECT_FALSE(access.sign_in("mai.lo", "not the password", later, code(later)).ok());
    EXPECT_FALSE(access.sign_in("mai.lo", good, later, wrong).ok());
    EXPECT_TRUE(access.sign_in("mai.lo", good, later, code(later)).value());
    EXPECT_FALSE(access.sign_in("mai.lo", good, later, code(later)).ok()) << "used";
    EXPECT_EQ(access.reset_totp("mai.lo", {}).value(), "");
    EXPECT_TRUE(signs_in("mai.lo"));
    EXPECT_EQ(access.reset_totp("nobody", {}).value(), "user_unknown");
    EXPECT_FALSE(access.begin_totp("nobody", now).ok());
}

TEST_F(Accounts, guessing_codes_locks_as_guessing_passwords_does) {
    ASSERT_EQ(create("mai.lo"), "");
    const TotpSecret secret = access.begin_totp("mai.lo", now).value();
    const auto code = [&](Instant at) { return totp_code(secret.view(), at.ms / 30'000); };
    ASSERT_EQ(access.confirm_totp("mai.lo", code(now), now, {}).value(), "");
    for (int i = 0; i < 10; ++i)
        EXPECT_FALSE(access.sign_in("mai.lo", good, now, "x" + std::to_string(i)).ok());
    EXPECT_FALSE(access.sign_in("mai.lo", good, now + minute, code(now + minute)).ok());
}

TEST_F(Accounts, who_signs_in_may_do_what_the_role_may) {
    ASSERT_EQ(create("mai.lo"), "");
    const auto signed_in = access.sign_in("mai.lo", good, now).value().value();
    EXPECT_EQ(signed_in.actor.user, "mai.lo");
    EXPECT_EQ(signed_in.actor.by.value, "NV-1");
    EXPECT_EQ(signed_in.actor.site->value, "DBP");
    EXPECT_TRUE(signed_in.actor.allowed(Action::accept_item));
    EXPECT_FALSE(signed_in.actor.allowed(Action::manage_users));
    EXPECT_EQ(access.session(signed_in.token, now).value().actor.user, "mai.lo");
    EXPECT_EQ(access.session(signed_in.token, now).value().csrf, signed_in.csrf);
}

TEST_F(Accounts, nothing_that_opens_anything_is_kept) {
    create("mai.lo");
    const auto signed_in = access.sign_in("mai.lo", good, now).value().value();
    const std::string key =
        access.create_api_key("shop", "clerk", {"NV-1"}, std::nullopt, std::nullopt, {}).value();
    for (const RegisterWrite& write : store.applied) {
        for (const Row& row : write.put) {
            for (const std::string& secret :
                 {std::string(good), signed_in.token, key, key.substr(3)}) {
                EXPECT_EQ(row.body.find(secret), std::string::npos) << row.kind;
                EXPECT_EQ(row.key.find(secret), std::string::npos) << row.kind;
            }
        }
    }
    EXPECT_TRUE(access.users().value().at(0).password.starts_with("$argon2id$"));
}

TEST_F(Accounts, names_roles_and_passwords_are_checked) {
    for (const char* name :
         {"", "a", "Mai", "mai lo", "mai@lo", "đèo", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        EXPECT_EQ(create(name), "user_name") << name;
    EXPECT_EQ(create("mai.lo", good, "king"), "role_unknown");
    EXPECT_EQ(create("mai.lo", "13 characters"), "password_short");
    EXPECT_EQ(create("mai.lo", std::string(257, 'x')), "password_short");
    EXPECT_EQ(create("mai.lo", "matkhau1234567"), "password_common");
    EXPECT_EQ(create("mai.lo"), "");
    EXPECT_EQ(create("mai.lo", "another good password"), "user_exists");
    EXPECT_TRUE(signs_in("mai.lo"));
    EXPECT_FALSE(signs_in("mai.lo", "another good password"));
}

TEST_F(Accounts, ten_failures_lock_for_a_quarter_of_an_hour_and_the_right_password_does_not_help) {
    create("mai.lo");
    create("binh");
    for (int i = 0; i < 9; ++i) EXPECT_FALSE(signs_in("mai.lo", "wrong wrong wrong"));
    EXPECT_TRUE(signs_in("mai.lo"));  // which begins the count anew
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(signs_in("mai.lo", "wrong wrong wrong"));
    EXPECT_FALSE(signs_in("mai.lo"));
    EXPECT_FALSE(signs_in("mai.lo", good, now + (15 * minute - 1)));
    EXPECT_TRUE(signs_in("binh"));
    EXPECT_TRUE(signs_in("mai.lo", good, now + 15 * minute));
    EXPECT_FALSE(signs_in("mai.lo", "wrong wrong wrong", now + 15 * minute));
    EXPECT_TRUE(signs_in("mai.lo", good, now + 15 * minute));  // one failure locks nobody
}

TEST_F(Accounts, trying_on_while_locked_does_not_lock_for_longer) {
    create("mai.lo");
    for (int i = 0; i < 25; ++i)
        EXPECT_FALSE(signs_in("mai.lo", "wrong wrong wrong", now + i * 30'000));
    EXPECT_TRUE(signs_in("mai.lo", good, now + (9 * 30'000 + 15 * minute)));
}

TEST_F(Accounts, wrong_names_passwords_locked_and_disabled_look_alike_and_take_alike) {
    create("mai.lo");
    create("locked");
    create("disabled");
    for (int i = 0; i < 10; ++i) (void)signs_in("locked", "wrong wrong wrong");
    ASSERT_EQ(access.disable_user("disabled", {}).value(), "");
    (void)signs_in("nobody.at.all", "warms what is made once");
    const auto work = [&](const std::string& name, const std::string& password) {
        store.reads = store.writes = 0;
        const auto refused = access.sign_in(name, password, now);
        EXPECT_FALSE(refused.ok());
        return std::tuple(refused.error().kind, refused.error().what, store.reads, store.writes);
    };
    const auto wrong_password = work("mai.lo", "wrong wrong wrong");
    EXPECT_EQ(work("nobody.at.all", "wrong wrong wrong"), wrong_password);
    EXPECT_EQ(work("locked", good), wrong_password);
    EXPECT_EQ(work("locked", "wrong wrong wrong"), wrong_password);
    EXPECT_EQ(work("disabled", good), wrong_password);
}

TEST_F(Accounts, an_unknown_name_costs_a_password_check_too) {
    // With costs that can be measured; the shortest of some runs, so that a busy machine does not
    // matter.
    Access dear(store, roles, box, entropy, PasswordCost::interactive);
    ASSERT_EQ(dear.create_user("mai.lo", "clerk", {"NV-1"}, std::nullopt, good, now, {}).value(),
              "");
    const auto shortest = [&](const std::string& name) {
        auto best = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 3; ++i) {
            const auto begun = std::chrono::steady_clock::now();
            EXPECT_FALSE(dear.sign_in(name, "wrong wrong wrong", now).ok());
            best = std::min(best, std::chrono::steady_clock::now() - begun);
        }
        return best;
    };
    const auto known = shortest("mai.lo");
    EXPECT_GT(shortest("nobody.at.all") * 3, known);
}

TEST_F(Accounts, the_present_and_the_last_ten_passwords_are_not_taken_again) {
    create("mai.lo", "password number 0");
    const auto set = [&](int n) {
        return access.set_password("mai.lo", "password number " + std::to_string(n), now, {})
            .value();
    };
    for (int n = 0; n <= 10; ++n) {
        EXPECT_EQ(set(n), n == 0 ? "password_used" : "") << n;
        for (int old = 0; old <= n; ++old)
            EXPECT_EQ(set(old), "password_used") << old << " after " << n;
    }
    ASSERT_EQ(set(11), "");
    EXPECT_EQ(set(1), "password_used");
    EXPECT_EQ(set(0), "");  // eleven changes ago
    EXPECT_TRUE(signs_in("mai.lo", "password number 0"));
    EXPECT_FALSE(signs_in("mai.lo", "password number 11"));
    EXPECT_EQ(access.set_password("mai.lo", "short", now, {}).value(), "password_short");
    EXPECT_EQ(access.set_password("nobody", good, now, {}).value(), "user_unknown");
}

TEST_F(Accounts, a_new_password_unlocks_and_ends_the_sessions_before_it) {
    create("mai.lo");
    const auto signed_in = access.sign_in("mai.lo", good, now).value().value();
    for (int i = 0; i < 10; ++i) (void)signs_in("mai.lo", "wrong wrong wrong");
    ASSERT_EQ(access.set_password("mai.lo", "một mật khẩu khác", now + 1, {}).value(), "");
    EXPECT_FALSE(access.session(signed_in.token, now + 2).ok());
    EXPECT_TRUE(signs_in("mai.lo", "một mật khẩu khác", now + 2));
    EXPECT_FALSE(signs_in("mai.lo", good, now + 2));
}

TEST_F(Accounts, sessions_end_after_twelve_hours_at_sign_out_and_with_the_account) {
    create("mai.lo");
    const auto one = access.sign_in("mai.lo", good, now).value().value();
    const auto two = access.sign_in("mai.lo", good, now).value().value();
    EXPECT_NE(one.token, two.token);
    EXPECT_NE(one.csrf, two.csrf);
    EXPECT_EQ(one.expires, now + 12 * hour);
    EXPECT_TRUE(access.session(one.token, now + (12 * hour - 1)).ok());
    EXPECT_EQ(access.session(one.token, now + 12 * hour).error().kind, FaultKind::denied);
    ASSERT_TRUE(access.sign_out(one.token).ok());
    EXPECT_FALSE(access.session(one.token, now).ok());
    EXPECT_TRUE(access.session(two.token, now).ok());
    ASSERT_EQ(access.disable_user("mai.lo", {}).value(), "");
    EXPECT_FALSE(access.session(two.token, now).ok());
    EXPECT_FALSE(signs_in("mai.lo"));
    EXPECT_EQ(access.disable_user("nobody", {}).value(), "user_unknown");
}

TEST_F(Accounts, a_token_that_was_never_given_opens_nothing) {
    create("mai.lo");
    const auto signed_in = access.sign_in("mai.lo", good, now).value().value();
    std::string near = signed_in.token;
    near.back() = near.back() == '0' ? '1' : '0';
    for (const std::string& token :
         {std::string(), near, signed_in.token.substr(1), signed_in.token + "0",
          std::string(64, '0'), sha256(as_bytes(signed_in.token)).text()}) {
        EXPECT_EQ(access.session(token, now).error().kind, FaultKind::denied);
    }
}

TEST_F(Accounts, a_role_that_is_gone_may_nothing) {
    create("mai.lo");
    const auto signed_in = access.sign_in("mai.lo", good, now).value().value();
    roles.erase("clerk");
    EXPECT_TRUE(access.session(signed_in.token, now).value().actor.may.empty());
}

TEST_F(Accounts, an_api_key_works_until_it_expires_or_is_revoked) {
    const std::string key =
        access.create_api_key("shop", "auditor", {"NV-2"}, std::nullopt, now + hour, {}).value();
    EXPECT_EQ(key.size(), 67U);
    EXPECT_TRUE(key.starts_with("ba_"));
    const Actor actor = access.api_key(key, now).value();
    EXPECT_EQ(actor.user, "key:shop");
    EXPECT_TRUE(actor.allowed(Action::read_log));
    EXPECT_TRUE(access.api_key(key, now + (hour - 1)).ok());
    EXPECT_EQ(access.api_key(key, now + hour).error().kind, FaultKind::denied);
    for (const std::string& wrong : {std::string(), key.substr(3), "ba_" + std::string(64, '0'),
                                     key + "0", "bb_" + key.substr(3)})
        EXPECT_FALSE(access.api_key(wrong, now).ok());
    EXPECT_EQ(access.create_api_key("shop", "auditor", {"NV-2"}, std::nullopt, std::nullopt, {})
                  .error()
                  .what,
              "user_exists");
    EXPECT_EQ(access.create_api_key("shop 2", "auditor", {"NV-2"}, std::nullopt, std::nullopt, {})
                  .error()
                  .what,
              "user_name");
    EXPECT_EQ(access.create_api_key("shop-2", "king", {"NV-2"}, std::nullopt, std::nullopt, {})
                  .error()
                  .what,
              "role_unknown");
    EXPECT_EQ(access.api_keys().value().size(), 1U);
    ASSERT_TRUE(access.revoke_api_key("shop", {}).ok());
    EXPECT_FALSE(access.api_key(key, now).ok());
    EXPECT_TRUE(access.api_keys().value().empty());
    EXPECT_EQ(access.revoke_api_key("shop", {}).error().kind, FaultKind::unavailable);
    // A key is no session and a session no key.
    create("mai.lo");
    EXPECT_FALSE(
        access.api_key(access.sign_in("mai.lo", good, now).value().value().token, now).ok());
    EXPECT_FALSE(access.session(key, now).ok());
}

TEST_F(Accounts, an_account_and_its_entry_are_one_write_and_what_is_refused_leaves_none) {
    const PendingEntry entry{EntryId::make(now, entropy), LogName::organisation(), "{}"};
    EXPECT_EQ(
        access.create_user("mai.lo", "king", {"NV-1"}, std::nullopt, good, now, {entry}).value(),
        "role_unknown");
    EXPECT_TRUE(store.pending(LogName::organisation(), 10).value().empty());
    EXPECT_EQ(
        access.create_user("mai.lo", "clerk", {"NV-1"}, std::nullopt, good, now, {entry}).value(),
        "");
    EXPECT_EQ(store.pending(LogName::organisation(), 10).value().size(), 1U);
    EXPECT_EQ(store.writes, 1);
}

TEST_F(Accounts, a_broken_row_is_a_fault_and_signs_nobody_in) {
    RegisterWrite write;
    write.put.push_back({"user", "mai.lo", "{\"name\":\"mai.lo\"}"});
    ASSERT_TRUE(store.apply(write).ok());
    EXPECT_EQ(access.sign_in("mai.lo", good, now).error().kind, FaultKind::corrupt);
}

}  // namespace
}  // namespace buuan::register_
