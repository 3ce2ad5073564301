#include "adapters/memory/memory_files.hpp"

#include <algorithm>

namespace buuan::memory {
namespace {

void put(BytesView data, std::uint64_t at, Bytes& bytes) {
    if (bytes.size() < at + data.size()) bytes.resize(at + data.size());
    std::copy(data.begin(), data.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

class MemoryFiles::Handle final : public File {
public:
    Handle(MemoryFiles& files, std::shared_ptr<Node> node, std::string path)
        : files_(files), node_(std::move(node)), path_(std::move(path)) {}

    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
        if (auto f = files_.failing("read", path_)) return *f;
        const std::scoped_lock lock(files_.mutex_);
        const Bytes& bytes = node_->now;
        if (offset >= bytes.size()) return std::size_t{0};
        const std::size_t count = std::min<std::size_t>(out.size(), bytes.size() - offset);
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, out.begin());
        return count;
    }
    Result<Done> write_at(std::uint64_t offset, BytesView data) override {
        return change("write", {offset, copy_of(data)});
    }
    Result<std::uint64_t> size() override {
        if (auto f = files_.failing("size", path_)) return *f;
        const std::scoped_lock lock(files_.mutex_);
        return std::uint64_t{node_->now.size()};
    }
    Result<Done> truncate(std::uint64_t size) override {
        return change("truncate", {size, std::nullopt});
    }
    Result<Done> sync() override {
        const auto fault = files_.failing("sync", path_);
        const std::scoped_lock lock(files_.mutex_);
        if (fault) {
            files_.settle(*node_);
            return *fault;
        }
        for (const Change& each : node_->unsynced) apply(each, node_->durable);
        node_->unsynced.clear();
        return Done{};
    }

private:
    Result<Done> change(std::string_view call, Change change) {
        if (auto f = files_.failing(call, path_)) return *f;
        const std::scoped_lock lock(files_.mutex_);
        apply(change, node_->now);
        node_->unsynced.push_back(std::move(change));
        return Done{};
    }

    MemoryFiles& files_;
    std::shared_ptr<Node> node_;
    std::string path_;
};

bool MemoryFiles::NameChange::is_in(std::string_view folder) const {
    return (!from.empty() && folder_of(from) == folder) || (!to.empty() && folder_of(to) == folder);
}

void MemoryFiles::apply(const Change& change, Bytes& bytes) {
    if (change.data) {
        put(*change.data, change.at, bytes);
    } else {
        bytes.resize(change.at);
    }
}

void MemoryFiles::apply(const NameChange& change, Names& names) {
    const auto found = names.find(change.from);
    if (found != names.end() && found->second == change.node) names.erase(found);
    if (!change.to.empty()) names[change.to] = change.node;
}

/// What was not synced gets to the disk in part, and the rest never will.
void MemoryFiles::settle(Node& node) const {
    for (const Change& change : node.unsynced) {
        if (!change.data) {
            if (is_left()) apply(change, node.durable);
            continue;
        }
        const BytesView data = *change.data;
        for (std::size_t from = 0; from < data.size();) {
            const std::uint64_t at = change.at + from;
            const std::size_t size =
                std::min<std::size_t>(sector_bytes - at % sector_bytes, data.size() - from);
            if (is_left()) put(data.subspan(from, size), at, node.durable);
            from += size;
        }
    }
    node.unsynced.clear();
}

Result<std::unique_ptr<File>> MemoryFiles::open(std::string_view path, OpenMode mode) {
    const bool creates = mode == OpenMode::create_new;
    if (auto f = failing(creates ? "create" : "open", path)) return *f;
    const std::scoped_lock lock(mutex_);
    const std::string name(path);
    auto found = names_.find(name);
    if (creates) {
        if (found != names_.end()) return Fault{FaultKind::unavailable, name + " exists"};
        if (!is_folder(folder_of(name)))
            return Fault{FaultKind::unavailable, "there is no folder for " + name};
        found = names_.emplace(name, std::make_shared<Node>()).first;
        unsynced_names_.push_back({"", name, found->second});
    }
    if (found == names_.end()) return Fault{FaultKind::unavailable, name + " does not exist"};
    return std::unique_ptr<File>(new Handle(*this, found->second, name));
}

Result<bool> MemoryFiles::exists(std::string_view path) {
    if (auto f = failing("exists", path)) return *f;
    const std::scoped_lock lock(mutex_);
    return names_.contains(std::string(path)) || is_folder(std::string(path));
}

Result<std::vector<std::string>> MemoryFiles::list(std::string_view folder) {
    if (auto f = failing("list", folder)) return *f;
    const std::scoped_lock lock(mutex_);
    std::set<std::string> found;
    const auto add = [&](const std::string& name) {
        if (folder_of(name) == folder)
            found.insert(name.substr(folder.empty() ? 0 : folder.size() + 1));
    };
    for (const auto& [name, node] : names_) add(name);
    for (const auto& name : folders_) add(name);
    return std::vector<std::string>(found.begin(), found.end());
}

Result<Done> MemoryFiles::make_folders(std::string_view folder) {
    if (auto f = failing("make_folders", folder)) return *f;
    const std::scoped_lock lock(mutex_);
    for (std::string part(folder); !part.empty(); part = folder_of(part)) folders_.insert(part);
    return Done{};
}

Result<Done> MemoryFiles::rename(std::string_view from, std::string_view to) {
    if (auto f = failing("rename", from)) return *f;
    const std::scoped_lock lock(mutex_);
    const auto found = names_.find(std::string(from));
    if (found == names_.end())
        return Fault{FaultKind::unavailable, std::string(from) + " does not exist"};
    unsynced_names_.push_back({std::string(from), std::string(to), found->second});
    apply(unsynced_names_.back(), names_);
    return Done{};
}

Result<Done> MemoryFiles::remove(std::string_view path) {
    if (auto f = failing("remove", path)) return *f;
    const std::scoped_lock lock(mutex_);
    const auto found = names_.find(std::string(path));
    if (found == names_.end()) return Done{};
    unsynced_names_.push_back({std::string(path), "", found->second});
    names_.erase(found);
    return Done{};
}

Result<Done> MemoryFiles::sync_folder(std::string_view folder) {
    if (auto f = failing("sync_folder", folder)) return *f;
    const std::scoped_lock lock(mutex_);
    for (const NameChange& change : unsynced_names_) {
        if (change.is_in(folder)) apply(change, durable_names_);
    }
    std::erase_if(unsynced_names_, [&](const NameChange& change) { return change.is_in(folder); });
    return Done{};
}

void MemoryFiles::lose_power() {
    const std::scoped_lock lock(mutex_);
    for (const NameChange& change : unsynced_names_) {
        if (is_left()) apply(change, durable_names_);
    }
    unsynced_names_.clear();
    names_ = durable_names_;
    for (auto& [name, node] : names_) {
        settle(*node);
        node->now = node->durable;
    }
}

void MemoryFiles::copy_from(MemoryFiles& other) {
    const std::scoped_lock lock(mutex_, other.mutex_);
    names_.clear();
    for (const auto& [name, node] : other.names_)
        names_[name] = std::make_shared<Node>(Node{node->now, node->now, {}});
    durable_names_ = names_;
    unsynced_names_.clear();
    folders_ = other.folders_;
}

std::vector<std::string> MemoryFiles::paths() const {
    std::vector<std::string> all;
    for (const auto& [name, node] : names_) all.push_back(name);
    return all;
}

}  // namespace buuan::memory
