#include "adapters/s3/credentials.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace buuan::s3 {
namespace {

constexpr std::size_t line_bytes_max = 256;

struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

/// Wiped with its scope.
struct Buffer {
    std::array<char, 2 * line_bytes_max + 3> bytes{};
    ~Buffer() { wipe(bytes.data(), bytes.size()); }
};

/// The line that `text` begins with, and `text` without it.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// One word without spaces and control characters; '/' would end the key in what is signed.
bool is_word(std::string_view line, std::string_view without) {
    return !line.empty() && line.size() <= line_bytes_max &&
           std::all_of(line.begin(), line.end(), [&](char c) {
               return c > ' ' && c < 0x7f && without.find(c) == std::string_view::npos;
           });
}

}  // namespace

Result<Credentials> read_credentials(const std::filesystem::path& path) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat found {};
    if (file.number < 0 || ::fstat(file.number, &found) != 0)
        return Fault{errno == EACCES ? FaultKind::denied : FaultKind::unavailable,
                     path.string() + ": " + std::strerror(errno)};
    const bool ours = found.st_uid == ::geteuid() || found.st_uid == 0;
    if (!S_ISREG(found.st_mode) || !ours || (found.st_mode & 077) != 0)
        return Fault{FaultKind::denied,
                     path.string() +
                         " is not ours alone: chown it to the account that runs the "
                         "node, chmod 600"};
    Buffer buffer;
    const ssize_t got = ::read(file.number, buffer.bytes.data(), buffer.bytes.size());
    std::string_view text(buffer.bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    const std::string_view access_key = take_line(text);
    const std::string_view secret_key = take_line(text);
    if (!text.empty() || !is_word(access_key, "/,") || !is_word(secret_key, ""))
        return Fault{FaultKind::invalid,
                     path.string() + " is not two lines: the access key and the secret key"};
    return Credentials{std::string(access_key), Personal(std::string(secret_key))};
}

}  // namespace buuan::s3
