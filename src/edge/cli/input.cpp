#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

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

}  // namespace buuan::cli
