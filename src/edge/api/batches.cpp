#include "edge/api/line_batch.hpp"

namespace buuan::api {
namespace {

/// One line of a batch.
struct Line {
    ItemId id;
    acceptance::Intake intake;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, intake))

std::variant<Prepared, Answered> prepare(Api& api, const Call& call, const TakenLine& line) {
    if (line.too_long) return problem(400, "line_broken", {{"", "too_long"}});
    auto read = json::read<Line>(line.text);
    if (!read.ok()) return problem(400, "line_broken", {{read.error().path, read.error().reason}});
    // The digest covers the line: the same line again is the same command.
    return prepare_acceptance(api, call.actor, read.value().id, read.value().intake, line.text,
                              std::nullopt);
}

Answered settle(Api& api, const Call& call, const TakenLine& line, Prepared prepared,
                const Result<Applied>& applied) {
    const bool came_twice = applied.ok() && applied.value() == Applied::already_there;
    Answered answered = answer_acceptance(api, std::move(prepared), applied);
    if (!came_twice) return answered;
    // The same line stands twice, or came by another way meanwhile: the first one's answer is its
    // answer.
    auto again = prepare(api, call, line);
    auto* replayed = std::get_if<Answered>(&again);
    return replayed != nullptr ? std::move(*replayed) : answered;
}

std::string accept_lines(Api& api, const Call& call, std::span<const TakenLine> lines) {
    std::vector<std::variant<Prepared, Answered>> outcomes;
    std::vector<DayWrite> writes;
    const bool allowed = is_allowed_still(api, call, Action::import_items);
    for (const TakenLine& line : lines) {
        outcomes.push_back(allowed ? prepare(api, call, line) : problem(401, "not_signed_in"));
        if (auto* prepared = std::get_if<Prepared>(&outcomes.back()))
            writes.push_back(std::move(prepared->write));
    }
    const auto applied = api.node.committer().commit_all(std::move(writes));
    auto next = applied.begin();
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (auto* prepared = std::get_if<Prepared>(&outcomes[i]))
            outcomes[i] = settle(api, call, lines[i], std::move(*prepared), *next++);
        append_answer(out, call, lines[i].number, std::get<Answered>(outcomes[i]));
    }
    return out;
}

}  // namespace

Response post_batch(Api& api, const Call& call) {
    return answer_lines(api, call, 2, [&](std::span<const TakenLine> lines) {
        return accept_lines(api, call, lines);
    });
}

}  // namespace buuan::api
