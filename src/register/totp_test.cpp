#include "register/totp.hpp"

#include <gtest/gtest.h>

namespace buuan::register_ {
namespace {

const BytesView secret = as_bytes("12345678901234567890");

Instant at_second(std::int64_t second) {
    return {second * 1000};
}

TEST(totp, makes_the_codes_of_rfc_6238) {
    // Appendix B has eight digits; ours are the last six.
    EXPECT_EQ(totp_code(secret, 59 / 30), "287082");
    EXPECT_EQ(totp_code(secret, 1111111109 / 30), "081804");
    EXPECT_EQ(totp_code(secret, 1111111111 / 30), "050471");
    EXPECT_EQ(totp_code(secret, 1234567890 / 30), "005924");
    EXPECT_EQ(totp_code(secret, 2000000000 / 30), "279037");
    EXPECT_EQ(totp_code(secret, 20000000000 / 30), "353130");
}

TEST(totp, takes_a_code_for_one_step_around_now_and_never_again) {
    const std::int64_t step = 1234567890 / 30;
    for (const int off : {-30, 0, 30})
        EXPECT_EQ(totp_step(secret, "005924", at_second(1234567890 + off), 0), step) << off;
    for (const int off : {-60, 60})
        EXPECT_FALSE(totp_step(secret, "005924", at_second(1234567890 + off), 0)) << off;
    EXPECT_FALSE(totp_step(secret, "005924", at_second(1234567890), step));
    for (const char* wrong : {"", "5924", "005925", "0059240", "00592a"})
        EXPECT_FALSE(totp_step(secret, wrong, at_second(1234567890), 0)) << wrong;
}

TEST(totp, secrets_are_typed_as_base32) {
    // RFC 4648, section 10, without the padding.
    EXPECT_EQ(to_base32(as_bytes("")), "");
    EXPECT_EQ(to_base32(as_bytes("f")), "MY");
    EXPECT_EQ(to_base32(as_bytes("fo")), "MZXQ");
    EXPECT_EQ(to_base32(as_bytes("foobar")), "MZXW6YTBOI");
    EXPECT_EQ(to_base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

}  // namespace
}  // namespace buuan::register_
