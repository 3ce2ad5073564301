// One cell of a table, and what a spreadsheet may have made of what was typed: it takes leading
// zeros away, turns 5/7 into a day and long numbers into 9.1E+11. What can be told for certain is
// mended and said; the rest is refused with the reason, never guessed.
#pragma once

#include <string>

#include "edge/manifest/columns.hpp"
#include "edge/manifest/manifest.hpp"
#include "edge/manifest/xlsx.hpp"

namespace buuan::manifest {

/// Puts the cell into the row under the column's field.
void put_cell(Row& row, const Column& column, XlsxCell cell);

}  // namespace buuan::manifest
