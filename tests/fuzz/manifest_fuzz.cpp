// A contract sender's list, as CSV and as NDJSON. Rows come in order and within bounds, a record
// that is written with quotes reads back as itself, and a good row becomes a document.
#include "edge/manifest/manifest.hpp"

#include <boost/json/serialize.hpp>
#include <sstream>

#include "edge/manifest/csv.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

using namespace manifest;

void check_rows(const std::string& text, Format format) {
    auto reader = Reader::read(std::make_unique<std::istringstream>(text), format);
    if (!reader.ok()) return;
    std::size_t line = 0;
    while (const auto row = reader.value().next()) {
        CHECK(row->line > line && row->fields.size() <= 64);
        line = row->line;
        if (!row->broken.empty()) continue;
        const auto intake = intake_of(*row, {"Q1", "ACCOUNT"}, Instant{1'795'492'800'000});
        if (intake.ok()) CHECK(!boost::json::serialize(intake.value()).empty());
    }
}

std::string quoted(const std::vector<std::string>& fields) {
    std::string out;
    for (const std::string& field : fields) {
        if (!out.empty()) out += ',';
        out += '"';
        for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += '"';
    }
    return out + "\n";
}

void check_records(const std::string& text) {
    std::istringstream in(text);
    CsvReader reader(in, ',');
    std::size_t records = 0;
    while (const auto record = reader.next()) {
        CHECK(++records <= text.size() && record->fields.size() <= 64);
        if (record->broken) continue;
        std::istringstream written("x\n" + quoted(record->fields));
        CsvReader again(written, ',');
        CHECK(again.next() && again.next()->fields == record->fields);
    }
}

}  // namespace

void take(BytesView input) {
    const std::string text(as_text(input));
    check_records(text);
    check_rows(text, Format::csv);
    check_rows(text, Format::ndjson);
}

}  // namespace buuan::fuzz
