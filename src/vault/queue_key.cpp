#include "vault/queue_key.hpp"

#include "vault/blake.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view info = "buuan/queue/v1";
constexpr std::uint8_t version = 1;
constexpr std::size_t day_bytes = 10;

}  // namespace

Day week_of(Day day) {
    constexpr int days = 7;
    constexpr int monday = 4;  // 1970-01-01 was a Thursday, so 1970-01-05 a Monday
    return day.plus_days(-(((day.number - monday) % days + days) % days));
}

HpkeKey queue_key(const Secret& class_key) {
    Secret from;
    keyed_hash(from.fill(), class_key.view(), "buuan/queue-key/v1", {});
    return HpkeKey::derive(from);
}

std::optional<Envelope> Envelope::read(BytesView bytes) {
    if (bytes.size() < envelope_bytes_more || bytes[0] != version) return std::nullopt;
    const auto week = Day::parse(as_text(bytes.subspan(1, day_bytes)));
    if (!week || week_of(*week) != *week) return std::nullopt;
    return Envelope{*week, bytes.subspan(1 + day_bytes)};
}

Result<Bytes> Envelope::open(const HpkeKey& key, std::string_view bound) const {
    return key.open(sealed, info, as_bytes(bound));
}

Result<Bytes> seal_envelope(BytesView plain, Day week, const HpkePoint& to, std::string_view bound,
                            Entropy& entropy) {
    const auto sealed = hpke_seal(plain, to, info, as_bytes(bound), entropy);
    if (!sealed.ok()) return sealed.error();
    const std::string day = week.text();
    Bytes out{version};
    out.insert(out.end(), day.begin(), day.end());
    out.insert(out.end(), sealed.value().begin(), sealed.value().end());
    return out;
}

}  // namespace buuan::vault
