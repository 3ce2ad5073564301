#include "edge/web/files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/temporary_folder_test.hpp"

namespace buuan::web {
namespace {

namespace fs = std::filesystem;

class WebFiles : public ::testing::Test {
protected:
    WebFiles() {
        fs::create_directories(folder / "assets");
        put("index.html", "<!doctype html>");
        put("sw.js", "// worker");
        put("assets/app-1a2b.js", "plain");
        put("assets/app-1a2b.js.br", "brotli");
        put("assets/app-1a2b.js.gz", "gzip");
        put("assets/engine-9f.wasm", "wasm");
        fs::create_directories(folder / "public" / "assets");
        put("public/khai-truoc.js", "for everybody");
        put("public/assets/qr-7c.js", "later");
        put("public/assets/qr-7c.js.gz", "later, packed");
    }
    void put(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
    }
    [[nodiscard]] http::Response get(const std::string& path, const std::string& coding = "",
                                     const std::string& tag = "") const {
        http::Request request;
        request.path = path;
        if (!coding.empty()) request.headers.emplace_back("accept-encoding", coding);
        if (!tag.empty()) request.headers.emplace_back("if-none-match", tag);
        return Files::read(folder).value().answer(request);
    }
    static std::string header(const http::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return {};
    }

    TemporaryFolder temporary;
    const fs::path& folder = temporary.path;
};

TEST_F(WebFiles, every_page_of_the_application_is_the_index_and_is_asked_for_again) {
    for (const char* path : {"/", "/app", "/app/quay", "/app/quay/hom-nay", "/app/../etc/passwd"}) {
        const auto page = get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.body, "<!doctype html>");
        EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
        EXPECT_NE(header(page, "Content-Security-Policy").find("script-src 'self'"),
                  std::string::npos);
        EXPECT_EQ(header(page, "Content-Security-Policy").find("unsafe-inline"), std::string::npos);
    }
    const auto again = get("/", "", header(get("/"), "ETag"));
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
}

TEST_F(WebFiles, what_carries_its_digest_is_kept_for_ever_and_comes_packed_where_that_is_taken) {
    EXPECT_EQ(get("/assets/app-1a2b.js").body, "plain");
    EXPECT_EQ(get("/assets/app-1a2b.js", "gzip, deflate, br").body, "brotli");
    EXPECT_EQ(get("/assets/app-1a2b.js", "gzip").body, "gzip");
    EXPECT_EQ(get("/assets/app-1a2b.js", "br;q=0, gzip;q=0.5").body, "gzip");
    const auto packed = get("/assets/app-1a2b.js", "br");
    EXPECT_EQ(header(packed, "Content-Encoding"), "br");
    EXPECT_EQ(packed.content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(header(packed, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/assets/engine-9f.wasm").content_type, "application/wasm");
    EXPECT_EQ(header(get("/sw.js"), "Cache-Control"), "no-cache");
}

TEST_F(WebFiles, what_is_not_there_is_a_problem_and_never_a_page) {
    for (const char* path : {"/assets/gone.js", "/assets/../index.html", "/etc/passwd", "/assets"})
        EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_EQ(Files().answer({}).status, 404);
}

TEST_F(WebFiles, everybody_gets_what_lies_under_public_and_nothing_else) {
    const auto files = Files::read(folder).value();
    const auto everybody = [&](const std::string& path, const std::string& coding = "") {
        http::Request request;
        request.path = path;
        request.headers.emplace_back("accept-encoding", coding);
        return files.answer_everybody(request);
    };
    EXPECT_EQ(everybody("/khai-truoc.js").body, "for everybody");
    EXPECT_EQ(header(everybody("/khai-truoc.js"), "Cache-Control"), "no-cache");
    EXPECT_EQ(everybody("/assets/qr-7c.js").body, "later");
    EXPECT_EQ(everybody("/assets/qr-7c.js", "gzip").body, "later, packed");
    EXPECT_EQ(header(everybody("/assets/qr-7c.js"), "Cache-Control"),
              "public, max-age=31536000, immutable");
    for (const char* path : {"/", "/app", "/index.html", "/sw.js", "/assets/app-1a2b.js",
                             "/../index.html", "/public/khai-truoc.js"}) {
        EXPECT_EQ(everybody(path).status, 404) << path;
        EXPECT_FALSE(files.for_everybody(path)) << path;
    }
    EXPECT_TRUE(files.for_everybody("/assets/qr-7c.js"));
    EXPECT_FALSE(Files().for_everybody("/khai-truoc.js"));
    EXPECT_EQ(Files().answer_everybody({}).status, 404);
}

TEST_F(WebFiles, a_folder_that_is_no_web_build_is_refused) {
    fs::create_symlink("/etc/passwd", folder / "assets" / "x.js");
    EXPECT_EQ(Files::read(folder).error().what, "/assets/x.js is no regular file");
    fs::remove(folder / "assets" / "x.js");
    fs::remove(folder / "index.html");
    EXPECT_EQ(Files::read(folder).error().what, "there is no index.html");
    EXPECT_FALSE(Files::read(folder / "nowhere").ok());
}

}  // namespace
}  // namespace buuan::web
