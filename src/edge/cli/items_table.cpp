// Accepting items, importing lists, finding, opening and proving them.
#include "edge/cli/command_table.hpp"

namespace buuan::cli {

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

}  // namespace buuan::cli
