#include "base/provinces.hpp"

#include <algorithm>
#include <array>

namespace buuan {
namespace {

// As in force from 30 April 2026: 7 cities, 27 provinces. The three-digit codes are those of the
// provinces before 1 July 2025, which a citizen number keeps for life.
constexpr std::array<Province, 34> all = {{
    {"01", "Hà Nội", "Ha Noi", true, "001"},
    {"04", "Cao Bằng", "Cao Bang", false, "004"},
    {"08", "Tuyên Quang", "Tuyen Quang", false, "002;008"},
    {"11", "Điện Biên", "Dien Bien", false, "011"},
    {"12", "Lai Châu", "Lai Chau", false, "012"},
    {"14", "Sơn La", "Son La", false, "014"},
    {"15", "Lào Cai", "Lao Cai", false, "010;015"},
    {"19", "Thái Nguyên", "Thai Nguyen", false, "006;019"},
    {"20", "Lạng Sơn", "Lang Son", false, "020"},
    {"22", "Quảng Ninh", "Quang Ninh", false, "022"},
    {"24", "Bắc Ninh", "Bac Ninh", false, "024;027"},
    {"25", "Phú Thọ", "Phu Tho", false, "017;025;026"},
    {"31", "Hải Phòng", "Hai Phong", true, "030;031"},
    {"33", "Hưng Yên", "Hung Yen", false, "033;034"},
    {"37", "Ninh Bình", "Ninh Binh", false, "035;036;037"},
    {"38", "Thanh Hóa", "Thanh Hoa", false, "038"},
    {"40", "Nghệ An", "Nghe An", false, "040"},
    {"42", "Hà Tĩnh", "Ha Tinh", false, "042"},
    {"44", "Quảng Trị", "Quang Tri", false, "044;045"},
    {"46", "Huế", "Hue", true, "046"},
    {"48", "Đà Nẵng", "Da Nang", true, "048;049"},
    {"51", "Quảng Ngãi", "Quang Ngai", false, "051;062"},
    {"52", "Gia Lai", "Gia Lai", false, "052;064"},
    {"56", "Khánh Hòa", "Khanh Hoa", false, "056;058"},
    {"66", "Đắk Lắk", "Dak Lak", false, "054;066"},
    {"68", "Lâm Đồng", "Lam Dong", false, "060;067;068"},
    {"75", "Đồng Nai", "Dong Nai", true, "070;075"},
    {"79", "Hồ Chí Minh", "Ho Chi Minh", true, "074;077;079"},
    {"80", "Tây Ninh", "Tay Ninh", false, "072;080"},
    {"82", "Đồng Tháp", "Dong Thap", false, "082;087"},
    {"86", "Vĩnh Long", "Vinh Long", false, "083;084;086"},
    {"91", "An Giang", "An Giang", false, "089;091"},
    {"92", "Cần Thơ", "Can Tho", true, "092;093;094"},
    {"96", "Cà Mau", "Ca Mau", false, "095;096"},
}};

}  // namespace

std::span<const Province> provinces() {
    return all;
}

const Province* province_of(std::string_view code) {
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Province& province) { return province.code == code; });
    return found == all.end() ? nullptr : &*found;
}

const Province* province_of_citizen_prefix(std::string_view prefix) {
    if (prefix.size() != 3) return nullptr;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Province& province) {
        const auto at = province.citizen_prefixes.find(prefix);
        return at != std::string_view::npos && at % 4 == 0;
    });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace buuan
