#include "adapters/s3/place.hpp"

#include <algorithm>
#include <charconv>

namespace buuan::s3 {
namespace {

constexpr std::size_t folder_bytes_max = 200;

bool made_of(std::string_view text, std::string_view more) {
    return std::all_of(text.begin(), text.end(), [more](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               more.find(c) != std::string_view::npos;
    });
}

bool is_port(std::string_view text) {
    unsigned value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && value > 0 &&
           value < 65'536 && text.front() != '0';
}

/// The name or address without its port, or nothing.
std::string_view name_in(std::string_view host) {
    const bool bracketed = host.starts_with('[');
    const auto end = bracketed ? host.find(']') : host.find(':');
    if (bracketed && end == std::string_view::npos) return {};
    const std::string_view name = host.substr(0, bracketed ? end + 1 : end);
    const std::string_view port = host.substr(name.size());
    if (!port.empty() && (port[0] != ':' || !is_port(port.substr(1)))) return {};
    const bool formed =
        bracketed ? made_of(name.substr(1, name.size() - 2), ":.") : made_of(name, ".-");
    return formed && name.size() <= 253 ? name : std::string_view();
}

/// A name such as "127.example.vn" is anybody's.
bool this_machine(std::string_view name) {
    const bool loopback =
        name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos;
    return loopback || name == "[::1]" || name == "localhost";
}

bool is_part(std::string_view part) {
    return !part.empty() && part != "." && part != ".." && made_of(part, "._-");
}

bool is_folder(std::string_view folder) {
    if (folder.size() > folder_bytes_max) return false;
    for (std::size_t at = 0; at <= folder.size();) {
        const auto end = std::min(folder.find('/', at), folder.size());
        if (!is_part(folder.substr(at, end - at))) return false;
        at = end + 1;
    }
    return true;
}

/// As AWS has them, which no other store is laxer than.
bool is_bucket(std::string_view name) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return name.size() >= 3 && name.size() <= 63 && plain(name.front()) && plain(name.back()) &&
           name.find("..") == std::string_view::npos &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return plain(c) || c == '.' || c == '-'; });
}

}  // namespace

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const bool tls = text.starts_with("https://");
    if (!tls && !text.starts_with("http://")) return std::nullopt;
    std::string_view host = text.substr(tls ? 8 : 7);
    if (host.ends_with('/')) host.remove_suffix(1);
    const std::string_view name = name_in(host);
    if (name.empty() || (!tls && !this_machine(name))) return std::nullopt;
    // What a client leaves out of the header Host is left out of what is signed.
    if (host.substr(name.size()) == (tls ? ":443" : ":80")) host = name;
    return Endpoint{tls, std::string(host)};
}

std::optional<Address> Address::parse(std::string_view text) {
    if (!is_one(text)) return std::nullopt;
    text.remove_prefix(5);
    if (text.ends_with('/')) text.remove_suffix(1);
    const auto slash = text.find('/');
    const std::string_view bucket = text.substr(0, slash);
    if (!is_bucket(bucket)) return std::nullopt;
    if (slash == std::string_view::npos) return Address{std::string(bucket), {}};
    const std::string_view folder = text.substr(slash + 1);
    if (!is_folder(folder)) return std::nullopt;
    return Address{std::string(bucket), std::string(folder)};
}

std::string Address::text() const {
    return "s3://" + bucket + (folder.empty() ? "" : "/" + folder);
}

bool is_region(std::string_view text) {
    return !text.empty() && text.size() <= 64 && made_of(text, "-");
}

}  // namespace buuan::s3
