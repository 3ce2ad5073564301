#include "edge/manifest/csv.hpp"

namespace buuan::manifest {
namespace {

constexpr std::size_t record_bytes_max = 65'536;
constexpr std::size_t fields_max = 64;
constexpr int end_of_file = std::istream::traits_type::eof();

}  // namespace

std::optional<CsvRecord> CsvReader::next() {
    if (first_) {
        first_ = false;
        if (in_.peek() == 0xef) in_.ignore(3);
    }
    while (in_.peek() != end_of_file) {
        CsvRecord record = read_record();
        const bool empty_line =
            !record.broken && record.fields.size() == 1 && record.fields[0].empty();
        if (!empty_line) return record;
    }
    return std::nullopt;
}

CsvRecord CsvReader::read_record() {
    CsvRecord record{line_, {""}, std::nullopt};
    enum class At { plain, quoted, after_quote } at = At::plain;
    std::size_t bytes = 0;
    for (int c = in_.get(); c != end_of_file; c = in_.get()) {
        if (c == '\n') ++line_;
        if (++bytes > record_bytes_max && !record.broken) record.broken = "too_long";
        std::string& field = record.fields.back();
        // A broken record ends with its line, whatever quotes it holds.
        if (record.broken) {
            if (c == '\n') return record;
        } else if (at == At::quoted) {
            if (c == '"') {
                at = At::after_quote;
            } else {
                field += static_cast<char>(c);
            }
        } else if (c == '\n') {
            return record;
        } else if (c == separator_) {
            at = At::plain;
            if (record.fields.size() == fields_max) {
                record.broken = "too_many_fields";
            } else {
                record.fields.emplace_back();
            }
        } else if (c == '"' && at == At::after_quote) {
            field += '"';
            at = At::quoted;
        } else if (c == '"' && field.empty() && at == At::plain) {
            at = At::quoted;
        } else if (c == '\r' && (in_.peek() == '\n' || in_.peek() == end_of_file)) {
            continue;
        } else if (at == At::after_quote) {
            record.broken = "text_after_quote";
        } else {
            field += static_cast<char>(c);
        }
    }
    if (at == At::quoted && !record.broken) record.broken = "open_quote";
    return record;
}

}  // namespace buuan::manifest
