// The file with what a store knows us by: two lines, the access key and the secret key. Promises: a
// file that others may read or that is another account's is not taken; what was read of it is
// wiped; no error quotes it.
#pragma once

#include <filesystem>

#include "adapters/s3/sign.hpp"
#include "base/result.hpp"

namespace buuan::s3 {

/// unavailable where there is none, denied where others may read it, invalid where it is not these
/// two lines.
Result<Credentials> read_credentials(const std::filesystem::path& file);

}  // namespace buuan::s3
