// The register of complaints (khiếu nại) and claims (bồi thường): who complains of which item, the
// clocks, the answer, what was agreed and paid (LBC Art 38, 40-42; docs/law.md, E11 and E12). Rows
// in node.db: kind "complaint", key: the number, eight digits. Who complains, how to reach them and
// what they say lies sealed in the row under the minutes key of the day on which it came, and ends
// with that day's minutes. While a complaint is open its item keeps itself (retention/kept.hpp).
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/entropy.hpp"
#include "base/ids.hpp"
#include "base/personal.hpp"
#include "disclosure/complaint_rules.hpp"
#include "disclosure/sealed_words.hpp"
#include "register/register_store.hpp"

namespace buuan::disclosure {

using ComplaintNumber = std::uint32_t;

enum class ComplaintState : std::uint8_t {
    filed,
    answered,
    agreed,  // compensation was agreed, and is to be paid
    paid,
    closed,
    taken_back,  // by who complained
};
BOOST_DESCRIBE_ENUM(ComplaintState, filed, answered, agreed, paid, closed, taken_back)

enum class Complains : std::uint8_t { sender, recipient };
BOOST_DESCRIBE_ENUM(Complains, sender, recipient)

/// Who complains, in their own words.
struct Complainant {
    Personal name;
    Personal contact;
    Personal words;
    friend bool operator==(const Complainant&, const Complainant&) = default;
};
inline constexpr std::pair<const char*, Personal Complainant::*> complainant_fields[] = {
    {"name", &Complainant::name},
    {"contact", &Complainant::contact},
    {"words", &Complainant::words}};

struct ComplaintRow {
    ComplaintNumber number{};
    int year{};
    std::uint32_t in_year{};  // 1, 2, 3 … of the year
    ComplaintState state{};
    std::string kind;  // of rules/complaints.toml
    Complains as{};
    ItemId item;
    SiteCode site;  // of the acceptance
    LogName log;    // the same
    CommandId command;
    Instant received_at;
    StaffNumber by;
    bool international = false;
    std::optional<Day> file_until;  // nullopt: its bar did not run yet
    Day answer_by;
    std::optional<Instant> answered_at;
    std::optional<std::string> outcome;  // of rules/complaints.toml
    std::optional<std::uint64_t> fee_vnd;
    std::optional<std::uint64_t> amount_min_vnd;
    std::optional<std::uint64_t> amount_vnd;
    std::optional<Instant> agreed_at;
    std::optional<Day> pay_by;
    std::optional<Instant> paid_at;
    std::optional<Instant> closed_at;
    std::string sealed;  // hex: Complainant

    [[nodiscard]] bool is_open() const { return state < ComplaintState::closed; }
    /// Filed after its time bar.
    [[nodiscard]] bool is_barred() const {
        return file_until && *file_until < Day::of(received_at);
    }
    /// Whether a clock ran out before it was stopped.
    [[nodiscard]] bool is_late(Day today) const {
        const Day stopped = answered_at ? Day::of(*answered_at)
                            : closed_at ? Day::of(*closed_at)
                                        : today;
        return answer_by < stopped || (pay_by && *pay_by < (paid_at ? Day::of(*paid_at) : today));
    }
};
BOOST_DESCRIBE_STRUCT(ComplaintRow, (),
                      (number, year, in_year, state, kind, as, item, site, log, command,
                       received_at, by, international, file_until, answer_by, answered_at, outcome,
                       fee_vnd, amount_min_vnd, amount_vnd, agreed_at, pay_by, paid_at, closed_at,
                       sealed))

struct ComplaintFiling {
    CommandId command;
    std::string kind;
    Complains as{};
    ItemId item;
    SiteCode site;
    LogName log;
    ComplaintDates dates;
    std::optional<std::uint64_t> fee_vnd;
    Complainant who;
    StaffNumber by;
    Instant now;
};

/// What a filing or a step makes so: the caller adds the entry, and applies it.
struct ComplaintWrite {
    ComplaintRow row;
    register_::RegisterWrite write;
};

/// The next of the register. The caller holds a lock of its own until it is applied.
Result<ComplaintWrite> file_complaint(register_::RegisterStore& store,
                                      const ComplaintFiling& filing, const ComplaintRules& rules,
                                      const WordsSeal& seal, Entropy& entropy);

/// What is done about a complaint, one after the other.
enum class ComplaintStep : std::uint8_t { answer, agree, pay, close, take_back };
BOOST_DESCRIBE_ENUM(ComplaintStep, answer, agree, pay, close, take_back)

struct ComplaintStepTaken {
    ComplaintStep step{};
    std::optional<std::string> outcome;       // answer
    std::optional<std::uint64_t> amount_vnd;  // agree
};

/// The row afterwards: itself where the step was taken before. A code for why not:
/// `complaint_closed`, `complaint_step`, `outcome_unknown`, `amount_missing`, `amount_too_low`.
Result<ComplaintRow, std::string> after_step(ComplaintRow row, const ComplaintStepTaken& taken,
                                             const ComplaintRules& rules, Instant now);
/// What makes it so.
ComplaintWrite write_of(ComplaintRow row);

Result<std::optional<ComplaintRow>> find_complaint(register_::RegisterStore& store,
                                                   ComplaintNumber number);
/// The one that a command filed.
Result<std::optional<ComplaintRow>> complaint_filed_by(register_::RegisterStore& store,
                                                       const CommandId& command);
/// The newest first, those before `before`.
Result<std::vector<ComplaintRow>> list_complaints(register_::RegisterStore& store,
                                                  std::optional<ComplaintNumber> before,
                                                  std::size_t count_max);
/// All that are open, the newest first: as many as there are clocks running.
Result<std::vector<ComplaintRow>> open_complaints(register_::RegisterStore& store);
/// Those of an item, the oldest first.
Result<std::vector<ComplaintRow>> complaints_of(register_::RegisterStore& store,
                                                const ItemId& item);
/// corrupt when it does not open.
Result<Complainant> open_complainant(const ComplaintRow& row, const WordsSeal& seal);

}  // namespace buuan::disclosure
