#include "vault/root_key.hpp"

#include <utility>

#include "base/json.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view proof_label = "buuan/root-proof/v1";
constexpr std::string_view token_label_begin = "buuan-root-";

/// keys/root.json. `proof` is a known text wrapped by the root key: it opens with the right one
/// only.
struct RootNote {
    std::uint32_t version = 1;
    std::string source;
    std::string salt;
    std::uint64_t passes{};
    std::uint64_t memory_bytes{};
    std::optional<std::string> token_key;  // source "pkcs11": its key's label, and the root key
    std::optional<std::string> sealed;     // under it
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(RootNote, (),
                      (version, source, salt, passes, memory_bytes, token_key, sealed, proof))

constexpr std::pair<RootSource, std::string_view> names[] = {
    {RootSource::file, "file"},
    {RootSource::passphrase, "passphrase"},
    {RootSource::credential, "systemd-creds"},
    {RootSource::token, "pkcs11"}};

Result<RootNote> read_note(Files& files) {
    const auto text = read_file(files, RootPlace{}.note, 4096);
    if (!text.ok()) return text.error();
    auto note = json::read<RootNote>(as_text(text.value()));
    if (!note.ok())
        return Fault{FaultKind::corrupt, "keys/root.json is damaged at " + note.error().path};
    if (note.value().version != 1 || !root_source_named(note.value().source))
        return Fault{FaultKind::corrupt, "keys/root.json is damaged, or of a later version"};
    const bool in_token = note.value().source == name_of(RootSource::token);
    if (note.value().token_key.has_value() != in_token ||
        note.value().sealed.has_value() != in_token)
        return Fault{FaultKind::corrupt, "keys/root.json is damaged at token_key"};
    return std::move(note).value();
}

bool proves(const RootNote& note, const Secret& key) {
    const auto proof = from_hex(note.proof);
    return proof && unwrap(*proof, key, proof_label).ok();
}

Result<Secret> read_key_file(Files& files) {
    auto text = read_file(files, RootPlace{}.key_file, 256);
    if (!text.ok()) return text.error();
    auto key = parse_root_key(as_text(text.value()));
    wipe(text.value().data(), text.value().size());
    if (!key) return Fault{FaultKind::corrupt, "root.key is not 32 bytes in base64"};
    return std::move(*key);
}

Result<Done> write_key_file(Files& files, const Secret& key, std::string_view path) {
    std::string text = to_base64(key.view()) + "\n";
    auto written = replace_file(files, path, as_bytes(text));
    wipe(text.data(), text.size());
    return written;
}

Result<Secret> open_in_token(const RootNote& note, KeyToken* token) {
    if (token == nullptr)
        return Fault{FaultKind::denied, "the root key is in a token, which is not there"};
    const auto sealed = from_hex(note.sealed.value_or(""));
    if (!sealed || !note.token_key)
        return Fault{FaultKind::corrupt, "keys/root.json is damaged at sealed"};
    auto plain = token->open(*note.token_key, *sealed);
    if (!plain.ok()) return plain.error();
    if (plain.value().size() != 32)
        return Fault{FaultKind::corrupt, "keys/root.json is damaged at sealed"};
    Secret key{std::span<const std::uint8_t, 32>(plain.value().data(), 32)};
    wipe(plain.value().data(), plain.value().size());
    return key;
}

Result<Secret> find_credential(const RootNote& note, const RootMeans& means) {
    if (means.credentials.empty())
        return Fault{FaultKind::unavailable, "no credential buuan-root was handed over"};
    for (const Secret& each : means.credentials) {
        if (proves(note, each)) return each.duplicate();
    }
    return Fault{FaultKind::denied, "the credential buuan-root is not the key of this node"};
}

/// A new key from its source; what has to be known to open it again goes into the note.
Result<Secret> make_key(RootNote& note, RootSource source, const RootMeans& means, Entropy& entropy,
                        const Secret* not_this) {
    if (source == RootSource::passphrase) {
        if (means.passphrase.reveal().size() < passphrase_bytes_min)
            return Fault{FaultKind::invalid, "the passphrase needs at least 14 characters"};
        const Stretch stretch = Stretch::make(means.cost, entropy);
        note.salt = stretch.salt;
        note.passes = stretch.passes;
        note.memory_bytes = stretch.memory_bytes;
        return stretch.key(means.passphrase.reveal());
    }
    if (source == RootSource::credential) {
        for (const Secret& each : means.credentials) {
            if (not_this == nullptr || !equal_in_constant_time(each.view(), not_this->view()))
                return each.duplicate();
        }
        return Fault{FaultKind::invalid, "no new root key was handed over as a credential"};
    }
    Secret key;
    entropy.fill(key.fill());
    if (source == RootSource::file) return key;
    if (means.token == nullptr)
        return Fault{FaultKind::invalid, "there is no token to keep the root key"};
    note.token_key = std::string(token_label_begin) + to_hex(entropy.bytes<8>());
    if (auto made = means.token->make_key(*note.token_key); !made.ok()) return made.error();
    auto sealed = means.token->seal(*note.token_key, key.view());
    if (!sealed.ok()) return sealed.error();
    note.sealed = to_hex(sealed.value());
    return key;
}

Result<Done> write_note(Files& files, RootNote note, const Secret& key, Entropy& entropy,
                        std::string_view path) {
    note.proof = to_hex(wrap(as_bytes("buuan"), key, proof_label, entropy));
    return replace_file(files, path, as_bytes(json::write(note) + "\n"));
}

}  // namespace

std::string_view name_of(RootSource source) {
    for (const auto& [each, name] : names) {
        if (each == source) return name;
    }
    return "?";
}

std::optional<RootSource> root_source_named(std::string_view name) {
    for (const auto& [source, each] : names) {
        if (each == name) return source;
    }
    return std::nullopt;
}

std::optional<Secret> parse_root_key(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    auto bytes = from_base64(text);
    if (!bytes) return std::nullopt;
    std::optional<Secret> key;
    if (bytes->size() == 32) key.emplace(std::span<const std::uint8_t, 32>(bytes->data(), 32));
    wipe(bytes->data(), bytes->size());
    return key;
}

Result<Secret> make_root_key(Files& files, RootSource source, const RootMeans& means,
                             Entropy& entropy, const RootPlace& place, const Secret* not_this) {
    RootNote note;
    note.source = name_of(source);
    auto key = make_key(note, source, means, entropy, not_this);
    if (!key.ok()) return key;
    if (source == RootSource::file) {
        if (auto written = write_key_file(files, key.value(), place.key_file); !written.ok())
            return written.error();
    }
    if (auto written = write_note(files, std::move(note), key.value(), entropy, place.note);
        !written.ok())
        return written.error();
    return key;
}

Result<Secret> create_root_key(Files& files, RootSource source, const RootMeans& means,
                               Entropy& entropy) {
    auto there = files.exists(RootPlace{}.note);
    if (!there.ok()) return there.error();
    if (there.value()) return Fault{FaultKind::denied, "the node has a root key already"};
    if (auto made = files.make_folders("keys"); !made.ok()) return made.error();
    return make_root_key(files, source, means, entropy);
}

Result<Done> put_back_root_key(Files& files, const Secret& root, Entropy& entropy) {
    RootNote note;
    note.source = name_of(RootSource::file);
    if (auto written = write_key_file(files, root, RootPlace{}.key_file); !written.ok())
        return written;
    return write_note(files, std::move(note), root, entropy, RootPlace{}.note);
}

Result<RootSource> root_source(Files& files) {
    const auto note = read_note(files);
    if (!note.ok()) return note.error();
    return *root_source_named(note.value().source);
}

Result<Secret> open_root_key(Files& files, const RootMeans& means) {
    const auto read = read_note(files);
    if (!read.ok()) return read.error();
    const RootNote& note = read.value();
    const auto open = [&]() -> Result<Secret> {
        switch (*root_source_named(note.source)) {
            case RootSource::file:
                return read_key_file(files);
            case RootSource::passphrase:
                return Stretch{note.salt, note.passes, note.memory_bytes}.key(
                    means.passphrase.reveal());
            case RootSource::credential:
                return find_credential(note, means);
            case RootSource::token:
                return open_in_token(note, means.token.get());
        }
        return Fault{FaultKind::corrupt, "keys/root.json is damaged at source"};
    };
    auto key = open();
    if (!key.ok() || proves(note, key.value())) return key;
    return Fault{FaultKind::denied, note.source == "passphrase"
                                        ? "the passphrase is not right"
                                        : "root.key is not the key of this node"};
}

Result<bool> is_root_key(Files& files, const Secret& root) {
    const auto note = read_note(files);
    if (!note.ok()) return note.error();
    return proves(note.value(), root);
}

Result<std::string> root_token_key(Files& files) {
    const auto note = read_note(files);
    if (!note.ok()) return note.error();
    return note.value().token_key.value_or("");
}

}  // namespace buuan::vault
