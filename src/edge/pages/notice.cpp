#include "edge/pages/notice.hpp"

#include <algorithm>

namespace buuan::pages {
namespace {

using paper::Block;
using paper::block_of;
using paper::Kind;
using paper::Tone;
using screening::Outcome;

constexpr Text title = {"DANH MỤC HÀNG HÓA KHÔNG ĐƯỢC GỬI\nVÀ GỬI CÓ ĐIỀU KIỆN",
                        "GOODS THAT MAY NOT BE SENT,\nOR ONLY UNDER CONDITIONS"};
constexpr Text basis = {
    "Căn cứ Luật Bưu chính 49/2010/QH12, Điều 7, Điều 12; Chỉ thị 02/CT-BKHCN ngày 10/9/2025.",
    "Under the Postal Law 49/2010/QH12, Articles 7 and 12; Directive 02/CT-BKHCN of 10/9/2025."};
constexpr Text version = {"Danh mục {}, ngày {}", "List {} of {}"};
constexpr Text scan = {"Quét mã để tra cứu từng món, xem điều kiện và căn cứ pháp luật.",
                       "Scan the code to look up a thing, its conditions and legal basis."};
constexpr Text sample = {"DỮ LIỆU MẪU – không phải doanh nghiệp thật",
                         "SAMPLE DATA – no real enterprise"};
constexpr Text prohibited = {"KHÔNG ĐƯỢC GỬI", "MAY NOT BE SENT"};
constexpr Text conditional = {"GỬI ĐƯỢC, CÓ ĐIỀU KIỆN", "MAY BE SENT, UNDER CONDITIONS"};
constexpr Text documents = {"Giấy tờ, tài liệu chỉ gửi bằng dịch vụ dành riêng:",
                            "Documents, only by the service for them:"};
constexpr Text ask = {
    "Chưa rõ món của bạn có được gửi không? Hãy hỏi giao dịch viên trước khi gói.",
    "Not sure whether your thing may be sent? Ask the clerk before you pack it."};
constexpr Text service = {"ĐIỀU KIỆN DỊCH VỤ", "CONDITIONS OF SERVICE"};

/// A text in the language of the notice, the other one behind it.
std::string both(const Text& text, Language language) {
    return language == Language::en ? fmt::format("{} · {}", text.en, text.vi)
                                    : fmt::format("{} · {}", text.vi, text.en);
}

std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

Block heading(std::string text, Tone tone) {
    Block block = block_of(Kind::heading);
    block.text = std::move(text);
    block.tone = tone;
    return block;
}

Block paragraph(std::string lead, std::string text) {
    Block block = block_of(Kind::paragraph);
    block.lead = std::move(lead);
    block.text = std::move(text);
    return block;
}

Block columns(std::int64_t count) {
    Block block = block_of(Kind::columns);
    block.count = count;
    return block;
}

std::string names_of(const Facts& facts, const std::vector<const screening::Entry*>& entries) {
    std::string names;
    for (const screening::Entry* entry : entries)
        names += (names.empty() ? "" : "; ") +
                 std::string(Text{entry->name_vi, entry->name_en}.in(facts.language));
    return names + ".";
}

Block masthead(const Facts& facts, std::string_view public_url) {
    const Language other = facts.language == Language::en ? Language::vi : Language::en;
    const auto say = [&](const Text& text) { return std::string(text.in(facts.language)); };
    Block block = block_of(Kind::masthead);
    block.text = say(title);
    block.lines = {on_one_line(title.in(other)), std::string(facts.enterprise),
                   fmt::format(fmt::runtime(version.in(facts.language)),
                               short_version(facts.rules.digest()), date_text(facts.issued)),
                   say(basis)};
    if (facts.sample) block.lines.insert(block.lines.begin(), say(sample));
    if (!public_url.empty()) {
        block.qr = std::string(public_url) + "/gui-duoc-khong";
        block.lines.push_back(say(scan));
        block.lines.push_back(block.qr);
    }
    return block;
}

void add_part(paper::Document& document, const Facts& facts, Outcome outcome) {
    for (const ListedGroup& group : listed(facts.posted, facts.rules, outcome, facts.today))
        document.blocks.push_back(
            paragraph(std::string(group.group->title().in(facts.language)) + ":",
                      names_of(facts, group.entries)));
}

}  // namespace

paper::Document notice(const Facts& facts, paper::Size size, std::string_view public_url) {
    const auto say = [&](const Text& text) { return std::string(text.in(facts.language)); };
    const std::int64_t many = size == paper::Size::a3 ? 3 : 2;
    paper::Document document;
    document.title = on_one_line(say(title));
    document.language = say({"vi", "en"});
    document.size = size;
    document.dated = facts.issued;
    // The digest first: what is cut off where the line is too short is the name.
    document.footer = fmt::format("SHA-256 {} · {}", facts.rules.digest().text(), facts.enterprise);
    document.pages_max = size == paper::Size::a3 ? 2 : 3;
    auto& blocks = document.blocks;
    blocks.push_back(masthead(facts, public_url));
    blocks.push_back(heading(both(prohibited, facts.language), Tone::danger));
    blocks.push_back(columns(many));
    add_part(document, facts, Outcome::prohibited);
    blocks.push_back(columns(1));
    blocks.push_back(heading(both(conditional, facts.language), Tone::warning));
    blocks.push_back(columns(many));
    add_part(document, facts, Outcome::conditional);
    const auto only = listed(facts.posted, facts.rules, Outcome::restricted_documents, facts.today);
    for (const ListedGroup& group : only)
        blocks.push_back(paragraph(say(documents), names_of(facts, group.entries)));
    blocks.push_back(paragraph("", say(ask)));
    blocks.push_back(columns(1));
    blocks.push_back(heading(both(service, facts.language), Tone::plain));
    blocks.push_back(columns(many));
    for (const ConditionsSection& section : facts.posted.conditions)
        if (!section.brief().in(facts.language).empty())
            blocks.push_back(paragraph(std::string(section.title().in(facts.language)) + ":",
                                       std::string(section.brief().in(facts.language))));
    return document;
}

}  // namespace buuan::pages
