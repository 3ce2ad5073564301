// Packs of goods rules, which a node keeps and a browser fetches: any bytes. What is taken is
// written back byte for byte, compiles or says why not, and then screens under its own digest.
#include "fuzz.hpp"
#include "screening/pack.hpp"
#include "screening/rule_set.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    using namespace screening;
    auto read = decode_pack(as_text(input));
    if (!read.ok()) {
        CHECK(!read.error().where.empty() && !read.error().what.empty());
        return;
    }
    CHECK(encode_pack(read.value()) == as_text(input));
    const auto rules = RuleSet::compile(std::move(read).value());
    if (!rules.ok()) return;
    CHECK(rules.value().pack() == as_text(input) && rules.value().digest() == sha256(input));
    for (const char* text : {"súng glock", "ốp hình súng, rượu vang"})
        CHECK(screen(text, rules.value(), Day{20'782}).rules == rules.value().digest());
}

}  // namespace buuan::fuzz
