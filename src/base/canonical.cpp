#include "base/canonical.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/json.hpp"

namespace buuan {
namespace {

constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;  // I-JSON, RFC 7493 section 2.2

Fault refuse(std::string what) {
    return {FaultKind::invalid, std::move(what)};
}

bool is_plain_name(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<Fault> write(std::string& out, const boost::json::value& value);

std::optional<Fault> write_object(std::string& out, const boost::json::object& object) {
    std::vector<const boost::json::key_value_pair*> members;
    members.reserve(object.size());
    for (const auto& member : object) members.push_back(&member);
    // RFC 8785 sorts by UTF-16 units; names are ASCII here, so bytes give the same order.
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return a->key() < b->key(); });
    out += '{';
    for (const auto* member : members) {
        const std::string_view name(member->key().data(), member->key().size());
        if (!is_plain_name(name)) return refuse("a member name is not printable ASCII");
        if (out.back() != '{') out += ',';
        json::append_text(out, name);
        out += ':';
        if (auto fault = write(out, member->value())) return fault;
    }
    out += '}';
    return std::nullopt;
}

std::optional<Fault> write(std::string& out, const boost::json::value& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            out += "null";
            return std::nullopt;
        case boost::json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            return std::nullopt;
        case boost::json::kind::uint64:
        case boost::json::kind::int64: {
            const bool fits =
                value.is_int64()
                    ? value.get_int64() >= -integer_max && value.get_int64() <= integer_max
                    : value.get_uint64() <= static_cast<std::uint64_t>(integer_max);
            if (!fits) return refuse("a number is beyond 2^53 - 1; write it as text");
            out += value.is_int64() ? std::to_string(value.get_int64())
                                    : std::to_string(value.get_uint64());
            return std::nullopt;
        }
        case boost::json::kind::double_:
            return refuse("a fraction is not allowed; write it as text");
        case boost::json::kind::string: {
            const std::string_view text(value.get_string().data(), value.get_string().size());
            if (!is_nfc(text)) return refuse("a text is not UTF-8 in NFC");
            json::append_text(out, text);
            return std::nullopt;
        }
        case boost::json::kind::array: {
            out += '[';
            for (const auto& element : value.get_array()) {
                if (out.back() != '[') out += ',';
                if (auto fault = write(out, element)) return fault;
            }
            out += ']';
            return std::nullopt;
        }
        case boost::json::kind::object:
            return write_object(out, value.get_object());
    }
    return refuse("an unknown kind of value");
}

struct FreeText {
    void operator()(utf8proc_uint8_t* text) const noexcept { std::free(text); }
};

bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
}

/// Whether all letters are of those in which Vietnamese is commonly written, U+0020 to U+02FF and
/// U+1E00 to U+1EFF, in well-formed UTF-8. No sequence of them composes or reorders (their NFC_QC
/// is Yes and their combining class 0; a test asks utf8proc for each), so that such a text is NFC.
bool is_composed_latin(std::string_view utf8) {
    const auto continues = [&](std::size_t at) {
        return at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xc0) == 0x80;
    };
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        if (lead < 0x80) {
            if (is_control(lead)) return false;
            ++i;
        } else if (lead >= 0xc2 && lead <= 0xcb && continues(i + 1)) {
            i += 2;
        } else if (lead == 0xe1 && continues(i + 1) && continues(i + 2) &&
                   static_cast<unsigned char>(utf8[i + 1]) >= 0xb8 &&
                   static_cast<unsigned char>(utf8[i + 1]) <= 0xbb) {
            i += 3;
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<std::string> canonical_json(const boost::json::value& value) {
    std::string out;
    if (auto fault = write(out, value)) return *fault;
    return out;
}

Result<Done> append_canonical(std::string& out, const boost::json::object& object) {
    if (auto fault = write_object(out, object)) return *fault;
    return Done{};
}

Result<boost::json::value> parse_canonical_json(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max)
        return refuse("the document is larger than " + std::to_string(bytes_max) + " bytes");
    boost::json::parse_options options;
    options.max_depth = 16;
    boost::system::error_code error;
    auto value =
        boost::json::parse(boost::json::string_view(text.data(), text.size()), error, {}, options);
    if (error) return refuse("the document is not JSON");
    auto again = canonical_json(value);
    if (!again.ok()) return again.error();
    if (again.value() != text) return refuse("the document is not in canonical form");
    return value;
}

std::optional<std::string> to_nfc(std::string_view utf8) {
    if (is_composed_latin(utf8)) return std::string(utf8);
    if (std::any_of(utf8.begin(), utf8.end(), is_control)) return std::nullopt;
    utf8proc_uint8_t* raw = nullptr;
    const auto size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data()),
                     static_cast<utf8proc_ssize_t>(utf8.size()), &raw,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, FreeText> mapped(raw);
    if (size < 0) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(mapped.get()), static_cast<std::size_t>(size));
}

bool is_nfc(std::string_view utf8) {
    if (is_composed_latin(utf8)) return true;
    const auto composed = to_nfc(utf8);
    return composed && *composed == utf8;
}

}  // namespace buuan
