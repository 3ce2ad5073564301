// What all public pages have in common: head, language, ways to the other pages, whose page it is.
#pragma once

#include "edge/pages/pages.hpp"

namespace buuan::pages {

struct Page {
    std::string_view path;  // "/danh-muc"
    Text title;
};
inline constexpr Page lookup = {"/gui-duoc-khong",
                                {"Tôi gửi món này được không?", "May I send this?"}};
inline constexpr Page list = {"/danh-muc",
                              {"Danh mục hàng hóa không được gửi, gửi có điều kiện",
                               "Goods that may not be sent, or only under conditions"}};
inline constexpr Page declaration = {"/khai-truoc",
                                     {"Khai trước khi ra bưu cục", "Declare before you come"}};
inline constexpr Page phone = {
    "/dien-thoai", {"Chụp ảnh và ký bằng điện thoại", "Pictures and signature by phone"}};
inline constexpr Page conditions = {"/dieu-kien", {"Điều kiện dịch vụ", "Conditions of service"}};

inline constexpr Page own_item = {"/buu-gui-cua-toi", {"Bưu gửi của tôi", "My item"}};

inline constexpr Text basis_title = {"Căn cứ", "Legal basis"};

/// How an outcome is shown: a colour, a symbol and words that say the same.
struct Mark {
    std::string_view css;
    std::string_view symbol;
    Text words;
};
inline constexpr Mark unknown = {
    "unknown", "?", {"Chưa rõ – hỏi bưu cục", "Not known – ask at the office"}};
/// `allowed` by itself is unknown: that something may be sent is only said of what is known.
Mark mark_of(screening::Outcome outcome);

/// The whole page around its main part, which begins below the heading.
std::string framed(const Facts& facts, const Page& page, const Html& main);

/// "Danh mục 1a2b3c4d, ngày 25/11/2026"
Html list_version(const Facts& facts);

/// What stands in Vietnamese whatever the language of the page: says so to a reader of English.
Html vietnamese(const Facts& facts, std::string_view text);

}  // namespace buuan::pages
