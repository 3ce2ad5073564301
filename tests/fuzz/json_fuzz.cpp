// The JSON documents of the API, read into structs: an intake and an event, which between them have
// every kind of member. Another reader of JSON must agree that what was accepted is JSON.
#include <boost/json/parse.hpp>

#include "acceptance/events.hpp"
#include "acceptance/intake.hpp"
#include "base/json.hpp"
#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

void walk(const json::Value& value, std::size_t depth) {
    CHECK(depth <= json::depth_max);
    CHECK(value.size() <= json::elements_max);
    for (std::size_t i = 0; i < value.size(); ++i) walk(value.at(i), depth + 1);
}

template <class T>
void accepted_is_written_and_read_again(std::string_view text) {
    const auto value = json::read<T>(text);
    if (!value.ok()) return;
    const std::string once = json::write(value.value());
    const auto again = json::read<T>(once);
    CHECK(again.ok());
    CHECK(json::write(again.value()) == once);
}

}  // namespace

void take(BytesView input) {
    const auto document = json::Document::parse(as_text(input));
    if (!document.ok()) return;
    walk(document.value().root(), 0);
    boost::system::error_code error;
    boost::json::parse(as_text(input), error);
    CHECK(!error);
    accepted_is_written_and_read_again<acceptance::Intake>(as_text(input));
    accepted_is_written_and_read_again<acceptance::Event>(as_text(input));
}

}  // namespace buuan::fuzz
