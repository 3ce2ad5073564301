// Files in memory, for tests and simulation: durable is only what was synced, any call can be made
// to fail, and the power can be cut. Promises the same as PosixFiles about paths. What a cut leaves
// of what was not synced is asked for each sector of a write, each truncation and each change of a
// name, so that a disk can drop, tear and reorder them; by default nothing of it is left. A sync
// that fails has lost what it could not write, as with Linux: what is read back still has it, no
// later sync writes it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "base/files.hpp"

namespace buuan::memory {

class MemoryFiles final : public Files {
public:
    static constexpr std::size_t sector_bytes = 512;

    /// Asked before each call with its name ("open", "create", "read", "write", "truncate", "sync",
    /// "size", "rename", …) and path; a fault is its answer.
    std::function<std::optional<Fault>(std::string_view call, std::string_view path)> fault;
    /// Whether a piece of what was not synced had reached the disk all the same.
    std::function<bool()> survives;

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override;
    Result<bool> exists(std::string_view path) override;
    Result<std::vector<std::string>> list(std::string_view folder) override;
    Result<Done> make_folders(std::string_view folder) override;
    Result<Done> rename(std::string_view from, std::string_view to) override;
    Result<Done> remove(std::string_view path) override;
    Result<Done> sync_folder(std::string_view folder) override;

    void lose_power();
    /// Takes over what `other` holds now, all of it durable: a copy of a disk at rest.
    void copy_from(MemoryFiles& other);

    /// The bytes as they are on disk; for looking at them and for damaging them.
    Bytes& bytes(const std::string& path) { return names_.at(path)->now; }
    [[nodiscard]] bool has(const std::string& path) const { return names_.contains(path); }
    /// All paths, sorted.
    [[nodiscard]] std::vector<std::string> paths() const;

private:
    class Handle;
    /// A write, or without bytes a truncation to `at`.
    struct Change {
        std::uint64_t at;
        std::optional<Bytes> data;
    };
    struct Node {
        Bytes now;
        Bytes durable;
        std::vector<Change> unsynced;
    };
    using Names = std::map<std::string, std::shared_ptr<Node>>;
    struct NameChange {
        std::string from;  // empty: a new file
        std::string to;    // empty: removed
        std::shared_ptr<Node> node;
        [[nodiscard]] bool is_in(std::string_view folder) const;
    };

    [[nodiscard]] bool is_folder(const std::string& path) const {
        return path.empty() || folders_.contains(path);
    }
    std::optional<Fault> failing(std::string_view call, std::string_view path) const {
        return fault ? fault(call, path) : std::nullopt;
    }
    [[nodiscard]] bool is_left() const { return survives && survives(); }
    void settle(Node& node) const;
    static void apply(const Change& change, Bytes& bytes);
    static void apply(const NameChange& change, Names& names);

    std::mutex mutex_;
    Names names_;
    Names durable_names_;
    std::vector<NameChange> unsynced_names_;  // in the order they were made
    std::set<std::string> folders_;
};

}  // namespace buuan::memory
