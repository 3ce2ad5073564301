// Reads CSV as RFC 4180 says it: quotes, doubled quotes, line breaks inside quotes; CRLF or LF; a
// byte order mark is skipped. Streams: holds one record at a time. Bounded: 64 fields a record, 64
// KiB a record. A broken record is named by the line it begins on and reading goes on with the next
// line.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace buuan::manifest {

struct CsvRecord {
    std::size_t line{};  // where it begins, from 1
    std::vector<std::string> fields;
    std::optional<std::string>
        broken;  // a stable code: too_long, too_many_fields, open_quote, text_after_quote
};

class CsvReader {
public:
    CsvReader(std::istream& in, char separator) : in_(in), separator_(separator) {}
    /// The next record that is not an empty line; nullopt at the end.
    std::optional<CsvRecord> next();

private:
    CsvRecord read_record();
    std::istream& in_;
    char separator_;
    std::size_t line_ = 1;
    bool first_ = true;
};

}  // namespace buuan::manifest
