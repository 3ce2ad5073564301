#include "acceptance/check_intake.hpp"

#include <algorithm>
#include <cstdlib>

#include "acceptance/declaration.hpp"
#include "base/canonical.hpp"
#include "base/provinces.hpp"
#include "vault/blind_index.hpp"

namespace buuan::acceptance {
namespace {

constexpr std::size_t pictures_max = 12;
constexpr std::size_t reasons_max = 20;
constexpr std::int64_t on_line_ms = 60'000;
constexpr std::int64_t off_line_ms_max = 7LL * 86'400'000;

/// Collects what is wrong while the steps are walked.
struct Problems {
    std::vector<IntakeProblem> found;
    void add(std::string field, std::string reason) {
        found.push_back({std::move(field), std::move(reason)});
    }
};

bool is_letter_or_document(ItemType type) {
    return type == ItemType::letter || type == ItemType::document;
}

bool has(const SenderPart& sender, std::string_view member) {
    if (member == "card_text") return sender.card_text.has_value();
    if (member == "name") return sender.name.has_value();
    if (member == "identity_number") return sender.identity_number.has_value();
    if (member == "passport") return sender.passport.has_value();
    if (member == "tax_code") return sender.tax_code.has_value();
    if (member == "face_matches") return sender.face_matches.value_or(false);
    return false;
}

void check_text(const Personal& text, std::size_t bytes_max, bool needed, const std::string& field,
                Problems& problems) {
    if (needed && text.empty()) problems.add(field, "empty");
    if (text.reveal().size() > bytes_max) problems.add(field, "too_long");
    if (!to_nfc(text.reveal())) problems.add(field, "bad_value");
}

void check_address(const AddressPart& address, const std::string& field, Problems& problems) {
    if (province_of(address.province) == nullptr)
        problems.add(field + ".province", "province_unknown");
    check_text(address.commune, place_bytes_max, true, field + ".commune", problems);
    check_text(address.street, place_bytes_max, false, field + ".street", problems);
}

std::optional<PhoneNumber> check_phone(const Personal& typed, const std::string& field,
                                       Problems& problems, std::vector<IntakeProblem>& warnings) {
    auto phone = PhoneNumber::parse(typed.reveal());
    if (!phone.ok()) {
        problems.add(field, phone.error());
        return std::nullopt;
    }
    if (phone.value().looks_made_up()) warnings.push_back({field, "phone_made_up"});
    return std::move(phone).value();
}

std::optional<PersonName> check_name(const Personal& typed, const std::string& field,
                                     Problems& problems) {
    auto name = PersonName::parse(typed.reveal());
    if (!name) problems.add(field, "name_form");
    return name;
}

/// Who sends: what the card says comes first, then what was typed.
std::optional<CheckedSender> identify_sender(const SenderPart& sender, const Rules& rules,
                                             Day today, Problems& problems,
                                             std::vector<IntakeProblem>& warnings) {
    const MethodRule* method = rules.method(sender.method, today);
    if (method == nullptr) {
        problems.add("sender.method", "method_unknown");
        return std::nullopt;
    }
    std::optional<CitizenCard> card;
    if (sender.card_text) {
        auto read = CitizenCard::parse(sender.card_text->reveal(), today);
        if (!read.ok()) {
            problems.add("sender.card_text", read.error());
        } else {
            card = std::move(read).value();
            for (const std::string& warning : card->warnings)
                warnings.push_back({"sender.card_text", warning});
        }
    }
    std::optional<CitizenNumber> number;
    if (card) number = card->number;
    if (sender.identity_number) {
        auto typed = CitizenNumber::parse(sender.identity_number->reveal(), today);
        if (!typed.ok()) {
            problems.add("sender.identity_number", typed.error());
        } else {
            if (card && card->number != typed.value())
                warnings.push_back({"sender.identity_number", "card_number_differs"});
            if (!card) {
                for (const std::string& warning : typed.value().warnings(today))
                    warnings.push_back({"sender.identity_number", warning});
                number = std::move(typed).value();
            }
        }
    }
    std::optional<TaxCode> tax_code;
    if (sender.tax_code) {
        tax_code = TaxCode::parse(sender.tax_code->reveal());
        if (!tax_code) problems.add("sender.tax_code", "tax_code_form");
    }
    if (sender.passport) {
        const auto text = sender.passport->reveal();
        const bool good = text.size() >= 5 && text.size() <= 20 &&
                          std::all_of(text.begin(), text.end(), [](char c) {
                              return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                          });
        if (!good) problems.add("sender.passport", "passport_form");
    }
    if (sender.address) check_address(*sender.address, "sender.address", problems);
    if (sender.remark)
        check_text(*sender.remark, place_bytes_max, false, "sender.remark", problems);

    const bool other_name =
        card && sender.name &&
        vault::fold_name(card->name.reveal()) != vault::fold_name(sender.name->reveal());
    if (other_name) warnings.push_back({"sender.name", "card_name_differs"});
    const Personal typed_name = card ? card->name : sender.name.value_or(Personal());
    auto name = check_name(typed_name, card ? "sender.card_text" : "sender.name", problems);
    std::optional<PhoneNumber> phone;
    if (sender.phone) phone = check_phone(*sender.phone, "sender.phone", problems, warnings);
    if (!name) return std::nullopt;
    CheckedSender checked{method,          std::move(*name),    std::move(phone), std::move(number),
                          sender.passport, std::move(tax_code), std::nullopt,     std::nullopt};
    if (card) {
        checked.card_birth_date = Personal(card->born.text());
        checked.residence = card->residence;
    }
    return checked;
}

void check_declaration(const Intake& intake, const TypeRule& type, Problems& problems) {
    const auto& things = intake.item.things;
    if (!type.declaration) {
        if (!things.empty()) problems.add("item.things", "not_for_letters");
        return;
    }
    if (things.empty() && !intake.refuse.empty()) return;  // refused before it was declared
    check_things(things, "item.things", problems.found);
}

/// Who sends to whom: what acceptance needs and a refusal does not.
void check_parties(const Intake& intake, const Rules& rules, Day day, Problems& problems) {
    if (!intake.sender) problems.add("sender", "missing_field");
    if (!intake.recipient) problems.add("recipient", "missing_field");
    if (!intake.sender) return;
    if (!intake.sender->phone) problems.add("sender.phone", "missing_field");
    const MethodRule* method = rules.method(intake.sender->method, day);
    if (method == nullptr) return;  // said already
    for (const std::string& member : method->needs) {
        if (!has(*intake.sender, member)) problems.add("sender." + member, "method_needs");
    }
}

/// Inspection, pictures, confirmations, weight: likewise.
void check_steps(const Intake& intake, const TypeRule& type, const Rules& rules,
                 const screening::Verdict& verdict, Problems& problems) {
    const bool sampled =
        intake.inspection && intake.inspection->method == InspectionMethod::sampled;
    const SamplingRule* sampling =
        sampled && intake.sender
            ? rules.sampling(intake.sender->method, Day::of(intake.accepted_at))
            : nullptr;
    if (sampled && sampling == nullptr) problems.add("inspection.method", "sampling_not_agreed");
    if (type.joint_inspection && !intake.inspection)
        problems.add("inspection", "inspection_needed");
    const bool conditional = verdict.outcome == screening::Outcome::conditional ||
                             verdict.outcome == screening::Outcome::restricted_documents;
    if (conditional && intake.inspection && !intake.inspection->conditions_explained)
        problems.add("inspection.conditions_explained", "conditions_unexplained");
    for (const std::string& slot :
         sampling != nullptr ? sampling->slots_required : type.slots_required) {
        const bool there =
            std::any_of(intake.pictures.begin(), intake.pictures.end(),
                        [&](const PicturePart& picture) { return picture.slot == slot; });
        if (!there) problems.add("pictures." + slot, "picture_needed");
    }
    if (type.confirmations) {
        const auto& confirmations = intake.confirmations;
        if (!confirmations || !confirmations->sender)
            problems.add("confirmations.sender", "sender_confirmation_needed");
        if (!confirmations || !confirmations->clerk)
            problems.add("confirmations.clerk", "clerk_confirmation_needed");
        const bool witnessed =
            confirmations && confirmations->sender == SenderConfirmation::witnessed;
        if (witnessed && (!confirmations->witness || confirmations->witness->empty()))
            problems.add("confirmations.witness", "witness_needed");
    }
    if (type.weight && !intake.item.weight_g) problems.add("item.weight_g", "weight_needed");
}

/// What is there must be of the type, whether it is needed or not.
void check_extras(const Intake& intake, const TypeRule& type, Problems& problems) {
    if (is_letter_or_document(intake.item.type) && intake.inspection)
        problems.add("inspection", "not_for_letters");
    if (intake.pictures.size() > pictures_max) problems.add("pictures", "too_many");
    for (std::size_t i = 0; i < std::min(intake.pictures.size(), pictures_max); ++i) {
        const std::string& slot = intake.pictures[i].slot;
        const std::string field = "pictures[" + std::to_string(i) + "]";
        const auto is = [&](const std::vector<std::string>& slots) {
            return std::find(slots.begin(), slots.end(), slot) != slots.end();
        };
        if (!is(type.slots_required) && !is(type.slots_allowed))
            problems.add(field + ".slot", is_letter_or_document(intake.item.type)
                                              ? "not_for_letters"
                                              : "slot_unknown");
        const bool twice = std::any_of(
            intake.pictures.begin(), intake.pictures.begin() + static_cast<std::ptrdiff_t>(i),
            [&](const PicturePart& other) { return other.slot == slot; });
        if (twice) problems.add(field + ".slot", "slot_twice");
    }
    if (intake.item.weight_g &&
        (*intake.item.weight_g == 0 || *intake.item.weight_g > weight_g_max))
        problems.add("item.weight_g", "out_of_range");
    if (intake.confirmations && intake.confirmations->witness)
        check_text(*intake.confirmations->witness, place_bytes_max, false, "confirmations.witness",
                   problems);
    if (intake.confirmations && intake.confirmations->strokes)
        check_text(*intake.confirmations->strokes, strokes_bytes_max, false,
                   "confirmations.strokes", problems);
    if (intake.item.order_code)
        check_text(*intake.item.order_code, 64, true, "item.order_code", problems);
}

}  // namespace

Result<CheckedIntake, std::vector<IntakeProblem>> check_intake(const Intake& intake,
                                                               const Rules& rules,
                                                               const screening::RuleSet& goods,
                                                               std::string_view own_code_prefix,
                                                               Instant seen) {
    Problems problems;
    std::vector<IntakeProblem> warnings;
    const bool off_line = intake.channel == Channel::off_line;
    const bool doubtful =
        off_line && (intake.accepted_at > seen || seen - intake.accepted_at > off_line_ms_max);
    // A counter whose clock fell back to another year is held to the rules of the day its item
    // became known.
    const Day day = Day::of(doubtful ? seen : intake.accepted_at);
    if (!off_line && std::abs(intake.accepted_at - seen) > on_line_ms)
        problems.add("accepted_at", "at_not_now");

    const TypeRule* type = rules.type(intake.item.type, day);
    if (type == nullptr) {
        problems.add("item.type", "type_not_in_force");
        return problems.found;
    }
    std::optional<CheckedSender> sender;
    std::optional<PersonName> recipient_name;
    std::optional<PhoneNumber> recipient_phone;
    if (intake.sender) sender = identify_sender(*intake.sender, rules, day, problems, warnings);
    if (intake.recipient) {
        recipient_name = check_name(intake.recipient->name, "recipient.name", problems);
        recipient_phone =
            check_phone(intake.recipient->phone, "recipient.phone", problems, warnings);
        check_address(intake.recipient->address, "recipient.address", problems);
    }
    check_declaration(intake, *type, problems);
    check_extras(intake, *type, problems);
    std::optional<ItemCode> code;
    if (intake.item.code) {
        code = ItemCode::parse(*intake.item.code, own_code_prefix);
        if (!code) problems.add("item.code", "item_code_form");
    }

    screening::Verdict verdict =
        type->declaration ? screen_things(intake.item.things, goods, day) : screening::Verdict{};
    verdict.rules = goods.digest();  // also of a letter's, which nothing was held against

    std::vector<std::string> refusals;
    if (intake.refuse.size() > reasons_max) problems.add("refuse", "too_many");
    for (std::size_t i = 0; i < std::min(intake.refuse.size(), reasons_max); ++i) {
        const std::string& reason = intake.refuse[i];
        if (rules.reason(reason) == nullptr)
            problems.add("refuse[" + std::to_string(i) + "]", "reason_unknown");
        if (std::find(refusals.begin(), refusals.end(), reason) == refusals.end())
            refusals.push_back(reason);
    }
    const bool prohibited = verdict.outcome == screening::Outcome::prohibited;
    const bool stops = prohibited && off_line && refusals.empty();
    if (prohibited && !stops &&
        std::find(refusals.begin(), refusals.end(), "prohibited_goods") == refusals.end())
        refusals.emplace_back("prohibited_goods");
    if (refusals.empty()) {
        check_parties(intake, rules, day, problems);
        check_steps(intake, *type, rules, verdict, problems);
    }
    if (!problems.found.empty()) return problems.found;
    return CheckedIntake{&intake,
                         type,
                         std::move(sender),
                         std::move(recipient_name),
                         std::move(recipient_phone),
                         std::move(code),
                         std::move(verdict),
                         std::move(refusals),
                         std::move(warnings),
                         doubtful,
                         stops};
}

}  // namespace buuan::acceptance
