// Acceptance in three parts, shared by the single request and the batch: prepare (decide), commit
// (the caller's), answer. A request that was applied before is recognised by its id and digest and
// answered as the first time.
#pragma once

#include <variant>

#include "acceptance/accept_item.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {

/// Ready to be committed; `answer` is what the clerk is told once it is written.
struct Prepared {
    DayWrite write;  // moved to the committer
    Day day;
    CounterCode counter;
    std::uint32_t number{};
    boost::json::object answer;
};

/// An answer that needs no write: a problem, or the replay of an earlier one.
struct Answered {
    int status{};
    std::string code;  // of a problem; empty for a replay
    std::vector<http::FieldProblem> fields;
    boost::json::object body;
    std::optional<Fault> fault;
};

inline Answered problem(int status, std::string code, std::vector<http::FieldProblem> fields = {}) {
    return {status, std::move(code), std::move(fields), {}, std::nullopt};
}
inline Answered fault(const Fault& found) {
    return {0, {}, {}, {}, found};
}

/// `queued`: how it came from an enrolled device; nullopt for whatever came on line, where an
/// intake that says it was made off line is refused.
std::variant<Prepared, Answered> prepare_acceptance(
    Api& api, const Actor& actor, const ItemId& item, std::string_view body,
    const std::optional<acceptance::Queued>& queued);
/// The same for an intake that stands inside another document; `body` is what the request digest
/// covers. Completes the intake.
std::variant<Prepared, Answered> prepare_acceptance(
    Api& api, const Actor& actor, const ItemId& item, acceptance::Intake& intake,
    std::string_view body, const std::optional<acceptance::Queued>& queued);

/// Puts what `phone_from` and `recipient_from` stand for into the intake (returning.cpp); 422 for
/// an item that is not this sender's.
Result<Done, Answered> fill_in_returning(Api& api, acceptance::Intake& intake);

/// What to tell after the commit. Gives the counter's number back when nothing was written.
Answered answer_acceptance(Api& api, Prepared prepared, const Result<Applied>& applied);

/// All three parts, for one item.
Answered accept(Api& api, const Actor& actor, const ItemId& item, std::string_view body,
                const std::optional<acceptance::Queued>& queued = std::nullopt);
Response respond(const http::Request& request, const Answered& answered);

}  // namespace buuan::api
