// What the vector tests share: reading a file of vectors, and a randomness that says what the
// vector says it said.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/entropy.hpp"
#include "base/ids.hpp"

namespace buuan::vectors {

inline boost::json::value read(const std::string& name) {
    std::ifstream in(std::string(BUUAN_SOURCE_DIR) + "/tests/vectors/" + name, std::ios::binary);
    return boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

inline std::string text(const boost::json::value& of, std::string_view member) {
    const auto& found =
        of.as_object().at(boost::json::string_view(member.data(), member.size())).as_string();
    return {found.data(), found.size()};
}
inline std::uint64_t number(const boost::json::value& of, std::string_view member) {
    return static_cast<std::uint64_t>(
        of.as_object().at(boost::json::string_view(member.data(), member.size())).as_int64());
}
inline const boost::json::array& list(const boost::json::value& of, std::string_view member) {
    return of.as_object().at(boost::json::string_view(member.data(), member.size())).as_array();
}
inline Bytes bytes(const boost::json::value& of, std::string_view member) {
    const auto decoded = from_hex(text(of, member));
    CHECK(decoded);
    return *decoded;
}
inline Secret secret(const boost::json::value& of, std::string_view member) {
    const Bytes data = bytes(of, member);
    CHECK(data.size() == 32);
    return Secret(std::span<const std::uint8_t, 32>(data.data(), 32));
}
inline ItemId item(const boost::json::value& of) {
    const auto id = ItemId::parse(text(of, "item"));
    CHECK(id);
    return *id;
}
inline std::vector<std::string> hexes(const std::vector<Digest>& digests) {
    std::vector<std::string> out;
    for (const Digest& digest : digests) out.push_back(digest.text());
    return out;
}
inline std::vector<std::string> texts(const boost::json::array& array) {
    std::vector<std::string> out;
    for (const auto& element : array)
        out.emplace_back(element.as_string().data(), element.as_string().size());
    return out;
}

/// Says its bytes once and in order; asking for more is a difference from the vector, so it fails
/// the test.
class ScriptedEntropy final : public Entropy {
public:
    explicit ScriptedEntropy(Bytes script) : script_(std::move(script)) {}
    ~ScriptedEntropy() override {
        EXPECT_EQ(at_, script_.size()) << "some of the vector's randomness was not used";
    }
    void fill(std::span<std::uint8_t> out) override {
        ASSERT_LE(at_ + out.size(), script_.size())
            << "more randomness is asked for than the vector has";
        std::copy_n(script_.begin() + static_cast<std::ptrdiff_t>(at_), out.size(), out.begin());
        at_ += out.size();
    }

private:
    Bytes script_;
    std::size_t at_ = 0;
};

}  // namespace buuan::vectors
