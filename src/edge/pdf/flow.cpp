#include "edge/pdf/flow.hpp"

#include <algorithm>

namespace buuan::pdf {
namespace {

/// How many strips from `first` on stand in a column of that height; at least one.
std::size_t fill(std::span<const Strip> strips, std::size_t first, double height) {
    double used = first < strips.size() && strips[first].again ? strips[first].again->height : 0;
    std::size_t end = first;
    while (end < strips.size()) {
        const double more = strips[end].height + (end == first ? 0 : strips[end].above);
        if (used + more > height && end > first) break;
        used += more;
        ++end;
    }
    if (end == strips.size()) return end;
    // What wants to stay with the next goes along, unless nothing would be left.
    std::size_t kept = end;
    while (kept > first + 1 && strips[kept - 1].with_next) --kept;
    return strips[kept - 1].with_next ? end : kept;
}

/// Where the columns of a page end, when they are that high.
std::vector<std::size_t> ends_of(const Section& section, std::size_t first, double height) {
    std::vector<std::size_t> ends;
    std::size_t at = first;
    for (int column = 0; column < section.columns; ++column) {
        at = at < section.strips.size() ? fill(section.strips, at, height) : at;
        ends.push_back(at);
    }
    return ends;
}

/// The least height at which the rest of the section fits, or the whole one where it does not.
double even_height(const Section& section, std::size_t first, double height) {
    if (section.columns == 1 || ends_of(section, first, height).back() < section.strips.size())
        return height;
    double low = 0;
    double high = height;
    while (high - low > 0.5) {
        const double middle = (low + high) / 2;
        (ends_of(section, first, middle).back() < section.strips.size() ? low : high) = middle;
    }
    return high;
}

double place_column(const Section& section, std::size_t begin, std::size_t end, double x, double y,
                    PlacedPage& page) {
    if (begin < end && begin > 0 && section.strips[begin].again) {
        page.push_back({section.strips[begin].again.get(), x, y});
        y += section.strips[begin].again->height;
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (i > begin) y += section.strips[i].above;
        page.push_back({&section.strips[i], x, y});
        y += section.strips[i].height;
    }
    return y;
}

}  // namespace

std::vector<PlacedPage> flow(const std::vector<Section>& sections, const Measures& measures,
                             double foot_height) {
    std::vector<PlacedPage> pages(1);
    const double bottom = measures.page_height - measures.margin - foot_height;
    double y = measures.margin;
    for (const Section& section : sections) {
        const double step = measures.column_width(section.columns) + measures.gutter;
        std::size_t at = 0;
        while (at < section.strips.size()) {
            const double space = y > measures.margin ? measures.text_pt * 0.7 : 0;
            const double left = bottom - y - space;
            const bool begins_low = y > measures.margin;
            const double height = even_height(section, at, std::max(left, 0.0));
            const auto ends = ends_of(section, at, height);
            // Where not even the first strips fit, a new page is begun instead; a heading over
            // the next section wants some of it below.
            const bool heads_next = at + 1 == section.strips.size() && section.strips[at].with_next;
            const double first_height =
                section.strips[at].height + (heads_next ? measures.text_pt * 8 : 0);
            if (begins_low && first_height > left) {
                pages.emplace_back();
                y = measures.margin;
                continue;
            }
            double lowest = y;
            std::size_t begin = at;
            for (std::size_t column = 0; column < ends.size(); ++column) {
                const double x = measures.margin + static_cast<double>(column) * step;
                lowest = std::max(
                    lowest, place_column(section, begin, ends[column], x, y + space, pages.back()));
                begin = ends[column];
            }
            at = ends.back();
            y = lowest;
            if (at < section.strips.size()) {
                pages.emplace_back();
                y = measures.margin;
            }
        }
    }
    return pages;
}

}  // namespace buuan::pdf
