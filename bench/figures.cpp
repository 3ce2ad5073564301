#include "figures.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace buuan::bench {

double Figure::value() const {
    auto sorted = runs;
    return part_of(sorted, 0.5);
}

void Figures::show(const Figure& figure) {
    const double value = figure.value();
    const auto [min, max] = std::minmax_element(figure.runs.begin(), figure.runs.end());
    const double ratio = figure.peer.value > 0 ? value / figure.peer.value : 0;
    if (json_) {
        std::printf(R"({"name":"%s","value":%.5g,"unit":"%s")", figure.name.c_str(), value,
                    figure.unit.c_str());
        if (ratio > 0)
            std::printf(R"(,"peer":"%s","peer_value":%.5g,"ratio":%.3f)", figure.peer.name.c_str(),
                        figure.peer.value, ratio);
        std::printf(R"(,"runs":%zu,"min":%.5g,"max":%.5g})"
                    "\n",
                    figure.runs.size(), *min, *max);
    } else {
        std::printf("%-30s %10.4g %-10s", figure.name.c_str(), value, figure.unit.c_str());
        if (figure.runs.size() > 1)
            std::printf(" [%.4g to %.4g in %zu]", *min, *max, figure.runs.size());
        if (figure.must.at_least > 0) std::printf("  must: %.4g or more", figure.must.at_least);
        if (figure.must.at_most > 0) std::printf("  must: %.4g or less", figure.must.at_most);
        if (ratio > 0)
            std::printf("  %s: %.4g, ratio %.2f", figure.peer.name.c_str(), figure.peer.value,
                        ratio);
        std::printf("\n");
    }
    std::fflush(stdout);
    if (figure.must.at_least > 0 && value < figure.must.at_least / 2) missed_ = true;
    if (figure.must.at_most > 0 && value > figure.must.at_most * 2) missed_ = true;
}

void Figures::note(std::string_view text) const {
    if (!json_) std::printf("# %.*s\n", static_cast<int>(text.size()), text.data());
}

double part_of(std::vector<double>& values, double p) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(p * static_cast<double>(values.size()));
    return values[std::min(at, values.size() - 1)];
}

Options Options::read(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        if (option == "--json") {
            options.json = true;
        } else if (i + 1 == argc) {
            std::fprintf(stderr, "%s needs a value\n", argv[i]);
            std::exit(2);
        } else if (option == "--buuan") {
            options.buuan = argv[++i];
        } else if (option == "--folder") {
            options.folder = argv[++i];
        } else if (option == "--runs") {
            options.runs = std::strtoul(argv[++i], nullptr, 10);
        } else if (option == "--items") {
            options.items = std::strtoul(argv[++i], nullptr, 10);
        } else {
            std::fprintf(stderr, "unknown option %s\n", argv[i]);
            std::exit(2);
        }
    }
    options.runs = std::max<std::size_t>(options.runs, 1);
    return options;
}

}  // namespace buuan::bench
