#include "edge/pages/item_paper.hpp"

#include <fmt/format.h>

#include "edge/pages/posted.hpp"

namespace buuan::pages {
namespace {

using paper::Block;
using paper::block_of;
using paper::Kind;

struct Words {
    Text title;
    Text basis;
    Text left;   // who signs at the left
    Text right;  // and at the right
};

const Words& words_of(PaperKind kind) {
    static constexpr Text writer = {"Người lập", "Written by"};
    static constexpr Text second = {"Người cùng lập", "Together with"};
    static constexpr Text leader = {"Phụ trách an toàn, an ninh", "Safety and security officer"};
    static constexpr Words opened = {
        {"BIÊN BẢN MỞ BƯU GỬI", "MINUTES OF OPENING AN ITEM"},
        {"Căn cứ Luật Bưu chính, Điều 13, 14 và 17: bưu gửi chỉ được mở khi có căn cứ, có hai "
         "người và có biên bản.",
         "Postal Law, Articles 13, 14 and 17: an item is opened only on a ground, by two persons, "
         "with minutes."},
        writer,
        second};
    static constexpr Words damaged = {
        {"BIÊN BẢN BƯU GỬI RÁCH, HƯ HỎNG", "MINUTES OF A DAMAGED ITEM"},
        {"Căn cứ Luật Bưu chính, Điều 13: bưu gửi rách vỏ, hư hỏng được kiểm kê, gói lại và lập "
         "biên bản.",
         "Postal Law, Article 13: an item whose cover is torn or damaged is inventoried, packed "
         "again, and minutes are written."},
        writer,
        second};
    static constexpr Words stopped = {
        {"THÔNG BÁO VỀ BƯU GỬI BỊ ĐÌNH CHỈ", "NOTICE OF A STOPPED ITEM"},
        {"Kính gửi: ……………………………………………………… Căn cứ Luật Bưu chính, Điều 14: khi phát hiện hàng cấm "
         "gửi "
         "sau khi chấp nhận, doanh nghiệp đình chỉ việc vận chuyển, phát và thông báo cho cơ quan "
         "có thẩm quyền.",
         "To: ……………………………………………………… Postal Law, Article 14: where something prohibited is found "
         "after "
         "acceptance, the enterprise stops carrying or delivering the item and tells the "
         "competent authority."},
        writer,
        leader};
    switch (kind) {
        case PaperKind::opened:
            return opened;
        case PaperKind::damaged:
            return damaged;
        case PaperKind::stopped:
            break;
    }
    return stopped;
}

std::string grams(std::uint32_t value) {
    return fmt::format("{} g", value);
}

/// The facts as rows; what is not known is left out.
Block facts_of(const ItemPaper& said, Language language) {
    Block table = block_of(Kind::table);
    table.widths = {30, 70};
    table.head = {std::string(Text{"Mục", "What"}.in(language)),
                  std::string(Text{"Nội dung", "As recorded"}.in(language))};
    const auto add = [&](Text label, const std::string& value) {
        if (!value.empty()) table.rows.push_back({std::string(label.in(language)), value});
    };
    add({"Số hiệu bưu gửi", "Item code"}, said.item_code);
    add({"Chấp nhận lúc", "Accepted"}, local_time(said.accepted_at));
    add({"Thời điểm", "When"}, local_time(said.at));
    add({"Nơi lập", "Where"}, said.site);
    add({"Căn cứ, lý do", "Ground or reason"}, said.reason);
    add({"Văn bản, người đồng ý", "Paper or consent"}, said.paper);
    add({"Món phát hiện", "What was found"}, said.found);
    add({"Tình trạng, xử lý", "State and what was done"}, said.remark);
    if (said.accepted_g)
        add({"Khối lượng lúc chấp nhận", "Weight at acceptance"}, grams(*said.accepted_g));
    if (said.now_g) add({"Khối lượng khi lập", "Weight now"}, grams(*said.now_g));
    add({"Mã nhân viên", "Staff number"}, said.by);
    add({"Mã người thứ hai", "Second person"}, said.second_person);
    add({"Mục trong sổ ký", "Entry in the log"}, said.entry);
    return table;
}

}  // namespace

paper::Document item_paper(const ItemPaper& said, bool english) {
    const Language language = english ? Language::en : Language::vi;
    const auto say = [&](const Text& text) { return std::string(text.in(language)); };
    const Words& words = words_of(said.kind);
    paper::Document document;
    document.title = say(words.title);
    document.language = english ? "en" : "vi";
    document.dated = Day::of(said.at);
    document.footer = said.enterprise;
    Block masthead = block_of(Kind::masthead, say(words.title));
    masthead.lines = {said.enterprise, said.site};
    if (said.sample)
        masthead.lines.push_back(say(
            {"DỮ LIỆU MẪU – không phải doanh nghiệp thật", "SAMPLE DATA – no real enterprise"}));
    document.blocks.push_back(std::move(masthead));
    document.blocks.push_back(block_of(Kind::paragraph, say(words.basis)));
    document.blocks.push_back(facts_of(said, language));
    Block hands = block_of(Kind::table);
    hands.widths = {50, 50};
    hands.head = {say(words.left), say(words.right)};
    hands.rows = {{say({"(ký, ghi rõ họ tên)", "(signature and name)"}) + "\n\n\n\n",
                   say({"(ký, ghi rõ họ tên)", "(signature and name)"}) + "\n\n\n\n"}};
    document.blocks.push_back(std::move(hands));
    return document;
}

}  // namespace buuan::pages
