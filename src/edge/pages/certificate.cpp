#include "edge/pages/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "edge/pages/posted.hpp"

namespace buuan::pages {
namespace {

using paper::Block;
using paper::block_of;
using paper::Kind;
using paper::Tone;

constexpr Text title = {"GIẤY XÁC NHẬN HỦY DỮ LIỆU", "CERTIFICATE OF DELETION"};
constexpr Text day_of = {"Dữ liệu bưu gửi chấp nhận ngày {}", "Data of items accepted on {}"};
constexpr Text basis = {
    "Căn cứ Chỉ thị 02/CT-BKHCN ngày 10/9/2025 (lưu tối thiểu 3 tháng) và Luật Bảo vệ dữ liệu cá "
    "nhân "
    "91/2025/QH15 (không lưu lâu hơn cần thiết).",
    "Under Directive 02/CT-BKHCN of 10/9/2025 (to be kept for three months at least) and the "
    "Personal Data "
    "Protection Law 91/2025/QH15 (to be kept no longer than needed)."};
constexpr Text how = {
    "Mỗi loại dữ liệu của mỗi ngày được niêm phong bằng một khóa riêng. Hủy khóa là xóa: từ lúc ấy "
    "không ai, kể cả "
    "doanh nghiệp, mở được dữ liệu nữa. Bưu gửi đang được giữ theo căn cứ riêng (khiếu nại, sự cố, "
    "yêu cầu…) đã được sao sang "
    "khóa của lệnh giữ trước khi hủy.",
    "Each class of data of each day is sealed under a key of its own. Destroying the key is the "
    "deletion: from then on "
    "nobody, the enterprise included, can open the data. Items held on a ground of their own "
    "(complaint, incident, request …) were "
    "copied under that hold's key before."};
constexpr Text head_class = {"Loại dữ liệu", "Class of data"};
constexpr Text head_at = {"Hủy lúc", "Destroyed at"};
constexpr Text head_grade = {"Mức", "Grade"};
constexpr Text head_backups = {"Bản sao khóa đọc được đến hết", "Key backups are read until"};
constexpr Text head_entry = {"Mục trong sổ “org”", "Entry in the log “org”"};
constexpr Text no_backup = {"không có", "there are none"};
constexpr Text grade_a = {
    "Mức A: khóa của chùm khóa nằm trong token và đã được thay; mọi bản cũ của tệp chùm khóa đều "
    "vô dụng.",
    "Grade A: the ring's key is in a token and was replaced; every older copy of the keyring's "
    "file is useless."};
constexpr Text grade_b = {
    "Mức B: khóa được ghi đè tại chỗ. Ổ SSD có thể còn giữ ô nhớ cũ, hệ thống tệp sao chép khi ghi "
    "hay ảnh chụp đĩa có thể còn bản cũ; "
    "các bản ấy chỉ mở được cùng khóa gốc của nút.",
    "Grade B: the key was overwritten where it lay. An SSD may keep the old cells, a copying file "
    "system or a snapshot an old copy; "
    "those open only together with the node's root key."};
constexpr Text check = {
    "Kiểm tra: tải bằng chứng (buuan retention certificate --proof) và chạy buuan verify với khóa "
    "công khai của sổ; không cần tin doanh nghiệp.",
    "To check: get the proof (buuan retention certificate --proof) and run buuan verify with the "
    "log's public key; the enterprise need not be believed."};
constexpr Text sample = {"DỮ LIỆU MẪU – không phải doanh nghiệp thật",
                         "SAMPLE DATA – no real enterprise"};

const std::map<DataClass, Text>& class_names() {
    static const std::map<DataClass, Text> names = {
        {DataClass::record,
         {"Họ tên, điện thoại, địa chỉ, nội dung", "Names, phones, addresses, contents"}},
        {DataClass::identity, {"Số giấy tờ tùy thân", "Identity numbers"}},
        {DataClass::token, {"Chỉ mục tra cứu", "Search index"}},
        {DataClass::picture, {"Ảnh, chữ ký", "Pictures, signatures"}},
        {DataClass::footage, {"Hình camera", "Camera footage"}},
        {DataClass::minutes, {"Biên bản, phiếu từ chối", "Minutes, refusals"}},
        {DataClass::staff, {"Nhân viên sau mã số", "Staff behind their numbers"}},
        {DataClass::act, {"Nội dung các lượt xem", "What openings were for"}},
        {DataClass::queue, {"Hàng đợi của quầy", "Counters' queue"}},
    };
    return names;
}

Block table_of(const Deletion& deletion, Language language) {
    const auto say = [&](const Text& text) { return std::string(text.in(language)); };
    Block table = block_of(Kind::table);
    table.widths = {30, 20, 8, 18, 36};
    table.head = {say(head_class), say(head_at), say(head_grade), say(head_backups),
                  say(head_entry)};
    for (const retention::GoneClass& gone : deletion.gone) {
        const auto name = class_names().find(gone.data_class);
        table.rows.push_back(
            {name == class_names().end() ? std::string() : say(name->second), local_time(gone.at),
             gone.grade, gone.in_backups_until ? date_text(*gone.in_backups_until) : say(no_backup),
             gone.entry.text()});
    }
    return table;
}

}  // namespace

paper::Document certificate(const Deletion& deletion, bool english) {
    const Language language = english ? Language::en : Language::vi;
    const auto say = [&](const Text& text) { return std::string(text.in(language)); };
    paper::Document document;
    document.title = say(title);
    document.language = english ? "en" : "vi";
    document.dated = Day::of(deletion.gone.back().at);
    document.footer = deletion.enterprise;
    Block masthead = block_of(Kind::masthead, say(title));
    masthead.lines = {deletion.enterprise,
                      fmt::format(fmt::runtime(say(day_of)), date_text(deletion.day))};
    if (deletion.sample) masthead.lines.push_back(say(sample));
    document.blocks.push_back(std::move(masthead));
    document.blocks.push_back(block_of(Kind::paragraph, say(basis)));
    document.blocks.push_back(table_of(deletion, language));
    document.blocks.push_back(block_of(Kind::paragraph, say(how)));
    const bool b = std::any_of(deletion.gone.begin(), deletion.gone.end(),
                               [](const auto& gone) { return gone.grade == "B"; });
    document.blocks.push_back(block_of(Kind::paragraph, say(b ? grade_b : grade_a)));
    document.blocks.push_back(block_of(Kind::paragraph, say(check)));
    return document;
}

}  // namespace buuan::pages
