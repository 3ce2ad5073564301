// The goods rules: checking, publishing, exporting what they missed; the list of them on the wall.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {

namespace {

void add_rules_check(CLI::App& rules, Shared& shared) {
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
}

void add_rules_publish(CLI::App& rules, Shared& shared) {
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
}

void add_rules_export(CLI::App& rules, Shared& shared) {
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
}

}  // namespace

void add_rules(CLI::App& app, Shared& shared) {
    CLI::App& rules = group(
        app, "rules", {"Quy tắc sàng lọc hàng gửi", "The rules that contents are held against"});
    add_rules_check(rules, shared);
    add_rules_publish(rules, shared);
    add_rules_export(rules, shared);
    command(rules, "list",
            {"Các bộ quy tắc đã công bố và ngày có hiệu lực",
             "The sets of rules that were published, and from which day"})
        .callback([&shared] {
            shared.at_node([&shared](Door& door) { return rules_list(door, shared.json); });
        });
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
    made.add_option("--on", options->on,
                    help({"Ngày mà một danh mục đã công bố bắt đầu áp dụng; mặc định: hôm nay",
                          "Day on which a list that was published begins; default: today"}));
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

}  // namespace buuan::cli
