#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>

#include "base/provinces.hpp"
#include "edge/manifest/columns.hpp"
#include "edge/manifest/manifest.hpp"

namespace buuan::manifest {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// Whether what begins at `at` is one group of thousands, so that the mark before it is between
/// thousands and no decimal point: 1.500.000, not 0,3.
bool is_group(std::string_view typed, std::size_t at) {
    std::size_t end = at;
    while (end < typed.size() && is_digit(typed[end])) ++end;
    return end - at == 3;
}

/// Digits with the points, commas and spaces people put between thousands.
std::optional<std::uint64_t> number_in(std::string_view typed) {
    typed = trimmed(typed);
    std::string digits;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const bool mark = typed[i] == '.' || typed[i] == ',' || typed[i] == ' ';
        if (mark && (digits.empty() || !is_group(typed, i + 1))) return std::nullopt;
        if (!mark) digits += typed[i];
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
    // Spreadsheets make 1 of 01.
    std::string with_zero(1, '0');
    with_zero += typed;
    if (typed.size() == 1 && province_of(with_zero) != nullptr) return with_zero;
    std::string folded = folded_heading(typed);
    for (const std::string_view prefix : {"tinh ", "thanh pho ", "tp "}) {
        if (folded.starts_with(prefix)) folded.erase(0, prefix.size());
    }
    for (const Province& province : provinces()) {
        if (folded_heading(province.name_vi) == folded) return std::string(province.code);
    }
    return std::string(typed);  // the node will say that there is none
}

/// A service by its code or by what people call it.
std::string service_code(std::string_view typed) {
    const std::string folded = folded_heading(typed);
    if (folded == "thong thuong") return "standard";
    if (folded == "thu tuc hanh chinh" || folded == "tthc") return "administrative_procedure";
    if (folded == "dang nha nuoc" || folded == "kt1") return "party_state";
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
        if (!number) problems.push_back({field, "not_whole"});
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
        const std::string_view thing = trimmed(contents.substr(begin, end - begin));
        if (!thing.empty()) things.push_back({{"text", thing}, {"quantity", 1}});
        begin = end + 1;
    }
    // One number for several things can only be that of the first.
    if (!things.empty() && quantity) things[0].as_object()["quantity"] = *quantity;
    if (!things.empty() && value) things[0].as_object()["value_vnd"] = *value;
    return things;
}

}  // namespace

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
    if (const std::string service = text("service"); !service.empty())
        item["service"] = service_code(service);
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
