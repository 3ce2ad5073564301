// What the engine has from an operating system elsewhere. A module without a host can only stop: a
// trap reaches the page as an error, and the page takes a fresh instance (web/src/screening/engine.js).
#include <cstdlib>
#include <new>

#include "base/bytes.hpp"
#include "base/check.hpp"

namespace buuan {

void check_failed(const char*, const char*, int) noexcept {
    __builtin_trap();
}

void wipe(void* data, std::size_t size) noexcept {
    auto* bytes = static_cast<volatile std::uint8_t*>(data);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = 0;
}

}  // namespace buuan

// Those of the library would print before they stop, and so need a host.
void* operator new(std::size_t size) {
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) __builtin_trap();
    return memory;
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
