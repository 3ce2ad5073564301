#include "edge/pages/own_item_page.hpp"

#include "edge/pages/frame.hpp"

namespace buuan::pages {
namespace {

constexpr Text lead = {
    "Dành cho người gửi và người nhận. Nhập mã trên biên nhận và bốn số cuối điện thoại mà bạn đã "
    "cho bưu cục khi gửi (người nhận: số của bạn trên bưu gửi).",
    "For the sender and the recipient. Enter the code on the receipt and the last four digits of "
    "the phone that the office was given (recipient: your number on the item)."};
constexpr Text receipt_label = {"Mã biên nhận", "Receipt code"};
constexpr Text digits_label = {"Bốn số cuối điện thoại của bạn", "Last four digits of your phone"};
constexpr Text see = {"Xem bưu gửi", "See the item"};
constexpr Text recorded = {
    "Mỗi lượt xem đều được ghi lại. Trang này không lưu gì trên máy của bạn.",
    "Every look is recorded. This page keeps nothing on your device."};
constexpr Text another = {"Xem bưu gửi khác", "See another item"};
constexpr Text happened = {"Đã diễn ra", "What happened"};
constexpr Text parties = {"Người gửi và người nhận", "Sender and recipient"};
constexpr Text masked_note = {
    "Tên và số điện thoại chỉ hiện một phần, để ai nhìn thấy màn hình cũng không biết hết.",
    "Names and phones are shown in part, so that who sees the screen does not learn them."};
constexpr Text unclear_party = {
    "Người gửi và người nhận có cùng bốn số cuối, nên trang này không biết bạn là ai trong hai "
    "người và không hiện dữ liệu của ai. Hãy mang giấy tờ tùy thân đến bưu cục để được xem.",
    "Sender and recipient share these four digits, so this page does not know which of the two "
    "you are and shows nobody's data. Bring your identity paper to the office to see yours."};
constexpr Text sender_title = {"Người gửi", "Sender"};
constexpr Text recipient_title = {"Người nhận", "Recipient"};
constexpr Text you = {"(bạn)", "(you)"};
constexpr Text phone_label = {"Điện thoại", "Phone"};
constexpr Text code_label = {"Số hiệu bưu gửi", "Item code"};
constexpr Text rights = {"Quyền của bạn với dữ liệu của mình", "Your rights over your own data"};
constexpr Text rights_lead = {
    "Bạn có thể yêu cầu xem, sửa hoặc xóa dữ liệu cá nhân của mình. Yêu cầu được cấp số và thời "
    "hạn ngay; bưu cục sẽ hỏi giấy tờ của bạn trước khi đưa hay sửa bất cứ điều gì.",
    "You may ask to see, correct or erase your personal data. The request gets a number and a "
    "deadline at once; the office asks for your identity paper before it shows or changes "
    "anything."};
constexpr Text ask_label = {"Bạn muốn", "You want"};
constexpr Text contact_label = {"Cách liên hệ với bạn (không bắt buộc)",
                                "How to reach you (optional)"};
constexpr Text note_label = {"Nội dung, ví dụ cần sửa gì (không bắt buộc)",
                             "What exactly, for example what to correct (optional)"};
constexpr Text complaint_title = {"Khiếu nại về bưu gửi này", "Complain about this item"};
constexpr Text complaint_lead = {
    "Khiếu nại được cấp số và thời hạn trả lời ngay. Trong lúc giải quyết, dữ liệu của bưu gửi "
    "được "
    "giữ lại.",
    "A complaint gets its number and the day of its answer at once. While it is open, what is "
    "known of the item is kept."};
constexpr Text complaint_label = {"Khiếu nại về việc", "It is about"};
constexpr Text words_label = {"Chuyện gì đã xảy ra", "What happened"};
constexpr Text send_complaint = {"Gửi khiếu nại", "Send the complaint"};
constexpr Text complaint_filed = {"Đã nhận khiếu nại", "The complaint is filed"};
constexpr Text complaint_before = {"Khiếu nại này đã có, đang được giải quyết",
                                   "This complaint is there already and is being handled"};
constexpr Text complaint_number = {"Số khiếu nại", "Number of the complaint"};
constexpr Text send = {"Gửi yêu cầu", "Send the request"};
constexpr Text filed = {"Đã nhận yêu cầu", "The request is filed"};
constexpr Text filed_before = {"Yêu cầu này đã có, đang được giải quyết",
                               "This request is there already and is being handled"};
constexpr Text number_label = {"Số yêu cầu", "Number of the request"};
constexpr Text answer_label = {"Trả lời chậm nhất ngày", "Answered by"};
constexpr Text due_label = {"Thực hiện chậm nhất ngày", "Done by"};
constexpr Text keep_number = {
    "Hãy ghi lại số này. Khi đến bưu cục, mang theo giấy tờ tùy thân và đọc số yêu cầu.",
    "Note this number. At the office show your identity paper and tell the number."};
constexpr Text back = {"Trở lại bưu gửi", "Back to the item"};
constexpr Text until_label = {"Mở lại lúc", "Open again at"};

struct StateWords {
    std::string_view css;
    std::string_view symbol;
    Text words;
};

constexpr StateWords in_procedure = {
    "unknown", "■", {"Đang được xử lý theo quy định", "Being handled as the regulations require"}};

/// A state that is not for everybody's eyes, now or added later, is "in procedure".
StateWords words_of(ItemState state) {
    switch (state) {
        case ItemState::accepted:
            return {"unknown", "●", {"Đã chấp nhận tại bưu cục", "Accepted at the office"}};
        case ItemState::in_transit:
            return {"unknown", "➜", {"Đang trên đường", "On its way"}};
        case ItemState::held_for_pickup:
            return {"warn",
                    "⚠",
                    {"Đã đi phát nhưng chưa gặp người nhận, đang chờ phát lại hoặc chờ đến nhận",
                     "Delivery was tried; it waits for another try or to be fetched"}};
        case ItemState::delivered:
            return {"ok", "✓", {"Đã phát", "Delivered"}};
        case ItemState::returned:
            return {"unknown", "↩", {"Đã chuyển hoàn cho người gửi", "Returned to the sender"}};
        case ItemState::withdrawn:
            return {"unknown", "↩", {"Người gửi đã rút lại", "Taken back by the sender"}};
        case ItemState::unclaimed:
            return {"warn", "⚠", {"Không có người nhận", "Nobody received it"}};
        case ItemState::settled:
            return {"unknown",
                    "■",
                    {"Không có người nhận, đã được xử lý theo quy định",
                     "Nobody received it; it was dealt with as the regulations require"}};
        default:
            return in_procedure;
    }
}

Text words_of(OwnStep step) {
    switch (step) {
        case OwnStep::accepted:
            return {"Chấp nhận", "Accepted"};
        case OwnStep::on_its_way:
            return {"Đang trên đường", "On its way"};
        case OwnStep::with_courier:
            return {"Bưu tá đang đi phát", "Out for delivery"};
        case OwnStep::recipient_told:
            return {"Đã báo người nhận đến nhận", "The recipient was told to fetch it"};
        case OwnStep::unclaimed:
            return {"Không có người nhận", "Nobody received it"};
        case OwnStep::settled:
            return {"Đã xử lý theo quy định", "Dealt with as the regulations require"};
        case OwnStep::attempted:
            return {"Phát chưa thành công", "Delivery tried"};
        case OwnStep::delivered:
            return {"Đã phát", "Delivered"};
        case OwnStep::returned:
            return {"Chuyển hoàn", "Returned"};
        case OwnStep::withdrawn:
            return {"Người gửi rút lại", "Taken back by the sender"};
        case OwnStep::in_procedure:
            break;
    }
    return in_procedure.words;
}

Text words_of(OwnRefusal why) {
    switch (why) {
        case OwnRefusal::receipt_form:
            return {
                "Mã biên nhận không đúng. Mã gồm 27 ký tự, in trên biên nhận; hãy xem lại từng "
                "ký tự.",
                "That is no receipt code. It has 27 signs, printed on the receipt; compare "
                "each of them."};
        case OwnRefusal::digits_form:
            return {"Cần đúng bốn chữ số cuối của điện thoại.",
                    "Exactly the last four digits of the phone are needed."};
        case OwnRefusal::no_match:
            return {
                "Không có bưu gửi nào khớp với mã và bốn số này. Hãy xem lại cả hai. Sau 5 lần "
                "sai, mã bị khóa một ngày.",
                "No item fits this code and these digits. Check both. After 5 wrong tries the "
                "code is closed for a day."};
        case OwnRefusal::closed:
            return {
                "Mã này đang bị khóa một ngày vì nhập sai nhiều lần, có thể do người khác. Bạn "
                "cần gấp thì mang biên nhận và giấy tờ tùy thân đến bưu cục.",
                "This code is closed for a day after several wrong tries, maybe by somebody "
                "else. If it is urgent, bring the receipt and your identity paper to the "
                "office."};
        case OwnRefusal::closed_for_good:
            return {
                "Mã này không tra cứu trên mạng được nữa vì bị nhập sai quá nhiều lần. Hãy mang "
                "biên nhận và giấy tờ tùy thân đến bưu cục.",
                "This code can no longer be looked up on line: it was tried wrongly too often. "
                "Bring the receipt and your identity paper to the office."};
        case OwnRefusal::looked_at_often:
            return {"Hôm nay bưu gửi này đã được xem nhiều lần. Hãy xem lại vào ngày mai.",
                    "This item was looked at many times today. Look again tomorrow."};
        case OwnRefusal::too_often:
            return {"Bạn tra cứu quá nhanh. Hãy đợi một phút rồi thử lại.",
                    "You are asking too often. Wait a minute and try again."};
        case OwnRefusal::request_form:
            return {
                "Yêu cầu chưa gửi được: hãy chọn một loại yêu cầu; liên hệ nhiều nhất 200 ký "
                "tự, nội dung nhiều nhất 1.000 ký tự.",
                "The request was not sent: choose what you want; at most 200 signs of contact "
                "and 1,000 of text."};
        case OwnRefusal::complaint_form:
            return {
                "Khiếu nại chưa gửi được: hãy chọn việc và viết chuyện gì đã xảy ra, nhiều nhất "
                "1.000 ký tự; liên hệ nhiều nhất 200 ký tự.",
                "The complaint was not sent: choose what it is about and write what happened, "
                "in at most 1,000 signs; at most 200 of contact."};
        case OwnRefusal::requests_too_many:
            break;
    }
    return {"Biên nhận này đã gửi quá nhiều yêu cầu. Hãy đến bưu cục.",
            "Too many requests came for this receipt. Please go to the office."};
}

std::string_view language_of(const Facts& facts) {
    return Text{"vi", "en"}.in(facts.language);
}

/// The form that shows an item; with what proves it already in it, or to be typed.
Html form(const Facts& facts) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    return html(
        "<p>{}</p>\n<form method=\"post\" action=\"{}?lang={}\" class=\"stacked\">"
        "<label for=\"receipt\">{}</label><input id=\"receipt\" name=\"receipt\" maxlength=\"64\" "
        "required autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\">"
        "<label for=\"last4\">{}</label><input id=\"last4\" name=\"last4\" class=\"short\" "
        "maxlength=\"4\" pattern=\"[0-9]{{4}}\" inputmode=\"numeric\" required "
        "autocomplete=\"off\"><div><button>{}</button></div></form>\n<p class=\"source\">{}</p>\n",
        say(lead), own_item.path, language_of(facts), say(receipt_label), say(digits_label),
        say(see), say(recorded));
}

Html hidden(const OwnProof& proof) {
    return html(
        "<input type=\"hidden\" name=\"receipt\" value=\"{}\">"
        "<input type=\"hidden\" name=\"last4\" value=\"{}\">",
        proof.receipt, proof.last4);
}

Html party(const Facts& facts, const Text& title, const OwnParty& shown, bool is_reader) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    Html out = html("<dt>{} {}</dt><dd>{}", say(title), is_reader ? say(you) : "", shown.name);
    if (!shown.province.empty()) out.put(" · {}", vietnamese(facts, shown.province));
    if (!shown.phone.empty()) out.put(" · {} {}", say(phone_label), shown.phone);
    out.put("</dd>\n");
    return out;
}

Html parties_of(const Facts& facts, const OwnItem& item) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    if (!item.is_sender && !item.is_recipient)
        return html("<h2>{}</h2>\n<p class=\"note\">{}</p>\n", say(parties), say(unclear_party));
    return html("<h2>{}</h2>\n<dl>{}{}<dt>{}</dt><dd>{}</dd></dl>\n<p class=\"source\">{}</p>\n",
                say(parties), party(facts, sender_title, item.sender, item.is_sender),
                party(facts, recipient_title, item.recipient, item.is_recipient), say(code_label),
                item.item_code, say(masked_note));
}

Html request_form(const Facts& facts, const OwnProof& proof, const std::vector<OwnAsk>& asks) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    Html options;
    for (const OwnAsk& ask : asks)
        options.put("<option value=\"{}\">{}</option>", ask.code,
                    Text{ask.vi, ask.en}.in(facts.language));
    return html(
        "<h2>{}</h2>\n<p>{}</p>\n<form method=\"post\" action=\"{}/yeu-cau?lang={}\" "
        "class=\"stacked\">{}<label for=\"ask\">{}</label><select id=\"ask\" name=\"ask\">{}"
        "</select><label for=\"note\">{}</label><textarea id=\"note\" name=\"note\" rows=\"3\" "
        "maxlength=\"1000\"></textarea><label for=\"contact\">{}</label><input id=\"contact\" "
        "name=\"contact\" maxlength=\"200\"><div><button>{}</button></div></form>\n",
        say(rights), say(rights_lead), own_item.path, language_of(facts), hidden(proof),
        say(ask_label), options, say(note_label), say(contact_label), say(send));
}

Html complaint_form(const Facts& facts, const OwnProof& proof, const std::vector<OwnAsk>& kinds) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    Html options;
    for (const OwnAsk& kind : kinds)
        options.put("<option value=\"{}\">{}</option>", kind.code,
                    Text{kind.vi, kind.en}.in(facts.language));
    return html(
        "<h2>{}</h2>\n<p>{}</p>\n<form method=\"post\" action=\"{}/khieu-nai?lang={}\" "
        "class=\"stacked\">{}<label for=\"kind\">{}</label><select id=\"kind\" name=\"kind\">{}"
        "</select><label for=\"words\">{}</label><textarea id=\"words\" name=\"words\" rows=\"3\" "
        "maxlength=\"1000\" required></textarea><label for=\"complaint-contact\">{}</label><input "
        "id=\"complaint-contact\" name=\"contact\" maxlength=\"200\"><div><button>{}</button></div>"
        "</form>\n",
        say(complaint_title), say(complaint_lead), own_item.path, language_of(facts), hidden(proof),
        say(complaint_label), options, say(words_label), say(contact_label), say(send_complaint));
}

Html another_link(const Facts& facts) {
    return html("<p><a href=\"{}?lang={}\">{}</a></p>\n", own_item.path, language_of(facts),
                another.in(facts.language));
}

}  // namespace

std::string own_item_form_page(const Facts& facts) {
    return framed(facts, own_item, form(facts));
}

std::string own_item_page(const Facts& facts, const OwnItem& item, const OwnChoices& choices) {
    const StateWords state = words_of(item.state);
    Html main = html(
        "<p class=\"verdict {}\" role=\"status\"><strong><span aria-hidden=\"true\">{} "
        "</span>{}</strong></p>\n<h2>{}</h2>\n<ol class=\"steps\">\n",
        state.css, state.symbol, state.words.in(facts.language), happened.in(facts.language));
    for (const OwnEvent& event : item.events) {
        main.put("<li><strong>{}</strong><br>{}", words_of(event.step).in(facts.language),
                 event.at);
        if (!event.place.empty()) main.put(" · {}", vietnamese(facts, event.place));
        main.put("</li>\n");
    }
    main.put("</ol>\n{}", parties_of(facts, item));
    if (item.is_sender || item.is_recipient)
        main.put("{}{}", complaint_form(facts, item.proof, choices.complaints),
                 request_form(facts, item.proof, choices.asks));
    main.put("{}", another_link(facts));
    return framed(facts, own_item, main);
}

std::string own_item_refused_page(const Facts& facts, OwnRefusal why, const std::string& until) {
    Html main = html("<div role=\"status\"><p class=\"note\">{}", words_of(why).in(facts.language));
    if (!until.empty()) main.put("<br>{} {}", until_label.in(facts.language), until);
    main.put("</p></div>\n{}", form(facts));
    return framed(facts, own_item, main);
}

std::string own_request_page(const Facts& facts, const OwnProof& proof, const OwnRequest& request) {
    const auto say = [&](const Text& text) { return text.in(facts.language); };
    const bool is_complaint = request.filed == OwnFiled::complaint;
    const Text& title = is_complaint ? request.there_before ? complaint_before : complaint_filed
                        : request.there_before ? filed_before
                                               : filed;
    Html main = html(
        "<p class=\"verdict ok\" role=\"status\"><strong><span aria-hidden=\"true\">✓ </span>{}"
        "</strong></p>\n<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd>",
        say(title), say(is_complaint ? complaint_number : number_label), request.number,
        say(is_complaint ? complaint_label : ask_label),
        Text{request.ask_vi, request.ask_en}.in(facts.language), say(answer_label),
        request.answer_by);
    if (!request.due.empty()) main.put("<dt>{}</dt><dd>{}</dd>", say(due_label), request.due);
    main.put(
        "</dl>\n<p>{}</p>\n<form method=\"post\" action=\"{}?lang={}\">{}<button class=\"quiet\">{}"
        "</button></form>\n{}",
        say(keep_number), own_item.path, language_of(facts), hidden(proof), say(back),
        another_link(facts));
    return framed(facts, own_item, main);
}

}  // namespace buuan::pages
