// What an S3 store says in XML. A page is taken only with names that were asked for, of which there
// are no more than its bytes could hold, and an error's code only where it can be shown.
#include "adapters/s3/answer.hpp"

#include "fuzz.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    for (const char c : s3::read_error_code(as_text(input)))
        CHECK((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    const auto page = s3::read_page(as_text(input), "n/");
    if (!page.ok()) return;
    CHECK(page.value().names.size() <= input.size());
    for (const std::string& name : page.value().names) CHECK(!name.empty());
}

}  // namespace buuan::fuzz
