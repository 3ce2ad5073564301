// What tokens cannot express is found by opening every record of the days in question and matching
// in memory (`buuan trace --text`). One thread, from the store: rows read, sealed records opened,
// every field folded and compared.
//
//     scan_bench --buuan PROGRAM --folder EMPTY [--runs N] [--items N] [--json]
#include "disclosure/trace.hpp"
#include "figures.hpp"
#include "filled_node.hpp"
#include "served_node.hpp"

int main(int argc, char** argv) {
    using namespace buuan;
    using namespace buuan::bench;
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const std::size_t items = options.items == 0 ? 150'000 : options.items;
    const std::string folder = options.folder + "/node";
    ServedNode::make(options.buuan, folder);
    FilledNode filled(folder, 0);
    filled.add(1, items);
    auto& node = filled.node();
    const Day today = Day::of(node.now());
    Figure rate{"scan.rate", "records/s", {}, {.at_least = 200'000}, {}};
    for (std::size_t run = 0; run < options.runs; ++run) {
        const Stopwatch watch;
        const auto trace = disclosure::trace_by_scan({node.days(), node.keys(), node.origin()},
                                                     "khong co o dau ca", today, today, {});
        const double took = watch.seconds();
        CHECK(trace.ok() && trace.value().found.empty() && !trace.value().truncated);
        rate.runs.push_back(static_cast<double>(items) / took);
    }
    figures.show(rate);
    return figures.exit_code();
}
