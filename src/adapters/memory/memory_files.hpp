// Files in memory, for tests: durable is only what was synced, and any call can be made to fail.
// Promises the same as PosixFiles about paths; `lose_power` leaves what a disk would leave in the
// worst case, that is nothing that was not synced.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "base/files.hpp"

namespace buuan::memory {

class MemoryFiles final : public Files {
public:
    /// Asked before each call with its name ("open", "read", "write", "sync", "size", "rename", …)
    /// and path; a fault is its answer.
    std::function<std::optional<Fault>(std::string_view call, std::string_view path)> fault;

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override {
        if (auto f = failing("open", path)) return *f;
        const std::scoped_lock lock(mutex_);
        const std::string name(path);
        const auto found = names_.find(name);
        if (mode == OpenMode::create_new) {
            if (found != names_.end()) return Fault{FaultKind::unavailable, name + " exists"};
            if (!is_folder(folder_of(name)))
                return Fault{FaultKind::unavailable, "there is no folder for " + name};
            return std::unique_ptr<File>(new Handle(
                *this, names_.emplace(name, std::make_shared<Node>()).first->second, name));
        }
        if (found == names_.end()) return Fault{FaultKind::unavailable, name + " does not exist"};
        return std::unique_ptr<File>(new Handle(*this, found->second, name));
    }
    Result<bool> exists(std::string_view path) override {
        if (auto f = failing("exists", path)) return *f;
        const std::scoped_lock lock(mutex_);
        return names_.contains(std::string(path)) || is_folder(std::string(path));
    }
    Result<std::vector<std::string>> list(std::string_view folder) override {
        if (auto f = failing("list", folder)) return *f;
        const std::scoped_lock lock(mutex_);
        std::set<std::string> found;
        for (const auto& [name, node] : names_) {
            if (folder_of(name) == folder)
                found.insert(name.substr(folder.empty() ? 0 : folder.size() + 1));
        }
        for (const auto& name : folders_) {
            if (folder_of(name) == folder)
                found.insert(name.substr(folder.empty() ? 0 : folder.size() + 1));
        }
        return std::vector<std::string>(found.begin(), found.end());
    }
    Result<Done> make_folders(std::string_view folder) override {
        if (auto f = failing("make_folders", folder)) return *f;
        const std::scoped_lock lock(mutex_);
        for (std::string part(folder); !part.empty(); part = folder_of(part)) folders_.insert(part);
        return Done{};
    }
    Result<Done> rename(std::string_view from, std::string_view to) override {
        if (auto f = failing("rename", from)) return *f;
        const std::scoped_lock lock(mutex_);
        const auto found = names_.find(std::string(from));
        if (found == names_.end())
            return Fault{FaultKind::unavailable, std::string(from) + " does not exist"};
        const auto node = found->second;
        names_.erase(found);
        names_[std::string(to)] = node;
        return Done{};
    }
    Result<Done> remove(std::string_view path) override {
        if (auto f = failing("remove", path)) return *f;
        const std::scoped_lock lock(mutex_);
        names_.erase(std::string(path));
        return Done{};
    }
    Result<Done> sync_folder(std::string_view folder) override {
        if (auto f = failing("sync_folder", folder)) return *f;
        const std::scoped_lock lock(mutex_);
        std::erase_if(durable_names_,
                      [&](const auto& each) { return folder_of(each.first) == folder; });
        for (const auto& [name, node] : names_) {
            if (folder_of(name) == folder) durable_names_[name] = node;
        }
        return Done{};
    }

    void lose_power() {
        const std::scoped_lock lock(mutex_);
        names_ = durable_names_;
        for (auto& [name, node] : names_) node->now = node->durable;
    }
    /// The bytes as they are on disk; for looking at them and for damaging them.
    Bytes& bytes(const std::string& path) { return names_.at(path)->now; }
    [[nodiscard]] bool has(const std::string& path) const { return names_.contains(path); }

private:
    struct Node {
        Bytes now;
        Bytes durable;
    };
    class Handle final : public File {
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
            if (auto f = files_.failing("write", path_)) return *f;
            const std::scoped_lock lock(files_.mutex_);
            Bytes& bytes = node_->now;
            if (bytes.size() < offset + data.size()) bytes.resize(offset + data.size());
            std::copy(data.begin(), data.end(),
                      bytes.begin() + static_cast<std::ptrdiff_t>(offset));
            return Done{};
        }
        Result<std::uint64_t> size() override {
            if (auto f = files_.failing("size", path_)) return *f;
            const std::scoped_lock lock(files_.mutex_);
            return std::uint64_t{node_->now.size()};
        }
        Result<Done> truncate(std::uint64_t size) override {
            if (auto f = files_.failing("truncate", path_)) return *f;
            const std::scoped_lock lock(files_.mutex_);
            node_->now.resize(size);
            return Done{};
        }
        Result<Done> sync() override {
            if (auto f = files_.failing("sync", path_)) return *f;
            const std::scoped_lock lock(files_.mutex_);
            node_->durable = node_->now;
            return Done{};
        }

    private:
        MemoryFiles& files_;
        std::shared_ptr<Node> node_;
        std::string path_;
    };

    static std::string folder_of(const std::string& path) {
        const auto slash = path.rfind('/');
        return slash == std::string::npos ? std::string() : path.substr(0, slash);
    }
    [[nodiscard]] bool is_folder(const std::string& path) const {
        return path.empty() || folders_.contains(path);
    }
    std::optional<Fault> failing(std::string_view call, std::string_view path) const {
        return fault ? fault(call, path) : std::nullopt;
    }

    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Node>> names_;
    std::map<std::string, std::shared_ptr<Node>> durable_names_;
    std::set<std::string> folders_;
};

}  // namespace buuan::memory
