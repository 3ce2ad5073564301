// write_pack FILE: the rules that are built in, as a pack.
#include <fstream>

#include "adapters/rules/rules.hpp"
#include "base/check.hpp"
#include "screening/read_rules.hpp"

int main(int argc, char** argv) {
    CHECK(argc == 2);
    const auto read = buuan::screening::read_rules(buuan::embedded_rules());
    CHECK(read.ok());
    std::ofstream file(argv[1], std::ios::binary);
    file << read.value().rules.pack() << std::flush;
    return file.good() ? 0 : 1;
}
