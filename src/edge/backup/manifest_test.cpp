#include "edge/backup/manifest.hpp"

#include <gtest/gtest.h>

namespace buuan::backup {
namespace {

Manifest example() {
    Manifest manifest{"vidu.example", Instant{1'795'704'274'123}, {}};
    manifest.files.push_back({"days/2026-11-26.db",
                              chunk_bytes + 1,
                              "-",
                              {sha256(as_bytes("a")), sha256(as_bytes("b"))}});
    manifest.files.push_back({"node.toml", 12, "12.34.0.0", {sha256(as_bytes("c"))}});
    manifest.files.push_back({"rules/empty", 0, "-", {}});
    return manifest;
}

TEST(manifest, is_read_as_it_was_written) {
    const auto read_again = read(write(example()));
    ASSERT_TRUE(read_again.ok());
    EXPECT_EQ(read_again.value(), example());
}

TEST(manifest, cut_short_anywhere_is_refused_or_names_fewer_whole_files) {
    const std::string whole = write(example());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto cut = read(whole.substr(0, size));
        if (!cut.ok()) continue;
        EXPECT_EQ(whole[size - 1], '\n');
        EXPECT_LT(cut.value().files.size(), example().files.size());
    }
}

TEST(manifest, takes_nothing_that_it_would_not_write) {
    const std::string whole = write(example());
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = whole;
        text.replace(text.find(from), from.size(), to);
        return read(text).ok();
    };
    EXPECT_TRUE(changed("vidu.example", "kia.example"));
    EXPECT_FALSE(changed("buuan backup v1", "buuan backup v2"));
    EXPECT_FALSE(changed("file 12 ", "file 012 "));
    EXPECT_FALSE(changed("file 12 ", "file -12 "));
    EXPECT_FALSE(changed("file 12 ", "file 99999999999999999999 "));
    EXPECT_FALSE(changed("file 12 ", "file 0 ")) << "a file has more chunks than its size says";
    EXPECT_FALSE(changed("node.toml", "a.toml")) << "files out of order";
    EXPECT_FALSE(changed("node.toml", "days/2026-11-26.db")) << "a file twice";
    EXPECT_FALSE(changed("2026-", "2026 -"));
}

TEST(manifest, has_no_path_that_leaves_the_folder) {
    for (const char* path : {"", "/etc/passwd", "../x", "a/../x", "a//x", "a/.", "a/", "."}) {
        Manifest manifest{"vidu.example", Instant{0}, {{path, 0, "-", {}}}};
        EXPECT_FALSE(read(write(manifest)).ok()) << path;
    }
}

TEST(manifest, finds_a_file_by_its_path) {
    const Manifest manifest = example();
    EXPECT_EQ(manifest.find("node.toml"), &manifest.files[1]);
    EXPECT_EQ(manifest.find("node.tom"), nullptr);
}

}  // namespace
}  // namespace buuan::backup
