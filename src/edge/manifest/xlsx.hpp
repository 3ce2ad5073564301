// Reads the first sheet of an XLSX workbook that is not hidden, one row at a time, in constant
// memory for the sheet (ECMA-376 part 1, section 18.3). The texts that cells share are bounded
// (workbook.hpp), so are columns and rows. What a cell shows is not computed: a formula's last
// value stands in the file. The whole file is read through when it is opened, so that damage is
// known before the first row is used.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "edge/manifest/workbook.hpp"

namespace buuan::manifest {

struct XlsxCell {
    enum class Kind {
        text,
        number,  // without leading zeros, whatever was typed
        date,    // shown as a date, kept as a number of days
        error,   // #N/A and the like
    };
    Kind kind = Kind::text;
    std::string text;  // a number is written out in full: "912345678", not "9.12345678E8"
};

struct XlsxRow {
    std::size_t number{};         // as the sheet shows it, from 1
    std::vector<XlsxCell> cells;  // by column; gaps are empty texts
    bool hidden{};                // by the user, or by a filter
    std::string broken;           // a code: too_long, too_many_fields; empty when the row was read
};

class XlsxReader {
public:
    /// The error is a code that problem texts know.
    static Result<XlsxReader, std::string> open(const std::string& path);
    /// Of bytes in memory, which must outlive it. Bounded closer than a file, since they came over
    /// the network: 64 MiB of the sheet inflated, 20,000 rows; beyond that xlsx_too_large.
    static Result<XlsxReader, std::string> of(std::string_view bytes);
    XlsxReader(XlsxReader&&) noexcept;
    ~XlsxReader();
    /// The next row that is not empty; nullopt at the end. The error is a code.
    Result<std::optional<XlsxRow>, std::string> next();

private:
    struct Sheet;
    explicit XlsxReader(std::unique_ptr<Sheet> sheet);
    static Result<XlsxReader, std::string> read_through(Result<ZipArchive, std::string> archive,
                                                        std::uint64_t bytes_max,
                                                        std::size_t count_max);
    Result<Done, std::string> rewind();
    std::unique_ptr<Sheet> sheet_;
};

}  // namespace buuan::manifest
