// The keyring: one random key for each civil day and class, in one file of fixed slots. Destroying
// a key is the deletion of that class of that day, so a slot is overwritten in place and synced,
// and no key is ever in SQL or a write-ahead log (DESIGN.md section 4; bytes:
// docs/formats/vault.md). Promises: a key is durable before it is handed out; a destroyed key stays
// destroyed and is never made again; a damaged slot loses that key only and is reported.
//
// From any thread. Locks: one mutex guards everything; no call takes another lock while holding it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "base/bytes.hpp"
#include "base/data_class.hpp"
#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::vault {

enum class KeyState : std::uint8_t { live = 1, destroyed = 2, damaged = 3 };

struct KeyInfo {
    Day day;
    DataClass data_class{};
    KeyState state{};
};

/// All classes; each day gets a key for each.
std::vector<DataClass> all_classes();

class KeyRing {
public:
    /// Makes keys/ring with a new ring key wrapped by the root key.
    static Result<Done> create(Files& files, const Secret& root, Entropy& entropy);
    /// denied if the root key is not this ring's.
    static Result<std::unique_ptr<KeyRing>> open(Files& files, const Secret& root,
                                                 Entropy& entropy);

    /// Makes the missing keys of `day`, durably. Days before today need none; a node calls this 7
    /// days ahead.
    Result<Done> ensure(Day day);
    /// denied when destroyed, unavailable when never made, corrupt when its slot is damaged.
    Result<Secret> key(Day day, DataClass data_class);
    /// Overwrites the slot, in place and synced. So it is again
    /// when it is destroyed already.
    Result<Done> destroy(Day day, DataClass data_class);
    [[nodiscard]] std::vector<KeyInfo> list();

private:
    struct Slot {
        std::uint32_t index{};
        KeyState state{};
        Secret key;
    };
    using Name = std::pair<Day, DataClass>;

    KeyRing(std::unique_ptr<File> file, Secret ring_key, Entropy& entropy)
        : file_(std::move(file)), ring_key_(std::move(ring_key)), entropy_(entropy) {}
    Result<Done> load();
    Result<Done> write_slot(std::uint32_t index, const Name& name, KeyState state,
                            const Secret* key);

    std::mutex mutex_;
    std::unique_ptr<File> file_;
    Secret ring_key_;
    Entropy& entropy_;
    std::map<Name, Slot> slots_;
    std::uint32_t slot_count_ = 0;
};

/// Staff numbers are for a quarter; their key is that of the quarter's first day (DESIGN.md section
/// 2).
Day staff_key_day(Day day);

}  // namespace buuan::vault
