// queue.json against the code of the vault; docs/formats/queue.md.
#include "vault/device_key.hpp"
#include "vault/queue_key.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& queue() {
    static const boost::json::value file = read("queue.json");
    return file;
}

TEST(queue_vectors, the_weeks_key_is_derived_as_written) {
    EXPECT_EQ(to_base64(vault::queue_key(secret(queue(), "class_key")).public_key()),
              text(queue(), "public_key"));
    EXPECT_EQ(to_base64(vault::HpkeKey::derive(secret(queue(), "derived")).public_key()),
              text(queue(), "public_key"));
}

TEST(queue_vectors, envelopes_have_the_written_bytes_and_open) {
    const vault::HpkeKey key = vault::queue_key(secret(queue(), "class_key"));
    const Day week = Day::parse(text(queue(), "week")).value();
    for (const auto& v : list(queue(), "envelopes")) {
        ScriptedEntropy entropy(bytes(v, "randomness"));
        const Bytes plain = bytes(v, "plain");
        const auto sealed =
            vault::seal_envelope(plain, week, key.public_key(), text(v, "bound"), entropy);
        ASSERT_TRUE(sealed.ok());
        EXPECT_EQ(to_hex(sealed.value()), text(v, "envelope"));
        EXPECT_EQ(sha256(sealed.value()).text(), text(v, "digest"));
        const Bytes written = bytes(v, "envelope");
        const auto envelope = vault::Envelope::read(written);
        ASSERT_TRUE(envelope);
        EXPECT_EQ(envelope->week, week);
        const auto opened = envelope->open(key, text(v, "bound"));
        ASSERT_TRUE(opened.ok());
        EXPECT_EQ(opened.value(), plain);
    }
}

TEST(queue_vectors, the_devices_signature_is_right) {
    const auto& v = queue().at("device");
    EXPECT_TRUE(vault::device_signed(from_base64(text(v, "public_key")).value(), text(v, "signed"),
                                     from_base64(text(v, "signature")).value()));
}

}  // namespace
}  // namespace buuan::vectors
