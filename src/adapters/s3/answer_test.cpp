#include "adapters/s3/answer.hpp"

#include <gtest/gtest.h>

namespace buuan::s3 {
namespace {

std::string listing(const std::string& inside) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
           "<Name>bucket</Name><Prefix>n/</Prefix>" +
           inside + "</ListBucketResult>";
}

std::string object(const std::string& key) {
    return "<Contents><Key>" + key +
           "</Key><LastModified>2026-11-26T14:44:34.123Z</LastModified><ETag>&quot;a&quot;</ETag>"
           "<Size>3</Size><Owner><ID>x</ID></Owner></Contents>";
}

TEST(listing, tells_objects_and_folders_by_their_last_part) {
    const auto page = read_page(
        listing("<IsTruncated>false</IsTruncated>" + object("n/buuan-backup") + object("n/") +
                "<CommonPrefixes><Prefix>n/chunks/</Prefix></CommonPrefixes>" +
                object("n/a&amp;b")),
        "n/");
    ASSERT_TRUE(page.ok()) << page.error().what;
    EXPECT_EQ(page.value().names, (std::vector<std::string>{"buuan-backup", "chunks", "a&b"}));
    EXPECT_TRUE(page.value().next.empty());
    EXPECT_TRUE(read_page(listing(""), "n/").ok()) << "an empty one";
}

TEST(listing, goes_on_where_it_says_and_only_when_it_says_both) {
    const std::string cut = "<IsTruncated>true</IsTruncated>";
    const std::string token = "<NextContinuationToken>1/x+=</NextContinuationToken>";
    EXPECT_EQ(read_page(listing(cut + token), "n/").value().next, "1/x+=");
    EXPECT_FALSE(read_page(listing(cut), "n/").ok());
    EXPECT_FALSE(read_page(listing(token), "n/").ok());
}

TEST(listing, with_a_name_that_was_not_asked_for_is_none) {
    for (const char* key : {"m/a", "a", "n", "", "N/a"})
        EXPECT_FALSE(read_page(listing(object(key)), "n/").ok()) << key;
}

TEST(listing, cut_off_or_garbled_is_none) {
    const std::string whole = listing("<IsTruncated>false</IsTruncated>" + object("n/a"));
    ASSERT_TRUE(read_page(whole, "n/").ok());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(read_page(std::string_view(whole).substr(0, size), "n/").ok()) << size;
    for (const char* xml : {"", "not xml", "<a/>", "<Error><Code>NoSuchBucket</Code></Error>",
                            "<ListBucketResult/><ListBucketResult/>", "\xff\xfe<\0L"})
        EXPECT_FALSE(read_page(xml, "n/").ok()) << xml;
}

TEST(listing, deep_or_with_long_names_is_none) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    EXPECT_FALSE(read_page(listing(deep), "n/").ok());
    EXPECT_FALSE(read_page(listing(object("n/" + std::string(5000, 'a'))), "n/").ok());
    EXPECT_FALSE(read_page(listing("<" + std::string(100'000, 'a') + "><b/>"), "n/").ok());
    EXPECT_FALSE(read_page(listing(std::string(page_bytes_max, ' ')), "n/").ok());
}

TEST(listing, has_no_entities_of_its_own) {
    const std::string bomb =
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        "<ListBucketResult><Contents><Key>n/&b;</Key></Contents></ListBucketResult>";
    EXPECT_FALSE(read_page(bomb, "n/").ok());
    EXPECT_EQ(
        read_error_code("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Error><Code>A</Code></Error>"),
        "");
}

TEST(error_code, is_shown_only_where_it_is_a_word) {
    EXPECT_EQ(read_error_code("<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Message>The "
                              "specified bucket does not exist</Message></Error>"),
              "NoSuchBucket");
    for (const char* xml : {"", "<html>502</html>", "<Error/>", "<Error><Code>a b</Code></Error>",
                            "<Error><Code>\x1b[2J</Code></Error>", "<Code>Alone</Code>"})
        EXPECT_EQ(read_error_code(xml), "") << xml;
    EXPECT_EQ(read_error_code("<Error><Code>" + std::string(65, 'a') + "</Code></Error>"), "");
}

}  // namespace
}  // namespace buuan::s3
