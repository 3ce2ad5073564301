// Files that pass every call on, for tests, simulation and benchmarks that watch or spoil a few of
// them: derive and override those.
#pragma once

#include <memory>

#include "base/files.hpp"

namespace buuan::memory {

class PassingFile : public File {
public:
    explicit PassingFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
        return file_->read_at(offset, out);
    }
    Result<Done> write_at(std::uint64_t offset, BytesView data) override {
        return file_->write_at(offset, data);
    }
    Result<std::uint64_t> size() override { return file_->size(); }
    Result<Done> truncate(std::uint64_t size) override { return file_->truncate(size); }
    Result<Done> sync() override { return file_->sync(); }

private:
    std::unique_ptr<File> file_;
};

class PassingFiles : public Files {
public:
    /// `files` outlives it.
    explicit PassingFiles(Files& files) : files_(files) {}
    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override {
        return files_.open(path, mode);
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
        return files_.sync_folder(folder);
    }

private:
    Files& files_;
};

}  // namespace buuan::memory
