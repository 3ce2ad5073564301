// A search by telephone number over three months, asked of a served node over HTTP: its act sealed
// and durable first, then 92 days of tokens, then what was found opened and masked. Measured as the
// node grows to three million items, for it may not grow; then what such a node needs to start and
// to idle with all its days open.
//
//     lookup_bench --buuan PROGRAM --folder EMPTY [--items N] [--json]
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <thread>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/ids.hpp"
#include "figures.hpp"
#include "filled_node.hpp"
#include "http_client.hpp"
#include "served_node.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;

constexpr int days = 92;

std::string search(const std::string& phone, const std::string& key) {
    static SystemClock clock;
    static SystemEntropy entropy;
    const auto body = fmt::format(
        R"({{"id":"{}","purpose":"customer_enquiry","from":"{}","to":"{}","phone":"{}"}})",
        CommandId::make(clock.now(), entropy).text(),
        Day::of(clock.now()).plus_days(-(days - 1)).text(), Day::of(clock.now()).text(), phone);
    return request("POST", "/api/v1/searches", body, key);
}

std::vector<double> ask_for(const ServedNode& node, std::vector<std::string>& known,
                            std::size_t count) {
    static std::mt19937_64 random(1);
    auto connection = Connection::to_port(node.port());
    std::vector<double> took;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& wanted = known[random() % known.size()];
        const std::string bytes = search(wanted, node.officer_key());
        const Stopwatch watch;
        const Reply reply = connection.ask(bytes);
        took.push_back(watch.seconds() * 1000);
        CHECK(reply.status == 200 && reply.body.find("\"results\":[{") != std::string::npos);
    }
    return took;
}

void show_lookups(Figures& figures, const std::string& suffix, std::vector<double> took,
                  bool judged) {
    Figure p50{"lookup.phone.p50_ms" + suffix, "ms", {part_of(took, 0.5)}, {}, {}};
    Figure p99{"lookup.phone.p99_ms" + suffix, "ms", {part_of(took, 0.99)}, {}, {}};
    if (judged) p50.must.at_most = 5, p99.must.at_most = 20;
    figures.show(p50);
    figures.show(p99);
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const std::size_t all = options.items == 0 ? 3'000'000 : options.items;
    const std::string folder = options.folder + "/node";
    ServedNode node = ServedNode::make(options.buuan, folder);
    std::vector<std::string> known;
    std::size_t there = 0;
    for (const std::size_t part : {10, 3, 1}) {
        const std::size_t items = all / part;
        const Stopwatch watch;
        {
            FilledNode filled(folder, there);  // of each thousand items another
            const auto added = filled.add(days, (items - there) / days);
            known.insert(known.end(), added.begin(), added.end());
        }
        figures.note(
            fmt::format("{} items made, sealed and sequenced in this process at {:.0f} a second",
                        items - there, static_cast<double>(items - there) / watch.seconds()));
        there = items;
        Figure start{"start.s", "s", {}, {.at_most = 1}, {}};
        for (std::size_t run = 0; part == 1 && run + 1 < options.runs; ++run) {
            start.runs.push_back(node.start());
            node.stop();
        }
        start.runs.push_back(node.start());
        if (part == 1) figures.show(start);
        const double rss_at_start = node.rss_mb();
        ask_for(node, known, 20);  // opens the days
        const std::string suffix =
            part == 1 ? "" : fmt::format("@{:.1f}M", static_cast<double>(items) / 1e6);
        show_lookups(figures, suffix, ask_for(node, known, 1000), part == 1);
        if (part == 1) {
            std::this_thread::sleep_for(std::chrono::seconds(2));
            figures.show({"idle.rss_mb", "MB", {node.rss_mb()}, {.at_most = 60}, {}});
            figures.show({"idle.at_start.rss_mb", "MB", {rss_at_start}, {}, {}});
        }
        node.stop();
    }
    return figures.exit_code();
}
