// A document cut into strips: the lines, rows and bands that are laid one below the other and never
// cut themselves. Pango breaks and shapes the text; what a strip looks like, it remembers, and
// draws itself where it is told to.
#pragma once

#include <pango/pangocairo.h>

#include <functional>
#include <memory>
#include <vector>

#include "edge/paper/document.hpp"

namespace buuan::pdf {

struct Unref {
    void operator()(PangoLayout* layout) const noexcept { g_object_unref(layout); }
    void operator()(PangoContext* context) const noexcept { g_object_unref(context); }
    void operator()(PangoFontDescription* font) const noexcept {
        pango_font_description_free(font);
    }
};
using Layout = std::shared_ptr<PangoLayout>;

struct Strip {
    double height{};
    double above{};          // space before it, left out at the top of a column
    bool with_next = false;  // may not be the last of a column
    std::function<void(cairo_t*, double x, double y)> draw;
    std::shared_ptr<const Strip> again;  // of a table's row: its head, for the next column
};

/// Strips that stand in the same number of columns.
struct Section {
    int columns = 1;
    std::vector<Strip> strips;
};

/// The measures that everything is set by, in points.
struct Measures {
    double text_pt{};
    double page_width{};
    double page_height{};
    double margin{};
    double gutter{};

    [[nodiscard]] double body_width() const { return page_width - 2 * margin; }
    [[nodiscard]] double column_width(int columns) const {
        return (body_width() - gutter * (columns - 1)) / columns;
    }
};
Measures measures_of(paper::Size size, double text_pt);

inline constexpr std::size_t strips_max = 50'000;

/// Sets text with one font context; lives as long as its strips.
class Setter {
public:
    Setter(const Measures& measures, const std::string& language);
    std::vector<Section> sections(const paper::Document& document) const;
    /// One line in small type, for the foot of the page.
    [[nodiscard]] Layout foot(const std::string& text, PangoAlignment side) const;

private:
    struct Style {
        double size = 1;  // times the text's
        bool bold = false;
    };
    [[nodiscard]] Layout layout(const std::string& text, const Style& style, double width) const;
    void put_lines(std::vector<Strip>& strips, const Layout& layout, double above,
                   double spread) const;
    void masthead(std::vector<Strip>& strips, const paper::Block& block, double width) const;
    void heading(std::vector<Strip>& strips, const paper::Block& block, double width) const;
    void paragraph(std::vector<Strip>& strips, const paper::Block& block, double width) const;
    void table(std::vector<Strip>& strips, const paper::Block& block, double width) const;
    [[nodiscard]] Strip row(const std::vector<std::string>& cells, const std::vector<double>& at,
                            bool head) const;

    Measures measures_;
    std::unique_ptr<PangoContext, Unref> context_;
};

}  // namespace buuan::pdf
