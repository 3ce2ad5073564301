// buuan-pdf: a document (edge/paper/document.hpp) on standard input, PDF on standard output. It
// takes no argument, opens no file but fonts, and bounds itself in memory and time. Exits with 1
// where the input is no document, 2 where it could not be drawn.
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>

#include "edge/pdf/flow.hpp"

namespace buuan::pdf {
namespace {

constexpr rlim_t memory_bytes_max = 512UL * 1024 * 1024;
constexpr rlim_t cpu_seconds_max = 15;
constexpr std::size_t pages_max = 500;
constexpr std::size_t text_bytes_max = 10'000;  // of one paragraph or cell
constexpr double text_pt_min = 7.5;
constexpr double text_pt_step = 0.25;

void bound_ourselves() {
    const rlimit memory{memory_bytes_max, memory_bytes_max};
    const rlimit cpu{cpu_seconds_max, cpu_seconds_max};
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CPU, &cpu);
}

/// nullopt where it is longer than a document may be.
std::optional<std::string> standard_input() {
    std::string text(paper::document_bytes_max + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), stdin));
    if (text.size() > paper::document_bytes_max) return std::nullopt;
    return text;
}

/// A text without end takes Pango a time that grows with its square.
bool short_enough(const std::vector<std::string>& texts) {
    return std::all_of(texts.begin(), texts.end(),
                       [](const std::string& text) { return text.size() <= text_bytes_max; });
}

bool well_formed(const paper::Document& document) {
    for (const paper::Block& block : document.blocks) {
        if (!short_enough({block.text, block.lead, block.qr}) || !short_enough(block.lines) ||
            !short_enough(block.head) ||
            !std::all_of(block.rows.begin(), block.rows.end(), short_enough))
            return false;
        const bool widths_good =
            !block.widths.empty() && block.widths.size() <= 12 &&
            std::all_of(block.widths.begin(), block.widths.end(),
                        [](std::int64_t each) { return each >= 1 && each <= 100; });
        if (block.kind == paper::Kind::table && !widths_good) return false;
        if (block.count < 1 || block.count > 4) return false;
    }
    return true;
}

/// A document that was set, with what its strips refer to.
struct SetDocument {
    Measures measures;
    std::unique_ptr<Setter> setter;
    std::vector<Section> sections;
    std::vector<PlacedPage> pages;
};

SetDocument set_at(const paper::Document& document, double text_pt) {
    SetDocument set{measures_of(document.size, text_pt), nullptr, {}, {}};
    set.setter = std::make_unique<Setter>(set.measures, document.language);
    set.sections = set.setter->sections(document);
    set.pages = flow(set.sections, set.measures, text_pt * 1.8);
    return set;
}

/// As large as it may be: halves the steps between the sizes that are left.
SetDocument set_to_fit(const paper::Document& document) {
    const double text_pt_max = document.size == paper::Size::a3 ? 13 : 10;
    const auto fits = [&](const SetDocument& set) {
        return document.pages_max == 0 ||
               set.pages.size() <= static_cast<std::size_t>(document.pages_max);
    };
    SetDocument largest = set_at(document, text_pt_max);
    if (fits(largest)) return largest;
    SetDocument best = set_at(document, text_pt_min);
    int low = 0;
    int high = static_cast<int>((text_pt_max - text_pt_min) / text_pt_step);
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        SetDocument set = set_at(document, text_pt_min + middle * text_pt_step);
        const bool good = fits(set);
        (good ? low : high) = middle;
        if (good) best = std::move(set);
    }
    return best;
}

cairo_status_t to_standard_output(void*, const unsigned char* data, unsigned int size) {
    return std::fwrite(data, 1, size, stdout) == size ? CAIRO_STATUS_SUCCESS
                                                      : CAIRO_STATUS_WRITE_ERROR;
}

/// The number at the right, and the footer as far as there is room before it.
void draw_foot(cairo_t* page, const SetDocument& set, const paper::Document& document,
               std::size_t number) {
    const double y = set.measures.page_height - set.measures.margin - set.measures.text_pt * 0.6;
    const Layout left = set.setter->foot(document.footer, PANGO_ALIGN_LEFT);
    const Layout right =
        set.setter->foot(fmt::format("{}/{}", number, set.pages.size()), PANGO_ALIGN_RIGHT);
    int number_width = 0;
    pango_layout_get_size(right.get(), &number_width, nullptr);
    const double space = set.measures.body_width() - set.measures.text_pt;
    pango_layout_set_width(left.get(), pango_units_from_double(space) - number_width);
    for (const Layout& each : {left, right}) {
        cairo_move_to(page, set.measures.margin, y);
        pango_cairo_show_layout(page, each.get());
    }
}

bool draw(const SetDocument& set, const paper::Document& document) {
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(
        to_standard_output, nullptr, set.measures.page_width, set.measures.page_height);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    // Nothing of this machine or moment: the same document makes the same bytes.
    const std::string dated = document.dated.text() + "T00:00:00+07:00";
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, dated.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, dated.c_str());
    cairo_t* page = cairo_create(surface);
    for (std::size_t i = 0; i < set.pages.size(); ++i) {
        for (const Placed& placed : set.pages[i]) placed.strip->draw(page, placed.x, placed.y);
        draw_foot(page, set, document, i + 1);
        cairo_show_page(page);
    }
    cairo_destroy(page);
    cairo_surface_finish(surface);
    const bool drawn = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return drawn && std::fflush(stdout) == 0;
}

int run() {
    bound_ourselves();
    const auto input = standard_input();
    if (!input) return 1;
    const auto document = json::read<paper::Document>(*input);
    if (!document.ok() || !well_formed(document.value())) return 1;
    const SetDocument set = set_to_fit(document.value());
    if (set.sections.empty() || set.pages.size() > pages_max) return 1;
    return draw(set, document.value()) ? 0 : 2;
}

}  // namespace
}  // namespace buuan::pdf

int main() {
    return buuan::pdf::run();
}
