// The command line: every command, its options and its help in both languages, on one page. The
// only file that includes CLI11.
#include <CLI/CLI.hpp>

#include <sys/stat.h>

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <functional>

#include "adapters/posix/system_clock.hpp"
#include "edge/cli/commands.hpp"
#include "edge/sample/people.hpp"

namespace buuan::cli {
namespace {

std::string help(Text text) {
    return std::string(text.here());
}

/// A name as a part of a path, whatever was typed: what is not a letter or digit is escaped.
std::string in_path(std::string_view name) {
    std::string out;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

/// What every command shares, and what was chosen.
struct Shared {
    std::string node = ".";
    std::string user;
    bool json = false;
    std::function<Exit()> run;

    /// Lets the chosen command run against a node.
    void at_node(std::function<Exit(Door&)> command) {
        run = [this, command = std::move(command)] {
            Exit exit{};
            const auto door = open_door(node, user, exit);
            return door == nullptr ? exit : command(*door);
        };
    }
};

CLI::App& command(CLI::App& parent, const std::string& name, Text text) {
    return *parent.add_subcommand(name, help(text))->group(help({"Lệnh", "Subcommands"}));
}

/// A group of commands, one of which must be named.
CLI::App& group(CLI::App& parent, const std::string& name, Text text) {
    CLI::App& made = command(parent, name, text);
    made.require_subcommand(1);
    return made;
}

/// The options of a command that become members of a JSON document; those not given stay out.
class Document {
public:
    explicit Document(CLI::App& command) : command_(command), values_(std::make_shared<Values>()) {}

    Document& needed(const std::string& option, const std::string& member, Text text) {
        add(option, member, text)->required();
        return *this;
    }
    Document& may(const std::string& option, const std::string& member, Text text) {
        add(option, member, text);
        return *this;
    }
    Document& fixed(const std::string& member, const std::string& value) {
        (*values_)[member] = value;
        return *this;
    }
    [[nodiscard]] boost::json::object object() const {
        boost::json::object out;
        for (const auto& [member, value] : *values_) {
            if (!value.empty()) out[member] = value;
        }
        return out;
    }
    [[nodiscard]] std::string operator[](const std::string& member) const {
        return values_->at(member);
    }

private:
    using Values = std::map<std::string, std::string>;
    CLI::Option* add(const std::string& option, const std::string& member, Text text) {
        return command_.add_option(option, (*values_)[member], help(text));
    }
    CLI::App& command_;
    std::shared_ptr<Values> values_;
};

constexpr Text on_day = {"Ngày (YYYY-MM-DD)", "Day (YYYY-MM-DD)"};
constexpr Text item_id = {"Mã bưu gửi (UUID)", "The item's id (UUID)"};
constexpr Text purpose = {
    "Mục đích: customer_enquiry, complaint, delivery, internal_check, subject_request",
    "Purpose: customer_enquiry, complaint, delivery, internal_check, subject_request"};

/// PUT of a whole row under its own code.
void put_row(CLI::App& parent, Shared& shared, const std::string& name, Text text,
             const std::string& path, const std::function<void(Document&)>& members,
             std::vector<std::pair<std::string, std::string>> empty = {}) {
    CLI::App& made = command(parent, name, text);
    Document document(made);
    document.needed("code", "code", {"Mã", "Code"});
    members(document);
    made.callback([&shared, document, path, empty] {
        shared.at_node([&shared, document, path, empty](Door& door) {
            boost::json::object row = document.object();
            for (const auto& [member, value] : empty) {
                if (!row.contains(member)) row[member] = value;
            }
            return plain(
                door, {{"PUT", path + document["code"], boost::json::serialize(row)}, shared.json});
        });
    });
}

/// Changes some members of a row that is there.
void change(CLI::App& parent, Shared& shared, const std::string& name, Text text,
            const std::string& list, const std::string& path,
            const std::function<void(Document&)>& members) {
    CLI::App& made = command(parent, name, text);
    Document document(made);
    document.needed("code", "code", {"Mã", "Code"});
    members(document);
    made.callback([&shared, document, list, path] {
        shared.at_node([&shared, document, list, path](Door& door) {
            return change_row(door, {list, document["code"], path, document.object(), shared.json});
        });
    });
}

/// A GET whose answer is shown.
void show(CLI::App& parent, Shared& shared, const std::string& name, Text text,
          const std::string& path) {
    command(parent, name, text).callback([&shared, path] {
        shared.at_node([&shared, path](Door& door) {
            return plain(door, {{"GET", path}, shared.json});
        });
    });
}

void add_root_source(CLI::App& made, vault::RootSource& source) {
    made.add_option_function<std::string>(
            "--root-key",
            [&source](const std::string& name) { source = *vault::root_source_named(name); },
            help({"Khóa gốc: file, passphrase, systemd-creds hoặc pkcs11",
                  "Root key: file, passphrase, systemd-creds or pkcs11"}))
        ->check(CLI::IsMember({"file", "passphrase", "systemd-creds", "pkcs11"}));
}

void add_init(CLI::App& app, Shared& shared) {
    CLI::App& made = command(app, "init", {"Lập một nút mới", "Make a new node"});
    const auto options = std::make_shared<InitOptions>();
    const auto extra = std::make_shared<std::map<std::string, std::string>>();
    made.add_option("--name", options->config.name,
                    help({"Tên doanh nghiệp", "Name of the enterprise"}))
        ->required();
    made.add_option(
            "--origin", options->config.origin,
            help({"Tên miền đứng đầu tên các sổ", "Domain name that the logs' origins begin with"}))
        ->required();
    made.add_option("--province", options->config.home_province,
                    help({"Mã tỉnh nơi đặt trụ sở", "Province code of the head office"}))
        ->required();
    made.add_option(
        "--public-url", options->config.public_url,
        help({"Địa chỉ công khai in trên biên nhận", "Public address printed on receipts"}));
    made.add_option("--code-prefix", options->config.code_prefix,
                    help({"Hai chữ cái đầu số hiệu bưu gửi", "First two letters of item codes"}));
    made.add_option("--licence", options->organisation.licence_number,
                    help({"Số giấy phép bưu chính", "Number of the postal licence"}));
    made.add_option("--licence-scope", options->organisation.licence_scope,
                    help({"Phạm vi giấy phép", "Scope of the licence"}));
    made.add_option("--licence-until", (*extra)["licence"],
                    help({"Giấy phép có hạn đến ngày", "Last day of the licence"}));
    made.add_option("--leader", (*extra)["leader"],
                    help({"Lãnh đạo phụ trách an toàn, an ninh",
                          "Leader responsible for safety and security"}));
    made.add_option("--leader-office", (*extra)["office"], help({"Chức vụ", "Office"}));
    made.add_option("--leader-decision", (*extra)["decision"],
                    help({"Số quyết định", "Number of the decision"}));
    made.add_option(
        "--admin", options->admin,
        help({"Tên quản trị viên đầu tiên (mật khẩu: BUUAN_PASSWORD hoặc hỏi)",
              "Name of the first administrator (password: BUUAN_PASSWORD, or asked for)"}));
    add_root_source(made, options->root);
    made.add_option("--pkcs11-module", options->config.pkcs11_module,
                    help({"Thư viện PKCS#11 của token", "PKCS#11 library of the token"}));
    made.add_option("--pkcs11-token", options->config.pkcs11_token,
                    help({"Nhãn của token", "Label of the token"}));
    made.add_flag("--sample", options->config.sample,
                  help({"Tạo dữ liệu mẫu", "Make sample data"}));
    made.add_option("--sample-days", options->sample_days,
                    help({"Số ngày của dữ liệu mẫu", "Days of sample data"}))
        ->check(CLI::Range(0, 360));
    made.callback([&shared, options, extra] {
        shared.run = [&shared, options, extra] {
            options->folder = shared.node;
            const auto licence = Day::parse((*extra)["licence"]);
            if (!licence && !(*extra)["licence"].empty()) {
                complain(Text{"--licence-until không phải là ngày (YYYY-MM-DD)",
                              "--licence-until is no day (YYYY-MM-DD)"});
                return Exit::usage;
            }
            options->organisation.licence_expires_on = licence;
            if (!(*extra)["leader"].empty()) {
                options->leader =
                    register_::Leader{(*extra)["leader"], (*extra)["office"], (*extra)["decision"],
                                      Day::of(SystemClock().now()), std::nullopt};
            }
            const auto right = config::read_config(config::write_config(options->config));
            if (right.ok()) return init(*options);
            for (const auto& problem : right.error())
                complain(fmt::format("{}: {}", problem.key, Text{problem.vi, problem.en}.here()));
            return Exit::usage;
        };
    });
}

void add_serve(CLI::App& app, Shared& shared) {
    CLI::App& made =
        command(app, "serve", {"Chạy máy chủ cho đến khi nhận SIGTERM", "Serve until SIGTERM"});
    const auto options = std::make_shared<ServeOptions>();
    made.add_option("--staff-port", options->staff_port,
                    help({"Cổng cho nhân viên (0: tự chọn)", "Port for staff (0: any free one)"}))
        ->check(CLI::Range(0, 65535));
    made.add_option(
            "--public-port", options->public_port,
            help({"Cổng cho công chúng (0: tự chọn)", "Port for the public (0: any free one)"}))
        ->check(CLI::Range(0, 65535));
    made.callback([&shared, options] {
        shared.run = [&shared, options] {
            options->folder = shared.node;
            return serve(*options);
        };
    });
}

void add_acceptance(CLI::App& app, Shared& shared) {
    CLI::App& one = command(app, "accept", {"Chấp nhận một bưu gửi", "Accept one item"});
    const auto accepting = std::make_shared<AcceptOptions>();
    one.add_option("intake", accepting->intake_file,
                   help({"Tệp JSON của lần chấp nhận; '-' đọc từ đầu vào chuẩn",
                         "JSON file of the intake; '-' for standard input"}))
        ->required();
    one.add_option("--picture", accepting->pictures,
                   help({"Ảnh: vị_trí=tệp (lặp lại được)", "A picture: slot=file (repeatable)"}));
    one.add_option("--item", accepting->item,
                   help({"Mã bưu gửi (UUIDv7); không có thì tự tạo",
                         "The item's id (UUIDv7); made when absent"}));
    one.callback([&shared, accepting] {
        accepting->json = shared.json;
        shared.at_node([accepting](Door& door) { return accept(door, *accepting); });
    });

    CLI::App& many =
        command(app, "import",
                {"Nhập danh sách bưu gửi của người gửi theo hợp đồng (XLSX, CSV, NDJSON)",
                 "Import a contract sender's manifest (XLSX, CSV, NDJSON)"});
    const auto importing = std::make_shared<ImportOptions>();
    many.add_option("manifest", importing->manifest,
                    help({"Tệp .xlsx, .csv hoặc .ndjson", "An .xlsx, .csv or .ndjson file"}))
        ->required();
    many.add_option("--counter", importing->counter,
                    help({"Quầy chấp nhận", "The accepting counter"}))
        ->required();
    many.add_option("--method", importing->method,
                    help({"Cách định danh người gửi", "How the sender was identified"}))
        ->capture_default_str();
    many.callback([&shared, importing] {
        importing->json = shared.json;
        shared.at_node([importing](Door& door) { return import_manifest(door, *importing); });
    });

    CLI::App& empty = command(app, "import-template",
                              {"Ghi một bảng tính mẫu để người gửi điền",
                               "Write an empty spreadsheet for a sender to fill in"});
    const auto path = std::make_shared<std::string>();
    empty.add_option("file", *path, help({"Tệp .xlsx sẽ ghi", "The .xlsx file to write"}))
        ->required();
    empty.callback([&shared, path] { shared.run = [path] { return import_template(*path); }; });

    CLI::App& later = command(app, "event",
                              {"Ghi một việc sau chấp nhận (quét, soi chiếu, dừng, phát …)",
                               "Record an event after acceptance (scan, X-ray, stop, delivery …)"});
    const auto recording = std::make_shared<EventOptions>();
    later.add_option("item", recording->item, help(item_id))->required();
    later
        .add_option("event", recording->body_file,
                    help({"Tệp JSON của sự kiện; '-' đọc từ đầu vào chuẩn",
                          "JSON file of the event; '-' for standard input"}))
        ->required();
    later.callback([&shared, recording] {
        recording->json = shared.json;
        shared.at_node([recording](Door& door) { return event(door, *recording); });
    });

    CLI::App& screening =
        command(app, "screen", {"Sàng lọc nội dung khai báo", "Screen a declaration"});
    const auto screened = std::make_shared<ScreenOptions>();
    CLI::Option* given = screening.add_option(
        "text", screened->text,
        help({"Nội dung, như người gửi viết", "The contents, as the sender writes them"}));
    const auto lines = std::make_shared<ScreenLinesOptions>();
    CLI::Option* streamed = screening.add_flag(
        "--json-lines", lines->streamed,
        help({"Đọc từ đầu vào chuẩn, mỗi dòng một đối tượng JSON có text; không cần nút",
              "Read standard input, one JSON object with text a line; needs no node"}));
    screening
        .add_option("--rules", lines->rules,
                    help({"Thư mục quy tắc; mặc định: bộ có sẵn trong chương trình",
                          "Folder of rules; default: those built in"}))
        ->needs(streamed);
    screening.add_option(
        "--on", lines->on,
        help({"Ngày áp dụng; mặc định: hôm nay", "Day that counts; default: today"}));
    screening
        .add_option("--under", screened->under,
                    help({"Theo bộ quy tắc đã công bố này (mã băm; xem: buuan rules list)",
                          "Under this published set of rules (digest; see: buuan rules list)"}))
        ->excludes(streamed);
    screening.callback([&shared, screened, lines, given] {
        if (lines->streamed) {
            shared.run = [lines] { return screen_lines(*lines); };
            return;
        }
        if (given->count() == 0) throw CLI::RequiredError("text");
        screened->json = shared.json;
        screened->on = lines->on;
        shared.at_node([screened](Door& door) { return screen(door, *screened); });
    });
}

void add_trace(CLI::App& app, Shared& shared) {
    CLI::App& made =
        command(app, "trace",
                {"Tìm bưu gửi; mỗi lượt tìm đều được ghi", "Find items; every search is recorded"});
    const auto options = std::make_shared<TraceOptions>();
    made.add_option("--purpose", options->purpose, help(purpose))->required();
    made.add_option("--note", options->note,
                    help({"Ghi chú (được niêm phong)", "A note (sealed)"}));
    made.add_option(
        "--phone", options->phone,
        help({"Số điện thoại người gửi hoặc người nhận", "Phone of sender or recipient"}));
    made.add_option("--phone-last4", options->phone_last4,
                    help({"Bốn số cuối điện thoại", "Last four digits of the phone"}));
    made.add_option(
        "--identity-number", options->identity_number,
        help({"Số định danh, hộ chiếu hoặc mã số thuế", "Citizen number, passport or tax code"}));
    made.add_option(
        "--name", options->name,
        help({"Họ tên đầy đủ, có dấu hay không", "Full name, with or without diacritics"}));
    made.add_option("--item-code", options->item_code, help({"Số hiệu bưu gửi", "Item code"}));
    made.add_option("--order-code", options->order_code,
                    help({"Mã đơn của người gửi", "The sender's own order code"}));
    made.add_option("--receipt", options->receipt, help({"Mã biên nhận", "Receipt code"}));
    made.add_option("--text", options->text,
                    help({"Quét trong các bản ghi (tối đa vài ngày)",
                          "Scan the records themselves (a few days at most)"}));
    made.add_option("--from", options->from, help({"Từ ngày", "From day"}));
    made.add_option("--to", options->to, help({"Đến ngày", "To day"}));
    made.callback([&shared, options] {
        options->json = shared.json;
        shared.at_node([options](Door& door) { return trace(door, *options); });
    });
}

void add_item(CLI::App& app, Shared& shared) {
    CLI::App& opening = command(app, "open",
                                {"Mở bản ghi của một bưu gửi; mỗi lượt mở đều được ghi",
                                 "Open an item's record; every opening is recorded"});
    const auto opened = std::make_shared<OpenOptions>();
    opening.add_option("item", opened->item, help(item_id))->required();
    opening.add_option("--purpose", opened->purpose, help(purpose))->required();
    opening.add_option("--note", opened->note,
                       help({"Ghi chú (được niêm phong)", "A note (sealed)"}));
    opening.add_option("--pictures", opened->pictures_folder,
                       help({"Thư mục để ghi ảnh ra", "Folder to write the pictures to"}));
    opening.callback([&shared, opened] {
        opened->json = shared.json;
        shared.at_node([opened](Door& door) { return open_item(door, *opened); });
    });

    CLI::App& line =
        command(app, "timeline", {"Diễn biến của một bưu gửi", "What happened to an item"});
    const auto shown = std::make_shared<TimelineOptions>();
    line.add_option("item", shown->item, help(item_id))->required();
    line.callback([&shared, shown] {
        shown->json = shared.json;
        shared.at_node([shown](Door& door) { return timeline(door, *shown); });
    });

    CLI::App& proving = command(app, "proof",
                                {"Bằng chứng (tlog-proof) rằng bưu gửi nằm trong sổ",
                                 "The proof (tlog-proof) that an item is in the log"});
    const auto proven = std::make_shared<ProofOptions>();
    proving.add_option("item", proven->item, help(item_id))->required();
    proving.add_option("-o,--out", proven->file, help({"Ghi ra tệp", "Write to a file"}));
    proving.callback([&shared, proven] {
        shared.at_node([proven](Door& door) { return proof(door, *proven); });
    });

    CLI::App& verifying = command(app, "verify",
                                  {"Kiểm một tệp bằng chứng, không cần mạng, không cần nút",
                                   "Check a proof file: off line, without a node"});
    const auto verified = std::make_shared<VerifyOptions>();
    verifying
        .add_option("proof", verified->proof_file,
                    help({"Tệp bằng chứng; '-' đọc từ đầu vào chuẩn",
                          "The proof file; '-' for standard input"}))
        ->required();
    verifying
        .add_option("--key", verified->keys,
                    help({"Khóa công khai của sổ (vkey, hoặc @tệp)",
                          "Public key of the log (vkey, or @file)"}))
        ->required();
    verifying.add_option("--witness", verified->witnesses,
                         help({"Khóa công khai của nhân chứng (vkey, hoặc @tệp)",
                               "Public key of a witness (vkey, or @file)"}));
    verifying.add_option(
        "--receipt", verified->receipt,
        help({"Có đúng là của biên nhận này không", "Is it the acceptance of this receipt"}));
    verifying
        .add_option("--item-code", verified->item_code,
                    help({"… và của số hiệu này", "… and of this item code"}))
        ->needs("--receipt");
    verifying.callback([&shared, verified] {
        shared.run = [&shared, verified] {
            verified->json = shared.json;
            return verify(*verified);
        };
    });
}

void add_places(CLI::App& app, Shared& shared) {
    CLI::App& site = group(app, "site",
                           {"Điểm phục vụ, trung tâm khai thác, kho",
                            "Sites: service points, sorting centres, warehouses"});
    put_row(site, shared, "open", {"Mở (hoặc sửa) một điểm", "Open (or change) a site"},
            "/api/v1/sites/",
            [](Document& row) {
                row.needed("--kind", "kind",
                           {"service_point, sorting_centre, transit_warehouse, exchange_office",
                            "service_point, sorting_centre, transit_warehouse, exchange_office"})
                    .needed("--name", "name", {"Tên", "Name"})
                    .needed("--province", "province", {"Mã tỉnh", "Province code"})
                    .needed("--on", "opened_on", on_day)
                    .may("--commune", "commune", {"Phường, xã", "Commune"})
                    .may("--address", "address", {"Địa chỉ", "Address"});
            },
            {{"commune", ""}, {"address", ""}});
    change(site, shared, "close", {"Đóng một điểm", "Close a site"}, "sites", "/api/v1/sites/",
           [](Document& row) { row.needed("--on", "closed_on", on_day); });

    CLI::App& counter = group(app, "counter", {"Quầy giao dịch", "Counters"});
    put_row(counter, shared, "open", {"Mở (hoặc sửa) một quầy", "Open (or change) a counter"},
            "/api/v1/counters/",
            [](Document& row) {
                row.needed("--site", "site", {"Mã điểm", "Site code"})
                    .needed("--on", "opened_on", on_day)
                    .may("--name", "name", {"Tên", "Name"});
            },
            {{"name", ""}});
    change(counter, shared, "close", {"Đóng một quầy", "Close a counter"}, "counters",
           "/api/v1/counters/", [](Document& row) { row.needed("--on", "closed_on", on_day); });

    CLI::App& equipment = group(app, "equipment",
                                {"Thiết bị: máy soi, camera, phòng cháy, cân",
                                 "Equipment: scanners, cameras, fire protection, scales"});
    put_row(equipment, shared, "register",
            {"Đăng ký (hoặc sửa) một thiết bị", "Register (or change) a device"},
            "/api/v1/equipment/",
            [](Document& row) {
                row.needed("--site", "site", {"Mã điểm", "Site code"})
                    .needed("--kind", "kind",
                            {"xray_scanner, camera, fire_protection, scale, other",
                             "xray_scanner, camera, fire_protection, scale, other"})
                    .may("--serial", "serial", {"Số sê-ri", "Serial number"})
                    .may("--inspected-on", "inspected_on", {"Ngày kiểm định", "Day of inspection"})
                    .may("--valid-until", "valid_until", {"Có hạn đến ngày", "Valid until"});
            },
            {{"serial", ""}});
    change(equipment, shared, "inspect", {"Ghi một lần kiểm định", "Record an inspection"},
           "equipment", "/api/v1/equipment/", [](Document& row) {
               row.needed("--on", "inspected_on", on_day)
                   .needed("--valid-until", "valid_until", {"Có hạn đến ngày", "Valid until"});
           });
    change(equipment, shared, "retire", {"Ngừng dùng", "Retire"}, "equipment", "/api/v1/equipment/",
           [](Document& row) { row.needed("--on", "retired_on", on_day); });
}

void add_people(CLI::App& app, Shared& shared) {
    CLI::App& staff = group(app, "staff", {"Nhân viên", "Staff"});
    CLI::App& engage = command(staff, "engage",
                               {"Tiếp nhận một nhân viên; sổ chỉ thấy một số ngẫu nhiên",
                                "Engage a member of staff; the log sees a random number only"});
    Document person(engage);
    person.needed("--name", "name", {"Họ tên (được niêm phong)", "Name (sealed)"})
        .needed("--phone", "phone", {"Điện thoại (được niêm phong)", "Phone (sealed)"})
        .needed("--site", "site", {"Mã điểm", "Site code"})
        .needed("--title", "role_title", {"Chức danh", "Job title"})
        .needed("--on", "engaged_on", on_day)
        .may("--duties", "duties_version",
             {"Phiên bản điều khoản trách nhiệm", "Version of the duty clauses"})
        .may("--duties-signed", "duties_signed_on",
             {"Ngày ký điều khoản trách nhiệm", "Day the duty clauses were signed"})
        .may("--trained", "trained_on", {"Ngày tập huấn", "Day of training"})
        .may("--trained-until", "trained_until", {"Tập huấn có hạn đến", "Training valid until"});
    engage.callback([&shared, person] {
        shared.at_node([&shared, person](Door& door) {
            return plain(door, {{"POST", "/api/v1/staff", boost::json::serialize(person.object())},
                                shared.json});
        });
    });
    CLI::App& changing = command(
        staff, "change",
        {"Ghi ký cam kết, tập huấn hoặc nghỉ việc", "Record signed duties, training, or leaving"});
    Document changed(changing);
    const auto number = std::make_shared<std::string>();
    changing.add_option("number", *number, help({"Mã nhân viên", "Staff number"}))->required();
    changed.may("--left", "left_on", {"Ngày nghỉ việc", "Last day"})
        .may("--duties", "duties_version",
             {"Phiên bản điều khoản trách nhiệm", "Version of the duty clauses"})
        .may("--duties-signed", "duties_signed_on",
             {"Ngày ký điều khoản trách nhiệm", "Day the duty clauses were signed"})
        .may("--trained", "trained_on", {"Ngày tập huấn", "Day of training"})
        .may("--trained-until", "trained_until", {"Tập huấn có hạn đến", "Training valid until"});
    changing.callback([&shared, changed, number] {
        shared.at_node([&shared, changed, number](Door& door) {
            return plain(door, {{"PUT", "/api/v1/staff/" + *number,
                                 boost::json::serialize(changed.object())},
                                shared.json});
        });
    });

    CLI::App& user = group(app, "user", {"Tài khoản người dùng", "User accounts"});
    show(user, shared, "list", {"Liệt kê", "List"}, "/api/v1/users");
    CLI::App& add = command(user, "add",
                            {"Lập tài khoản (mật khẩu: BUUAN_NEW_PASSWORD hoặc hỏi)",
                             "Make an account (password: BUUAN_NEW_PASSWORD, or asked for)"});
    Document account(add);
    const auto name = std::make_shared<std::string>();
    for (CLI::App* each :
         {&add, &command(user, "password", {"Đổi mật khẩu", "Change the password"}),
          &command(user, "disable", {"Khóa tài khoản", "Disable the account"})}) {
        each->add_option("user", *name, help({"Tên tài khoản", "Account name"}))->required();
    }
    account
        .needed("--role", "role",
                {"clerk, sorter, courier, officer, auditor, administrator",
                 "clerk, sorter, courier, officer, auditor, administrator"})
        .needed("--staff", "by", {"Mã nhân viên", "Staff number"})
        .may("--site", "site", {"Chỉ làm việc ở điểm này", "Works at this site only"});
    add.callback([&shared, account, name] {
        shared.at_node([&shared, account, name](Door& door) {
            return with_password(door, {"PUT", "/api/v1/users/" + in_path(*name)}, account.object(),
                                 shared.json);
        });
    });
    user.get_subcommand("password")->callback([&shared, name] {
        shared.at_node([&shared, name](Door& door) {
            return with_password(door, {"PUT", "/api/v1/users/" + in_path(*name) + "/password"}, {},
                                 shared.json);
        });
    });
    user.get_subcommand("disable")->callback([&shared, name] {
        shared.at_node([&shared, name](Door& door) {
            return plain(door, {{"POST", "/api/v1/users/" + in_path(*name) + "/disablings", "{}"},
                                shared.json});
        });
    });

    CLI::App& api_key = group(app, "api-key", {"Khóa API cho máy", "API keys for machines"});
    show(api_key, shared, "list", {"Liệt kê", "List"}, "/api/v1/api-keys");
    CLI::App& create = command(api_key, "create",
                               {"Tạo khóa; chỉ hiện một lần", "Make a key; it is shown this once"});
    Document key(create);
    key.needed("id", "id", {"Tên khóa", "Name of the key"})
        .needed("--role", "role", {"Vai trò", "Role"})
        .needed("--staff", "by", {"Mã nhân viên", "Staff number"})
        .may("--site", "site", {"Chỉ làm việc ở điểm này", "Works at this site only"})
        .may("--expires", "expires", {"Hết hạn lúc (RFC 3339)", "Expires at (RFC 3339)"});
    create.callback([&shared, key] {
        shared.at_node([&shared, key](Door& door) {
            return plain(door, {{"POST", "/api/v1/api-keys", boost::json::serialize(key.object())},
                                shared.json});
        });
    });
    CLI::App& revoke = command(api_key, "revoke", {"Hủy khóa", "Revoke a key"});
    const auto revoked = std::make_shared<std::string>();
    revoke.add_option("id", *revoked, help({"Tên khóa", "Name of the key"}))->required();
    revoke.callback([&shared, revoked] {
        shared.at_node([&shared, revoked](Door& door) {
            return plain(door, {{"DELETE", "/api/v1/api-keys/" + in_path(*revoked)}, shared.json});
        });
    });
}

void add_organisation(CLI::App& app, Shared& shared) {
    show(app, shared, "register",
         {"Xem sổ đăng ký: điểm, quầy, nhân viên, thiết bị",
          "Show the register: sites, counters, staff, equipment"},
         "/api/v1/register");
    CLI::App& organisation = command(
        app, "organisation",
        {"Ghi tên và giấy phép của doanh nghiệp", "Record the enterprise's name and licence"});
    Document row(organisation);
    row.needed("--name", "name", {"Tên", "Name"})
        .needed("--licence", "licence_number", {"Số giấy phép", "Number of the licence"})
        .needed("--licence-scope", "licence_scope", {"Phạm vi giấy phép", "Scope of the licence"})
        .may("--licence-issued", "licence_issued_on", {"Ngày cấp", "Day of issue"})
        .may("--licence-until", "licence_expires_on",
             {"Có hạn đến ngày", "Last day of the licence"})
        .may("--tax-code", "tax_code", {"Mã số thuế", "Tax code"});
    CLI::App& leader = command(app, "leader",
                               {"Chỉ định lãnh đạo phụ trách an toàn, an ninh",
                                "Designate the leader responsible for safety and security"});
    Document person(leader);
    person.needed("--name", "name", {"Họ tên (công khai)", "Name (public)"})
        .needed("--office", "office", {"Chức vụ", "Office"})
        .needed("--decision", "decision_number", {"Số quyết định", "Number of the decision"})
        .needed("--from", "from", {"Từ ngày", "From day"})
        .may("--to", "to", {"Đến ngày", "Last day"});
    const auto put = [&shared](CLI::App& made, const Document& document, const std::string& path) {
        made.callback([&shared, document, path] {
            shared.at_node([&shared, document, path](Door& door) {
                return plain(
                    door, {{"PUT", path, boost::json::serialize(document.object())}, shared.json});
            });
        });
    };
    put(organisation, row, "/api/v1/organisation");
    put(leader, person, "/api/v1/leader");
}

void add_rules(CLI::App& app, Shared& shared) {
    CLI::App& rules = group(
        app, "rules", {"Quy tắc sàng lọc hàng gửi", "The rules that contents are held against"});
    CLI::App& checking =
        command(rules, "check",
                {"Kiểm một thư mục quy tắc: lỗi, mâu thuẫn, tên bị che; không cần nút",
                 "Check a folder of rules: errors, conflicts, shadowed names; needs no node"});
    const auto check = std::make_shared<RulesCheckOptions>();
    checking.add_option("folder", check->folder, help({"Thư mục quy tắc", "The folder of rules"}))
        ->required();
    checking.add_flag("--strict", check->strict,
                      help({"Mâu thuẫn và tên bị che cũng là lỗi",
                            "Conflicts and shadowed names are errors too"}));
    CLI::Option* over = checking.add_option(
        "--over", check->over,
        help({"So trên các khai báo đã qua: tệp, mỗi dòng một khai báo hoặc một đối tượng JSON có "
              "text",
              "Compare over past declarations: a file, a text or a JSON object with text a line"}));
    CLI::Option* against = checking.add_option(
        "--against", check->against,
        help({"So với bộ này: một thư mục, hoặc mã băm của bộ đã công bố ở nút",
              "Compare with this set: a folder, or the digest of one that the node has"}));
    over->needs(against);
    against->needs(over);
    checking
        .add_option("--on", check->on,
                    help({"Ngày áp dụng; mặc định: hôm nay", "Day that counts; default: today"}))
        ->needs(over);
    checking
        .add_option(
            "--show", check->show,
            help({"Số thay đổi tối đa được nêu cho mỗi loại", "So many changes of each kind"}))
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str()
        ->needs(over);
    checking.callback([&shared, check] {
        check->json = shared.json;
        if (Digest::parse(check->against)) {
            shared.at_node([check](Door& door) { return rules_check(*check, &door); });
            return;
        }
        shared.run = [check] { return rules_check(*check, nullptr); };
    });

    CLI::App& publishing =
        command(rules, "publish",
                {"Công bố một thư mục quy tắc: từ ngày này, nút xét hàng gửi theo bộ quy tắc này",
                 "Publish a folder of rules: from its day on the node decides by them"});
    const auto publish = std::make_shared<RulesPublishOptions>();
    publishing
        .add_option("folder", publish->folder, help({"Thư mục quy tắc", "The folder of rules"}))
        ->required();
    publishing
        .add_option(
            "--from", publish->from,
            help({"Có hiệu lực từ ngày (YYYY-MM-DD)", "In force from this day (YYYY-MM-DD)"}))
        ->required();
    publishing.callback([&shared, publish] {
        publish->json = shared.json;
        shared.at_node([publish](Door& door) { return rules_publish(door, *publish); });
    });

    CLI::App& exporting = command(
        rules, "export",
        {"Xuất các khai báo bị phát hiện sai, không có số điện thoại, e-mail, tên người gửi "
         "và người nhận; đọc lại trước khi chuyển đi; được ghi lại",
         "Export declarations that were found wrong, without phone numbers, e-mail addresses "
         "and names of sender and recipient; read them again before you pass them on; "
         "recorded"});
    const auto exported = std::make_shared<RulesExportOptions>();
    exporting.add_option("--purpose", exported->purpose, help(purpose))->required();
    exporting.add_option("--note", exported->note,
                         help({"Ghi chú (được niêm phong)", "A note (sealed)"}));
    exporting.add_option("--from", exported->from, help({"Từ ngày", "From day"}))->required();
    exporting.add_option("--to", exported->to, help({"Đến ngày", "To day"}))->required();
    exporting.callback([&shared, exported] {
        shared.at_node([exported](Door& door) { return rules_export(door, *exported); });
    });

    command(rules, "list",
            {"Các bộ quy tắc đã công bố và ngày có hiệu lực",
             "The sets of rules that were published, and from which day"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return rules_list(door, shared.json); });
        });
}

void add_maintenance(CLI::App& app, Shared& shared) {
    command(app, "check",
            {"Đối chiếu toàn bộ dữ liệu trên đĩa với các sổ",
             "Check everything on disk against the logs"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return check(door, shared.json); });
        });
    command(app, "rebuild",
            {"Dựng lại sổ đăng ký và chỉ mục từ sổ và kho",
             "Rebuild register and index from the logs and the vault"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) {
                return plain(door, {{"POST", "/api/v1/rebuilds", "{}"}, shared.json});
            });
        });
    show(app, shared, "logs",
         {"Các sổ, kích thước và khóa công khai", "The logs, their sizes and public keys"},
         "/api/v1/logs");
    show(app, shared, "days", {"Các ngày còn dữ liệu", "The days that hold data"}, "/api/v1/days");

    CLI::App& config = group(app, "config", {"Cấu hình", "Configuration"});
    CLI::App& checking =
        command(config, "check", {"Kiểm tệp cấu hình", "Check the configuration file"});
    const auto file = std::make_shared<std::string>();
    checking.add_option("file", *file,
                        help({"Mặc định: node.toml của nút", "Default: the node's node.toml"}));
    checking.callback([&shared, file] {
        shared.run = [&shared, file] {
            return config_check(file->empty() ? shared.node + "/node.toml" : *file);
        };
    });
    command(config, "keys", {"Mọi khóa cấu hình và ý nghĩa", "Every key and what it means"})
        .callback([&shared] { shared.run = config_keys; });

    CLI::App& picture =
        command(app, "sample-picture",
                {"Vẽ một ảnh bưu kiện mẫu (JPEG)", "Draw a sample picture of a parcel (JPEG)"});
    const auto seed = std::make_shared<std::uint64_t>(0);
    const auto out = std::make_shared<std::string>();
    picture.add_option(
        "--seed", *seed,
        help({"Số bất kỳ: mỗi số một ảnh", "Any number: each makes another picture"}));
    picture.add_option("file", *out, help({"Tệp ghi ra", "File to write"}))->required();
    picture.callback([&shared, seed, out] {
        shared.run = [seed, out] {
            std::ofstream written(*out, std::ios::binary);
            return written << sample::draw_parcel_jpeg(*seed) ? Exit::done : Exit::unreachable;
        };
    });
}

void add_rotations(CLI::App& keys, Shared& shared) {
    CLI::App& rotate = group(keys, "rotate", {"Thay khóa", "Change a key"});
    CLI::App& root = command(rotate, "root",
                             {"Thay khóa gốc, có thể từ nguồn khác (nút đang dừng)",
                              "Change the root key, perhaps its source (the node is stopped)"});
    const auto to = std::make_shared<vault::RootSource>(vault::RootSource::file);
    add_root_source(root, *to);
    root.callback(
        [&shared, to] { shared.run = [&shared, to] { return change_root(shared.node, *to); }; });
    const auto log = std::make_shared<LogKeyOptions>();
    CLI::App& of_log = command(rotate, "log",
                               {"Thay khóa của một sổ; khóa cũ ký thêm 30 ngày",
                                "Change a log's key; the one before signs for 30 days more"});
    CLI::App& proof = command(keys, "log-proof",
                              {"Bằng chứng rằng sổ đã đổi khóa (tlog-proof)",
                               "The proof that a log's key was changed (tlog-proof)"});
    for (CLI::App* each : {&of_log, &proof})
        each->add_option("log", log->log, help({"Tên sổ: org, p11", "Name of the log: org, p11"}))
            ->required();
    proof.add_option("--to", log->file, help({"Tệp ghi ra", "File to write"}));
    of_log.callback([&shared, log] {
        log->json = shared.json;
        shared.at_node([log](Door& door) { return change_log_key(door, *log); });
    });
    proof.callback([&shared, log] {
        shared.at_node([log](Door& door) { return prove_log_key(door, *log); });
    });
}

void add_recovery(CLI::App& keys, Shared& shared) {
    const auto split = std::make_shared<SplitOptions>();
    CLI::App& splitting =
        command(keys, "split",
                {"Lập khóa phục hồi, chia cho nhiều người; bản sao khóa sẽ niêm phong bằng nó",
                 "Make a recovery key, split among people; key backups are sealed to it"});
    splitting.add_option("--shares", split->shares, help({"Số mảnh", "How many shares"}))
        ->check(CLI::Range(2, 16));
    splitting.add_option("--needed", split->needed, help({"Cần mấy mảnh", "How many are needed"}))
        ->check(CLI::Range(2, 16));
    splitting.add_option("--to", split->folder,
                         help({"Thư mục ghi mỗi mảnh một tệp; không có thì hiện ra",
                               "Folder to write a file for each share; they are shown without"}));
    splitting.callback([&shared, split] {
        split->json = shared.json;
        shared.at_node([split](Door& door) { return split_keys(door, *split); });
    });

    const auto combine = std::make_shared<CombineOptions>();
    CLI::App& combining = command(keys, "combine",
                                  {"Thử ghép các mảnh, và thử mở một bản sao khóa",
                                   "Try whether shares combine, and whether a backup opens"});
    const auto restore = std::make_shared<RestoreOptions>();
    CLI::App& restoring = command(keys, "restore",
                                  {"Trả lại khóa cho nút từ bản sao khóa (nút đang dừng)",
                                   "Give a node its keys again (the node is stopped)"});
    const Text file_of_share = {"Tệp một mảnh; nhắc lại cho mỗi mảnh, '-' để gõ vào",
                                "File of a share; once for each, '-' to type them"};
    combining.add_option("--share", combine->shares, help(file_of_share))->required();
    restoring.add_option("--share", restore->shares, help(file_of_share));
    combining.add_option("--from", combine->from, help({"Bản sao khóa", "The key backup"}));
    restoring.add_option("--from", restore->from, help({"Bản sao khóa", "The key backup"}))
        ->required();
    add_root_source(restoring, restore->root);
    restoring.add_flag("--new-ring", restore->new_ring,
                       help({"Bắt đầu chùm khóa mới; dữ liệu cũ coi như mất",
                             "Begin an empty keyring; what was sealed is given up"}));
    combining.callback(
        [&shared, combine] { shared.run = [combine] { return combine_shares(*combine); }; });
    restoring.callback([&shared, restore] {
        shared.run = [&shared, restore] {
            restore->folder = shared.node;
            return restore_keys(*restore);
        };
    });
}

void add_keys(CLI::App& app, Shared& shared) {
    CLI::App& keys = group(
        app, "keys", {"Khóa: xem, sao lưu, chia, thay", "Keys: show, back up, split, change"});
    command(keys, "show",
            {"Nguồn khóa gốc, bản sao, khóa từng ngày và loại: còn hay đã hủy",
             "Where the root key is from, backups, each day's keys: live or destroyed"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return show_keys(door, shared.json); });
        });
    const auto backup = std::make_shared<BackupOptions>();
    CLI::App& backing = command(keys, "backup",
                                {"Sao lưu khóa gốc và khóa các sổ vào một tệp niêm phong",
                                 "Back up the root key and the logs' keys in one sealed file"});
    backing.add_option("--to", backup->file, help({"Tệp ghi ra", "File to write"}))->required();
    backing.add_option("--ring-until", backup->ring_until,
                       help({"Kèm khóa dữ liệu từng ngày, dùng được đến hết ngày này",
                             "With the class keys, to be read until this day"}));
    backing.add_flag("--passphrase", backup->passphrase,
                     help({"Niêm phong bằng cụm mật khẩu (BUUAN_BACKUP_PASSPHRASE hoặc hỏi)",
                           "Seal under a passphrase (BUUAN_BACKUP_PASSPHRASE, or asked for)"}));
    backing.callback([&shared, backup] {
        shared.at_node([backup](Door& door) { return back_up_keys(door, *backup); });
    });
    add_recovery(keys, shared);
    add_rotations(keys, shared);
}

void add_posting(CLI::App& app, Shared& shared) {
    const auto options = std::make_shared<NoticeOptions>();
    CLI::App& made = command(app, "notice",
                             {"Bản niêm yết để in (PDF): danh mục, điều kiện dịch vụ, mã QR",
                              "The notice for the wall (PDF): list, conditions of service, code"});
    made.add_option("--size", options->size, help({"Khổ giấy", "Paper"}))
        ->check(CLI::IsMember({"a3", "a4"}))
        ->capture_default_str();
    made.add_option(
            "--lang", options->language,
            help({"Ngôn ngữ; mặc định: của dòng lệnh", "Language; default: the terminal's"}))
        ->check(CLI::IsMember({"vi", "en"}));
    made.add_option("-o,--out", options->file, help({"Tệp PDF ghi ra", "The PDF file to write"}))
        ->required();
    made.callback([&shared, options] {
        shared.at_node([options](Door& door) { return notice(door, *options); });
    });

    CLI::App& posting =
        group(app, "posting", {"Niêm yết danh mục tại các điểm", "Where the list is posted"});
    const auto attested = std::make_shared<AttestOptions>();
    CLI::App& attesting = command(posting, "attest",
                                  {"Xác nhận danh mục đã niêm yết tại một điểm, kèm ảnh",
                                   "Attest with a picture that the list is posted at a site"});
    attesting.add_option("--site", attested->site, help({"Mã điểm", "Site code"}))->required();
    attesting
        .add_option("--list-digest", attested->list,
                    help({"Số danh mục in trên bản niêm yết, hoặc cả mã SHA-256",
                          "Number of the list as the notice shows it, or its whole SHA-256"}))
        ->required();
    attesting.add_option("--picture", attested->picture, help({"Tệp ảnh", "The picture's file"}))
        ->required();
    attesting.add_option("--on", attested->on,
                         help({"Ngày niêm yết; mặc định: hôm nay", "Day; default: today"}));
    attesting.callback([&shared, attested] {
        attested->json = shared.json;
        for (std::string* typed : {&attested->site, &attested->list, &attested->on})
            *typed = in_path(*typed);
        shared.at_node([attested](Door& door) { return attest_posting(door, *attested); });
    });
    command(posting, "show",
            {"Phiên bản niêm yết ở từng điểm: đúng, cũ, hay chưa có",
             "The version posted at each service point: current, old, or none"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return show_postings(door, shared.json); });
        });
}

/// CLI11's own words, which are English, in the language of the terminal.
void translate(CLI::App& app) {
    if (language() == Language::en) return;
    const auto formatter = app.get_formatter();
    for (const auto& [word, ours] : {std::pair{"Usage", "Cách dùng"},
                                     {"OPTIONS", "TÙY CHỌN"},
                                     {"Options", "Tùy chọn"},
                                     {"Subcommands", "Lệnh"},
                                     {"SUBCOMMAND", "LỆNH"},
                                     {"SUBCOMMANDS", "LỆNH"},
                                     {"Positionals", "Tham số"},
                                     {"REQUIRED", "BẮT BUỘC"},
                                     {"Needs", "Cần"}}) {
        formatter->label(word, ours);
    }
    app.set_help_flag("-h,--help", "Xem hướng dẫn");
    for (CLI::App* each : app.get_subcommands(nullptr)) translate(*each);
}

int run(int argc, char** argv) {
    Shared shared;
    CLI::App app{
        help({"Bưu An: chấp nhận bưu gửi, giữ kín, chứng minh, tìm lại",
              "Bưu An: accept postal items, keep them sealed, prove them, find them again"}),
        "buuan"};
    app.option_defaults()->group(help({"Tùy chọn", "Options"}));
    app.set_version_flag("--version", BUUAN_VERSION, help({"Xem phiên bản", "Show the version"}));
    app.add_option("--node", shared.node, help({"Thư mục của nút", "The node's folder"}))
        ->envname("BUUAN_NODE");
    app.add_option("--user", shared.user,
                   help({"Làm việc với tài khoản này (mật khẩu: BUUAN_PASSWORD hoặc hỏi)",
                         "Act as this user (password: BUUAN_PASSWORD, or asked for)"}));
    app.add_flag(
        "--json", shared.json,
        help({"Trả lời bằng JSON, mỗi dòng một tài liệu", "Answer in JSON, a document a line"}));
    app.require_subcommand(1);
    app.fallthrough();
    add_init(app, shared);
    add_serve(app, shared);
    add_acceptance(app, shared);
    add_trace(app, shared);
    add_item(app, shared);
    add_organisation(app, shared);
    add_places(app, shared);
    add_people(app, shared);
    add_rules(app, shared);
    add_maintenance(app, shared);
    add_posting(app, shared);
    add_keys(app, shared);
    translate(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& asked) {
        return app.exit(asked);
    } catch (const CLI::Success& asked) {
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        complain(say({"Dòng lệnh chưa đúng: {}\nXem: buuan --help",
                      "The command line is wrong: {}\nSee: buuan --help"},
                     wrong.what()));
        return static_cast<int>(Exit::usage);
    }
    return static_cast<int>(shared.run());
}

}  // namespace
}  // namespace buuan::cli

int main(int argc, char** argv) {
    ::umask(0077);  // whatever is written, libraries' files too, is its owner's
    try {
        return buuan::cli::run(argc, argv);
    } catch (const std::exception& error) {
        // Only libraries throw; nothing of a person is in their type.
        buuan::cli::complain(fmt::format("{}", typeid(error).name()));
        return static_cast<int>(buuan::cli::Exit::unreachable);
    }
}
