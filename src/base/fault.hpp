// Why something outside the program failed, in few kinds that callers can act on. The sentence is
// for operators: it names the item, file or day concerned and never holds a person's details
// (STYLE.md section 4).
#pragma once

#include <string>
#include <string_view>

namespace buuan {

enum class FaultKind {
    unavailable,  // not there now (a server, a device, a file); may come back
    busy,         // too much at once; try again later
    full,         // no space left
    corrupt,      // bytes that fail their check
    denied,       // not allowed, or the key is gone
    timed_out,
    invalid,  // what was given cannot be used (configuration, an imported file)
};

struct Fault {
    FaultKind kind;
    std::string what;
};

std::string_view name_of(FaultKind kind);

}  // namespace buuan
