#include "edge/manifest/xlsx.hpp"

#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <fstream>

#include "base/temporary_folder_test.hpp"

namespace buuan::manifest {
namespace {

/// A folder for one test's files.
struct Folder : TemporaryFolder {
    [[nodiscard]] std::string file() const { return (path / "a.xlsx").string(); }
};

constexpr const char* relations = R"(<Relationships>
<Relationship Id="r1" Type="x/worksheet" Target="worksheets/one.xml"/>
<Relationship Id="r2" Type="x/worksheet" Target="/xl/worksheets/two.xml"/>
<Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="r4" Type="x/styles" Target="styles.xml"/></Relationships>)";
constexpr const char* one_sheet =
    R"(<workbook xmlns:r="y"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>)";

/// A workbook by hand: the parts that are named, and a usual one for those that are not.
struct Parts {
    std::string workbook = one_sheet;
    std::string sheet;
    std::string second_sheet = "<worksheet/>";
    std::string texts = "<sst/>";
    std::string styles = "<styleSheet/>";

    void write(const std::string& path) const {
        int error = 0;
        zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
        ASSERT_NE(archive, nullptr);
        const auto add = [&](const char* name, const std::string& text) {
            zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
            ASSERT_GE(zip_file_add(archive, name, source, ZIP_FL_OVERWRITE), 0);
        };
        const std::string related = relations;
        add("xl/workbook.xml", workbook);
        add("xl/_rels/workbook.xml.rels", related);
        add("xl/worksheets/one.xml", sheet);
        add("xl/worksheets/two.xml", second_sheet);
        add("xl/sharedStrings.xml", texts);
        add("xl/styles.xml", styles);
        ASSERT_EQ(zip_close(archive), 0);
    }
};

std::string sheet_of(const std::string& rows) {
    return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

/// Rows as "5:[a][#12][@45000][!#N/A]", hidden ones with a minus; or the code of what is wrong.
std::string shown(const std::string& path) {
    auto reader = XlsxReader::open(path);
    if (!reader.ok()) return reader.error();
    std::string out;
    for (;;) {
        const auto row = reader.value().next();
        if (!row.ok()) return out + row.error();
        if (!row.value()) return out;
        out += (row.value()->hidden ? "-" : "") + std::to_string(row.value()->number) + ":";
        out += row.value()->broken;
        for (const XlsxCell& cell : row.value()->cells)
            out += "[" + std::string(1, " #@!"[static_cast<int>(cell.kind)]) + cell.text + "]";
        out += "\n";
    }
}

std::string shown(const Parts& parts) {
    const Folder folder;
    parts.write(folder.file());
    return shown(folder.file());
}

std::string shown_rows(const std::string& rows) {
    Parts parts;
    parts.sheet = sheet_of(rows);
    return shown(parts);
}

TEST(xlsx, reads_five_thousand_rows_of_a_spreadsheet_library) {
    const Folder folder;
    lxw_workbook* workbook = workbook_new(folder.file().c_str());
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, "Bưu gửi");
    for (lxw_row_t row = 0; row < 5000; ++row) {
        const std::string name = "Quàng Thị Số " + std::to_string(row % 700);
        worksheet_write_string(sheet, row, 0, name.c_str(), nullptr);
        worksheet_write_number(sheet, row, 2, 912'000'000.0 + row, nullptr);
    }
    ASSERT_EQ(workbook_close(workbook), LXW_NO_ERROR);
    auto reader = XlsxReader::open(folder.file());
    ASSERT_TRUE(reader.ok()) << reader.error();
    for (std::size_t number = 1; number <= 5000; ++number) {
        const auto row = reader.value().next();
        ASSERT_TRUE(row.ok() && row.value()) << number;
        ASSERT_EQ(row.value()->number, number);
        ASSERT_EQ(row.value()->cells.size(), 3U);
        ASSERT_EQ(row.value()->cells[0].text, "Quàng Thị Số " + std::to_string((number - 1) % 700));
        ASSERT_EQ(row.value()->cells[2].text, std::to_string(912'000'000 + number - 1));
    }
    const auto end = reader.value().next();
    EXPECT_TRUE(end.ok() && !end.value());
}

TEST(xlsx, knows_texts_in_the_cell_shared_and_in_runs) {
    Parts parts;
    parts.texts =
        "<x:sst xmlns:x='n'><x:si><x:t>một</x:t></x:si><x:si><x:r><x:t>áo </x:t></x:r>"
        "<x:r><x:t xml:space='preserve'>sơ mi</x:t></x:r><x:rPh><x:t>đọc</x:t></x:rPh></x:si>"
        "</x:sst>";
    parts.sheet = sheet_of(
        "<row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1' t='s'><v>0</v></c>"
        "<c r='C1' t='inlineStr'><is><r><t>a&amp;</t></r><r><t>b</t></r></is></c>"
        "<c r='D1' t='str'><f>A1</f><v>công thức</v></c><c r='E1' t='s'><v>7</v></c></row>");
    EXPECT_EQ(shown(parts), "1:[ áo sơ mi][ một][ a&b][ công thức][!7]\n");
}

TEST(xlsx, leaves_gaps_where_the_sheet_has_none_and_counts_rows_as_the_sheet_does) {
    EXPECT_EQ(shown_rows("<row r='3'><c r='B3'><v>1</v></c><c r='D3'><v>2</v></c></row>"
                         "<row r='5'/><row r='6'><c r='A6'/></row>"
                         "<row r='9' hidden='1'><c r='A9'><v>3</v></c></row>"
                         "<row hidden='false'><c><v>4</v></c><c><v>5</v></c></row>"
                         "<row hidden='true'><c><v>6</v></c></row>"),
              "3:[ ][#1][ ][#2]\n-9:[#3]\n10:[#4][#5]\n-11:[#6]\n");
}

TEST(xlsx, writes_numbers_out_and_tells_dates_errors_and_truths) {
    Parts parts;
    parts.styles =
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[Red]0.0&quot; day&quot;'/>"
        "<numFmt numFmtId='171' formatCode='d/m'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/>"
        "</cellXfs></styleSheet>";
    parts.sheet = sheet_of(
        "<row><c><v>9.12345678E8</v></c><c><v>1.5</v></c><c s='1'><v>46000</v></c>"
        "<c s='2'><v>2</v></c><c s='3'><v>46001</v></c><c t='d'><v>2026-11-25</v></c>"
        "<c t='e'><v>#N/A</v></c><c t='b'><v>1</v></c><c><v>1E+20</v></c></row>");
    EXPECT_EQ(shown(parts),
              "1:[#912345678][#1.5][@46000][#2][@46001][@2026-11-25][!#N/A][ TRUE][#1e+20]\n");
}

TEST(xlsx, takes_the_first_sheet_that_is_shown) {
    Parts parts;
    parts.workbook =
        "<workbook xmlns:r='y'><sheets><sheet name='A' state='hidden' r:id='r1'/>"
        "<sheet name='B' state='visible' r:id='r2'/></sheets></workbook>";
    parts.sheet = sheet_of("<row><c><v>1</v></c></row>");
    parts.second_sheet = sheet_of("<row><c><v>2</v></c></row>");
    EXPECT_EQ(shown(parts), "1:[#2]\n");
    parts.workbook =
        "<workbook xmlns:r='y'><sheets><sheet state='veryHidden' r:id='r1'/></sheets>"
        "</workbook>";
    EXPECT_EQ(shown(parts), "xlsx_no_sheet");
}

// ---- files that are made to harm, or were harmed

TEST(xlsx, rows_that_are_too_much_are_named_and_the_others_read) {
    std::string wide = "<row>";
    for (int i = 0; i < 65; ++i) wide += "<c><v>1</v></c>";
    EXPECT_EQ(shown_rows(wide + "</row><row><c t='inlineStr'><is><t>" + std::string(70'000, 'x') +
                         "</t></is></c></row><row><c r='ZZZZZZZZZZZZZ1'><v>1</v></c></row>"
                         "<row><c><v>1</v></c></row>"),
              "1:too_many_fields\n2:too_long\n3:too_many_fields\n4:[#1]\n");
    // The same long text in every cell costs its bytes each time.
    Parts parts;
    parts.texts = "<sst><si><t>" + std::string(60'000, 'x') + "</t></si></sst>";
    parts.sheet =
        sheet_of("<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>");
    EXPECT_EQ(shown(parts), "1:too_long\n");
}

TEST(xlsx, rows_stand_in_their_order_or_the_sheet_is_damaged) {
    const std::string cell = "<c><v>1</v></c>";
    for (const std::string& rows : {
             "<row r='0'>" + cell + "</row>",
             "<row r='2'>" + cell + "</row><row r='2'>" + cell + "</row>",
             "<row r='5'>" + cell + "</row><row r='4'>" + cell + "</row>",
             "<row r='1048577'>" + cell + "</row>",
             "<row r='1048576'>" + cell + "</row><row>" + cell + "</row>",
             "<row r='18446744073709551615'>" + cell + "</row><row>" + cell + "</row>",
             "<row r='1'>" + cell + "<row r='2'>" + cell + "</row></row>",
         })
        EXPECT_EQ(shown_rows(rows), "xlsx_damaged") << rows;
    EXPECT_EQ(shown_rows("<row r='1048576'>" + cell + "</row>"), "1048576:[#1]\n");
}

TEST(xlsx, a_bomb_is_refused_wherever_it_lies) {
    const std::string much(64 << 20, ' ');
    Parts parts;
    parts.sheet = sheet_of(much);
    EXPECT_EQ(shown(parts), "xlsx_too_large");
    parts.sheet = sheet_of("");
    parts.styles = "<styleSheet>" + much + "</styleSheet>";
    EXPECT_EQ(shown(parts), "xlsx_too_large");
    parts.styles = "<styleSheet/>";
    // A million texts of nothing, and more.
    std::string texts;
    for (int i = 0; i <= 1'000'000; ++i) texts += "<si/>";
    parts.texts = "<sst>" + texts + "</sst>";
    EXPECT_EQ(shown(parts), "xlsx_too_large");
}

TEST(xlsx, what_came_over_the_network_has_fewer_rows_than_a_file_may_have) {
    const auto both = [](int count) {
        Folder folder;
        Parts parts;
        std::string rows;
        for (int i = 0; i < count; ++i) rows += "<row><c><v>1</v></c></row>";
        parts.sheet = sheet_of(rows);
        parts.write(folder.file());
        std::ifstream in(folder.file(), std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        const auto of_bytes = XlsxReader::of(bytes);
        return std::pair(XlsxReader::open(folder.file()).ok(),
                         of_bytes.ok() ? "ok" : of_bytes.error());
    };
    EXPECT_EQ(both(20'000), std::pair(true, std::string("ok")));
    EXPECT_EQ(both(20'001), std::pair(true, std::string("xlsx_too_large")));
}

TEST(xlsx, a_document_type_and_its_entities_are_refused) {
    for (const char* type :
         {"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>",
          "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE x SYSTEM 'y'>"}) {
        Parts parts;
        parts.sheet = type + sheet_of("<row><c t='str'><v>&a;</v></c></row>");
        EXPECT_EQ(shown(parts), "xlsx_document_type") << type;
    }
    EXPECT_EQ(shown_rows("<row><c t='str'><v>&a;</v></c></row>"), "xlsx_broken_xml");
}

TEST(xlsx, xml_that_never_ends_a_tag_or_never_stops_nesting_is_refused) {
    // Random letters, so that it is not the ratio that refuses it.
    std::string attribute(4 << 20, 'x');
    std::uint32_t state = 1;
    for (char& c : attribute) c = static_cast<char>('a' + ((state = state * 69069 + 1) >> 24) % 26);
    EXPECT_EQ(shown_rows("<row a='" + attribute + "'/>"), "xlsx_too_large");
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "<a>";
    EXPECT_EQ(shown_rows(deep), "xlsx_too_large");
    EXPECT_EQ(shown_rows("<row></c></row>"), "xlsx_broken_xml");
}

TEST(xlsx, a_file_that_was_cut_or_changed_is_refused_before_its_first_row) {
    const Folder folder;
    Parts parts;
    std::string rows;
    for (int i = 0; i < 3000; ++i)
        rows += "<row><c><v>" + std::to_string(i * 7919) + "</v></c></row>";
    parts.sheet = sheet_of(rows);
    parts.write(folder.file());
    std::ifstream in(folder.file(), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(in)), {});
    ASSERT_TRUE(XlsxReader::open(folder.file()).ok());
    for (const std::size_t size :
         {whole.size() - 1, whole.size() / 2, std::size_t{10}, std::size_t{0}}) {
        std::ofstream(folder.file(), std::ios::binary) << whole.substr(0, size);
        EXPECT_EQ(shown(folder.file()), "xlsx_not_zip") << size;
    }
    // A byte in the middle of the sheet's rows: its checksum is wrong, or it is no XML any more.
    for (std::size_t at = whole.size() / 4; at < whole.size() * 3 / 4; at += 97) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        std::ofstream(folder.file(), std::ios::binary) << changed;
        EXPECT_FALSE(XlsxReader::open(folder.file()).ok()) << at;
    }
    EXPECT_EQ(shown("no such file.xlsx"), "unreadable");
}

}  // namespace
}  // namespace buuan::manifest
