// Ledger entries and the canonical JSON that they are: what is accepted is written again byte for
// byte, so there is one entry for each leaf hash.
#include "ledger/entry.hpp"

#include "base/canonical.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    const std::string_view text = as_text(input);
    if (const auto value = parse_canonical_json(text, ledger::entry_bytes_max); value.ok())
        CHECK(canonical_json(value.value()).value() == text);
    const auto entry = ledger::decode(text);
    if (!entry.ok()) return;
    CHECK(ledger::encode(entry.value()).value() == text);
    CHECK(text.size() <= ledger::entry_bytes_max);
}

}  // namespace buuan::fuzz
