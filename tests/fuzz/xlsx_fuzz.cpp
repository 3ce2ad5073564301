// A workbook that somebody sends. The bytes are the file itself; and, since a made-up change rarely
// survives a zip's checksums, also the text of a sheet, of the shared texts and of the styles in a
// whole one. Rows come in order and within bounds.
#include "edge/manifest/xlsx.hpp"

#include <fmt/format.h>
#include <zip.h>

#include "edge/manifest/manifest.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

void check_rows(BytesView workbook) {
    auto reader = manifest::XlsxReader::of(as_text(workbook));
    if (!reader.ok()) return;
    std::size_t number = 0;
    for (auto row = reader.value().next(); row.ok() && row.value(); row = reader.value().next()) {
        CHECK(row.value()->number > number && row.value()->cells.size() <= 64);
        number = row.value()->number;
    }
}

/// Around `part`, in the place of the file `name`, all that a workbook needs.
Bytes workbook_with(std::string_view name, std::string_view part) {
    constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    std::pair<std::string, std::string> parts[] = {
        {"_rels/.rels",
         fmt::format(
             "{}<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/"
             "officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>"
             "</Relationships>",
             head)},
        {"xl/workbook.xml",
         fmt::format(
             "{}<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
             "</workbook>",
             head)},
        {"xl/_rels/workbook.xml.rels",
         fmt::format(
             "{}<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/"
             "officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
             "<Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/"
             "2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship "
             "Id=\"r3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships/styles\" Target=\"styles.xml\"/></Relationships>",
             head)},
        {"xl/worksheets/sheet1.xml",
         fmt::format("{}<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
                     "</sheetData></worksheet>",
                     head)},
        {"xl/sharedStrings.xml", fmt::format("{}<sst><si><t>a</t></si></sst>", head)},
        {"xl/styles.xml", fmt::format("{}<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs>"
                                      "</styleSheet>",
                                      head)}};
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    CHECK(source != nullptr);
    zip_source_keep(source);
    zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    CHECK(archive != nullptr);
    for (auto& [file, text] : parts) {
        if (file == name) text = std::string(head) + std::string(part);
        zip_source_t* each = zip_source_buffer(archive, text.data(), text.size(), 0);
        const auto index = zip_file_add(archive, file.c_str(), each, 0);
        CHECK(index >= 0);
        CHECK(zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE,
                                       0) == 0);
    }
    CHECK(zip_close(archive) == 0);
    CHECK(zip_source_open(source) == 0);
    Bytes bytes;
    std::uint8_t block[4096];
    for (zip_int64_t got; (got = zip_source_read(source, block, sizeof block)) > 0;)
        bytes.insert(bytes.end(), block, block + got);
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

}  // namespace

void take(BytesView input) {
    check_rows(input);
    for (const char* part : {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"})
        check_rows(workbook_with(part, as_text(input)));
}

}  // namespace buuan::fuzz
