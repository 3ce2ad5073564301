// How a store is reached, as people configured it, and where the file with its keys is. Checked
// when the store is opened (s3_target.hpp).
#pragma once

#include <filesystem>
#include <string>

namespace buuan::backup {

struct S3Access {
    std::string endpoint;
    std::string region = "us-east-1";
    bool path_style = true;
    std::string ca_file;
    std::filesystem::path credentials;
};

}  // namespace buuan::backup
