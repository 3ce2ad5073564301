#include "ledger/possession_verify.hpp"

#include <sodium.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <cmath>
#include <set>

#include "base/merkle.hpp"

namespace buuan::ledger {
namespace {

using Refused = std::optional<RefusedAnswer>;

std::optional<std::vector<Digest>> digests_in(const Blob& blob) {
    constexpr std::size_t path_max = 64;
    if (blob.bytes.size() % 32 != 0 || blob.bytes.size() / 32 > path_max) return std::nullopt;
    std::vector<Digest> digests(blob.bytes.size() / 32);
    for (std::size_t i = 0; i < digests.size(); ++i)
        std::copy_n(blob.bytes.begin() + static_cast<std::ptrdiff_t>(i * 32), 32,
                    digests[i].bytes.begin());
    return digests;
}

std::string name_of(const AnsweredLeaf& leaf) {
    return std::string(boost::describe::enum_to_string(leaf.data_class, "?")) + " " +
           boost::describe::enum_to_string(leaf.kind, "?") + " " + std::to_string(leaf.draw);
}

/// One pass over an answer, a method for each step of the page.
class Verification {
public:
    Verification(const Answer& answer, const Challenge& challenge)
        : answer_(answer), challenge_(challenge), seed_(challenge.seed()) {}

    Refused check_logs(const std::vector<VerifierKey>& known) {
        for (const ChallengedLog& each : challenge_.logs) {
            const auto note = open_note(each.checkpoint, known);
            const auto checkpoint = note ? Checkpoint::parse(note->text) : std::nullopt;
            const bool signed_by_itself =
                checkpoint && std::any_of(note->verified.begin(), note->verified.end(),
                                          [&](const NoteSignature& signature) {
                                              return signature.by.name == checkpoint->origin;
                                          });
            if (!signed_by_itself || checkpoint->origin != challenge_.node + "/" + each.log.value)
                return RefusedAnswer{AnswerProblem::unknown_log, "log " + each.log.value};
            checkpoints_[each.log] = *checkpoint;
        }
        return std::nullopt;
    }

    Refused check_entries() {
        for (const ShownEntry& shown : answer_.entries) {
            auto entry = included(shown);
            if (!entry) return not_included(shown);
            if (!entries_.emplace(std::pair(shown.log, shown.index), std::move(*entry)).second)
                return RefusedAnswer{AnswerProblem::malformed, where(shown)};
        }
        return std::nullopt;
    }

    Refused check_draw() {
        std::set<std::pair<LogName, std::uint64_t>> looked;
        auto drawn =
            draw_leaves(challenge_, [&](const LogName& log, std::uint64_t index) -> Result<Entry> {
                const auto found = entries_.find({log, index});
                if (found == entries_.end())
                    return Fault{FaultKind::invalid,
                                 "log " + log.value + " entry " + std::to_string(index)};
                looked.insert(found->first);
                return found->second;
            });
        if (!drawn.ok()) return RefusedAnswer{AnswerProblem::other_leaves, drawn.error().what};
        drawn_ = std::move(drawn).value();
        if (looked.size() != entries_.size() || drawn_.size() != answer_.leaves.size())
            return RefusedAnswer{AnswerProblem::other_leaves, ""};
        for (std::size_t i = 0; i < drawn_.size(); ++i) {
            const DrawnLeaf& drawn_leaf = drawn_[i];
            const AnsweredLeaf& leaf = answer_.leaves[i];
            if (leaf.data_class != drawn_leaf.data_class || leaf.kind != drawn_leaf.kind ||
                leaf.draw != drawn_leaf.draw || leaf.log != drawn_leaf.log ||
                leaf.index != drawn_leaf.index)
                return RefusedAnswer{AnswerProblem::other_leaves, name_of(leaf)};
        }
        return std::nullopt;
    }

    Refused check_bytes() {
        for (std::size_t i = 0; i < drawn_.size(); ++i) {
            const AnsweredLeaf& leaf = answer_.leaves[i];
            const bool held = leaf.outcome == Outcome::held;
            if (!held && (leaf.bytes || leaf.day || leaf.path || leaf.accepted))
                return RefusedAnswer{AnswerProblem::malformed, name_of(leaf)};
            if (!held) continue;
            if (!leaf.bytes || !leaf.day || !holds(leaf, drawn_[i]))
                return RefusedAnswer{AnswerProblem::other_bytes, name_of(leaf)};
            owed_.insert({leaf.data_class, *leaf.day});
        }
        return std::nullopt;
    }

    Refused check_signatures() {
        for (const AnsweredDay& each : answer_.days) {
            const std::string name =
                std::string(boost::describe::enum_to_string(each.data_class, "?")) + " " +
                each.day.text();
            if (owed_.erase({each.data_class, each.day}) == 0)
                return RefusedAnswer{AnswerProblem::malformed, name};
            const auto opened = included(each.opened);
            if (!opened) return not_included(each.opened);
            if (each.opened.log != LogName::organisation() || opened->type != "class.opened" ||
                said(*opened, "day") != each.day.text())
                return RefusedAnswer{AnswerProblem::not_signed, name};
            const auto key = from_hex(
                said(*opened, "keys", boost::describe::enum_to_string(each.data_class, "?")));
            const Bytes message = possession_message(answer_, each.data_class, each.day);
            if (!key || key->size() != crypto_sign_PUBLICKEYBYTES ||
                each.signature.bytes.size() != crypto_sign_BYTES ||
                crypto_sign_verify_detached(each.signature.bytes.data(), message.data(),
                                            message.size(), key->data()) != 0)
                return RefusedAnswer{AnswerProblem::not_signed, name};
        }
        if (owed_.empty()) return std::nullopt;
        return RefusedAnswer{AnswerProblem::not_signed, owed_.begin()->second.text()};
    }

    [[nodiscard]] ProvedAnswer result() const {
        ProvedAnswer proved{challenge_, seed_, answer_.answered_at, {}, {}};
        for (const ClassDraws& each : challenge_.draws) proved.classes[each.data_class];
        for (const AnsweredLeaf& leaf : answer_.leaves) {
            ProvedClass& of = proved.classes[leaf.data_class];
            const bool uniform = leaf.kind == DrawKind::uniform;
            ++of.drawn;
            of.uniform += uniform ? 1 : 0;
            if (leaf.outcome == Outcome::held) continue;
            ++of.missing;
            of.uniform_missing += uniform ? 1 : 0;
            proved.missing.push_back(leaf);
        }
        return proved;
    }

private:
    /// The entry, when its path leads to the checkpoint of its log.
    std::optional<Entry> included(const ShownEntry& shown) const {
        const auto checkpoint = checkpoints_.find(shown.log);
        const auto path = digests_in(shown.path);
        if (checkpoint == checkpoints_.end() || !path) return std::nullopt;
        const auto root = merkle::root_from_path(merkle::leaf_hash(as_bytes(shown.entry)),
                                                 shown.index, checkpoint->second.size, *path);
        if (root != checkpoint->second.root) return std::nullopt;
        auto entry = decode(shown.entry);
        return entry.ok() ? std::optional(std::move(entry).value()) : std::nullopt;
    }

    static std::string where(const ShownEntry& shown) {
        return "log " + shown.log.value + " entry " + std::to_string(shown.index);
    }

    static RefusedAnswer not_included(const ShownEntry& shown) {
        return {AnswerProblem::not_included, where(shown)};
    }

    bool holds(const AnsweredLeaf& leaf, const DrawnLeaf& drawn_leaf) const {
        if (leaf.data_class == LeafClass::record)
            return !leaf.path && !leaf.accepted && may_lie_on(drawn_leaf.entry, *leaf.day) &&
                   sha256(leaf.bytes->bytes).text() == said(drawn_leaf.entry, "record", "sha256");
        if (!leaf.path || !leaf.accepted) return false;
        const auto accepted = included(*leaf.accepted);
        if (!accepted || accepted->type != "item.accepted" || leaf.accepted->log != leaf.log ||
            accepted->ref != drawn_leaf.entry.ref || !may_lie_on(*accepted, *leaf.day))
            return false;
        const auto chunk = drawn_chunk(seed_, drawn_leaf);
        const auto path = digests_in(*leaf.path);
        if (!chunk || !path) return false;
        const auto root = merkle::root_from_path(merkle::leaf_hash(leaf.bytes->bytes),
                                                 chunk->number + 1, chunk->count + 1, *path);
        return root && root->text() == said(drawn_leaf.entry, "root");
    }

    const Answer& answer_;
    const Challenge& challenge_;
    const Digest seed_;
    std::map<LogName, Checkpoint> checkpoints_;
    std::map<std::pair<LogName, std::uint64_t>, Entry> entries_;
    std::vector<DrawnLeaf> drawn_;
    std::set<std::pair<LeafClass, Day>> owed_;  // classes and days that have to be signed
};

}  // namespace

AnswerProblemText text_of(AnswerProblem problem) {
    switch (problem) {
        case AnswerProblem::malformed:
            return {"không phải là câu trả lời chứng minh lưu giữ đúng định dạng",
                    "it is not an answer to a possession challenge"};
        case AnswerProblem::other_challenge:
            return {"trả lời cho một thử thách khác", "it answers another challenge"};
        case AnswerProblem::unknown_log:
            return {"không do sổ nào đã biết ký", "no known log signed its checkpoint"};
        case AnswerProblem::not_included:
            return {"một mục không có trong sổ", "an entry is not in its log"};
        case AnswerProblem::other_leaves:
            return {"không trả lời đúng những mục được rút",
                    "what it answers is not what the seed draws"};
        case AnswerProblem::other_bytes:
            return {"dữ liệu đưa ra không phải là dữ liệu sổ ghi",
                    "the bytes shown are not those that the log names"};
        case AnswerProblem::not_signed:
            return {"thiếu hoặc sai chữ ký bằng khóa của ngày đó",
                    "the signature by the key of that day is missing or wrong"};
    }
    return {};
}

Result<ProvedAnswer, RefusedAnswer> verify_answer(std::string_view answer_text,
                                                  std::string_view sent,
                                                  const std::vector<VerifierKey>& logs) {
    const auto answer = Answer::parse(answer_text);
    if (!answer.ok()) return RefusedAnswer{AnswerProblem::malformed, answer.error().path};
    if (!sent.empty() && answer.value().challenge != sent)
        return RefusedAnswer{AnswerProblem::other_challenge, ""};
    const auto challenge = Challenge::parse(answer.value().challenge);
    if (!challenge.ok())
        return RefusedAnswer{AnswerProblem::malformed, "challenge " + challenge.error().path};
    Verification verification(answer.value(), challenge.value());
    if (auto refused = verification.check_logs(logs)) return *refused;
    if (auto refused = verification.check_entries()) return *refused;
    if (auto refused = verification.check_draw()) return *refused;
    if (auto refused = verification.check_bytes()) return *refused;
    if (auto refused = verification.check_signatures()) return *refused;
    return verification.result();
}

std::uint32_t missing_share_below(std::uint32_t uniform) {
    if (uniform == 0) return 100'000;
    return static_cast<std::uint32_t>(std::ceil(100'000 * (1 - std::pow(0.05, 1.0 / uniform))));
}

}  // namespace buuan::ledger
