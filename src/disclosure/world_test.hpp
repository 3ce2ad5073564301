// What this room's tests start from: keys of some days in a folder of their own, items of made-up
// people in memory. For *_test.cpp only.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "adapters/memory/memory_days.hpp"
#include "adapters/memory/memory_register.hpp"
#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/temporary_folder_test.hpp"
#include "disclosure/act.hpp"
#include "disclosure/trace.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"

namespace buuan::disclosure::testing_world {

inline const Instant now = Instant::parse("2026-11-24T03:59:15.123Z").value();
inline const Day today = Day::of(now);
inline constexpr const char* node = "buuan.example/thu";
inline const StaffNumber by{"NV-1"};

inline Personal personal(std::string text) {
    return Personal(std::move(text));
}

/// A keyring on disk that goes away with the test.
class Keys {
public:
    Keys() {
        files_ = PosixFiles::open_root(folder_.path).value();
        CHECK(vault::KeyRing::create(*files_, root_, entropy_).ok());
        ring = vault::KeyRing::open(*files_, root_, entropy_).value();
    }
    ~Keys() {
        ring.reset();
        files_.reset();
    }
    std::unique_ptr<vault::KeyRing> ring;

private:
    TemporaryFolder folder_;
    SystemEntropy entropy_;
    Secret root_;
    std::unique_ptr<PosixFiles> files_;
};

struct Person {
    std::string name;
    std::string phone;
};

/// A node's days: `accept` puts an item there as acceptance does.
struct World {
    Keys keys;
    memory::MemoryDays days;
    SystemEntropy entropy;
    std::uint32_t items = 0;

    [[nodiscard]] TraceReaders readers() { return {days, *keys.ring, node}; }
    Secret key(Day day, DataClass data_class) {
        EXPECT_TRUE(keys.ring->ensure(day).ok());
        return keys.ring->key(day, data_class).value();
    }
    ItemId accept(Day day, const Person& sender, const Person& recipient, const char* site = "DBP",
                  const std::string& contents = "áo len") {
        const ItemId item = ItemId::make(day.start() + ++items, entropy);
        vault::Fields fields;
        const std::string code = "BA" + std::to_string(1'000'000'000 + items);
        const std::pair<const char*, std::string> parts[] = {
            {"sender.name", sender.name},
            {"sender.phone", sender.phone},
            {"recipient.name", recipient.name},
            {"recipient.phone", recipient.phone},
            {"item.code", code},
            {"item.order_code", "DON-" + std::to_string(items)},
            {"contents.01.text", contents}};
        for (const auto& [label, value] : parts) fields.emplace(label, personal(value));
        DayWrite write;
        write.day = day;
        write.item = item;
        write.command.bytes = item.bytes;
        write.request = sha256(item.bytes);
        write.after = {item,  ItemType::parcel,        ItemState::accepted, 1, {site}, {"C-1"},
                       items, LogName::province("11"), day.start() + items, 0, false};
        const auto sealed =
            vault::seal_record(fields, vault::record_key(key(day, DataClass::record), item, 1),
                               {node, item, DataClass::record, 1}, entropy)
                .value();
        write.records.push_back({DataClass::record, 1, sealed.sealed});
        using enum vault::TokenKind;
        const Secret token_key = key(day, DataClass::token);
        for (const Person* person : {&sender, &recipient}) {
            write.tokens.push_back(vault::token_of(token_key, phone, person->phone));
            write.tokens.push_back(vault::token_of(token_key, phone_last4,
                                                   person->phone.substr(person->phone.size() - 4)));
            write.tokens.push_back(vault::token_of(token_key, name, person->name));
        }
        write.tokens.push_back(vault::token_of(token_key, identity_number, "011190000123"));
        write.tokens.push_back(vault::token_of(token_key, item_code, code));
        write.tokens.push_back(
            vault::token_of(token_key, order_code, "DON-" + std::to_string(items)));
        write.tokens.push_back(
            vault::token_of(token_key, receipt, "RECEIPT-" + std::to_string(items)));
        EXPECT_EQ(days.apply(day, std::span(&write, 1)).value(), std::vector{Applied::written});
        return item;
    }
};

inline const Person mai{"Lò Thị Mai", "0912345678"};
inline const Person binh{"Trần Văn Bình", "0861290417"};
inline const Person dang{"Đặng", "0387654321"};

inline std::vector<ItemId> items_of(const Trace& trace) {
    std::vector<ItemId> items;
    for (const Found& found : trace.found) items.push_back(found.row.id);
    return items;
}

}  // namespace buuan::disclosure::testing_world
