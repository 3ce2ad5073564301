#include "labelled.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "noise.hpp"

namespace buuan {
namespace {

using Set = Labelled::Set;
using Kind = Labelled::Kind;

std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && line[0] != '#') lines.push_back(line);
    return lines;
}

std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    return fields;
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

void add_dev_set(const std::string& source, std::vector<Labelled>& out) {
    const auto lines = lines_of(source + "/tests/vectors/screening/dev_set.csv");
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto fields = csv_fields(lines[i]);
        fields.resize(5);
        std::replace(fields[1].begin(), fields[1].end(), '-', '_');
        out.push_back({fields[0], fields[1], fields[2], fields[3], "dev", Set::dev,
                       fields[1] == "allowed" ? Kind::tricky : Kind::risky});
    }
}

void add_declared(const std::string& source, std::vector<Labelled>& out) {
    const auto lines = lines_of(source + "/tests/screening/declared.csv");
    const auto harmless = lines_of(source + "/tests/screening/tricky_harmless.txt");
    Noise noise(20261125);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto fields = csv_fields(lines[i]);
        const Set set = i % 2 == 0 ? Set::tuning : Set::held_out;
        const auto add = [&](const std::string& text, const std::string& style) {
            if (text != fields[0] || style == "accented")
                out.push_back({text, fields[1], fields[2], "", style, set, Kind::risky});
        };
        add(fields[0], "accented");
        add(bare(fields[0]), "bare");
        add(noise.in_a_sentence(fields[0]), "padded");
        switch (i / 2 % 7) {
            case 0:
                add(noise.misspelt(bare(fields[0])), "misspelt");
                break;
            case 1:
                add(noise.teencode(bare(fields[0])), "teencode");
                break;
            case 2:
                add(noise.telex(fields[0]), "telex");
                break;
            case 3:
                add(harmless[i % harmless.size()] + ", " + fields[0], "several");
                break;
            case 4:
                add(noise.wrong_tone(fields[0]), "wrong tone");
                break;
            case 5:
                add(noise.abbreviated(fields[0]), "abbreviated");
                break;
            default:
                add(bare(harmless[i % harmless.size()] + ", " + noise.in_a_sentence(fields[0])),
                    "several");
        }
        if (fields[1] == "prohibited") add(noise.disguised(fields[0]), "disguised");
    }
    for (std::size_t i = 0; i < harmless.size(); ++i) {
        const Set set = i % 2 == 0 ? Set::tuning : Set::held_out;
        for (const std::string& text : {harmless[i], bare(harmless[i])})
            out.push_back({text, "allowed", "", "", "tricky", set, Kind::tricky});
    }
}

void add_titles(const std::string& source, std::vector<Labelled>& out) {
    Noise noise(42);
    for (const auto& line : lines_of(source + "/tests/screening/titles.txt")) {
        const auto fields = parts_of(line, '|');
        const auto names = parts_of(fields.at(1), ';');
        const auto words = parts_of(fields.at(2), ';');
        const bool held_out = fields[0] == "h";
        for (const std::string& name : names) {
            for (int i = 0; i < 8; ++i) {
                const std::string text = noise.title(name, words, held_out);
                out.push_back({i % 4 == 3 ? bare(text) : text, "allowed", "", "", "title",
                               held_out ? Set::held_out : Set::tuning, Kind::title});
            }
        }
    }
    for (const auto& [file, kind] : {std::pair{"titles_plain.txt", Kind::title},
                                     std::pair{"tricky_plain.txt", Kind::tricky}}) {
        for (const auto& line : lines_of(source + "/tests/screening/" + file)) {
            for (const std::string& text : {line, bare(line)})
                out.push_back({text, "allowed", "", "", "plain", Set::tuning, kind});
        }
    }
}

}  // namespace

std::vector<Labelled> labelled_texts(const std::string& source) {
    std::vector<Labelled> out;
    add_dev_set(source, out);
    add_declared(source, out);
    add_titles(source, out);
    return out;
}

Score score(const std::vector<Labelled>& texts, Labelled::Set set, const Screen& screen,
            const std::function<void(const Labelled&, const Answer&)>& wrong) {
    struct Part {
        int right = 0, of = 0;
        void count(bool good) {
            ++of;
            right += good;
        }
        [[nodiscard]] double value() const { return of == 0 ? 0 : double(right) / of; }
    };
    Part prohibited, flagged, entry, title, tricky, alarm;
    Score out;
    for (const Labelled& each : texts) {
        if (each.set != set) continue;
        ++out.texts;
        const Answer got = screen(each.text);
        const bool vague_is_right = got.status == "vague" && each.entry == "OTH-001";
        const bool also = !each.also.empty() && got.status == each.also;
        bool good = got.status == each.label || also || vague_is_right;
        if (each.label == "prohibited") prohibited.count(good);
        if (each.label == "prohibited" || each.label == "conditional") {
            const bool hit =
                got.status == "prohibited" || got.status == "conditional" || also || vague_is_right;
            flagged.count(hit);
            if (hit && got.status != "allowed") {
                entry.count(got.entry == each.entry);
                good = good && got.entry == each.entry;
            }
        }
        if (each.label == "allowed") {
            alarm.count(got.status != "allowed" && !also);
            (each.kind == Kind::title ? title : tricky).count(got.status == "prohibited");
        }
        if (!good && wrong) wrong(each, got);
    }
    out.prohibited = prohibited.value();
    out.flagged = flagged.value();
    out.entry = entry.value();
    out.title_prohibited = title.value();
    out.tricky_prohibited = tricky.value();
    out.alarm = alarm.value();
    return out;
}

}  // namespace buuan
