// Whether an answer proves that a node has what was drawn: off line, with the verifier keys of the
// logs and nothing of the node (docs/formats/possession.md, "Verification").
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/note.hpp"
#include "ledger/possession_draw.hpp"

namespace buuan::ledger {

/// Why an answer proves nothing.
enum class AnswerProblem : std::uint8_t {
    malformed,        // it, or the challenge in it, is none
    other_challenge,  // it answers another challenge than the one that was sent
    unknown_log,      // a checkpoint is of no known log, or its signature is wrong
    not_included,     // an entry is not in the log of its checkpoint
    other_leaves,     // what is answered is not what the seed draws
    other_bytes,      // the bytes of a leaf are not those that the log names
    not_signed,       // no, or a wrong, signature by the key of a class and day
};
BOOST_DESCRIBE_ENUM(AnswerProblem, malformed, other_challenge, unknown_log, not_included,
                    other_leaves, other_bytes, not_signed)

struct AnswerProblemText {
    std::string_view vi;
    std::string_view en;
};
AnswerProblemText text_of(AnswerProblem problem);

/// What is wrong, and with what: "leaf 12", "log p11"; empty where it is the whole.
struct RefusedAnswer {
    AnswerProblem problem{};
    std::string where;
};

struct ProvedClass {
    std::uint32_t drawn{};    // leaves that were drawn, by stratum and uniformly
    std::uint32_t uniform{};  // of them uniformly
    std::uint32_t missing{};  // of `drawn`, those that are not held, for whatever reason
    std::uint32_t uniform_missing{};
};

struct ProvedAnswer {
    Challenge challenge;
    Digest seed;
    Instant answered_at;
    std::map<LeafClass, ProvedClass> classes;
    std::vector<AnsweredLeaf> missing;
};

/// `sent`: the challenge as it was sent; empty where only the answer is there.
Result<ProvedAnswer, RefusedAnswer> verify_answer(std::string_view answer_text,
                                                  std::string_view sent,
                                                  const std::vector<VerifierKey>& logs);

/// With 95 % confidence less than this share is missing, after `uniform` draws of which none was;
/// in thousandths of a per cent, rounded up. 100,000 (all of it) where nothing was drawn.
std::uint32_t missing_share_below(std::uint32_t uniform);

}  // namespace buuan::ledger
