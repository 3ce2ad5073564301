#include "edge/sample/people.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace buuan::sample {
namespace {

constexpr std::array family_names = {"Nguyễn", "Trần",  "Lê",    "Phạm", "Lò",
                                     "Vàng",   "Giàng", "Quàng", "Cà",   "Hoàng",
                                     "Đặng",   "Bùi",   "Đỗ",    "Mùa",  "Sùng"};
constexpr std::array middle_names_female = {"Thị", "Thu", "Ngọc", "Minh", "Thanh"};
constexpr std::array middle_names_male = {"Văn", "Đức", "Minh", "Quang", "Hữu"};
constexpr std::array given_names_female = {"Hường", "Mai",  "Lan", "Hoa",   "Bình",
                                           "Thảo",  "Xuân", "Yến", "Nhung", "Dung"};
constexpr std::array given_names_male = {"An",  "Cường", "Dũng", "Hùng",  "Pành",
                                         "Sơn", "Tùng",  "Vinh", "Chung", "Thắng"};
struct Place {
    std::string_view province;
    std::string_view commune;
    std::string_view birth_prefix;
};
constexpr std::array<Place, 8> places = {{{"11", "P. Điện Biên Phủ", "011"},
                                          {"11", "P. Mường Lay", "011"},
                                          {"11", "X. Tuần Giáo", "011"},
                                          {"11", "X. Mường Ảng", "011"},
                                          {"01", "P. Cầu Giấy", "001"},
                                          {"01", "P. Hoàn Kiếm", "001"},
                                          {"79", "P. Sài Gòn", "079"},
                                          {"14", "P. Tô Hiệu", "014"}}};
constexpr std::array mobile_prefixes = {"091", "098", "086", "093", "032", "076"};

}  // namespace

Person People::next() {
    Person person;
    person.female = below(2) == 1;
    const char* family = family_names[below(family_names.size())];
    const char* middle = person.female ? middle_names_female[below(middle_names_female.size())]
                                       : middle_names_male[below(middle_names_male.size())];
    const char* given = person.female ? given_names_female[below(given_names_female.size())]
                                      : given_names_male[below(given_names_male.size())];
    person.name = fmt::format("{} {} {}", family, middle, given);
    person.phone =
        fmt::format("{}{:07}", mobile_prefixes[below(mobile_prefixes.size())], below(10'000'000));
    const Place& place = places[below(places.size())];
    const int year = 1950 + static_cast<int>(below(55));
    person.citizen_number = fmt::format("{}{}{:02}{:06}", place.birth_prefix,
                                        (year >= 2000 ? 2 : 0) + (person.female ? 1 : 0),
                                        year % 100, 1 + below(999'998));
    person.birth_date = fmt::format("{:02}{:02}{}", 1 + below(28), 1 + below(12), year);
    person.province = place.province;
    person.commune = place.commune;
    person.street = fmt::format("Tổ {}, số {}", 1 + below(20), 1 + below(200));
    return person;
}

std::string Person::card_text() const {
    return fmt::format("{}||{}|{}|{}|{}, {}|15082021", citizen_number, name, birth_date,
                       female ? "Nữ" : "Nam", street, commune);
}

}  // namespace buuan::sample
