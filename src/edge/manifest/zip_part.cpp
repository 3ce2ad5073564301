#include "edge/manifest/zip_part.hpp"

#include <zip.h>

#include <filesystem>

namespace buuan::manifest {
namespace {

constexpr std::uint64_t file_bytes_max = 256 * 1024 * 1024;
constexpr zip_int64_t parts_max = 4096;
// Sheets of equal rows come to about 50. Deflate goes up to 1,032, and only what is made to harm
// comes near it.
constexpr std::uint64_t inflated_per_byte_max = 200;
constexpr std::uint64_t small_bytes = 1024 * 1024;  // below this the ratio says nothing

}  // namespace

void ZipPart::Close::operator()(zip_file* file) const noexcept {
    zip_fclose(file);
}

void ZipArchive::Discard::operator()(zip* archive) const noexcept {
    zip_discard(archive);
}

Result<std::string_view, std::string> ZipPart::read() {
    const zip_int64_t got = zip_fread(file_.get(), buffer_->data(), buffer_->size());
    if (got < 0) return std::string("xlsx_damaged");
    inflated_ += static_cast<std::uint64_t>(got);
    const bool bomb = inflated_ > small_bytes && inflated_ / inflated_per_byte_max > packed_;
    if (inflated_ > bytes_max_ || bomb) return std::string("xlsx_too_large");
    return std::string_view(buffer_->data(), static_cast<std::size_t>(got));
}

Result<ZipArchive, std::string> ZipArchive::open(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return std::string("unreadable");
    if (size > file_bytes_max) return std::string("xlsx_too_large");
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (archive == nullptr)
        return std::string(code == ZIP_ER_OPEN || code == ZIP_ER_READ ? "unreadable"
                                                                      : "xlsx_not_zip");
    return bounded(archive);
}

Result<ZipArchive, std::string> ZipArchive::of(std::string_view bytes) {
    if (bytes.size() > file_bytes_max) return std::string("xlsx_too_large");
    constexpr int keep_the_bytes = 0;
    zip_source_t* source =
        zip_source_buffer_create(bytes.data(), bytes.size(), keep_the_bytes, nullptr);
    if (source == nullptr) return std::string("xlsx_not_zip");
    zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (archive == nullptr) {
        zip_source_free(source);
        return std::string("xlsx_not_zip");
    }
    return bounded(archive);
}

Result<ZipArchive, std::string> ZipArchive::bounded(zip* archive) {
    ZipArchive opened(archive);
    if (zip_get_num_entries(archive, 0) > parts_max) return std::string("xlsx_too_large");
    return opened;
}

bool ZipArchive::has(const std::string& name) const {
    return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0;
}

Result<ZipPart, std::string> ZipArchive::part(const std::string& name, std::uint64_t bytes_max) {
    zip_stat_t stat{};
    if (zip_stat(archive_.get(), name.c_str(), 0, &stat) != 0 ||
        (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
        return std::string("xlsx_damaged");
    zip_file_t* file = zip_fopen_index(archive_.get(), stat.index, 0);
    if (file == nullptr) return std::string("xlsx_damaged");
    return ZipPart(file, stat.comp_size, bytes_max);
}

}  // namespace buuan::manifest
