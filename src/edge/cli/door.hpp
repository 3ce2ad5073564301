// How a command reaches its node: the running server over its Unix socket, or, where none runs, the
// node itself under its exclusive lock, through the same routes. Commands speak the HTTP API either
// way and cannot tell the difference.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "edge/cli/terminal.hpp"
#include "edge/node/node.hpp"

namespace buuan::cli {

struct Reply {
    int status{};
    std::string body;
    std::string session;  // the cookie that a sign-in set, as "name=value"
    [[nodiscard]] bool good() const { return status >= 200 && status < 300; }
};

struct Call {
    std::string method;
    std::string target;  // path and query
    std::string body{};
    std::string content_type = "application/json";
    std::string opening{};  // the opening that lets objects be read
    long timeout_ms = 120'000;
};

class Door {
public:
    virtual ~Door() = default;
    virtual Result<Reply> call(const Call& call) = 0;
    /// Headers that go with every call from now on: who is acting.
    void act_as(std::vector<std::pair<std::string, std::string>> headers) {
        identity_ = std::move(headers);
    }

protected:
    /// Every header of a call; names in lower case.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> headers_of(
        const Call& call) const;

private:
    std::vector<std::pair<std::string, std::string>> identity_;
};

/// Who acts: `user` signs in (the password is asked for, or BUUAN_PASSWORD); else the API key in
/// BUUAN_API_KEY; else the console, which may do all that its own machine's root may, but is no
/// member of staff and so accepts nothing. Where it fails it has said so, and `exit` is set.
std::unique_ptr<Door> open_door(const std::string& node_folder, const std::string& user,
                                Exit& exit);

/// The node itself, opened under its lock; for commands that make or serve it. Says what is wrong
/// and sets `exit` where it fails.
std::unique_ptr<node::Node> open_node(const std::string& node_folder, Clock& clock,
                                      Entropy& entropy, Exit& exit);
/// A door to a node of this process, as the console.
std::unique_ptr<Door> door_to(node::Node& node);

/// Calls and, where the answer is a problem, says it on standard error. nullopt with `exit` set
/// then.
std::optional<Reply> ask(Door& door, const Call& call, Exit& exit);
/// The same, with the answer as JSON.
std::optional<boost::json::value> ask_json(Door& door, const Call& call, Exit& exit);
/// A text of an answer; empty where the member is not there or is none.
std::string text_of(const boost::json::object& object, std::string_view member);

}  // namespace buuan::cli
