#include "ledger/possession.hpp"

#include <algorithm>
#include <set>

#include "ledger/big_endian.hpp"
#include "ledger/note.hpp"

namespace buuan::ledger {
namespace {

constexpr std::size_t logs_max = 64;
constexpr std::size_t strata_max = 1000;
constexpr std::size_t authority_bytes_min = 16;
constexpr std::size_t authority_bytes_max = 65'536;

/// The checkpoint that a signed note speaks of; who signed it is for the verifier.
std::optional<Checkpoint> checkpoint_in(std::string_view note) {
    const auto end = note.rfind("\n\n");
    if (end == std::string_view::npos) return std::nullopt;
    return Checkpoint::parse(note.substr(0, end + 1));
}

std::optional<json::Problem> check_logs(const Challenge& challenge) {
    const json::Place root;
    const json::Place logs = root.member("logs");
    if (challenge.logs.empty() || challenge.logs.size() > logs_max) return logs.problem("too_many");
    const bool has_keys = std::any_of(
        challenge.logs.begin(), challenge.logs.end(),
        [](const ChallengedLog& each) { return each.log == LogName::organisation(); });
    if (!has_keys) return logs.problem("missing_field");
    for (std::size_t i = 0; i < challenge.logs.size(); ++i) {
        const ChallengedLog& each = challenge.logs[i];
        const json::Place at = logs.at(i);
        if (i > 0 && !(challenge.logs[i - 1].log < each.log))
            return at.member("log").problem("bad_value");
        const auto checkpoint = checkpoint_in(each.checkpoint);
        if (!checkpoint || checkpoint->origin != challenge.node + "/" + each.log.value)
            return at.member("checkpoint").problem("bad_value");
        if (each.from > checkpoint->size) return at.member("from").problem("out_of_range");
    }
    return std::nullopt;
}

std::optional<json::Problem> check_strata(const Challenge& challenge) {
    const json::Place root;
    const json::Place strata = root.member("strata");
    if (challenge.strata.size() > strata_max) return strata.problem("too_many");
    for (std::size_t i = 0; i < challenge.strata.size(); ++i) {
        const Stratum& each = challenge.strata[i];
        if (each.from >= each.to || each.to > challenge.size_of(each.log))
            return strata.at(i).problem("out_of_range");
    }
    return std::nullopt;
}

std::optional<json::Problem> check_draws(const Challenge& challenge) {
    const json::Place root;
    const json::Place draws = root.member("draws");
    std::set<LeafClass> classes;
    std::uint64_t leaves = 0;
    for (std::size_t i = 0; i < challenge.draws.size(); ++i) {
        const ClassDraws& each = challenge.draws[i];
        if (!classes.insert(each.data_class).second)
            return draws.at(i).member("data_class").problem("bad_value");
        if (each.strata > challenge.strata.size())
            return draws.at(i).member("strata").problem("out_of_range");
        leaves += std::uint64_t{each.strata} + each.uniform;
    }
    if (leaves == 0 || leaves > leaves_max) return draws.problem("out_of_range");
    return std::nullopt;
}

void append_sized(Bytes& out, std::string_view text) {
    append_big_endian(out, static_cast<std::uint32_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

Bytes labelled(std::string_view label) {
    return copy_of(as_bytes(label));
}

}  // namespace

std::optional<Blob> Blob::parse(std::string_view base64) {
    auto bytes = from_base64(base64);
    if (!bytes) return std::nullopt;
    return Blob{std::move(*bytes)};
}

Result<Challenge, json::Problem> Challenge::parse(std::string_view text) {
    if (text.size() > challenge_bytes_max) return json::Problem{"", "too_many"};
    auto read = json::read<Challenge>(text);
    if (!read.ok()) return read;
    const Challenge& challenge = read.value();
    const json::Place root;
    if (challenge.buuan_possession_challenge != 1)
        return root.member("buuan_possession_challenge").problem("bad_value");
    if (challenge.authority.size() < authority_bytes_min ||
        challenge.authority.size() > authority_bytes_max)
        return root.member("authority").problem("out_of_range");
    for (const auto check : {check_logs, check_strata, check_draws}) {
        if (auto problem = check(challenge)) return *problem;
    }
    return read;
}

Digest Challenge::seed() const {
    Bytes message = labelled("buuan/possession-seed/v1\n");
    for (const ChallengedLog& each : logs) append_sized(message, each.checkpoint);
    append_sized(message, authority);
    return sha256(message);
}

std::uint64_t Challenge::size_of(const LogName& log) const {
    for (const ChallengedLog& each : logs) {
        if (each.log != log) continue;
        const auto checkpoint = checkpoint_in(each.checkpoint);
        return checkpoint ? checkpoint->size : 0;
    }
    return 0;
}

Result<Answer, json::Problem> Answer::parse(std::string_view text) {
    if (text.size() > answer_bytes_max) return json::Problem{"", "too_many"};
    auto read = json::read<Answer>(text);
    if (read.ok() && read.value().buuan_possession_answer != 1)
        return json::Problem{"buuan_possession_answer", "bad_value"};
    return read;
}

Bytes possession_message(const Answer& answer, LeafClass data_class, Day day) {
    Bytes message = labelled("buuan/possession-answer/v1\n");
    const Digest challenge = sha256(as_bytes(answer.challenge));
    message.insert(message.end(), challenge.bytes.begin(), challenge.bytes.end());
    message.push_back(static_cast<std::uint8_t>(data_class));
    append_big_endian(message, static_cast<std::uint32_t>(day.number));
    for (const AnsweredLeaf& leaf : answer.leaves) {
        if (leaf.data_class != data_class || leaf.day != day || !leaf.bytes) continue;
        message.push_back(static_cast<std::uint8_t>(leaf.kind));
        append_big_endian(message, leaf.draw);
        const Digest digest = sha256(leaf.bytes->bytes);
        message.insert(message.end(), digest.bytes.begin(), digest.bytes.end());
    }
    return message;
}

}  // namespace buuan::ledger
