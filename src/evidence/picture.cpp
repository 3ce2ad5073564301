#include "evidence/picture.hpp"

#include <algorithm>

#include "evidence/picture_formats.hpp"

namespace buuan::evidence {
namespace {

bool begins(BytesView bytes, std::string_view magic) {
    return as_text(bytes).starts_with(magic);
}

bool is_webp(BytesView bytes) {
    return begins(bytes, "RIFF") && bytes.size() >= 12 && as_text(bytes).substr(8, 4) == "WEBP";
}

}  // namespace

Result<Picture, PictureProblem> read_picture(BytesView bytes) {
    if (bytes.size() > picture_bytes_max) return PictureProblem::picture_too_large;
    auto picture = begins(bytes, "\xff\xd8\xff")        ? read_jpeg(bytes)
                   : begins(bytes, "\x89PNG\r\n\x1a\n") ? read_png(bytes)
                   : is_webp(bytes)
                       ? read_webp(bytes)
                       : Result<Picture, PictureProblem>(PictureProblem::picture_unknown);
    if (!picture.ok()) return picture;
    const Picture& read = picture.value();
    if (read.width == 0 || read.height == 0) return PictureProblem::picture_broken;
    if (std::max(read.width, read.height) > picture_side_max ||
        std::uint64_t{read.width} * read.height > picture_area_max) {
        return PictureProblem::picture_too_many_pixels;
    }
    return picture;
}

std::string_view media_type_of(BytesView clean) {
    if (begins(clean, "\xff\xd8")) return "image/jpeg";
    if (begins(clean, "\x89PNG")) return "image/png";
    return "image/webp";
}

}  // namespace buuan::evidence
