// How a command reaches its node: the running server over its Unix socket, or, where none runs, the node itself under its
// exclusive lock, through the same routes. Commands speak the HTTP API either way and cannot tell the difference.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "edge/cli/terminal.hpp"

namespace buuan::cli {

struct Reply {
    int status{};
    std::string body;
    [[nodiscard]] bool good() const { return status >= 200 && status < 300; }
};

struct Call {
    std::string method;
    std::string target;  // path and query
    std::string body;
    std::string content_type = "application/json";
    std::string opening;  // the opening that lets objects be read
};

class Door {
public:
    virtual ~Door() = default;
    virtual Result<Reply> call(const Call& call) = 0;
};

/// `user`: act as this user (asks for the password); empty: as the console.
Result<std::unique_ptr<Door>> open_door(const std::string& node_folder, const std::string& user);

/// Calls and, where the answer is a problem, says it on standard error. nullopt with `exit` set then.
std::optional<Reply> ask(Door& door, const Call& call, Exit& exit);
/// The same, with the answer as JSON.
std::optional<boost::json::value> ask_json(Door& door, const Call& call, Exit& exit);

}  // namespace buuan::cli
