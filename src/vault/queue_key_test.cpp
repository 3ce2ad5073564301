#include "vault/queue_key.hpp"

#include <gtest/gtest.h>

#include "adapters/posix/system_entropy.hpp"
#include "vault/device_key.hpp"

namespace buuan::vault {
namespace {

SystemEntropy random;

Day day(std::string_view text) {
    return Day::parse(text).value();
}

HpkeKey a_queue_key() {
    Secret class_key;
    random.fill(class_key.fill());
    return queue_key(class_key);
}

TEST(queue_key, a_week_begins_on_monday) {
    EXPECT_EQ(week_of(day("2026-11-23")), day("2026-11-23"));
    EXPECT_EQ(week_of(day("2026-11-24")), day("2026-11-23"));
    EXPECT_EQ(week_of(day("2026-11-29")), day("2026-11-23"));
    EXPECT_EQ(week_of(day("2026-11-30")), day("2026-11-30"));
    EXPECT_EQ(week_of(day("2027-01-01")), day("2026-12-28"));
    EXPECT_EQ(week_of(day("1969-12-31")), day("1969-12-29"));
}

TEST(queue_key, an_envelope_says_its_week_and_opens_for_what_it_belongs_to) {
    const HpkeKey key = a_queue_key();
    const Bytes sealed = seal_envelope(as_bytes("áo len"), day("2026-11-23"), key.public_key(),
                                       "item/contents", random)
                             .value();
    EXPECT_EQ(sealed.size(), std::string_view("áo len").size() + envelope_bytes_more);
    const auto envelope = Envelope::read(sealed);
    ASSERT_TRUE(envelope);
    EXPECT_EQ(envelope->week, day("2026-11-23"));
    ASSERT_TRUE(envelope->open(key, "item/contents").ok());
    EXPECT_EQ(as_text(envelope->open(key, "item/contents").value()), "áo len");
    EXPECT_FALSE(envelope->open(key, "item").ok());
    EXPECT_FALSE(envelope->open(a_queue_key(), "item/contents").ok());
}

TEST(queue_key, what_is_no_envelope_is_not_read) {
    const HpkeKey key = a_queue_key();
    const Bytes sealed =
        seal_envelope({}, day("2026-11-23"), key.public_key(), "item", random).value();
    const auto with_week = [&](std::string_view week) {
        Bytes out = sealed;
        std::copy(week.begin(), week.end(), out.begin() + 1);
        return out;
    };
    EXPECT_TRUE(Envelope::read(sealed));
    EXPECT_FALSE(Envelope::read({}));
    EXPECT_FALSE(Envelope::read(BytesView(sealed).first(sealed.size() - 1)));
    EXPECT_FALSE(Envelope::read(with_week("2026-11-24"))) << "no Monday";
    EXPECT_FALSE(Envelope::read(with_week("2026-13-23")));
    EXPECT_FALSE(Envelope::read(with_week("0000000000")));
    Bytes other_version = sealed;
    other_version[0] = 2;
    EXPECT_FALSE(Envelope::read(other_version));
}

// RFC 6979, A.2.5: the key, and its signatures with SHA-256.
constexpr std::string_view rfc_key =
    "3059301306072a8648ce3d020106082a8648ce3d0301070342000460fed4ba255a9d31c961eb74c6356d68c049b892"
    "3b"
    "61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr std::string_view rfc_sample =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f"
    "65"
    "f3e900dbb9aff4064dc4ab2f843acda8";

TEST(device_key, a_known_signature_is_right_and_no_other_is) {
    const Bytes key = from_hex(rfc_key).value();
    const Bytes signature = from_hex(rfc_sample).value();
    EXPECT_TRUE(device_signed(key, "sample", signature));
    EXPECT_FALSE(device_signed(key, "sample ", signature));
    EXPECT_FALSE(device_signed(key, "sample", BytesView(signature).first(63)));
    EXPECT_FALSE(device_signed(key, "sample", {}));
    EXPECT_FALSE(device_signed(key, "sample", Bytes(64)));
    for (std::size_t at = 0; at < signature.size(); ++at) {
        Bytes changed = signature;
        changed[at] ^= 0x10;
        EXPECT_FALSE(device_signed(key, "sample", changed)) << at;
    }
}

TEST(device_key, only_a_point_of_p256_in_its_one_form_is_a_key) {
    const Bytes key = from_hex(rfc_key).value();
    EXPECT_TRUE(is_device_key(key));
    EXPECT_FALSE(is_device_key({}));
    EXPECT_FALSE(is_device_key(BytesView(key).first(90)));
    for (std::size_t at = 0; at < key.size(); ++at) {
        Bytes changed = key;
        changed[at] ^= 0x01;
        EXPECT_FALSE(is_device_key(changed)) << at;
        EXPECT_FALSE(device_signed(changed, "sample", from_hex(rfc_sample).value())) << at;
    }
}

}  // namespace
}  // namespace buuan::vault
