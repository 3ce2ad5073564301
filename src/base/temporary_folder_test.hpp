// A folder of this machine for one test's files, gone with it. For *_test.cpp only.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/check.hpp"

namespace buuan {

class TemporaryFolder {
public:
    TemporaryFolder() {
        // mkdtemp(3) puts other letters in place of the last six.
        std::string name = (std::filesystem::temp_directory_path() / "buuan-test-XXXXXX").string();
        CHECK(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path path;
};

}  // namespace buuan
