#include "edge/sample/sample_node.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <random>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/api/api.hpp"
#include "edge/sample/people.hpp"

namespace buuan::sample {
namespace {

namespace json = boost::json;

constexpr const char* sample_password = "du-lieu-mau-2026";
constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;

/// Goes where it is told, from the past to now.
class SampleClock final : public Clock {
public:
    explicit SampleClock(Instant at) : now_(at) {}
    Instant now() override { return now_; }
    Monotonic elapsed() override { return {now_.ms}; }
    void go_to(Instant at) { now_ = std::max(now_, at); }

private:
    Instant now_;
};

Instant morning_of(Day day) {
    return day.start() + 7 * hour;
}

constexpr int old_days =
    400;  // over a year: names, identity numbers and pictures are over their term
constexpr int free_days = 113;  // over the floor of three months, and of no class over its term

Instant first_moment(int days) {
    const Instant now = SystemClock().now();
    return days == 0 ? now : morning_of(Day::of(now).plus_days(-std::max(days, old_days)));
}

struct Post {
    std::string_view counter;
    std::string_view site;
    std::string_view clerk;
};
constexpr Post posts[] = {{"Q1", "DB-BC1", "giaodich1"},
                          {"Q2", "DB-BC1", "giaodich2"},
                          {"Q3", "DB-BC1", "giaodich3"},
                          {"Q4", "DB-BC2", "giaodich4"},
                          {"Q5", "DB-BC2", "giaodich4"}};

struct Member {
    std::string_view user;
    std::string_view role;
    std::string_view site;
    std::string_view title;
    bool bound;  // works at that site only
};
constexpr Member members[] = {{"giaodich1", "clerk", "DB-BC1", "Giao dịch viên", true},
                              {"giaodich2", "clerk", "DB-BC1", "Giao dịch viên", true},
                              {"giaodich3", "clerk", "DB-BC1", "Giao dịch viên", true},
                              {"giaodich4", "clerk", "DB-BC2", "Giao dịch viên", true},
                              {"khaithac1", "sorter", "DB-KT", "Khai thác viên", true},
                              {"buuta1", "courier", "DB-BC1", "Bưu tá", true},
                              {"antoan1", "officer", "DB-BC1", "Phụ trách an toàn, an ninh", false},
                              {"kiemtoan1", "auditor", "DB-BC1", "Kiểm toán nội bộ", false}};

constexpr std::string_view goods[] = {
    "quần áo trẻ em",   "sách giáo khoa lớp 6", "chè Shan tuyết", "gạo nếp nương 5 kg",
    "giày thể thao",    "khăn thổ cẩm",         "nồi cơm điện",   "bộ ga giường",
    "đồ chơi xếp hình", "balo học sinh",        "váy xòe Thái",   "cà phê rang xay",
    "pin sạc dự phòng", "mắc khén khô",         "điện thoại cũ"};
constexpr std::string_view forbidden[] = {"pháo hoa nổ", "súng hơi", "thuốc lá điện tử"};

/// Plays the enterprise's days through the routes.
class Play {
public:
    Play(node::Node& node, SampleClock& clock)
        : node_(node), clock_(clock), api_(node), router_(api::make_router(api_)) {}

    Result<Done> register_all() {
        const Day opened = Day::of(clock_.now()).plus_days(-400);
        for (const auto& [path, body] : enterprise(opened)) {
            if (auto done = ask(http::Method::put, path, body); !done.ok()) return done.error();
        }
        for (const Member& member : members) {
            if (auto done = engage(member, opened); !done.ok()) return done;
        }
        return node_.settle();
    }

    Result<Done> play_day(Day day, Instant until) {
        if (until < morning_of(day)) return Done{};  // it is early, nobody is there yet
        if (auto done = begin_day(day); !done.ok()) return done;
        const int items = 5 + below(5);
        for (int i = 0; i < items; ++i) {
            const Instant at =
                morning_of(day) + 30 * minute + i * 10 * hour / items + below(20) * minute;
            if (until < at) break;
            if (auto done = play_events(at); !done.ok()) return done;
            clock_.go_to(at);
            if (auto done = accept_one(); !done.ok()) return done;
        }
        if (day.number % 7 == 0 && morning_of(day) + 11 * hour < until) {
            clock_.go_to(morning_of(day) + 11 * hour);
            if (auto done = accept_contract_sender(); !done.ok()) return done;
        }
        return node_.settle();
    }

    /// Keys of the coming week, and what is due goes.
    Result<Done> begin_day(Day day) {
        if (auto done = play_events(morning_of(day)); !done.ok()) return done;
        clock_.go_to(morning_of(day));
        if (auto kept = node_.new_day(); !kept.ok()) return kept;
        if (hold_until_ && *hold_until_ <= day.plus_days(14)) {
            if (auto done = renew_hold(); !done.ok()) return done;
        }
        const auto round = node_.retention().round(node::Node::system_number());
        return round.ok() ? Result<Done>(Done{}) : Result<Done>(round.error());
    }

    /// A complaint about the first item, so that it outlives its day.
    Result<Done> hold_first() {
        if (first_.empty()) return Fault{FaultKind::invalid, "the sample's first day has no item"};
        hold_until_ = Day::of(clock_.now()).plus_months(6);
        const auto placed =
            ask(http::Method::post, "/api/v1/holds",
                json::object{{"id", CommandId::make(clock_.now(), node_.entropy()).text()},
                             {"ground", "complaint"},
                             {"paper", "KN-12"},
                             {"note", "Người gửi khiếu nại mất hàng"},
                             {"until", hold_until_->text()},
                             {"second_person", staff_of("kiemtoan1")},
                             {"items", json::array{first_}}},
                "antoan1");
        return placed.ok() ? approve_hold() : Result<Done>(placed.error());
    }

    Result<Done> finish(Instant now) {
        if (auto done = play_events(now); !done.ok()) return done;
        clock_.go_to(now);
        for (const auto& [user, key] : keys_) {
            if (auto revoked = ask(http::Method::del, "/api/v1/api-keys/" + user, std::string());
                !revoked.ok())
                return revoked.error();
        }
        return node_.settle();
    }

    Summary summary{0, 0, 0, {}, sample_password};

private:
    struct Later {
        std::string item;
        std::string user;
        json::object event;
    };

    Result<Done> renew_hold() {
        hold_until_ = Day::of(clock_.now()).plus_months(6);
        const auto renewed = ask(
            http::Method::post, "/api/v1/holds/1/renewals",
            json::object{{"until", hold_until_->text()}, {"second_person", staff_of("kiemtoan1")}},
            "antoan1");
        return renewed.ok() ? approve_hold() : Result<Done>(renewed.error());
    }

    Result<Done> approve_hold() {
        const auto approved =
            ask(http::Method::post, "/api/v1/holds/1/approvals", std::string("{}"), "kiemtoan1");
        return approved.ok() ? node_.settle() : Result<Done>(approved.error());
    }

    std::string staff_of(std::string_view user) const {
        const auto found = std::find_if(summary.users.begin(), summary.users.end(),
                                        [&](const SampleUser& each) { return each.name == user; });
        return found == summary.users.end() ? std::string() : found->staff;
    }

    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(random_() % bound);
    }

    /// A call as one of the members, or as the console; a fault when the answer is a problem.
    Result<json::value> ask(http::Method method, const std::string& path, std::string body,
                            const std::string& user = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.body = std::move(body);
        request.door = http::Door::local;
        request.peer = "local";
        request.peer_uid = 0;
        request.id = "sample";
        if (!user.empty())
            request.headers.emplace_back("authorization", "Bearer " + keys_.at(user));
        const http::Response response = router_.handle(request);
        if (response.status >= 300) return Fault{FaultKind::invalid, path + ": " + response.body};
        return response.body.empty() ? json::value() : json::parse(response.body);
    }
    Result<json::value> ask(http::Method method, const std::string& path, const json::object& body,
                            const std::string& user = {}) {
        return ask(method, path, json::serialize(body), user);
    }

    std::vector<std::pair<std::string, json::object>> enterprise(Day opened) const {
        const Day today = Day::of(SystemClock().now());
        const std::string open = opened.text();
        const auto device = [&](std::string_view code, std::string_view site, std::string_view kind,
                                Day until) {
            return std::pair("/api/v1/equipment/" + std::string(code),
                             json::object{{"code", code},
                                          {"site", site},
                                          {"kind", kind},
                                          {"serial", "MAU-" + std::string(code)},
                                          {"inspected_on", until.plus_days(-365).text()},
                                          {"valid_until", until.text()}});
        };
        std::vector<std::pair<std::string, json::object>> rows = {
            {"/api/v1/organisation",
             {{"name", node_.config().name},
              {"licence_number", "MAU-123/GP-BC"},
              {"licence_scope", "Nội tỉnh, liên tỉnh"},
              {"licence_expires_on", today.plus_days(900).text()}}},
            {"/api/v1/leader",
             {{"name", "Quàng Văn Mẫu"},
              {"office", "Phó Giám đốc"},
              {"decision_number", "12/QĐ-MAU"},
              {"from", open}}}};
        const auto site = [&](std::string_view code, std::string_view kind, std::string_view name,
                              std::string_view commune) {
            rows.emplace_back("/api/v1/sites/" + std::string(code),
                              json::object{{"code", code},
                                           {"kind", kind},
                                           {"name", name},
                                           {"province", "11"},
                                           {"commune", commune},
                                           {"address", "Số 1 phố Ví Dụ"},
                                           {"opened_on", open}});
        };
        site("DB-BC1", "service_point", "Bưu cục Điện Biên Phủ 1", "P. Điện Biên Phủ");
        site("DB-BC2", "service_point", "Bưu cục Tuần Giáo", "X. Tuần Giáo");
        site("DB-KT", "sorting_centre", "Trung tâm khai thác Điện Biên", "P. Điện Biên Phủ");
        for (const Post& post : posts) {
            rows.emplace_back("/api/v1/counters/" + std::string(post.counter),
                              json::object{{"code", post.counter},
                                           {"site", post.site},
                                           {"name", "Quầy " + std::string(post.counter.substr(1))},
                                           {"opened_on", open}});
        }
        rows.push_back(device("XR-01", "DB-KT", "xray_scanner", today.plus_days(-12)));  // expired
        rows.push_back(device("XR-02", "DB-KT", "xray_scanner", today.plus_days(200)));
        rows.push_back(device("CAM-01", "DB-BC1", "camera", today.plus_days(120)));
        rows.push_back(device("CAM-02", "DB-BC2", "camera", today.plus_days(6)));
        rows.push_back(device("CAM-03", "DB-KT", "camera", today.plus_days(120)));
        rows.push_back(device("CC-01", "DB-BC1", "fire_protection", today.plus_days(60)));
        rows.push_back(device("CC-02", "DB-BC2", "fire_protection", today.plus_days(60)));
        rows.push_back(device("CC-03", "DB-KT", "fire_protection", today.plus_days(60)));
        return rows;
    }

    /// A member of staff, an account with the sample password, and a key to play with.
    Result<Done> engage(const Member& member, Day opened) {
        const Person person = people_.next();
        const std::string day = opened.text();
        const auto engaged =
            ask(http::Method::post, "/api/v1/staff",
                {{"name", person.name},
                 {"phone", person.phone},
                 {"site", member.site},
                 {"role_title", member.title},
                 {"engaged_on", day},
                 {"duties_version", "2025-09"},
                 {"duties_signed_on", day},
                 {"trained_on", day},
                 {"trained_until", Day::of(SystemClock().now()).plus_days(150).text()}});
        if (!engaged.ok()) return engaged.error();
        const std::string number(engaged.value().at("number").as_string());
        const std::string user(member.user);
        json::object account{{"role", member.role}, {"by", number}, {"password", sample_password}};
        json::object key{{"id", user}, {"role", member.role}, {"by", number}};
        if (member.bound) account["site"] = key["site"] = member.site;
        if (auto made = ask(http::Method::put, "/api/v1/users/" + user, account); !made.ok())
            return made.error();
        const auto made = ask(http::Method::post, "/api/v1/api-keys", key);
        if (!made.ok()) return made.error();
        keys_[user] = std::string(made.value().at("key").as_string());
        summary.users.push_back(
            {user, std::string(member.role), std::string(member.bound ? member.site : ""), number});
        return Done{};
    }

    Result<Done> accept_one() {
        const Post& post = posts[below(std::size(posts))];
        const ItemId id = ItemId::make(clock_.now(), node_.entropy());
        const bool letter = below(6) == 0;
        const std::string pictures[] = {draw_parcel_jpeg(random_()), draw_parcel_jpeg(random_())};
        const json::object intake = intake_of(post, letter, pictures);
        const std::string path = "/api/v1/items/" + id.text();
        const auto answer = ask(http::Method::put, path, intake, std::string(post.clerk));
        if (!answer.ok()) return answer.error();
        if (answer.value().at("decision").as_string() != "accepted") {
            ++summary.refused;
            return Done{};
        }
        ++summary.accepted;
        if (first_.empty()) first_ = id.text();
        for (std::size_t i = 0; !letter && i < 2; ++i) {
            const auto put =
                ask(http::Method::put, path + (i == 0 ? "/objects/contents" : "/objects/sealed"),
                    pictures[i], std::string(post.clerk));
            if (!put.ok()) return put.error();
            ++summary.pictures;
        }
        plan_life(id.text(), letter, people_.next().name);
        return Done{};
    }

    /// A business that brings its parcels as a list, inspected by sample as its contract says.
    Result<Done> accept_contract_sender() {
        std::string lines;
        const int items = 4 + static_cast<int>(below(6));
        for (int i = 0; i < items; ++i) {
            const Person to = people_.next();
            const json::object intake{
                {"counter", "Q2"},
                {"accepted_at", clock_.now().text()},
                {"sender",
                 {{"method", "BUSINESS"},
                  {"name", "Công ty Thổ cẩm Mẫu"},
                  {"phone", "0215 3888 777"},
                  {"tax_code", "0123456787"}}},
                {"recipient",
                 {{"name", to.name},
                  {"phone", to.phone},
                  {"address",
                   {{"province", to.province}, {"commune", to.commune}, {"street", to.street}}}}},
                {"item",
                 {{"type", "parcel"},
                  {"order_code", "DH-" + std::to_string(++orders_)},
                  {"things", {{{"text", "khăn thổ cẩm"}, {"quantity", 1 + below(5)}}}},
                  {"weight_g", 300 + below(900)}}},
                {"inspection", {{"method", "sampled"}, {"conditions_explained", false}}},
                {"pictures", json::array()},
                {"confirmations", {{"sender", "app"}, {"clerk", true}}},
                {"refuse", json::array()}};
            lines += json::serialize(
                         json::object{{"id", ItemId::make(clock_.now(), node_.entropy()).text()},
                                      {"intake", intake}}) +
                     "\n";
        }
        http::Request request;
        request.method = http::Method::post;
        request.path = "/api/v1/item-batches";
        request.body = std::move(lines);
        request.headers.emplace_back("authorization", "Bearer " + keys_.at("giaodich2"));
        const http::Response response = router_.handle(request);
        if (response.status != 200 || response.body.find("\"problem\"") != std::string::npos)
            return Fault{FaultKind::invalid, "item-batches: " + response.body};
        summary.accepted += static_cast<std::size_t>(items);
        return Done{};
    }

    json::object intake_of(const Post& post, bool letter, const std::string (&pictures)[2]) {
        const Person from = people_.next();
        const Person to = people_.next();
        json::object sender{
            {"phone", from.phone},
            {"address",
             {{"province", from.province}, {"commune", from.commune}, {"street", from.street}}}};
        if (below(8) == 0) {
            sender["method"] = "MANUAL";
            sender["name"] = from.name;
            sender["identity_number"] = from.citizen_number;
        } else {
            sender["method"] = "QR_CCCD";
            sender["card_text"] = from.card_text();
            sender["face_matches"] = true;
        }
        json::object item{{"type", letter ? "letter" : "parcel"},
                          {"weight_g", letter ? 20 : 200 + below(4000)},
                          {"things", json::array()}};
        json::object intake{
            {"counter", post.counter},
            {"accepted_at", clock_.now().text()},
            {"sender", std::move(sender)},
            {"recipient",
             {{"name", to.name},
              {"phone", to.phone},
              {"address",
               {{"province", to.province}, {"commune", to.commune}, {"street", to.street}}}}},
            {"pictures", json::array()},
            {"refuse", json::array()}};
        if (!letter) {
            const bool bad = below(25) == 0;
            item["things"] = {{{"text", bad ? forbidden[below(std::size(forbidden))]
                                            : goods[below(std::size(goods))]},
                               {"quantity", 1 + below(3)}}};
            intake["inspection"] = {{"method", "visual"}, {"conditions_explained", true}};
            intake["confirmations"] = {{"sender", "signature"}, {"clerk", true}};
            json::array named;
            for (std::size_t i = 0; i < 2; ++i) {
                named.push_back({{"slot", i == 0 ? "contents" : "sealed"},
                                 {"sha256", sha256(as_bytes(pictures[i])).text()},
                                 {"size", pictures[i].size()}});
            }
            intake["pictures"] = std::move(named);
        }
        intake["item"] = std::move(item);
        return intake;
    }

    void later(Instant at, const std::string& item, std::string_view user, std::string_view kind,
               std::string_view site, json::object event) {
        event["kind"] = kind;
        event["site"] = site;
        due_.emplace(at, Later{item, std::string(user), std::move(event)});
    }

    /// What will happen to an item: most go through sorting and X-ray to the recipient.
    void plan_life(const std::string& item, bool letter, const std::string& receiver) {
        const Instant at = clock_.now();
        const auto fate = below(40);
        if (fate == 0) return later(at + 2 * hour, item, "antoan1", "withdrawn", "DB-BC1", {});
        later(at + 9 * hour, item, "khaithac1", "scanned", "DB-KT", {});
        if (!letter)
            later(at + 10 * hour, item, "khaithac1", "xrayed", "DB-KT",
                  {{"equipment", "XR-02"}, {"result", fate == 1 ? "suspicious" : "clear"}});
        if (!letter && fate == 1) {
            // A suspicious result stops the item by itself; what is left is to tell the authority
            // (E2).
            later(at + 11 * hour, item, "antoan1", "notified", "DB-KT",
                  {{"authority", "Công an phường Điện Biên Phủ"}});
            return;
        }
        if (fate == 2)
            later(at + 12 * hour, item, "antoan1", "corrected", "DB-KT",
                  {{"reason", "address_wrong"},
                   {"correction", {{"recipient_phone", people_.next().phone}}}});
        if (fate == 3)
            later(at + 26 * hour, item, "buuta1", "attempted", "DB-BC1",
                  {{"reason", "nobody_home"}});
        if (fate == 4)
            return later(at + 30 * hour, item, "buuta1", "returned", "DB-BC1",
                         {{"reason", "recipient_refused"}});
        later(at + 34 * hour, item, "buuta1", "delivered", "DB-BC1",
              {{"relationship", "recipient"}, {"received_by", receiver}});
    }

    Result<Done> play_events(Instant until) {
        while (!due_.empty() && due_.begin()->first <= until) {
            const auto [at, what] = *due_.begin();
            due_.erase(due_.begin());
            clock_.go_to(at);
            if (auto kept = node_.new_day(); !kept.ok()) return kept;
            json::object event = what.event;
            event["id"] = CommandId::make(clock_.now(), node_.entropy()).text();
            event["at"] = clock_.now().text();
            const auto done =
                ask(http::Method::post, "/api/v1/items/" + what.item + "/events", event, what.user);
            if (!done.ok())
                return Fault{FaultKind::invalid, json::serialize(event) + " " + done.error().what};
        }
        return Done{};
    }

    node::Node& node_;
    SampleClock& clock_;
    api::Api api_;
    http::Router router_;
    People people_{20260901};
    std::mt19937_64 random_{2026};
    int orders_ = 0;
    std::string first_;                        // the first item that was accepted
    std::optional<Day> hold_until_;            // of the hold that keeps it
    std::map<std::string, std::string> keys_;  // by user
    std::multimap<Instant, Later> due_;
};

}  // namespace

Result<Done> create(const std::filesystem::path& folder, const node::CreateOptions& options,
                    const vault::RootMeans& means, int days) {
    SampleClock clock(first_moment(days));
    SystemEntropy entropy;
    return node::Node::create(folder, options, means, clock, entropy);
}

Result<Summary> fill(const std::filesystem::path& folder, const vault::RootMeans& means, int days) {
    SampleClock clock(first_moment(days));
    SystemEntropy entropy;
    auto node = node::Node::open(folder, means, clock, entropy);
    if (!node.ok()) return node.error();
    Play play(*node.value(), clock);
    if (auto done = play.register_all(); !done.ok()) return done.error();
    const Instant now = SystemClock().now();
    const Day today = Day::of(now);
    const Day first = Day::of(clock.now());
    if (days > 0) {
        if (auto done = play.play_day(first, now); !done.ok()) return done.error();
        if (auto done = play.hold_first(); !done.ok()) return done.error();
    }
    // Between that day and the last ones the enterprise has nothing to do but to keep, on one day
    // less.
    for (Day day = first.plus_days(7); days > 0 && day < today.plus_days(-days);
         day = day.plus_days(7)) {
        const bool busy = day == first.plus_days(old_days - free_days);
        if (auto done = busy ? play.play_day(day, now) : play.begin_day(day); !done.ok())
            return done.error();
    }
    for (Day day = today.plus_days(-days); days > 0 && day <= today; day = day.plus_days(1)) {
        if (auto done = play.play_day(day, now); !done.ok()) return done.error();
    }
    if (auto done = play.finish(now); !done.ok()) return done.error();
    return std::move(play.summary);
}

}  // namespace buuan::sample
