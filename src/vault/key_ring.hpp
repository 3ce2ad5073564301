// The keyring: one random key for each civil day and class, in one file of fixed slots. Destroying
// a key is the deletion of that class of that day, so a slot is overwritten in place and synced,
// and no key is ever in SQL or a write-ahead log (DESIGN.md section 4; bytes:
// docs/formats/vault.md). Promises: a key is durable before it is handed out; a destroyed key stays
// destroyed and is never made again; a damaged slot loses that key only and is reported.
//
// How sure a deletion is has two grades. B: slots are overwritten where they lie; a disk that
// remaps, a file system that copies on write, or somebody's copy of the file may still hold the old
// bytes, under the root key. A: the ring's own key is under a key in a token, which is replaced at
// each destruction, so that no older copy of the file opens for anyone.
//
// From any thread. Locks: one mutex guards everything; no call takes another lock while holding it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/data_class.hpp"
#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "vault/key_token.hpp"
#include "vault/ring_file.hpp"

namespace buuan::vault {

/// How sure a destruction is, as above.
enum class Grade : char { a = 'A', b = 'B' };

struct KeyInfo {
    Day day;
    DataClass data_class{};
    KeyState state{};
};

/// A key with its name, outside the ring: for a backup.
struct ClassKey {
    KeyName name;
    Secret key;
};

/// All classes; each day gets a key for each.
std::vector<DataClass> all_classes();

class KeyRing {
public:
    /// Makes keys/ring with a new ring key, wrapped by the root key or, with a token, in it.
    static Result<Done> create(Files& files, const Secret& root, Entropy& entropy,
                               KeyToken* token = nullptr);
    /// denied if the root key is not this ring's, or the token has not its key. Destroys keys of
    /// this ring that an interrupted run has left in the token.
    static Result<std::unique_ptr<KeyRing>> open(Files& files, const Secret& root, Entropy& entropy,
                                                 KeyToken* token = nullptr);

    /// Makes the missing keys of `day`, durably. Days before today need none; a node calls this 7
    /// days ahead.
    Result<Done> ensure(Day day);
    /// Makes keys of these names that there are none of yet, durably; denied where one was
    /// destroyed.
    Result<Done> make(std::span<const KeyName> names);
    /// denied when destroyed, unavailable when never made, corrupt when its slot is damaged.
    Result<Secret> key(Day day, DataClass data_class);
    /// For good, and durable: as the grade says. Done also for what is destroyed already; a name
    /// that never had a key is closed. After a fault some may be destroyed and some not; again.
    /// Where the file could not be read back every further change is refused until the ring is
    /// opened anew.
    Result<Done> destroy(std::span<const KeyName> names);
    Result<Done> destroy(Day day, DataClass data_class) {
        const KeyName name{day, data_class};
        return destroy(std::span(&name, 1));
    }
    [[nodiscard]] Grade grade();
    [[nodiscard]] std::vector<KeyInfo> list();

    /// Copies of all live keys, for a backup.
    [[nodiscard]] std::vector<ClassKey> live_keys();
    /// Puts a key from a backup where the ring's own is damaged or missing. Done, and nothing is
    /// changed, where it is live or destroyed.
    Result<Done> put_back(const ClassKey& from);
    /// Writes the ring anew at `path`, under a new ring key, another root key and perhaps another
    /// token; this ring and its file stay as they are.
    Result<Done> write_anew(std::string_view path, const Secret& root, KeyToken* token);

    /// The label of the ring's key in the token; empty where none has it.
    [[nodiscard]] std::string token_key();

private:
    struct Slot {
        std::uint32_t index{};
        KeyState state{};
        Secret key;
    };
    /// A slot that counts for nothing: one that cannot be read, or that a later one of the same
    /// name replaces. It may still hold a key, so it is wiped with its name.
    struct Aside {
        std::uint32_t index{};
        bool damaged{};
        RingSlot slot;
    };

    KeyRing(Files& files, Entropy& entropy, KeyToken* token)
        : files_(files), entropy_(entropy), token_(token) {}
    Result<Done> adopt(const Secret& root);
    Result<Done> load();
    Result<Done> read_slots();
    [[nodiscard]] Result<Done> file_is_known() const;
    void take_in(std::uint32_t index, RingSlot read);
    Result<Done> write_slot(std::uint32_t index, const RingSlot& slot);
    [[nodiscard]] bool is_of(const Aside& aside, const KeyName& name) const;
    bool holds_damaged(const KeyName& name);
    Result<Done> make_missing(std::span<const KeyName> names);
    Result<Done> overwrite(std::span<const KeyName> names);
    Result<Done> replace_in_token(std::span<const KeyName> names);
    [[nodiscard]] Bytes image(const RingHeader& header, const Secret& ring_key,
                              std::span<const KeyName> destroyed);
    Result<Done> forget_replaced_keys();

    std::mutex mutex_;
    Files& files_;
    Entropy& entropy_;
    KeyToken* const token_;
    std::unique_ptr<File> file_;
    std::string token_key_;  // empty: the ring key is wrapped by the root key
    Secret ring_key_;
    std::map<KeyName, Slot> slots_;
    std::vector<Aside> aside_;
    std::uint32_t slot_count_ = 0;
};

/// Staff numbers are for a quarter; their key is that of the quarter's first day (DESIGN.md section
/// 2).
Day staff_key_day(Day day);

}  // namespace buuan::vault
