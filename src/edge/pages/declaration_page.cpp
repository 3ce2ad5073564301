#include "edge/pages/frame.hpp"

namespace buuan::pages {
namespace {

constexpr Text unscripted = {
    "Trang này tạo mã QR ngay trong trình duyệt nên cần JavaScript.",
    "This page makes a QR code inside your browser, for which it needs JavaScript."};
constexpr Text absent = {"Ở đây chưa khai trước bằng điện thoại được.",
                         "Here you cannot declare by phone yet."};
constexpr Text instead = {
    "Không có mã cũng không sao: ra bưu cục, giao dịch viên khai cùng bạn.",
    "You can do without a code: at the post office the clerk fills in the declaration with you."};
constexpr Text bring = {
    "Nhớ mang giấy tờ tùy thân; đừng dán kín bưu kiện trước, vì hàng được kiểm tra cùng bạn tại "
    "quầy.",
    "Bring your identity card, and do not seal the parcel: what is in it is looked at together "
    "with you at the counter."};

}  // namespace

std::string declaration_page(const Facts& facts) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    if (!facts.declares)
        return framed(facts, declaration,
                      html("<p class=\"note\">{}</p>\n<p>{}</p>\n<p>{}</p>\n", say(absent),
                           say(instead), say(bring)));
    const std::string rules = facts.rules.digest().text();
    return framed(facts, declaration,
                  html("<link rel=\"stylesheet\" href=\"/khai-truoc.css\">\n"
                       "<noscript><p class=\"note\">{}</p><p>{}</p><p>{}</p></noscript>\n"
                       "<div id=\"declare\" data-day=\"{}\" data-rules=\"{}\"></div>\n"
                       "<script type=\"module\" src=\"/khai-truoc.js\"></script>\n",
                       say(unscripted), say(instead), say(bring), facts.today.text(), rules));
}

}  // namespace buuan::pages
