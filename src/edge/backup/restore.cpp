#include "edge/backup/restore.hpp"

#include "edge/node/restored.hpp"

namespace buuan::backup {
namespace {

constexpr std::string_view config_path = "node.toml";

Result<Done> restore_file(Archive& archive, const SavedFile& saved, Files& folder) {
    if (auto made = folder.make_folders(folder_of(saved.path)); !made.ok()) return made;
    auto file = folder.open(saved.path, OpenMode::create_new);
    if (!file.ok()) return file.error();
    std::uint64_t at = 0;
    for (const Digest& name : saved.chunks) {
        const auto chunk = archive.chunk(name);
        if (!chunk.ok()) return Fault{chunk.error().kind, saved.path + ": " + chunk.error().what};
        if (auto written = file.value()->write_at(at, chunk.value()); !written.ok()) return written;
        at += chunk.value().size();
    }
    if (at != saved.size)
        return Fault{FaultKind::corrupt, saved.path + ": its chunks are not as long as it was"};
    if (auto synced = file.value()->sync(); !synced.ok()) return synced;
    return folder.sync_folder(folder_of(saved.path));
}

/// A small file as a whole, in memory.
Result<Bytes> read_whole(Archive& archive, const SavedFile& saved) {
    Bytes whole;
    for (const Digest& name : saved.chunks) {
        const auto chunk = archive.chunk(name);
        if (!chunk.ok()) return Fault{chunk.error().kind, saved.path + ": " + chunk.error().what};
        whole.insert(whole.end(), chunk.value().begin(), chunk.value().end());
    }
    return whole;
}

}  // namespace

Result<Restored> restore(Archive& archive, const Manifest& manifest, Files& folder, Instant at,
                         const std::string& mirror) {
    const SavedFile* saved_config = manifest.find(config_path);
    if (saved_config == nullptr)
        return Fault{FaultKind::corrupt, "the backup has no " + std::string(config_path)};
    const auto config = read_whole(archive, *saved_config);
    if (!config.ok()) return config.error();
    for (const char* part : {"days", "ledger", "objects", "keys", "run"}) {
        if (auto made = folder.make_folders(part); !made.ok()) return made.error();
    }
    if (auto marked = node::mark_restored(folder, {at, manifest.made, mirror}); !marked.ok())
        return marked.error();
    Restored restored;
    for (const SavedFile& file : manifest.files) {
        restored.bytes += file.size;
        ++restored.files;
        if (&file == saved_config) continue;
        if (auto done = restore_file(archive, file, folder); !done.ok()) return done.error();
    }
    if (auto written = replace_file(folder, config_path, config.value()); !written.ok())
        return written.error();
    return restored;
}

}  // namespace buuan::backup
