#include "base/tax_code.hpp"

#include <array>

namespace buuan {

std::optional<TaxCode> TaxCode::parse(std::string_view typed) {
    std::string digits;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed[i] == '-' && i == 10) continue;
        if (typed[i] < '0' || typed[i] > '9' || digits.size() == 13) return std::nullopt;
        digits += typed[i];
    }
    if (digits.size() != 10 && digits.size() != 13) return std::nullopt;
    constexpr std::array weights = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (digits[i] - '0');
    if (10 - sum % 11 != digits[9] - '0') return std::nullopt;
    if (digits.substr(2, 7) == "0000000") return std::nullopt;
    if (digits.size() == 10) return TaxCode{digits};
    if (digits.substr(10) == "000") return std::nullopt;
    return TaxCode{digits.substr(0, 10) + "-" + digits.substr(10)};
}

}  // namespace buuan
