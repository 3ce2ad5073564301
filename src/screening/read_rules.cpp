#include "screening/read_rules.hpp"

#include <toml++/toml.h>

#include <array>

namespace buuan::screening {
namespace {

using Texts = std::vector<std::string>;

/// What is wrong, in both languages; empty where nothing is.
struct Wrong {
    std::string en;
    std::string vi;
};

/// Reads one table and remembers the first thing that is wrong, so that reading stays a list of
/// fields.
class Table {
public:
    explicit Table(const toml::table& table) : table_(table) {}

    std::string text(std::string_view name, bool needed = true) {
        ++known_;
        const auto* node = table_.get(name);
        if (node == nullptr) {
            --known_;
            if (needed) problem(name, {"is missing", "còn thiếu"});
            return {};
        }
        const auto value = node->value_exact<std::string>();
        if (!value) problem(name, {"is no text", "không phải là chữ"});
        return value.value_or("");
    }

    Texts texts(std::string_view name, bool needed = true) {
        ++known_;
        const auto* node = table_.get(name);
        if (node == nullptr) {
            --known_;
            if (needed) problem(name, {"is missing", "còn thiếu"});
            return {};
        }
        Texts out;
        if (!node->is_array()) {
            problem(name, {"is no list", "không phải là danh sách"});
            return out;
        }
        for (const auto& element : *node->as_array()) {
            const auto value = element.value_exact<std::string>();
            if (!value)
                problem(name, {"holds something that is no text", "có phần tử không phải là chữ"});
            out.push_back(value.value_or(""));
        }
        return out;
    }

    bool flag(std::string_view name) {
        const auto* node = table_.get(name);
        if (node == nullptr) return false;
        ++known_;
        const auto value = node->value_exact<bool>();
        if (!value) problem(name, {"is neither true nor false", "không phải là true hay false"});
        return value.value_or(false);
    }

    std::optional<Day> day(std::string_view name) {
        const auto* node = table_.get(name);
        if (node == nullptr) return std::nullopt;
        ++known_;
        const auto value = node->value_exact<toml::date>();
        const auto day = value ? Day::of_date(value->year, value->month, value->day) : std::nullopt;
        if (!day) problem(name, {"is no date", "không phải là ngày"});
        return day;
    }

    Outcome outcome(std::string_view name) {
        const auto named = outcome_named(text(name));
        const std::string all = "allowed, vague, restricted_documents, conditional, prohibited";
        if (!named) problem(name, {"is not one of " + all, "không phải là một trong " + all});
        return named.value_or(Outcome::vague);
    }

    void problem(std::string_view name, const Wrong& what) {
        const std::string of = std::string(name) + " ";
        if (what_.en.empty()) what_ = {of + what.en, of + what.vi};
    }
    /// Empty when every field was good and none was unknown.
    Wrong finish() {
        if (what_.en.empty() && known_ != table_.size())
            what_ = {"it has a field that is not known", "có trường không hợp lệ"};
        return what_;
    }

private:
    const toml::table& table_;
    std::size_t known_ = 0;
    Wrong what_;
};

struct Reader : RuleSource {
    void note(const RuleFile& file, std::string_view which, const Wrong& what) {
        if (!what.en.empty())
            problems.push_back({file.path + ": " + std::string(which), what.en, what.vi});
    }

    void read_goods(const RuleFile& file, const toml::table& table) {
        for (const auto& [name, node] : table) {
            if ((name != "entry" && name != "example") || !node.is_array_of_tables())
                note(file, name.str(),
                     {"is neither [[entry]] nor [[example]]",
                      "không phải là [[entry]] hay [[example]]"});
            if (!node.is_array_of_tables()) continue;
            for (const auto& element : *node.as_array()) {
                Table fields(*element.as_table());
                if (name == "entry") {
                    Entry entry;
                    entry.id = fields.text("id");
                    entry.outcome = fields.outcome("status");
                    entry.name_vi = fields.text("name_vi");
                    entry.name_en = fields.text("name_en");
                    entry.legal_basis = fields.texts("legal_basis");
                    entry.certainty = fields.text("certainty");
                    entry.conditions = fields.text("conditions", false);
                    entry.un_numbers = fields.texts("un_numbers", false);
                    entry.match = fields.texts("match");
                    entry.anywhere = fields.flag("anywhere");
                    entry.closely = fields.flag("closely");
                    entry.since = fields.day("since");
                    entry.until = fields.day("until");
                    note(file, entry.id, fields.finish());
                    file_of.emplace(entry.id, file.path);
                    rules.entries.push_back(std::move(entry));
                } else {
                    Example example{fields.text("entry", false), fields.text("declared"),
                                    fields.outcome("expect"), file.path};
                    note(file, "example \"" + example.declared + "\"", fields.finish());
                    examples.push_back(std::move(example));
                }
            }
        }
    }

    static std::optional<Role> role_of(std::string_view list) {
        constexpr std::array<std::pair<std::string_view, Role>, 8> roles = {
            {{"heads", Role::picture},
             {"things", Role::thing},
             {"harmless", Role::harmless},
             {"relations", Role::relation},
             {"negations", Role::negation},
             {"turns", Role::turn},
             {"joints", Role::joint},
             {"padding", Role::padding}}};
        for (const auto& [name, role] : roles)
            if (name == list) return role;
        return std::nullopt;
    }

    void read_words(const RuleFile& file, const toml::table& table) {
        for (const auto& [name, node] : table) {
            if (const auto role = role_of(name.str()); role && node.is_array()) {
                for (const auto& phrase : *node.as_array())
                    rules.context.phrases[*role].push_back(phrase.value_or(std::string()));
            } else if (node.is_array_of_tables()) {
                for (const auto& element : *node.as_array())
                    read_words_table(file, name.str(), *element.as_table());
            } else {
                note(file, name.str(),
                     {"is no list of words that is known", "không phải là danh sách từ đã biết"});
            }
        }
    }

    void read_words_table(const RuleFile& file, std::string_view name, const toml::table& table) {
        Table fields(table);
        if (name == "term") {
            Term term{fields.text("word"), fields.text("entry"), fields.texts("risky_near", false),
                      fields.texts("benign")};
            note(file, "term " + term.word, fields.finish());
            rules.context.terms.push_back(std::move(term));
        } else if (name == "short") {
            ShortForm form{fields.text("write"), fields.text("means")};
            note(file, "short " + form.write, fields.finish());
            rules.context.short_forms.push_back(std::move(form));
        } else if (name == "class") {
            const std::string which = fields.text("name");
            auto words = fields.texts("words");
            note(file, "class " + which, fields.finish());
            rules.context.classes[which] = std::move(words);
        } else {
            note(file, name,
                 {"is neither [[term]], [[short]] nor [[class]]",
                  "không phải là [[term]], [[short]] hay [[class]]"});
        }
    }
};

}  // namespace

RuleSource read_source(std::span<const RuleFile> files) {
    Reader reader;
    for (const RuleFile& file : files) {
        const bool goods = file.path.starts_with("goods/");
        if (!goods && file.path != "context.toml" && !file.path.starts_with("words/")) continue;
        try {
            const toml::table table = toml::parse(file.text, file.path);
            if (goods) {
                reader.read_goods(file, table);
            } else {
                reader.read_words(file, table);
            }
        } catch (const toml::parse_error& error) {
            const std::string line = std::to_string(error.source().begin.line);
            const std::string what(error.description());
            reader.note(file, "line " + line, {what, "không đọc được TOML: " + what});
        }
    }
    for (RuleProblem& problem : problems_of(reader.rules)) {
        const auto file = reader.file_of.find(problem.where);
        if (file != reader.file_of.end()) problem.where = file->second + ": " + problem.where;
        reader.problems.push_back(std::move(problem));
    }
    return reader;
}

Result<ReadRules, RuleProblem> read_rules(std::span<const RuleFile> files) {
    RuleSource source = read_source(files);
    if (!source.problems.empty()) return source.problems.front();
    auto rules = RuleSet::compile(std::move(source.rules));
    if (!rules.ok()) return rules.error();
    return ReadRules{std::move(rules).value(), std::move(source.examples)};
}

}  // namespace buuan::screening
