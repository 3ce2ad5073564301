#include "ledger/possession_draw.hpp"

#include <algorithm>
#include <numeric>

#include "ledger/big_endian.hpp"

namespace buuan::ledger {
namespace {

constexpr std::uint32_t stratum_attempts_max = 32;
constexpr std::uint32_t uniform_attempts_max = 64;
constexpr std::uint32_t class_attempts_max = 4500;
constexpr std::uint32_t chunk_attempt = 0xffff'ffff;
constexpr int floor_months = 3;

/// Whether `on` is at most three calendar months after the day of this entry.
bool inside_floor(const Entry& entry, Day on) {
    const auto* doubtful = entry.data.if_contains("at_doubtful");
    const Day day = Day::of(doubtful != nullptr ? entry.seen : entry.at);
    return day <= on && on <= day.plus_months(floor_months);
}

bool is_leaf(const Entry& entry, LeafClass data_class, Day on) {
    const std::string_view type =
        data_class == LeafClass::record ? "item.accepted" : "object.stored";
    return entry.type == type && entry.ref && inside_floor(entry, on);
}

struct Place {
    LogName log;
    std::uint64_t index{};
};

struct Stretch {
    LogName log;
    std::uint64_t from{};
    std::uint64_t length{};
};

/// The draws of one class.
class Drawing {
public:
    Drawing(const Challenge& challenge, LeafClass data_class, const EntryReader& read,
            std::vector<DrawnLeaf>& drawn)
        : challenge_(challenge),
          seed_(challenge.seed()),
          data_class_(data_class),
          read_(read),
          drawn_(drawn) {}

    Result<Done> by_stratum(std::uint32_t count) {
        const auto order = stratum_order(challenge_);
        for (std::uint32_t draw = 0; draw < count; ++draw) {
            const Stratum& stratum = challenge_.strata[order[draw]];
            const auto place = [&](std::uint64_t number) {
                return Place{stratum.log, stratum.from + number % (stratum.to - stratum.from)};
            };
            const auto fits = [&](const Entry& entry) {
                return !stratum.site || entry.site == stratum.site;
            };
            if (auto done = one(DrawKind::stratum, draw, stratum_attempts_max, place, fits);
                !done.ok())
                return done;
        }
        return Done{};
    }

    Result<Done> uniform(std::uint32_t count) {
        std::vector<Stretch> stretches;
        std::uint64_t places = 0;
        for (const ChallengedLog& each : challenge_.logs) {
            stretches.push_back({each.log, each.from, challenge_.size_of(each.log) - each.from});
            places += stretches.back().length;
        }
        if (places == 0) return Done{};
        const auto place = [&](std::uint64_t number) {
            std::uint64_t left = number % places;
            auto stretch = stretches.begin();
            for (; left >= stretch->length; ++stretch) left -= stretch->length;
            return Place{stretch->log, stretch->from + left};
        };
        const auto fits = [](const Entry&) { return true; };
        for (std::uint32_t draw = 0; draw < count; ++draw) {
            if (auto done = one(DrawKind::uniform, draw, uniform_attempts_max, place, fits);
                !done.ok())
                return done;
        }
        return Done{};
    }

private:
    template <class PlaceOf, class Fits>
    Result<Done> one(DrawKind kind, std::uint32_t draw, std::uint32_t attempts_max,
                     const PlaceOf& place_of, const Fits& fits) {
        for (std::uint32_t attempt = 0; attempt < attempts_max; ++attempt) {
            if (attempts_ == class_attempts_max) return Done{};
            ++attempts_;
            const Place place = place_of(drawn_number(seed_, data_class_, kind, draw, attempt));
            auto entry = read_(place.log, place.index);
            if (!entry.ok()) return entry.error();
            if (!is_leaf(entry.value(), data_class_, challenge_.on) || !fits(entry.value()))
                continue;
            drawn_.push_back(
                {data_class_, kind, draw, place.log, place.index, std::move(entry).value()});
            return Done{};
        }
        return Done{};
    }

    const Challenge& challenge_;
    const Digest seed_;
    const LeafClass data_class_;
    const EntryReader& read_;
    std::vector<DrawnLeaf>& drawn_;
    std::uint32_t attempts_ = 0;
};

}  // namespace

Result<std::vector<DrawnLeaf>> draw_leaves(const Challenge& challenge, const EntryReader& read) {
    std::vector<DrawnLeaf> drawn;
    for (const ClassDraws& each : challenge.draws) {
        Drawing drawing(challenge, each.data_class, read, drawn);
        if (auto done = drawing.by_stratum(each.strata); !done.ok()) return done.error();
        if (auto done = drawing.uniform(each.uniform); !done.ok()) return done.error();
    }
    return drawn;
}

std::vector<std::uint32_t> stratum_order(const Challenge& challenge) {
    const Digest seed = challenge.seed();
    std::vector<Digest> rank;
    for (std::uint32_t i = 0; i < challenge.strata.size(); ++i) {
        Bytes message = copy_of(as_bytes("buuan/possession-stratum/v1\n"));
        message.insert(message.end(), seed.bytes.begin(), seed.bytes.end());
        append_big_endian(message, i);
        rank.push_back(sha256(message));
    }
    std::vector<std::uint32_t> order(rank.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
    return order;
}

std::uint64_t drawn_number(const Digest& seed, LeafClass data_class, DrawKind kind,
                           std::uint32_t draw, std::uint32_t attempt) {
    Bytes message = copy_of(as_bytes("buuan/possession-draw/v1\n"));
    message.insert(message.end(), seed.bytes.begin(), seed.bytes.end());
    message.push_back(static_cast<std::uint8_t>(data_class));
    message.push_back(static_cast<std::uint8_t>(kind));
    append_big_endian(message, draw);
    append_big_endian(message, attempt);
    return big_endian(BytesView(sha256(message).bytes).first(8));
}

std::optional<DrawnChunk> drawn_chunk(const Digest& seed, const DrawnLeaf& leaf) {
    const auto* bytes = leaf.entry.data.if_contains("bytes");
    if (bytes == nullptr || !bytes->is_int64() || bytes->get_int64() < 0) return std::nullopt;
    // The last chunk is always short, and empty where the picture fills its chunks.
    const std::uint64_t count =
        static_cast<std::uint64_t>(bytes->get_int64()) / picture_chunk_bytes + 1;
    return DrawnChunk{
        drawn_number(seed, leaf.data_class, leaf.kind, leaf.draw, chunk_attempt) % count, count};
}

bool may_lie_on(const Entry& accepted, Day day) {
    return Day::of(accepted.at + -id_ms_max) <= day && day <= Day::of(accepted.at + id_ms_max);
}

std::string said(const Entry& entry, std::string_view member, std::string_view within) {
    const auto text = [](const boost::json::object& object, std::string_view name) {
        const auto* found = object.if_contains(name);
        return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                      : std::string();
    };
    if (within.empty()) return text(entry.data, member);
    const auto* outer = entry.data.if_contains(member);
    return outer != nullptr && outer->is_object() ? text(outer->get_object(), within)
                                                  : std::string();
}

}  // namespace buuan::ledger
