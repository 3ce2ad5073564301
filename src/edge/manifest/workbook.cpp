#include "edge/manifest/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace buuan::manifest {
namespace {

constexpr std::uint64_t part_bytes_max = 16 * 1024 * 1024;
constexpr std::uint64_t texts_part_bytes_max = 512 * 1024 * 1024;
constexpr std::size_t texts_bytes_max = 64 * 1024 * 1024;
constexpr std::size_t texts_max = 1'000'000;
constexpr std::size_t entries_max = 65'536;  // sheets, relations, styles: of each

int number_in(std::string_view text) {
    int number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// xl/workbook.xml: the first sheet that is shown.
class Sheets final : public XmlEvents {
public:
    std::string relation;
    void begin(std::string_view element, const XmlAttributes& attributes) override {
        const std::string_view state = attributes.get("state");
        const bool shown = state.empty() || state == "visible";
        // r:id; a sheet has no other attribute of that name.
        if (element == "sheet" && shown && relation.empty()) relation = attributes.get("id");
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

/// xl/_rels/workbook.xml.rels: which part is which.
class Relations final : public XmlEvents {
public:
    std::map<std::string, std::string, std::less<>> by_id;
    std::map<std::string, std::string, std::less<>> by_type;  // the last word of the type's name
    void begin(std::string_view element, const XmlAttributes& attributes) override {
        const bool outside = attributes.get("TargetMode") == "External";
        if (element != "Relationship" || outside || by_id.size() == entries_max) return;
        const std::string_view target = attributes.get("Target");
        const std::string part =
            target.starts_with('/') ? std::string(target.substr(1)) : "xl/" + std::string(target);
        const std::string_view type = attributes.get("Type");
        by_id.emplace(attributes.get("Id"), part);
        by_type.emplace(type.substr(std::min(type.rfind('/') + 1, type.size())), part);
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
    [[nodiscard]] std::string part_of_type(std::string_view type) const {
        const auto found = by_type.find(type);
        return found == by_type.end() ? std::string() : found->second;
    }
};

/// Whether a format shows a day or a time, as Excel's own numbers of formats or its letters say.
bool is_date_format(int id, const std::set<int>& own_dates) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58) || own_dates.contains(id);
}

bool shows_a_date(std::string_view format) {
    bool quoted = false;
    bool in_brackets = false;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (c == '\\') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '[' || c == ']')) {
            in_brackets = c == '[';
        } else if (!quoted && !in_brackets &&
                   std::string_view("dmyhsDMYHS").find(c) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

/// xl/styles.xml: which styles of cells show dates.
class Styles final : public XmlEvents {
public:
    explicit Styles(std::vector<bool>& dates) : dates_(dates) {}
    void begin(std::string_view element, const XmlAttributes& attributes) override {
        if (element == "cellXfs") in_cells_ = true;
        if (element == "numFmt" && own_dates_.size() < entries_max &&
            shows_a_date(attributes.get("formatCode")))
            own_dates_.insert(number_in(attributes.get("numFmtId")));
        if (element == "xf" && in_cells_ && dates_.size() < entries_max)
            dates_.push_back(is_date_format(number_in(attributes.get("numFmtId")), own_dates_));
    }
    void end(std::string_view element) override {
        if (element == "cellXfs") in_cells_ = false;
    }
    void text(std::string_view) override {}

private:
    std::vector<bool>& dates_;
    std::set<int> own_dates_;
    bool in_cells_ = false;
};

/// xl/sharedStrings.xml: a text may be in runs of different looks; readings beside it are no part
/// of it.
class Texts final : public XmlEvents {
public:
    explicit Texts(SharedTexts& texts) : texts_(texts) {}
    void begin(std::string_view element, const XmlAttributes&) override {
        if (element == "si") current_.clear();
        if (element == "rPh") in_reading_ = true;
        in_text_ = element == "t" && !in_reading_;
    }
    void end(std::string_view element) override {
        in_text_ = false;
        if (element == "rPh") in_reading_ = false;
        if (element == "si") full = full || !texts_.add(current_);
    }
    void text(std::string_view part) override {
        if (in_text_ && current_.size() <= texts_bytes_max) current_ += part;
    }
    bool full = false;

private:
    SharedTexts& texts_;
    std::string current_;
    bool in_text_ = false;
    bool in_reading_ = false;
};

}  // namespace

bool SharedTexts::add(std::string_view text) {
    if (ends_.size() == texts_max || all_.size() + text.size() > texts_bytes_max) return false;
    all_ += text;
    ends_.push_back(static_cast<std::uint32_t>(all_.size()));
    return true;
}

std::optional<std::string_view> SharedTexts::at(std::uint64_t index) const {
    if (index >= ends_.size()) return std::nullopt;
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(all_).substr(begin, ends_[index] - begin);
}

Result<Done, std::string> read_part(ZipArchive& archive, const std::string& name,
                                    std::uint64_t bytes_max, XmlEvents& events) {
    auto part = archive.part(name, bytes_max);
    if (!part.ok()) return part.error();
    XmlReader reader(events);
    for (;;) {
        const auto piece = part.value().read();
        if (!piece.ok()) return piece.error();
        if (auto fed = reader.feed(piece.value()); !fed.ok() || piece.value().empty()) return fed;
    }
}

Result<Workbook, std::string> Workbook::read(ZipArchive& archive) {
    if (!archive.has("xl/workbook.xml")) return std::string("xlsx_not_zip");
    Workbook workbook;
    Sheets sheets;
    Relations relations;
    if (auto read = read_part(archive, "xl/workbook.xml", part_bytes_max, sheets); !read.ok())
        return read.error();
    if (auto read = read_part(archive, "xl/_rels/workbook.xml.rels", part_bytes_max, relations);
        !read.ok())
        return read.error();
    const auto sheet = relations.by_id.find(sheets.relation);
    if (sheet == relations.by_id.end()) return std::string("xlsx_no_sheet");
    workbook.sheet_part = sheet->second;

    // A workbook may have neither.
    if (const std::string styles = relations.part_of_type("styles"); archive.has(styles)) {
        Styles events(workbook.dates);
        if (auto read = read_part(archive, styles, part_bytes_max, events); !read.ok())
            return read.error();
    }
    if (const std::string texts = relations.part_of_type("sharedStrings"); archive.has(texts)) {
        Texts events(workbook.texts);
        if (auto read = read_part(archive, texts, texts_part_bytes_max, events); !read.ok())
            return read.error();
        if (events.full) return std::string("xlsx_too_large");
    }
    return workbook;
}

}  // namespace buuan::manifest
