// The columns of a manifest: what each is called in the files that people send, what it holds, and
// whether a row needs it (docs/guide/import.md has the list).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace buuan::manifest {

/// What a column holds decides what is done where a spreadsheet has made a number of it.
enum class Holds { text, phone, identity, tax_code, number };

struct Column {
    std::string_view field;
    bool needed;
    Holds holds;
    std::string_view title;                  // the heading that templates have
    std::vector<std::string_view> headings;  // those that are understood, folded
};

const std::vector<Column>& columns();
/// The column that a heading means, with or without diacritics and punctuation; nullptr when none.
const Column* column_of_heading(std::string_view heading);
/// "Khối lượng (gam)" and "weight_g" as "khoi luong gam" and "weight g".
std::string folded_heading(std::string_view heading);

}  // namespace buuan::manifest
