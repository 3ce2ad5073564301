// The pages that anybody may read, without signing in or cookies: may I send this, the list as it
// is posted, and the conditions of service (D5), none of which needs a script; and the declaration
// beforehand and the phone beside a counter, which are a script's alone. Pure: facts in, HTML out.
// The style stands in a file of its own, so that the pages need no inline style.
#pragma once

#include <string>
#include <string_view>

#include "edge/pages/html.hpp"
#include "edge/pages/posted.hpp"

namespace buuan::pages {

/// What every page is made from.
struct Facts {
    const Posted& posted;
    const screening::RuleSet& rules;
    Day issued;  // the first day on which the list decides
    Day today;
    std::string_view enterprise;
    bool sample = false;
    bool coming = false;  // the list does not decide yet; `today` is a day on which it will
    Language language = Language::vi;
    bool declares = false;  // the web app is there, and with it the scripts of the last two pages
};

inline constexpr std::size_t asked_bytes_max = 1000;

/// `asked`: what was typed; empty: nothing yet.
std::string lookup_page(const Facts& facts, std::string_view asked);
/// The look-up page for somebody who asks too often.
std::string busy_page(const Facts& facts);
std::string list_page(const Facts& facts);
std::string conditions_page(const Facts& facts);
/// Frame and beginning of the page on which a sender declares beforehand. What is typed there stays
/// in the browser: the page has no form that could be sent (docs/formats/declaration-code.md).
std::string declaration_page(const Facts& facts);
/// Frame and beginning of the page that makes a phone the counter's camera and signature pad, for
/// who scanned the code on the counter's screen (docs/decisions/phone-as-second-camera.md).
std::string phone_page(const Facts& facts);

/// The style of all pages, and the path it is served at: a name that changes with its content.
std::string_view style();
std::string_view style_path();  // "/assets/public-1a2b3c4d.css"

}  // namespace buuan::pages
