#include "edge/backup/archive.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace buuan::backup {
namespace {

constexpr std::string_view label_name = "buuan-backup";
constexpr std::string_view label_first_line = "buuan backup v1";
constexpr std::size_t label_bytes_max = 4096;
constexpr std::size_t seal_bytes = 41;  // version, nonce and tag

std::string path_of(const Digest& chunk) {
    const std::string name = chunk.text();
    return "chunks/" + name.substr(0, 2) + "/" + name;
}

std::string path_of(const std::string& backup) {
    return "backups/" + backup;
}

}  // namespace

std::string Archive::label() const {
    return fmt::format("{}\nnode {}\nkey {}\n", label_first_line, node_, box_.id());
}

Result<Archive> Archive::open(Target& target, const Secret& root, Entropy& entropy) {
    const auto names = target.list("");
    if (!names.ok()) return names.error();
    if (std::find(names.value().begin(), names.value().end(), label_name) == names.value().end())
        return Fault{FaultKind::unavailable, "there are no backups in this folder"};
    const auto bytes = target.get(label_name, label_bytes_max);
    if (!bytes.ok()) return bytes.error();
    const std::string_view text = as_text(bytes.value());
    const auto begin = text.find("\nnode ");
    const auto end = begin == std::string_view::npos ? begin : text.find('\n', begin + 6);
    if (end == std::string_view::npos || !text.starts_with(label_first_line))
        return Fault{FaultKind::corrupt, std::string(label_name) + " is damaged"};
    Archive archive(target, root, std::string(text.substr(begin + 6, end - begin - 6)), entropy);
    if (archive.label() != text)
        return Fault{FaultKind::denied, "the backups of " + archive.node_ +
                                            " in this folder are under another root key"};
    return archive;
}

Result<Archive> Archive::open_or_make(Target& target, const Secret& root, std::string_view node,
                                      Entropy& entropy) {
    const auto names = target.list("");
    if (!names.ok()) return names.error();
    const bool there =
        std::find(names.value().begin(), names.value().end(), label_name) != names.value().end();
    if (!there) {
        const auto ours = [](const std::string& name) {
            return name == "lock" || name == "locks" || name == "lost+found" ||
                   name == "unfinished";
        };
        if (!std::all_of(names.value().begin(), names.value().end(), ours))
            return Fault{FaultKind::invalid, "the folder holds something else than backups"};
        const Archive made(target, root, std::string(node), entropy);
        if (auto put = target.put(label_name, as_bytes(made.label())); !put.ok())
            return put.error();
    }
    auto archive = open(target, root, entropy);
    if (archive.ok() && archive.value().node_ != node)
        return Fault{FaultKind::denied,
                     "the backups in this folder are of node " + archive.value().node_};
    return archive;
}

Result<std::vector<std::string>> Archive::backups() {
    return target_.list("backups");
}

Result<Manifest> Archive::manifest(const std::string& name) {
    const auto sealed = target_.get(path_of(name), manifest_bytes_max + seal_bytes);
    if (!sealed.ok()) return sealed.error();
    const auto text = box_.open_manifest(name, sealed.value());
    if (!text.ok()) return text.error();
    auto manifest = read(as_text(text.value()));
    if (manifest.ok() && (name_of(manifest.value().made) != name || manifest.value().node != node_))
        return Fault{FaultKind::corrupt, "backup " + name + " is not the one that it is called"};
    return manifest;
}

Result<Manifest> Archive::newest(Instant at) {
    const auto names = backups();
    if (!names.ok()) return names.error();
    const std::string last = name_of(at);
    const auto after = std::upper_bound(names.value().begin(), names.value().end(), last);
    if (after == names.value().begin())
        return Fault{FaultKind::unavailable, "there is no backup of " + at.text() + " or before"};
    return manifest(*std::prev(after));
}

Result<Done> Archive::look() {
    chunks_.clear();
    const auto names = target_.list_pairs("chunks");
    if (!names.ok()) return names.error();
    for (const std::string& name : names.value()) {
        const auto chunk = Digest::parse(std::string_view(name).substr(name.find('/') + 1));
        if (chunk && path_of(*chunk) == "chunks/" + name) chunks_.insert(*chunk);
    }
    return Done{};
}

bool Archive::has(const SavedFile& file) const {
    return std::all_of(file.chunks.begin(), file.chunks.end(),
                       [this](const Digest& chunk) { return chunks_.contains(chunk); });
}

Result<Digest> Archive::put_chunk(BytesView chunk) {
    const Digest name = box_.name_of(chunk);
    if (chunks_.contains(name)) return name;
    const Bytes sealed = box_.seal_chunk(name, chunk, entropy_);
    if (auto put = target_.put(path_of(name), sealed); !put.ok()) return put.error();
    chunks_.insert(name);
    bytes_written_ += sealed.size();
    ++chunks_written_;
    return name;
}

Result<Bytes> Archive::chunk(const Digest& name) {
    const auto sealed = target_.get(path_of(name), chunk_bytes + seal_bytes);
    if (!sealed.ok() && sealed.error().kind == FaultKind::invalid)
        return Fault{FaultKind::corrupt, "chunk " + name.text() + " is damaged"};
    if (!sealed.ok()) return sealed.error();
    return box_.open_chunk(name, sealed.value());
}

Result<Done> Archive::add(const Manifest& manifest) {
    const std::string name = name_of(manifest.made);
    const std::string text = write(manifest);
    if (text.size() > manifest_bytes_max)
        return Fault{FaultKind::invalid, "the node has too many files for one backup"};
    if (auto settled = target_.settle(); !settled.ok()) return settled;
    const Bytes sealed = box_.seal_manifest(name, as_bytes(text), entropy_);
    if (auto put = target_.put(path_of(name), sealed); !put.ok()) return put;
    bytes_written_ += sealed.size();
    return target_.settle();
}

Result<Forgotten> Archive::forget(std::size_t keep) {
    const auto names = backups();
    if (!names.ok()) return names.error();
    Forgotten forgotten;
    const std::size_t old = names.value().size() - std::min(keep, names.value().size());
    std::set<Digest> named;
    for (std::size_t i = old; i < names.value().size(); ++i) {
        const auto kept = manifest(names.value()[i]);
        if (!kept.ok()) {
            if (kept.error().kind != FaultKind::corrupt) return kept.error();
            forgotten.damaged.push_back(names.value()[i]);
            continue;
        }
        for (const SavedFile& file : kept.value().files)
            named.insert(file.chunks.begin(), file.chunks.end());
    }
    if (!forgotten.damaged.empty()) return forgotten;
    for (std::size_t i = 0; i < old; ++i, ++forgotten.backups) {
        if (auto gone = target_.remove(path_of(names.value()[i])); !gone.ok()) return gone.error();
    }
    // No backup may be left that names a chunk which is gone.
    if (auto settled = target_.settle(); !settled.ok()) return settled.error();
    for (auto chunk = chunks_.begin(); chunk != chunks_.end();) {
        if (named.contains(*chunk)) {
            ++chunk;
            continue;
        }
        if (auto gone = target_.remove(path_of(*chunk)); !gone.ok()) return gone.error();
        chunk = chunks_.erase(chunk);
        ++forgotten.chunks;
    }
    if (auto settled = target_.settle(); !settled.ok()) return settled.error();
    return forgotten;
}

}  // namespace buuan::backup
