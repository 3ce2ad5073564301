#include "vault/key_ring.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "base/check.hpp"

namespace buuan::vault {
namespace {

constexpr std::string_view path = "keys/ring";
constexpr std::string_view label_begin = "buuan-ring-";
constexpr std::size_t label_prefix = 11 + 16 + 1;  // up to what differs from one key to the next

std::uint64_t offset_of(std::uint32_t index) {
    return ring_header_bytes + std::uint64_t{index} * ring_slot_bytes;
}

std::string name_text(const KeyName& name) {
    return name.day.text() + ", class " + std::to_string(static_cast<int>(name.data_class));
}

/// A label for the ring's next key in a token: the ring's own beginning, then something new.
std::string next_label(const std::string& last, Entropy& entropy) {
    const std::string begin = last.empty()
                                  ? std::string(label_begin) + to_hex(entropy.bytes<8>()) + "-"
                                  : last.substr(0, label_prefix);
    return begin + to_hex(entropy.bytes<4>());
}

Result<RingHeader> header_for(const Secret& ring_key, const Secret& root, KeyToken* token,
                              const std::string& last_label, Entropy& entropy) {
    if (token == nullptr) return RingHeader::make(ring_key, root, entropy);
    std::string label = next_label(last_label, entropy);
    if (auto made = token->make_key(label); !made.ok()) return made.error();
    return RingHeader::make(ring_key, *token, std::move(label));
}

}  // namespace

std::vector<DataClass> all_classes() {
    return {DataClass::record,  DataClass::identity, DataClass::token,
            DataClass::picture, DataClass::footage,  DataClass::minutes,
            DataClass::staff,   DataClass::act,      DataClass::queue};
}

Day staff_key_day(Day day) {
    return Day::of_date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).value();
}

Result<Done> KeyRing::create(Files& files, const Secret& root, Entropy& entropy, KeyToken* token) {
    auto there = files.exists(path);
    if (!there.ok()) return there.error();
    if (there.value()) return Fault{FaultKind::denied, "the node has a keyring already"};
    if (auto made = files.make_folders("keys"); !made.ok()) return made;
    Secret ring_key;
    entropy.fill(ring_key.fill());
    const auto header = header_for(ring_key, root, token, "", entropy);
    if (!header.ok()) return header.error();
    return replace_file(files, path, header.value().encode());
}

Result<std::unique_ptr<KeyRing>> KeyRing::open(Files& files, const Secret& root, Entropy& entropy,
                                               KeyToken* token) {
    std::unique_ptr<KeyRing> ring(new KeyRing(files, entropy, token));
    if (auto adopted = ring->adopt(root); !adopted.ok()) return adopted.error();
    if (auto forgotten = ring->forget_replaced_keys(); !forgotten.ok()) return forgotten.error();
    return ring;
}

/// Takes the file that is there now.
Result<Done> KeyRing::adopt(const Secret& root) {
    file_.reset();
    auto file = files_.open(path, OpenMode::read_write);
    if (!file.ok()) return file.error();
    Bytes bytes(ring_header_bytes);
    const auto got = file.value()->read_at(0, bytes);
    if (!got.ok()) return got.error();
    bytes.resize(got.value());
    auto header = RingHeader::decode(bytes);
    if (!header.ok()) return header.error();
    auto ring_key = header.value().open(root, token_);
    if (!ring_key.ok()) return ring_key.error();
    file_ = std::move(file).value();
    token_key_ = std::move(header.value().token_key);
    ring_key_ = std::move(ring_key).value();
    auto loaded = load();
    if (!loaded.ok()) file_.reset();
    return loaded;
}

/// All of the file or nothing: what was known stays when the file cannot be read to its end.
Result<Done> KeyRing::load() {
    auto slots = std::exchange(slots_, {});
    auto aside = std::exchange(aside_, {});
    const std::uint32_t count = slot_count_;
    auto read = read_slots();
    if (!read.ok()) {
        slots_ = std::move(slots);
        aside_ = std::move(aside);
        slot_count_ = count;
    }
    return read;
}

Result<Done> KeyRing::read_slots() {
    const auto size = file_->size();
    if (!size.ok()) return size.error();
    if (size.value() > ring_bytes_max)
        return Fault{FaultKind::corrupt, "keys/ring is larger than a keyring can be"};
    // A torn last slot is one that was never synced, so its key was never handed out.
    slot_count_ = static_cast<std::uint32_t>((size.value() - ring_header_bytes) / ring_slot_bytes);
    for (std::uint32_t index = 0; index < slot_count_; ++index) {
        std::array<std::uint8_t, ring_slot_bytes> bytes{};
        const auto got = file_->read_at(offset_of(index), bytes);
        if (!got.ok()) return got.error();
        // Left out by a power cut that kept one behind it: never synced, so never handed out.
        if (bytes == decltype(bytes){}) continue;
        take_in(index, RingSlot::decode(bytes));
    }
    // What a damaged slot says it is may be wrong; it never hides a good one.
    for (const Aside& each : aside_) {
        if (each.damaged) slots_.emplace(each.slot.name, Slot{each.index, KeyState::damaged, {}});
    }
    return Done{};
}

void KeyRing::take_in(std::uint32_t index, RingSlot read) {
    Slot slot{index, read.state, {}};
    if (read.state == KeyState::live) {
        auto key = read.open_as(read.name, ring_key_);
        if (key) slot.key = std::move(*key);
        if (!key) slot.state = KeyState::damaged;
    }
    if (slot.state == KeyState::damaged) {
        aside_.push_back({index, true, std::move(read)});
        return;
    }
    if (const auto earlier = slots_.find(read.name); earlier != slots_.end())
        aside_.push_back({earlier->second.index, false, read});
    slots_.insert_or_assign(read.name, std::move(slot));
}

/// What is in memory may be older than the file then, and must not be written over it.
Result<Done> KeyRing::file_is_known() const {
    if (file_ != nullptr) return Done{};
    return Fault{FaultKind::unavailable,
                 "keys/ring could not be read after it was replaced; start again"};
}

Result<Done> KeyRing::write_slot(std::uint32_t index, const RingSlot& slot) {
    if (auto known = file_is_known(); !known.ok()) return known;
    return file_->write_at(offset_of(index), slot.encode());
}

/// By what it says, or, where that is what is damaged, by what its key opens as.
bool KeyRing::is_of(const Aside& aside, const KeyName& name) const {
    return aside.slot.name == name || aside.slot.open_as(name, ring_key_).has_value();
}

/// Whether the key of that name is in a slot that lost its name; it has it again then.
bool KeyRing::holds_damaged(const KeyName& name) {
    for (Aside& each : aside_) {
        if (!each.damaged || !each.slot.open_as(name, ring_key_)) continue;
        slots_.emplace(name, Slot{each.index, KeyState::damaged, {}});
        each.slot.name = name;
        return true;
    }
    return false;
}

Result<Done> KeyRing::ensure(Day day) {
    std::vector<KeyName> names;
    for (const DataClass data_class : all_classes()) names.push_back({day, data_class});
    const std::scoped_lock lock(mutex_);
    return make_missing(names);
}

Result<Done> KeyRing::make(std::span<const KeyName> names) {
    const std::scoped_lock lock(mutex_);
    for (const KeyName& name : names) {
        const auto found = slots_.find(name);
        if (found != slots_.end() && found->second.state == KeyState::destroyed)
            return Fault{FaultKind::denied, "the key is destroyed: " + name_text(name)};
    }
    return make_missing(names);
}

Result<Done> KeyRing::make_missing(std::span<const KeyName> names) {
    std::map<KeyName, Slot> made;
    for (const KeyName& name : names) {
        if (slots_.contains(name) || holds_damaged(name)) continue;
        Slot slot{slot_count_ + static_cast<std::uint32_t>(made.size()), KeyState::live, {}};
        entropy_.fill(slot.key.fill());
        if (auto written =
                write_slot(slot.index, RingSlot::live(name, slot.key, ring_key_, entropy_));
            !written.ok())
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
    const KeyName name{day, data_class};
    const auto found = slots_.find(name);
    if (found == slots_.end())
        return Fault{FaultKind::unavailable, "there is no key for " + name_text(name)};
    if (found->second.state == KeyState::live) return found->second.key.duplicate();
    if (found->second.state == KeyState::destroyed)
        return Fault{FaultKind::denied, "the key is destroyed: " + name_text(name)};
    return Fault{FaultKind::corrupt, "the key's slot is damaged: " + name_text(name)};
}

Result<Done> KeyRing::destroy(std::span<const KeyName> names) {
    const std::scoped_lock lock(mutex_);
    if (auto known = file_is_known(); !known.ok()) return known;
    if (token_key_.empty()) return overwrite(names);
    const bool gone = std::all_of(names.begin(), names.end(), [&](const KeyName& name) {
        const auto found = slots_.find(name);
        return found != slots_.end() && found->second.state == KeyState::destroyed;
    });
    return gone ? forget_replaced_keys() : replace_in_token(names);
}

/// Also what is destroyed already: what was read at start may be what a failed sync left in the
/// system's memory only.
Result<Done> KeyRing::overwrite(std::span<const KeyName> names) {
    std::map<KeyName, Slot> destroyed;
    std::uint32_t end = slot_count_;
    for (const KeyName& name : names) {
        const auto found = slots_.find(name);
        // A name without a key is closed as well, so that none can be made for it later.
        const std::uint32_t index = found == slots_.end() ? end++ : found->second.index;
        if (auto written = write_slot(index, RingSlot::destroyed(name)); !written.ok())
            return written;
        for (const Aside& each : aside_) {
            if (each.index == index || !is_of(each, name)) continue;
            if (auto written = write_slot(each.index, RingSlot::destroyed(name)); !written.ok())
                return written;
        }
        destroyed.insert_or_assign(name, Slot{index, KeyState::destroyed, {}});
    }
    if (auto synced = file_->sync(); !synced.ok()) return synced;
    slot_count_ = end;
    for (auto& one : destroyed) {
        std::erase_if(aside_, [&](const Aside& each) { return is_of(each, one.first); });
        slots_.insert_or_assign(one.first, std::move(one.second));
    }
    return Done{};
}

/// Order: the new key is in the token, then the file that is under it replaces the old file, then
/// the old key leaves the token. A cut before the second step leaves the old file with its key,
/// one after it the new file with its own; the key that is too much goes at the next opening.
Result<Done> KeyRing::replace_in_token(std::span<const KeyName> names) {
    Secret ring_key;
    entropy_.fill(ring_key.fill());
    auto header = header_for(ring_key, ring_key, token_, token_key_, entropy_);
    if (!header.ok()) return header.error();
    const auto replaced = replace_file(files_, path, image(header.value(), ring_key, names));
    // Which file has the name now only the folder knows; nothing more is written to the other one.
    if (auto adopted = adopt(ring_key); !adopted.ok()) return adopted;
    if (!replaced.ok()) return replaced;
    return forget_replaced_keys();
}

/// The whole file under another ring key. What could not be read stays told, but is not carried
/// over; what a later slot replaces is left out.
Bytes KeyRing::image(const RingHeader& header, const Secret& ring_key,
                     std::span<const KeyName> destroyed) {
    const std::set<KeyName> going(destroyed.begin(), destroyed.end());
    Bytes bytes = header.encode();
    const auto append = [&](const RingSlot& slot) {
        const auto encoded = slot.encode();
        bytes.insert(bytes.end(), encoded.begin(), encoded.end());
    };
    for (const auto& [name, slot] : slots_) {
        if (going.contains(name)) continue;
        if (slot.state == KeyState::live)
            append(RingSlot::live(name, slot.key, ring_key, entropy_));
        if (slot.state == KeyState::destroyed) append(RingSlot::destroyed(name));
    }
    for (const Aside& each : aside_) {
        const bool goes = std::any_of(going.begin(), going.end(),
                                      [&](const KeyName& name) { return is_of(each, name); });
        if (each.damaged && !goes) append(RingSlot::unreadable(each.slot.name));
    }
    for (const KeyName& name : going) append(RingSlot::destroyed(name));
    return bytes;
}

/// Keys of this ring in the token that no file is under any more.
Result<Done> KeyRing::forget_replaced_keys() {
    if (token_key_.empty()) return Done{};
    const auto labels = token_->keys(token_key_.substr(0, label_prefix));
    if (!labels.ok()) return labels.error();
    // The file that was read has its name for good before the key of the one before it goes.
    if (labels.value().size() > 1) {
        if (auto synced = files_.sync_folder("keys"); !synced.ok()) return synced;
    }
    for (const std::string& label : labels.value()) {
        if (label == token_key_) continue;
        if (auto gone = token_->destroy_key(label); !gone.ok()) return gone;
    }
    return Done{};
}

std::vector<KeyInfo> KeyRing::list() {
    const std::scoped_lock lock(mutex_);
    std::vector<KeyInfo> all;
    for (const auto& [name, slot] : slots_) all.push_back({name.day, name.data_class, slot.state});
    return all;
}

Grade KeyRing::grade() {
    const std::scoped_lock lock(mutex_);
    return token_key_.empty() ? Grade::b : Grade::a;
}

std::string KeyRing::token_key() {
    const std::scoped_lock lock(mutex_);
    return token_key_;
}

std::vector<ClassKey> KeyRing::live_keys() {
    const std::scoped_lock lock(mutex_);
    std::vector<ClassKey> keys;
    for (const auto& [name, slot] : slots_) {
        if (slot.state == KeyState::live) keys.push_back({name, slot.key.duplicate()});
    }
    return keys;
}

Result<Done> KeyRing::put_back(const ClassKey& from) {
    const std::scoped_lock lock(mutex_);
    const auto found = slots_.find(from.name);
    const bool lost = found == slots_.end() || found->second.state == KeyState::damaged;
    if (!lost) return Done{};
    const std::uint32_t index = found == slots_.end() ? slot_count_ : found->second.index;
    if (auto written = write_slot(index, RingSlot::live(from.name, from.key, ring_key_, entropy_));
        !written.ok())
        return written;
    if (auto synced = file_->sync(); !synced.ok()) return synced;
    if (index == slot_count_) ++slot_count_;
    std::erase_if(aside_, [&](const Aside& each) { return each.index == index; });
    slots_.insert_or_assign(from.name, Slot{index, KeyState::live, from.key.duplicate()});
    return Done{};
}

Result<Done> KeyRing::write_anew(std::string_view to, const Secret& root, KeyToken* token) {
    const std::scoped_lock lock(mutex_);
    if (auto known = file_is_known(); !known.ok()) return known;
    Secret ring_key;
    entropy_.fill(ring_key.fill());
    auto header = header_for(ring_key, root, token, token_key_, entropy_);
    if (!header.ok()) return header.error();
    return replace_file(files_, to, image(header.value(), ring_key, {}));
}

}  // namespace buuan::vault
