// C2SP signed-note and tlog-checkpoint: a short text with signatures by named keys.
// https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint; docs/formats/ledger.md. Signature
// types are a tagged list: Ed25519 (0x01) signs our logs, timestamped Ed25519 cosignatures (0x04)
// of witnesses are checked; others can join.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/instant.hpp"

namespace buuan::ledger {

enum class SignatureType : std::uint8_t { ed25519 = 0x01, cosignature_v1 = 0x04 };

/// A public key with its name. Text form (vkey): name+hex key id+base64(type ‖ key).
struct VerifierKey {
    std::string name;
    SignatureType type{};
    std::array<std::uint8_t, 32> key{};

    static std::optional<VerifierKey> parse(std::string_view vkey);
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::array<std::uint8_t, 4> id()
        const;  // SHA-256(name ‖ "\n" ‖ type ‖ key), first four bytes
    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

/// The secret key of one log; its name is the log's origin.
class LogKey {
public:
    static LogKey from_seed(std::string name, Secret seed);
    static LogKey make(std::string name, Entropy& entropy);
    [[nodiscard]] const std::string& name() const { return public_.name; }
    [[nodiscard]] const VerifierKey& verifier() const { return public_; }
    [[nodiscard]] const Secret& seed() const { return seed_; }
    /// The note with our signature line: text must end with a line end.
    [[nodiscard]] std::string sign(std::string_view text) const;
    /// A signed note with our signature line below the others.
    [[nodiscard]] std::string add_signature(std::string note) const;

private:
    [[nodiscard]] std::string signature_line(std::string_view text) const;
    LogKey(VerifierKey verifier, Secret seed)
        : public_(std::move(verifier)), seed_(std::move(seed)) {}
    VerifierKey public_;
    Secret seed_;
};

/// Who signed, of the keys that were asked about.
struct NoteSignature {
    VerifierKey by;
    std::optional<Instant> at;  // of a cosignature
};

struct OpenedNote {
    std::string text;                     // ends with a line end
    std::vector<NoteSignature> verified;  // signatures of known keys, each checked
};

/// nullopt when the note is malformed, a signature of a known key is wrong, or no known key signed.
/// Unknown signatures are ignored.
std::optional<OpenedNote> open_note(std::string_view note, const std::vector<VerifierKey>& known);

/// The body of a checkpoint: origin, size and root, one a line. Extension lines after them are kept
/// out of sight.
struct Checkpoint {
    std::string origin;
    std::uint64_t size{};
    Digest root;

    static std::optional<Checkpoint> parse(std::string_view body);
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

}  // namespace buuan::ledger
