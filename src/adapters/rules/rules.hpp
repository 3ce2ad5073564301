// Where rule files come from: built into the binary, or a folder that the configuration names.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "base/rule_file.hpp"

namespace buuan {

/// rules/**/*.toml as they were when the binary was built.
std::vector<RuleFile> embedded_rules();

/// The same from a folder: at most 500 files of 4 MiB.
Result<std::vector<RuleFile>> read_rules_folder(const std::filesystem::path& folder);

/// One file, at most 4 MiB, to stand for the rule file of that path.
Result<RuleFile> read_rule_file(const std::filesystem::path& file, std::string path);

}  // namespace buuan
