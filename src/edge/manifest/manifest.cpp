#include "edge/manifest/manifest.hpp"

#include <algorithm>
#include <boost/interprocess/streams/bufferstream.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/locale/utf.hpp>
#include <fstream>

#include "edge/manifest/cells.hpp"
#include "edge/manifest/csv.hpp"

namespace buuan::manifest {

/// A table's rows, whatever kind of file they stand in.
class Records {
public:
    virtual ~Records() = default;
    virtual std::optional<XlsxRow> next() = 0;
};

namespace {

constexpr std::size_t document_bytes_max = 65'536;
constexpr int rows_above_headings_max = 10;
constexpr std::size_t headings_known_min = 3;  // fewer are words in a title

/// Spreadsheets in Viet Nam write ';' where the comma is the decimal sign.
char separator_of(std::istream& in) {
    std::string first;
    std::getline(in, first);
    in.clear();
    in.seekg(0);
    const auto count = [&](char c) { return std::count(first.begin(), first.end(), c); };
    return count('\t') > std::max(count(','), count(';')) ? '\t'
           : count(';') > count(',')                      ? ';'
                                                          : ',';
}

std::string ending_of(const std::string& path) {
    std::string ending = path.substr(std::min(path.rfind('.'), path.size()));
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return ending;
}

constexpr std::string_view zip_mark = "PK\x03\x04";
constexpr std::string_view xls_mark = "\xd0\xcf\x11\xe0";
constexpr std::string_view ods_type = "mimetypeapplication/vnd.oasis.opendocument";
constexpr std::size_t first_name_at = 30;  // in a ZIP archive; an .ods begins with its type

bool is_utf8(std::string_view text) {
    using Utf8 = boost::locale::utf::utf_traits<char>;
    for (const char* at = text.data(); at != text.data() + text.size();) {
        if (!boost::locale::utf::is_valid_codepoint(Utf8::decode(at, text.data() + text.size())))
            return false;
    }
    return true;
}

bool is_other_spreadsheet(std::string_view bytes) {
    return bytes.starts_with(xls_mark) ||
           (bytes.starts_with(zip_mark) && bytes.size() > first_name_at &&
            bytes.substr(first_name_at).starts_with(ods_type));
}

class CsvRecords final : public Records {
public:
    explicit CsvRecords(std::unique_ptr<std::istream> in)
        : in_(std::move(in)), reader_(*in_, separator_of(*in_)) {}
    std::optional<XlsxRow> next() override {
        auto record = reader_.next();
        if (!record) return std::nullopt;
        XlsxRow row{record->line, {}, false, record->broken.value_or("")};
        for (std::string& field : record->fields)
            row.cells.push_back({XlsxCell::Kind::text, std::move(field)});
        return row;
    }

private:
    std::unique_ptr<std::istream> in_;
    CsvReader reader_;
};

class XlsxRecords final : public Records {
public:
    explicit XlsxRecords(XlsxReader reader) : reader_(std::move(reader)) {}
    std::optional<XlsxRow> next() override {
        if (over_) return std::nullopt;
        auto row = reader_.next();
        if (row.ok()) return std::move(row).value();
        // It was read to its end once already, so the file has changed under us.
        over_ = true;
        return XlsxRow{0, {}, false, row.error()};
    }

private:
    XlsxReader reader_;
    bool over_ = false;
};

}  // namespace

class Reader::Source {
public:
    virtual ~Source() = default;
    virtual std::optional<Row> next() = 0;
    std::vector<std::string> ignored;
    std::size_t hidden = 0;
};

/// Rows under headings.
class Reader::Table final : public Source {
public:
    explicit Table(std::unique_ptr<Records> records) : records_(std::move(records)) {}

    /// Nothing, or which columns are needed and were not found, or mean the same.
    std::optional<Unreadable> read_headings() {
        for (int tries = 0; tries < rows_above_headings_max; ++tries) {
            const auto row = records_->next();
            if (!row) break;
            std::vector<const Column*> found;
            for (const XlsxCell& cell : row->cells) found.push_back(column_of_heading(cell.text));
            const auto none = std::count(found.begin(), found.end(), nullptr);
            if (found.size() - static_cast<std::size_t>(none) < headings_known_min && tries > 0)
                continue;
            columns_ = std::move(found);
            ignored.clear();
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                if (columns_[i] == nullptr && !row->cells[i].text.empty())
                    ignored.push_back(row->cells[i].text);
            }
            if (columns_.size() - static_cast<std::size_t>(none) >= headings_known_min) break;
        }
        Unreadable missing{"columns_missing", {}};
        Unreadable twice{"columns_twice", {}};
        for (const Column& column : columns()) {
            const auto count = std::count(columns_.begin(), columns_.end(), &column);
            if (column.needed && count == 0) missing.columns.emplace_back(column.field);
            if (count > 1) twice.columns.emplace_back(column.field);
        }
        if (!twice.columns.empty()) return twice;
        if (!missing.columns.empty()) return missing;
        return std::nullopt;
    }

    std::optional<Row> next() override {
        auto record = records_->next();
        for (; record && record->hidden; record = records_->next()) ++hidden;
        if (!record) return std::nullopt;
        Row row;
        row.line = record->number;
        row.broken = record->broken;
        if (row.broken.empty() && record->cells.size() > columns_.size())
            row.broken = "too_many_fields";
        for (std::size_t i = 0; row.broken.empty() && i < record->cells.size(); ++i) {
            if (columns_[i] != nullptr) put_cell(row, *columns_[i], std::move(record->cells[i]));
        }
        return row;
    }

private:
    std::unique_ptr<Records> records_;
    std::vector<const Column*> columns_;  // nullptr: ignored
};

/// NDJSON.
class Reader::Documents final : public Source {
public:
    explicit Documents(std::unique_ptr<std::istream> in) : in_(std::move(in)) {}

    std::optional<Row> next() override {
        std::string text;
        do {
            if (!std::getline(*in_, text)) return std::nullopt;
            ++line_;
        } while (text.empty() || text == "\r");
        Row row;
        row.line = line_;
        boost::system::error_code error;
        const auto value = text.size() > document_bytes_max ? boost::json::value()
                                                            : boost::json::parse(text, error);
        if (error || !value.is_object()) {
            row.broken = text.size() > document_bytes_max ? "too_long" : "syntax";
            return row;
        }
        for (const auto& member : value.get_object()) {
            const Column* column = column_of_heading(member.key());
            if (column == nullptr) {
                row.broken = "unknown_field";
            } else if (row.fields.contains(std::string(column->field))) {
                row.broken = "duplicate_field";
            } else {
                row.fields[std::string(column->field)] =
                    member.value().is_string() ? std::string(member.value().get_string())
                                               : boost::json::serialize(member.value());
            }
        }
        return row;
    }

private:
    std::unique_ptr<std::istream> in_;
    std::size_t line_ = 0;
};

Reader::Reader(std::unique_ptr<Source> source) : source_(std::move(source)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader, Unreadable> Reader::open(const std::string& path) {
    const std::string ending = ending_of(path);
    if (ending == ".xls" || ending == ".ods") return Unreadable{"xlsx_wanted", {}};
    if (ending == ".xlsx") return of_sheet(XlsxReader::open(path));
    auto in = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!*in) return Unreadable{"unreadable", {}};
    const bool ndjson = ending == ".ndjson" || ending == ".jsonl";
    return read(std::move(in), ndjson ? Format::ndjson : Format::csv);
}

Result<Reader, Unreadable> Reader::of(std::string_view bytes) {
    if (is_other_spreadsheet(bytes)) return Unreadable{"xlsx_wanted", {}};
    if (bytes.starts_with(zip_mark)) return of_sheet(XlsxReader::of(bytes));
    if (!is_utf8(bytes)) return Unreadable{"csv_not_utf8", {}};
    return read(std::make_unique<boost::interprocess::ibufferstream>(bytes.data(), bytes.size()),
                Format::csv);
}

Result<Reader, Unreadable> Reader::of_sheet(Result<XlsxReader, std::string> sheet) {
    if (!sheet.ok()) return Unreadable{sheet.error(), {}};
    return with_headings(std::make_unique<XlsxRecords>(std::move(sheet).value()));
}

Result<Reader, Unreadable> Reader::read(std::unique_ptr<std::istream> in, Format format) {
    if (format == Format::ndjson) return Reader(std::make_unique<Documents>(std::move(in)));
    return with_headings(std::make_unique<CsvRecords>(std::move(in)));
}

Result<Reader, Unreadable> Reader::with_headings(std::unique_ptr<Records> records) {
    auto table = std::make_unique<Table>(std::move(records));
    if (auto unreadable = table->read_headings()) return std::move(*unreadable);
    return Reader(std::move(table));
}

std::optional<Row> Reader::next() {
    return source_->next();
}

const std::vector<std::string>& Reader::ignored() const {
    return source_->ignored;
}

std::size_t Reader::hidden() const {
    return source_->hidden;
}

}  // namespace buuan::manifest
