#include "ledger/note.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstring>

#include "base/canonical.hpp"
#include "base/check.hpp"
#include "ledger/big_endian.hpp"
#include "ledger/lines.hpp"

namespace buuan::ledger {
namespace {

constexpr std::size_t note_bytes_max = 65'536;
constexpr std::size_t signatures_max = 100;
constexpr std::string_view dash = "— ";  // U+2014 and a space, as signed-note says

bool is_space(utf8proc_int32_t letter) {
    if ((letter >= 0x09 && letter <= 0x0d) || letter == 0x85) return true;
    const auto category = utf8proc_category(letter);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

bool is_key_name(std::string_view name) {
    if (name.empty() || name.size() > 200 || name.find('+') != std::string_view::npos ||
        !to_nfc(name))
        return false;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
    for (auto left = static_cast<utf8proc_ssize_t>(name.size()); left > 0;) {
        utf8proc_int32_t letter = 0;
        const auto used = utf8proc_iterate(at, left, &letter);
        if (used <= 0 || is_space(letter)) return false;
        at += used;
        left -= used;
    }
    return true;
}

std::optional<SignatureType> known_type(std::uint8_t type) {
    if (type == static_cast<std::uint8_t>(SignatureType::ed25519)) return SignatureType::ed25519;
    if (type == static_cast<std::uint8_t>(SignatureType::cosignature_v1))
        return SignatureType::cosignature_v1;
    return std::nullopt;
}

/// Checks one signature (the bytes behind the key id). The time is that of a cosignature.
std::optional<NoteSignature> check_signature(const VerifierKey& key, std::string_view text,
                                             BytesView signature) {
    const auto verifies = [&](BytesView ed25519, std::string_view message) {
        return ed25519.size() == crypto_sign_BYTES &&
               crypto_sign_verify_detached(ed25519.data(),
                                           reinterpret_cast<const unsigned char*>(message.data()),
                                           message.size(), key.key.data()) == 0;
    };
    if (key.type == SignatureType::ed25519) {
        if (!verifies(signature, text)) return std::nullopt;
        return NoteSignature{key, std::nullopt};
    }
    // tlog-cosignature v1: u64 big-endian seconds ‖ Ed25519 over "cosignature/v1\ntime <seconds>\n"
    // ‖ the checkpoint's body.
    if (signature.size() != 8 + crypto_sign_BYTES) return std::nullopt;
    const std::uint64_t seconds = big_endian(signature.first(8));
    if (seconds > 253'402'300'799) return std::nullopt;
    if (!verifies(signature.subspan(8), fmt::format("cosignature/v1\ntime {}\n{}", seconds, text)))
        return std::nullopt;
    return NoteSignature{key, Instant{static_cast<std::int64_t>(seconds) * 1000}};
}

}  // namespace

std::array<std::uint8_t, 4> VerifierKey::id() const {
    const std::uint8_t tagged[2] = {'\n', static_cast<std::uint8_t>(type)};
    const Digest digest = sha256({as_bytes(name), tagged, key});
    std::array<std::uint8_t, 4> id;
    std::copy_n(digest.bytes.begin(), 4, id.begin());
    return id;
}

std::string VerifierKey::text() const {
    Bytes tagged{static_cast<std::uint8_t>(type)};
    tagged.insert(tagged.end(), key.begin(), key.end());
    return name + "+" + to_hex(id()) + "+" + to_base64(tagged);
}

std::optional<VerifierKey> VerifierKey::parse(std::string_view vkey) {
    const auto first = vkey.find('+');
    const auto second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
    if (second == std::string_view::npos || !is_key_name(vkey.substr(0, first)))
        return std::nullopt;
    const auto tagged = from_base64(vkey.substr(second + 1));
    if (!tagged || tagged->size() != 33) return std::nullopt;
    const auto type = known_type(tagged->front());
    if (!type) return std::nullopt;
    VerifierKey key{std::string(vkey.substr(0, first)), *type, {}};
    std::copy(tagged->begin() + 1, tagged->end(), key.key.begin());
    if (key.text() != vkey) return std::nullopt;  // wrong key id, or another spelling
    return key;
}

LogKey LogKey::from_seed(std::string name, Secret seed) {
    VerifierKey verifier{std::move(name), SignatureType::ed25519, {}};
    SecretBytes<64> secret;
    CHECK(crypto_sign_seed_keypair(verifier.key.data(), secret.fill().data(), seed.view().data()) ==
          0);
    return LogKey(std::move(verifier), std::move(seed));
}

LogKey LogKey::make(std::string name, Entropy& entropy) {
    Secret seed;
    entropy.fill(seed.fill());
    return from_seed(std::move(name), std::move(seed));
}

std::string LogKey::signature_line(std::string_view text) const {
    CHECK(!text.empty() && text.back() == '\n');
    std::array<std::uint8_t, 32> public_key;
    SecretBytes<64> secret;
    CHECK(crypto_sign_seed_keypair(public_key.data(), secret.fill().data(), seed_.view().data()) ==
          0);
    std::array<std::uint8_t, 4 + crypto_sign_BYTES> signature;
    const auto id = public_.id();
    std::copy(id.begin(), id.end(), signature.begin());
    crypto_sign_detached(signature.data() + 4, nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         secret.view().data());
    return std::string(dash) + public_.name + " " + to_base64(signature) + "\n";
}

std::string LogKey::sign(std::string_view text) const {
    return std::string(text) + "\n" + signature_line(text);
}

std::string LogKey::add_signature(std::string note) const {
    const auto split = note.rfind("\n\n");
    CHECK(split != std::string::npos);
    return note + signature_line(std::string_view(note).substr(0, split + 1));
}

std::optional<OpenedNote> open_note(std::string_view note, const std::vector<VerifierKey>& known) {
    if (note.size() > note_bytes_max || note.find('\t') != std::string_view::npos || !to_nfc(note))
        return std::nullopt;
    const auto split = note.rfind("\n\n");
    if (split == std::string_view::npos || note.back() != '\n') return std::nullopt;
    OpenedNote opened{std::string(note.substr(0, split + 1)), {}};
    std::string_view rest = note.substr(split + 2);
    if (rest.empty()) return std::nullopt;
    std::size_t lines = 0;
    while (!rest.empty()) {
        const auto line = take_line(rest);
        if (!line || !line->starts_with(dash) || ++lines > signatures_max) return std::nullopt;
        const auto named = line->substr(dash.size());
        const auto space = named.find(' ');
        if (space == std::string_view::npos || !is_key_name(named.substr(0, space)))
            return std::nullopt;
        const auto signature = from_base64(named.substr(space + 1));
        if (!signature || signature->size() < 5) return std::nullopt;
        for (const VerifierKey& key : known) {
            const auto id = key.id();
            if (key.name != named.substr(0, space) ||
                !std::equal(id.begin(), id.end(), signature->begin()))
                continue;
            auto verified = check_signature(key, opened.text, BytesView(*signature).subspan(4));
            if (!verified) return std::nullopt;
            const bool again = std::any_of(opened.verified.begin(), opened.verified.end(),
                                           [&](const NoteSignature& s) { return s.by == key; });
            if (!again) opened.verified.push_back(std::move(*verified));
        }
    }
    if (opened.verified.empty()) return std::nullopt;
    return opened;
}

std::string Checkpoint::text() const {
    return fmt::format("{}\n{}\n{}\n", origin, size, to_base64(root.bytes));
}

std::optional<Checkpoint> Checkpoint::parse(std::string_view body) {
    std::string_view rest = body;
    const auto origin = take_line(rest);
    const auto size_line = take_line(rest);
    const auto root_line = take_line(rest);
    if (!origin || origin->empty() || !size_line || !root_line) return std::nullopt;
    // Extension lines are whole lines with something on them.
    if (!rest.empty() && (rest.front() == '\n' || rest.back() != '\n' ||
                          rest.find("\n\n") != std::string_view::npos))
        return std::nullopt;
    const auto size = parse_decimal(*size_line);
    const auto root = from_base64(*root_line);
    if (!size || !root || root->size() != 32) return std::nullopt;
    Checkpoint checkpoint{std::string(*origin), *size, {}};
    std::copy(root->begin(), root->end(), checkpoint.root.bytes.begin());
    return checkpoint;
}

}  // namespace buuan::ledger
