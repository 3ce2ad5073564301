// All backups of one node in one target: chunks that are kept once however many backups name them,
// and a manifest for each backup, which is written last, so that a backup is there whole or not at
// all. docs/formats/backup.md.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/entropy.hpp"
#include "edge/backup/manifest.hpp"
#include "edge/backup/target.hpp"
#include "vault/backup_box.hpp"

namespace buuan::backup {

/// What forgetting left and took.
struct Forgotten {
    std::size_t backups = 0;
    std::size_t chunks = 0;
    std::vector<std::string> damaged;  // backups that do not open: nothing is forgotten beside them
};

class Archive {
public:
    /// Of an empty target it makes one. denied where the backups are of another node, or under
    /// another root key.
    static Result<Archive> open_or_make(Target& target, const Secret& root, std::string_view node,
                                        Entropy& entropy);
    /// One that is there already.
    static Result<Archive> open(Target& target, const Secret& root, Entropy& entropy);

    [[nodiscard]] const std::string& node() const { return node_; }
    /// The names of all backups, oldest first.
    Result<std::vector<std::string>> backups();
    Result<Manifest> manifest(const std::string& name);
    /// The newest backup that was made at `at` or before; unavailable where there is none.
    Result<Manifest> newest(Instant at);

    /// Looks which chunks there are; before put_chunk and has.
    Result<Done> look();
    [[nodiscard]] bool has(const SavedFile& file) const;
    /// Keeps it unless it is there.
    Result<Digest> put_chunk(BytesView chunk);
    Result<Bytes> chunk(const Digest& name);
    /// From here on there is this backup.
    Result<Done> add(const Manifest& manifest);
    /// All but the `keep` newest, then the chunks that nobody names any more.
    Result<Forgotten> forget(std::size_t keep);

    [[nodiscard]] std::uint64_t bytes_written() const { return bytes_written_; }
    [[nodiscard]] std::uint64_t chunks_written() const { return chunks_written_; }

private:
    Archive(Target& target, const Secret& root, std::string node, Entropy& entropy)
        : target_(target), box_(root), node_(std::move(node)), entropy_(entropy) {}
    [[nodiscard]] std::string label() const;

    Target& target_;
    vault::BackupBox box_;
    std::string node_;
    Entropy& entropy_;
    std::set<Digest> chunks_;
    std::uint64_t bytes_written_ = 0;
    std::uint64_t chunks_written_ = 0;
};

}  // namespace buuan::backup
