#include "vault/root_key.hpp"

#include <sodium.h>

#include "base/check.hpp"
#include "base/json.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view note_path = "keys/root.json";
constexpr std::string_view key_path = "root.key";
constexpr std::string_view proof_label = "buuan/root-proof/v1";

/// keys/root.json. `proof` is a known text wrapped by the root key: it opens with the right one
/// only.
struct RootNote {
    std::uint32_t version = 1;
    std::string source;
    std::string salt;
    std::uint64_t passes{};
    std::uint64_t memory_bytes{};
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(RootNote, (), (version, source, salt, passes, memory_bytes, proof))

Result<Secret> stretch(std::string_view passphrase, const RootNote& note) {
    const auto salt = from_hex(note.salt);
    if (!salt || salt->size() != crypto_pwhash_SALTBYTES ||
        note.memory_bytes > (std::uint64_t{4} << 30) || note.passes > 100) {
        return Fault{FaultKind::corrupt, "keys/root.json is damaged"};
    }
    Secret key;
    if (crypto_pwhash(key.fill().data(), 32, passphrase.data(), passphrase.size(), salt->data(),
                      note.passes, note.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Fault{FaultKind::full, "not enough memory to stretch the passphrase"};
    }
    return key;
}

Result<Secret> read_key_file(Files& files) {
    auto text = read_file(files, key_path, 256);
    if (!text.ok()) return text.error();
    std::string_view line = as_text(text.value());
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    auto bytes = from_base64(line);
    wipe(text.value().data(), text.value().size());
    if (!bytes || bytes->size() != 32)
        return Fault{FaultKind::corrupt, "root.key is not 32 bytes in base64"};
    Secret key{std::span<const std::uint8_t, 32>(bytes->data(), 32)};
    wipe(bytes->data(), bytes->size());
    return key;
}

Result<Done> write_key_file(Files& files, const Secret& key) {
    std::string text = to_base64(key.view()) + "\n";
    auto written = replace_file(files, key_path, as_bytes(text));
    wipe(text.data(), text.size());
    return written;
}

}  // namespace

Result<Secret> create_root_key(Files& files, RootSource source, std::string_view passphrase,
                               StretchCost cost, Entropy& entropy) {
    auto there = files.exists(note_path);
    if (!there.ok()) return there.error();
    if (there.value()) return Fault{FaultKind::denied, "the node has a root key already"};
    if (auto made = files.make_folders("keys"); !made.ok()) return made.error();

    RootNote note;
    note.source = source == RootSource::file ? "file" : "passphrase";
    Secret key;
    if (source == RootSource::file) {
        entropy.fill(key.fill());
        if (auto written = write_key_file(files, key); !written.ok()) return written.error();
    } else {
        if (passphrase.size() < 14)
            return Fault{FaultKind::invalid, "the passphrase needs at least 14 characters"};
        note.salt = to_hex(entropy.bytes<crypto_pwhash_SALTBYTES>());
        note.passes = cost == StretchCost::moderate ? crypto_pwhash_OPSLIMIT_MODERATE
                                                    : crypto_pwhash_OPSLIMIT_MIN;
        note.memory_bytes = cost == StretchCost::moderate ? crypto_pwhash_MEMLIMIT_MODERATE
                                                          : crypto_pwhash_MEMLIMIT_MIN;
        auto stretched = stretch(passphrase, note);
        if (!stretched.ok()) return stretched.error();
        key = std::move(stretched).value();
    }
    note.proof = to_hex(wrap(as_bytes("buuan"), key, proof_label, entropy));
    if (auto written = replace_file(files, note_path, as_bytes(json::write(note) + "\n"));
        !written.ok())
        return written.error();
    return key;
}

Result<Secret> open_root_key(Files& files, std::string_view passphrase) {
    const auto text = read_file(files, note_path, 4096);
    if (!text.ok()) return text.error();
    const auto note = json::read<RootNote>(as_text(text.value()));
    if (!note.ok())
        return Fault{FaultKind::corrupt, "keys/root.json is damaged at " + note.error().path};
    const bool by_file = note.value().source == "file";
    if (note.value().version != 1 || (!by_file && note.value().source != "passphrase")) {
        return Fault{FaultKind::corrupt, "keys/root.json is damaged, or of a later version"};
    }
    auto key = by_file ? read_key_file(files) : stretch(passphrase, note.value());
    if (!key.ok()) return key.error();
    const auto proof = from_hex(note.value().proof);
    if (!proof || !unwrap(*proof, key.value(), proof_label).ok()) {
        return Fault{FaultKind::denied, by_file ? "root.key is not the key of this node"
                                                : "the passphrase is not right"};
    }
    return key;
}

}  // namespace buuan::vault
