// What a backup of a node is sealed with: two keys made from the root key, so that whoever has a
// key backup can read it, and whoever holds the backup's folder cannot. Chunks are named by a keyed
// hash of what they hold: equal ones are kept once, and nobody can ask the folder for a chunk that
// he guesses. docs/formats/backup.md.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"

namespace buuan::vault {

class BackupBox {
public:
    explicit BackupBox(const Secret& root);

    /// Tells this root key's backups from another's: 32 hex digits.
    [[nodiscard]] std::string id() const;
    [[nodiscard]] Digest name_of(BytesView chunk) const;
    [[nodiscard]] Bytes seal_chunk(const Digest& name, BytesView chunk, Entropy& entropy) const;
    /// corrupt when any byte is not as it was sealed, or it is another chunk.
    [[nodiscard]] Result<Bytes> open_chunk(const Digest& name, BytesView sealed) const;
    [[nodiscard]] Bytes seal_manifest(std::string_view name, BytesView text,
                                      Entropy& entropy) const;
    [[nodiscard]] Result<Bytes> open_manifest(std::string_view name, BytesView sealed) const;

private:
    Secret names_, seals_;
};

}  // namespace buuan::vault
