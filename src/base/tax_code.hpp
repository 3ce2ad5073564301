// Tax code of a business (mã số thuế): 10 digits, or 13 for a dependent unit; check digit by
// weights. A person's is the citizen number. docs/formats/identifiers.md, section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace buuan {

struct TaxCode {
    std::string digits;  // 10, or 10 and "-" and 3
    static std::optional<TaxCode> parse(std::string_view typed);
    [[nodiscard]] const std::string& text() const { return digits; }
    friend bool operator==(const TaxCode&, const TaxCode&) = default;
};

}  // namespace buuan
