// GCC 12 finds uninitialised values inside <regex> when it also instruments for ASan; there are
// none of ours.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "edge/http/problem.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace buuan::http {
namespace {

namespace fs = std::filesystem;

/// A file's text with its line breaks and indents made one space, or none behind an opening
/// bracket, so that it does not matter how the formatter broke it.
std::string text_in(const fs::path& file) {
    std::ifstream in(file);
    std::string out;
    for (std::string line; std::getline(in, line);) {
        line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
        const bool opened = !out.empty() && (out.back() == '(' || out.back() == '{');
        if (!out.empty() && !opened) out += ' ';
        out += line;
    }
    return out;
}

std::map<std::string, std::string> sources(const std::string& folder,
                                           const std::string& extension) {
    std::map<std::string, std::string> files;
    for (const auto& each : fs::recursive_directory_iterator(fs::path(BUUAN_SOURCE_DIR) / folder)) {
        const std::string name = each.path().string();
        if (each.path().extension() == extension && name.find("_test.") == std::string::npos)
            files[name] = text_in(each.path());
    }
    return files;
}

/// Every code in `text` that stands where the pattern says; each of its groups may hold several
/// literals ("a ? \"x\" : \"y\"").
void collect(const std::string& text, const std::string& pattern, std::set<std::string>& codes) {
    const std::regex where(pattern);
    static const std::regex literal("\"([a-z][a-z0-9_]*)\"");
    for (auto found = std::sregex_iterator(text.begin(), text.end(), where);
         found != std::sregex_iterator(); ++found) {
        for (std::size_t group = 1; group < found->size(); ++group) {
            const std::string held = (*found)[group].str();
            for (auto code = std::sregex_iterator(held.begin(), held.end(), literal);
                 code != std::sregex_iterator(); ++code)
                codes.insert((*code)[1].str());
        }
    }
}

/// All codes that an answer can carry, read from where they are made.
std::set<std::string> codes_in_use() {
    std::set<std::string> codes;
    for (const auto& [name, text] : sources("src/edge", ".cpp")) {
        if (name.ends_with("problem_texts.cpp")) continue;
        collect(text, R"re(problem\([^;]*?\b[3-5]\d\d, ("[a-z_]+"))re",
                codes);  // problem(request, 404, "code"
        collect(text, R"re(\b[3-5]\d\d, "[a-z_]+", \{\{[^{}]*, ([^{},]*)\}\})re",
                codes);  // …, {{"field", "reason"}}
        collect(text, R"re(return \{[3-5]\d\d, ("[a-z_]+")\};)re", codes);  // status_of
        collect(text, R"re(Wrong\{[^{},]*, ([^{}]*)\})re", codes);
        collect(text, R"re(refuse\([3-5]\d\d, ("[a-z_]+")\))re", codes);
        collect(text, R"re(unprocessable_field\(call, [^;]*?, ([^,;()]*)\);)re", codes);
    }
    for (const auto& [name, text] : sources("src/acceptance", ".cpp")) {
        if (name.find("/check_") == std::string::npos) continue;
        collect(text, R"re(\badd\([^;]*?, ([^,;]*)\);)re", codes);
        collect(text, R"re(push_back\(\{[^{};]*, ("[a-z_]+")\}\))re", codes);
    }
    for (const auto& [name, text] : sources("src/register", ".cpp")) {
        if (!name.ends_with("access.cpp")) continue;
        collect(text, R"re(return (?:std::string\()?("[a-z_]+")\)?;)re", codes);
        collect(text, R"re(Fault\{FaultKind::invalid, ("[a-z_]+")\})re", codes);
    }
    for (const char* name : {"phone.cpp", "citizen_number.cpp", "citizen_card.cpp"}) {
        const std::string text = text_in(fs::path(BUUAN_SOURCE_DIR) / "src/base" / name);
        collect(text, R"re(std::string\(([^;]*)\);)re", codes);
        collect(text, R"re((?:emplace_back|push_back)\(("[a-z_]+")\))re", codes);
    }
    for (const char* name : {"json.cpp", "json.hpp"})
        collect(text_in(fs::path(BUUAN_SOURCE_DIR) / "src/base" / name),
                R"re((?:Problem\{[^{}]*, |\.problem\()("[a-z_]+")[})])re", codes);
    collect(text_in(fs::path(BUUAN_SOURCE_DIR) / "rules/site_equipment.toml"),
            R"re(reason = ("[a-z_]+"))re", codes);
    const std::string picture = text_in(fs::path(BUUAN_SOURCE_DIR) / "src/evidence/picture.hpp");
    std::smatch described;
    if (std::regex_search(picture, described,
                          std::regex(R"re(BOOST_DESCRIBE_ENUM\(PictureProblem, ([^)]*)\))re"))) {
        std::istringstream names(std::regex_replace(described[1].str(), std::regex(","), " "));
        for (std::string name; names >> name;) codes.insert(name);
    }
    return codes;
}

TEST(problem_texts, every_code_that_an_answer_can_carry_is_said_in_both_languages) {
    const auto codes = codes_in_use();
    // What the scan must not lose when the code is written another way: one of each place that it
    // looks in.
    for (const char* known :
         {"not_found", "csrf", "receipt_form", "header_too_large", "timed_out", "code_mismatch",
          "search_needs_one", "inspection_needed", "phone_made_up", "event_needs", "password_short",
          "role_unknown", "phone_prefix", "citizen_age", "card_name", "unknown_field", "too_deep",
          "leader_missing", "picture_animated"}) {
        EXPECT_TRUE(codes.contains(known)) << known;
    }
    for (const std::string& code : codes) {
        const ProblemText text = text_of(code);
        EXPECT_NE(text.vi, code) << code << " has no text";
        EXPECT_NE(text.vi, text.en) << code;
        EXPECT_FALSE(text.vi.empty() || text.en.empty()) << code;
    }
}

TEST(problem_texts, each_code_stands_once_and_is_used_somewhere) {
    std::string everything;
    for (const char* extension : {".cpp", ".hpp"}) {
        for (const auto& [name, text] : sources("src", extension)) {
            if (!name.ends_with("problem_texts.cpp")) everything += text;
        }
    }
    for (const auto& [name, text] : sources("rules", ".toml")) everything += text;
    std::set<std::string> seen;
    const std::string catalogue =
        text_in(fs::path(BUUAN_SOURCE_DIR) / "src/edge/http/problem_texts.cpp");
    const std::regex entry(R"re(\{"([a-z0-9_]+)", \{)re");
    for (auto found = std::sregex_iterator(catalogue.begin(), catalogue.end(), entry);
         found != std::sregex_iterator(); ++found) {
        const std::string code = (*found)[1].str();
        EXPECT_TRUE(seen.insert(code).second) << code << " stands twice";
        const bool picture = code.starts_with("picture_");  // enumerators, not literals
        EXPECT_NE(everything.find(picture ? code : "\"" + code + "\""), std::string::npos)
            << code << " is said by nobody";
    }
    EXPECT_GT(seen.size(), 100U);
}

Request request_in(const char* language) {
    Request request;
    request.id = "r-1";
    request.headers.emplace_back("accept-language", language);
    return request;
}

TEST(problem, says_code_title_and_fields_in_the_readers_language) {
    const auto vi =
        problem(request_in("vi"), 422, "bad_document", {{"sender.phone", "phone_length"}});
    EXPECT_EQ(vi.status, 422);
    EXPECT_EQ(vi.content_type, "application/problem+json");
    EXPECT_EQ(
        vi.body,
        R"({"type":"urn:buuan:problem:bad_document","status":422,"title":"Nội dung gửi lên có chỗ sai; xem từng mục.","code":"bad_document","instance":"r-1",)"
        R"("errors":[{"field":"sender.phone","reason":"phone_length","text":"Số điện thoại cần 10 chữ số (cố định: 11)."}]})");
    const auto en =
        problem(request_in("en"), 422, "bad_document", {{"sender.phone", "phone_length"}});
    EXPECT_NE(en.body.find("A phone number needs 10 digits"), std::string::npos);
    EXPECT_EQ(en.headers.front(), (std::pair<std::string, std::string>{"Content-Language", "en"}));
}

TEST(problem, a_fault_goes_to_the_operators_and_only_its_kind_to_the_caller) {
    testing::internal::CaptureStderr();
    const auto response = problem(
        request_in("en"), Fault{FaultKind::unavailable, "days/2026-11-24.db: database is locked"});
    const std::string logged = testing::internal::GetCapturedStderr();
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.headers.back(), (std::pair<std::string, std::string>{"Retry-After", "2"}));
    EXPECT_EQ(response.body.find("days"), std::string::npos);
    EXPECT_NE(logged.find("database is locked"), std::string::npos);
    EXPECT_NE(logged.find("r-1"), std::string::npos);
}

TEST(problem, each_kind_of_fault_has_its_status) {
    const std::pair<FaultKind, int> expected[] = {
        {FaultKind::unavailable, 503}, {FaultKind::busy, 503},   {FaultKind::full, 507},
        {FaultKind::corrupt, 500},     {FaultKind::denied, 403}, {FaultKind::timed_out, 504},
        {FaultKind::invalid, 400}};
    for (const auto& [kind, status] : expected)
        EXPECT_EQ(problem(request_in("vi"), Fault{kind, "x"}).status, status);
}

}  // namespace
}  // namespace buuan::http
