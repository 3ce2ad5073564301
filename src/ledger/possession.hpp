// The two documents by which a node proves from afar that it still has what its logs name: a
// challenge, and the answer to it (DESIGN.md section 5; docs/formats/possession.md). What is drawn
// is in possession_draw.hpp, whether an answer proves it in possession_verify.hpp; both need no key
// of the node, so that an authority runs the same code.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace buuan::ledger {

inline constexpr std::size_t challenge_bytes_max = 262'144;
inline constexpr std::size_t answer_bytes_max = 64 << 20;
inline constexpr std::uint32_t leaves_max = 1000;

/// What can be asked for; the number is that of its data class (docs/formats/vault.md).
enum class LeafClass : std::uint8_t { record = 1, picture = 4 };
BOOST_DESCRIBE_ENUM(LeafClass, record, picture)

enum class DrawKind : std::uint8_t { stratum = 1, uniform = 2 };
BOOST_DESCRIBE_ENUM(DrawKind, stratum, uniform)

/// What became of a leaf. Whatever it is, only `held` speaks for the node.
enum class Outcome : std::uint8_t { held, missing, damaged, key_gone };
BOOST_DESCRIBE_ENUM(Outcome, held, missing, damaged, key_gone)

/// Bytes in a document: base64.
struct Blob {
    Bytes bytes;
    static std::optional<Blob> parse(std::string_view base64);
    [[nodiscard]] std::string text() const { return to_base64(bytes); }
    friend bool operator==(const Blob&, const Blob&) = default;
};

struct ChallengedLog {
    LogName log;
    std::string checkpoint;  // the signed note
    std::uint64_t from{};    // the first entry that may be drawn
};
BOOST_DESCRIBE_STRUCT(ChallengedLog, (), (log, checkpoint, from))

struct Stratum {
    LogName log;
    std::uint64_t from{};
    std::uint64_t to{};  // behind the last
    std::optional<SiteCode> site;
};
BOOST_DESCRIBE_STRUCT(Stratum, (), (log, from, to, site))

struct ClassDraws {
    LeafClass data_class{};
    std::uint32_t strata{};
    std::uint32_t uniform{};
};
BOOST_DESCRIBE_STRUCT(ClassDraws, (), (data_class, strata, uniform))

struct Challenge {
    std::uint32_t buuan_possession_challenge{};
    std::string node;
    Day on;
    std::vector<ChallengedLog> logs;
    std::string authority;
    std::vector<Stratum> strata;
    std::vector<ClassDraws> draws;

    /// Reads and checks the bounds of the format. What is wrong, and at which member.
    static Result<Challenge, json::Problem> parse(std::string_view text);
    [[nodiscard]] Digest seed() const;
    /// Entries that a checkpoint of the challenge covers; 0 for a log that it does not name.
    [[nodiscard]] std::uint64_t size_of(const LogName& log) const;
};
BOOST_DESCRIBE_STRUCT(Challenge, (),
                      (buuan_possession_challenge, node, on, logs, authority, strata, draws))

/// An entry with the path to its checkpoint's root.
struct ShownEntry {
    LogName log;
    std::uint64_t index{};
    std::string entry;
    Blob path;
};
BOOST_DESCRIBE_STRUCT(ShownEntry, (), (log, index, entry, path))

struct AnsweredLeaf {
    LeafClass data_class{};
    DrawKind kind{};
    std::uint32_t draw{};
    LogName log;
    std::uint64_t index{};
    Outcome outcome{};
    std::optional<Day> day;              // whose class key seals it
    std::optional<Blob> bytes;           // the sealed record, or one chunk of the object
    std::optional<Blob> path;            // of the chunk
    std::optional<ShownEntry> accepted;  // of a picture: its item's acceptance
};
BOOST_DESCRIBE_STRUCT(AnsweredLeaf, (),
                      (data_class, kind, draw, log, index, outcome, day, bytes, path, accepted))

struct AnsweredDay {
    LeafClass data_class{};
    Day day;
    ShownEntry opened;  // class.opened
    Blob signature;
};
BOOST_DESCRIBE_STRUCT(AnsweredDay, (), (data_class, day, opened, signature))

struct Answer {
    std::uint32_t buuan_possession_answer{};
    std::string challenge;  // its text
    Instant answered_at;
    std::vector<ShownEntry> entries;
    std::vector<AnsweredLeaf> leaves;
    std::vector<AnsweredDay> days;

    static Result<Answer, json::Problem> parse(std::string_view text);
};
BOOST_DESCRIBE_STRUCT(Answer, (),
                      (buuan_possession_answer, challenge, answered_at, entries, leaves, days))

/// What the key of a class and day signs: the challenge, and the bytes of every leaf of that class
/// and day that is held.
Bytes possession_message(const Answer& answer, LeafClass data_class, Day day);

}  // namespace buuan::ledger
