#include <algorithm>

#include "evidence/picture_formats.hpp"

namespace buuan::evidence {
namespace {

constexpr std::uint8_t animation_flag = 0x02, alpha_flag = 0x10;

std::uint32_t little_endian(BytesView bytes, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

void append_u32(Bytes& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_chunk(Bytes& out, std::string_view type, BytesView payload) {
    out.insert(out.end(), type.begin(), type.end());
    append_u32(out, static_cast<std::uint32_t>(payload.size()));
    out.insert(out.end(), payload.begin(), payload.end());
    if (payload.size() % 2 == 1) out.push_back(0);
}

/// The size in pixels from a picture chunk's own header; false when it is broken.
bool read_size(std::string_view type, BytesView payload, Picture& picture) {
    if (type == "VP8 ") {
        if (payload.size() < 10 || payload[3] != 0x9d || payload[4] != 0x01 || payload[5] != 0x2a)
            return false;
        picture.width = little_endian(payload.subspan(6), 2) & 0x3fff;
        picture.height = little_endian(payload.subspan(8), 2) & 0x3fff;
    } else {
        if (payload.size() < 5 || payload[0] != 0x2f) return false;
        const std::uint32_t bits = little_endian(payload.subspan(1), 4);
        picture.width = (bits & 0x3fff) + 1;
        picture.height = (bits >> 14 & 0x3fff) + 1;
    }
    return true;
}

}  // namespace

Result<Picture, PictureProblem> read_webp(BytesView bytes) {
    const std::size_t end = 8 + std::size_t{little_endian(bytes.subspan(4), 4)};
    if (end > bytes.size() || end < 20) return PictureProblem::picture_broken;
    Picture picture{PictureFormat::webp, 0, 0, {}};
    Bytes chunks;
    bool extended = false;
    std::uint32_t canvas_width = 0;
    std::uint32_t canvas_height = 0;
    for (std::size_t at = 12; at + 8 <= end;) {
        const std::string_view type = as_text(bytes.subspan(at, 4));
        const std::size_t size = little_endian(bytes.subspan(at + 4), 4);
        if (size > end - at - 8) return PictureProblem::picture_broken;
        const BytesView payload = bytes.subspan(at + 8, size);
        if (type == "VP8X") {
            if (size != 10 || extended) return PictureProblem::picture_broken;
            if ((payload[0] & animation_flag) != 0) return PictureProblem::picture_animated;
            extended = true;
            canvas_width = little_endian(payload.subspan(4), 3) + 1;
            canvas_height = little_endian(payload.subspan(7), 3) + 1;
            Bytes header = copy_of(payload);
            header[0] &= alpha_flag;                // no EXIF, no XMP, no profile follows
            header[1] = header[2] = header[3] = 0;  // reserved
            append_chunk(chunks, type, header);
        } else if (type == "ALPH") {
            append_chunk(chunks, type, payload);
        } else if (type == "VP8 " || type == "VP8L") {
            if (picture.width != 0 || !read_size(type, payload, picture))
                return PictureProblem::picture_broken;
            append_chunk(chunks, type, payload);
        }
        at += 8 + size + size % 2;
    }
    if (picture.width == 0) return PictureProblem::picture_broken;
    // A viewer makes room for the canvas; of a still picture it is the picture's own size.
    if (extended && (canvas_width != picture.width || canvas_height != picture.height))
        return PictureProblem::picture_broken;
    picture.clean.insert(picture.clean.end(), {'R', 'I', 'F', 'F'});
    append_u32(picture.clean, static_cast<std::uint32_t>(4 + chunks.size()));
    picture.clean.insert(picture.clean.end(), {'W', 'E', 'B', 'P'});
    picture.clean.insert(picture.clean.end(), chunks.begin(), chunks.end());
    return picture;
}

}  // namespace buuan::evidence
