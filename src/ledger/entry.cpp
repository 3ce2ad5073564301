#include "ledger/entry.hpp"

#include <algorithm>

#include "base/canonical.hpp"
#include "base/json.hpp"

namespace buuan::ledger {
namespace {

bool is_type(std::string_view text) {
    return !text.empty() && text.size() <= 48 && text.front() != '.' && text.back() != '.' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '_'; });
}

bool is_ref(std::string_view text) {
    return text.size() == 32 && from_hex(text);
}

Fault refuse(const char* what) {
    return {FaultKind::invalid, std::string("not an entry: ") + what};
}

/// The text of a member, or nullopt when it is absent or no text.
std::optional<std::string_view> text_of(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string_view(value->get_string().data(), value->get_string().size());
}

template <class T>
std::optional<T> parsed(const boost::json::object& object, std::string_view name) {
    const auto text = text_of(object, name);
    return text ? T::parse(*text) : std::nullopt;
}

}  // namespace

Result<std::string> encode(const Entry& entry) {
    if (!is_type(entry.type)) return refuse("type");
    if (entry.ref && !is_ref(*entry.ref)) return refuse("ref");
    // Its members in their canonical order, written as they come: an acceptance makes an entry.
    std::string out;
    out.reserve(1024);
    const auto member = [&](std::string_view name, std::string_view text) {
        out += out.empty() ? '{' : ',';
        json::append_text(out, name);
        out += ':';
        json::append_text(out, text);
    };
    member("at", entry.at.text());
    member("by", entry.by.value);
    out += ",\"data\":";
    if (auto data = append_canonical(out, entry.data); !data.ok()) return data.error();
    member("id", entry.id.text());
    if (entry.ref) member("ref", *entry.ref);
    member("salt", to_hex(entry.salt));
    member("seen", entry.seen.text());
    if (entry.site) member("site", entry.site->value);
    member("type", entry.type);
    out += ",\"v\":1}";
    if (out.size() > entry_bytes_max) return refuse("larger than 16,384 bytes");
    return out;
}

Result<Entry> decode(std::string_view text) {
    auto value = parse_canonical_json(text, entry_bytes_max);
    if (!value.ok()) return value.error();
    if (!value.value().is_object()) return refuse("no object");
    const boost::json::object& object = value.value().get_object();
    const auto* version = object.if_contains("v");
    if (version == nullptr || !version->is_int64() || version->get_int64() != 1) return refuse("v");

    const auto id = parsed<EntryId>(object, "id");
    const auto at = parsed<Instant>(object, "at");
    const auto seen = parsed<Instant>(object, "seen");
    const auto by = parsed<StaffNumber>(object, "by");
    const auto type = text_of(object, "type");
    const auto salt = text_of(object, "salt") ? from_hex(*text_of(object, "salt")) : std::nullopt;
    const auto* data = object.if_contains("data");
    if (!id || !at || !seen || !by || !type || !is_type(*type) || !salt || salt->size() != 16 ||
        data == nullptr || !data->is_object()) {
        return refuse("a member is missing or has the wrong form");
    }
    Entry entry{*id, {},           std::string(*type), *at, *seen, std::nullopt,
                *by, std::nullopt, data->get_object()};
    std::copy(salt->begin(), salt->end(), entry.salt.begin());
    std::size_t members = 8;
    if (object.contains("site")) {
        entry.site = parsed<SiteCode>(object, "site");
        if (!entry.site) return refuse("site");
        ++members;
    }
    if (object.contains("ref")) {
        const auto ref = text_of(object, "ref");
        if (!ref || !is_ref(*ref)) return refuse("ref");
        entry.ref = std::string(*ref);
        ++members;
    }
    if (object.size() != members) return refuse("an unknown member");
    return entry;
}

}  // namespace buuan::ledger
