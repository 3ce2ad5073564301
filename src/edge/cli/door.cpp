#include "edge/cli/door.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>

#include "adapters/curl/http_client.hpp"
#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/api/api.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/root_means.hpp"
#include "edge/config/config.hpp"

namespace buuan::cli {
namespace {

constexpr std::size_t config_bytes_max = 65'536;

std::string session_in(std::string_view set_cookie) {
    return std::string(set_cookie.substr(0, set_cookie.find(';')));
}

/// The running server, over its socket.
class SocketDoor final : public Door {
public:
    explicit SocketDoor(std::string socket) : socket_(std::move(socket)) {}

    Result<Reply> call(const Call& call) override {
        ClientRequest request{call.method,      "http://localhost" + call.target,
                              socket_,          call.body,
                              headers_of(call), call.timeout_ms};
        auto response = client_.call(request);
        if (!response.ok()) return response.error();
        Reply reply{response.value().status, std::move(response.value().body), {}};
        for (const auto& [name, value] : response.value().headers) {
            if (name == "set-cookie") reply.session = session_in(value);
        }
        return reply;
    }

private:
    std::string socket_;
    HttpClient client_;
};

http::Method method_of(std::string_view name) {
    for (const auto method : {http::Method::get, http::Method::head, http::Method::put,
                              http::Method::post, http::Method::patch, http::Method::del}) {
        if (http::name_of(method) == name) return method;
    }
    return http::Method::other;
}

/// The node in this process, through the routes that its server would serve.
class RouterDoor : public Door {
public:
    explicit RouterDoor(node::Node& node) : api_(node), router_(api::make_router(api_)) {}

    Result<Reply> call(const Call& call) override {
        http::Request request;
        const auto question = call.target.find('?');
        request.method = method_of(call.method);
        request.path =
            http::percent_decoded(std::string_view(call.target).substr(0, question), false)
                .value_or("");
        if (question != std::string::npos) request.query = call.target.substr(question + 1);
        request.headers = headers_of(call);
        request.body = call.body;
        request.door = http::Door::local;
        request.secure = true;
        request.peer = "local";
        request.peer_uid = ::geteuid();
        request.id = "console-" + std::to_string(++calls_);
        const std::uint64_t body_max = router_.body_bytes_max(request);
        if (body_max == 0) request.body.clear();  // not read, as by the server; the answer says why
        if (request.body.size() > body_max)
            return Fault{FaultKind::invalid, "the document is too large"};
        http::Response response = router_.handle(request);
        Reply reply{response.status, std::move(response.body), {}};
        for (const auto& [name, value] : response.headers) {
            if (name == "Set-Cookie") reply.session = session_in(value);
        }
        return reply;
    }

private:
    api::Api api_;
    http::Router router_;
    std::uint64_t calls_ = 0;
};

struct OwnedNode {
    std::unique_ptr<Clock> clock;
    std::unique_ptr<Entropy> entropy;
    std::unique_ptr<node::Node> node;
};

/// The same, with the node that it opened for itself; a base, so that the node is there before the
/// routes and after them.
class OwnDoor final : private OwnedNode, public RouterDoor {
public:
    explicit OwnDoor(OwnedNode owned) : OwnedNode(std::move(owned)), RouterDoor(*node) {}

    Result<Reply> call(const Call& call) override {
        auto reply = RouterDoor::call(call);
        // There is no server to do it later. What was done is durable, whatever comes of this.
        if (auto settled = node->settle(); !settled.ok())
            complain(say({"Chưa vào sổ: {}", "Not in the log yet: {}"}, settled.error().what));
        return reply;
    }
};

bool somebody_answers(Door& door) {
    const auto reply = door.call({"GET", "/healthz"});
    return reply.ok() && reply.value().good();
}

Exit exit_of(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::denied:
            return Exit::denied;
        case FaultKind::invalid:
            return Exit::bad_input;
        default:
            return Exit::unreachable;
    }
}

Exit exit_of(int status) {
    if (status == 401 || status == 403) return Exit::denied;
    if (status >= 500) return Exit::unreachable;
    return Exit::bad_input;
}

/// A problem document in words: the sentence, then each field.
void complain_of(const Reply& reply) {
    boost::system::error_code error;
    const auto value = boost::json::parse(reply.body, error);
    if (error || !value.is_object()) return complain(fmt::format("HTTP {}", reply.status));
    const auto text = [](const boost::json::object& object, const char* name) {
        const auto* found = object.if_contains(name);
        return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                      : std::string();
    };
    const auto& problem = value.get_object();
    complain(fmt::format("{} ({})", text(problem, "title"), text(problem, "code")));
    const auto* fields = problem.if_contains("errors");
    if (fields == nullptr || !fields->is_array()) return;
    for (const auto& each : fields->get_array()) {
        if (!each.is_object()) continue;
        complain(fmt::format("  {}: {} ({})", text(each.get_object(), "field"),
                             text(each.get_object(), "text"), text(each.get_object(), "reason")));
    }
}

/// A configuration that is broken is told of when the node is opened.
config::Config config_of(const std::string& node_folder) {
    const auto text =
        read_input((std::filesystem::path(node_folder) / "node.toml").string(), config_bytes_max);
    auto config = config::read_config(text.value_or(""));
    return config.ok() ? std::move(config).value() : config::Config{};
}

vault::RootSource root_source_of(const std::string& node_folder) {
    auto files = PosixFiles::open_root(node_folder);
    const auto source = files.ok() ? vault::root_source(*files.value()) : files.error();
    return source.ok() ? source.value() : vault::RootSource::file;
}

/// Signs in and acts as the user from then on.
bool sign_in(Door& door, const std::string& user, Exit& exit) {
    std::string password = read_secret("BUUAN_PASSWORD", {"Mật khẩu: ", "Password: "});
    std::string body =
        boost::json::serialize(boost::json::object{{"user", user}, {"password", password}});
    wipe(password.data(), password.size());
    const auto reply = ask(door, {"POST", "/api/v1/sessions", body}, exit);
    wipe(body.data(), body.size());
    if (!reply) return false;
    const auto session = boost::json::parse(reply->body);
    door.act_as({{"cookie", reply->session},
                 {"x-buuan-csrf", std::string(session.at("csrf").as_string())}});
    return true;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Door::headers_of(const Call& call) const {
    auto headers = identity_;
    if (!call.content_type.empty()) headers.emplace_back("content-type", call.content_type);
    headers.emplace_back("accept-language", language() == Language::en ? "en" : "vi");
    if (!call.opening.empty()) headers.emplace_back("buuan-opening", call.opening);
    return headers;
}

std::unique_ptr<node::Node> open_node(const std::string& node_folder, Clock& clock,
                                      Entropy& entropy, Exit& exit) {
    if (!std::filesystem::exists(std::filesystem::path(node_folder) / "node.toml")) {
        complain(say({"Không thấy nút nào ở {} (thiếu node.toml). Lập nút: buuan init, hoặc chỉ "
                      "thư mục bằng --node.",
                      "There is no node in {} (no node.toml). Make one with buuan init, or name "
                      "its folder with --node."},
                     node_folder));
        exit = Exit::unreachable;
        return nullptr;
    }
    const auto means = gather_root_means(root_source_of(node_folder), config_of(node_folder), exit);
    if (!means) return nullptr;
    auto node = node::Node::open(node_folder, *means, clock, entropy);
    if (!node.ok()) {
        complain(
            say({"Không mở được nút: {}", "The node cannot be opened: {}"}, node.error().what));
        advise_on_root_key(node_folder, *means);
        exit = exit_of(node.error());
        return nullptr;
    }
    return std::move(node).value();
}

std::unique_ptr<Door> door_to(node::Node& node) {
    return std::make_unique<RouterDoor>(node);
}

std::unique_ptr<Door> open_door(const std::string& node_folder, const std::string& user,
                                Exit& exit) {
    std::unique_ptr<Door> door = std::make_unique<SocketDoor>(
        (std::filesystem::path(node_folder) / "run" / "buuan.sock").string());
    if (!somebody_answers(*door)) {
        OwnedNode owned{std::make_unique<SystemClock>(), std::make_unique<SystemEntropy>(),
                        nullptr};
        owned.node = open_node(node_folder, *owned.clock, *owned.entropy, exit);
        if (owned.node == nullptr) return nullptr;
        door = std::make_unique<OwnDoor>(std::move(owned));
    }
    if (!user.empty()) {
        if (!sign_in(*door, user, exit)) return nullptr;
    } else if (const char* key = std::getenv("BUUAN_API_KEY"); key != nullptr && *key != '\0') {
        door->act_as({{"authorization", std::string("Bearer ") + key}});
    }
    return door;
}

std::optional<Reply> ask(Door& door, const Call& call, Exit& exit) {
    auto reply = door.call(call);
    if (!reply.ok()) {
        complain(say({"Không liên lạc được với nút: {}", "The node cannot be reached: {}"},
                     reply.error().what));
        exit = exit_of(reply.error());
        return std::nullopt;
    }
    if (!reply.value().good()) {
        complain_of(reply.value());
        exit = exit_of(reply.value().status);
        return std::nullopt;
    }
    return std::move(reply).value();
}

std::optional<boost::json::value> ask_json(Door& door, const Call& call, Exit& exit) {
    const auto reply = ask(door, call, exit);
    if (!reply) return std::nullopt;
    boost::system::error_code error;
    auto value = boost::json::parse(reply->body, error);
    if (error) {
        complain(Text{"Nút trả lời không phải JSON", "The node's answer is not JSON"});
        exit = Exit::unreachable;
        return std::nullopt;
    }
    return value;
}

std::string text_of(const boost::json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

}  // namespace buuan::cli
