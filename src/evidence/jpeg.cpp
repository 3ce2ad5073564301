#include <algorithm>
#include <array>
#include <optional>

#include "evidence/picture_formats.hpp"

namespace buuan::evidence {
namespace {

constexpr std::uint8_t soi = 0xd8, eoi = 0xd9, sos = 0xda, app0 = 0xe0, app1 = 0xe1, app14 = 0xee;

bool is_frame(std::uint8_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// Tables and frame headers that decoding needs: DQT, DHT, DAC, DRI, DNL and the frames.
bool is_needed(std::uint8_t marker) {
    return is_frame(marker) || marker == 0xc4 || marker == 0xcc || marker == 0xdb ||
           marker == 0xdc || marker == 0xdd;
}

std::uint32_t number(BytesView bytes, std::size_t at, std::size_t size, bool little) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | bytes[at + (little ? size - 1 - i : i)];
    return value;
}

/// The orientation (1 to 8) in an EXIF segment's payload, or nullopt.
std::optional<std::uint8_t> orientation_in(BytesView exif) {
    if (exif.size() < 14 || !as_text(exif).starts_with(std::string_view("Exif\0\0", 6)))
        return std::nullopt;
    const BytesView tiff = exif.subspan(6);
    const bool little = tiff[0] == 'I';
    const std::uint32_t ifd = number(tiff, 4, 4, little);
    if (ifd > tiff.size() - 2) return std::nullopt;
    const std::uint32_t count = number(tiff, ifd, 2, little);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t at = ifd + 2 + std::size_t{i} * 12;
        if (at + 12 > tiff.size()) return std::nullopt;
        if (number(tiff, at, 2, little) != 0x0112) continue;
        const std::uint32_t value = number(tiff, at + 8, 2, little);
        return value >= 1 && value <= 8 ? std::optional(static_cast<std::uint8_t>(value))
                                        : std::nullopt;
    }
    return std::nullopt;
}

/// APP1 with an EXIF block that says nothing but the orientation.
void append_orientation(Bytes& out, std::uint8_t orientation) {
    const std::array<std::uint8_t, 36> segment = {
        0xff, app1, 0,    34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
        0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0};
    out.insert(out.end(), segment.begin(), segment.end());
}

/// Entropy-coded data behind a scan header: up to the next marker that is neither a stuffed zero
/// nor a restart.
std::size_t end_of_scan(BytesView bytes, std::size_t at) {
    while (at + 1 < bytes.size()) {
        if (bytes[at] == 0xff && bytes[at + 1] != 0 &&
            !(bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7))
            return at;
        ++at;
    }
    return bytes.size();
}

struct JpegWalk {
    BytesView bytes;
    Picture picture{PictureFormat::jpeg, 0, 0, {0xff, soi}};
    std::uint8_t orientation = 1;
    bool orientation_written = false;
    bool scanned = false;

    void copy(std::size_t from, std::size_t to) {
        picture.clean.insert(picture.clean.end(), bytes.begin() + static_cast<std::ptrdiff_t>(from),
                             bytes.begin() + static_cast<std::ptrdiff_t>(to));
    }

    /// One segment [at, end) with its marker; false when it is broken.
    bool take_segment(std::uint8_t marker, std::size_t at, std::size_t end) {
        const BytesView payload = bytes.subspan(at + 4, end - at - 4);
        if (marker == app1) {
            if (const auto found = orientation_in(payload)) orientation = *found;
        } else if (marker == app0 && picture.clean.size() == 2 && payload.size() >= 14 &&
                   as_text(payload).starts_with("JFIF")) {
            // Units and density only; the thumbnail that may follow is left behind.
            const std::array<std::uint8_t, 4> head = {0xff, app0, 0, 16};
            picture.clean.insert(picture.clean.end(), head.begin(), head.end());
            picture.clean.insert(picture.clean.end(), payload.begin(), payload.begin() + 12);
            picture.clean.insert(picture.clean.end(), {0, 0});
        } else if (marker == app14 && payload.size() == 12 &&
                   as_text(payload).starts_with("Adobe")) {
            copy(at, end);  // says how colours are coded
        } else if (is_needed(marker)) {
            if (is_frame(marker)) {
                if (payload.size() < 6 || picture.width != 0) return false;
                picture.height = number(payload, 1, 2, false);
                picture.width = number(payload, 3, 2, false);
            }
            copy(at, end);
        }
        return true;
    }
};

}  // namespace

Result<Picture, PictureProblem> read_jpeg(BytesView bytes) {
    JpegWalk walk{bytes};
    std::size_t at = 2;
    while (at + 2 <= bytes.size()) {
        if (bytes[at] != 0xff) return PictureProblem::picture_broken;
        const std::uint8_t marker = bytes[at + 1];
        if (marker == 0xff) {  // fill byte
            ++at;
            continue;
        }
        if (marker == eoi) {
            if (!walk.scanned || walk.picture.width == 0) return PictureProblem::picture_broken;
            walk.picture.clean.insert(walk.picture.clean.end(), {0xff, eoi});
            return std::move(walk.picture);
        }
        if (marker < 0xc0 || marker == soi || (marker >= 0xd0 && marker <= 0xd7) ||
            at + 4 > bytes.size())
            return PictureProblem::picture_broken;
        const std::size_t end = at + 2 + number(bytes, at + 2, 2, false);
        if (end < at + 4 || end > bytes.size()) return PictureProblem::picture_broken;
        if (!walk.orientation_written && walk.orientation != 1 &&
            (is_needed(marker) || marker == sos)) {
            append_orientation(walk.picture.clean, walk.orientation);
            walk.orientation_written = true;
        }
        if (marker == sos) {
            if (walk.picture.width == 0) return PictureProblem::picture_broken;
            const std::size_t scan_end = end_of_scan(bytes, end);
            walk.copy(at, scan_end);
            walk.scanned = true;
            at = scan_end;
            continue;
        }
        if (!walk.take_segment(marker, at, end)) return PictureProblem::picture_broken;
        at = end;
    }
    return PictureProblem::picture_broken;
}

}  // namespace buuan::evidence
