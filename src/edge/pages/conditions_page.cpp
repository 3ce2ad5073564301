#include "edge/pages/frame.hpp"

namespace buuan::pages {

std::string conditions_page(const Facts& facts) {
    Html main;
    for (const ConditionsSection& section : facts.posted.conditions) {
        main.put("<section>\n<h2>{}</h2>\n", section.title().in(facts.language));
        for (const std::string& paragraph : section.text(facts.language))
            main.put("<p>{}</p>\n", paragraph);
        if (!section.source.empty())
            main.put("<p class=\"source\">{}: {}</p>\n", basis_title.in(facts.language),
                     vietnamese(facts, section.source));
        main.put("</section>\n");
    }
    return framed(facts, conditions, main);
}

}  // namespace buuan::pages
