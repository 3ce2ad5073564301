// Files whose syncs do nothing below a path: a program somebody took the syncs out of.
#pragma once

#include "base/files.hpp"
#include "storages.hpp"

namespace buuan::simulation {

class UnsyncedFiles final : public Files {
public:
    UnsyncedFiles(Files& files, Mutant mutant) : files_(files), mutant_(std::move(mutant)) {}

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override {
        auto file = files_.open(path, mode);
        if (!file.ok() || !is_lost(Missing::file_syncs, path)) return file;
        return std::unique_ptr<File>(new Unsynced(std::move(file).value()));
    }
    Result<bool> exists(std::string_view path) override { return files_.exists(path); }
    Result<std::vector<std::string>> list(std::string_view folder) override {
        return files_.list(folder);
    }
    Result<Done> make_folders(std::string_view folder) override {
        return files_.make_folders(folder);
    }
    Result<Done> rename(std::string_view from, std::string_view to) override {
        return files_.rename(from, to);
    }
    Result<Done> remove(std::string_view path) override { return files_.remove(path); }
    Result<Done> sync_folder(std::string_view folder) override {
        if (is_lost(Missing::folder_syncs, folder)) return Done{};
        return files_.sync_folder(folder);
    }

private:
    class Unsynced final : public File {
    public:
        explicit Unsynced(std::unique_ptr<File> file) : file_(std::move(file)) {}
        Result<std::size_t> read_at(std::uint64_t at, std::span<std::uint8_t> out) override {
            return file_->read_at(at, out);
        }
        Result<Done> write_at(std::uint64_t at, BytesView data) override {
            return file_->write_at(at, data);
        }
        Result<std::uint64_t> size() override { return file_->size(); }
        Result<Done> truncate(std::uint64_t size) override { return file_->truncate(size); }
        Result<Done> sync() override { return Done{}; }

    private:
        std::unique_ptr<File> file_;
    };

    [[nodiscard]] bool is_lost(Missing what, std::string_view path) const {
        return mutant_.missing == what && path.starts_with(mutant_.below);
    }

    Files& files_;
    const Mutant mutant_;
};

}  // namespace buuan::simulation
