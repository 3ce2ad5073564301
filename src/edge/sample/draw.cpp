#include <cstdio>

#include <jpeglib.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "edge/sample/people.hpp"

namespace buuan::sample {
namespace {

constexpr int width = 320;
constexpr int height = 240;

/// A carton with tape on a table: enough to tell pictures apart.
std::vector<JSAMPLE> paint(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const int left = 40 + static_cast<int>(random() % 60);
    const int top = 50 + static_cast<int>(random() % 40);
    const int right = width - 40 - static_cast<int>(random() % 60);
    const int bottom = height - 30;
    const int tape = left + (right - left) / 2;
    const auto shade = static_cast<JSAMPLE>(140 + random() % 60);
    std::vector<JSAMPLE> pixels(std::size_t{width} * height * 3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            JSAMPLE* pixel =
                &pixels[(std::size_t{static_cast<unsigned>(y)} * width + static_cast<unsigned>(x)) *
                        3];
            const bool box = x >= left && x < right && y >= top && y < bottom;
            const bool stripe = box && std::abs(x - tape) < 10;
            pixel[0] = stripe ? 225 : box ? shade : 90;
            pixel[1] = stripe ? 215 : box ? static_cast<JSAMPLE>(shade * 3 / 4) : 100;
            pixel[2] = stripe ? 180 : box ? static_cast<JSAMPLE>(shade / 2) : 110;
        }
    }
    return pixels;
}

}  // namespace

std::string draw_parcel_jpeg(std::uint64_t seed) {
    std::vector<JSAMPLE> pixels = paint(seed);
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &out, &size);
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = &pixels[std::size_t{jpeg.next_scanline} * width * 3];
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    std::string picture(reinterpret_cast<const char*>(out), size);
    std::free(out);
    return picture;
}

}  // namespace buuan::sample
