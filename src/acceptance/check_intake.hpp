// Parses an intake once, at the door, step by step in the order of the law. What comes out is right
// everywhere; what is wrong comes back by field, all of it at once. Pure: it is told the rules, the
// verdict and the time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acceptance/intake.hpp"
#include "acceptance/rules.hpp"
#include "base/citizen_card.hpp"
#include "base/item_code.hpp"
#include "base/person_name.hpp"
#include "base/phone.hpp"
#include "base/tax_code.hpp"
#include "screening/rule_set.hpp"

namespace buuan::acceptance {

// Bounds of the same things at acceptance and in later events.
inline constexpr std::size_t place_bytes_max = 300;  // commune, street, witness
inline constexpr std::size_t strokes_bytes_max = 16 * 1024;
inline constexpr std::uint32_t weight_g_max = 1'000'000;

/// A field of the intake and a reason code (edge/http/problem_texts.cpp has the words).
struct IntakeProblem {
    std::string field;
    std::string reason;
};

struct CheckedSender {
    const MethodRule* method{};
    PersonName name;
    std::optional<PhoneNumber> phone;  // there, but in a refusal
    std::optional<CitizenNumber> number;
    std::optional<Personal> passport;
    std::optional<TaxCode> tax_code;
    std::optional<Personal> card_birth_date;  // text of a Day
    std::optional<Personal> residence;        // as on the card, where no address was given
};

struct CheckedIntake {
    const Intake* intake{};
    const TypeRule* type{};
    std::optional<CheckedSender> sender;  // with the recipient there, but in a refusal
    std::optional<PersonName> recipient_name;
    std::optional<PhoneNumber> recipient_phone;
    std::optional<ItemCode> code;
    screening::Verdict verdict;           // of all things; allowed and empty for letters
    std::vector<std::string> refusals;    // empty: accepted
    std::vector<IntakeProblem> warnings;  // worth a second look
    bool at_doubtful{};  // off line, and its clock cannot be right: term and day start from when
                         // the node saw it
    bool stops{};  // accepted off line, but it may not be sent: the acceptance stands, the item is
                   // stopped (E2)
};

/// `seen` is the node's now. A prohibited declaration is a refusal (E1), whatever the clerk said;
/// it is a result, not a problem. Off line a counter decides by the rules it has, and what it
/// accepted is in the enterprise's hands when the node learns of it: no refusal can undo that.
Result<CheckedIntake, std::vector<IntakeProblem>> check_intake(const Intake& intake,
                                                               const Rules& rules,
                                                               const screening::RuleSet& goods,
                                                               std::string_view own_code_prefix,
                                                               Instant seen);

}  // namespace buuan::acceptance
