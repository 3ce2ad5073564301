#include "ledger/proof.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/merkle.hpp"
#include "ledger/lines.hpp"

namespace buuan::ledger {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1\n";
constexpr std::size_t path_max = 63;

bool take_prefix(std::string_view& rest, std::string_view prefix) {
    if (!rest.starts_with(prefix)) return false;
    rest.remove_prefix(prefix.size());
    return true;
}

}  // namespace

std::string Proof::text() const {
    std::string out(first_line);
    if (!extra.empty()) out += "extra " + to_base64(as_bytes(extra)) + "\n";
    out += fmt::format("index {}\n", index);
    for (const Digest& hash : path) out += to_base64(hash.bytes) + "\n";
    return out + "\n" + checkpoint;
}

std::optional<Proof> Proof::parse(std::string_view text) {
    Proof proof;
    if (text.size() > proof_bytes_max || !take_prefix(text, first_line)) return std::nullopt;
    if (take_prefix(text, "extra ")) {
        const auto line = take_line(text);
        const auto bytes = line ? from_base64(*line) : std::nullopt;
        if (!bytes) return std::nullopt;
        proof.extra = std::string(as_text(*bytes));
    }
    if (!take_prefix(text, "index ")) return std::nullopt;
    const auto index_line = take_line(text);
    const auto index = index_line ? parse_decimal(*index_line) : std::nullopt;
    if (!index) return std::nullopt;
    proof.index = *index;
    for (auto line = take_line(text);; line = take_line(text)) {
        if (!line) return std::nullopt;
        if (line->empty()) break;
        const auto hash = from_base64(*line);
        if (!hash || hash->size() != 32 || proof.path.size() == path_max) return std::nullopt;
        std::copy(hash->begin(), hash->end(), proof.path.emplace_back().bytes.begin());
    }
    proof.checkpoint = std::string(text);
    return proof;
}

ProofText text_of(ProofProblem problem) {
    switch (problem) {
        case ProofProblem::malformed:
            return {"tệp không phải là bằng chứng của Bưu An hoặc đã hỏng",
                    "the file is not a proof of Bưu An, or is damaged"};
        case ProofProblem::unknown_log:
            return {"không có chữ ký đúng của sổ nào đã biết",
                    "no known log has rightly signed it"};
        case ProofProblem::wrong_log:
            return {"chữ ký là của một sổ khác", "the signature is another log's"};
        case ProofProblem::not_included:
            return {"mục này không nằm trong sổ đã ký", "the entry is not in the signed log"};
    }
    return {"không rõ", "unknown"};
}

Result<VerifiedEntry, ProofProblem> verify_proof(std::string_view proof_text,
                                                 const std::vector<VerifierKey>& logs,
                                                 const std::vector<VerifierKey>& witnesses) {
    const auto proof = Proof::parse(proof_text);
    if (!proof) return ProofProblem::malformed;
    auto entry = decode(proof->extra);
    if (!entry.ok()) return ProofProblem::malformed;

    std::vector<VerifierKey> known = logs;
    known.insert(known.end(), witnesses.begin(), witnesses.end());
    auto note = open_note(proof->checkpoint, known);
    if (!note) return ProofProblem::unknown_log;
    const auto checkpoint = Checkpoint::parse(note->text);
    if (!checkpoint) return ProofProblem::malformed;

    const auto is_log = [&](const NoteSignature& s) {
        return std::find(logs.begin(), logs.end(), s.by) != logs.end();
    };
    const auto signer = std::find_if(note->verified.begin(), note->verified.end(), is_log);
    if (signer == note->verified.end()) return ProofProblem::unknown_log;
    if (signer->by.name != checkpoint->origin) return ProofProblem::wrong_log;

    const auto root = merkle::root_from_path(merkle::leaf_hash(as_bytes(proof->extra)),
                                             proof->index, checkpoint->size, proof->path);
    if (root != checkpoint->root) return ProofProblem::not_included;

    VerifiedEntry verified{std::move(entry).value(), proof->extra, *checkpoint, {}};
    for (const NoteSignature& signature : note->verified) {
        if (signature.by.type == SignatureType::cosignature_v1)
            verified.witnesses.push_back(signature);
    }
    return verified;
}

}  // namespace buuan::ledger
