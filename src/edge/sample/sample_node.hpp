// A sample node: one enterprise in Điện Biên, three sites, five counters, eight members of staff,
// and what they did over the last days, up to now (DESIGN.md section 13). Made through the routes
// that everyone uses, under a simulated clock; people are made up by seed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "edge/node/node.hpp"

namespace buuan::sample {

struct SampleUser {
    std::string name;
    std::string role;
    std::string site;  // empty: everywhere
    std::string staff;
};

struct Summary {
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t pictures = 0;
    std::vector<SampleUser> users;
    std::string password;  // of all sample users
};

/// The empty node, `days` days ago; where there are any, as long before as it takes to have a day
/// that is over its term by now.
Result<Done> create(const std::filesystem::path& folder, const node::CreateOptions& options,
                    const vault::RootMeans& means, int days);
/// Its register, and the items of the last `days` days; none for 0. And of one day 400 days ago, of
/// which all is gone but an item that a hold keeps, and of one 113 days ago, which the law would
/// let go.
Result<Summary> fill(const std::filesystem::path& folder, const vault::RootMeans& means, int days);

}  // namespace buuan::sample
