#include "adapters/rules/rules.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace buuan {
namespace {

constexpr std::size_t files_max = 500;
constexpr std::uintmax_t file_bytes_max = 4 * 1024 * 1024;

}  // namespace

Result<std::vector<RuleFile>> read_rules_folder(const std::filesystem::path& folder) {
    std::vector<RuleFile> files;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
        if (it->path().extension() != ".toml" || it->is_directory(error)) continue;
        // A link that leads nowhere is a rule that is missing.
        const auto size = it->file_size(error);
        if (error) break;
        if (files.size() == files_max || size > file_bytes_max)
            return Fault{FaultKind::invalid,
                         "too many or too large rule files in " + folder.string()};
        std::ifstream in(it->path(), std::ios::binary);
        files.push_back({it->path().lexically_relative(folder).generic_string(),
                         std::string(std::istreambuf_iterator<char>(in), {})});
        if (!in) return Fault{FaultKind::unavailable, "cannot read " + it->path().string()};
    }
    if (error)
        return Fault{FaultKind::unavailable,
                     "cannot read the folder " + folder.string() + ": " + error.message()};
    std::sort(files.begin(), files.end(),
              [](const RuleFile& a, const RuleFile& b) { return a.path < b.path; });
    return files;
}

Result<RuleFile> read_rule_file(const std::filesystem::path& file, std::string path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return Fault{FaultKind::unavailable,
                     "cannot read " + file.string() + ": " + error.message()};
    if (size > file_bytes_max) return Fault{FaultKind::invalid, "too large: " + file.string()};
    std::ifstream in(file, std::ios::binary);
    RuleFile read{std::move(path), std::string(std::istreambuf_iterator<char>(in), {})};
    if (!in) return Fault{FaultKind::unavailable, "cannot read " + file.string()};
    return read;
}

}  // namespace buuan
