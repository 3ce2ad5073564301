#include "acceptance/declaration.hpp"

#include <algorithm>
#include <span>

#include "base/canonical.hpp"

namespace buuan::acceptance {
namespace {

constexpr std::size_t things_max = 50;
constexpr std::size_t thing_bytes_max = 500;
constexpr std::uint32_t quantity_max = 100'000;
constexpr std::uint64_t value_vnd_max = 1'000'000'000'000;
constexpr std::size_t findings_kept_max = 250;  // a record has room for 512 fields

std::string label_of(std::size_t index) {
    return "contents." + std::string(index < 9 ? "0" : "") + std::to_string(index + 1);
}

}  // namespace

void check_things(const std::vector<Thing>& things, const std::string& field,
                  std::vector<IntakeProblem>& problems) {
    if (things.empty()) problems.push_back({field, "things_needed"});
    if (things.size() > things_max) problems.push_back({field, "too_many"});
    for (std::size_t i = 0; i < std::min(things.size(), things_max); ++i) {
        const Thing& thing = things[i];
        const std::string here = field + "[" + std::to_string(i) + "]";
        if (thing.text.empty()) problems.push_back({here + ".text", "empty"});
        if (thing.text.reveal().size() > thing_bytes_max)
            problems.push_back({here + ".text", "too_long"});
        if (!to_nfc(thing.text.reveal())) problems.push_back({here + ".text", "bad_value"});
        if (thing.quantity == 0 || thing.quantity > quantity_max)
            problems.push_back({here + ".quantity", "out_of_range"});
        if (thing.value_vnd.value_or(0) > value_vnd_max)
            problems.push_back({here + ".value_vnd", "out_of_range"});
    }
}

std::string screened_text(const std::vector<Thing>& things) {
    std::string text;
    for (const Thing& thing : things) text += std::string(thing.text.reveal()) + "\n";
    return text;
}

/// Each thing is short, but fifty together are more bytes and words than the screening looks at: so
/// in pieces of whole things.
screening::Verdict screen_things(const std::vector<Thing>& things, const screening::RuleSet& goods,
                                 Day day) {
    constexpr std::size_t piece_bytes_max = 1200;  // 600 words, if each is one letter
    screening::Verdict all;
    std::string piece;
    std::size_t offset = 0;
    const auto screen_piece = [&] {
        screening::Verdict verdict = screening::screen(piece, goods, day);
        all.outcome = std::max(all.outcome, verdict.outcome);
        for (auto& finding : verdict.findings) {
            finding.match.offset += offset;
            all.findings.push_back(std::move(finding));
        }
        for (auto& aside : verdict.set_aside) {
            aside.match.offset += offset;
            aside.by.offset += aside.by.length > 0 ? offset : 0;
            all.set_aside.push_back(std::move(aside));
        }
        for (auto& thing : verdict.things) {
            thing.match.offset += offset;
            all.things.push_back(thing);
        }
        offset += piece.size();
        wipe(piece.data(), piece.size());
        piece.clear();
    };
    for (const Thing& thing : things) {
        if (!piece.empty() && piece.size() + thing.text.reveal().size() + 1 > piece_bytes_max)
            screen_piece();
        piece += thing.text.reveal();
        piece += '\n';
    }
    screen_piece();
    all.rules = goods.digest();
    return all;
}

void put_declaration(vault::Fields& fields, const std::vector<Thing>& things,
                     const screening::Verdict& verdict) {
    std::erase_if(fields, [](const auto& field) {
        return field.first.starts_with("contents.") || field.first.starts_with("screening.");
    });
    for (std::size_t i = 0; i < things.size(); ++i) {
        const std::string label = label_of(i);
        fields.emplace(label + ".text", things[i].text);
        fields.emplace(label + ".quantity", Personal(std::to_string(things[i].quantity)));
        if (things[i].value_vnd)
            fields.emplace(label + ".value_vnd", Personal(std::to_string(*things[i].value_vnd)));
    }
    const std::size_t kept = std::min(verdict.findings.size(), findings_kept_max);
    for (const screening::Finding& finding : std::span(verdict.findings).first(kept))
        fields.emplace("screening." + std::to_string(finding.match.offset),
                       Personal(finding.entry.empty() ? std::string(name_of(finding.spelling))
                                                      : finding.entry));
}

}  // namespace buuan::acceptance
