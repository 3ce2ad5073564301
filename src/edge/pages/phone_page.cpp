#include "edge/pages/frame.hpp"

namespace buuan::pages {
namespace {

constexpr Text unscripted = {
    "Trang này chụp ảnh, lấy chữ ký và mã hóa ngay trong trình duyệt nên cần JavaScript.",
    "This page takes pictures and a signature and seals them inside your browser, for which it "
    "needs JavaScript."};
constexpr Text absent = {"Ở đây chưa dùng điện thoại làm máy ảnh của quầy được.",
                         "Here a phone cannot be the counter's camera yet."};

}  // namespace

std::string phone_page(const Facts& facts) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    if (!facts.declares)
        return framed(facts, phone, html("<p class=\"note\">{}</p>\n", say(absent)));
    return framed(facts, phone,
                  html("<link rel=\"stylesheet\" href=\"/dien-thoai.css\">\n"
                       "<noscript><p class=\"note\">{}</p></noscript>\n"
                       "<div id=\"phone\"></div>\n"
                       "<script type=\"module\" src=\"/dien-thoai.js\"></script>\n",
                       say(unscripted)));
}

}  // namespace buuan::pages
