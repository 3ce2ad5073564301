#include "screening/verdict.hpp"

#include <algorithm>

namespace buuan::screening {

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::allowed:
            return "allowed";
        case Outcome::vague:
            return "vague";
        case Outcome::restricted_documents:
            return "restricted_documents";
        case Outcome::conditional:
            return "conditional";
        case Outcome::prohibited:
            return "prohibited";
    }
    return "vague";
}

std::optional<Outcome> outcome_named(std::string_view name) {
    for (const Outcome each : {Outcome::allowed, Outcome::vague, Outcome::restricted_documents,
                               Outcome::conditional, Outcome::prohibited}) {
        if (name_of(each) == name) return each;
    }
    return std::nullopt;
}

std::string_view name_of(Spelling spelling) {
    switch (spelling) {
        case Spelling::as_listed:
            return "as_listed";
        case Spelling::bare:
            return "bare";
        case Spelling::misspelt:
            return "misspelt";
        case Spelling::disguised:
            return "disguised";
        case Spelling::mixed_scripts:
            return "mixed_scripts";
    }
    return "disguised";
}

std::string_view name_of(Because because) {
    switch (because) {
        case Because::another_thing:
            return "another_thing";
        case Because::relation:
            return "relation";
        case Because::negation:
            return "negation";
        case Because::turned:
            return "turned";
        case Because::uncertain:
            return "uncertain";
    }
    return "uncertain";
}

const Finding* Verdict::worst() const {
    const auto found =
        std::max_element(findings.begin(), findings.end(),
                         [](const Finding& a, const Finding& b) { return a.outcome < b.outcome; });
    return found == findings.end() ? nullptr : &*found;
}

bool Verdict::surely_allowed() const {
    return outcome == Outcome::allowed && !things.empty() &&
           std::all_of(things.begin(), things.end(),
                       [](const ThingVerdict& thing) { return thing.known; });
}

}  // namespace buuan::screening
