// buuan rules check FOLDER: what an editor should know of a folder of rules before it is
// published. Needs no node, but for the past sets of one.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/posix/system_clock.hpp"
#include "adapters/rules/rules.hpp"
#include "edge/cli/commands.hpp"
#include "screening/review.hpp"

namespace buuan::cli {
namespace {

using screening::Because;
using screening::RuleSource;

std::string_view here(Because because) {
    switch (because) {
        case Because::another_thing:
            return Text{"đó là một thứ khác", "it is another thing"}.here();
        case Because::relation:
            return Text{"chỉ liên quan đến thứ khác", "it only belongs to another thing"}.here();
        case Because::negation:
            return Text{"khai báo ghi là không có", "it is said not to be there"}.here();
        case Because::turned:
            return Text{"từ đứng sau làm đổi nghĩa", "what follows takes it back"}.here();
        case Because::uncertain:
            return Text{"chữ ngắn, chưa chắc", "too short to be sure"}.here();
    }
    return {};
}

/// Says a review, as lines for people or as one document.
class Report {
public:
    Report(const RuleSource& source, bool json) : source_(source), json_(json) {}

    void say_error(const screening::RuleProblem& problem) {
        ++errors_;
        if (!json_)
            print(say({"lỗi {}: {}", "error {}: {}"}, problem.where,
                      Text{problem.what_vi, problem.what}.here()));
        errors_json_.push_back(
            {{"where", problem.where}, {"what", problem.what}, {"what_vi", problem.what_vi}});
    }

    void say_failed(const screening::FailedExample& failed) {
        ++errors_;
        const auto& example = failed.example;
        const auto expect = screening::name_of(example.expect);
        const auto got = screening::name_of(failed.outcome);
        if (!json_)
            print(say({"ví dụ không đạt {}: \"{}\" cho kết quả {} {}, lẽ ra phải là {} {}",
                       "example {}: \"{}\" comes out as {} {}, not as {} {}"},
                      example.file, example.declared, got, failed.entry, expect, example.entry));
        failed_.push_back({{"file", example.file},
                           {"declared", example.declared},
                           {"expect", expect},
                           {"expect_entry", example.entry},
                           {"outcome", got},
                           {"entry", failed.entry}});
    }

    void say_conflict(const screening::Conflict& conflict) {
        if (!json_)
            print(say({"mâu thuẫn \"{}\": {} và {}", "conflict \"{}\": {} and {}"}, conflict.phrase,
                      place(conflict.entry), place(conflict.other)));
        conflicts_.push_back({{"phrase", conflict.phrase},
                              {"entry", conflict.entry},
                              {"file", file_of(conflict.entry)},
                              {"other_entry", conflict.other},
                              {"other_file", file_of(conflict.other)}});
    }

    void say_shadow(const screening::Shadow& shadow) {
        if (!json_)
            print(say({"bị che {}: \"{}\"{}: {}", "shadowed {}: \"{}\"{}: {}"}, place(shadow.entry),
                      shadow.phrase, spellings(shadow), why(shadow)));
        boost::json::object out{
            {"entry", shadow.entry},        {"file", file_of(shadow.entry)},
            {"phrase", shadow.phrase},      {"tried", shadow.tried},
            {"taken_by", shadow.taken_by},  {"shadowed_spellings", shadow.forms},
            {"spellings", shadow.spellings}};
        if (shadow.because) {
            out["because"] = screening::name_of(*shadow.because);
            out["by"] = shadow.by;
        }
        shadows_.push_back(std::move(out));
    }

    [[nodiscard]] boost::json::object document(std::size_t phrases, std::string_view digest) const {
        return {{"rules", digest},         {"entries", source_.rules.entries.size()},
                {"phrases", phrases},      {"examples", source_.examples.size()},
                {"errors", errors_json_},  {"failed_examples", failed_},
                {"conflicts", conflicts_}, {"shadowed", shadows_}};
    }

    /// The last lines for people.
    void say_sums(std::size_t phrases, std::string_view digest) const {
        if (json_) return;
        print(say({"{} mục, {} tên gọi, {} ví dụ: {} lỗi, {} mâu thuẫn, {} tên bị che",
                   "{} entries, {} names, {} examples: {} errors, {} conflicts, {} names shadowed"},
                  source_.rules.entries.size(), phrases, source_.examples.size(), errors_,
                  conflicts_.size(), shadows_.size()));
        if (!digest.empty()) print(say({"bộ quy tắc {}", "rule set {}"}, digest));
    }

    [[nodiscard]] bool has_errors() const { return errors_ > 0; }
    [[nodiscard]] bool has_warnings() const { return !conflicts_.empty() || !shadows_.empty(); }

private:
    [[nodiscard]] std::string file_of(const std::string& entry) const {
        const auto found = source_.file_of.find(entry);
        return found == source_.file_of.end() ? std::string() : found->second;
    }
    [[nodiscard]] std::string place(const std::string& entry) const {
        return file_of(entry) + ": " + entry;
    }
    static std::string spellings(const screening::Shadow& shadow) {
        if (shadow.spellings == 1) return {};
        return say({" ({} trên {} cách viết, như \"{}\")", " ({} of {} spellings, as \"{}\")"},
                   shadow.forms, shadow.spellings, shadow.tried);
    }
    static std::string why(const screening::Shadow& shadow) {
        std::string out = shadow.taken_by.empty()
                              ? say({"không được xếp vào mục nào", "taken for no entry"})
                              : say({"bị xếp vào {}", "taken for {}"}, shadow.taken_by);
        if (shadow.because) out += fmt::format("; {}", here(*shadow.because));
        if (!shadow.by.empty()) out += fmt::format(" (\"{}\")", shadow.by);
        return out;
    }

    const RuleSource& source_;
    const bool json_;
    std::size_t errors_ = 0;
    boost::json::array errors_json_;
    boost::json::array failed_;
    boost::json::array conflicts_;
    boost::json::array shadows_;
};

}  // namespace

Exit rules_check(const RulesCheckOptions& options, Door* door) {
    const auto files = read_rules_folder(options.folder);
    if (!files.ok()) {
        complain(files.error().what);
        return Exit::unreachable;
    }
    const RuleSource source = screening::read_source(files.value());
    Report report(source, options.json);
    for (const auto& problem : source.problems) report.say_error(problem);
    if (report.has_errors()) {
        report.say_sums(0, "");
        if (options.json) print(boost::json::serialize(report.document(0, "")));
        return Exit::no;
    }
    const auto rules = screening::RuleSet::compile(source.rules);
    if (!rules.ok()) {
        complain(rules.error().where + ": " + rules.error().what);
        return Exit::bad_input;
    }
    const auto found = screening::review(source, rules.value(), Day::of(SystemClock().now()));
    for (const auto& failed : found.failed) report.say_failed(failed);
    for (const auto& conflict : found.conflicts) report.say_conflict(conflict);
    for (const auto& shadow : found.shadows) report.say_shadow(shadow);
    const std::string digest = rules.value().digest().text();
    report.say_sums(found.phrases, digest);
    auto document = report.document(found.phrases, digest);
    const bool stops = report.has_errors() || (options.strict && report.has_warnings());
    Exit exit = stops ? Exit::no : Exit::done;
    if (!stops && !options.over.empty())
        exit = rules_compare(rules.value(), options, door, document);
    if (options.json) print(boost::json::serialize(document));
    return exit;
}

}  // namespace buuan::cli
