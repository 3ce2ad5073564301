#include "edge/manifest/xlsx.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace buuan::manifest {
namespace {

constexpr std::uint64_t sheet_bytes_max = 2'048ULL * 1024 * 1024;
constexpr std::size_t columns_max = 64;  // as in CSV
constexpr std::size_t row_bytes_max = 65'536;
constexpr std::size_t rows_max = 1'048'576;  // of a sheet, in every spreadsheet program
// Of a workbook that came over the network: several times what a reading takes (api), so that its
// own bounds are the ones that people meet.
constexpr std::uint64_t sheet_bytes_in_memory_max = 64ULL * 1024 * 1024;
constexpr std::size_t rows_in_memory_max = 20'000;

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "BC12" as 54; 0 when there is no letter.
std::size_t column_of(std::string_view reference) {
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z' || column > columns_max) break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return column;
}

/// A number as a person would write it: whole ones in full, others as short as they can be.
std::string written_out(const std::string& value) {
    const auto number = whole_number<double>(value);
    if (!number) return value;
    char out[64];
    const bool whole = std::floor(*number) == *number && std::abs(*number) < 1e15;
    const auto end = whole
                         ? std::to_chars(out, out + sizeof out, static_cast<std::int64_t>(*number))
                         : std::to_chars(out, out + sizeof out, *number);
    return {out, end.ptr};
}

}  // namespace

/// Collects cells into rows while the sheet comes.
struct XlsxReader::Sheet final : public XmlEvents {
    Sheet(ZipArchive its_archive, Workbook its_workbook, std::uint64_t its_bytes_max)
        : archive(std::move(its_archive)),
          workbook(std::move(its_workbook)),
          bytes_max(its_bytes_max) {}

    void begin(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "row") {
            const std::size_t number =
                whole_number<std::size_t>(attributes.get("r")).value_or(row.number + 1);
            if (in_row || number <= row.number || number > rows_max) disordered = true;
            in_row = true;
            const auto hidden = attributes.get("hidden");  // xsd:boolean
            row = {number, {}, hidden == "1" || hidden == "true", {}};
            row_bytes = 0;
            column = 0;
        } else if (element == "c") {
            const std::size_t named = column_of(attributes.get("r"));
            column = named == 0 ? column + 1 : named;
            type = attributes.get("t");
            style = whole_number<std::size_t>(attributes.get("s")).value_or(0);
            value.clear();
        } else if (element == "rPh") {
            in_reading = true;
        }
        in_value = element == "v" || (element == "t" && !in_reading);
    }

    void end(std::string_view element) override {
        in_value = false;
        if (element == "rPh") in_reading = false;
        if (element == "c" && !value.empty()) put(cell());
        if (element != "row") return;
        in_row = false;
        const bool empty = std::all_of(row.cells.begin(), row.cells.end(),
                                       [](const XlsxCell& each) { return each.text.empty(); });
        if (!row.broken.empty()) row.cells.clear();
        if (!row.broken.empty() || !empty) rows.push_back(row);
    }

    void text(std::string_view more) override {
        if (!in_value) return;
        row_bytes += more.size();
        if (row_bytes > row_bytes_max) {
            row.broken = "too_long";
        } else {
            value += more;
        }
    }

    XlsxCell cell() const {
        using Kind = XlsxCell::Kind;
        if (type == "s") {
            const auto index = whole_number<std::uint64_t>(value);
            const auto shared = index ? workbook.texts.at(*index) : std::nullopt;
            return shared ? XlsxCell{Kind::text, std::string(*shared)}
                          : XlsxCell{Kind::error, value};
        }
        if (type == "inlineStr" || type == "str") return {Kind::text, value};
        if (type == "b") return {Kind::text, value == "1" ? "TRUE" : "FALSE"};
        if (type == "e") return {Kind::error, value};
        const bool date = type == "d" || (style < workbook.dates.size() && workbook.dates[style]);
        return {date ? Kind::date : Kind::number, written_out(value)};
    }

    void put(XlsxCell cell) {
        if (column > columns_max) {
            row.broken = "too_many_fields";
            return;
        }
        row_bytes += cell.text.size();
        if (row_bytes > row_bytes_max) row.broken = "too_long";
        if (!row.broken.empty()) return;
        if (row.cells.size() < column) row.cells.resize(column);
        row.cells[column - 1] = std::move(cell);
    }

    ZipArchive archive;
    const Workbook workbook;
    const std::uint64_t bytes_max;
    std::unique_ptr<ZipPart> part;
    std::unique_ptr<XmlReader> xml;
    bool over = false;
    std::deque<XlsxRow> rows;  // complete, of the piece that was read last
    bool disordered = false;   // rows in each other, of no or of the same number

    XlsxRow row;
    bool in_row = false;
    std::size_t row_bytes = 0;
    std::size_t column = 0;
    std::string type;
    std::size_t style = 0;
    std::string value;
    bool in_value = false;
    bool in_reading = false;
};

XlsxReader::XlsxReader(std::unique_ptr<Sheet> sheet) : sheet_(std::move(sheet)) {}
XlsxReader::XlsxReader(XlsxReader&&) noexcept = default;
XlsxReader::~XlsxReader() = default;

Result<XlsxReader, std::string> XlsxReader::open(const std::string& path) {
    return read_through(ZipArchive::open(path), sheet_bytes_max, rows_max);
}

Result<XlsxReader, std::string> XlsxReader::of(std::string_view bytes) {
    return read_through(ZipArchive::of(bytes), sheet_bytes_in_memory_max, rows_in_memory_max);
}

Result<XlsxReader, std::string> XlsxReader::read_through(Result<ZipArchive, std::string> archive,
                                                         std::uint64_t bytes_max,
                                                         std::size_t count_max) {
    if (!archive.ok()) return archive.error();
    auto workbook = Workbook::read(archive.value());
    if (!workbook.ok()) return workbook.error();
    XlsxReader reader(std::make_unique<Sheet>(std::move(archive).value(),
                                              std::move(workbook).value(), bytes_max));
    if (auto ready = reader.rewind(); !ready.ok()) return ready.error();
    for (std::size_t count = 0;; ++count) {
        const auto row = reader.next();
        if (!row.ok()) return row.error();
        if (!row.value()) break;
        if (count >= count_max) return std::string("xlsx_too_large");
    }
    if (auto ready = reader.rewind(); !ready.ok()) return ready.error();
    return reader;
}

Result<Done, std::string> XlsxReader::rewind() {
    auto part = sheet_->archive.part(sheet_->workbook.sheet_part, sheet_->bytes_max);
    if (!part.ok()) return part.error();
    sheet_->part = std::make_unique<ZipPart>(std::move(part).value());
    sheet_->xml = std::make_unique<XmlReader>(*sheet_);
    sheet_->over = false;
    sheet_->row = {};
    sheet_->in_row = false;
    return Done{};
}

Result<std::optional<XlsxRow>, std::string> XlsxReader::next() {
    while (sheet_->rows.empty() && !sheet_->over) {
        const auto piece = sheet_->part->read();
        if (!piece.ok()) return piece.error();
        if (auto fed = sheet_->xml->feed(piece.value()); !fed.ok()) return fed.error();
        if (sheet_->disordered) return std::string("xlsx_damaged");
        sheet_->over = piece.value().empty();
    }
    if (sheet_->rows.empty()) return std::optional<XlsxRow>();
    std::optional<XlsxRow> row = std::move(sheet_->rows.front());
    sheet_->rows.pop_front();
    return row;
}

}  // namespace buuan::manifest
