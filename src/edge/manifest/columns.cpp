#include "edge/manifest/columns.hpp"

#include <algorithm>

#include "vault/blind_index.hpp"

namespace buuan::manifest {

const std::vector<Column>& columns() {
    static const std::vector<Column> all = {
        {"type", false, Holds::text, "Loại bưu gửi", {"loai", "loai buu gui", "type", "item type"}},
        {"service", false, Holds::text, "Dịch vụ", {"dich vu", "loai dich vu", "service"}},
        {"order_code",
         false,
         Holds::text,
         "Mã đơn hàng",
         {"ma don hang", "ma don", "order code", "order"}},
        {"item_code",
         false,
         Holds::text,
         "Số hiệu bưu gửi",
         {"so hieu", "ma van don", "so hieu buu gui", "item code", "waybill"}},
        {"sender_name",
         true,
         Holds::text,
         "Họ tên người gửi",
         {"ho ten nguoi gui", "ten nguoi gui", "nguoi gui", "sender name", "sender"}},
        {"sender_phone",
         true,
         Holds::phone,
         "Điện thoại người gửi",
         {"dien thoai nguoi gui", "sdt nguoi gui", "so dien thoai nguoi gui", "sender phone"}},
        {"sender_identity_number",
         false,
         Holds::identity,
         "Số định danh người gửi",
         {"so dinh danh nguoi gui", "cccd nguoi gui", "sender identity number"}},
        {"sender_tax_code",
         false,
         Holds::tax_code,
         "Mã số thuế người gửi",
         {"ma so thue nguoi gui", "ma so thue", "mst", "sender tax code", "tax code"}},
        {"recipient_name",
         true,
         Holds::text,
         "Họ tên người nhận",
         {"ho ten nguoi nhan", "ten nguoi nhan", "nguoi nhan", "recipient name", "recipient"}},
        {"recipient_phone",
         true,
         Holds::phone,
         "Điện thoại người nhận",
         {"dien thoai nguoi nhan", "sdt nguoi nhan", "so dien thoai nguoi nhan",
          "recipient phone"}},
        {"recipient_province",
         true,
         Holds::text,
         "Tỉnh người nhận",
         {"tinh nguoi nhan", "tinh thanh pho nguoi nhan", "tinh thanh pho", "tinh",
          "recipient province"}},
        {"recipient_commune",
         true,
         Holds::text,
         "Xã người nhận",
         {"xa nguoi nhan", "phuong xa nguoi nhan", "phuong xa", "xa phuong", "recipient commune"}},
        {"recipient_street",
         false,
         Holds::text,
         "Địa chỉ người nhận",
         {"dia chi nguoi nhan", "so nha duong", "dia chi", "recipient street",
          "recipient address"}},
        {"contents",
         true,
         Holds::text,
         "Nội dung",
         {"noi dung", "noi dung hang hoa", "hang hoa", "contents"}},
        {"quantity", false, Holds::number, "Số lượng", {"so luong", "quantity"}},
        {"value_vnd",
         false,
         Holds::number,
         "Giá trị (đồng)",
         {"gia tri", "gia tri dong", "gia tri vnd", "value vnd", "value"}},
        {"weight_g",
         true,
         Holds::number,
         "Khối lượng (gam)",
         {"khoi luong gam", "khoi luong", "khoi luong g", "trong luong", "trong luong gam",
          "trong luong g", "weight g", "weight"}},
    };
    return all;
}

std::string folded_heading(std::string_view heading) {
    std::string out;
    for (const char c : vault::fold_name(heading)) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word) out += c;
        if (!word && !out.empty() && out.back() != ' ') out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

const Column* column_of_heading(std::string_view heading) {
    const std::string folded = folded_heading(heading);
    for (const Column& column : columns()) {
        if (std::find(column.headings.begin(), column.headings.end(), folded) !=
            column.headings.end())
            return &column;
    }
    return nullptr;
}

}  // namespace buuan::manifest
