// The public page behind the address on a receipt: whether an acceptance, at that time, with that
// inspection, is in the log. Never anything later, never names or goods (DESIGN.md section 6). The
// code stands behind '#', so it is in no log of any server; it is sent in a body.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "acceptance/receipt.hpp"
#include "edge/api/api.hpp"
#include "edge/pages/html.hpp"
#include "ledger/log_reader.hpp"
#include "vault/blind_index.hpp"

namespace buuan::api {
namespace {

constexpr int days_back = 400;
constexpr const char* policy =
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

struct Words {
    std::string_view title, lead, code, check, sample, time, site, kind, inspection, proof, other,
        missing, own, own_lead, digits, see;
};
constexpr Words vi = {"Kiểm tra biên nhận",
                      "Nhập mã trên biên nhận để xem bưu gửi đã được ghi vào sổ hay chưa.",
                      "Mã biên nhận",
                      "Kiểm tra",
                      "Dữ liệu mẫu: không phải bưu gửi thật.",
                      "Chấp nhận lúc",
                      "Nơi chấp nhận",
                      "Loại",
                      "Đồng kiểm",
                      "Bằng chứng (tệp tlog-proof)",
                      "English",
                      "Chưa thấy trong sổ: chưa đồng bộ, hoặc mã không phải của đơn vị này.",
                      "Bưu gửi của tôi",
                      "Bạn là người gửi hoặc người nhận? Xem bưu gửi đang ở đâu:",
                      "Bốn số cuối điện thoại của bạn",
                      "Xem bưu gửi"};
constexpr Words en = {"Check a receipt",
                      "Enter the code on your receipt to see that the acceptance is in the log.",
                      "Receipt code",
                      "Check",
                      "Sample data: no real item.",
                      "Accepted at",
                      "Site",
                      "Type",
                      "Inspection",
                      "Proof (tlog-proof file)",
                      "Tiếng Việt",
                      "Not in the log: not synchronised yet, or not a code of this enterprise.",
                      "My item",
                      "Are you the sender or the recipient? See where the item is:",
                      "Last four digits of your phone",
                      "See the item"};

struct Word {
    std::string_view code, vi, en;
};
constexpr Word entry_words[] = {
    {"letter", "Thư", "Letter"},
    {"document", "Tài liệu", "Document"},
    {"small_packet", "Gói nhỏ", "Small packet"},
    {"parcel", "Bưu kiện", "Parcel"},
    {"visual", "Cùng kiểm tra bằng mắt", "Looked at together"},
    {"xray", "Soi chiếu", "X-ray"},
    {"documents", "Theo giấy tờ", "By its papers"},
    {"sampled", "Theo mẫu (người gửi theo hợp đồng)", "By sample (contract sender)"},
    {"none", "Không áp dụng", "Not applicable"}};

std::string_view word_of(std::string_view code, bool english) {
    for (const Word& word : entry_words) {
        if (word.code == code) return english ? word.en : word.vi;
    }
    return code;
}

/// "25/11/2026 01:28:18" as the clocks in Viet Nam show it.
std::string local_time(Instant at) {
    const Day day = Day::of(at);
    const std::int64_t seconds = (at - day.start()) / 1000;
    return fmt::format("{:02}/{:02}/{} {:02}:{:02}:{:02} (UTC+7)", day.day_of_month(), day.month(),
                       day.year(), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

bool english(const Call& call) {
    const auto wanted = call.request.parameter("lang");
    return wanted ? *wanted == "en" : call.request.english();
}

Response page(Api& api, const Call& call, const std::string& result) {
    const bool is_english = english(call);
    const Words& words = is_english ? en : vi;
    const std::string sample =
        api.node.config().sample
            ? fmt::format("<p class=\"sample\" role=\"note\">{}</p>", words.sample)
            : "";
    std::string html = fmt::format(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\">"
        "<title>{} · Bưu An</title><link rel=\"stylesheet\" href=\"/r.css\"><script src=\"/r.js\" "
        "defer></script>"
        "<main><p class=\"lang\"><a href=\"/r?lang={}\">{}</a></p><h1>{}</h1>{}<p>{}</p>"
        "<form method=\"post\" action=\"/r?lang={}\"><label for=\"code\">{}</label>"
        "<input id=\"code\" name=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" "
        "spellcheck=\"false\" maxlength=\"64\" required>"
        "<button>{}</button></form><div role=\"status\">{}</div>"
        "<p><a href=\"/buu-gui-cua-toi?lang={}\">{}</a></p><p "
        "class=\"by\">{}</p></main></html>",
        is_english ? "en" : "vi", words.title, is_english ? "vi" : "en", words.other, words.title,
        sample, words.lead, is_english ? "en" : "vi", words.code, words.check, result,
        is_english ? "en" : "vi", words.own, pages::escaped(api.node.config().name));
    return {200,
            "text/html; charset=utf-8",
            std::move(html),
            {{"Content-Security-Policy", policy}},
            {}};
}

/// What the log says of the acceptance of a receipt.
struct Accepted {
    Instant at;
    std::string site;
    std::string item_type;
    std::string inspection;
    std::string log;
    std::uint64_t index{};
    std::string proof;
};

/// nullopt when no day in reach knows the code, or its entry is not in the log yet.
Result<std::optional<Accepted>> find_receipt(Api& api, const acceptance::Receipt& receipt) {
    const Day today = Day::of(api.node.now());
    for (Day day = today; day > today.plus_days(-days_back); day = day.plus_days(-1)) {
        const auto key = api.node.keys().key(day, DataClass::token);
        if (!key.ok()) continue;  // over its term, or before the node was
        const Token token = vault::token_of(key.value(), vault::TokenKind::receipt, receipt.text());
        const auto items = api.node.days().find_by_tokens(day, std::span(&token, 1), 1);
        if (!items.ok()) return items.error();
        if (items.value().empty()) continue;
        const auto stored = api.node.days().find(day, items.value().front());
        if (!stored.ok()) return stored.error();
        if (!stored.value() || stored.value()->entries.empty()) return std::optional<Accepted>{};
        const StoredEntry& first = stored.value()->entries.front();
        const auto log = api.node.logs().find(first.log);
        if (!first.index || log == nullptr) return std::optional<Accepted>{};
        const auto text = ledger::entry_at(*log->store, *first.index);
        if (!text.ok()) return text.error();
        const auto entry = ledger::decode(text.value());
        if (!entry.ok()) return entry.error();
        const auto* lookup = entry.value().data.if_contains("receipt");
        if (entry.value().type != "item.accepted" || lookup == nullptr ||
            lookup->as_string() != receipt.lookup().text())
            return std::optional<Accepted>{};
        auto proof = ledger::prove(*log->store, *first.index);
        if (!proof.ok()) return proof.error();
        const auto member = [&](const char* name) {
            return std::string(entry.value().data.at(name).as_string());
        };
        return std::optional(Accepted{entry.value().at, entry.value().site->value,
                                      member("item_type"), member("inspection"), first.log.value,
                                      *first.index, std::move(proof).value()});
    }
    return std::optional<Accepted>{};
}

struct ReceiptCode {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(ReceiptCode, (), (code))

/// From the page's form or from a program's JSON.
Result<std::string, Response> code_of(const Call& call, bool form) {
    if (!form) {
        const auto body = body_of<ReceiptCode>(call);
        if (!body.ok()) return body.error();
        return body.value().code;
    }
    http::Request as_query;
    as_query.query = call.request.body;
    return as_query.parameter("code").value_or("");
}

std::string row(std::string_view name, std::string_view value) {
    return fmt::format("<dt>{}</dt><dd>{}</dd>", name, pages::escaped(value));
}

/// The way from the acceptance to the rest of the item's life, for who knows the second fact too.
std::string own_form(const std::string& receipt, bool is_english) {
    const Words& words = is_english ? en : vi;
    return fmt::format(
        "<h2>{}</h2><p>{}</p><form method=\"post\" action=\"/buu-gui-cua-toi?lang={}\">"
        "<input type=\"hidden\" name=\"receipt\" value=\"{}\"><label for=\"last4\">{}</label>"
        "<input id=\"last4\" name=\"last4\" maxlength=\"4\" pattern=\"[0-9]{{4}}\" "
        "inputmode=\"numeric\" autocomplete=\"off\" required><button>{}</button></form>",
        words.own, words.own_lead, is_english ? "en" : "vi", pages::escaped(receipt), words.digits,
        words.see);
}

}  // namespace

Response receipt_page(Api& api, const Call& call) {
    return page(api, call, "");
}

Response check_receipt(Api& api, const Call& call) {
    if (!api.strangers.take("public", call.request.peer, api.node.now()))
        return http::problem(call.request, 429, "too_often");
    const bool form =
        call.request.header("content-type").starts_with("application/x-www-form-urlencoded");
    const auto code = code_of(call, form);
    if (!code.ok()) return code.error();
    const auto say = [&](const char* reason) {
        return english(call) ? http::text_of(reason).en : http::text_of(reason).vi;
    };
    const auto receipt = acceptance::Receipt::parse(code.value());
    if (!receipt) {
        if (form)
            return page(api, call, fmt::format("<p class=\"bad\">✕ {}</p>", say("receipt_form")));
        return http::problem(call.request, 422, "bad_document", {{"code", "receipt_form"}});
    }
    const auto found = find_receipt(api, *receipt);
    if (!found.ok()) return http::problem(call.request, found.error());
    if (!found.value()) {
        if (form)
            return page(
                api, call,
                fmt::format("<p class=\"warn\">? {}</p>", english(call) ? en.missing : vi.missing));
        return http::problem(call.request, 404, "receipt_unknown");
    }
    const Accepted& accepted = *found.value();
    if (!form) {
        return Response::json(
            boost::json::serialize(boost::json::object{{"at", accepted.at.text()},
                                                       {"site", accepted.site},
                                                       {"item_type", accepted.item_type},
                                                       {"inspection", accepted.inspection},
                                                       {"log", accepted.log},
                                                       {"index", accepted.index},
                                                       {"proof", accepted.proof}}));
    }
    const bool is_english = english(call);
    const Words& words = is_english ? en : vi;
    const auto all = api.node.register_now();
    const auto site = all->sites.find(SiteCode{accepted.site});
    const std::string& place = site == all->sites.end() ? accepted.site : site->second.name;
    return page(
        api, call,
        fmt::format(
            "<p class=\"ok\">✓ {} · {} "
            "#{}</p><dl>{}{}{}{}</dl><details><summary>{}</summary><pre>{}</pre></details>{}",
            is_english ? "In the log" : "Đã ghi vào sổ", accepted.log, accepted.index,
            row(words.time, local_time(accepted.at)), row(words.site, place),
            row(words.kind, word_of(accepted.item_type, is_english)),
            row(words.inspection, word_of(accepted.inspection, is_english)), words.proof,
            pages::escaped(accepted.proof), own_form(receipt->text(), is_english)));
}

Response receipt_script(Api&, const Call&) {
    // Takes the code from behind '#', where no server ever sees it, and sends the form.
    return {200,
            "text/javascript; charset=utf-8",
            "const code = decodeURIComponent(location.hash.slice(1));\n"
            "if (code) {\n"
            "    history.replaceState(null, '', location.pathname + location.search);\n"
            "    document.getElementById('code').value = code;\n"
            "    document.forms[0].submit();\n"
            "}\n",
            {},
            {}};
}

Response receipt_style(Api&, const Call&) {
    return {
        200,
        "text/css; charset=utf-8",
        "body{margin:0;background:#f3f5f7;color:#16212b;font:16px/1.5 'Be Vietnam "
        "Pro',system-ui,sans-serif}\n"
        "h2{font-size:17px;font-weight:600}\n"
        "main{max-width:36rem;margin:0 auto;padding:24px "
        "16px}\nh1{font-size:22px;font-weight:600;margin:8px 0}\n"
        ".lang{text-align:right;margin:0}.by{color:#475663;font-size:14px;margin-top:32px}\n"
        "label{display:block;font-size:14px;font-weight:600}\n"
        "input{box-sizing:border-box;width:100%;height:48px;padding:0 12px;border:1px solid "
        "#475663;border-radius:4px;font:inherit}\n"
        "button{height:48px;padding:0 "
        "24px;margin-top:12px;border:0;border-radius:4px;background:#0b5394;color:#fff;font:"
        "inherit;font-weight:600}\n"
        "a{color:#0b5394}:focus-visible{outline:3px solid #16212b;box-shadow:0 0 0 6px #ffbf47}\n"
        ".ok,.warn,.bad,.sample{padding:12px;border-radius:6px;font-weight:600}\n"
        ".ok{color:#146c3a;background:#e4f3ea}.warn,.sample{color:#8a4b00;background:#fdf0dc}.bad{"
        "color:#b3191f;background:#fde9e9}\n"
        "dt{font-size:14px;color:#475663}dd{margin:0 0 "
        "8px}pre{overflow:auto;background:#fff;padding:12px;border:1px solid #c3ccd4}\n",
        {},
        {}};
}

}  // namespace buuan::api
