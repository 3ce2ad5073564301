// What this room's tests start from: a node on a real folder that goes away with the test, and a
// clock that is set by hand. For *_test.cpp only.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "adapters/posix/system_entropy.hpp"
#include "base/temporary_folder_test.hpp"
#include "edge/node/node.hpp"

namespace buuan::node {

class HandClock final : public Clock {
public:
    Instant now() override { return at; }
    Monotonic elapsed() override { return {at.ms}; }
    Instant at = Day::parse("2026-11-24")->start() + 3'600'000;
};

struct NodeTest : ::testing::Test {
    HandClock clock;
    SystemEntropy random;
    vault::RootMeans means;
    TemporaryFolder temporary;
    const std::filesystem::path& folder = temporary.path;
    std::unique_ptr<Node> node;
    const Day today = Day::parse("2026-11-24").value();

    void SetUp() override {
        CreateOptions options;
        options.config.name = "Bưu chính Ví Dụ";
        options.config.origin = "vidu.example";
        options.config.home_province = "11";
        const auto made = Node::create(folder, options, means, clock, random);
        ASSERT_TRUE(made.ok()) << made.error().what;
        const auto opened = reopen();
        ASSERT_TRUE(opened.ok()) << opened.error().what;
    }
    void TearDown() override {
        node.reset();
        std::filesystem::remove_all(folder);
    }
    Result<Done> reopen() {
        node.reset();
        auto opened = Node::open(folder, means, clock, random);
        if (!opened.ok()) return opened.error();
        node = std::move(opened).value();
        return Done{};
    }
};

}  // namespace buuan::node
