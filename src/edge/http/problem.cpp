#include "edge/http/problem.hpp"

#include "base/log.hpp"

namespace buuan::http {
namespace {

struct StatusOf {
    int status;
    std::string_view code;
};

StatusOf status_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::unavailable:
            return {503, "unavailable"};
        case FaultKind::busy:
            return {503, "busy"};
        case FaultKind::full:
            return {507, "full"};
        case FaultKind::corrupt:
            return {500, "corrupt"};
        case FaultKind::denied:
            return {403, "denied"};
        case FaultKind::timed_out:
            return {504, "timed_out"};
        case FaultKind::invalid:
            return {400, "invalid"};
    }
    return {500, "corrupt"};
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
    json::append_text(out, name);
    out += ':';
    json::append_text(out, value);
}

}  // namespace

Response problem(const Request& request, int status, std::string_view code,
                 const std::vector<FieldProblem>& fields) {
    const bool english = request.english();
    const auto say = [&](std::string_view each) {
        return english ? text_of(each).en : text_of(each).vi;
    };
    std::string body = "{";
    append_member(body, "type", "urn:buuan:problem:" + std::string(code));
    body += ",\"status\":" + std::to_string(status) + ",";
    append_member(body, "title", say(code));
    body += ',';
    append_member(body, "code", code);
    body += ',';
    append_member(body, "instance", request.id);
    if (!fields.empty()) {
        body += ",\"errors\":[";
        for (std::size_t i = 0; i < fields.size(); ++i) {
            body += i == 0 ? "{" : ",{";
            append_member(body, "field", fields[i].field);
            body += ',';
            append_member(body, "reason", fields[i].reason);
            body += ',';
            const std::string& own = english ? fields[i].en : fields[i].vi;
            append_member(body, "text", own.empty() ? say(fields[i].reason) : own);
            body += '}';
        }
        body += ']';
    }
    Response response{status,
                      "application/problem+json",
                      body + "}",
                      {{"Content-Language", english ? "en" : "vi"}},
                      {}};
    if (status == 503) response.headers.emplace_back("Retry-After", "2");
    return response;
}

Response problem(const Request& request, const json::Problem& found) {
    return problem(request, 400, "bad_document", {{found.path, found.reason}});
}

Response problem(const Request& request, const Fault& fault,
                 const std::vector<FieldProblem>& fields) {
    const StatusOf answer = status_of(fault.kind);
    if (answer.status >= 500)
        log::warning(
            "fault",
            {{"request", request.id}, {"kind", name_of(fault.kind)}, {"what", fault.what}});
    return problem(request, answer.status, answer.code, fields);
}

}  // namespace buuan::http
