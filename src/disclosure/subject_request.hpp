// The register of what data subjects ask for (ND356 Art 5; docs/law.md, Q4 to Q6): who asks for
// what, whether it was seen who the asker is, the clocks, and what became of it. Rows in node.db:
// kind "subject_request", key: the number, eight digits. Who asks, and how to reach them, lies
// sealed in the row under the minutes key of the day on which it came, and ends with that day's
// minutes.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/entropy.hpp"
#include "base/ids.hpp"
#include "base/personal.hpp"
#include "disclosure/sealed_words.hpp"
#include "disclosure/subject_rules.hpp"
#include "register/register_store.hpp"

namespace buuan::disclosure {

using RequestNumber = std::uint32_t;

enum class RequestState : std::uint8_t {
    received,    // it is not known yet whether the asker is who they say
    identified,  // now the data may be shown, corrected, erased
    done,
    refused,
    taken_back,  // by the asker
};
BOOST_DESCRIBE_ENUM(RequestState, received, identified, done, refused, taken_back)

/// Who asks. A name and one of the numbers find the items; the contact is where the answer goes.
struct Asker {
    Personal name;
    Personal phone;            // in its normal form; may be empty
    Personal identity_number;  // the same
    Personal contact;          // may be empty
    Personal note;             // what exactly is asked; may be empty
    friend bool operator==(const Asker&, const Asker&) = default;
};
inline constexpr std::pair<const char*, Personal Asker::*> asker_fields[] = {
    {"name", &Asker::name},
    {"phone", &Asker::phone},
    {"identity_number", &Asker::identity_number},
    {"contact", &Asker::contact},
    {"note", &Asker::note}};

struct RequestRow {
    RequestNumber number{};
    RequestState state{};
    Ask ask{};
    CommandId command;  // what filed it: the same again answers the same
    Instant received_at;
    StaffNumber by;
    bool third_party = false;
    bool extended = false;
    Day answer_by;                      // the last day to tell the asker what becomes of it
    Day due;                            // the last day to do it
    std::optional<std::string> method;  // of rules/identity_methods.toml, once it was seen who asks
    std::optional<Instant> answered_at;
    std::optional<Instant> closed_at;
    std::optional<std::string> refusal;  // of rules/subject_requests.toml
    std::vector<ItemId> erased;          // or tried, by a power cut
    std::string sealed;                  // hex: Asker

    [[nodiscard]] bool is_open() const { return state <= RequestState::identified; }
    /// Whether a clock ran out before it was stopped.
    [[nodiscard]] bool is_late(Day today) const {
        return due < (closed_at ? Day::of(*closed_at) : today) ||
               answer_by < (answered_at ? Day::of(*answered_at) : today);
    }
};
BOOST_DESCRIBE_STRUCT(RequestRow, (),
                      (number, state, ask, command, received_at, by, third_party, extended,
                       answer_by, due, method, answered_at, closed_at, refusal, erased, sealed))

/// What is done to a request, one after the other.
enum class Step : std::uint8_t { identify, answer, extend, finish, refuse, take_back };
BOOST_DESCRIBE_ENUM(Step, identify, answer, extend, finish, refuse, take_back)

struct StepTaken {
    Step step{};
    std::optional<std::string> method;  // identify
    std::optional<std::string> reason;  // refuse
};

/// The row afterwards: itself where the step was taken before. A code for why not:
/// `request_closed`, `not_identified_yet`, `extended_before`, `deadline_over`, `method_unknown`,
/// `reason_unknown`.
Result<RequestRow, std::string> after_step(RequestRow row, const StepTaken& taken,
                                           const SubjectRules& rules, Instant now);

struct Filing {
    CommandId command;
    Ask ask{};
    bool third_party = false;
    Asker asker;
    StaffNumber by;
    Instant now;
};
/// Files a request, durable when it returns; the one that is there where the command is known.
Result<RequestRow> file_request(register_::RegisterStore& store, const Filing& filing,
                                const SubjectRules& rules, const WordsSeal& seal, Entropy& entropy);

Result<std::vector<RequestRow>> list_requests(register_::RegisterStore& store);
Result<std::optional<RequestRow>> find_request(register_::RegisterStore& store,
                                               RequestNumber number);
Result<Done> save_request(register_::RegisterStore& store, const RequestRow& row);
/// corrupt when it does not open.
Result<Asker> open_asker(const RequestRow& row, const WordsSeal& seal);

}  // namespace buuan::disclosure
