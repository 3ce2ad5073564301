#include "edge/manifest/template.hpp"

#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>

#include "edge/manifest/columns.hpp"

namespace buuan::manifest {

Result<Done> write_template(const std::string& path) {
    const Fault unwritable{FaultKind::unavailable, "cannot write " + path};
    // Somebody's list may have the name by now.
    if (std::filesystem::exists(path)) return Fault{FaultKind::invalid, path + " is there already"};
    // Asked for first: the library would tell standard error itself.
    if (!std::ofstream(path)) return unwritable;
    lxw_workbook* workbook = workbook_new(path.c_str());
    if (workbook == nullptr) return unwritable;
    lxw_format* text = workbook_add_format(workbook);
    format_set_num_format(text, "@");
    lxw_format* needed = workbook_add_format(workbook);
    format_set_bold(needed);
    lxw_format* whole = workbook_add_format(workbook);
    format_set_num_format(whole, "0");
    lxw_worksheet* sheet = workbook_add_worksheet(workbook, "Bưu gửi");
    lxw_col_t at = 0;
    for (const Column& column : columns()) {
        constexpr double width = 22;
        worksheet_set_column(sheet, at, at, width, column.holds == Holds::number ? whole : text);
        worksheet_write_string(sheet, 0, at, std::string(column.title).c_str(),
                               column.needed ? needed : nullptr);
        ++at;
    }
    worksheet_freeze_panes(sheet, 1, 0);
    if (workbook_close(workbook) != LXW_NO_ERROR) return unwritable;
    return Done{};
}

}  // namespace buuan::manifest
