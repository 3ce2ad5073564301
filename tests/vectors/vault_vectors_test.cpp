// vault.json against the code of the vault; docs/formats/vault.md.
#include "adapters/memory/memory_files.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"
#include "vault/key_ring.hpp"
#include "vault/record.hpp"
#include "vault/root_key.hpp"
#include "vault/seal.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& vault() {
    static const boost::json::value file = read("vault.json");
    return file;
}

vault::SealContext context_of(const boost::json::value& v) {
    return {text(v, "node"), item(v), static_cast<DataClass>(number(v, "class")),
            static_cast<std::uint32_t>(number(v, "revision"))};
}

TEST(vault_vectors, keys_references_and_digests_are_derived_as_written) {
    const auto& v = vault().at("derivations");
    const Secret key = secret(v, "class_key");
    const ItemId id = item(v);
    for (const auto& one : list(v, "record_keys")) {
        EXPECT_EQ(
            to_hex(vault::record_key(key, id, static_cast<std::uint32_t>(number(one, "revision")))
                       .view()),
            text(one, "key"));
    }
    for (const auto& one : list(v, "object_keys"))
        EXPECT_EQ(to_hex(vault::object_key(key, id, text(one, "slot")).view()), text(one, "key"));
    for (const auto& one : list(v, "item_refs"))
        EXPECT_EQ(vault::item_ref(key, id, *LogName::parse(text(one, "log"))), text(one, "ref"));
    for (const auto& one : list(v, "requests"))
        EXPECT_EQ(vault::request_digest(key, as_bytes(text(one, "request"))).text(),
                  text(one, "digest"));
    EXPECT_EQ(to_hex(vault::possession_public_key(key)), text(v, "possession_public_key"));
}

TEST(vault_vectors, sealing_makes_the_written_bytes_and_opens_them) {
    for (const auto& v : list(vault(), "seals")) {
        ScriptedEntropy entropy(bytes(v, "nonce"));
        const Bytes plain = bytes(v, "plain");
        EXPECT_EQ(to_hex(vault::seal(plain, secret(v, "key"), context_of(v), entropy)),
                  text(v, "sealed"));
        Bytes opened;
        ASSERT_TRUE(vault::open(bytes(v, "sealed"), secret(v, "key"), context_of(v), opened).ok());
        EXPECT_EQ(opened, plain);
    }
}

TEST(vault_vectors, wrapping_makes_the_written_bytes_and_opens_them) {
    const auto& v = vault().at("wrap");
    ScriptedEntropy entropy(bytes(v, "nonce"));
    EXPECT_EQ(to_hex(vault::wrap(bytes(v, "secret"), secret(v, "key"), text(v, "label"), entropy)),
              text(v, "wrapped"));
    const auto opened = vault::unwrap(bytes(v, "wrapped"), secret(v, "key"), text(v, "label"));
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened.value(), bytes(v, "secret"));
}

TEST(vault_vectors, a_record_has_the_written_bytes_root_and_paths) {
    for (const auto& v : list(vault(), "records")) {
        vault::Fields fields;
        for (const auto& field : list(v, "fields"))
            fields.emplace(text(field, "label"), Personal(text(field, "value")));
        ScriptedEntropy entropy(bytes(v, "randomness"));
        const auto sealed = vault::seal_record(fields, secret(v, "key"), context_of(v), entropy);
        ASSERT_TRUE(sealed.ok());
        EXPECT_EQ(to_hex(sealed.value().sealed), text(v, "sealed"));
        EXPECT_EQ(sealed.value().digest.text(), text(v, "digest"));
        EXPECT_EQ(sealed.value().root.text(), text(v, "root"));

        Bytes plain;
        ASSERT_TRUE(vault::open(bytes(v, "sealed"), secret(v, "key"), context_of(v), plain).ok());
        EXPECT_EQ(to_hex(plain), text(v, "plain"));
        const auto opened = vault::open_record(bytes(v, "sealed"), secret(v, "key"), context_of(v));
        ASSERT_TRUE(opened.ok());
        for (const auto& field : list(v, "fields")) {
            const auto opening = vault::open_field(opened.value(), text(field, "label"));
            ASSERT_TRUE(opening);
            EXPECT_EQ(opening->value.reveal(), text(field, "value"));
            EXPECT_EQ(to_hex(opening->salt), text(field, "salt"));
            EXPECT_EQ(hexes(opening->path), texts(list(field, "path")));
            EXPECT_TRUE(vault::field_is_proved(*opening, sealed.value().root));
        }
    }
}

TEST(vault_vectors, tokens_and_folded_names_are_as_written) {
    for (const auto& v : list(vault(), "tokens")) {
        const auto kind = static_cast<vault::TokenKind>(number(v, "number"));
        EXPECT_EQ(boost::describe::enum_to_string(kind, ""), text(v, "kind"));
        EXPECT_EQ(to_hex(vault::token_of(secret(v, "class_key"), kind, text(v, "value")).bytes),
                  text(v, "token"))
            << text(v, "value");
        if (kind == vault::TokenKind::name) {
            EXPECT_EQ(vault::fold_name(text(v, "value")), text(v, "folded"));
        }
    }
}

TEST(vault_vectors, a_new_keyring_is_the_written_file) {
    const auto& v = vault().at("keyring");
    memory::MemoryFiles files;
    ScriptedEntropy entropy(bytes(v, "randomness"));
    const Secret root = secret(v, "root_key");
    const Day day = *Day::parse(text(v, "day"));
    ASSERT_TRUE(vault::KeyRing::create(files, root, entropy).ok());
    auto ring = vault::KeyRing::open(files, root, entropy);
    ASSERT_TRUE(ring.ok());
    ASSERT_TRUE(ring.value()->ensure(day).ok());
    EXPECT_EQ(to_hex(files.bytes("keys/ring")), text(v, "file"));
    ASSERT_TRUE(ring.value()->destroy(day, DataClass::identity).ok());
    EXPECT_EQ(to_hex(files.bytes("keys/ring")), text(v, "file_without_identity"));
}

TEST(vault_vectors, the_written_keyring_gives_its_keys) {
    const auto& v = vault().at("keyring");
    memory::MemoryFiles files;
    ASSERT_TRUE(files.make_folders("keys").ok());
    ASSERT_TRUE(replace_file(files, "keys/ring", bytes(v, "file_without_identity")).ok());
    ScriptedEntropy entropy{{}};
    auto ring = vault::KeyRing::open(files, secret(v, "root_key"), entropy);
    ASSERT_TRUE(ring.ok());
    const Day day = *Day::parse(text(v, "day"));
    for (const DataClass data_class : vault::all_classes()) {
        const auto key = ring.value()->key(day, data_class);
        const std::string name = boost::describe::enum_to_string(data_class, "");
        EXPECT_EQ(key.ok(), data_class != DataClass::identity) << name;
        if (key.ok()) {
            EXPECT_EQ(to_hex(key.value().view()), text(v.as_object().at("keys"), name));
        }
    }
}

vault::RootMeans by(const std::string& passphrase) {
    vault::RootMeans means;
    means.passphrase = Personal(passphrase);
    return means;
}

TEST(vault_vectors, the_written_root_json_gives_its_key_to_the_right_holder_only) {
    for (const auto& v : list(vault(), "roots")) {
        memory::MemoryFiles files;
        ASSERT_TRUE(files.make_folders("keys").ok());
        ASSERT_TRUE(replace_file(files, "keys/root.json",
                                 as_bytes(boost::json::serialize(v.as_object().at("root_json"))))
                        .ok());
        ASSERT_TRUE(replace_file(files, "root.key", as_bytes(text(v, "root_key_file"))).ok());
        const auto key = vault::open_root_key(files, by(text(v, "passphrase")));
        ASSERT_TRUE(key.ok()) << key.error().what;
        EXPECT_EQ(to_hex(key.value().view()), text(v, "key"));
        if (!text(v, "passphrase").empty()) {
            const auto wrong = vault::open_root_key(files, by(text(v, "passphrase") + "."));
            ASSERT_FALSE(wrong.ok());
            EXPECT_EQ(wrong.error().kind, FaultKind::denied);
        }
    }
}

}  // namespace
}  // namespace buuan::vectors
