#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "adapters/posix/posix_files.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {

std::optional<std::string> read_input(const std::string& path, std::size_t bytes_max) {
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file) {
            complain(say({"Không đọc được tệp {}", "Cannot read the file {}"}, path));
            return std::nullopt;
        }
    }
    std::istream& in = path == "-" ? std::cin : file;
    std::string text(bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > bytes_max) {
        complain(say({"{} lớn hơn {} byte", "{} is larger than {} bytes"}, path, bytes_max));
        return std::nullopt;
    }
    return text;
}

bool write_private_file(const std::string& path, std::string_view text) {
    const std::filesystem::path where(path);
    const auto folder = where.has_parent_path() ? where.parent_path() : ".";
    auto files = PosixFiles::open_root(folder);
    const auto written =
        files.ok() ? replace_file(*files.value(), where.filename().string(), as_bytes(text))
                   : Result<Done>(files.error());
    if (!written.ok())
        complain(
            say({"Không ghi được {}: {}", "{} cannot be written: {}"}, path, written.error().what));
    return written.ok();
}

}  // namespace buuan::cli
