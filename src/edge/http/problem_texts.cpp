#include <algorithm>
#include <array>

#include "edge/http/problem.hpp"

namespace buuan::http {
namespace {

struct Coded {
    std::string_view code;
    ProblemText text;
};

constexpr auto texts = std::to_array<Coded>({
    // the door
    {"bad_document", {"Nội dung gửi lên có chỗ sai; xem từng mục.", "The document has errors; see each field."}},
    {"not_found", {"Không có địa chỉ này.", "There is nothing at this address."}},
    {"method_not_allowed", {"Địa chỉ này không nhận phương thức đó.", "This address does not take that method."}},
    {"not_http", {"Yêu cầu không đúng HTTP.", "The request is not proper HTTP."}},
    {"header_too_large", {"Phần đầu yêu cầu quá lớn.", "The request header is too large."}},
    {"too_large", {"Nội dung gửi lên quá lớn.", "The document is too large."}},
    {"busy", {"Hệ thống đang bận; xin thử lại sau vài giây.", "The system is busy; please try again in a few seconds."}},
    {"unavailable", {"Chưa phục vụ được lúc này; xin thử lại.", "Not available right now; please try again."}},
    {"full", {"Hết chỗ lưu trữ; chưa ghi gì. Báo quản trị viên.", "Storage is full; nothing was written. Tell the administrator."}},
    {"corrupt", {"Dữ liệu bị hỏng; không đưa ra. Báo quản trị viên kèm mã yêu cầu.", "The data are damaged and not shown. Tell the administrator the request id."}},
    {"denied", {"Không được phép, hoặc dữ liệu đã hết hạn lưu và đã hủy khóa.", "Not allowed, or the data are over their term and their key is destroyed."}},
    {"timed_out", {"Quá thời gian chờ; xin thử lại.", "It took too long; please try again."}},
    {"invalid", {"Yêu cầu không dùng được.", "The request cannot be used."}},
    {"internal", {"Lỗi bên trong; báo quản trị viên kèm mã yêu cầu.", "An internal error; tell the administrator the request id."}},
    {"not_signed_in", {"Chưa đăng nhập hoặc phiên đã hết; xin đăng nhập.", "Not signed in, or the session is over; please sign in."}},
    {"not_allowed", {"Vai trò của bạn không được làm việc này.", "Your role may not do this."}},
    {"csrf", {"Thiếu mã chống giả mạo của phiên.", "The session's anti-forgery token is missing."}},
    {"sign_in_refused", {"Tên hoặc mật khẩu không đúng, hoặc tài khoản đang bị khóa.", "The name or the password is not right, or the account is locked."}},
    // fields
    {"syntax", {"Không phải JSON.", "Not JSON."}},
    {"too_deep", {"Lồng quá sâu.", "Nested too deeply."}},
    {"too_many", {"Quá nhiều phần tử.", "Too many elements."}},
    {"unknown_field", {"Không có trường này.", "There is no such field."}},
    {"duplicate_field", {"Trường này ghi hai lần.", "This field stands twice."}},
    {"missing_field", {"Thiếu trường này.", "This field is missing."}},
    {"wrong_type", {"Sai kiểu dữ liệu.", "The wrong type of value."}},
    {"out_of_range", {"Số nằm ngoài giới hạn.", "The number is out of range."}},
    {"bad_value", {"Giá trị không đúng dạng.", "The value does not have the right form."}},
    {"too_long", {"Dài quá mức cho phép.", "Longer than allowed."}},
    {"empty", {"Không được để trống.", "May not be empty."}},
    // identifiers
    {"phone_length", {"Số điện thoại cần 10 chữ số (cố định: 11).", "A phone number needs 10 digits (landline: 11)."}},
    {"phone_prefix", {"Không có đầu số này.", "There is no such prefix."}},
    {"phone_obsolete", {"Số 11 chữ số đã đổi từ 2018; hỏi lại số mới.", "11-digit mobile numbers changed in 2018; ask for the new one."}},
    {"phone_hotline", {"Đây là số tổng đài, không phải số của một người.", "This is a hotline, not a person's number."}},
    {"phone_made_up", {"Số điện thoại có vẻ bịa; xin hỏi lại.", "The phone number looks made up; please ask again."}},
    {"citizen_number_length", {"Số định danh cần đúng 12 chữ số.", "A citizen number has exactly 12 digits."}},
    {"citizen_number_digits", {"Số định danh chỉ gồm chữ số.", "A citizen number has digits only."}},
    {"citizen_number_future", {"Số định danh ghi năm sinh ở tương lai.", "The citizen number speaks of a birth in the future."}},
    {"citizen_prefix_unknown", {"Đầu số định danh chưa có trong danh mục; xem kỹ thẻ.", "The number's prefix is not in the list; look at the card closely."}},
    {"citizen_age", {"Tuổi theo số định danh trên 120; xem kỹ thẻ.", "The age by the number is over 120; look at the card closely."}},
    {"citizen_digits_equal", {"Sáu số cuối trùng nhau; xem kỹ thẻ.", "The last six digits are equal; look at the card closely."}},
    {"card_fields", {"Mã QR không phải của thẻ căn cước.", "The QR code is not that of a citizen card."}},
    {"card_name", {"Mã QR không có họ tên.", "The QR code has no name."}},
    {"card_birth_date", {"Ngày sinh trên mã QR không có thật.", "The birth date in the QR code is not a date."}},
    {"card_year", {"Năm sinh không khớp số định danh.", "The birth year does not agree with the number."}},
    {"card_sex", {"Giới tính không khớp số định danh.", "The sex does not agree with the number."}},
    {"card_number_differs", {"Số định danh gõ vào khác số trên mã QR; xem lại.", "The number typed is not the one of the QR code; look again."}},
    {"card_name_differs", {"Họ tên gõ vào khác tên trên mã QR; xem lại.", "The name typed is not the one of the QR code; look again."}},
    {"card_issue_date", {"Ngày cấp thẻ không hợp lý.", "The card's date of issue is not plausible."}},
    {"name_form", {"Họ tên chỉ gồm chữ cái, dấu chấm, gạch nối; tối đa 120.", "A name has letters, dots and hyphens; at most 120."}},
    {"province_unknown", {"Không có mã tỉnh này.", "There is no such province code."}},
    {"item_code_form", {"Số hiệu sai dạng hoặc sai số kiểm tra.", "The item code has the wrong form or check digit."}},
    {"code_in_use", {"Số hiệu này đã dùng hôm nay.", "This item code is in use today."}},
    {"tax_code_form", {"Mã số thuế sai dạng hoặc sai số kiểm tra.", "The tax code has the wrong form or check digit."}},
    {"passport_form", {"Số hộ chiếu gồm 5–20 chữ và số.", "A passport number has 5–20 letters and digits."}},
    // acceptance
    {"method_unknown", {"Không có cách định danh này.", "There is no such method of identification."}},
    {"method_needs", {"Cách định danh này cần thêm thông tin.", "This method of identification needs more."}},
    {"type_not_in_force", {"Chưa có quy định cho loại bưu gửi này vào ngày đó.", "No rule for this type of item is in force on that day."}},
    {"not_for_letters", {"Thư, tài liệu không khai nội dung, không đồng kiểm (LBC Điều 4).", "Letters and documents carry no declaration and no inspection (LBC Art 4)."}},
    {"things_needed", {"Cần khai ít nhất một món.", "At least one thing must be declared."}},
    {"inspection_needed", {"Cần đồng kiểm trước khi chấp nhận.", "Joint inspection is needed before acceptance."}},
    {"sampling_not_agreed",
     {"Chỉ người gửi theo hợp đồng mới được kiểm tra theo mẫu; bưu gửi này cần đồng kiểm.", "Only contract senders are inspected by sample; this item needs joint inspection."}},
    {"picture_needed", {"Còn thiếu ảnh bắt buộc.", "A required picture is missing."}},
    {"slot_unknown", {"Không có vị trí ảnh này.", "There is no such picture slot."}},
    {"slot_twice", {"Vị trí ảnh này ghi hai lần.", "This slot stands twice."}},
    {"sender_confirmation_needed", {"Cần người gửi xác nhận.", "The sender's confirmation is needed."}},
    {"clerk_confirmation_needed", {"Cần giao dịch viên xác nhận.", "The clerk's confirmation is needed."}},
    {"witness_needed", {"Người gửi không ký thì cần lý do và người chứng kiến.", "Without the sender's signature a reason and a witness are needed."}},
    {"weight_needed", {"Cần khối lượng (gam).", "The weight in grams is needed."}},
    {"conditions_unexplained", {"Hàng có điều kiện: cần giải thích cho người gửi trước.", "Conditional goods: explain the conditions to the sender first."}},
    {"reason_unknown", {"Không có mã lý do này.", "There is no such reason code."}},
    {"at_not_now", {"Giờ chấp nhận lệch giờ máy chủ quá một phút.", "The time of acceptance is over a minute from the server's."}},
    {"counter_unknown", {"Không có quầy này.", "There is no such counter."}},
    {"counter_not_yours", {"Quầy này không thuộc điểm của bạn.", "This counter is not at your site."}},
    {"may_not_accept", {"Quầy này hôm nay không được chấp nhận bưu gửi; xem lý do.", "This counter may not accept items today; see the reasons."}},
    {"site_closed", {"Điểm phục vụ đã đóng.", "The site is closed."}},
    {"counter_closed", {"Quầy đã đóng.", "The counter is closed."}},
    {"licence_expired", {"Giấy phép bưu chính đã hết hạn.", "The postal licence has expired."}},
    {"leader_missing", {"Chưa chỉ định lãnh đạo phụ trách an toàn, an ninh.", "No leader is designated for safety and security."}},
    {"staff_unknown", {"Nhân viên chưa đăng ký hoặc đã nghỉ việc.", "The member of staff is not registered or has left."}},
    {"duties_unsigned", {"Nhân viên chưa ký cam kết trách nhiệm an toàn, an ninh.", "The member of staff has not signed the duty clauses."}},
    {"training_expired", {"Tập huấn của nhân viên đã hết hạn.", "The member of staff's training has expired."}},
    {"xray_expired", {"Máy soi chiếu hết hạn kiểm định hoặc chưa có.", "The X-ray scanner's inspection has expired, or there is none."}},
    {"camera_expired", {"Camera hết hạn kiểm tra hoặc chưa có.", "The camera's check has expired, or there is none."}},
    {"fire_protection_expired", {"Thiết bị phòng cháy hết hạn kiểm tra hoặc chưa có.", "Fire protection's check has expired, or there is none."}},
    {"item_conflict", {"Mã này đã dùng cho một yêu cầu khác; không ghi gì.", "This id is in use for another request; nothing was written."}},
    {"item_changed", {"Bưu gửi vừa có thay đổi; xin đọc lại rồi làm tiếp.", "The item has just changed; read it again and decide anew."}},
    {"item_unknown", {"Không có bưu gửi này.", "There is no such item."}},
    {"day_closed", {"Ngày này đã hết hạn lưu và đã xóa.", "This day is over its term and has been deleted."}},
    {"day_unknown", {"Ngày nằm ngoài khoảng hệ thống nhận.", "The day is outside what the system takes."}},
    // after acceptance
    {"event_not_now", {"Trạng thái hiện tại không cho phép việc này.", "The item's state does not allow this."}},
    {"event_needs", {"Việc này cần thêm thông tin.", "This event needs more."}},
    {"second_person_needed", {"Cần người thứ hai duyệt (mã nhân viên khác).", "A second person must approve (another staff number)."}},
    {"site_unknown", {"Không có điểm này.", "There is no such site."}},
    {"equipment_unknown", {"Không có thiết bị này tại điểm đó.", "There is no such equipment at that site."}},
    {"picture_unknown", {"Tệp không phải ảnh JPEG, PNG hay WebP.", "The file is not a JPEG, PNG or WebP picture."}},
    {"picture_broken", {"Ảnh bị hỏng hoặc bị cắt; xin chụp lại.", "The picture is damaged or cut short; take it again."}},
    {"picture_too_large", {"Ảnh lớn hơn 8 MiB.", "The picture is larger than 8 MiB."}},
    {"picture_too_many_pixels", {"Ảnh quá nhiều điểm ảnh.", "The picture has too many pixels."}},
    {"picture_animated", {"Không nhận ảnh động.", "Animated pictures are not taken."}},
    {"picture_not_announced", {"Ảnh không khớp với ảnh đã nêu khi chấp nhận.", "The picture is not the one named at acceptance."}},
    // finding and opening
    {"purpose_unknown", {"Không có mục đích này.", "There is no such purpose."}},
    {"search_needs_one", {"Tìm theo đúng một tiêu chí.", "Search by exactly one thing."}},
    {"search_days", {"Khoảng ngày không đúng hoặc quá rộng.", "The range of days is wrong or too wide."}},
    {"opening_unknown", {"Chưa có lượt mở còn hiệu lực của bạn cho bưu gửi này.", "You have no opening of this item in force."}},
    {"object_unknown", {"Không có ảnh ở vị trí này.", "There is no picture in this slot."}},
    {"not_in_log_yet", {"Chưa vào sổ; xin thử lại sau một giây.", "Not in the log yet; try again in a second."}},
    {"log_unknown", {"Không có sổ này.", "There is no such log."}},
    {"tile_unknown", {"Không có mảnh sổ này.", "There is no such tile."}},
    {"receipt_form", {"Mã biên nhận không đúng; xem lại từng chữ.", "The receipt code is not right; look at each letter again."}},
    {"receipt_unknown", {"Chưa thấy biên nhận này trong sổ: chưa đồng bộ, hoặc không phải của đơn vị này.", "This receipt is not in the log: not synchronised yet, or not of this enterprise."}},
    {"too_often", {"Tra cứu quá nhiều lần; xin đợi một phút.", "Too many look-ups; please wait a minute."}},
    // register
    {"user_name", {"Tên gồm 2–40 chữ thường, số, '.', '-', '_'.", "A name has 2–40 lower-case letters, digits, '.', '-', '_'."}},
    {"user_exists", {"Tên này đã có.", "This name exists already."}},
    {"user_unknown", {"Không có tài khoản này.", "There is no such account."}},
    {"role_unknown", {"Không có vai trò này.", "There is no such role."}},
    {"password_short", {"Mật khẩu cần 14 đến 256 ký tự.", "A password needs 14 to 256 characters."}},
    {"password_common", {"Mật khẩu này ai cũng đoán được.", "Anyone would guess this password."}},
    {"password_used", {"Mật khẩu này đã dùng gần đây.", "This password was used lately."}},
    {"code_mismatch", {"Mã trong nội dung khác mã trên địa chỉ.", "The code in the document differs from the one in the address."}},
    {"too_many_fields", {"Dòng có nhiều cột hơn dòng tiêu đề.", "The row has more columns than the headings."}},
    {"open_quote", {"Dấu nháy mở mà không đóng.", "A quote is opened and not closed."}},
    {"text_after_quote", {"Có chữ sau dấu nháy đóng.", "There is text behind a closing quote."}},
    {"line_broken", {"Dòng này không đọc được.", "This line cannot be read."}},
});

}  // namespace

ProblemText text_of(std::string_view code) {
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const Coded& each) { return each.code == code; });
    return found == texts.end() ? ProblemText{code, code} : found->text;
}

}  // namespace buuan::http
