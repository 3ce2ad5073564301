#include "edge/tls/authority.hpp"

#include <gtest/gtest.h>

#include "edge/tls/openssl.hpp"

namespace buuan::tls {
namespace {

const Instant now = Instant::parse("2026-11-26T02:00:00.000Z").value();
const Subjects quay{{"quay.example.vn"}, {"192.168.1.10"}};

Pair authority_of(const Subjects& subjects) {
    return make_authority(subjects, now).value();
}

/// What is wrong with issuing this; nullopt where nothing is.
std::optional<Wrong> wrong(const Pair& authority, const Subjects& subjects, int days = 90,
                           Instant at = now) {
    const auto issued = issue(authority, subjects, days, at);
    return issued.ok() ? std::nullopt : std::optional(issued.error());
}

TEST(authority, issues_for_what_it_was_made_for_and_says_so) {
    const Pair authority = authority_of(quay);
    const auto server = issue(authority, quay, server_days_max, now);
    ASSERT_TRUE(server.ok());
    const auto facts = facts_of(server.value().certificate).value();
    EXPECT_EQ(facts.subjects.names, quay.names);
    EXPECT_EQ(facts.subjects.addresses, quay.addresses);
    EXPECT_EQ(facts.until.text(), "2027-12-27");  // 397 days on, of which the last is not whole
    EXPECT_EQ(facts.fingerprint.size(), 32 * 3 - 1);
    EXPECT_NE(facts.fingerprint, facts_of(authority.certificate).value().fingerprint);
    EXPECT_TRUE(is_pair(server.value()));
}

TEST(authority, a_renewed_key_is_not_that_of_the_certificate_before) {
    const Pair authority = authority_of(quay);
    const Pair before = issue(authority, quay, 90, now).value();
    const Pair renewed = issue(authority, quay, 90, now).value();
    EXPECT_TRUE(is_pair(before) && is_pair(renewed));
    EXPECT_FALSE(is_pair({before.certificate, renewed.key}));
    EXPECT_FALSE(is_pair({before.certificate, Personal("no key")}));
    EXPECT_FALSE(is_pair({"no certificate", before.key}));
}

TEST(authority, issues_for_nothing_else) {
    const Pair both = authority_of(quay);
    EXPECT_EQ(wrong(both, {{"bank.example.vn"}, {}}), Wrong::outside);
    EXPECT_EQ(wrong(both, {{"quay.example.vn", "example.vn"}, {}}), Wrong::outside);
    EXPECT_EQ(wrong(both, {{}, {"192.168.1.11"}}), Wrong::outside);
    EXPECT_EQ(wrong(both, {{}, {"fd00::10"}}), Wrong::outside);
    EXPECT_EQ(wrong(both, {{"in.quay.example.vn"}, {}}), std::nullopt);  // below its name

    const Pair names_only = authority_of({{"quay.example.vn"}, {}});
    EXPECT_EQ(wrong(names_only, {{"quay.example.vn"}, {}}), std::nullopt);
    EXPECT_EQ(wrong(names_only, {{}, {"192.168.1.10"}}), Wrong::outside);
    EXPECT_EQ(wrong(names_only, {{}, {"fd00::10"}}), Wrong::outside);

    const Pair addresses_only = authority_of({{}, {"192.168.1.10", "fd00::10"}});
    EXPECT_EQ(wrong(addresses_only, {{}, {"192.168.1.10"}}), std::nullopt);
    EXPECT_EQ(wrong(addresses_only, {{}, {"fd00::10"}}), std::nullopt);
    EXPECT_EQ(wrong(addresses_only, {{"quay.example.vn"}, {}}), Wrong::outside);
}

TEST(authority, a_certificate_does_not_outlive_it) {
    const Pair authority = authority_of(quay);
    const Instant late = now + (authority_days - 100) * std::int64_t{86'400'000};
    EXPECT_EQ(wrong(authority, quay, 99, late), std::nullopt);
    EXPECT_EQ(wrong(authority, quay, 101, late), Wrong::outlived);
}

TEST(authority, what_it_issued_and_what_is_not_its_own_cannot_issue) {
    const Pair authority = authority_of(quay), other = authority_of(quay);
    const Pair server = issue(authority, quay, 90, now).value();
    EXPECT_EQ(wrong(server, quay), Wrong::no_authority);
    EXPECT_EQ(wrong({authority.certificate, other.key}, quay), Wrong::other_key);
    EXPECT_EQ(wrong({"", authority.key}, quay), Wrong::unreadable);
    EXPECT_EQ(wrong({authority.certificate, Personal("no key")}, quay), Wrong::unreadable);
    EXPECT_EQ(facts_of("no certificate").error(), Wrong::unreadable);
}

TEST(authority, an_encrypted_key_is_unreadable_and_nobody_is_asked) {
    const Pair authority = authority_of(quay);
    const auto out = owned(BIO_new(BIO_s_mem()));
    std::string passphrase = "mot cum mat khau";
    ASSERT_EQ(PEM_write_bio_PKCS8PrivateKey(out.get(), key_in(authority.key).get(),
                                            EVP_aes_256_cbc(), passphrase.data(),
                                            static_cast<int>(passphrase.size()), nullptr, nullptr),
              1);
    EXPECT_EQ(wrong({authority.certificate, Personal(std::string(written(out.get())))}, quay),
              Wrong::unreadable);
}

TEST(authority, names_and_addresses_have_their_form) {
    for (const char* name : {"", "quầy.vn", "Quay.vn", "*.quay.vn", "quay..vn", ".vn", "quay.vn.",
                             "-a.vn", "a-.vn", "quay vn", "quay.vn,DNS:bank.vn", "192.168.1.10"})
        EXPECT_EQ(make_authority({{name}, {}}, now).error(), Wrong::name_form) << name;
    EXPECT_EQ(make_authority({{std::string(64, 'a') + ".vn"}, {}}, now).error(), Wrong::name_form);
    for (const char* name : {"localhost", "quay", "quay-1.example.vn", "xn--quy-7ka.vn", "3.vn"})
        EXPECT_TRUE(make_authority({{name}, {}}, now).ok()) << name;
    for (const char* address : {"", "192.168.1", "192.168.1.256", "quay.vn", "::g", "10.0.0.0/8"})
        EXPECT_EQ(make_authority({{}, {address}}, now).error(), Wrong::address_form) << address;
    EXPECT_EQ(make_authority({}, now).error(), Wrong::nobody);
    EXPECT_EQ(make_authority({std::vector<std::string>(subjects_max + 1, "a.vn"), {}}, now).error(),
              Wrong::too_many);
}

}  // namespace
}  // namespace buuan::tls
