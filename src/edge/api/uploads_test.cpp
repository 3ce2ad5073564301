#include "edge/api/uploads.hpp"

#include <gtest/gtest.h>

namespace buuan::api {
namespace {

using Refused = Uploads::Refused;

UploadKey key(const std::string& user = "an", const std::string& slot = "contents") {
    return {user, ItemId{}, slot};
}

/// "more", the bytes of the whole, or a number for the reason of the refusal.
std::string add(Uploads& uploads, const UploadKey& to, std::uint64_t offset, std::uint64_t length,
                std::string_view part, std::int64_t ms = 0) {
    const auto added = uploads.add(to, offset, length, part, Monotonic{ms});
    if (const auto* refused = std::get_if<Refused>(&added))
        return "refused " + std::to_string(static_cast<int>(*refused));
    const auto& whole = std::get<std::shared_ptr<const Upload>>(added);
    return whole == nullptr ? "more" : std::string(whole->bytes());
}
std::string refused(Refused why) {
    return "refused " + std::to_string(static_cast<int>(why));
}

TEST(uploads, put_the_parts_together_and_give_the_whole_until_it_is_dropped) {
    Uploads uploads;
    EXPECT_EQ(add(uploads, key(), 0, 6, "ab"), "more");
    EXPECT_EQ(add(uploads, key(), 2, 6, "cdef"), "abcdef");
    EXPECT_EQ(add(uploads, key(), 6, 6, ""), "abcdef") << "storing it failed, and is tried again";
    uploads.drop(key());
    EXPECT_EQ(uploads.offset(key(), Monotonic{0}), 0U);
}

TEST(uploads, a_part_that_does_not_begin_where_the_last_one_ended_changes_nothing) {
    Uploads uploads;
    EXPECT_EQ(add(uploads, key(), 3, 6, "def"), refused(Refused::offset));
    EXPECT_EQ(add(uploads, key(), 0, 6, "abc"), "more");
    for (const std::uint64_t offset : {0U, 2U, 4U, 6U})
        EXPECT_EQ(add(uploads, key(), offset, 6, "x"), refused(Refused::offset)) << offset;
    EXPECT_EQ(add(uploads, key(), 3, 6, "defg"), refused(Refused::length));
    EXPECT_EQ(add(uploads, key(), 3, 7, "def"), refused(Refused::length));
    EXPECT_EQ(uploads.offset(key(), Monotonic{0}), 3U);
}

TEST(uploads, are_their_users_own) {
    Uploads uploads;
    add(uploads, key("an"), 0, 6, "abc");
    EXPECT_EQ(uploads.offset(key("bình"), Monotonic{0}), 0U);
    EXPECT_EQ(add(uploads, key("bình"), 3, 6, "def"), refused(Refused::offset));
    uploads.drop(key("bình"));
    EXPECT_EQ(uploads.offset(key("an"), Monotonic{0}), 3U);
}

TEST(uploads, are_bounded_each_for_a_user_and_all_together) {
    Uploads uploads({.bytes_max = 10, .bytes_all_max = 25, .open_per_user_max = 2});
    EXPECT_EQ(add(uploads, key(), 0, 11, "a"), refused(Refused::too_large));
    EXPECT_EQ(add(uploads, key("an", "1"), 0, 10, "a"), "more");
    EXPECT_EQ(add(uploads, key("an", "2"), 0, 10, "a"), "more");
    EXPECT_EQ(add(uploads, key("an", "3"), 0, 1, "a"), refused(Refused::too_many));
    EXPECT_EQ(add(uploads, key("bình"), 0, 6, "a"), refused(Refused::full));
    uploads.drop(key("an", "1"));
    EXPECT_EQ(add(uploads, key("bình"), 0, 6, "a"), "more");
}

TEST(uploads, that_take_too_long_make_room) {
    Uploads uploads({.bytes_all_max = 10, .open_ms_max = 1000});
    EXPECT_EQ(add(uploads, key(), 0, 10, "a", 0), "more");
    EXPECT_EQ(add(uploads, key("bình"), 0, 10, "a", 1000), refused(Refused::full));
    EXPECT_EQ(add(uploads, key("bình"), 0, 10, "a", 1001), "more");
    EXPECT_EQ(uploads.offset(key(), Monotonic{1001}), 0U);
}

}  // namespace
}  // namespace buuan::api
