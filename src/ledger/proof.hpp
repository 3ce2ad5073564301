// C2SP tlog-proof: one text file that proves, off line, that an entry is in a log.
// https://c2sp.org/tlog-proof. Ours carries the entry itself in the `extra` line, so that the file
// is all that anyone needs beside the log's public key; docs/formats/ledger.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/note.hpp"

namespace buuan::ledger {

inline constexpr std::size_t proof_bytes_max = 131'072;

struct Proof {
    std::string extra;  // the entry's bytes
    std::uint64_t index{};
    std::vector<Digest> path;
    std::string checkpoint;  // the signed note

    static std::optional<Proof> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
};

/// Why a proof file proves nothing.
enum class ProofProblem {
    malformed,     // not a tlog-proof, or its entry is not one of ours
    unknown_log,   // no known key signed the checkpoint, or a signature is wrong
    wrong_log,     // the checkpoint is of another log than the key that signed it
    not_included,  // the path does not lead from the entry to the checkpoint's root
};

struct ProofText {
    std::string_view vi;
    std::string_view en;
};
ProofText text_of(ProofProblem problem);

struct VerifiedEntry {
    Entry entry;
    std::string entry_text;
    Checkpoint checkpoint;
    std::vector<NoteSignature>
        witnesses;  // cosignatures of known witness keys; none: "unwitnessed"
};

/// Trusts nothing but `logs` and `witnesses`.
Result<VerifiedEntry, ProofProblem> verify_proof(std::string_view proof_text,
                                                 const std::vector<VerifierKey>& logs,
                                                 const std::vector<VerifierKey>& witnesses);

}  // namespace buuan::ledger
