// After a leak (D14): who could have seen this item, or this person's number. Every act of a span
// of time that was about one of the items, that searched for one of the values, or that looked over
// a day on which one of them was accepted. What it costs is the acts that it finds and a look for
// each day and value, however many acts there are.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "disclosure/act_index.hpp"
#include "vault/key_ring.hpp"

namespace buuan::disclosure {

inline constexpr std::size_t acts_seen_max = 2'000;

/// How an act comes into question.
enum class Sight : std::uint8_t {
    about,     // it was about the item
    search,    // it searched for one of the values: what was found was shown masked
    overview,  // it looked over many items, and this one may have been among them
};
BOOST_DESCRIBE_ENUM(Sight, about, search, overview)

struct SeenItem {
    ItemId id;
    SiteCode site;
};

struct Question {
    std::vector<SeenItem> items;
    std::vector<std::pair<vault::TokenKind, Personal>> values;  // in their normal forms
    Instant from;
    Instant to;  // not included
};

struct SeenBy {
    CommandId act;
    Instant at;
    Sight sight{};
    std::string kind;
    std::string user;
    StaffNumber by;
    std::optional<ItemId> item;
    std::string purpose;  // empty: its key is over its term
};

struct Answer {
    std::vector<SeenBy> acts;      // the newest first
    std::vector<Day> not_matched;  // days on which searches cannot be matched any more
    int damaged = 0;         // acts whose row, or place in the index, is not what was recorded
                             // acts whose row is gone, broken or edited: the access log names them
    bool truncated = false;  // more than acts_seen_max: ask for a shorter span
};

struct SightReaders {
    register_::RegisterStore& store;
    vault::KeyRing& keys;
    std::string node;
};

Result<Answer> who_saw(const SightReaders& readers, const Question& question);

}  // namespace buuan::disclosure
