#include "edge/manifest/manifest.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/provinces.hpp"
#include "vault/blind_index.hpp"

namespace buuan::manifest {
namespace {

constexpr std::size_t document_bytes_max = 65'536;

struct Column {
    std::string_view field;
    bool needed;
    std::vector<std::string_view> headings;  // folded; the first is the one that guides show
};

const std::vector<Column>& columns() {
    static const std::vector<Column> all = {
        {"type", false, {"loai", "loai buu gui", "type", "item type"}},
        {"order_code", false, {"ma don hang", "ma don", "order code", "order"}},
        {"item_code", false, {"so hieu", "ma van don", "so hieu buu gui", "item code", "waybill"}},
        {"sender_name",
         true,
         {"ho ten nguoi gui", "ten nguoi gui", "nguoi gui", "sender name", "sender"}},
        {"sender_phone",
         true,
         {"dien thoai nguoi gui", "sdt nguoi gui", "so dien thoai nguoi gui", "sender phone"}},
        {"sender_identity_number",
         false,
         {"so dinh danh nguoi gui", "cccd nguoi gui", "sender identity number"}},
        {"sender_tax_code",
         false,
         {"ma so thue nguoi gui", "ma so thue", "mst", "sender tax code", "tax code"}},
        {"recipient_name",
         true,
         {"ho ten nguoi nhan", "ten nguoi nhan", "nguoi nhan", "recipient name", "recipient"}},
        {"recipient_phone",
         true,
         {"dien thoai nguoi nhan", "sdt nguoi nhan", "so dien thoai nguoi nhan",
          "recipient phone"}},
        {"recipient_province",
         true,
         {"tinh nguoi nhan", "tinh thanh pho nguoi nhan", "tinh thanh pho", "tinh",
          "recipient province"}},
        {"recipient_commune",
         true,
         {"xa nguoi nhan", "phuong xa nguoi nhan", "phuong xa", "xa phuong", "recipient commune"}},
        {"recipient_street",
         false,
         {"dia chi nguoi nhan", "so nha duong", "dia chi", "recipient street",
          "recipient address"}},
        {"contents", true, {"noi dung", "noi dung hang hoa", "hang hoa", "contents"}},
        {"quantity", false, {"so luong", "quantity"}},
        {"value_vnd", false, {"gia tri", "gia tri dong", "gia tri vnd", "value vnd", "value"}},
        {"weight_g",
         true,
         {"khoi luong gam", "khoi luong", "khoi luong g", "trong luong", "trong luong gam",
          "trong luong g", "weight g", "weight"}},
    };
    return all;
}

/// "Khối lượng (gam)" and "weight_g" as "khoi luong gam" and "weight g".
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

std::string field_of_heading(std::string_view heading) {
    const std::string folded = folded_heading(heading);
    for (const Column& column : columns()) {
        if (std::find(column.headings.begin(), column.headings.end(), folded) !=
            column.headings.end())
            return std::string(column.field);
    }
    return {};
}

/// Spreadsheets in Viet Nam write ';' where the comma is the decimal sign.
char separator_of(std::istream& in) {
    std::string first;
    const auto begin = in.tellg();
    std::getline(in, first);
    in.clear();
    in.seekg(begin);
    const auto count = [&](char c) { return std::count(first.begin(), first.end(), c); };
    return count('\t') > std::max(count(','), count(';')) ? '\t'
           : count(';') > count(',')                      ? ';'
                                                          : ',';
}

/// Digits with the points and spaces people put between thousands.
std::optional<std::uint64_t> number_in(std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c == '.' || c == ',' || c == ' ') continue;
        digits += c;
    }
    std::uint64_t value{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

/// A province by its code or its name.
std::string province_code(std::string_view typed) {
    if (province_of(typed) != nullptr) return std::string(typed);
    std::string folded = folded_heading(typed);
    for (const std::string_view prefix : {"tinh ", "thanh pho ", "tp "}) {
        if (folded.starts_with(prefix)) folded.erase(0, prefix.size());
    }
    for (const Province& province : provinces()) {
        if (folded_heading(province.name_vi) == folded) return std::string(province.code);
    }
    return std::string(typed);  // the node will say that there is none
}

/// Collects the row's numbers and says which are none.
class Numbers {
public:
    explicit Numbers(const Row& row) : row_(row) {}
    std::optional<std::uint64_t> take(const std::string& field) {
        const auto found = row_.fields.find(field);
        if (found == row_.fields.end() || found->second.empty()) return std::nullopt;
        const auto number = number_in(found->second);
        if (!number) problems.push_back({field, "wrong_type"});
        return number;
    }
    std::vector<RowProblem> problems;

private:
    const Row& row_;
};

boost::json::array things_of(std::string_view contents, std::optional<std::uint64_t> quantity,
                             std::optional<std::uint64_t> value) {
    boost::json::array things;
    for (std::size_t begin = 0; begin <= contents.size();) {
        const auto end = std::min(contents.find(';', begin), contents.size());
        std::string_view thing = contents.substr(begin, end - begin);
        while (!thing.empty() && thing.front() == ' ') thing.remove_prefix(1);
        while (!thing.empty() && thing.back() == ' ') thing.remove_suffix(1);
        if (!thing.empty()) things.push_back({{"text", thing}, {"quantity", 1}});
        begin = end + 1;
    }
    // One number for several things can only be that of the first.
    if (!things.empty() && quantity) things[0].as_object()["quantity"] = *quantity;
    if (!things.empty() && value) things[0].as_object()["value_vnd"] = *value;
    return things;
}

}  // namespace

Result<Reader, std::vector<std::string>> Reader::open(std::istream& in, Format format) {
    Reader reader(in, format);
    if (format == Format::ndjson) return reader;
    reader.csv_ = std::make_unique<CsvReader>(in, separator_of(in));
    const auto headings = reader.csv_->next();
    std::vector<std::string> missing;
    for (const std::string& heading : headings ? headings->fields : std::vector<std::string>{}) {
        reader.columns_.push_back(field_of_heading(heading));
        if (reader.columns_.back().empty()) reader.ignored_.push_back(heading);
    }
    for (const Column& column : columns()) {
        const bool there = std::find(reader.columns_.begin(), reader.columns_.end(),
                                     column.field) != reader.columns_.end();
        if (column.needed && !there) missing.emplace_back(column.field);
    }
    if (!missing.empty()) return missing;
    return reader;
}

std::optional<Row> Reader::next() {
    return format_ == Format::csv ? next_record() : next_document();
}

std::optional<Row> Reader::next_record() {
    auto record = csv_->next();
    if (!record) return std::nullopt;
    Row row{record->line, {}, record->broken.value_or("")};
    if (row.broken.empty() && record->fields.size() > columns_.size())
        row.broken = "too_many_fields";
    for (std::size_t i = 0; row.broken.empty() && i < record->fields.size(); ++i) {
        if (!columns_[i].empty()) row.fields[columns_[i]] = std::move(record->fields[i]);
    }
    return row;
}

std::optional<Row> Reader::next_document() {
    std::string text;
    do {
        if (!std::getline(*in_, text)) return std::nullopt;
        ++line_;
    } while (text.empty() || text == "\r");
    Row row{line_, {}, {}};
    boost::system::error_code error;
    const auto value =
        text.size() > document_bytes_max ? boost::json::value() : boost::json::parse(text, error);
    if (error || !value.is_object()) {
        row.broken = text.size() > document_bytes_max ? "too_long" : "syntax";
        return row;
    }
    for (const auto& member : value.get_object()) {
        const std::string field = field_of_heading(member.key());
        if (field.empty()) {
            row.broken = "unknown_field";
        } else {
            row.fields[field] = member.value().is_string()
                                    ? std::string(member.value().get_string())
                                    : boost::json::serialize(member.value());
        }
    }
    return row;
}

Result<boost::json::object, std::vector<RowProblem>> intake_of(const Row& row, const Terms& terms,
                                                               Instant at) {
    const auto text = [&](const char* field) {
        const auto found = row.fields.find(field);
        return found == row.fields.end() ? std::string() : found->second;
    };
    const auto put = [&](boost::json::object& object, const char* name, const char* field) {
        if (const std::string value = text(field); !value.empty()) object[name] = value;
    };
    Numbers numbers(row);
    const auto quantity = numbers.take("quantity");
    const auto value = numbers.take("value_vnd");
    const auto weight = numbers.take("weight_g");
    if (!numbers.problems.empty()) return numbers.problems;

    boost::json::object sender{{"method", terms.method}, {"phone", text("sender_phone")}};
    put(sender, "name", "sender_name");
    put(sender, "identity_number", "sender_identity_number");
    put(sender, "tax_code", "sender_tax_code");
    const std::string type = text("type");
    const bool goods =
        type != "letter" &&
        type != "document";  // those are neither declared nor inspected (LBC Art 4, 29(3))
    boost::json::object item{{"type", type.empty() ? "parcel" : type},
                             {"things", things_of(text("contents"), quantity, value)}};
    put(item, "code", "item_code");
    put(item, "order_code", "order_code");
    if (weight) item["weight_g"] = *weight;
    boost::json::object intake{{"counter", terms.counter},
                               {"accepted_at", at.text()},
                               {"sender", std::move(sender)},
                               {"recipient",
                                {{"name", text("recipient_name")},
                                 {"phone", text("recipient_phone")},
                                 {"address",
                                  {{"province", province_code(text("recipient_province"))},
                                   {"commune", text("recipient_commune")},
                                   {"street", text("recipient_street")}}}}},
                               {"item", std::move(item)},
                               {"pictures", boost::json::array()},
                               {"refuse", boost::json::array()}};
    if (goods) intake["inspection"] = {{"method", "sampled"}, {"conditions_explained", false}};
    if (goods) intake["confirmations"] = {{"sender", "app"}, {"clerk", true}};
    return intake;
}

}  // namespace buuan::manifest
