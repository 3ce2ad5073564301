#include "base/ids.hpp"

#include "base/entropy.hpp"

namespace buuan {
namespace {

constexpr std::array<std::size_t, 4> hyphens = {8, 13, 18, 23};

std::optional<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    std::string hex;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen =
            i == hyphens[0] || i == hyphens[1] || i == hyphens[2] || i == hyphens[3];
        if (hyphen != (text[i] == '-')) return std::nullopt;
        if (!hyphen) hex += text[i];
    }
    const auto decoded = from_hex(hex);
    if (!decoded || (*decoded)[6] >> 4 != 7 || (*decoded)[8] >> 6 != 2) return std::nullopt;
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), decoded->data(), 16);
    return bytes;
}

bool is_code(std::string_view text) {
    if (text.empty() || text.size() > 24 || text.front() == '-') return false;
    for (const char c : text) {
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
    }
    return true;
}

}  // namespace

template <class Tag>
std::optional<Uuid<Tag>> Uuid<Tag>::parse(std::string_view text) {
    const auto bytes = parse_uuid(text);
    if (!bytes) return std::nullopt;
    return Uuid{*bytes};
}

template <class Tag>
Uuid<Tag> Uuid<Tag>::make(Instant at, Entropy& entropy) {
    Uuid id;
    entropy.fill(id.bytes);
    for (std::size_t i = 0; i < 6; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(at.ms >> (40 - 8 * i));
    id.bytes[6] = static_cast<std::uint8_t>(0x70 | (id.bytes[6] & 0x0f));
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

template <class Tag>
std::string Uuid<Tag>::text() const {
    std::string text = to_hex(bytes);
    for (const std::size_t at : hyphens) text.insert(at, 1, '-');
    return text;
}

template <class Tag>
Instant Uuid<Tag>::made_at() const {
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < 6; ++i) ms = ms << 8 | bytes[i];
    return {ms};
}

template <class Tag>
std::optional<Code<Tag>> Code<Tag>::parse(std::string_view text) {
    if (!is_code(text)) return std::nullopt;
    return Code{std::string(text)};
}

template struct Uuid<ItemTag>;
template struct Uuid<EntryTag>;
template struct Uuid<CommandTag>;
template struct Uuid<DeviceTag>;
template struct Code<SiteTag>;
template struct Code<CounterTag>;
template struct Code<EquipmentTag>;
template struct Code<StaffNumberTag>;

std::optional<LogName> LogName::parse(std::string_view text) {
    const bool province = text.size() == 3 && text[0] == 'p' && text[1] >= '0' && text[1] <= '9' &&
                          text[2] >= '0' && text[2] <= '9';
    if (text != "org" && !province) return std::nullopt;
    return LogName{std::string(text)};
}

}  // namespace buuan
