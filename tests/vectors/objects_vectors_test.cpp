// objects.json against the code of evidence and of the disk adapter; docs/formats/objects.md.
#include "adapters/disk/pack_store.hpp"
#include "adapters/memory/memory_files.hpp"
#include "evidence/object.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& file() {
    static const boost::json::value read_once = read("objects.json");
    return read_once;
}

Bytes pattern(std::uint64_t size) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(7 * i + (i >> 8));
    return out;
}

TEST(objects_vectors, messages_are_encrypted_as_written) {
    for (const auto& v : list(file(), "messages")) {
        ScriptedEntropy entropy(bytes(v, "salt"));
        const Bytes plain = pattern(number(v, "plain_size"));
        const Bytes sealed =
            evidence::encrypt_chunked(plain, secret(v, "key"), text(v, "context"), entropy);
        EXPECT_EQ(sealed.size(), number(v, "sealed_size"));
        EXPECT_EQ(evidence::sealed_size(plain.size()), number(v, "sealed_size"));
        EXPECT_EQ(to_hex(BytesView(sealed).first(evidence::header_bytes)), text(v, "header"));
        EXPECT_EQ(sha256(sealed).text(), text(v, "sealed_sha256"));
        EXPECT_EQ(evidence::object_id(sealed).text(), text(v, "id"));
        if (v.as_object().contains("sealed")) {
            EXPECT_EQ(to_hex(sealed), text(v, "sealed"));
        }
        const auto opened = evidence::decrypt_chunked(sealed, secret(v, "key"), text(v, "context"));
        ASSERT_TRUE(opened.ok());
        EXPECT_EQ(opened.value(), plain);
    }
}

TEST(objects_vectors, an_object_has_the_written_context_bytes_and_id) {
    const auto& v = file().at("object");
    const evidence::ObjectContext context{
        text(v, "node"), item(v), static_cast<DataClass>(number(v, "class")), text(v, "slot")};
    EXPECT_EQ(context.text(), text(v, "context"));
    ScriptedEntropy entropy(bytes(v, "salt"));
    const auto object =
        evidence::seal_object(pattern(number(v, "plain_size")), secret(v, "key"), context, entropy);
    EXPECT_EQ(sha256(object.sealed).text(), text(v, "sealed_sha256"));
    EXPECT_EQ(object.id.text(), text(v, "id"));
}

TEST(objects_vectors, a_pack_has_the_written_bytes) {
    const auto& v = file().at("pack");
    memory::MemoryFiles files;
    const Day day = *Day::parse(text(v, "day"));
    const auto data_class = static_cast<DataClass>(number(v, "class"));
    {
        disk::PackStore store(files);
        for (const auto& object : list(v, "objects")) {
            ASSERT_TRUE(store
                            .put(day, data_class, *Digest::parse(text(object, "id")),
                                 bytes(object, "sealed"))
                            .ok());
        }
    }
    EXPECT_EQ(to_hex(files.bytes(text(v, "path"))), text(v, "bytes"));
    disk::PackStore again(files);
    for (const auto& object : list(v, "objects")) {
        EXPECT_EQ(again.get(day, data_class, *Digest::parse(text(object, "id"))).value(),
                  bytes(object, "sealed"));
    }
}

}  // namespace
}  // namespace buuan::vectors
