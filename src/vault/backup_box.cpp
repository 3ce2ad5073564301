#include "vault/backup_box.hpp"

#include "vault/blake.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

std::string chunk_label(const Digest& name) {
    return "buuan/backup-chunk/v1 " + name.text();
}

std::string manifest_label(std::string_view name) {
    return "buuan/backup-manifest/v1 " + std::string(name);
}

Result<Bytes> open_as(BytesView sealed, const Secret& key, const std::string& label,
                      const std::string& what) {
    auto plain = unwrap(sealed, key, label);
    if (!plain.ok()) return Fault{FaultKind::corrupt, what + " is damaged"};
    return plain;
}

}  // namespace

BackupBox::BackupBox(const Secret& root) {
    keyed_hash(names_.fill(), root.view(), "buuan/backup-names/v1", {});
    keyed_hash(seals_.fill(), root.view(), "buuan/backup-seals/v1", {});
}

std::string BackupBox::id() const {
    std::array<std::uint8_t, 16> id;
    keyed_hash(id, names_.view(), "buuan/backup-id/v1", {});
    return to_hex(id);
}

Digest BackupBox::name_of(BytesView chunk) const {
    Digest name;
    keyed_hash(name.bytes, names_.view(), "buuan/backup-chunk/v1", {chunk});
    return name;
}

Bytes BackupBox::seal_chunk(const Digest& name, BytesView chunk, Entropy& entropy) const {
    return wrap(chunk, seals_, chunk_label(name), entropy);
}

Result<Bytes> BackupBox::open_chunk(const Digest& name, BytesView sealed) const {
    return open_as(sealed, seals_, chunk_label(name), "chunk " + name.text());
}

Bytes BackupBox::seal_manifest(std::string_view name, BytesView text, Entropy& entropy) const {
    return wrap(text, seals_, manifest_label(name), entropy);
}

Result<Bytes> BackupBox::open_manifest(std::string_view name, BytesView sealed) const {
    return open_as(sealed, seals_, manifest_label(name), "backup " + std::string(name));
}

}  // namespace buuan::vault
