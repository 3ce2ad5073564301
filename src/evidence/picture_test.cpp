#include "evidence/picture.hpp"

#include <gtest/gtest.h>
// jpeglib.h needs size_t and FILE before it.
#include <jpeglib.h>
#include <png.h>
#include <webp/decode.h>
#include <webp/encode.h>
#include <cstdio>

#include <algorithm>
#include <string>

namespace buuan::evidence {
namespace {

constexpr std::uint32_t wide = 48, high = 32;

/// Soft colours, so that lossy formats keep them nearly.
Bytes pixels() {
    Bytes rgb;
    for (std::uint32_t y = 0; y < high; ++y) {
        for (std::uint32_t x = 0; x < wide; ++x)
            rgb.insert(rgb.end(),
                       {static_cast<std::uint8_t>(x * 4), static_cast<std::uint8_t>(y * 6), 120});
    }
    return rgb;
}

Bytes text(std::string_view of) {
    return copy_of(as_bytes(of));
}
Bytes joined(std::initializer_list<BytesView> parts) {
    Bytes out;
    for (const BytesView part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}
bool holds(BytesView bytes, std::string_view needle) {
    return as_text(bytes).find(needle) != std::string_view::npos;
}
Bytes inserted(const Bytes& into, std::size_t at, const Bytes& what) {
    Bytes out = into;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(at), what.begin(), what.end());
    return out;
}
std::optional<PictureProblem> problem_of(BytesView bytes) {
    const auto read = read_picture(bytes);
    return read.ok() ? std::nullopt : std::optional(read.error());
}
Bytes clean_of(BytesView bytes) {
    const auto read = read_picture(bytes);
    EXPECT_TRUE(read.ok());
    return read.ok() ? read.value().clean : Bytes{};
}

Bytes jpeg(bool progressive = false) {
    jpeg_compress_struct to{};
    jpeg_error_mgr error{};
    to.err = jpeg_std_error(&error);
    jpeg_create_compress(&to);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&to, &out, &size);
    to.image_width = wide;
    to.image_height = high;
    to.input_components = 3;
    to.in_color_space = JCS_RGB;
    jpeg_set_defaults(&to);
    jpeg_set_quality(&to, 95, TRUE);
    if (progressive) jpeg_simple_progression(&to);
    to.restart_interval = 2;
    jpeg_start_compress(&to, TRUE);
    Bytes rows = pixels();
    while (to.next_scanline < high) {
        JSAMPROW row = rows.data() + to.next_scanline * wide * 3;
        jpeg_write_scanlines(&to, &row, 1);
    }
    jpeg_finish_compress(&to);
    jpeg_destroy_compress(&to);
    Bytes made(out, out + size);
    std::free(out);
    return made;
}

/// The pixels that a decoder shows, which must be the same before and after.
Bytes shown_jpeg(BytesView bytes) {
    jpeg_decompress_struct from{};
    jpeg_error_mgr error{};
    from.err = jpeg_std_error(&error);
    jpeg_create_decompress(&from);
    jpeg_mem_src(&from, bytes.data(), bytes.size());
    jpeg_read_header(&from, TRUE);
    jpeg_start_decompress(&from);
    Bytes rows(std::size_t{from.output_width} * from.output_height * 3);
    while (from.output_scanline < from.output_height) {
        JSAMPROW row = rows.data() + from.output_scanline * from.output_width * 3;
        jpeg_read_scanlines(&from, &row, 1);
    }
    EXPECT_EQ(error.num_warnings, 0);
    jpeg_finish_decompress(&from);
    jpeg_destroy_decompress(&from);
    return rows;
}

Bytes segment(std::uint8_t marker, BytesView payload) {
    const std::size_t size = payload.size() + 2;
    return joined(
        {Bytes{0xff, marker, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)},
         payload});
}

/// EXIF as a phone writes it: maker and serial number, a place, and how the phone was held.
Bytes exif(bool little, std::uint8_t orientation) {
    const auto u16 = [&](unsigned v) {
        return little ? Bytes{static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(v >> 8)}
                      : Bytes{static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v)};
    };
    const auto u32 = [&](unsigned v) {
        return little ? joined({u16(v & 0xffff), u16(v >> 16)})
                      : joined({u16(v >> 16), u16(v & 0xffff)});
    };
    const Bytes tail = text("GPS 21.3860N 103.0230E SERIAL-0042");
    const Bytes tiff =
        joined({text(little ? "II" : "MM"), u16(42), u32(8), u16(3), u16(0x010f), u16(2),
                u32(static_cast<unsigned>(tail.size())), u32(50),       // maker
                u16(0x0112), u16(3), u32(1), u16(orientation), u16(0),  // orientation
                u16(0x8825), u16(4), u32(1), u32(50),                   // GPS
                u32(0), tail});
    return segment(0xe1, joined({Bytes{'E', 'x', 'i', 'f', 0, 0}, tiff}));
}

TEST(jpeg, comes_out_with_the_same_pixels_and_none_of_its_story) {
    for (const bool progressive : {false, true}) {
        const Bytes plain = jpeg(progressive);
        const Bytes told = joined(
            {inserted(plain, 2,
                      joined({exif(true, 1),
                              segment(0xe1,
                                      text("http://ns.adobe.com/xap/1.0/ <x:xmpmeta> SERIAL-0042")),
                              segment(0xe2, text("ICC_PROFILE SERIAL-0042")),
                              segment(0xed, text("Photoshop 3.0 GPS")),
                              segment(0xfe, text("a comment with a name"))})),
             text("ftyp the film behind the picture GPS")});
        const auto read = read_picture(told);
        ASSERT_TRUE(read.ok());
        EXPECT_EQ(read.value().format, PictureFormat::jpeg);
        EXPECT_EQ(read.value().width, wide);
        EXPECT_EQ(read.value().height, high);
        const Bytes& clean = read.value().clean;
        for (const auto* trace :
             {"GPS", "SERIAL", "Exif", "xmp", "ICC", "Photoshop", "comment", "film"})
            EXPECT_FALSE(holds(clean, trace)) << trace;
        EXPECT_EQ(shown_jpeg(clean), shown_jpeg(plain));
        EXPECT_EQ(clean_of(clean), clean) << "cleaning twice changes nothing";
        EXPECT_EQ(media_type_of(clean), "image/jpeg");
    }
}

TEST(jpeg, keeps_how_the_phone_was_held_and_nothing_else_of_exif) {
    for (const bool little : {false, true}) {
        for (std::uint8_t orientation = 1; orientation <= 8; ++orientation) {
            const Bytes clean = clean_of(inserted(jpeg(), 2, exif(little, orientation)));
            EXPECT_FALSE(holds(clean, "GPS"));
            EXPECT_FALSE(holds(clean, "SERIAL"));
            const Bytes mark{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation};
            EXPECT_EQ(holds(clean, as_text(mark)), orientation != 1) << int{orientation};
            EXPECT_EQ(clean_of(clean), clean);
            EXPECT_EQ(shown_jpeg(clean), shown_jpeg(jpeg()));
        }
        for (const std::uint8_t nonsense : {0, 9, 200})
            EXPECT_FALSE(holds(clean_of(inserted(jpeg(), 2, exif(little, nonsense))), "Exif"));
    }
}

TEST(jpeg, keeps_the_orientation_also_when_it_stands_right_before_the_scan) {
    const Bytes plain = jpeg();
    const Bytes scan{0xff, 0xda};
    const auto at = static_cast<std::size_t>(
        std::search(plain.begin(), plain.end(), scan.begin(), scan.end()) - plain.begin());
    EXPECT_TRUE(holds(clean_of(inserted(plain, at, exif(true, 6))), "Exif"));
}

TEST(jpeg, drops_the_thumbnail_in_its_head) {
    Bytes plain = jpeg();
    ASSERT_TRUE(holds(plain, "JFIF"));
    // A thumbnail of 2 by 1 pixels, as JFIF allows behind its head.
    plain[2 + 3] = 16 + 6;
    plain[2 + 16] = 2;
    plain[2 + 17] = 1;
    plain = inserted(plain, 2 + 18, text("THUMBS"));
    const Bytes clean = clean_of(plain);
    EXPECT_FALSE(holds(clean, "THUMBS"));
    EXPECT_TRUE(holds(clean, "JFIF"));
    EXPECT_EQ(shown_jpeg(clean), shown_jpeg(jpeg()));
}

TEST(jpeg, exif_that_points_outside_itself_is_left_behind) {
    const Bytes good = exif(true, 6);
    for (std::size_t at = 10; at < good.size(); ++at) {
        Bytes bad = good;
        bad[at] = 0xff;
        const auto read = read_picture(inserted(jpeg(), 2, bad));
        ASSERT_TRUE(read.ok()) << at;
        ASSERT_FALSE(holds(read.value().clean, "SERIAL")) << at;
    }
    for (std::size_t size = 0; size < 40; ++size)
        EXPECT_FALSE(
            problem_of(inserted(jpeg(), 2, segment(0xe1, BytesView(good).subspan(4, size)))))
            << size;
}

Bytes png() {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = wide;
    image.height = high;
    image.format = PNG_FORMAT_RGB;
    const Bytes from = pixels();
    png_alloc_size_t size = 0;
    EXPECT_TRUE(png_image_write_get_memory_size(image, size, 0, from.data(), 0, nullptr));
    Bytes out(size);
    EXPECT_TRUE(png_image_write_to_memory(&image, out.data(), &size, 0, from.data(), 0, nullptr));
    out.resize(size);
    return out;
}

Bytes shown_png(BytesView bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_TRUE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()))
        << image.message;
    image.format = PNG_FORMAT_RGB;
    Bytes out(PNG_IMAGE_SIZE(image));
    EXPECT_TRUE(png_image_finish_read(&image, nullptr, out.data(), 0, nullptr)) << image.message;
    return out;
}

Bytes png_chunk(std::string_view type, BytesView payload) {
    // Nobody who strips a chunk looks at its check value.
    const auto size = static_cast<std::uint32_t>(payload.size());
    return joined(
        {Bytes{static_cast<std::uint8_t>(size >> 24), static_cast<std::uint8_t>(size >> 16),
               static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)},
         text(type), payload, Bytes(4)});
}

constexpr std::size_t behind_ihdr = 8 + 25;

TEST(png, comes_out_with_the_same_pixels_and_none_of_its_story) {
    const Bytes plain = png();
    const Bytes told = joined(
        {inserted(plain, behind_ihdr,
                  joined({png_chunk("tEXt", text("Author SERIAL")),
                          png_chunk("iTXt", text("XML:com.adobe.xmp GPS")),
                          png_chunk("zTXt", text("SERIAL")), png_chunk("eXIf", text("II GPS")),
                          png_chunk("tIME", text("SERIAL0")), png_chunk("iCCP", text("SERIAL")),
                          png_chunk("prVt", text("GPS"))})),
         text("GPS behind the end")});
    const auto read = read_picture(told);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().format, PictureFormat::png);
    EXPECT_EQ(read.value().width, wide);
    EXPECT_EQ(read.value().height, high);
    for (const auto* trace : {"SERIAL", "GPS", "tEXt", "iTXt", "eXIf"})
        EXPECT_FALSE(holds(read.value().clean, trace)) << trace;
    EXPECT_EQ(shown_png(read.value().clean), pixels());
    EXPECT_EQ(clean_of(read.value().clean), read.value().clean);
    EXPECT_EQ(media_type_of(read.value().clean), "image/png");
}

TEST(png, a_part_larger_than_its_kind_has_room_for_is_refused) {
    for (const auto& [type, size] :
         {std::pair{"gAMA", 5}, {"sRGB", 2}, {"tRNS", 257}, {"PLTE", 771}}) {
        const Bytes part = png_chunk(type, Bytes(static_cast<std::size_t>(size)));
        EXPECT_EQ(problem_of(inserted(png(), behind_ihdr, part)), PictureProblem::picture_broken)
            << type << " is no place for words";
    }
    EXPECT_EQ(problem_of(inserted(png(), behind_ihdr, png_chunk("gAMA", Bytes(4)))), std::nullopt);
}

TEST(png, animated_or_with_an_unknown_critical_chunk_is_refused) {
    EXPECT_EQ(problem_of(inserted(png(), behind_ihdr, png_chunk("acTL", Bytes(8)))),
              PictureProblem::picture_animated);
    EXPECT_EQ(problem_of(inserted(png(), behind_ihdr, png_chunk("NEWC", Bytes(8)))),
              PictureProblem::picture_broken);
    EXPECT_EQ(problem_of(inserted(png(), 8, png_chunk("tEXt", Bytes(8)))),
              PictureProblem::picture_broken)
        << "the head comes first";
    const Bytes plain = png();
    EXPECT_EQ(problem_of(inserted(plain, behind_ihdr,
                                  Bytes(plain.begin() + 8, plain.begin() + behind_ihdr))),
              PictureProblem::picture_broken)
        << "two heads";
}

Bytes webp_chunk(std::string_view type, BytesView payload) {
    const auto size = static_cast<std::uint32_t>(payload.size());
    return joined(
        {text(type),
         Bytes{static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8),
               static_cast<std::uint8_t>(size >> 16), static_cast<std::uint8_t>(size >> 24)},
         payload, Bytes(payload.size() % 2)});
}
Bytes riff(BytesView chunks) {
    return webp_chunk("RIFF", joined({text("WEBP"), chunks}));
}

Bytes webp(bool lossless) {
    const Bytes from = pixels();
    std::uint8_t* out = nullptr;
    const std::size_t size = lossless
                                 ? WebPEncodeLosslessRGB(from.data(), wide, high, wide * 3, &out)
                                 : WebPEncodeRGB(from.data(), wide, high, wide * 3, 90, &out);
    Bytes made(out, out + size);
    WebPFree(out);
    return made;
}
Bytes shown_webp(BytesView bytes) {
    int w = 0;
    int h = 0;
    std::uint8_t* rgb = WebPDecodeRGB(bytes.data(), bytes.size(), &w, &h);
    EXPECT_NE(rgb, nullptr);
    if (rgb == nullptr) return {};
    Bytes out(rgb,
              rgb + std::size_t{3} * static_cast<std::size_t>(w) * static_cast<std::size_t>(h));
    WebPFree(rgb);
    return out;
}
/// The head of an extended file: flags, canvas width and height less one.
Bytes extended(std::uint8_t flags, std::uint32_t w, std::uint32_t h) {
    const auto u24 = [](std::uint32_t v) {
        return Bytes{static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(v >> 8),
                     static_cast<std::uint8_t>(v >> 16)};
    };
    return webp_chunk("VP8X", joined({Bytes{flags, 0, 0, 0}, u24(w - 1), u24(h - 1)}));
}

TEST(webp, comes_out_with_the_same_pixels_and_none_of_its_story) {
    for (const bool lossless : {false, true}) {
        const Bytes plain = webp(lossless);
        const BytesView picture = BytesView(plain).subspan(12);
        const Bytes told =
            joined({riff(joined({extended(0x2c, wide, high), webp_chunk("ICCP", text("SERIAL")),
                                 picture, webp_chunk("EXIF", text("II* GPS")),
                                 webp_chunk("XMP ", text("<xmp> SERIAL")),
                                 webp_chunk("????", text("GPS"))})),
                    text("GPS behind the end")});
        const auto read = read_picture(told);
        ASSERT_TRUE(read.ok());
        EXPECT_EQ(read.value().format, PictureFormat::webp);
        EXPECT_EQ(read.value().width, wide);
        EXPECT_EQ(read.value().height, high);
        for (const auto* trace : {"SERIAL", "GPS", "EXIF", "XMP", "ICCP"})
            EXPECT_FALSE(holds(read.value().clean, trace)) << trace;
        EXPECT_EQ(shown_webp(read.value().clean), shown_webp(plain));
        EXPECT_EQ(clean_of(read.value().clean), read.value().clean);
        EXPECT_EQ(clean_of(plain), plain);
        EXPECT_EQ(media_type_of(read.value().clean), "image/webp");
    }
}

// Found by the fuzzer.
TEST(webp, carries_nothing_in_the_reserved_bytes_of_its_head) {
    const Bytes plain = webp(true);
    Bytes head = extended(0x10, wide, high);
    head[9] = head[10] = head[11] = 'S';
    const Bytes clean = clean_of(riff(joined({head, BytesView(plain).subspan(12)})));
    EXPECT_EQ(Bytes(clean.begin() + 20, clean.begin() + 24), (Bytes{0x10, 0, 0, 0}));
}

TEST(webp, animated_or_with_another_canvas_than_its_picture_is_refused) {
    const Bytes plain = webp(true);
    const BytesView picture = BytesView(plain).subspan(12);
    EXPECT_EQ(problem_of(riff(joined({extended(0x02, wide, high), picture}))),
              PictureProblem::picture_animated);
    EXPECT_EQ(problem_of(riff(joined({extended(0, 1 << 24, 1 << 24), picture}))),
              PictureProblem::picture_broken)
        << "a viewer would make room for it";
    EXPECT_EQ(problem_of(riff(joined({extended(0, wide, high), extended(0, wide, high), picture}))),
              PictureProblem::picture_broken);
    EXPECT_EQ(problem_of(riff(joined({picture, picture}))), PictureProblem::picture_broken);
    EXPECT_EQ(problem_of(riff(extended(0, wide, high))), PictureProblem::picture_broken);
    EXPECT_EQ(problem_of(riff({})), PictureProblem::picture_broken);
}

TEST(picture, cut_anywhere_is_refused_and_never_read_beyond_its_end) {
    for (const Bytes& good : {jpeg(), jpeg(true), png(), webp(true), webp(false)}) {
        for (std::size_t size = 0; size < good.size(); ++size) {
            const Bytes cut(
                good.begin(),
                good.begin() + static_cast<std::ptrdiff_t>(
                                   size));  // of its own, so that a sanitizer sees a step too far
            ASSERT_TRUE(problem_of(cut)) << size << " of " << good.size();
        }
    }
}

TEST(picture, with_any_byte_changed_is_refused_or_read_within_its_bounds) {
    for (const Bytes& good :
         {jpeg(), png(), webp(true), webp(false), inserted(jpeg(), 2, exif(false, 6))}) {
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (const std::uint8_t change : {0x01, 0x80, 0xff}) {
                Bytes changed = good;
                changed[at] ^= change;
                const auto read = read_picture(changed);
                if (!read.ok()) continue;
                ASSERT_LE(read.value().clean.size(), good.size() + 64);
                ASSERT_LE(read.value().width, picture_side_max);
                ASSERT_EQ(clean_of(read.value().clean), read.value().clean);
            }
        }
    }
}

TEST(picture, what_is_no_picture_is_refused_whatever_its_name) {
    for (const auto* other :
         {"", "GIF89a", "BM", "%PDF-1.7", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>",
          "MZ", "PK\x03\x04", "RIFF", "RIFF\x04\0\0\0WAVE", "\x89PNG", "\xff\xd8", "II*"}) {
        EXPECT_EQ(problem_of(text(other)), PictureProblem::picture_unknown) << other;
    }
}

TEST(picture, that_would_be_huge_when_shown_is_refused_by_its_head) {
    Bytes bomb = png();
    const auto side = [&](std::size_t at, std::uint32_t pixels_) {
        for (std::size_t i = 0; i < 4; ++i)
            bomb[at + i] = static_cast<std::uint8_t>(pixels_ >> (24 - 8 * i));
    };
    side(16, 12'000);
    side(20, 4'166);
    EXPECT_EQ(problem_of(bomb), std::nullopt);
    side(20, 4'167);
    EXPECT_EQ(problem_of(bomb), PictureProblem::picture_too_many_pixels);
    side(16, 12'001);
    side(20, 1);
    EXPECT_EQ(problem_of(bomb), PictureProblem::picture_too_many_pixels);
    side(16, 0xffffffff);
    side(20, 0xffffffff);
    EXPECT_EQ(problem_of(bomb), PictureProblem::picture_too_many_pixels);
    side(16, 0);
    EXPECT_EQ(problem_of(bomb), PictureProblem::picture_broken);

    Bytes frame = jpeg();
    const Bytes mark{0xff, 0xc0};
    const auto at = std::search(frame.begin(), frame.end(), mark.begin(), mark.end());
    std::fill(at + 5, at + 9, std::uint8_t{0xff});
    EXPECT_EQ(problem_of(frame), PictureProblem::picture_too_many_pixels);
    EXPECT_EQ(problem_of(Bytes(picture_bytes_max + 1, 0xff)), PictureProblem::picture_too_large);
}

TEST(picture, jpeg_with_two_frames_or_no_scan_is_refused) {
    const Bytes plain = jpeg();
    const auto find = [&](std::uint8_t marker) {
        const Bytes mark{0xff, marker};
        return static_cast<std::size_t>(
            std::search(plain.begin(), plain.end(), mark.begin(), mark.end()) - plain.begin());
    };
    const std::size_t frame = find(0xc0);
    const std::size_t frame_size = 2 + plain[frame + 2] * 256U + plain[frame + 3];
    const Bytes again(plain.begin() + static_cast<std::ptrdiff_t>(frame),
                      plain.begin() + static_cast<std::ptrdiff_t>(frame + frame_size));
    EXPECT_EQ(problem_of(inserted(plain, frame, again)), PictureProblem::picture_broken);
    const Bytes no_scan = joined({BytesView(plain).first(find(0xda)), Bytes{0xff, 0xd9}});
    EXPECT_EQ(problem_of(no_scan), PictureProblem::picture_broken);
    Bytes no_frame = plain;
    no_frame.erase(no_frame.begin() + static_cast<std::ptrdiff_t>(frame),
                   no_frame.begin() + static_cast<std::ptrdiff_t>(frame + frame_size));
    EXPECT_EQ(problem_of(no_frame), PictureProblem::picture_broken);
}

}  // namespace
}  // namespace buuan::evidence
