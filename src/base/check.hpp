// CHECK is for bugs: it logs the expression and stops the process, in release builds too. Never for
// input or for the outside world, which answer with Result.
#pragma once

namespace buuan {

[[noreturn]] void check_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace buuan

#define CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::buuan::check_failed(#condition, __FILE__, __LINE__))
