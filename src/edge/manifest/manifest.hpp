// A contract sender's list of items: CSV or XLSX with Vietnamese or English headings, or NDJSON
// with the English names, a row an item. Streams row by row. What a row lacks or has wrong is told
// by row number; the other rows are good (docs/guide/import.md).
#pragma once

#include <boost/json/object.hpp>
#include <istream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::manifest {

/// A field of a row and what is wrong with it; codes of edge/http/problem_texts.cpp.
struct RowProblem {
    std::string field;
    std::string reason;
};

class Records;
class XlsxReader;
enum class Format { csv, ndjson };

struct Row {
    std::size_t line{};  // where it begins in the file, or its number in the sheet, from 1
    std::map<std::string, std::string> fields;  // by field name: "recipient_phone"
    std::string broken;                         // a code; empty when the row was read
    std::vector<RowProblem> problems;           // cells that cannot be taken as they are
    std::vector<RowProblem> mended;             // cells that were, and how
};

/// Why a file cannot be read at all: a code, and for `columns_missing` and `columns_twice` their
/// names.
struct Unreadable {
    std::string reason;
    std::vector<std::string> columns;
};

class Reader {
public:
    /// XLSX where the name ends so, NDJSON likewise (.ndjson, .jsonl), else CSV. The headings are
    /// looked for in the first rows: a title may stand above them.
    static Result<Reader, Unreadable> open(const std::string& path);
    /// CSV or NDJSON from anywhere.
    static Result<Reader, Unreadable> read(std::unique_ptr<std::istream> in, Format format);
    /// XLSX or CSV as its first bytes say, in memory, which must outlive the reader: nothing of it
    /// is written anywhere.
    static Result<Reader, Unreadable> of(std::string_view bytes);
    Reader(Reader&&) noexcept;
    ~Reader();
    std::optional<Row> next();
    /// Columns that mean nothing to us and are left alone.
    [[nodiscard]] const std::vector<std::string>& ignored() const;
    /// Rows so far that a spreadsheet does not show, which were left out.
    [[nodiscard]] std::size_t hidden() const;

private:
    static Result<Reader, Unreadable> of_sheet(Result<XlsxReader, std::string> sheet);
    static Result<Reader, Unreadable> with_headings(std::unique_ptr<Records> records);
    class Source;
    class Table;
    class Documents;
    explicit Reader(std::unique_ptr<Source> source);
    std::unique_ptr<Source> source_;
};

/// What is the same for all rows.
struct Terms {
    std::string counter;
    std::string method;  // how the sender was identified: rules/identity_methods.toml
};

/// The row as the intake of one item, inspected by sample as agreed with the contract sender,
/// accepted at `at`.
Result<boost::json::object, std::vector<RowProblem>> intake_of(const Row& row, const Terms& terms,
                                                               Instant at);

}  // namespace buuan::manifest
