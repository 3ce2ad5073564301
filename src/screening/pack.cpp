#include "screening/pack.hpp"

#include <algorithm>
#include <array>

#include "screening/utf8.hpp"

namespace buuan::screening {
namespace {

constexpr std::string_view title = "buuan/goods-rules/v3\n";
constexpr std::size_t text_bytes_max = 16 * 1024;
constexpr std::size_t list_items_max = 50'000;

/// What a pack calls the lists of words, in the order in which they stand there.
constexpr std::array<std::pair<Role, std::string_view>, 8> lists = {{{Role::harmless, "harmless"},
                                                                     {Role::picture, "heads"},
                                                                     {Role::joint, "joints"},
                                                                     {Role::negation, "negations"},
                                                                     {Role::padding, "padding"},
                                                                     {Role::relation, "relations"},
                                                                     {Role::thing, "things"},
                                                                     {Role::turn, "turns"}}};

/// Every text with its length, every list with its count.
class Writer {
public:
    Writer& text(std::string_view value) {
        out_ += std::to_string(value.size());
        out_ += ':';
        out_ += value;
        return *this;
    }
    Writer& count(std::size_t items) {
        out_ += std::to_string(items);
        out_ += '[';
        return *this;
    }
    Writer& texts(const std::vector<std::string>& values) {
        count(values.size());
        for (const std::string& value : values) text(value);
        return *this;
    }
    void entry(const Entry& entry) {
        text(entry.id).text(name_of(entry.outcome)).text(entry.name_vi).text(entry.name_en);
        texts(entry.legal_basis).text(entry.conditions).texts(entry.un_numbers);
        text(entry.certainty).texts(entry.match).text(meant(entry));
        text(entry.since ? entry.since->text() : "").text(entry.until ? entry.until->text() : "");
    }
    std::string finish() && { return std::move(out_); }

private:
    static std::string_view meant(const Entry& entry) {
        return !entry.anywhere ? "" : entry.closely ? "closely" : "anywhere";
    }

    std::string out_{title};
};

/// Reads what Writer writes and remembers the first thing that is wrong; from then on everything is
/// empty, so that reading stays a list of fields.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {
        if (bytes_.size() > pack_bytes_max)
            fail("it is larger than 4 MiB");
        else if (!bytes_.starts_with(title))
            fail("it is no pack of goods rules, or of another version");
        else
            at_ = title.size();
    }

    std::string text() {
        const std::size_t size = number(':', text_bytes_max, "a text is too long");
        if (size > bytes_.size() - at_) fail("it ends within a text");
        if (failed_) return {};
        const std::string_view value = bytes_.substr(at_, size);
        if (!is_utf8(value)) fail("a text is no UTF-8");
        at_ += size;
        return std::string(value);
    }

    /// Not more than can still stand there.
    std::size_t count() {
        const std::size_t items = number('[', list_items_max, "a list is too long");
        if (items > (bytes_.size() - at_) / 2) fail("it ends within a list");
        return failed_ ? 0 : items;
    }

    std::vector<std::string> texts() {
        std::vector<std::string> values(count());
        for (std::string& value : values) value = text();
        return values;
    }

    Entry entry() {
        Entry entry;
        entry.id = text();
        where_ = "entry " + entry.id;
        entry.outcome = outcome();
        entry.name_vi = text();
        entry.name_en = text();
        entry.legal_basis = texts();
        entry.conditions = text();
        entry.un_numbers = texts();
        entry.certainty = text();
        entry.match = texts();
        const std::string meant = text();
        if (!meant.empty() && meant != "anywhere" && meant != "closely")
            fail("\"anywhere\" is neither that nor \"closely\" nor empty");
        entry.anywhere = !meant.empty();
        entry.closely = meant == "closely";
        entry.since = day();
        entry.until = day();
        return entry;
    }

    void section(std::string_view name) {
        if (!failed_) where_ = name;
    }
    void fail(std::string_view what) {
        if (!failed_)
            problem_ = {where_, std::string(what) + " (byte " + std::to_string(at_) + ")"};
        failed_ = true;
    }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
    [[nodiscard]] const RuleProblem& problem() const { return problem_; }

private:
    /// Digits without leading zeros, then `mark`.
    std::size_t number(char mark, std::size_t most, std::string_view too_much) {
        std::size_t value = 0;
        const std::size_t begin = at_;
        for (; !failed_ && at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9'; ++at_) {
            value = value * 10 + static_cast<std::size_t>(bytes_[at_] - '0');
            if (value > most) fail(too_much);
        }
        const bool spelt = at_ > begin && (bytes_[begin] != '0' || at_ == begin + 1);
        if (!spelt || at_ == bytes_.size() || bytes_[at_] != mark)
            fail(std::string("a number and \"") + mark + "\" should stand here");
        if (failed_) return 0;
        ++at_;
        return value;
    }

    Outcome outcome() {
        const auto named = outcome_named(text());
        if (!named) fail("an outcome is not known");
        return named.value_or(Outcome::vague);
    }

    std::optional<Day> day() {
        const std::string value = text();
        if (value.empty()) return std::nullopt;
        const auto day = Day::parse(value);
        if (!day) fail("a day is no day");
        return day;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool failed_ = false;
    std::string where_ = "pack";
    RuleProblem problem_;
};

std::vector<Entry> read_entries(Reader& in) {
    std::vector<Entry> entries;
    for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
        Entry entry = in.entry();
        if (!entries.empty() && entry.id <= entries.back().id)
            in.fail("its id is not behind the one before");
        entries.push_back(std::move(entry));
    }
    return entries;
}

void read_lists(Reader& in, Context& context) {
    in.section("lists of words");
    auto next = lists.begin();
    for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
        const std::string name = in.text();
        next =
            std::find_if(next, lists.end(), [&](const auto& each) { return each.second == name; });
        if (next == lists.end()) return in.fail("a list is not known, or not in order");
        in.section(name);
        auto phrases = in.texts();
        if (phrases.empty()) in.fail("an empty list is left out");
        context.phrases.emplace((next++)->first, std::move(phrases));
    }
}

void read_terms(Reader& in, Context& context) {
    in.section("terms");
    for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
        Term term;
        term.word = in.text();
        term.entry = in.text();
        term.risky_near = in.texts();
        term.benign = in.texts();
        context.terms.push_back(std::move(term));
    }
    in.section("short forms");
    for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
        ShortForm form;
        form.write = in.text();
        form.means = in.text();
        context.short_forms.push_back(std::move(form));
    }
}

void read_classes(Reader& in, Context& context) {
    in.section("classes");
    for (std::size_t left = in.count(); left > 0 && !in.failed(); --left) {
        std::string name = in.text();
        if (!context.classes.empty() && name <= context.classes.rbegin()->first)
            in.fail("a class is not behind the one before");
        auto words = in.texts();
        context.classes.emplace(std::move(name), std::move(words));
    }
}

}  // namespace

std::string encode_pack(const GoodsRules& rules) {
    Writer out;
    std::vector<const Entry*> entries;
    for (const Entry& entry : rules.entries) entries.push_back(&entry);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry* a, const Entry* b) { return a->id < b->id; });
    out.count(entries.size());
    for (const Entry* entry : entries) out.entry(*entry);
    const Context& context = rules.context;
    const auto has = [&](Role role) {
        const auto found = context.phrases.find(role);
        return found != context.phrases.end() && !found->second.empty();
    };
    out.count(static_cast<std::size_t>(std::count_if(
        lists.begin(), lists.end(), [&](const auto& each) { return has(each.first); })));
    for (const auto& [role, name] : lists)
        if (has(role)) out.text(name).texts(context.phrases.at(role));
    out.count(context.terms.size());
    for (const Term& term : context.terms)
        out.text(term.word).text(term.entry).texts(term.risky_near).texts(term.benign);
    out.count(context.short_forms.size());
    for (const ShortForm& form : context.short_forms) out.text(form.write).text(form.means);
    out.count(context.classes.size());
    for (const auto& [name, words] : context.classes) out.text(name).texts(words);
    return std::move(out).finish();
}

Result<GoodsRules, RuleProblem> decode_pack(std::string_view bytes) {
    Reader in(bytes);
    GoodsRules rules;
    rules.entries = read_entries(in);
    read_lists(in, rules.context);
    read_terms(in, rules.context);
    read_classes(in, rules.context);
    in.section("pack");
    if (!in.at_end()) in.fail("something stands behind its end");
    if (in.failed()) return in.problem();
    return rules;
}

}  // namespace buuan::screening
