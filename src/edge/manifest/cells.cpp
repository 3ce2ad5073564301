#include "edge/manifest/cells.hpp"

#include <algorithm>

namespace buuan::manifest {
namespace {

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "9.12346E+08": what a spreadsheet writes for a long number. Digits are gone for good.
bool is_scientific(std::string_view text) {
    const auto mark = text.find_first_of("eE");
    return mark != std::string_view::npos && mark > 0 &&
           text.substr(0, mark).find_first_not_of("0123456789.,") == std::string_view::npos &&
           mark + 1 < text.size() &&
           text.substr(mark + 1).find_first_not_of("+-0123456789") == std::string_view::npos;
}

/// Mobile numbers have ten digits and landlines eleven, both with a leading zero; a landline begins
/// with 02. So nine digits, or ten that begin with 2, have lost it.
bool phone_lost_its_zero(std::string_view phone) {
    return phone.size() == 9 || (phone.size() == 10 && phone[0] == '2');
}

/// Where digits show that a zero stood before them, it is put back. Also in texts: a spreadsheet
/// that opened the CSV may have saved it again.
void mend(Row& row, const Column& column, std::string& text) {
    if (text.empty() || text[0] == '0' || !all_digits(text)) return;
    // A tax code's last digit is a check, which the node looks at.
    const bool lost = column.holds == Holds::phone      ? phone_lost_its_zero(text)
                      : column.holds == Holds::tax_code ? text.size() == 9
                                                        : false;
    if (!lost) return;
    text.insert(text.begin(), '0');
    row.mended.push_back({std::string(column.field), "zero_restored"});
}

/// The reason why this number cannot stand in that column; empty when it can.
std::string_view reason_against(const Column& column, std::string_view number) {
    switch (column.holds) {
        case Holds::text:
            return {};
        case Holds::number:
            return all_digits(number) ? "" : "not_whole";
        case Holds::identity:
            // Which of its zeros are missing could be told, but not that none of its digits is.
            return number.size() < 12 ? "zero_lost" : "";
        case Holds::phone:
        case Holds::tax_code:
            return all_digits(number) ? "" : "scientific_notation";
    }
    return {};
}

}  // namespace

void put_cell(Row& row, const Column& column, XlsxCell cell) {
    using Kind = XlsxCell::Kind;
    std::string_view reason;
    if (cell.kind == Kind::error) reason = "cell_error";
    if (cell.kind == Kind::date) reason = "turned_into_date";
    if (cell.kind == Kind::number) reason = reason_against(column, cell.text);
    if (cell.kind == Kind::text && column.holds != Holds::text && is_scientific(cell.text))
        reason = "scientific_notation";
    if (!reason.empty()) row.problems.push_back({std::string(column.field), std::string(reason)});
    mend(row, column, cell.text);
    row.fields[std::string(column.field)] = std::move(cell.text);
}

}  // namespace buuan::manifest
