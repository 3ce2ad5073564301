#include <boost/json/serialize.hpp>
#include <deque>
#include <future>
#include <utility>

#include "edge/api/acceptance_desk.hpp"
#include "edge/http/body_lines.hpp"

namespace buuan::api {
namespace {

constexpr std::size_t line_bytes_max = 65'536;
constexpr std::size_t groups_at_once_max = 2;
// So that a request of a thousand lines has work for two processors, and a transaction still has
// many lines.
constexpr std::size_t group_lines_max = 500;
constexpr std::size_t group_bytes_max = 1024 * 1024;

/// One line of a batch.
struct Line {
    ItemId id;
    acceptance::Intake intake;
};
BOOST_DESCRIBE_STRUCT(Line, (), (id, intake))

struct TakenLine {
    std::size_t number{};
    std::string text;
    bool too_long{};
};

/// Lines that are committed together and answered together, in their order.
class Group {
public:
    void add(const http::BodyLines::Line& line) {
        lines_.push_back({line.number, std::string(line.text), line.too_long});
        bytes_ += line.text.size();
    }
    [[nodiscard]] bool full() const {
        return lines_.size() >= group_lines_max || bytes_ >= group_bytes_max;
    }
    [[nodiscard]] bool empty() const { return lines_.empty(); }

    /// Accepts the lines and returns their answers. Durable when it returns.
    std::string accept(Api& api, const Call& call) const {
        std::vector<std::variant<Prepared, Answered>> outcomes;
        std::vector<DayWrite> writes;
        const bool allowed = is_allowed_still(api, call);
        for (const TakenLine& line : lines_) {
            outcomes.push_back(allowed ? prepare(api, call, line)
                                       : Answered{401, "not_signed_in", {}, {}, {}});
            if (auto* prepared = std::get_if<Prepared>(&outcomes.back()))
                writes.push_back(std::move(prepared->write));
        }
        const auto applied = api.node.committer().commit_all(std::move(writes));
        auto next = applied.begin();
        std::string out;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (auto* prepared = std::get_if<Prepared>(&outcomes[i]))
                outcomes[i] = settle(api, call, lines_[i], std::move(*prepared), *next++);
            append_answer(out, call, lines_[i].number, std::get<Answered>(outcomes[i]));
        }
        return out;
    }

private:
    /// A batch may last for hours, and its sender be locked out meanwhile.
    static bool is_allowed_still(Api& api, const Call& call) {
        const auto actor = authenticate(api, call.request);
        return actor.ok() && actor.value().allowed(Action::import_items);
    }

    static std::variant<Prepared, Answered> prepare(Api& api, const Call& call,
                                                    const TakenLine& line) {
        if (line.too_long) return Answered{400, "line_broken", {{"", "too_long"}}, {}, {}};
        auto read = json::read<Line>(line.text);
        if (!read.ok())
            return Answered{400, "line_broken", {{read.error().path, read.error().reason}}, {}, {}};
        // The digest covers the line: the same line again is the same command.
        return prepare_acceptance(api, call.actor, read.value().id, read.value().intake, line.text,
                                  std::nullopt);
    }

    static Answered settle(Api& api, const Call& call, const TakenLine& line, Prepared prepared,
                           const Result<Applied>& applied) {
        const bool came_twice = applied.ok() && applied.value() == Applied::already_there;
        Answered answered = answer_acceptance(api, std::move(prepared), applied);
        if (!came_twice) return answered;
        // The same line stands twice, or came by another way meanwhile: the first one's answer is
        // its answer.
        auto again = prepare(api, call, line);
        auto* replayed = std::get_if<Answered>(&again);
        return replayed != nullptr ? std::move(*replayed) : answered;
    }

    static void append_answer(std::string& out, const Call& call, std::size_t number,
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

    std::vector<TakenLine> lines_;
    std::size_t bytes_ = 0;
};

/// Groups on their way. At most two, however long the batch is: one is sealed while the other is
/// made durable, and both processors have work.
class Batch {
public:
    Batch(Api& api, const Call& call) : api_(api), call_(call) {}

    Result<Done> add(const http::BodyLines::Line& line) {
        filling_.add(line);
        if (!filling_.full()) return Done{};
        begin();
        return running_.size() < groups_at_once_max ? Done{} : send_first();
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
        running_.push_back(std::async(
            std::launch::async,
            [this, group = std::exchange(filling_, {})] { return group.accept(api_, call_); }));
    }

    Result<Done> send_first() {
        std::string answers = running_.front().get();
        running_.pop_front();
        return call_.stream.send({200, "application/x-ndjson", std::move(answers), {}, {}});
    }

    Api& api_;
    const Call& call_;
    Group filling_;
    std::deque<std::future<std::string>> running_;  // waited for when it goes
};

}  // namespace

Response post_batch(Api& api, const Call& call) {
    const Gate::Place place(api.batches);
    if (!place) return http::problem(call.request, 503, "busy");
    http::BodyLines lines(call.stream, line_bytes_max);
    Batch batch(api, call);
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
