// A contract sender's list of items: CSV with Vietnamese or English headings, or NDJSON with the
// English names, a row an item. Streams row by row. What a row lacks or has wrong is told by row
// number; the other rows are good (docs/guide/import.md).
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "edge/manifest/csv.hpp"

namespace buuan::manifest {

enum class Format { csv, ndjson };

struct Row {
    std::size_t line{};                         // where it begins in the file, from 1
    std::map<std::string, std::string> fields;  // by field name: "recipient_phone"
    std::string broken;                         // a code; empty when the row was read
};

/// A field of a row and what is wrong with it; codes of edge/http/problem_texts.cpp.
struct RowProblem {
    std::string field;
    std::string reason;
};

class Reader {
public:
    /// Reads the headings of a CSV; the error is the list of columns that are needed and were not
    /// found. `in` must outlive the reader.
    static Result<Reader, std::vector<std::string>> open(std::istream& in, Format format);
    std::optional<Row> next();
    /// Columns that mean nothing to us and are left alone.
    [[nodiscard]] const std::vector<std::string>& ignored() const { return ignored_; }

private:
    Reader(std::istream& in, Format format) : in_(&in), format_(format) {}
    std::optional<Row> next_record();
    std::optional<Row> next_document();

    std::istream* in_;
    Format format_;
    std::unique_ptr<CsvReader> csv_;
    std::vector<std::string> columns_;  // field name of each column; empty: ignored
    std::vector<std::string> ignored_;
    std::size_t line_ = 0;
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
