// The organisation, its places, people and equipment.
#include <boost/json/serialize.hpp>

#include "edge/cli/command_table.hpp"

namespace buuan::cli {

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

    CLI::App& device = group(app, "device",
                             {"Máy tính ở quầy được chấp nhận khi mất mạng",
                              "The counters' computers that may accept off line"});
    show(device, shared, "list",
         {"Liệt kê, và số nào còn thiếu của mỗi máy", "List, with the numbers that never came"},
         "/api/v1/devices");
    CLI::App& revoke =
        command(device, "revoke",
                {"Thu hồi; bưu gửi máy này đã nhận vẫn được gửi về, và được đánh dấu",
                 "Revoke; what it has accepted still comes in, and is marked"});
    const auto id = std::make_shared<std::string>();
    revoke.add_option("id", *id, help({"Mã máy (UUID)", "The device's id (UUID)"}))->required();
    revoke.callback([&shared, id] {
        shared.at_node([&shared, id](Door& door) {
            return plain(door, {{"DELETE", "/api/v1/devices/" + in_path(*id)}, shared.json});
        });
    });
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
          &command(user, "reset-totp",
                   {"Gỡ mã xác thực (mất thiết bị)", "Take off the second factor (device lost)"}),
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
    user.get_subcommand("reset-totp")->callback([&shared, name] {
        shared.at_node([&shared, name](Door& door) {
            return plain(
                door, {{"DELETE", "/api/v1/users/" + in_path(*name) + "/totp", ""}, shared.json});
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

}  // namespace buuan::cli
