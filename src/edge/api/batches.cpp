#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "edge/api/acceptance_desk.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t lines_max = 100'000;
constexpr std::size_t chunk = 1000;

/// One line of a batch.
struct Line {
    ItemId id;
    acceptance::Intake intake;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, intake))

/// What each line comes to, in order; prepared lines wait for the commit of their chunk.
class Batch {
public:
    Batch(Api& api, const Call& call) : api_(api), call_(call) {}

    void add(std::size_t number, std::string_view text) {
        const auto line = json::read<Line>(text);
        if (!line.ok()) {
            say(number,
                {400, "line_broken", {{line.error().path, line.error().reason}}, {}, std::nullopt});
            return;
        }
        // The digest covers the line: the same line again is the same command.
        auto prepared =
            prepare_acceptance(api_, call_.actor, line.value().id, line.value().intake, text);
        if (const auto* answered = std::get_if<Answered>(&prepared)) {
            say(number, *answered);
            return;
        }
        waiting_.push_back({number, text, std::move(std::get<Prepared>(prepared))});
        if (waiting_.size() == chunk) commit();
    }

    std::string finish() {
        commit();
        std::string out;
        for (const auto& [number, text] : answers_) out += text + "\n";
        return out;
    }

private:
    struct Waiting {
        std::size_t number{};
        std::string_view text;
        Prepared prepared;
    };

    void commit() {
        std::vector<DayWrite> writes;
        for (Waiting& each : waiting_) writes.push_back(std::move(each.prepared.write));
        const auto applied = api_.node.committer().commit_all(std::move(writes));
        auto done = std::exchange(waiting_, {});
        for (std::size_t i = 0; i < done.size(); ++i) {
            const Answered answered =
                answer_acceptance(api_, std::move(done[i].prepared), applied[i]);
            const bool came_twice = applied[i].ok() && applied[i].value() == Applied::already_there;
            // The same line stands twice, or came by another way meanwhile: the first one's answer
            // is its answer.
            if (came_twice) add(done[i].number, done[i].text);
            if (!came_twice) say(done[i].number, answered);
        }
    }

    void say(std::size_t number, const Answered& answered) {
        boost::json::object out{{"line", number}};
        if (answered.code.empty() && !answered.fault) {
            out["status"] = answered.status;
            for (const auto& member : answered.body) out[member.key()] = member.value();
        } else {
            const Response problem = answered.fault ? http::problem(call_.request, *answered.fault)
                                                    : http::problem(call_.request, answered.status,
                                                                    answered.code, answered.fields);
            out["status"] = problem.status;
            out["problem"] = boost::json::parse(problem.body);
        }
        answers_[number] = boost::json::serialize(out);
    }

    Api& api_;
    const Call& call_;
    std::vector<Waiting> waiting_;
    std::map<std::size_t, std::string> answers_;
};

}  // namespace

Response post_batch(Api& api, const Call& call) {
    // Counted before the first line is taken: a batch that is refused has accepted nothing.
    const auto ends = std::count(call.request.body.begin(), call.request.body.end(), '\n');
    const bool open_end = !call.request.body.empty() && call.request.body.back() != '\n';
    if (static_cast<std::size_t>(ends) + (open_end ? 1 : 0) > lines_max)
        return http::problem(call.request, 413, "too_many");
    Batch batch(api, call);
    std::string_view rest = call.request.body;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const auto end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (!line.empty()) batch.add(number, line);
    }
    return {200, "application/x-ndjson", batch.finish(), {}, {}};
}

}  // namespace buuan::api
