#include "adapters/disk/pack_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/check.hpp"
#include "evidence/object.hpp"

namespace buuan::disk {
namespace {

constexpr std::string_view record_magic = "bpk1";
constexpr std::size_t record_header_bytes =
    4 + 4 + 32 + 8;  // magic, u32 size, object id, half a SHA-256 over those
constexpr std::uint32_t object_bytes_max = 64 * 1024 * 1024;
constexpr std::size_t shelves_max = 512;

std::string folder_of(Day day, DataClass data_class) {
    return fmt::format("objects/{}/{}", static_cast<int>(data_class), day.text());
}

using RecordHeader = std::array<std::uint8_t, record_header_bytes>;

RecordHeader header_of(const Digest& id, std::uint32_t size) {
    RecordHeader header{};
    std::copy(record_magic.begin(), record_magic.end(), header.begin());
    for (std::size_t i = 0; i < 4; ++i) header[4 + i] = static_cast<std::uint8_t>(size >> (8 * i));
    std::copy(id.bytes.begin(), id.bytes.end(), header.begin() + 8);
    const Digest check = sha256(BytesView(header).first(40));
    std::copy_n(check.bytes.begin(), 8, header.begin() + 40);
    return header;
}

bool is_all_zeros(BytesView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t each) { return each == 0; });
}

struct Place {
    std::uint32_t pack{};
    std::uint64_t offset{};
    std::uint32_t size{};
};

}  // namespace

/// The packs of one class of one day.
struct PackStore::Shelf {
    Shelf(Files& files_, std::string folder_, std::uint64_t pack_bytes_max_)
        : files(files_), folder(std::move(folder_)), pack_bytes_max(pack_bytes_max_) {}

    Files& files;
    const std::string folder;
    const std::uint64_t pack_bytes_max;
    std::mutex mutex;
    std::condition_variable synced_more;
    bool loaded = false;
    std::vector<std::unique_ptr<File>> packs;
    std::map<Digest, Place> index;
    std::uint64_t end = 0;      // of the last pack
    std::uint64_t written = 0;  // count of appended records
    std::uint64_t durable = 0;  // of those, how many need no sync any more
    std::uint64_t failed_syncs = 0;
    std::vector<Digest> unsynced;  // the last written - durable records
    bool syncing = false;

    Result<Done> load();
    Result<std::uint64_t> load_pack(std::uint32_t number, File& file);
    static Result<bool> is_erased(File& file, const Digest& id, const Place& place);
    [[nodiscard]] bool fits(BytesView sealed) const {
        return !packs.empty() && end + record_header_bytes + sealed.size() <= pack_bytes_max;
    }
    Result<Done> add_pack();
    Result<Done> append(const Digest& id, BytesView sealed);
    Result<Done> wait_durable(std::unique_lock<std::mutex>& lock);
    void forget_unsynced();
};

Result<Done> PackStore::Shelf::load() {
    if (loaded) return Done{};
    // An attempt before this one may have stopped half-way.
    packs.clear();
    index.clear();
    const auto names = files.list(folder);
    if (!names.ok()) return names.error();
    for (std::uint32_t number = 0; number < names.value().size(); ++number) {
        auto file = files.open(folder + "/" + names.value()[number], OpenMode::read_write);
        if (!file.ok()) return file.error();
        const auto good = load_pack(number, *file.value());
        if (!good.ok()) return good.error();
        // Behind a broken record there may be good ones: nothing is written over them, the next
        // object begins a new pack.
        const auto size = file.value()->size();
        if (!size.ok()) return size.error();
        end = good.value() == size.value() ? good.value() : pack_bytes_max;
        packs.push_back(std::move(file).value());
    }
    loaded = true;
    return Done{};
}

/// Whether zeros lie where the object was. One that begins with zeros, of which there is none that
/// was sealed, is read to tell.
Result<bool> PackStore::Shelf::is_erased(File& file, const Digest& id, const Place& place) {
    Bytes bytes(std::min<std::size_t>(place.size, 32));
    if (const auto got = file.read_at(place.offset, bytes); !got.ok()) return got.error();
    if (!is_all_zeros(bytes)) return false;
    bytes.resize(place.size);
    if (const auto got = file.read_at(place.offset, bytes); !got.ok()) return got.error();
    return is_all_zeros(bytes) && evidence::object_id(bytes) != id;
}

/// Reads the record headers; returns where the last whole record ends. A torn tail was never
/// acknowledged.
Result<std::uint64_t> PackStore::Shelf::load_pack(std::uint32_t number, File& file) {
    const auto size = file.size();
    if (!size.ok()) return size.error();
    std::uint64_t at = 0;
    while (at + record_header_bytes <= size.value()) {
        RecordHeader header;
        const auto got = file.read_at(at, header);
        if (!got.ok()) return got.error();
        Digest id;
        std::copy_n(header.begin() + 8, 32, id.bytes.begin());
        const std::uint32_t bytes = std::uint32_t{header[4]} | std::uint32_t{header[5]} << 8 |
                                    std::uint32_t{header[6]} << 16 | std::uint32_t{header[7]} << 24;
        if (header != header_of(id, bytes) || bytes > object_bytes_max ||
            at + record_header_bytes + bytes > size.value())
            break;
        const Place place{number, at + record_header_bytes, bytes};
        const auto erased = is_erased(file, id, place);
        if (!erased.ok()) return erased.error();
        if (!erased.value()) index[id] = place;
        at += record_header_bytes + bytes;
    }
    return at;
}

Result<Done> PackStore::Shelf::add_pack() {
    if (auto made = files.make_folders(folder); !made.ok()) return made;
    const std::string path = fmt::format("{}/pack-{:04}", folder, packs.size());
    // One that an earlier try made and could not make durable is empty and ours.
    const auto there = files.exists(path);
    if (!there.ok()) return there.error();
    auto file = files.open(path, there.value() ? OpenMode::read_write : OpenMode::create_new);
    if (!file.ok()) return file.error();
    if (auto synced = files.sync_folder(folder); !synced.ok()) return synced;
    packs.push_back(std::move(file).value());
    end = 0;
    return Done{};
}

Result<Done> PackStore::Shelf::append(const Digest& id, BytesView sealed) {
    if (!fits(sealed)) {
        CHECK(durable == written);
        if (auto added = add_pack(); !added.ok()) return added;
    }
    const RecordHeader header = header_of(id, static_cast<std::uint32_t>(sealed.size()));
    if (auto put = packs.back()->write_at(end, header); !put.ok()) return put;
    if (auto put = packs.back()->write_at(end + record_header_bytes, sealed); !put.ok()) return put;
    index[id] = {static_cast<std::uint32_t>(packs.size() - 1), end + record_header_bytes,
                 static_cast<std::uint32_t>(sealed.size())};
    end += record_header_bytes + sealed.size();
    ++written;
    unsynced.push_back(id);
    return Done{};
}

/// After a failed sync the system may drop what it could not write and call the next sync a
/// success. So nobody relies on those bytes: who waited for them gets the fault, and the same
/// objects begin a new pack when they come again.
void PackStore::Shelf::forget_unsynced() {
    for (const Digest& id : unsynced) index.erase(id);
    unsynced.clear();
    durable = written;
    end = pack_bytes_max;
    ++failed_syncs;
}

/// One caller syncs for all that have written until then; the others wait for it.
Result<Done> PackStore::Shelf::wait_durable(std::unique_lock<std::mutex>& lock) {
    const std::uint64_t mine = written;
    const std::uint64_t failed_before = failed_syncs;
    while (durable < mine) {
        if (syncing) {
            synced_more.wait(lock);
            if (failed_syncs != failed_before)
                return Fault{FaultKind::unavailable,
                             "sync " + folder + ": it failed for all that waited"};
            continue;
        }
        syncing = true;
        const std::uint64_t covers = written;
        File& pack = *packs.back();
        lock.unlock();
        const auto synced = pack.sync();
        lock.lock();
        syncing = false;
        synced_more.notify_all();
        if (!synced.ok()) {
            forget_unsynced();
            return synced;
        }
        unsynced.erase(unsynced.begin(),
                       unsynced.begin() + static_cast<std::ptrdiff_t>(covers - durable));
        durable = covers;
    }
    return Done{};
}

PackStore::~PackStore() = default;

Result<std::shared_ptr<PackStore::Shelf>> PackStore::shelf(Day day, DataClass data_class) {
    const std::scoped_lock lock(mutex_);
    auto& found = shelves_[{day, data_class}];
    if (!found)
        found = std::make_shared<Shelf>(files_, folder_of(day, data_class), pack_bytes_max_);
    const std::shared_ptr<Shelf> wanted = found;
    if (shelves_.size() > shelves_max) {
        // The oldest day that nobody uses; it is read back when it is wanted again.
        const auto idle = std::find_if(shelves_.begin(), shelves_.end(), [](const auto& each) {
            return each.second.use_count() == 1;
        });
        if (idle != shelves_.end()) shelves_.erase(idle);
    }
    return wanted;
}

Result<Done> PackStore::put(Day day, DataClass data_class, const Digest& id, BytesView sealed) {
    if (sealed.size() > object_bytes_max)
        return Fault{FaultKind::invalid, "an object is larger than 64 MiB"};
    auto found = shelf(day, data_class);
    if (!found.ok()) return found.error();
    Shelf& shelf = *found.value();
    std::unique_lock lock(shelf.mutex);
    if (auto loaded = shelf.load(); !loaded.ok()) return loaded;
    // What the old pack holds must be durable before nobody syncs it any more.
    while (!shelf.index.contains(id) && !shelf.fits(sealed) && shelf.durable < shelf.written) {
        if (auto durable = shelf.wait_durable(lock); !durable.ok()) return durable;
    }
    if (!shelf.index.contains(id)) {
        if (auto appended = shelf.append(id, sealed); !appended.ok()) return appended;
    }
    return shelf.wait_durable(lock);
}

Result<Bytes> PackStore::get(Day day, DataClass data_class, const Digest& id) {
    auto found = shelf(day, data_class);
    if (!found.ok()) return found.error();
    Shelf& shelf = *found.value();
    const std::scoped_lock lock(shelf.mutex);
    if (auto loaded = shelf.load(); !loaded.ok()) return loaded.error();
    const auto place = shelf.index.find(id);
    if (place == shelf.index.end())
        return Fault{FaultKind::unavailable, "there is no object " + id.text()};
    Bytes sealed(place->second.size);
    const auto got = shelf.packs[place->second.pack]->read_at(place->second.offset, sealed);
    if (!got.ok()) return got.error();
    if (got.value() != sealed.size() || evidence::object_id(sealed) != id)
        return Fault{FaultKind::corrupt, "object " + id.text() + " is damaged"};
    return sealed;
}

Result<std::vector<Digest>> PackStore::list(Day day, DataClass data_class) {
    auto found = shelf(day, data_class);
    if (!found.ok()) return found.error();
    Shelf& shelf = *found.value();
    const std::scoped_lock lock(shelf.mutex);
    if (auto loaded = shelf.load(); !loaded.ok()) return loaded.error();
    std::vector<Digest> ids;
    for (const auto& [id, place] : shelf.index) ids.push_back(id);
    return ids;
}

/// The record's header stays as it is: behind a torn one the rest of the pack would be lost.
Result<Done> PackStore::erase(Day day, DataClass data_class, const Digest& id) {
    auto found = shelf(day, data_class);
    if (!found.ok()) return found.error();
    Shelf& shelf = *found.value();
    std::unique_lock lock(shelf.mutex);
    if (auto loaded = shelf.load(); !loaded.ok()) return loaded;
    if (auto durable = shelf.wait_durable(lock); !durable.ok()) return durable;
    const auto place = shelf.index.find(id);
    if (place == shelf.index.end()) return Done{};
    File& pack = *shelf.packs[place->second.pack];
    if (auto zeroed = pack.write_at(place->second.offset, Bytes(place->second.size)); !zeroed.ok())
        return zeroed;
    if (auto synced = pack.sync(); !synced.ok()) return synced;
    shelf.index.erase(id);
    return Done{};
}

Result<Done> PackStore::drop(Day day, DataClass data_class) {
    {
        const std::scoped_lock lock(mutex_);
        shelves_.erase({day, data_class});
    }
    const std::string folder = folder_of(day, data_class);
    const auto names = files_.list(folder);
    if (!names.ok()) return names.error();
    for (const std::string& name : names.value()) {
        if (auto gone = files_.remove(folder + "/" + name); !gone.ok()) return gone;
    }
    if (names.value().empty()) return Done{};
    return files_.sync_folder(folder);
}

}  // namespace buuan::disk
