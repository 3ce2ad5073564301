#include "acceptance/upu_events.hpp"

#include <gtest/gtest.h>

#include "adapters/rules/rules.hpp"
#include "base/json.hpp"

namespace buuan::acceptance {
namespace {

const UpuEvents& events() {
    static const UpuEvents all = UpuEvents::read(embedded_rules()).value();
    return all;
}

Result<Event, std::string> told(const std::string& code) {
    UpuReport report;
    report.upu = code;
    report.site = SiteCode{"BC1"};
    return event_of(std::move(report), events());
}

TEST(upu_events, each_code_is_an_event_of_ours) {
    const std::pair<const char*, EventKind> known[] = {
        {"EMB", EventKind::scanned},   {"EMC", EventKind::forwarded}, {"EMD", EventKind::scanned},
        {"EME", EventKind::scanned},   {"EMF", EventKind::forwarded}, {"EMG", EventKind::scanned},
        {"EMH", EventKind::attempted}, {"EMI", EventKind::delivered}, {"EMJ", EventKind::scanned},
        {"EMK", EventKind::forwarded}};
    for (const auto& [code, kind] : known) EXPECT_EQ(told(code).value().kind, kind) << code;
    EXPECT_EQ(told("EMI").value().relationship, "not_told");
    EXPECT_EQ(told("EMH").value().reason, "not_told");
    EXPECT_FALSE(told("EMB").value().reason);
}

TEST(upu_events, what_the_other_system_says_stands) {
    UpuReport report;
    report.upu = "EMH";
    report.reason = "addressee_absent";
    report.weight_g = 900;
    const auto event = event_of(std::move(report), events());
    EXPECT_EQ(event.value().reason, "addressee_absent");
    EXPECT_EQ(event.value().weight_g, 900U);
}

TEST(upu_events, unknown_codes_and_the_acceptance_are_refused) {
    EXPECT_EQ(told("EMA").error(), "upu_not_an_event");
    for (const char* code : {"", "EMZ", "emi", "EMI ", "EMIX"})
        EXPECT_EQ(told(code).error(), "upu_unknown") << code;
}

TEST(upu_events, a_damaged_file_names_its_table) {
    for (const char* text :
         {"", "[[event]]\ncode = \"EM\"\nkind = \"scanned\"",
          "[[event]]\ncode = \"EMB\"\nkind = \"flown\"", "[[event]]\ncode = \"EMB\"",
          "[[event]]\ncode = \"EMB\"\nkind = \"scanned\"\nwhy = \"x\"",
          "[[event]]\ncode = \"EMB\"\nkind = \"scanned\"\n[[event]]\ncode = \"EMB\"\nkind = "
          "\"scanned\""}) {
        const auto read = UpuEvents::read(std::vector<RuleFile>{{"upu_events.toml", text}});
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_TRUE(read.error().what.starts_with("upu_events.toml: ")) << read.error().what;
    }
}

}  // namespace
}  // namespace buuan::acceptance
