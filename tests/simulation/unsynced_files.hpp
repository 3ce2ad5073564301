// Files whose syncs do nothing below a path: a program somebody took the syncs out of.
#pragma once

#include "adapters/memory/passing_files.hpp"
#include "storages.hpp"

namespace buuan::simulation {

class UnsyncedFiles final : public memory::PassingFiles {
public:
    UnsyncedFiles(Files& files, Mutant mutant) : PassingFiles(files), mutant_(std::move(mutant)) {}

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override {
        auto file = PassingFiles::open(path, mode);
        if (!file.ok() || !is_lost(Missing::file_syncs, path)) return file;
        return std::unique_ptr<File>(new Unsynced(std::move(file).value()));
    }
    Result<Done> sync_folder(std::string_view folder) override {
        if (is_lost(Missing::folder_syncs, folder)) return Done{};
        return PassingFiles::sync_folder(folder);
    }

private:
    class Unsynced final : public memory::PassingFile {
    public:
        using PassingFile::PassingFile;
        Result<Done> sync() override { return Done{}; }
    };

    [[nodiscard]] bool is_lost(Missing what, std::string_view path) const {
        return mutant_.missing == what && path.starts_with(mutant_.below);
    }

    const Mutant mutant_;
};

}  // namespace buuan::simulation
