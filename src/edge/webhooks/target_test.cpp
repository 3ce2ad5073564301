#include "edge/webhooks/target.hpp"

#include <gtest/gtest.h>

#include <string>

namespace buuan::webhooks {
namespace {

TEST(target, is_https_to_a_host_that_every_program_reads_alike) {
    for (const char* good :
         {"https://hooks.example.vn/buuan", "https://hooks.example.vn:8443/a?b=c",
          "https://hooks.example.vn", "https://203.0.114.9/x"})
        EXPECT_TRUE(is_target(good, false)) << good;
    for (const char* bad :
         {"", "http://hooks.example.vn/", "ftp://hooks.example.vn/", "https://", "https:///x",
          "https://user:secret@hooks.example.vn/", "https://hooks.example.vn@127.0.0.1/",
          "https://[::1]/", "https://a b/", "https://hooks.example.vn/#x", "https://a\\@b/",
          "https://hooks.example.vn:0/", "https://hooks.example.vn:65536/",
          "https://hooks.example.vn:/", "https://hooks.example.vn/\r\nX: y", "https://hộp.vn/",
          "HTTPS://hooks.example.vn/", "file:///etc/passwd"})
        EXPECT_FALSE(is_target(bad, false)) << bad;
    EXPECT_TRUE(is_target("http://10.0.0.7:8080/x", true));
    EXPECT_FALSE(is_target("file:///etc/passwd", true));
    EXPECT_FALSE(is_target("https://a/" + std::string(500, 'x'), false));
}

TEST(target, addresses_of_the_machine_and_its_networks_are_not_public) {
    for (const char* own : {"127.0.0.1",
                            "127.9.9.9",
                            "0.0.0.0",
                            "10.1.2.3",
                            "172.16.0.1",
                            "172.31.255.255",
                            "192.168.1.1",
                            "169.254.169.254",
                            "100.64.0.1",
                            "100.127.255.255",
                            "192.0.0.8",
                            "192.0.2.1",
                            "198.18.0.1",
                            "198.51.100.7",
                            "203.0.113.7",
                            "224.0.0.1",
                            "240.0.0.1",
                            "255.255.255.255",
                            "::1",
                            "::",
                            "fe80::1",
                            "fe80::1%eth0",
                            "fc00::1",
                            "fd12:3456::1",
                            "ff02::1",
                            "::ffff:127.0.0.1",
                            "::ffff:8.8.8.8",
                            "64:ff9b::7f00:1",
                            "2002:7f00:1::",
                            "2001:db8::1",
                            "2001::1",
                            "localhost",
                            ""})
        EXPECT_FALSE(is_public_address(own)) << own;
    for (const char* other : {"8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1",
                              "2606:4700:4700::1111", "2400:cb00::1"})
        EXPECT_TRUE(is_public_address(other)) << other;
}

}  // namespace
}  // namespace buuan::webhooks
