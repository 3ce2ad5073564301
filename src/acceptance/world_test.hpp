// What this room's tests start from: an enterprise with two sites in two provinces, the rules as
// they are built in, and people made up. For *_test.cpp only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "acceptance/accept_item.hpp"
#include "acceptance/events.hpp"
#include "adapters/rules/rules.hpp"
#include "screening/read_rules.hpp"

namespace buuan::acceptance::testing_world {

/// Different bytes at each call, the same in each run.
class CountingEntropy final : public Entropy {
public:
    void fill(std::span<std::uint8_t> out) override {
        for (std::size_t at = 0; at < out.size(); at += 32) {
            const Digest digest = sha256(as_bytes("test " + std::to_string(++calls_)));
            std::copy_n(digest.bytes.begin(), std::min<std::size_t>(32, out.size() - at),
                        out.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }

private:
    std::uint64_t calls_ = 0;
};

inline Day day(const char* text) {
    return Day::parse(text).value();
}
inline Instant at(const char* text) {
    return Instant::parse(text).value();
}
inline const Instant now = at("2026-11-24T03:59:15.123Z");
inline const Day today = Day::of(now);

inline const Rules& rules() {
    static const Rules read = Rules::read(embedded_rules()).value();
    return read;
}
inline const screening::RuleSet& goods() {
    static const screening::ReadRules read = screening::read_rules(embedded_rules()).value();
    return read.rules;
}

inline Personal personal(std::string text) {
    return Personal(std::move(text));
}
inline Digest digest_of(std::string_view text) {
    return sha256(as_bytes(text));
}

inline constexpr std::string_view card_of_mai =
    "011190000123|045123456|Lò Thị Mai|15071990|Nữ|Bản Ví Dụ, Điện Biên|01072021";

/// A parcel that nothing is wrong with.
inline Intake a_parcel() {
    Intake intake;
    intake.counter = {"DBP-1"};
    intake.accepted_at = now;
    intake.sender.emplace();
    intake.sender->method = "QR_CCCD";
    intake.sender->card_text = personal(std::string(card_of_mai));
    intake.sender->phone = personal("+84 912 345 678");
    intake.sender->face_matches = true;
    intake.sender->address =
        AddressPart{"11", personal("Phường Thử Nghiệm"), personal("Ngõ 7 Đường Mẫu")};
    intake.recipient =
        RecipientPart{personal("Trần Văn Bình"),
                      personal("0861290417"),
                      {"01", personal("Phường Giả Định"), personal("Số 2 Phố Ví Dụ")}};
    intake.item.type = ItemType::parcel;
    intake.item.order_code = personal("DON-2026-0042");
    intake.item.things = {{personal("áo len trẻ em"), 2, 350'000}};
    intake.item.weight_g = 820;
    intake.inspection = InspectionPart{InspectionMethod::visual, false};
    intake.pictures = {{"contents", digest_of("contents"), 120'000},
                       {"sealed", digest_of("sealed"), 110'000}};
    intake.confirmations =
        ConfirmationPart{SenderConfirmation::otp, std::nullopt, true, std::nullopt};
    return intake;
}

inline Intake a_letter(ItemType type = ItemType::letter) {
    Intake intake = a_parcel();
    intake.item.type = type;
    intake.item.things.clear();
    intake.inspection.reset();
    intake.pictures.clear();
    intake.confirmations.reset();
    return intake;
}

inline Result<CheckedIntake, std::vector<IntakeProblem>> check(const Intake& intake,
                                                               Instant seen = now) {
    return check_intake(intake, rules(), goods(), "BA", seen);
}

/// "field: reason" of each problem, in the order of their coming; empty when there is none.
inline std::vector<std::string> texts_of(const std::vector<IntakeProblem>& problems) {
    std::vector<std::string> texts;
    for (const auto& each : problems) texts.push_back(each.field + ": " + each.reason);
    return texts;
}
inline std::vector<std::string> problems_of(const Intake& intake, Instant seen = now) {
    const auto checked = check(intake, seen);
    return checked.ok() ? std::vector<std::string>{} : texts_of(checked.error());
}
using Texts = std::vector<std::string>;

/// A member of an entry's data as text; what is no text as its JSON.
inline std::string text_in(const boost::json::object& data, const char* name) {
    const boost::json::value& value = data.at(name);
    return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

inline register_::Register a_register() {
    register_::Register all;
    all.sites[{"DBP"}] = {{"DBP"},
                          register_::SiteKind::service_point,
                          "Điểm phục vụ",
                          "11",
                          "",
                          "",
                          day("2020-01-01"),
                          std::nullopt};
    all.sites[{"HNI"}] = {{"HNI"},
                          register_::SiteKind::sorting_centre,
                          "Trung tâm khai thác",
                          "01",
                          "",
                          "",
                          day("2020-01-01"),
                          std::nullopt};
    all.counters[{"DBP-1"}] = {{"DBP-1"}, {"DBP"}, "Quầy 1", day("2020-01-01"), std::nullopt};
    for (const char* number : {"NV-1", "NV-2"}) {
        all.staff[{number}] = {{number},          {"DBP"},      "Giao dịch viên",
                               day("2025-01-01"), std::nullopt, "1",
                               day("2025-01-01"), std::nullopt, std::nullopt};
    }
    all.equipment[{"XR-1"}] = {{"XR-1"},    {"HNI"},      register_::EquipmentKind::xray_scanner,
                               "",          std::nullopt, day("2027-01-01"),
                               std::nullopt};
    all.equipment[{"CAM-1"}] = {{"CAM-1"},   {"HNI"},      register_::EquipmentKind::camera,
                                "",          std::nullopt, day("2027-01-01"),
                                std::nullopt};
    return all;
}

inline Secret key_of(const char* name) {
    return Secret(digest_of(name).bytes);
}
inline constexpr const char* node = "buuan.example/thu";

/// One accepted item with what its node would hold of it.
struct Accepted {
    CountingEntropy entropy;
    register_::Register all = a_register();
    Intake intake;
    std::optional<CheckedIntake> checked;
    DayKeys keys{key_of("record"), key_of("identity"), key_of("token"), key_of("minutes")};
    ItemId item = ItemId::make(now, entropy);
    Receipt receipt = Receipt::make(entropy);
    ItemCode code = ItemCode::own("BA", 41);
    DayWrite write;

    explicit Accepted(Intake from = a_parcel(), std::optional<Queued> queued = std::nullopt)
        : intake(std::move(from)) {
        auto result = check(intake);
        EXPECT_TRUE(result.ok()) << (result.ok()
                                         ? std::string()
                                         : ::testing::PrintToString(texts_of(result.error())));
        checked = std::move(result).value();
        const register_::Place place{all.counters.at({"DBP-1"}), all.sites.at({"DBP"}), {}, {}};
        const Accepting accepting{
            item, Day::of(now),         {"NV-1"}, 7,     checked->code.value_or(code), receipt,
            now,  digest_of("request"), node,     queued};
        write = accept_item(accepting, *checked, place, keys, entropy).value();
    }
    [[nodiscard]] StoredItem stored() const {
        return {write.after,
                write.records,
                {},
                {{write.entries.front().id, write.entries.front().log, 0}}};
    }
};

}  // namespace buuan::acceptance::testing_world
