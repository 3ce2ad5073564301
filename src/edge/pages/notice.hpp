// The notice for the wall (bản niêm yết): the list of the day with its version, the conditions of
// service in short, and a code that leads to the page. Two sheets of A3 or three of A4, in as large
// a type as they take.
#pragma once

#include "edge/pages/pages.hpp"
#include "edge/paper/document.hpp"

namespace buuan::pages {

/// `public_url`: where the public reaches the node; empty: without a code.
paper::Document notice(const Facts& facts, paper::Size size, std::string_view public_url);

}  // namespace buuan::pages
