#include "vault/key_ring.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "base/check.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view path = "keys/ring";
constexpr std::string_view magic = "buuan-ring-1\n";
constexpr std::string_view ring_label = "buuan/ring-key/v1";
constexpr std::size_t header_bytes = 512;
constexpr std::size_t slot_bytes =
    128;  // divides a sector, so that a slot is written whole or not at all
constexpr std::size_t wrapped_bytes = 73;  // version, nonce, key, tag
constexpr std::size_t wrapped_at = 8;
constexpr std::size_t checksum_at = slot_bytes - 16;
constexpr std::uint64_t ring_bytes_max = header_bytes + (std::uint64_t{slot_bytes} << 20);

using SlotBytes = std::array<std::uint8_t, slot_bytes>;

void put_checksum(SlotBytes& slot) {
    const Digest digest = sha256(BytesView(slot).first(checksum_at));
    std::memcpy(slot.data() + checksum_at, digest.bytes.data(), slot_bytes - checksum_at);
}

bool checksum_is_right(const SlotBytes& slot) {
    const Digest digest = sha256(BytesView(slot).first(checksum_at));
    return std::memcmp(slot.data() + checksum_at, digest.bytes.data(), slot_bytes - checksum_at) ==
           0;
}

std::string slot_label(Day day, DataClass data_class) {
    return "buuan/class-key/v1/" + day.text() + "/" + std::to_string(static_cast<int>(data_class));
}

/// Whether the day has a text of its own: the slot's label holds the text, and far beyond the
/// calendar it repeats itself.
bool is_day(Day day) {
    return Day::parse(day.text()) == day;
}

std::int32_t day_in(const SlotBytes& slot) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number |= std::uint32_t{slot[4 + i]} << (8 * i);
    return static_cast<std::int32_t>(number);
}

}  // namespace

std::vector<DataClass> all_classes() {
    return {DataClass::record,  DataClass::identity, DataClass::token, DataClass::picture,
            DataClass::footage, DataClass::minutes,  DataClass::staff, DataClass::act};
}

Day staff_key_day(Day day) {
    return Day::of_date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).value();
}

Result<Done> KeyRing::create(Files& files, const Secret& root, Entropy& entropy) {
    Bytes header(header_bytes);
    std::copy(magic.begin(), magic.end(), header.begin());
    Secret ring_key;
    entropy.fill(ring_key.fill());
    const Bytes wrapped = wrap(ring_key.view(), root, ring_label, entropy);
    CHECK(wrapped.size() == wrapped_bytes);
    std::copy(wrapped.begin(), wrapped.end(), header.begin() + 16);
    if (auto made = files.make_folders("keys"); !made.ok()) return made;
    auto there = files.exists(path);
    if (!there.ok()) return there.error();
    if (there.value()) return Fault{FaultKind::denied, "the node has a keyring already"};
    return replace_file(files, path, header);
}

Result<std::unique_ptr<KeyRing>> KeyRing::open(Files& files, const Secret& root, Entropy& entropy) {
    auto file = files.open(path, OpenMode::read_write);
    if (!file.ok()) return file.error();
    Bytes header(header_bytes);
    const auto got = file.value()->read_at(0, header);
    if (!got.ok()) return got.error();
    if (got.value() != header_bytes || as_text(header).substr(0, magic.size()) != magic) {
        return Fault{FaultKind::corrupt, "keys/ring does not begin as a keyring"};
    }
    auto opened = unwrap(BytesView(header).subspan(16, wrapped_bytes), root, ring_label);
    if (!opened.ok()) return opened.error();
    Secret ring_key{std::span<const std::uint8_t, 32>(opened.value().data(), 32)};
    wipe(opened.value().data(), opened.value().size());
    std::unique_ptr<KeyRing> ring(
        new KeyRing(std::move(file).value(), std::move(ring_key), entropy));
    if (auto loaded = ring->load(); !loaded.ok()) return loaded.error();
    return ring;
}

Result<Done> KeyRing::load() {
    const auto size = file_->size();
    if (!size.ok()) return size.error();
    if (size.value() > ring_bytes_max)
        return Fault{FaultKind::corrupt, "keys/ring is larger than a keyring can be"};
    // A torn last slot is one that was never synced, so its key was never handed out.
    slot_count_ = static_cast<std::uint32_t>((size.value() - header_bytes) / slot_bytes);
    for (std::uint32_t index = 0; index < slot_count_; ++index) {
        SlotBytes bytes;
        const auto got = file_->read_at(header_bytes + std::uint64_t{index} * slot_bytes, bytes);
        if (!got.ok()) return got.error();
        // Left out by a power cut that kept one behind it: never synced, so never handed out.
        if (bytes == SlotBytes{}) continue;
        const Name name{Day{day_in(bytes)}, static_cast<DataClass>(bytes[1])};
        Slot slot;
        slot.index = index;
        slot.state = static_cast<KeyState>(bytes[0]);
        const bool plain = checksum_is_right(bytes) && is_day(name.first) &&
                           (slot.state == KeyState::live || slot.state == KeyState::destroyed);
        if (!plain) slot.state = KeyState::damaged;
        if (slot.state == KeyState::live) {
            auto key = unwrap(BytesView(bytes).subspan(wrapped_at, wrapped_bytes), ring_key_,
                              slot_label(name.first, name.second));
            if (key.ok()) {
                slot.key = Secret(std::span<const std::uint8_t, 32>(key.value().data(), 32));
                wipe(key.value().data(), key.value().size());
            } else {
                slot.state = KeyState::damaged;
            }
        }
        // What a damaged slot says it is may be wrong; it never hides a good one.
        if (slot.state == KeyState::damaged) {
            slots_.emplace(name, std::move(slot));
        } else {
            slots_.insert_or_assign(name, std::move(slot));
        }
    }
    return Done{};
}

Result<Done> KeyRing::write_slot(std::uint32_t index, const Name& name, KeyState state,
                                 const Secret* key) {
    SlotBytes bytes{};
    bytes[0] = static_cast<std::uint8_t>(state);
    bytes[1] = static_cast<std::uint8_t>(name.second);
    for (std::size_t i = 0; i < 4; ++i)
        bytes[4 + i] =
            static_cast<std::uint8_t>(static_cast<std::uint32_t>(name.first.number) >> (8 * i));
    if (key != nullptr) {
        const Bytes wrapped =
            wrap(key->view(), ring_key_, slot_label(name.first, name.second), entropy_);
        std::copy(wrapped.begin(), wrapped.end(), bytes.begin() + wrapped_at);
    }
    put_checksum(bytes);
    return file_->write_at(header_bytes + std::uint64_t{index} * slot_bytes, bytes);
}

Result<Done> KeyRing::ensure(Day day) {
    const std::scoped_lock lock(mutex_);
    std::map<Name, Slot> made;
    for (const DataClass data_class : all_classes()) {
        const Name name{day, data_class};
        if (slots_.contains(name)) continue;
        Slot slot;
        slot.index = slot_count_ + static_cast<std::uint32_t>(made.size());
        slot.state = KeyState::live;
        entropy_.fill(slot.key.fill());
        if (auto written = write_slot(slot.index, name, KeyState::live, &slot.key); !written.ok())
            return written;
        made.emplace(name, std::move(slot));
    }
    if (made.empty()) return Done{};
    if (auto synced = file_->sync(); !synced.ok()) return synced;
    slot_count_ += static_cast<std::uint32_t>(made.size());
    slots_.merge(made);
    return Done{};
}

Result<Secret> KeyRing::key(Day day, DataClass data_class) {
    const std::scoped_lock lock(mutex_);
    const auto found = slots_.find({day, data_class});
    const std::string which =
        day.text() + ", class " + std::to_string(static_cast<int>(data_class));
    if (found == slots_.end()) return Fault{FaultKind::unavailable, "there is no key for " + which};
    switch (found->second.state) {
        case KeyState::live:
            return found->second.key.duplicate();
        case KeyState::destroyed:
            return Fault{FaultKind::denied, "the key is destroyed: " + which};
        case KeyState::damaged:
            return Fault{FaultKind::corrupt, "the key's slot is damaged: " + which};
    }
    return Fault{FaultKind::corrupt, "the key's slot is damaged: " + which};
}

Result<Done> KeyRing::destroy(Day day, DataClass data_class) {
    const std::scoped_lock lock(mutex_);
    const Name name{day, data_class};
    const auto found = slots_.find(name);
    // A day without a key is closed as well, so that none can be made for it later.
    const std::uint32_t index = found == slots_.end() ? slot_count_ : found->second.index;
    // Also when it is destroyed already: what was read at start may be what a failed sync left in
    // the system's memory only.
    if (auto written = write_slot(index, name, KeyState::destroyed, nullptr); !written.ok())
        return written;
    if (auto synced = file_->sync(); !synced.ok()) return synced;
    if (found == slots_.end()) ++slot_count_;
    Slot destroyed;
    destroyed.index = index;
    destroyed.state = KeyState::destroyed;
    slots_.insert_or_assign(name, std::move(destroyed));
    return Done{};
}

std::vector<KeyInfo> KeyRing::list() {
    const std::scoped_lock lock(mutex_);
    std::vector<KeyInfo> all;
    for (const auto& [name, slot] : slots_) all.push_back({name.first, name.second, slot.state});
    return all;
}

}  // namespace buuan::vault
