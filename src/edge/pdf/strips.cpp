#include "edge/pdf/strips.hpp"

#include <qrencode.h>

#include <algorithm>

namespace buuan::pdf {
namespace {

using paper::Block;
using paper::Tone;

constexpr const char* family = "Noto Sans, DejaVu Sans, sans-serif";
constexpr double mm = 72 / 25.4;
constexpr double line_spread = 1.0;  // the font's own is 1.36, enough for stacked marks
constexpr double row_padding = 3;

double height_of(PangoLayout* layout) {
    PangoRectangle logical{};
    pango_layout_get_extents(layout, nullptr, &logical);
    return static_cast<double>(logical.height) / PANGO_SCALE;
}

void show(cairo_t* page, const Layout& layout, double x, double y) {
    cairo_move_to(page, x, y);
    pango_cairo_show_layout(page, layout.get());
}

struct Colour {
    double red, green, blue;
};
Colour colour_of(Tone tone) {
    switch (tone) {
        case Tone::danger:
            return {0.702, 0.098, 0.122};
        case Tone::warning:
            return {0.541, 0.294, 0};
        case Tone::plain:
            break;
    }
    return {0.043, 0.325, 0.580};
}

struct FreeCode {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

/// A square of `side` points; its quiet zone is white paper around it.
void draw_code(cairo_t* page, const QRcode& code, double x, double y, double side) {
    const double dot = side / code.width;
    for (int row = 0; row < code.width; ++row)
        for (int column = 0; column < code.width; ++column)
            if ((code.data[row * code.width + column] & 1) != 0)
                cairo_rectangle(page, x + column * dot, y + row * dot, dot, dot);
    cairo_fill(page);
}

}  // namespace

Measures measures_of(paper::Size size, double text_pt) {
    return size == paper::Size::a3 ? Measures{text_pt, 297 * mm, 420 * mm, 12 * mm, 6 * mm}
                                   : Measures{text_pt, 210 * mm, 297 * mm, 12 * mm, 6 * mm};
}

Setter::Setter(const Measures& measures, const std::string& language)
    : measures_(measures),
      context_(pango_font_map_create_context(pango_cairo_font_map_get_default())) {
    pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
    // Whole points and hints are for screens: without them a text is as wide on every machine.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context_.get(), 72);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
}

Layout Setter::layout(const std::string& text, const Style& style, double width) const {
    Layout made(pango_layout_new(context_.get()), Unref{});
    std::unique_ptr<PangoFontDescription, Unref> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), family);
    pango_font_description_set_absolute_size(font.get(),
                                             measures_.text_pt * style.size * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    return made;
}

void Setter::put_lines(std::vector<Strip>& strips, const Layout& layout, double above,
                       double spread) const {
    const int count = pango_layout_get_line_count(layout.get());
    PangoLayoutIter* at = pango_layout_get_iter(layout.get());
    for (int i = 0; i < count; ++i, pango_layout_iter_next_line(at)) {
        PangoRectangle logical{};
        pango_layout_iter_get_line_extents(at, nullptr, &logical);
        const double height = static_cast<double>(logical.height) / PANGO_SCALE * spread;
        const double baseline =
            static_cast<double>(pango_layout_iter_get_baseline(at) - logical.y) / PANGO_SCALE;
        // No line of a paragraph stands alone at the end or the beginning of a column.
        const bool with_next = count > 1 && (i == 0 || i == count - 2);
        strips.push_back({height, i == 0 ? above : 0, with_next,
                          [layout, i, baseline](cairo_t* page, double x, double y) {
                              cairo_move_to(page, x, y + baseline);
                              pango_cairo_show_layout_line(
                                  page, pango_layout_get_line_readonly(layout.get(), i));
                          },
                          nullptr});
    }
    pango_layout_iter_free(at);
}

void Setter::masthead(std::vector<Strip>& strips, const Block& block, double width) const {
    std::shared_ptr<QRcode> code;
    if (!block.qr.empty())
        code.reset(QRcode_encodeString(block.qr.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1),
                   FreeCode{});
    const double side = code ? std::min(34 * mm, width / 5) : 0;
    const double text_width = width - (code ? side + 8 * mm : 0);
    std::vector<Layout> parts = {layout(block.text, {2.0, true}, text_width)};
    for (const std::string& line : block.lines) parts.push_back(layout(line, {1.1}, text_width));
    double height = 0;
    for (const Layout& part : parts) height += height_of(part.get()) + 2;
    strips.push_back({std::max(height, side), 0, true,
                      [parts, code, side, width](cairo_t* page, double x, double y) {
                          if (code) draw_code(page, *code, x + width - side, y, side);
                          for (const Layout& part : parts) {
                              show(page, part, x, y);
                              y += height_of(part.get()) + 2;
                          }
                      },
                      nullptr});
}

void Setter::heading(std::vector<Strip>& strips, const Block& block, double width) const {
    const double em = measures_.text_pt;
    if (block.tone == Tone::plain) {
        put_lines(strips, layout(block.text, {1.15, true}, width), em * 0.9, 1);
        strips.back().with_next = true;
        return;
    }
    const double padding = em * 0.3;
    const Layout text = layout(block.text, {1.3, true}, width - 2 * padding);
    const double height = height_of(text.get()) + 2 * padding;
    const Colour colour = colour_of(block.tone);
    strips.push_back({height, em * 0.9, true,
                      [=](cairo_t* page, double x, double y) {
                          cairo_set_source_rgb(page, colour.red, colour.green, colour.blue);
                          cairo_rectangle(page, x, y, width, height);
                          cairo_fill(page);
                          cairo_set_source_rgb(page, 1, 1, 1);
                          show(page, text, x + padding, y + padding);
                          cairo_set_source_rgb(page, 0, 0, 0);
                      },
                      nullptr});
}

void Setter::paragraph(std::vector<Strip>& strips, const Block& block, double width) const {
    const std::string lead = block.lead.empty() ? "" : block.lead + " ";
    const Layout text = layout(lead + block.text, {block.small ? 0.85 : 1.0}, width);
    if (!lead.empty()) {
        PangoAttrList* attributes = pango_attr_list_new();
        PangoAttribute* bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
        bold->start_index = 0;
        bold->end_index = static_cast<guint>(lead.size());
        pango_attr_list_insert(attributes, bold);
        pango_layout_set_attributes(text.get(), attributes);
        pango_attr_list_unref(attributes);
    }
    put_lines(strips, text, measures_.text_pt * 0.3, line_spread);
}

Strip Setter::row(const std::vector<std::string>& cells, const std::vector<double>& at,
                  bool head) const {
    std::vector<Layout> parts;
    double height = 0;
    for (std::size_t i = 0; i + 1 < at.size() && i < cells.size(); ++i) {
        parts.push_back(layout(cells[i], {1, head}, at[i + 1] - at[i] - 2 * row_padding));
        height = std::max(height, height_of(parts.back().get()) + 2 * row_padding);
    }
    return {height, 0, head,
            [parts, at, height, head](cairo_t* page, double x, double y) {
                if (head) {
                    cairo_set_source_rgb(page, 0.93, 0.94, 0.96);
                    cairo_rectangle(page, x, y, at.back(), height);
                    cairo_fill(page);
                    cairo_set_source_rgb(page, 0, 0, 0);
                }
                for (std::size_t i = 0; i < parts.size(); ++i)
                    show(page, parts[i], x + at[i] + row_padding, y + row_padding);
                cairo_set_line_width(page, 0.5);
                cairo_move_to(page, x, y + height);
                cairo_line_to(page, x + at.back(), y + height);
                cairo_stroke(page);
            },
            nullptr};
}

void Setter::table(std::vector<Strip>& strips, const Block& block, double width) const {
    double whole = 0;
    for (const std::int64_t part : block.widths) whole += static_cast<double>(part);
    std::vector<double> at = {0};
    for (const std::int64_t part : block.widths)
        at.push_back(at.back() + width * static_cast<double>(part) / whole);
    std::shared_ptr<const Strip> head;
    if (!block.head.empty()) {
        head = std::make_shared<Strip>(row(block.head, at, true));
        strips.push_back(*head);
        strips.back().above = measures_.text_pt * 0.5;
    }
    for (const auto& cells : block.rows) {
        strips.push_back(row(cells, at, false));
        strips.back().again = head;
    }
}

std::vector<Section> Setter::sections(const paper::Document& document) const {
    std::vector<Section> all(1);
    std::size_t strips = 0;
    for (const Block& block : document.blocks) {
        Section& section = all.back();
        const double width = measures_.column_width(section.columns);
        switch (block.kind) {
            case paper::Kind::masthead:
                masthead(section.strips, block, width);
                break;
            case paper::Kind::heading:
                heading(section.strips, block, width);
                break;
            case paper::Kind::paragraph:
                paragraph(section.strips, block, width);
                break;
            case paper::Kind::table:
                table(section.strips, block, width);
                break;
            case paper::Kind::columns:
                strips += section.strips.size();
                all.push_back({static_cast<int>(block.count), {}});
                break;
        }
        if (strips + all.back().strips.size() > strips_max) return {};
    }
    return all;
}

Layout Setter::foot(const std::string& text, PangoAlignment side) const {
    Layout made = layout(text, {0.8}, measures_.body_width());
    pango_layout_set_alignment(made.get(), side);
    pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
    return made;
}

}  // namespace buuan::pdf
