// The four examples of "Signature Calculations for the Authorization Header: Transferring Payload
// in a Single Chunk (AWS Signature Version 4)" in the Amazon S3 API Reference, and what they leave
// out.
#include "adapters/s3/sign.hpp"

#include <gtest/gtest.h>

namespace buuan::s3 {
namespace {

const Credentials example{"AKIAIOSFODNN7EXAMPLE",
                          Personal("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")};
const Instant that_day = *Instant::parse("2013-05-24T00:00:00.000Z");
const std::pair<std::string, std::string> host{"host", "examplebucket.s3.amazonaws.com"};

std::string authorization(const Call& call) {
    return signed_headers(call, example, "us-east-1", that_day).back().second;
}

std::string expected(const std::string& names, const std::string& signature) {
    return "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
           "SignedHeaders=" +
           names + ",Signature=" + signature;
}

TEST(sign, get_object_of_aws) {
    const Call call{"GET", "/test.txt", {}, {host, {"range", "bytes=0-9"}}, sha256(as_bytes(""))};
    EXPECT_EQ(authorization(call),
              expected("host;range;x-amz-content-sha256;x-amz-date",
                       "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
}

TEST(sign, put_object_of_aws) {
    const Call call{"PUT",
                    "/test$file.text",
                    {},
                    {host,
                     {"date", "Fri, 24 May 2013 00:00:00 GMT"},
                     {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                    sha256(as_bytes("Welcome to Amazon S3."))};
    EXPECT_EQ(authorization(call),
              expected("date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                       "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    EXPECT_EQ(encoded_target(call), "/test%24file.text");
}

TEST(sign, get_bucket_lifecycle_of_aws) {
    const Call call{"GET", "/", {{"lifecycle", ""}}, {host}, sha256(as_bytes(""))};
    EXPECT_EQ(authorization(call),
              expected("host;x-amz-content-sha256;x-amz-date",
                       "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    EXPECT_EQ(encoded_target(call), "/?lifecycle=");
}

TEST(sign, list_objects_of_aws) {
    const Call call{"GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {host}, sha256(as_bytes(""))};
    EXPECT_EQ(authorization(call),
              expected("host;x-amz-content-sha256;x-amz-date",
                       "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    EXPECT_EQ(encoded_target(call), "/?max-keys=2&prefix=J");
}

TEST(sign, encodes_what_an_address_may_not_hold) {
    const Call call{"GET", "/b/đ +%", {{"prefix", "a/b c"}, {"continuation-token", "x=/+"}}};
    EXPECT_EQ(encoded_target(call),
              "/b/%C4%91%20%2B%25?continuation-token=x%3D%2F%2B&prefix=a%2Fb%20c");
}

TEST(sign, every_part_of_a_request_counts) {
    const Call call{"PUT", "/b/k", {{"a", "b"}}, {host}, sha256(as_bytes("body"))};
    const auto changed = [&](auto change) {
        Call other = call;
        change(other);
        return authorization(other) != authorization(call);
    };
    EXPECT_TRUE(changed([](Call& it) { it.method = "GET"; }));
    EXPECT_TRUE(changed([](Call& it) { it.path = "/b/l"; }));
    EXPECT_TRUE(changed([](Call& it) { it.query[0].second = "c"; }));
    EXPECT_TRUE(changed([](Call& it) { it.headers[0].second = "elsewhere"; }));
    EXPECT_TRUE(changed([](Call& it) { it.body_digest = sha256(as_bytes("bodx")); }));
    EXPECT_FALSE(changed([](Call&) {}));
}

TEST(sign, the_secret_key_is_in_no_header) {
    const Call call{"PUT", "/b/k", {}, {host}, sha256(as_bytes("body"))};
    for (const auto& [name, value] : signed_headers(call, example, "us-east-1", that_day))
        EXPECT_EQ(value.find(example.secret_key.reveal()), std::string::npos) << name;
}

}  // namespace
}  // namespace buuan::s3
