// Pictures from counters and phones. What is kept is a picture again, the same when it is read
// again, never larger by more than an orientation, and holds the whitelisted parts alone: a second,
// smaller walk over it sees no other.
#include "evidence/picture.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

std::size_t number(BytesView bytes, std::size_t at, std::size_t size, bool little) {
    CHECK(at + size <= bytes.size());
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | bytes[at + (little ? size - 1 - i : i)];
    return value;
}

template <std::size_t N>
bool is_one_of(std::string_view type, const std::array<std::string_view, N>& kinds) {
    return std::find(kinds.begin(), kinds.end(), type) != kinds.end();
}

void check_jpeg_segment(BytesView clean, std::size_t at, std::size_t size) {
    const std::uint8_t marker = clean[at + 1];
    CHECK(marker != 0xfe);                                         // comment
    if (marker == 0xe0) CHECK(size == 16);                         // JFIF without thumbnail
    if (marker == 0xee) CHECK(size == 14);                         // Adobe
    if (marker == 0xe1) CHECK(size == 34 && clean[at + 19] == 1);  // EXIF with one member
    CHECK(marker < 0xe0 || marker == 0xe0 || marker == 0xe1 || marker == 0xee);
}

void check_jpeg(BytesView clean) {
    std::size_t at = 2;
    while (clean[at + 1] != 0xd9) {
        CHECK(clean[at] == 0xff);
        const std::size_t size = number(clean, at + 2, 2, false);
        check_jpeg_segment(clean, at, size);
        const bool scan = clean[at + 1] == 0xda;
        at += 2 + size;
        while (scan && (number(clean, at, 1, false) != 0xff || clean[at + 1] == 0 ||
                        (clean[at + 1] & 0xf8) == 0xd0))
            ++at;
    }
    CHECK(at + 2 == clean.size());
}

void check_png(BytesView clean) {
    constexpr std::array<std::string_view, 7> kinds = {"IHDR", "PLTE", "tRNS", "gAMA",
                                                       "sRGB", "IDAT", "IEND"};
    std::string_view type;
    for (std::size_t at = 8; at < clean.size(); at += 12 + number(clean, at, 4, false)) {
        type = as_text(clean.subspan(at + 4, 4));
        const std::size_t size = number(clean, at, 4, false);
        CHECK(is_one_of(type, kinds));
        if (type == "gAMA") CHECK(size == 4);
        if (type == "sRGB") CHECK(size == 1);
        if (type == "PLTE") CHECK(size <= 768);
        if (type == "tRNS") CHECK(size <= 256);
    }
    CHECK(type == "IEND");
}

void check_webp(BytesView clean) {
    constexpr std::array<std::string_view, 4> kinds = {"VP8X", "ALPH", "VP8 ", "VP8L"};
    CHECK(number(clean, 4, 4, true) + 8 == clean.size());
    std::size_t at = 12;
    while (at < clean.size()) {
        const std::string_view type = as_text(clean.subspan(at, 4));
        const std::size_t size = number(clean, at + 4, 4, true);
        CHECK(is_one_of(type, kinds));
        if (type == "VP8X") CHECK((number(clean, at + 8, 4, true) & ~std::size_t{0x10}) == 0);
        at += 8 + size + size % 2;
    }
    CHECK(at == clean.size());
}

}  // namespace

void take(BytesView input) {
    const auto picture = evidence::read_picture(input);
    if (!picture.ok()) return;
    const evidence::Picture& read = picture.value();
    CHECK(read.clean.size() <= input.size() + 36);
    const auto again = evidence::read_picture(read.clean);
    CHECK(again.ok());
    CHECK(again.value().clean == read.clean && again.value().format == read.format);
    CHECK(again.value().width == read.width && again.value().height == read.height);
    switch (read.format) {
        case evidence::PictureFormat::jpeg:
            CHECK(evidence::media_type_of(read.clean) == "image/jpeg");
            return check_jpeg(read.clean);
        case evidence::PictureFormat::png:
            CHECK(evidence::media_type_of(read.clean) == "image/png");
            return check_png(read.clean);
        case evidence::PictureFormat::webp:
            CHECK(evidence::media_type_of(read.clean) == "image/webp");
            return check_webp(read.clean);
    }
}

}  // namespace buuan::fuzz
