// What goes wrong, as RFC 9457 problem+json: a stable code, a sentence in Vietnamese or English
// that says what to do, and the fields concerned. Codes of all rooms stand in one catalogue
// (problem_texts.cpp), so that each is said in both languages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "base/json.hpp"
#include "edge/http/message.hpp"

namespace buuan::http {

struct ProblemText {
    std::string_view vi;
    std::string_view en;
};
/// The texts of a code; the code itself in both for one that is missing (a test sees to it that
/// none is).
ProblemText text_of(std::string_view code);

/// A field of the request and what is wrong with it. `vi` and `en` say more than the reason's own
/// text, which they stand in for.
struct FieldProblem {
    std::string field;
    std::string reason;
    std::string vi{};
    std::string en{};
};

Response problem(const Request& request, int status, std::string_view code,
                 const std::vector<FieldProblem>& fields = {});
/// 400 with the field.
Response problem(const Request& request, const json::Problem& found);
/// unavailable, busy: 503 with Retry-After; full: 507; corrupt: 500; denied: 403; timed_out: 504;
/// invalid: 400. The sentence goes into the operators' log with the request's id, not to the
/// caller; who may know more says it in `fields`.
Response problem(const Request& request, const Fault& fault,
                 const std::vector<FieldProblem>& fields = {});

}  // namespace buuan::http
