// backup.json against the code that seals, lists and restores; docs/formats/backup.md.
#include <filesystem>
#include <fstream>

#include "adapters/posix/system_entropy.hpp"
#include "base/temporary_folder_test.hpp"
#include "edge/backup/restore.hpp"
#include "vault/backup_box.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

namespace fs = std::filesystem;

const boost::json::value& vector() {
    static const boost::json::value file = read("backup.json");
    return file;
}

void write(const fs::path& path, BytesView bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << as_text(bytes);
}

TEST(backup_vectors, chunks_are_named_and_sealed_as_written_and_open) {
    const vault::BackupBox box(secret(vector(), "root_key"));
    EXPECT_EQ(box.id(), text(vector(), "id"));
    for (const auto& v : list(vector(), "chunks")) {
        const Digest name = box.name_of(bytes(v, "chunk"));
        EXPECT_EQ(name.text(), text(v, "name"));
        ScriptedEntropy entropy(bytes(v, "nonce"));
        EXPECT_EQ(to_hex(box.seal_chunk(name, bytes(v, "chunk"), entropy)), text(v, "sealed"));
        const auto opened = box.open_chunk(name, bytes(v, "sealed"));
        ASSERT_TRUE(opened.ok());
        EXPECT_EQ(to_hex(opened.value()), text(v, "chunk"));
    }
}

TEST(backup_vectors, the_manifest_has_the_written_text_and_seal) {
    const vault::BackupBox box(secret(vector(), "root_key"));
    const auto& v = vector().at("manifest");
    const auto manifest = backup::read(text(v, "text"));
    ASSERT_TRUE(manifest.ok());
    EXPECT_EQ(backup::write(manifest.value()), text(v, "text"));
    EXPECT_EQ(backup::name_of(manifest.value().made), text(v, "name"));
    ScriptedEntropy entropy(bytes(v, "nonce"));
    EXPECT_EQ(to_hex(box.seal_manifest(text(v, "name"), as_bytes(text(v, "text")), entropy)),
              text(v, "sealed"));
}

TEST(backup_vectors, the_written_folder_restores_to_its_files) {
    const TemporaryFolder temporary;
    const fs::path folder = temporary.path / "backups", to = temporary.path / "node";
    write(folder / "buuan-backup", as_bytes(text(vector(), "label")));
    for (const auto& v : list(vector(), "chunks"))
        write(folder / "chunks" / text(v, "name").substr(0, 2) / text(v, "name"),
              bytes(v, "sealed"));
    const auto& manifest_file = vector().at("manifest");
    write(folder / "backups" / text(manifest_file, "name"), bytes(manifest_file, "sealed"));
    fs::create_directory(to);

    SystemEntropy entropy;
    auto target = backup::FolderTarget::open(folder);
    ASSERT_TRUE(target.ok());
    auto archive = backup::Archive::open(*target.value(), secret(vector(), "root_key"), entropy);
    ASSERT_TRUE(archive.ok()) << archive.error().what;
    const auto manifest = archive.value().newest(Instant{4'000'000'000'000});
    ASSERT_TRUE(manifest.ok()) << manifest.error().what;
    const auto files = PosixFiles::open_root(to);
    ASSERT_TRUE(files.ok());
    const auto restored =
        backup::restore(archive.value(), manifest.value(), *files.value(), Instant{0});
    ASSERT_TRUE(restored.ok()) << restored.error().what;
    for (const auto& [path, data] : vector().at("files").as_object()) {
        const auto got = read_file(*files.value(), std::string_view(path), 1000);
        ASSERT_TRUE(got.ok()) << got.error().what;
        EXPECT_EQ(to_hex(got.value()), std::string(data.as_string()));
    }
}

}  // namespace
}  // namespace buuan::vectors
