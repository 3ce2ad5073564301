// The key above all keys of a node, and where it comes from: a file beside the node (convenient; a
// thief of that disk can read everything), a passphrase (Argon2id), a credential that systemd hands
// over at start (sealed by the machine's TPM or its own key), or a token (PKCS#11). The file
// keys/root.json says which, and proves a wrong one at once. docs/formats/vault.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/personal.hpp"
#include "base/result.hpp"
#include "vault/key_token.hpp"
#include "vault/passphrase.hpp"

namespace buuan::vault {

enum class RootSource { file, passphrase, credential, token };
std::string_view name_of(RootSource source);
std::optional<RootSource> root_source_named(std::string_view name);

/// What a root key is opened or made with, as far as it is at hand; root.key is read by the vault.
struct RootMeans {
    Personal passphrase;
    std::vector<Secret> credentials;  // the one that opens the node is taken
    std::shared_ptr<KeyToken> token;
    StretchCost cost = StretchCost::moderate;
};

/// A credential's or root.key's text: base64 of 32 bytes, perhaps with a line end.
std::optional<Secret> parse_root_key(std::string_view text);

/// Where its two files are written; elsewhere while the root key is changed.
struct RootPlace {
    std::string note = "keys/root.json";
    std::string key_file = "root.key";
};
/// Makes a root key; root.key is written for RootSource::file only. A credential is taken as it
/// is: the first that is not `not_this`, the key in use.
Result<Secret> make_root_key(Files& files, RootSource source, const RootMeans& means,
                             Entropy& entropy, const RootPlace& place = {},
                             const Secret* not_this = nullptr);
/// The same, for a new node: denied if it has a root key already.
Result<Secret> create_root_key(Files& files, RootSource source, const RootMeans& means,
                               Entropy& entropy);
/// Writes root.json and root.key for a key that the node had already.
Result<Done> put_back_root_key(Files& files, const Secret& root, Entropy& entropy);

/// Which source keys/root.json names; corrupt when it is damaged.
Result<RootSource> root_source(Files& files);
/// Reads the root key; denied for a wrong passphrase, credential or root.key.
Result<Secret> open_root_key(Files& files, const RootMeans& means);
/// Whether keys/root.json was written for this key; corrupt when it is damaged.
Result<bool> is_root_key(Files& files, const Secret& root);
/// The label of the root key's key in the token; empty where none has it.
Result<std::string> root_token_key(Files& files);

}  // namespace buuan::vault
