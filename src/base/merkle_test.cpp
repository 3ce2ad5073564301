#include "base/merkle.hpp"

#include <gtest/gtest.h>

namespace buuan::merkle {
namespace {

std::vector<Digest> leaves_of(std::size_t count) {
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i)
        leaves.push_back(leaf_hash(as_bytes(std::to_string(i))));
    return leaves;
}

TEST(merkle, has_the_roots_of_rfc_6962) {
    EXPECT_EQ(root_of({}).text(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(leaf_hash({}).text(),
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(merkle, every_leaf_of_every_size_has_a_path_to_the_root) {
    for (std::size_t size = 1; size <= 130; ++size) {
        const auto leaves = leaves_of(size);
        const Digest root = root_of(leaves);
        for (std::size_t i = 0; i < size; ++i) {
            auto path = path_of(leaves, i);
            ASSERT_EQ(root_from_path(leaves[i], i, size, path), root) << i << " of " << size;
            ASSERT_NE(root_from_path(leaves[i], i + 1, size, path), root);
            path.push_back(root);
            ASSERT_FALSE(root_from_path(leaves[i], i, size, path));
            path.resize(path.size() - 1);
            if (path.empty()) continue;
            path.pop_back();
            ASSERT_NE(root_from_path(leaves[i], i, size, path), root);
        }
    }
}

}  // namespace
}  // namespace buuan::merkle
