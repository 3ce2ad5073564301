// Pictures as they come from counters and phones: recognised by content, walked within bounds,
// never decoded, and rebuilt from a whitelist of what is needed to show them, so that places,
// serial numbers, comments, thumbnails and anything behind the end stay out (DESIGN.md section 6).
// Of JPEG the orientation is kept, since without it the picture lies on its side.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace buuan::evidence {

inline constexpr std::size_t picture_bytes_max = 8 * 1024 * 1024;
inline constexpr std::uint32_t picture_side_max = 12'000;      // pixels
inline constexpr std::uint64_t picture_area_max = 50'000'000;  // pixels

enum class PictureFormat : std::uint8_t { jpeg, png, webp };

/// Why bytes are not taken as a picture; stable codes, with texts in both languages at the edge.
enum class PictureProblem : std::uint8_t {
    picture_too_large,
    picture_unknown,
    picture_broken,
    picture_too_many_pixels,
    picture_animated
};
BOOST_DESCRIBE_ENUM(PictureProblem, picture_too_large, picture_unknown, picture_broken,
                    picture_too_many_pixels, picture_animated)

struct Picture {
    PictureFormat format{};
    std::uint32_t width{};
    std::uint32_t height{};
    Bytes clean;
};

Result<Picture, PictureProblem> read_picture(BytesView bytes);

/// The media type by content, of bytes that read_picture made.
std::string_view media_type_of(BytesView clean);

}  // namespace buuan::evidence
