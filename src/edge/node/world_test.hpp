// What this room's tests start from: a node on a real folder that goes away with the test, and a
// clock that is set by hand. For *_test.cpp only.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/posix/system_entropy.hpp"
#include "base/temporary_folder_test.hpp"
#include "edge/node/node.hpp"
#include "evidence/object.hpp"
#include "ledger/entry.hpp"
#include "vault/derive.hpp"
#include "vault/item_tokens.hpp"

namespace buuan::node {

class HandClock final : public Clock {
public:
    Instant now() override { return at; }
    Monotonic elapsed() override { return {at.ms}; }
    Instant at = Day::parse("2026-11-24")->start() + 3'600'000;
};

struct NodeTest : ::testing::Test {
    HandClock clock;
    SystemEntropy random;
    vault::RootMeans means;
    TemporaryFolder temporary;
    const std::filesystem::path& folder = temporary.path;
    std::unique_ptr<Node> node;
    const Day today = Day::parse("2026-11-24").value();

    void SetUp() override {
        CreateOptions options;
        options.config.name = "Bưu chính Ví Dụ";
        options.config.origin = "vidu.example";
        options.config.home_province = "11";
        const auto made = Node::create(folder, options, means, clock, random);
        ASSERT_TRUE(made.ok()) << made.error().what;
        const auto opened = reopen();
        ASSERT_TRUE(opened.ok()) << opened.error().what;
    }
    void TearDown() override {
        node.reset();
        std::filesystem::remove_all(folder);
    }
    Result<Done> reopen() {
        node.reset();
        auto opened = Node::open(folder, means, clock, random);
        if (!opened.ok()) return opened.error();
        node = std::move(opened).value();
        return Done{};
    }
};

inline std::string everything_in(const std::filesystem::path& folder) {
    std::string all;
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
        if (!each.is_regular_file()) continue;
        std::ifstream in(each.path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        all += text.str();
    }
    return all;
}

inline bool holds_bytes(const std::string& all, BytesView bytes) {
    return all.find(std::string(as_text(bytes))) != std::string::npos;
}

/// Items as acceptance leaves them.
struct NodeWithItems : NodeTest {
    const StaffNumber officer{"AT-1"};
    std::uint32_t number = 0;

    /// An item as acceptance leaves it, with one picture.
    ItemId accept(ItemState state = ItemState::delivered, const std::string& name = "Lò Thị Mai",
                  Service service = Service::standard) {
        const Day day = Day::of(clock.now());
        EXPECT_TRUE(node->new_day().ok());
        const ItemId item = ItemId::make(clock.now() + ++number, random);
        const auto key = [&](DataClass data_class) {
            return node->keys().key(day, data_class).value();
        };
        const auto seal = [&](DataClass data_class, const vault::Fields& fields) {
            return vault::seal_record(fields, vault::record_key(key(data_class), item, 1),
                                      {node->origin(), item, data_class, 1}, random)
                .value()
                .sealed;
        };
        vault::Fields record;
        record.emplace("sender.name", Personal(name));
        record.emplace("item.code", Personal("BA" + std::to_string(100'000'000 + number)));
        vault::Fields identity;
        identity.emplace("number", Personal("001099012345"));
        const Bytes plain(900, static_cast<std::uint8_t>(number));
        const auto picture = evidence::seal_object(
            plain, vault::object_key(key(DataClass::picture), item, "contents"),
            {node->origin(), item, DataClass::picture, "contents"}, random);
        EXPECT_TRUE(node->objects().put(day, DataClass::picture, picture.id, picture.sealed).ok());
        DayWrite write;
        write.day = day;
        write.item = item;
        write.command.bytes = item.bytes;
        write.after = {item,   ItemType::parcel,        state,         1, {"BC1"}, {"Q1"},
                       number, LogName::organisation(), item.made_at()};
        write.after.service = service;
        write.records = {{DataClass::record, 1, seal(DataClass::record, record)},
                         {DataClass::identity, 1, seal(DataClass::identity, identity)}};
        write.tokens = vault::tokens_of(record, identity, key(DataClass::token));
        write.objects = {{picture.id, DataClass::picture, "contents", plain.size()}};
        write.entries.push_back(entry_of(item, "item.accepted",
                                         {{"counter", "Q1"},
                                          {"number", number},
                                          {"record", boost::json::object{{"sha256", "-"}}}}));
        EXPECT_EQ(node->committer().commit(std::move(write)).value(), Applied::written);
        return item;
    }

    /// An entry that tells of an item, as its desk makes it.
    PendingEntry entry_of(const ItemId& item, const std::string& type, boost::json::object data,
                          const LogName& log = LogName::organisation()) {
        const auto key = node->keys().key(Day::of(item.made_at()), DataClass::record);
        ledger::Entry entry;
        entry.id = EntryId::make(clock.now(), random);
        entry.salt = random.bytes<16>();
        entry.type = type;
        entry.at = entry.seen = clock.now();
        entry.site = SiteCode{"BC1"};
        entry.by = officer;
        entry.ref = vault::item_ref(key.value(), item, log);
        entry.data = std::move(data);
        return {entry.id, log, ledger::encode(entry).value()};
    }

    ItemId accept_of(Service service, ItemState state = ItemState::delivered) {
        return accept(state, "Lò Thị Mai", service);
    }

    void go_to(const char* day) { clock.at = Day::parse(day)->start() + 3 * 3'600'000; }

    Round round() {
        auto done = node->retention().round(StaffNumber{"SYSTEM"});
        EXPECT_TRUE(done.ok()) << done.error().what;
        for (const auto& failed : done.value().failed)
            ADD_FAILURE() << failed.day.text() << ": " << failed.fault.what;
        return std::move(done).value();
    }

    /// A node that is looked at every two weeks, so that no gap of its clock is too long, and at
    /// last twice within an hour, so that holds end.
    void live_until(const char* day) {
        const Instant end = Day::parse(day)->start() + 3 * 3'600'000;
        for (const Instant until : {end + -3'600'000, end}) {
            while (clock.at < until) {
                clock.at = std::min(until, clock.at + 14LL * 24 * 3'600'000);
                round();
            }
        }
    }
};

}  // namespace buuan::node
