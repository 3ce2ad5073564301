// Where libFuzzer calls in.
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    buuan::fuzz::take({data, size});
    return 0;
}
