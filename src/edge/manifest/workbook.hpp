// What a sheet's cells refer to: texts that stand once for all of them, and which styles show a
// number as a date. Also which sheet is meant: the first one that is not hidden.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edge/manifest/xml.hpp"
#include "edge/manifest/zip_part.hpp"

namespace buuan::manifest {

/// The texts of a workbook, held together in one piece: at most 64 MiB, a million of them.
class SharedTexts {
public:
    /// False when there is no room.
    bool add(std::string_view text);
    /// nullopt when there is no such text.
    [[nodiscard]] std::optional<std::string_view> at(std::uint64_t index) const;

private:
    std::string all_;
    std::vector<std::uint32_t> ends_;
};

struct Workbook {
    std::string sheet_part;   // the name of the sheet's part in the archive
    std::vector<bool> dates;  // by number of a cell's style
    SharedTexts texts;

    /// The error is a code: xlsx_damaged, xlsx_no_sheet, xlsx_too_large, or one of XmlReader.
    static Result<Workbook, std::string> read(ZipArchive& archive);
};

/// Reads a part of the archive through to its end. The error is a code.
Result<Done, std::string> read_part(ZipArchive& archive, const std::string& name,
                                    std::uint64_t bytes_max, XmlEvents& events);

}  // namespace buuan::manifest
