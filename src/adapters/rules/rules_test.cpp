#include "adapters/rules/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/temporary_folder_test.hpp"

namespace buuan {
namespace {

struct RulesFolderTest : ::testing::Test {
    TemporaryFolder temporary;
    const std::filesystem::path& folder = temporary.path;
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << text;
    }
};

TEST(embedded_rules, are_the_files_of_the_rules_folder_byte_for_byte) {
    const auto embedded = embedded_rules();
    const auto folder = read_rules_folder(std::string(BUUAN_SOURCE_DIR) + "/rules");
    ASSERT_TRUE(folder.ok()) << folder.error().what;
    ASSERT_GT(embedded.size(), 10U);
    ASSERT_EQ(embedded.size(), folder.value().size());
    for (std::size_t i = 0; i < embedded.size(); ++i) {
        // Both lists are of the same files; the order of the built-in one is CMake's.
        const auto same =
            std::find_if(folder.value().begin(), folder.value().end(),
                         [&](const RuleFile& file) { return file.path == embedded[i].path; });
        ASSERT_NE(same, folder.value().end()) << embedded[i].path;
        EXPECT_EQ(embedded[i].text, same->text) << embedded[i].path;
    }
}

TEST_F(RulesFolderTest, toml_files_are_read_at_any_depth_in_the_order_of_their_paths) {
    write("b.toml", "b = 1\n");
    write("goods/weapons.toml", "x\n\n\ny");
    write("a.toml", "");
    write("README.md", "not a rule");
    write("goods/old.toml.bak", "not a rule");
    const auto files = read_rules_folder(folder);
    ASSERT_TRUE(files.ok());
    ASSERT_EQ(files.value().size(), 3U);
    EXPECT_EQ(files.value()[0].path, "a.toml");
    EXPECT_EQ(files.value()[1].path, "b.toml");
    EXPECT_EQ(files.value()[2].path, "goods/weapons.toml");
    EXPECT_EQ(files.value()[2].text, "x\n\n\ny");
}

TEST_F(RulesFolderTest, a_missing_folder_is_a_fault_and_an_empty_one_is_no_rules) {
    EXPECT_EQ(read_rules_folder(folder / "missing").error().kind, FaultKind::unavailable);
    EXPECT_TRUE(read_rules_folder(folder).value().empty());
}

TEST_F(RulesFolderTest, too_many_or_too_large_files_are_refused) {
    for (int i = 0; i < 500; ++i) write(std::to_string(i) + ".toml", "");
    EXPECT_EQ(read_rules_folder(folder).value().size(), 500U);
    write("one_more.toml", "");
    EXPECT_EQ(read_rules_folder(folder).error().kind, FaultKind::invalid);
    std::filesystem::remove(folder / "one_more.toml");
    write("0.toml", std::string(4 * 1024 * 1024 + 1, '#'));
    EXPECT_EQ(read_rules_folder(folder).error().kind, FaultKind::invalid);
}

TEST_F(RulesFolderTest, one_file_may_stand_for_a_rule_file) {
    write("ours.toml", "x = 1\n");
    const auto file = read_rule_file(folder / "ours.toml", "posted/conditions.toml");
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(file.value().path, "posted/conditions.toml");
    EXPECT_EQ(file.value().text, "x = 1\n");
    EXPECT_EQ(read_rule_file(folder / "missing", "x").error().kind, FaultKind::unavailable);
    write("large.toml", std::string(4 * 1024 * 1024 + 1, '#'));
    EXPECT_EQ(read_rule_file(folder / "large.toml", "x").error().kind, FaultKind::invalid);
}

TEST_F(RulesFolderTest, a_link_that_leads_nowhere_is_a_fault_and_not_a_missing_rule) {
    write("a.toml", "");
    std::filesystem::create_symlink(folder / "nowhere.toml", folder / "broken.toml");
    EXPECT_EQ(read_rules_folder(folder).error().kind, FaultKind::unavailable);
    std::filesystem::remove(folder / "broken.toml");
    std::filesystem::create_symlink(folder / "loop.toml", folder / "loop.toml");
    EXPECT_EQ(read_rules_folder(folder).error().kind, FaultKind::unavailable);
}

}  // namespace
}  // namespace buuan
