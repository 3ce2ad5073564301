// Commands of the register that are more than one call.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/bytes.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {

Exit change_row(Door& door, const RowChange& change) {
    Exit exit{};
    const auto all = ask_json(door, {"GET", "/api/v1/register"}, exit);
    if (!all) return exit;
    for (const auto& each : all->at(change.list).as_array()) {
        boost::json::object row = each.as_object();
        if (row.at("code").as_string() != change.code) continue;
        for (const auto& member : change.changes) row[member.key()] = member.value();
        return plain(
            door, {{"PUT", change.path + change.code, boost::json::serialize(row)}, change.json});
    }
    complain(
        say({"Không có mã {} trong sổ đăng ký", "There is no {} in the register"}, change.code));
    return Exit::bad_input;
}

Exit with_password(Door& door, Call call, boost::json::object body, bool json) {
    std::string password =
        read_secret("BUUAN_NEW_PASSWORD",
                    {"Mật khẩu mới (từ 14 ký tự): ", "New password (14 characters or more): "});
    body["password"] = password;
    call.body = boost::json::serialize(body);
    wipe(password.data(), password.size());
    return plain(door, {std::move(call), json});
}

}  // namespace buuan::cli
