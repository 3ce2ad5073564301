#include "acceptance/receipt.hpp"

#include <algorithm>

namespace buuan::acceptance {

std::optional<Receipt> Receipt::parse(std::string_view typed) {
    if (typed.size() > 64) return std::nullopt;
    const auto bytes = from_crockford(typed);
    if (!bytes || bytes->size() != 16) return std::nullopt;
    Receipt receipt;
    std::copy(bytes->begin(), bytes->end(), receipt.code.begin());
    return receipt;
}

std::string Receipt::text() const {
    std::string text = to_crockford(code);
    for (std::size_t at = 5; at < text.size(); at += 6) text.insert(at, 1, '-');
    return text;
}

Digest Receipt::lookup() const {
    return sha256({as_bytes("buuan/receipt/v1\n"), code});
}

Digest Receipt::commitment(std::string_view item_code) const {
    return sha256({as_bytes("buuan/item-code/v1\n"), code, as_bytes(item_code)});
}

}  // namespace buuan::acceptance
