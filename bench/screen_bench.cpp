// One screening of what a sender types, some sixty characters with and without diacritics, under
// all rules.
//
//     screen_bench [--runs N] [--json]
#include <array>
#include <string_view>

#include "adapters/posix/system_clock.hpp"
#include "adapters/rules/rules.hpp"
#include "base/check.hpp"
#include "figures.hpp"
#include "screening/read_rules.hpp"
#include "screening/rule_set.hpp"

int main(int argc, char** argv) {
    using namespace buuan;
    using namespace buuan::bench;
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const auto rules = screening::read_rules(embedded_rules());
    CHECK(rules.ok());
    constexpr std::array<std::string_view, 6> texts = {
        "áo sơ mi nam dài tay trắng, quần tây đen, thắt lưng da bò nâu",
        "ao so mi nam dai tay, quan tay den, that lung da, giay the thao",
        "2 hộp sữa bột cho bé, 1 chai dầu gội, bánh quy bơ, trà sen",
        "đồ chơi súng nước cho trẻ em, pin sạc dự phòng 10000mAh, loa",
        "phụ kiện ô tô: gạt mưa, thảm lót sàn, nước hoa xe, khăn lau kính",
        "sach giao khoa lop 6, vo viet, but bi, thuoc ke, compa, hop but"};
    const Day today = Day::of(SystemClock().now());
    Figure took{"screen.us", "us", {}, {.at_most = 20}, {}};
    constexpr int rounds = 20'000;
    std::size_t findings = 0;
    for (std::size_t run = 0; run < options.runs; ++run) {
        const Stopwatch watch;
        for (int i = 0; i < rounds; ++i) {
            for (const auto text : texts)
                findings += screening::screen(text, rules.value().rules, today).findings.size();
        }
        took.runs.push_back(watch.seconds() * 1e6 / (rounds * texts.size()));
    }
    CHECK(findings > 0);  // the toy gun and the power bank say something
    figures.show(took);
    return figures.exit_code();
}
