// How fast a declaration is screened (`screen`), and how well and how fast all labelled ones are
// (`screening`): the measures on the dev set and on the tuning and held-out halves of
// tests/screening, and the same for two peers over the same phrases, Xapian and SQLite FTS5 with
// trigrams.
//
//     screening_bench [--runs N] [--json]
#include <algorithm>
#include <array>

#include "adapters/posix/system_clock.hpp"
#include "adapters/rules/rules.hpp"
#include "base/check.hpp"
#include "figures.hpp"
#include "labelled.hpp"
#include "screening/read_rules.hpp"
#include "screening_peers.hpp"

namespace buuan::bench {
namespace {

constexpr std::size_t peer_texts = 400;  // the time of a peer is taken over so many

/// What a sender types, some sixty characters with and without diacritics.
constexpr std::array<std::string_view, 6> typed = {
    "áo sơ mi nam dài tay trắng, quần tây đen, thắt lưng da bò nâu",
    "ao so mi nam dai tay, quan tay den, that lung da, giay the thao",
    "2 hộp sữa bột cho bé, 1 chai dầu gội, bánh quy bơ, trà sen",
    "đồ chơi súng nước cho trẻ em, pin sạc dự phòng 10000mAh, loa",
    "phụ kiện ô tô: gạt mưa, thảm lót sàn, nước hoa xe, khăn lau kính",
    "sach giao khoa lop 6, vo viet, but bi, thuoc ke, compa, hop but"};
constexpr int typed_rounds = 20'000;

/// The time of one of them, in microseconds.
double typed_microseconds(const screening::RuleSet& rules, Day on) {
    std::size_t findings = 0;
    const Stopwatch watch;
    for (int i = 0; i < typed_rounds; ++i) {
        for (const auto text : typed)
            findings += screening::screen(text, rules, on).findings.size();
    }
    CHECK(findings > 0);  // the power bank says something
    return watch.seconds() * 1e6 / (typed_rounds * typed.size());
}

double microseconds(const Screen& screen, const std::vector<Labelled>& texts, std::size_t count) {
    const std::size_t step = std::max<std::size_t>(1, texts.size() / count);
    std::size_t done = 0;
    const Stopwatch watch;
    for (std::size_t i = 0; i < texts.size(); i += step, ++done) screen(texts[i].text);
    return watch.seconds() * 1e6 / static_cast<double>(done);
}

struct Measure {
    const char* name;
    double Score::*part;
    Must must;  // in percent
};
constexpr std::array<Measure, 6> measures = {
    {{"prohibited", &Score::prohibited, {.at_least = 85}},
     {"flagged", &Score::flagged, {.at_least = 88}},
     {"entry", &Score::entry, {.at_least = 80}},
     {"title_prohibited", &Score::title_prohibited, {.at_most = 0.4}},
     {"tricky_prohibited", &Score::tricky_prohibited, {.at_most = 3}},
     {"alarm", &Score::alarm, {.at_most = 2}}}};

constexpr std::array<std::pair<const char*, Labelled::Set>, 3> sets = {
    {{"dev", Labelled::Set::dev},
     {"tuning", Labelled::Set::tuning},
     {"held_out", Labelled::Set::held_out}}};

void show_scores(Figures& figures, const std::vector<Labelled>& texts, const Screen& ours,
                 const std::vector<ScreeningPeer*>& peers) {
    for (const auto& [set_name, set] : sets) {
        const Score own = score(texts, set, ours);
        std::vector<Score> others;
        for (ScreeningPeer* peer : peers)
            others.push_back(
                score(texts, set, [&](const std::string& text) { return peer->screen(text); }));
        for (const Measure& measure : measures) {
            const std::string name = std::string("screening.") + set_name + "." + measure.name;
            const double value = own.*measure.part * 100;
            // Tuned texts show what was tuned; only the held-out half is judged.
            figures.show(
                {name, "%", {value}, set == Labelled::Set::held_out ? measure.must : Must{}, {}});
            for (std::size_t i = 0; i < peers.size(); ++i)
                figures.show(
                    {name + "." + peers[i]->name(), "%", {others[i].*measure.part * 100}, {}, {}});
        }
    }
}

}  // namespace
}  // namespace buuan::bench

int main(int argc, char** argv) {
    using namespace buuan;
    using namespace buuan::bench;
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const auto read = screening::read_rules(embedded_rules());
    CHECK(read.ok());
    const auto& rules = read.value().rules;
    const Day today = Day::of(SystemClock().now());
    const auto texts = labelled_texts(BUUAN_SOURCE_DIR);
    const Screen ours = [&](const std::string& text) {
        const auto verdict = screening::screen(text, rules, today);
        const auto* worst = verdict.worst();
        return Answer{std::string(screening::name_of(verdict.outcome)),
                      worst == nullptr ? "" : worst->entry};
    };
    Figure one{"screen.us", "us", {}, {.at_most = 20}, {}};
    for (std::size_t run = 0; run < options.runs; ++run)
        one.runs.push_back(typed_microseconds(rules, today));
    figures.show(one);
    XapianPeer xapian(rules);
    TrigramPeer trigrams(rules);
    const std::vector<ScreeningPeer*> peers = {&xapian, &trigrams};
    Figure took{"screening.us", "us", {}, {.at_most = 20}, {}};
    for (std::size_t run = 0; run < options.runs; ++run)
        took.runs.push_back(microseconds(ours, texts, texts.size()));
    figures.show(took);
    for (ScreeningPeer* peer : peers) {
        Figure theirs{"screening.us." + peer->name(), "us", {}, {}, {}};
        theirs.runs.push_back(microseconds(
            [&](const std::string& text) { return peer->screen(text); }, texts, peer_texts));
        figures.show(theirs);
    }
    show_scores(figures, texts, ours, peers);
    return figures.exit_code();
}
