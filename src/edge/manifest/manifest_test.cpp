#include "edge/manifest/manifest.hpp"

#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <fstream>

#include "base/temporary_folder_test.hpp"
#include "edge/manifest/template.hpp"

namespace buuan::manifest {
namespace {

/// Headings of a manifest, and one row of it.
const std::vector<std::string> headings = {
    "STT",        "Họ tên người gửi", "SĐT người gửi",  "Mã số thuế", "CCCD người gửi",
    "Người nhận", "SĐT người nhận",   "Tỉnh/Thành phố", "Phường xã",  "Địa chỉ",
    "Nội dung",   "Khối lượng (gam)"};

class Sheet {
public:
    explicit Sheet(const std::string& path)
        : book_(workbook_new(path.c_str())), sheet_(workbook_add_worksheet(book_, nullptr)) {}
    void row(const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i)
            if (!texts[i].empty())
                worksheet_write_string(sheet_, at_, static_cast<lxw_col_t>(i), texts[i].c_str(),
                                       nullptr);
        ++at_;
    }
    /// In the row that was written last.
    void number(lxw_col_t column, double number, const char* format = nullptr) {
        lxw_format* shown = format == nullptr ? nullptr : workbook_add_format(book_);
        if (shown != nullptr) format_set_num_format(shown, format);
        worksheet_write_number(sheet_, at_ - 1, column, number, shown);
    }
    void hide() {
        lxw_row_col_options hidden{1, 0, 0};
        worksheet_set_row_opt(sheet_, at_ - 1, LXW_DEF_ROW_HEIGHT, nullptr, &hidden);
    }
    void close() { ASSERT_EQ(workbook_close(book_), LXW_NO_ERROR); }

private:
    lxw_workbook* book_;
    lxw_worksheet* sheet_;
    lxw_row_t at_ = 0;
};

const std::vector<std::string> good = {"1",        "Công ty Mẫu",  "0912345678", "0123456787",
                                       "",         "Trần Thị Một", "0987654320", "Hà Nội",
                                       "Cầu Giấy", "Số 1",         "khăn",       "300"};

std::string said(const std::vector<RowProblem>& problems) {
    std::string out;
    for (const auto& problem : problems) out += problem.field + ":" + problem.reason + " ";
    return out;
}

TEST(manifest, what_a_spreadsheet_did_to_numbers_is_mended_where_that_is_certain) {
    const TemporaryFolder folder;
    const std::string path = folder.path / "a.XLSX";
    Sheet sheet(path);
    sheet.row({"", "DANH SÁCH BƯU GỬI"});
    sheet.row(headings);
    sheet.row(good);
    sheet.number(2, 912345678);   // a mobile number
    sheet.number(6, 2438252525);  // a landline
    sheet.number(3, 100109106);   // a tax code
    sheet.number(7, 1);           // a province
    sheet.number(11, 300);
    sheet.close();
    auto reader = Reader::open(path);
    ASSERT_TRUE(reader.ok()) << reader.error().reason;
    const auto row = reader.value().next();
    ASSERT_TRUE(row);
    EXPECT_EQ(row->line, 3U);
    EXPECT_EQ(said(row->problems), "");
    EXPECT_EQ(said(row->mended),
              "sender_phone:zero_restored sender_tax_code:zero_restored "
              "recipient_phone:zero_restored ");
    EXPECT_EQ(row->fields.at("sender_phone"), "0912345678");
    EXPECT_EQ(row->fields.at("recipient_phone"), "02438252525");
    EXPECT_EQ(row->fields.at("sender_tax_code"), "0100109106");
    EXPECT_EQ(reader.value().ignored(), std::vector<std::string>{"STT"});
    const auto intake = intake_of(*row, {"Q1", "BUSINESS"}, Instant{});
    ASSERT_TRUE(intake.ok());
    EXPECT_EQ(intake.value().at("recipient").at("address").at("province"), "01");
    EXPECT_EQ(intake.value().at("inspection").at("method"), "sampled");
    EXPECT_EQ(intake.value().at("item").at("weight_g"), 300);
}

TEST(manifest, what_cannot_be_told_any_more_is_named_by_its_column) {
    const TemporaryFolder folder;
    const std::string path = folder.path / "a.xlsx";
    Sheet sheet(path);
    sheet.row(headings);
    sheet.row(good);
    sheet.number(4, 11061000001);     // one of twelve digits is gone
    sheet.number(9, 46000, "dd/mm");  // 5/7, a house in a lane
    sheet.number(11, 0.3);            // kilograms
    sheet.row(good);
    sheet.hide();
    sheet.row({"3", "Công ty Mẫu", "9.12346E+08", "", "", "Trần", "0987654320", "01", "X", "",
               "chè", "5"});
    sheet.close();
    auto reader = Reader::open(path);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(said(reader.value().next()->problems),
              "sender_identity_number:zero_lost recipient_street:turned_into_date "
              "weight_g:not_whole ");
    const auto last = reader.value().next();
    EXPECT_EQ(last->line, 4U);
    EXPECT_EQ(said(last->problems), "sender_phone:scientific_notation ");
    EXPECT_EQ(reader.value().hidden(), 1U);
    EXPECT_FALSE(reader.value().next());
}

TEST(manifest, a_service_is_named_as_people_name_it_or_by_its_code) {
    const TemporaryFolder folder;
    const std::pair<const char*, const char*> named[] = {
        {"Thủ tục hành chính", "administrative_procedure"},
        {"KT1", "party_state"},
        {"party_state", "party_state"},
        {"Thông thường", "standard"},
        {"hỏa tốc", "hỏa tốc"},  // the node says that there is none
        {"", ""}};
    std::ofstream out(folder.path / "a.csv");
    out << "Dịch vụ,Người gửi,SĐT người gửi,Người nhận,SĐT người nhận,Tỉnh,Phường xã,Nội dung,Khối "
           "lượng (gam)\n";
    for (const auto& each : named)
        out << each.first << ",An,0912345678,Bình,0987654320,01,Cầu Giấy,chè,300\n";
    out.close();
    auto reader = Reader::open(folder.path / "a.csv");
    ASSERT_TRUE(reader.ok());
    for (const auto& each : named) {
        const auto row = reader.value().next();
        ASSERT_TRUE(row);
        const auto intake = intake_of(*row, {"Q1", "BUSINESS"}, Instant{});
        ASSERT_TRUE(intake.ok());
        const auto* service = intake.value().at("item").as_object().if_contains("service");
        EXPECT_EQ(service == nullptr ? "" : std::string(service->as_string()), each.second);
    }
}

TEST(manifest, a_csv_that_a_spreadsheet_saved_again_is_mended_likewise) {
    const TemporaryFolder folder;
    const std::string path = folder.path / "a.csv";
    std::ofstream(path) << "Người gửi;SĐT người gửi;Người nhận;SĐT người nhận;Tỉnh;Xã người nhận;"
                           "Nội dung;Khối lượng\nA;912345678;B;98765432;1;C;chè;300\n";
    auto reader = Reader::open(path);
    ASSERT_TRUE(reader.ok());
    const auto row = reader.value().next();
    EXPECT_EQ(row->fields.at("sender_phone"), "0912345678");
    EXPECT_EQ(row->fields.at("recipient_phone"), "98765432") << "a digit is missing, not a zero";
    EXPECT_EQ(said(row->mended), "sender_phone:zero_restored ");
}

TEST(manifest, a_template_is_read_as_what_it_is) {
    const TemporaryFolder folder;
    const std::string path = folder.path / "mau.xlsx";
    ASSERT_TRUE(write_template(path).ok());
    auto reader = Reader::open(path);
    ASSERT_TRUE(reader.ok()) << reader.error().reason;
    EXPECT_TRUE(reader.value().ignored().empty());
    EXPECT_FALSE(reader.value().next());
    EXPECT_FALSE(write_template(folder.path / "none" / "mau.xlsx").ok());
    const auto again = write_template(path);  // it may be filled in by now
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().kind, FaultKind::invalid);
}

TEST(manifest, what_cannot_be_read_is_told_by_its_reason) {
    const TemporaryFolder folder;
    EXPECT_EQ(Reader::open(folder.path / "none.csv").error().reason, "unreadable");
    EXPECT_EQ(Reader::open(folder.path / "old.xls").error().reason, "xlsx_wanted");
    std::ofstream(folder.path / "a.xlsx") << "PK no more";
    EXPECT_EQ(Reader::open(folder.path / "a.xlsx").error().reason, "xlsx_not_zip");
    std::ofstream(folder.path / "a.csv") << "Người gửi,Nội dung\nAn,chè\n";
    const auto lacking = Reader::open(folder.path / "a.csv");
    EXPECT_EQ(lacking.error().reason, "columns_missing");
    EXPECT_EQ(lacking.error().columns.size(), 6U);
    std::ofstream(folder.path / "b.csv") << "Người gửi,Sender,Nội dung\nAn,,chè\n";
    const auto twice = Reader::open(folder.path / "b.csv");
    EXPECT_EQ(twice.error().reason, "columns_twice");
    EXPECT_EQ(twice.error().columns, std::vector<std::string>{"sender_name"});
}

TEST(manifest, marks_between_thousands_are_passed_over_and_decimals_are_no_whole_numbers) {
    const auto weight_of = [](const std::string& typed) -> std::string {
        Row row;
        row.line = 2;
        row.fields = {{"weight_g", typed}};
        const auto intake = intake_of(row, {"Q1", "BUSINESS"}, Instant{1'795'492'800'000});
        if (!intake.ok()) return intake.error().front().reason;
        return std::to_string(intake.value().at("item").at("weight_g").to_number<std::int64_t>());
    };
    EXPECT_EQ(weight_of("1500"), "1500");
    EXPECT_EQ(weight_of("1.500"), "1500");
    EXPECT_EQ(weight_of("1,500,000"), "1500000");
    EXPECT_EQ(weight_of(" 1 500 "), "1500");
    for (const char* wrong :
         {"0.3", "0,3", "2,5", "1.50", "1,500,000.00", ".500", "1..500", "1.5000"})
        EXPECT_EQ(weight_of(wrong), "not_whole") << wrong;
}

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(manifest, a_file_in_memory_is_read_as_its_first_bytes_say) {
    const TemporaryFolder folder;
    const std::string path = (folder.path / "a.xlsx").string();
    Sheet sheet(path);
    sheet.row(headings);
    sheet.row(good);
    sheet.number(6, 987654320);
    sheet.close();
    const std::string workbook = bytes_of(path);
    std::filesystem::remove(path);
    auto from_sheet = Reader::of(workbook);
    ASSERT_TRUE(from_sheet.ok());
    const auto row = from_sheet.value().next();
    ASSERT_TRUE(row);
    EXPECT_EQ(row->fields.at("recipient_phone"), "0987654320");
    EXPECT_EQ(said(row->mended), "recipient_phone:zero_restored ");

    std::string csv = "\xef\xbb\xbf";
    for (const auto* each : {&headings, &good}) {
        for (const std::string& text : *each) csv += text + ";";
        csv.back() = '\n';
    }
    auto from_text = Reader::of(csv);
    ASSERT_TRUE(from_text.ok());
    EXPECT_EQ(from_text.value().next()->fields.at("recipient_name"), "Trần Thị Một");
}

TEST(manifest, bytes_of_something_else_are_named) {
    const auto reason = [](std::string_view bytes) {
        const auto reader = Reader::of(bytes);
        return reader.ok() ? std::string() : reader.error().reason;
    };
    EXPECT_EQ(reason("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "xlsx_wanted");
    EXPECT_EQ(reason("PK\x03\x04" + std::string(26, '\0') +
                     "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
              "xlsx_wanted");
    EXPECT_EQ(reason("PK\x03\x04 and no more"), "xlsx_not_zip");
    EXPECT_EQ(reason("H\xe0ng h\xf3"
                     "a,type\n"),
              "csv_not_utf8");
    EXPECT_EQ(reason(std::string_view("\xff\xfeS\0T\0T\0", 8)), "csv_not_utf8");
    EXPECT_EQ(reason(""), "columns_missing");
}

}  // namespace
}  // namespace buuan::manifest
