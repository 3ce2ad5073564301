// buuan notice, buuan posting: the notice for the wall, and where it hangs.
#include <boost/json/serialize.hpp>
#include <fstream>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/cli/commands.hpp"

namespace buuan::cli {
namespace {

constexpr std::size_t picture_bytes_max = 8 * 1024 * 1024;

Text state_of(const std::string& state) {
    if (state == "current") return {"đúng phiên bản", "current"};
    if (state == "out_of_date") return {"PHIÊN BẢN CŨ", "OUT OF DATE"};
    return {"CHƯA NIÊM YẾT", "MISSING"};
}

std::string posting_line(const boost::json::object& site) {
    const auto* posting = site.if_contains("posting");
    const std::string when = posting == nullptr
                                 ? ""
                                 : say({" – danh mục {}, niêm yết {}", " – list {}, posted {}"},
                                       text_of(posting->as_object(), "list").substr(0, 8),
                                       text_of(posting->as_object(), "posted_on"));
    return fmt::format("{} {}: {}{}", text_of(site, "site"), text_of(site, "name"),
                       state_of(text_of(site, "state")).here(), when);
}

}  // namespace

Exit notice(Door& door, const NoticeOptions& options) {
    Exit exit{};
    const std::string wanted =
        options.language.empty() ? (language() == Language::en ? "en" : "vi") : options.language;
    const std::string on = options.on.empty() ? "" : "&on=" + options.on;
    const auto answer =
        ask(door, {"GET", "/danh-muc.pdf?size=" + options.size + "&lang=" + wanted + on}, exit);
    if (!answer) return exit;
    std::ofstream out(options.file, std::ios::binary);
    if (!(out << answer->body) || !out.flush()) {
        complain(say({"Không ghi được tệp {}", "Cannot write the file {}"}, options.file));
        return Exit::unreachable;
    }
    print(
        say({"Đã ghi {}. In đúng khổ giấy, không thu nhỏ.", "Wrote {}. Print it at its full size."},
            options.file));
    return Exit::done;
}

Exit attest_posting(Door& door, const AttestOptions& options) {
    const auto picture = read_input(options.picture, picture_bytes_max);
    if (!picture) return Exit::unreachable;
    SystemClock clock;
    SystemEntropy entropy;
    const std::string on = options.on.empty() ? Day::of(clock.now()).text() : options.on;
    Exit exit{};
    const auto answer =
        ask_json(door,
                 {"PUT",
                  "/api/v1/postings/" + ItemId::make(clock.now(), entropy).text() +
                      "?site=" + options.site + "&list=" + options.list + "&on=" + on,
                  *picture, "application/octet-stream"},
                 exit);
    if (!answer) return exit;
    if (options.json) {
        print(boost::json::serialize(*answer));
    } else {
        print(say({"Đã ghi: danh mục {} niêm yết tại {} ngày {}",
                   "Recorded: list {} is posted at {} since {}"},
                  text_of(answer->as_object(), "list").substr(0, 8),
                  text_of(answer->as_object(), "site"), text_of(answer->as_object(), "posted_on")));
    }
    return Exit::done;
}

Exit show_postings(Door& door, bool json) {
    Exit exit{};
    const auto answer = ask_json(door, {"GET", "/api/v1/postings"}, exit);
    if (!answer) return exit;
    const auto& sites = answer->at("sites").as_array();
    if (json) {
        print(boost::json::serialize(*answer));
    } else {
        print(say({"Danh mục đang dùng: {}, ngày {}", "List in force: {} of {}"},
                  text_of(answer->as_object(), "list").substr(0, 8),
                  text_of(answer->as_object(), "issued")));
        for (const auto& site : sites) print(posting_line(site.as_object()));
    }
    for (const auto& site : sites)
        if (text_of(site.as_object(), "state") != "current") return Exit::no;
    return Exit::done;
}

}  // namespace buuan::cli
