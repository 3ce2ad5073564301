// The vectors of docs/formats/identifiers.md.
#include <gtest/gtest.h>

#include "base/citizen_card.hpp"
#include "base/item_code.hpp"
#include "base/person_name.hpp"
#include "base/phone.hpp"
#include "base/provinces.hpp"
#include "base/tax_code.hpp"

namespace buuan {
namespace {

const Day today = Day::parse("2026-11-24").value();

std::string phone(std::string_view typed) {
    const auto parsed = PhoneNumber::parse(typed);
    return parsed.ok() ? parsed.value().reveal() : parsed.error();
}

TEST(phone, has_one_canonical_form) {
    EXPECT_EQ(phone("0912345678"), "0912345678");
    EXPECT_EQ(phone("+84 912 345 678"), "0912345678");
    EXPECT_EQ(phone("84912345678"), "0912345678");
    EXPECT_EQ(phone("0084 86 123 4567"), "0861234567");
    EXPECT_EQ(phone("098.765.4321"), "0987654321");
    EXPECT_EQ(phone("0551234567"), "0551234567");
    EXPECT_EQ(phone("028 3829 1234"), "02838291234");
    EXPECT_EQ(phone("02438251234"), "02438251234");
    EXPECT_EQ(phone("0203 3821234"), "02033821234");
}

TEST(phone, says_what_is_wrong) {
    EXPECT_EQ(phone("091234567"), "phone_length");
    EXPECT_EQ(phone("09123456789"), "phone_length");
    for (const char* typed : {"0311234567", "0712345678", "0951234567"})
        EXPECT_EQ(phone(typed), "phone_prefix") << typed;
    EXPECT_EQ(phone("01681234567"), "phone_obsolete");
    EXPECT_EQ(phone("1900545481"), "phone_hotline");
    for (const char* typed : {"12345", "", "+", "abc", "091234567x"})
        EXPECT_EQ(phone(typed), "phone_length") << typed;
    EXPECT_EQ(phone(std::string(1'000'000, '0')), "phone_length");
    EXPECT_TRUE(PhoneNumber::parse("0999999999").value().looks_made_up());
    EXPECT_EQ(PhoneNumber::parse("0912345678").value().masked(), "********78");
}

TEST(citizen_number, tells_year_and_sex_and_refuses_the_unborn) {
    const auto number = CitizenNumber::parse("079303000123", today);
    ASSERT_TRUE(number.ok());
    EXPECT_EQ(number.value().birth_year(), 2003);
    EXPECT_TRUE(number.value().female());
    EXPECT_EQ(number.value().masked(), "079*****0123");
    for (const char* good : {"001090012345", "046188004567", "024201000001"})
        EXPECT_TRUE(CitizenNumber::parse(good, today).value().warnings(today).empty()) << good;
    for (const char* future : {"036404009876", "080599999999"})
        EXPECT_EQ(CitizenNumber::parse(future, today).error(), "citizen_number_future");
    for (const char* odd : {"003090012345", "201090012345"}) {
        EXPECT_EQ(CitizenNumber::parse(odd, today).value().warnings(today).at(0),
                  "citizen_prefix_unknown");
    }
    EXPECT_EQ(CitizenNumber::parse("00109001234", today).error(), "citizen_number_length");
    EXPECT_EQ(CitizenNumber::parse("0010900123456", today).error(), "citizen_number_length");
    EXPECT_EQ(CitizenNumber::parse("00109001234A", today).error(), "citizen_number_digits");
}

std::vector<std::string> warnings(std::string_view qr) {
    return CitizenCard::parse(qr, today).value().warnings;
}

TEST(citizen_card, reads_seven_fields_and_drops_the_relatives) {
    const std::string good =
        "001090012345|012345678|Nguyễn Văn An|15071990|Nam|Số 1 Phố Ví Dụ, Ba Đình, Hà "
        "Nội|01072021";
    const auto card = CitizenCard::parse(good, today);
    ASSERT_TRUE(card.ok());
    EXPECT_EQ(card.value().name.reveal(), "Nguyễn Văn An");
    EXPECT_TRUE(card.value().warnings.empty());
    EXPECT_EQ(CitizenCard::parse(good + "|Cha|Mẹ", today).value().dropped_fields, 2U);
    EXPECT_TRUE(
        warnings(
            "079303000123||Trần Thị Bình|09022003|Nữ|Số 2 Phố Ví Dụ, Sài Gòn, Hồ Chí Minh|10102022")
            .empty());
}

TEST(citizen_card, warns_of_what_does_not_agree_and_refuses_what_is_broken) {
    EXPECT_EQ(warnings("001090012345|012345678|Nguyễn Văn An|15071991|Nam|x|01072021").at(0),
              "card_year");
    EXPECT_EQ(warnings("001090012345|012345678|Nguyễn Thị An|15071990|Nữ|x|01072021").at(0),
              "card_sex");
    EXPECT_EQ(warnings("001090012345||Nguyễn Văn An|15071990|Nam|x|01072027").at(0),
              "card_issue_date");
    EXPECT_EQ(CitizenCard::parse("001090012345|Nguyễn Văn An|15071990", today).error(),
              "card_fields");
    EXPECT_EQ(
        CitizenCard::parse("001090012345||Nguyễn Văn An|31021990|Nam|x|01072021", today).error(),
        "card_birth_date");
    EXPECT_EQ(CitizenCard::parse("001090012345|||15071990|Nam|x|01072021", today).error(),
              "card_name");
    EXPECT_EQ(CitizenCard::parse("\xff\xff|||||||", today).error(), "card_fields");
    EXPECT_EQ(CitizenCard::parse(std::string(3000, '|'), today).error(), "card_fields");
}

TEST(tax_code, has_a_check_digit) {
    for (const char* good :
         {"0100047516", "0100109106", "0100000010", "0100000028", "0123456787", "0311907295",
          "0106181807", "0102595740", "0123456787-001", "0123456787001"}) {
        EXPECT_TRUE(TaxCode::parse(good)) << good;
    }
    EXPECT_EQ(TaxCode::parse("0123456787001")->text(), "0123456787-001");
    for (const char* bad : {"0300000000", "0000000000", "9876543210", "0123456788", "012345678",
                            "0123456787-000", "01234567-87", "", "01234567870011"}) {
        EXPECT_FALSE(TaxCode::parse(bad)) << bad;
    }
}

TEST(item_code, checks_what_has_the_shape_of_s10) {
    for (const char* good :
         {"RR473124829GB", "EE471108151FR", "EB000717595HK", "EB000717618HK", "CP966331020VN",
          "EE761294038VN", "RR123456785VN", "EB876543216VN", "LX100000017VN", "RR000000014VN",
          "RR999999995VN", "RR000000005VN", "RR000000080VN", "RR000000120VN", "RR000000155VN",
          "RR000000062VN", "RR 123 456 785 VN"}) {
        EXPECT_TRUE(ItemCode::parse(good, "BA")) << good;
    }
    for (const char* bad : {"RR123456784VN", "RR473124828GB", "AB/12345", "12345", "", "ĐB123456"})
        EXPECT_FALSE(ItemCode::parse(bad, "BA")) << bad;
    EXPECT_TRUE(ItemCode::parse("vtp-20260001", "BA"));  // an enterprise's own
}

TEST(item_code, of_our_own_notices_a_wrong_digit) {
    for (const std::uint64_t n : {0ULL, 1ULL, 123'456'789ULL, 999'999'999ULL}) {
        const ItemCode code = ItemCode::own("BA", n);
        EXPECT_EQ(ItemCode::parse(code.value, "BA"), code);
        std::string wrong = code.value;
        wrong[5] = wrong[5] == '9' ? '0' : static_cast<char>(wrong[5] + 1);
        EXPECT_FALSE(ItemCode::parse(wrong, "BA")) << wrong;
    }
}

TEST(person_name, keeps_letters_and_nothing_else) {
    EXPECT_EQ(PersonName::parse("  Lò   Thị Mai ")->reveal(), "Lò Thị Mai");
    EXPECT_EQ(PersonName::parse("Lò Thị Mai")->masked(), "Lò T. M.");
    EXPECT_EQ(PersonName::parse("Đặng")->masked(), "Đ.");
    for (const char* bad : {"", "   ", "...", "A<b>", "0912345678", "a\nb", "\xff"})
        EXPECT_FALSE(PersonName::parse(bad)) << bad;
    EXPECT_FALSE(PersonName::parse(std::string(121, 'a')));
}

TEST(provinces, are_thirty_four_and_take_in_all_old_codes) {
    EXPECT_EQ(provinces().size(), 34U);
    std::size_t old_codes = 0;
    for (const Province& province : provinces())
        old_codes += (province.citizen_prefixes.size() + 1) / 4;
    EXPECT_EQ(old_codes, 63U);
    EXPECT_EQ(province_of("11")->name_vi, "Điện Biên");
    EXPECT_EQ(province_of_citizen_prefix("024")->name_vi, "Bắc Ninh");
    EXPECT_EQ(province_of_citizen_prefix("003"), nullptr);
}

TEST(provinces, each_old_code_leads_to_the_province_of_today) {
    const std::pair<const char*, const char*> all[] = {
        {"001", "01"}, {"002", "08"}, {"004", "04"}, {"006", "19"}, {"008", "08"}, {"010", "15"},
        {"011", "11"}, {"012", "12"}, {"014", "14"}, {"015", "15"}, {"017", "25"}, {"019", "19"},
        {"020", "20"}, {"022", "22"}, {"024", "24"}, {"025", "25"}, {"026", "25"}, {"027", "24"},
        {"030", "31"}, {"031", "31"}, {"033", "33"}, {"034", "33"}, {"035", "37"}, {"036", "37"},
        {"037", "37"}, {"038", "38"}, {"040", "40"}, {"042", "42"}, {"044", "44"}, {"045", "44"},
        {"046", "46"}, {"048", "48"}, {"049", "48"}, {"051", "51"}, {"052", "52"}, {"054", "66"},
        {"056", "56"}, {"058", "56"}, {"060", "68"}, {"062", "51"}, {"064", "52"}, {"066", "66"},
        {"067", "68"}, {"068", "68"}, {"070", "75"}, {"072", "80"}, {"074", "79"}, {"075", "75"},
        {"077", "79"}, {"079", "79"}, {"080", "80"}, {"082", "82"}, {"083", "86"}, {"084", "86"},
        {"086", "86"}, {"087", "82"}, {"089", "91"}, {"091", "91"}, {"092", "92"}, {"093", "92"},
        {"094", "92"}, {"095", "96"}, {"096", "96"}};
    ASSERT_EQ(std::size(all), 63U);
    for (const auto& [prefix, code] : all) {
        const Province* province = province_of_citizen_prefix(prefix);
        ASSERT_NE(province, nullptr) << prefix;
        EXPECT_EQ(province->code, code) << prefix;
    }
    // Two digits were given a new meaning on 1 July 2025, so the old three never stand for them:
    // 052 was Binh Dinh, 52 is Gia Lai.
    for (const char* unknown : {"52", "000", "999", "", "1", "0011", ";00"})
        EXPECT_EQ(province_of_citizen_prefix(unknown), nullptr) << unknown;
    EXPECT_EQ(province_of("02"), nullptr);
    EXPECT_EQ(province_of("1"), nullptr);
    EXPECT_EQ(province_of(""), nullptr);
}

TEST(citizen_number, tells_sex_and_year_of_each_vector) {
    struct Vector {
        const char* number;
        bool female;
        int year;
        const char* province;
    };
    for (const Vector& vector :
         {Vector{"001090012345", false, 1990, "01"}, Vector{"079303000123", true, 2003, "79"},
          Vector{"046188004567", true, 1988, "46"}, Vector{"024201000001", false, 2001, "24"}}) {
        const auto number = CitizenNumber::parse(vector.number, today);
        ASSERT_TRUE(number.ok()) << vector.number;
        EXPECT_EQ(number.value().female(), vector.female) << vector.number;
        EXPECT_EQ(number.value().birth_year(), vector.year) << vector.number;
        EXPECT_EQ(province_of_citizen_prefix(std::string_view(vector.number).substr(0, 3))->code,
                  vector.province);
    }
    // In the year of those born in the next century the same digits are no mistake.
    EXPECT_TRUE(CitizenNumber::parse("036404009876", Day::of_date(2104, 1, 1).value()).ok());
    EXPECT_EQ(CitizenNumber::parse(" 001.090-012 345", today).value().reveal(), "001090012345");
    EXPECT_EQ(CitizenNumber::parse("001000012345", today).value().warnings(today),
              std::vector<std::string>{"citizen_age"});
    EXPECT_EQ(CitizenNumber::parse("001090555555", today).value().warnings(today),
              std::vector<std::string>{"citizen_digits_equal"});
    EXPECT_EQ(CitizenNumber::parse(std::string(41, ' '), today).error(), "citizen_number_length");
}

TEST(citizen_card, takes_dates_with_and_without_strokes_and_trims_its_fields) {
    const auto card = CitizenCard::parse(
        " 001090012345 | 012345678 |Nguyễn Văn An|15/07/1990|Nam| x |01/07/2021\r\n", today);
    ASSERT_TRUE(card.ok());
    EXPECT_EQ(card.value().born.text(), "1990-07-15");
    EXPECT_EQ(card.value().issued->text(), "2021-07-01");
    EXPECT_EQ(card.value().residence.reveal(), "x");
    EXPECT_TRUE(card.value().warnings.empty());
    EXPECT_EQ(
        CitizenCard::parse("001090012345||Nguye\xcc\x82\xcc\x83n|15071990|Nam|x|01072021", today)
            .value()
            .name.reveal(),
        "Nguyễn");
    EXPECT_EQ(
        CitizenCard::parse("036404009876||Nguyễn Văn An|15071990|Nam|x|01072021", today).error(),
        "citizen_number_future");
}

TEST(phone, placeholders_are_noticed) {
    for (const char* typed : {"0900000000", "0999999999", "0987654321", "0381234567"})
        EXPECT_TRUE(PhoneNumber::parse(typed).value().looks_made_up()) << typed;
    for (const char* typed : {"0000000000", "0123456789"})
        EXPECT_EQ(phone(typed), "phone_prefix") << typed;
    for (const char* typed : {"0912345678", "0861290417", "02838291234"})
        EXPECT_FALSE(PhoneNumber::parse(typed).value().looks_made_up()) << typed;
}

TEST(phone, knows_every_mobile_prefix_of_the_plan_and_no_other) {
    const std::string known =
        "032 033 034 035 036 037 038 039 052 055 056 058 059 070 076 077 078 079 081 082 083 084 "
        "085 086 087 088 089 090 091 092 093 094 096 097 098 099";
    for (int prefix = 30; prefix <= 99; ++prefix) {
        const std::string three = "0" + std::to_string(prefix);
        EXPECT_EQ(PhoneNumber::parse(three + "2903417").ok(),
                  known.find(three) != std::string::npos)
            << three;
    }
}

TEST(tax_code, a_number_whose_check_digit_would_be_ten_was_never_given) {
    for (const char* nine : {"000000000", "010000005", "987654321", "430123456", "030147852"}) {
        for (char check = '0'; check <= '9'; ++check)
            EXPECT_FALSE(TaxCode::parse(std::string(nine) + check)) << nine << check;
    }
    EXPECT_FALSE(
        TaxCode::parse("001090012345"));  // a person's is the citizen number, and goes by that name
}

TEST(item_code, what_has_not_the_shape_of_s10_is_somebodys_own) {
    for (const char* own : {"RR12345678VN", "R1123456785VN"})
        EXPECT_EQ(ItemCode::parse(own, "BA")->value, own);
    EXPECT_EQ(s10_check_digit("96633102"), 0);  // 11 - 1 is 10, written 0
    EXPECT_EQ(s10_check_digit("99999999"), 5);  // 11 - 0 is 11, written 5
    EXPECT_EQ(s10_check_digit("12345678"), 5);  // and 5 itself
    EXPECT_TRUE(ItemCode::parse(std::string(30, 'A'), "BA"));
    EXPECT_FALSE(ItemCode::parse(std::string(31, 'A'), "BA"));
    EXPECT_TRUE(
        ItemCode::parse("BA0000000418", "XY"));  // of another prefix it is only somebody's own
    EXPECT_EQ(ItemCode::own("BA", 41).value, "BA0000000418");
}

}  // namespace
}  // namespace buuan
