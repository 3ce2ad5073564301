#include "documents.hpp"

#include <boost/json/array.hpp>

#include "base/bytes.hpp"

namespace buuan::simulation {
namespace {

namespace json = boost::json;

constexpr const char* long_ago = "2020-01-01";
constexpr const char* later = "2027-12-31";

json::object address_of(const sample::Person& person) {
    return {{"province", person.province}, {"commune", person.commune}, {"street", person.street}};
}

json::object recipient_of(const Sending& sending) {
    return {{"name", sending.recipient.name},
            {"phone", sending.recipient.phone},
            {"address", address_of(sending.recipient)}};
}

}  // namespace

std::vector<Row> enterprise() {
    std::vector<Row> rows = {{"/api/v1/organisation",
                              {{"name", "Bưu chính Mô Phỏng"},
                               {"licence_number", "MAU-123/GP-BC"},
                               {"licence_scope", "Nội tỉnh, liên tỉnh"},
                               {"licence_expires_on", later}}},
                             {"/api/v1/leader",
                              {{"name", "Quàng Văn Lãnh"},
                               {"office", "Phó giám đốc"},
                               {"decision_number", "01/QĐ"},
                               {"from", long_ago}}}};
    for (const auto& [site, kind, province] :
         {std::tuple{"BC1", "service_point", "11"}, std::tuple{"TT2", "sorting_centre", "01"}}) {
        rows.push_back({"/api/v1/sites/" + std::string(site),
                        {{"code", site},
                         {"kind", kind},
                         {"name", "Điểm " + std::string(site)},
                         {"province", province},
                         {"commune", "Mường Thanh"},
                         {"address", ""},
                         {"opened_on", long_ago}}});
        for (const char* device : {"xray_scanner", "camera", "fire_protection"}) {
            Row row = equipment(std::string(site) + "-" + static_cast<char>(device[0] - 32), site,
                                *Day::parse(later));
            row.body["kind"] = device;
            rows.push_back(std::move(row));
        }
    }
    for (const CounterPost& post : posts) {
        rows.push_back(
            {"/api/v1/counters/" + std::string(post.counter),
             {{"code", post.counter}, {"site", post.site}, {"name", ""}, {"opened_on", long_ago}}});
    }
    return rows;
}

Row equipment(const std::string& code, const std::string& site, Day valid_until) {
    return {"/api/v1/equipment/" + code,
            {{"code", code},
             {"site", site},
             {"kind", "camera"},
             {"serial", "S-1"},
             {"inspected_on", long_ago},
             {"valid_until", valid_until.text()},
             {"retired_on", nullptr}}};
}

json::object member_of_staff(const std::string& site, const sample::Person& person) {
    return {{"name", person.name},
            {"phone", person.phone},
            {"site", site},
            {"role_title", "Giao dịch viên"},
            {"engaged_on", long_ago},
            {"duties_version", "1"},
            {"duties_signed_on", long_ago},
            {"trained_on", long_ago},
            {"trained_until", later}};
}

const std::string& drawn(std::size_t which) {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made;
        for (std::size_t n = 0; n < drawn_count; ++n) made.push_back(sample::draw_parcel_jpeg(n));
        return made;
    }();
    return all.at(which % drawn_count);
}

json::object intake(const Sending& sending, Instant at) {
    const bool letter = sending.pictures.empty();
    json::object document{
        {"counter", sending.post->counter},
        {"accepted_at", at.text()},
        {"sender",
         {{"method", "MANUAL"},
          {"name", sending.sender.name},
          {"phone", sending.sender.phone},
          {"identity_number", sending.sender.citizen_number},
          {"address", address_of(sending.sender)}}},
        {"recipient", recipient_of(sending)},
        {"item", {{"type", "letter"}, {"things", json::array()}, {"weight_g", 20}}},
        {"pictures", json::array()},
        {"refuse", json::array()}};
    if (sending.refused) document["refuse"] = {"packing"};
    if (letter) return document;
    document["item"] = {{"type", "parcel"},
                        {"things", {{{"text", sending.thing}, {"quantity", 2}}}},
                        {"weight_g", 900}};
    document["inspection"] = {{"method", "visual"}, {"conditions_explained", false}};
    document["confirmations"] = {{"sender", "signature"}, {"clerk", true}};
    json::array named;
    for (const auto& [slot, picture] : sending.pictures)
        named.push_back({{"slot", slot},
                         {"sha256", sha256(as_bytes(*picture)).text()},
                         {"size", picture->size()}});
    document["pictures"] = std::move(named);
    return document;
}

json::object contract_intake(const Sending& sending, Instant at) {
    return {{"counter", sending.post->counter},
            {"accepted_at", at.text()},
            {"sender",
             {{"method", "BUSINESS"},
              {"name", "Công ty Thổ cẩm Mẫu"},
              {"phone", sending.sender.phone},
              {"tax_code", "0123456787"}}},
            {"recipient", recipient_of(sending)},
            {"item",
             {{"type", "parcel"},
              {"things", {{{"text", sending.thing}, {"quantity", 1}}}},
              {"weight_g", 400}}},
            {"inspection", {{"method", "sampled"}, {"conditions_explained", false}}},
            {"pictures", json::array()},
            {"confirmations", {{"sender", "app"}, {"clerk", true}}},
            {"refuse", json::array()}};
}

}  // namespace buuan::simulation
