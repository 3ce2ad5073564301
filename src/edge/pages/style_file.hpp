// public.css as it was when the program was built.
#pragma once

#include <string_view>

namespace buuan::pages {

extern const std::string_view style_file;

}  // namespace buuan::pages
