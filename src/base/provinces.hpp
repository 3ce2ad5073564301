// The 34 provinces and cities (Decree on units in force from 30 April 2026), with the old codes
// that stand in citizen numbers. docs/formats/identifiers.md.
#pragma once

#include <span>
#include <string_view>

namespace buuan {

struct Province {
    std::string_view code;  // two digits, always text
    std::string_view name_vi;
    std::string_view name_ascii;
    bool is_city;
    std::string_view citizen_prefixes;  // three digits each, parted by ';'
};

std::span<const Province> provinces();
const Province* province_of(std::string_view code);
/// The province that the place of birth registration belongs to now; nullptr for a prefix not in
/// the list (born abroad, newer lists).
const Province* province_of_citizen_prefix(std::string_view prefix);

}  // namespace buuan
