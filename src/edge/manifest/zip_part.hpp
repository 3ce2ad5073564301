// The parts of a ZIP archive as a spreadsheet program writes it, inflated piece by piece. Bounded
// against archives that are made to harm: in the size of the file, in how many parts it has, in
// what a part inflates to, altogether and for each byte of it. libzip stays inside zip_part.cpp.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct zip;
struct zip_file;

namespace buuan::manifest {

/// A part that is read from its beginning to its end.
class ZipPart {
public:
    /// The next bytes, valid until the next call; empty at the end, which is reached only when the
    /// part's checksum is right. The error is a code: xlsx_damaged, xlsx_too_large.
    Result<std::string_view, std::string> read();

private:
    friend class ZipArchive;
    struct Close {
        void operator()(zip_file* file) const noexcept;
    };
    ZipPart(zip_file* file, std::uint64_t packed, std::uint64_t bytes_max)
        : file_(file), packed_(packed), bytes_max_(bytes_max) {}
    std::unique_ptr<zip_file, Close> file_;
    std::uint64_t packed_;
    std::uint64_t bytes_max_;
    std::uint64_t inflated_ = 0;
    std::unique_ptr<std::array<char, 16'384>> buffer_ =
        std::make_unique<std::array<char, 16'384>>();
};

class ZipArchive {
public:
    /// The error is a code: unreadable, xlsx_not_zip, xlsx_too_large.
    static Result<ZipArchive, std::string> open(const std::string& path);
    /// The same of bytes in memory, which must outlive it and its parts; they are not copied.
    static Result<ZipArchive, std::string> of(std::string_view bytes);
    [[nodiscard]] bool has(const std::string& name) const;
    /// A part that may inflate to that many bytes. The error is a code: xlsx_damaged when it is
    /// missing or cannot be read, xlsx_too_large.
    Result<ZipPart, std::string> part(const std::string& name, std::uint64_t bytes_max);

private:
    struct Discard {
        void operator()(zip* archive) const noexcept;
    };
    explicit ZipArchive(zip* archive) : archive_(archive) {}
    static Result<ZipArchive, std::string> bounded(zip* archive);
    std::unique_ptr<zip, Discard> archive_;
};

}  // namespace buuan::manifest
