// A day let go, and items held. purge.day1m.s: one million items of one day, each with two sealed
// records, ten tokens, three pictures of 5 KB: keys, packs and the day's file, until the
// certificate's entry is durable and the bytes are freed. hold.1000.s: one thousand items with
// three pictures of 100 KB each, copied, opened again, durable.
//
//     retention_bench --folder EMPTY [--runs N] [--items N] [--json]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/disk/pack_store.hpp"
#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "adapters/rules/rules.hpp"
#include "adapters/sqlite/sqlite_days.hpp"
#include "adapters/sqlite/sqlite_holds.hpp"
#include "adapters/sqlite/sqlite_register.hpp"
#include "base/check.hpp"
#include "evidence/object.hpp"
#include "figures.hpp"
#include "retention/hold.hpp"
#include "retention/purge.hpp"
#include "vault/derive.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;

constexpr const char* node = "bench.example";
const StaffNumber system_number{"SYSTEM"};
constexpr std::size_t pictures_each = 3;

/// The stores of a node in a folder, without the node.
struct Stores {
    explicit Stores(const std::string& folder) {
        files = PosixFiles::open_root(folder).value();
        for (const char* part : {"days", "objects"}) CHECK(files->make_folders(part).ok());
        CHECK(vault::KeyRing::create(*files, root, entropy).ok());
        keys = vault::KeyRing::open(*files, root, entropy).value();
        const sqlite::Place place{*files, folder};
        days = sqlite::SqliteDays::open(place, "days", 16).value();
        rows = sqlite::SqliteRegister::open(place, "node.db").value();
        holds = sqlite::SqliteHolds::open(place, "holds.db").value();
        packs = std::make_unique<disk::PackStore>(*files);
    }
    SystemEntropy entropy;
    Secret root;
    std::unique_ptr<PosixFiles> files;
    std::unique_ptr<vault::KeyRing> keys;
    std::unique_ptr<sqlite::SqliteDays> days;
    std::unique_ptr<sqlite::SqliteRegister> rows;
    std::unique_ptr<sqlite::SqliteHolds> holds;
    std::unique_ptr<disk::PackStore> packs;

    [[nodiscard]] retention::HoldPorts hold_ports() {
        return {{*keys, *packs, node, {LogName::organisation()}}, *days, *rows, *holds, entropy};
    }
    [[nodiscard]] retention::PurgePorts purge_ports() {
        return {*keys, *days, *packs, *rows, entropy};
    }
};

Bytes random_bytes(Entropy& entropy, std::size_t size) {
    Bytes bytes(size);
    entropy.fill(bytes);
    return bytes;
}

/// Rows as an acceptance leaves them. What is sealed is random here: a purge opens nothing.
DayWrite write_of(Stores& stores, Day day, std::uint32_t number) {
    DayWrite write;
    write.day = day;
    write.item = ItemId::make(day.start() + number / 20, stores.entropy);
    write.command.bytes = write.item.bytes;
    write.after = {write.item, ItemType::parcel, ItemState::delivered, 1, {"BC1"}, {"Q1"},
                   number,     LogName{"p11"},   write.item.made_at()};
    write.records = {{DataClass::record, 1, random_bytes(stores.entropy, 1024 + 41)},
                     {DataClass::identity, 1, random_bytes(stores.entropy, 256 + 41)}};
    for (int i = 0; i < 10; ++i) write.tokens.push_back({stores.entropy.bytes<16>()});
    for (const char* slot : {"contents", "open", "sealed"}) {
        Digest id;
        stores.entropy.fill(id.bytes);
        write.objects.push_back({id, DataClass::picture, slot, 5000});
    }
    return write;
}

void fill_day(Stores& stores, Day day, std::size_t items) {
    constexpr std::size_t batch = 1000;
    std::vector<DayWrite> writes;
    for (std::size_t i = 0; i < items; ++i) {
        writes.push_back(write_of(stores, day, static_cast<std::uint32_t>(i + 1)));
        if (writes.size() < batch && i + 1 < items) continue;
        CHECK(stores.days->apply(day, writes).ok());
        CHECK(stores.days->catch_up().ok());
        writes.clear();
    }
}

/// The packs of the day's pictures, as large as they would be; nobody reads them.
void fill_packs(Stores& stores, Day day, std::uint64_t bytes) {
    constexpr std::uint64_t pack = std::uint64_t{1} << 30;
    const std::string shelf = "objects/4/" + day.text();
    CHECK(stores.files->make_folders(shelf).ok());
    const Bytes chunk = random_bytes(stores.entropy, 1 << 20);
    for (std::uint64_t made = 0, number = 0; made < bytes; ++number) {
        auto file =
            stores.files->open(fmt::format("{}/pack-{:04}", shelf, number), OpenMode::create_new);
        CHECK(file.ok());
        for (std::uint64_t at = 0; at < pack && made < bytes; at += chunk.size()) {
            CHECK(file.value()->write_at(at, chunk).ok());
            made += chunk.size();
        }
        CHECK(file.value()->sync().ok());
    }
}

/// Out of the page cache, where no file of a day lies that is a year old: unlinking what is cached
/// costs the time of freeing its pages.
void forget_files(const std::string& folder) {
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
        if (!each.is_regular_file()) continue;
        const int file = ::open(each.path().c_str(), O_RDONLY);
        CHECK(file >= 0 && ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0);
        ::close(file);
    }
}

double purge_seconds(Stores& stores, Day day, Instant now) {
    const auto terms = retention::read_terms(embedded_rules(), Day::of(now)).value();
    const retention::Due due{day,
                             {DataClass::record, DataClass::identity, DataClass::token,
                              DataClass::picture, DataClass::minutes},
                             true};
    const Stopwatch watch;
    CHECK(retention::hold_what_keeps_itself(stores.hold_ports(), terms, due, now, system_number)
              .ok());
    CHECK(retention::begin_purge(stores.purge_ports(), due, {now, system_number, {}}).ok());
    CHECK(retention::finish_purge(stores.purge_ports(), day, {now, system_number, {}}).ok());
    return watch.seconds();
}

/// Items that open, with their pictures in packs.
std::vector<ItemId> items_that_open(Stores& stores, Day day, std::size_t count) {
    const auto key = [&](DataClass data_class) {
        return stores.keys->key(day, data_class).value();
    };
    const Bytes picture = random_bytes(stores.entropy, 100'000);
    std::vector<ItemId> items;
    std::vector<DayWrite> writes;
    for (std::size_t i = 0; i < count; ++i) {
        DayWrite write = write_of(stores, day, static_cast<std::uint32_t>(i + 1));
        write.records.clear();
        write.objects.clear();
        for (const DataClass data_class : {DataClass::record, DataClass::identity}) {
            vault::Fields fields;
            fields.emplace("sender.name", Personal("Lò Thị Mai " + std::to_string(i)));
            fields.emplace("sender.phone", Personal("+84912345678"));
            fields.emplace("recipient.name", Personal("Quàng Văn Thử"));
            fields.emplace("contents.01.text", Personal(std::string(400, 'x')));
            write.records.push_back(
                {data_class, 1,
                 vault::seal_record(fields, vault::record_key(key(data_class), write.item, 1),
                                    {node, write.item, data_class, 1}, stores.entropy)
                     .value()
                     .sealed});
        }
        for (const char* slot : {"contents", "open", "sealed"}) {
            const auto sealed = evidence::seal_object(
                picture, vault::object_key(key(DataClass::picture), write.item, slot),
                {node, write.item, DataClass::picture, slot}, stores.entropy);
            CHECK(stores.packs->put(day, DataClass::picture, sealed.id, sealed.sealed).ok());
            write.objects.push_back({sealed.id, DataClass::picture, slot, picture.size()});
        }
        items.push_back(write.item);
        writes.push_back(std::move(write));
    }
    CHECK(stores.days->apply(day, writes).ok());
    return items;
}

double hold_seconds(Stores& stores, const std::vector<ItemId>& items, Instant now) {
    const Stopwatch watch;
    const auto placed = retention::place_hold(
        stores.hold_ports(),
        {CommandId::make(now, stores.entropy),
         {retention::Ground::complaint, Personal("KN-1"), Personal(), {}, {}, {}, {}},
         items,
         Day::of(now).plus_months(6),
         {"NV-1"},
         {"NV-2"},
         now});
    CHECK(placed.ok() && placed.value().row.items == items.size());
    return watch.seconds();
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const std::size_t count = options.items == 0 ? 1'000'000 : options.items;
    SystemClock clock;
    const Instant now = clock.now();
    std::vector<double> purges, holds;
    for (std::size_t run = 0; run < options.runs; ++run) {
        const std::string folder = options.folder + "/run" + std::to_string(run);
        std::filesystem::create_directories(folder);
        Stores stores(folder);
        const Day day = Day::of(now).plus_days(-800);
        CHECK(stores.keys->ensure(day).ok());
        const Day held = Day::of(now).plus_days(-1);
        CHECK(stores.keys->ensure(held).ok());
        holds.push_back(hold_seconds(stores, items_that_open(stores, held, 1000), now));
        fill_day(stores, day, count);
        fill_packs(stores, day, std::uint64_t{count} * pictures_each * 5000);
        ::sync();
        forget_files(folder);
        purges.push_back(purge_seconds(stores, day, now));
    }
    figures.note(fmt::format("{} items, {:.1f} GB of pictures", count,
                             static_cast<double>(count) * pictures_each * 5000 / 1e9));
    figures.show({"purge.day1m.s", "s", purges, {.at_most = 2}});
    figures.show({"hold.1000.s", "s", holds, {.at_most = 5}});
    return figures.exit_code();
}
