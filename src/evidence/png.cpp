#include <algorithm>
#include <array>

#include "evidence/picture_formats.hpp"

namespace buuan::evidence {
namespace {

constexpr std::array<std::string_view, 7> kept = {"IHDR", "PLTE", "tRNS", "gAMA",
                                                  "sRGB", "IDAT", "IEND"};

std::uint32_t big_endian(BytesView bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// What says how to show the picture has a size by its kind; more would be a place for words.
bool has_its_size(std::string_view type, std::size_t size) {
    if (type == "gAMA") return size == 4;
    if (type == "sRGB") return size == 1;
    if (type == "PLTE") return size <= 768 && size % 3 == 0;
    return type != "tRNS" || size <= 256;
}

}  // namespace

Result<Picture, PictureProblem> read_png(BytesView bytes) {
    Picture picture{PictureFormat::png, 0, 0, copy_of(bytes.first(8))};
    bool data = false;
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        const std::size_t size = big_endian(bytes.subspan(at));
        if (size > bytes.size() - at - 12) return PictureProblem::picture_broken;
        const std::string_view type = as_text(bytes.subspan(at + 4, 4));
        const bool first = at == 8;
        if (first != (type == "IHDR")) return PictureProblem::picture_broken;
        if (!has_its_size(type, size)) return PictureProblem::picture_broken;
        if (type == "acTL") return PictureProblem::picture_animated;
        if (first) {
            if (size != 13) return PictureProblem::picture_broken;
            picture.width = big_endian(bytes.subspan(at + 8));
            picture.height = big_endian(bytes.subspan(at + 12));
        }
        if (std::find(kept.begin(), kept.end(), type) != kept.end()) {
            picture.clean.insert(picture.clean.end(),
                                 bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                 bytes.begin() + static_cast<std::ptrdiff_t>(at + 12 + size));
        } else if (type[0] >= 'A' && type[0] <= 'Z') {
            return PictureProblem::picture_broken;  // a critical chunk that nobody knows
        }
        data = data || type == "IDAT";
        if (type == "IEND")
            return data && size == 0 ? Result<Picture, PictureProblem>(std::move(picture))
                                     : PictureProblem::picture_broken;
        at += 12 + size;
    }
    return PictureProblem::picture_broken;
}

}  // namespace buuan::evidence
