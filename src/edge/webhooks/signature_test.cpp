#include "edge/webhooks/signature.hpp"

#include <gtest/gtest.h>

namespace buuan::webhooks {
namespace {

TEST(signature, is_the_one_of_the_specifications_own_libraries) {
    const Bytes secret = from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
    EXPECT_EQ(
        signature_of(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(signature, another_id_time_or_body_is_signed_otherwise) {
    const Secret secret;
    const auto sign = [&](const char* id, std::int64_t at, const char* body) {
        return signature_of(secret.view(), id, at, body);
    };
    EXPECT_NE(sign("a", 1, "x"), sign("b", 1, "x"));
    EXPECT_NE(sign("a", 1, "x"), sign("a", 2, "x"));
    EXPECT_NE(sign("a", 1, "x"), sign("a", 1, "y"));
    EXPECT_EQ(secret_text(secret), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}

}  // namespace
}  // namespace buuan::webhooks
