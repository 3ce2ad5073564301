#include "edge/api/line_batch.hpp"

#include <boost/json/serialize.hpp>
#include <deque>
#include <future>
#include <utility>
#include <vector>

#include "edge/http/body_lines.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t line_bytes_max = 65'536;
// So that a request of a thousand lines has work for two processors, and a transaction still has
// many lines.
constexpr std::size_t group_lines_max = 500;
constexpr std::size_t group_bytes_max = 1024 * 1024;

class Batch {
public:
    Batch(const Call& call, std::size_t groups_at_once, const AnswerLines& answer)
        : call_(call), groups_at_once_(groups_at_once), answer_(answer) {}

    Result<Done> add(const http::BodyLines::Line& line) {
        filling_.push_back({line.number, std::string(line.text), line.too_long});
        bytes_ += line.text.size();
        if (filling_.size() < group_lines_max && bytes_ < group_bytes_max) return Done{};
        begin();
        return running_.size() < groups_at_once_ ? Done{} : send_first();
    }

    /// Tells all that is done when the client has nothing more to say: it may be waiting for us.
    Result<Done> catch_up() {
        begin();
        while (!running_.empty()) {
            if (auto sent = send_first(); !sent.ok()) return sent;
        }
        return Done{};
    }
    [[nodiscard]] bool owes_answers() const { return !filling_.empty() || !running_.empty(); }

    /// The answers that have not been sent.
    std::string finish() {
        begin();
        std::string out;
        for (auto& answers : running_) out += answers.get();
        running_.clear();
        return out;
    }

    /// The same after a fault: what is on its way is told if somebody still listens; what came
    /// after is left.
    void break_off() {
        while (!running_.empty() && send_first().ok()) {
        }
    }

private:
    void begin() {
        if (filling_.empty()) return;
        bytes_ = 0;
        running_.push_back(
            std::async(std::launch::async,
                       [this, group = std::exchange(filling_, {})] { return answer_(group); }));
    }

    Result<Done> send_first() {
        std::string answers = running_.front().get();
        running_.pop_front();
        return call_.stream.send({200, "application/x-ndjson", std::move(answers), {}, {}});
    }

    const Call& call_;
    const std::size_t groups_at_once_;
    const AnswerLines& answer_;
    std::vector<TakenLine> filling_;
    std::size_t bytes_ = 0;
    std::deque<std::future<std::string>> running_;  // waited for when it goes
};

}  // namespace

bool is_allowed_still(Api& api, const Call& call, Action action) {
    const auto actor = authenticate(api, call.request);
    return actor.ok() && actor.value().allowed(action);
}

void append_answer(std::string& out, const Call& call, std::size_t number,
                   const Answered& answered) {
    out += "{\"line\":" + std::to_string(number) + ",\"status\":";
    if (answered.code.empty() && !answered.fault) {
        out += std::to_string(answered.status) + "," +
               boost::json::serialize(answered.body).substr(1) + "\n";
        return;
    }
    const Response problem = answered.fault ? http::problem(call.request, *answered.fault)
                                            : http::problem(call.request, answered.status,
                                                            answered.code, answered.fields);
    out += std::to_string(problem.status) + ",\"problem\":" + problem.body + "}\n";
}

Response answer_lines(Api& api, const Call& call, std::size_t groups_at_once,
                      const AnswerLines& answer) {
    const Gate::Place place(api.batches);
    if (!place) return http::problem(call.request, 503, "busy");
    http::BodyLines lines(call.stream, line_bytes_max);
    Batch batch(call, groups_at_once, answer);
    for (;;) {
        if (batch.owes_answers() && lines.would_wait()) {
            if (const auto sent = batch.catch_up(); !sent.ok())
                return http::problem(call.request, sent.error());
        }
        const auto line = lines.next();
        if (!line.ok()) {
            batch.break_off();
            return http::problem(call.request, line.error());
        }
        if (!line.value()) return {200, "application/x-ndjson", batch.finish(), {}, {}};
        if (const auto sent = batch.add(*line.value()); !sent.ok())
            return http::problem(call.request, sent.error());
    }
}

}  // namespace buuan::api
