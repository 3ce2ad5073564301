// What a store says in XML: a page of a listing, or why it refuses. Strangers' bytes: bounded in
// depth and in what a name may be, no document type, and nothing is taken that was not asked for.
// expat stays inside answer.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace buuan::s3 {

inline constexpr std::size_t page_bytes_max = std::size_t{8} << 20;

struct Page {
    std::vector<std::string> names;  // of objects and folders, without the prefix, as they came
    std::string next;                // where the next page begins; empty: this was the last
};

/// corrupt where it is no listing, holds a name that is not below `prefix`, or does not say how to
/// go on.
Result<Page> read_page(std::string_view xml, std::string_view prefix);

/// The code of an error, "NoSuchBucket"; empty where it is none that could be shown.
std::string read_error_code(std::string_view xml);

}  // namespace buuan::s3
