#include "vault/key_backup.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/json.hpp"
#include "vault/seal.hpp"

namespace buuan::vault {
namespace {

struct Holder {
    std::optional<std::string> salt;  // under a passphrase
    std::optional<std::uint64_t> passes;
    std::optional<std::uint64_t> memory_bytes;
    std::optional<std::string>
        recovery;  // to a recovery key: its id, and the file key sealed to it
    std::optional<std::string> sealed_key;
};
BOOST_DESCRIBE_STRUCT(Holder, (), (salt, passes, memory_bytes, recovery, sealed_key))

struct Outside {
    std::uint32_t buuan_key_backup = 1;
    std::string node;
    Instant made;
    std::optional<Day> ring_until;
    Holder holder;
    std::string sealed;
};
BOOST_DESCRIBE_STRUCT(Outside, (), (buuan_key_backup, node, made, ring_until, holder, sealed))

constexpr std::size_t logs_max = 100;
constexpr std::size_t classes_max = 100'000;

/// What the file says outside is bound to what it holds.
std::string label_of(const Outside& outside) {
    return "buuan/key-backup/v1/" + outside.node + "/" + outside.made.text() + "/" +
           (outside.ring_until ? outside.ring_until->text() : "");
}

/// Writes the inside. Its size is reserved first, so that no copy is left by growing.
class Inside {
public:
    explicit Inside(std::size_t size) { bytes_.reserve(size); }
    ~Inside() { wipe(bytes_.data(), bytes_.size()); }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    void number(std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) append(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    void text(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()), 1);
        for (const char c : text) append(static_cast<std::uint8_t>(c));
    }
    void secret(const Secret& secret) {
        for (const std::uint8_t byte : secret.view()) append(byte);
    }
    [[nodiscard]] BytesView bytes() const { return bytes_; }

private:
    void append(std::uint8_t byte) {
        CHECK(bytes_.size() < bytes_.capacity());
        bytes_.push_back(byte);
    }
    Bytes bytes_;
};

/// Reads it again; once anything is missing, everything is.
struct Reader {
    BytesView rest;
    bool whole = true;

    BytesView take(std::size_t size) {
        whole = whole && rest.size() >= size;
        if (!whole) return {};
        const BytesView taken = rest.first(size);
        rest = rest.subspan(size);
        return taken;
    }
    std::uint32_t number(int bytes) {
        std::uint32_t value = 0;
        int at = 0;
        for (const std::uint8_t byte : take(static_cast<std::size_t>(bytes)))
            value |= std::uint32_t{byte} << (8 * at++);
        return value;
    }
    Secret secret() {
        const BytesView bytes = take(32);
        return whole ? Secret(bytes.first<32>()) : Secret();
    }
};

Result<std::string> seal_inside(const KeyBackup& backup, Outside outside, const Secret& file_key,
                                Entropy& entropy) {
    if (backup.logs.size() > logs_max || backup.classes.size() > classes_max)
        return Fault{FaultKind::full, "more keys than a backup holds"};
    Inside inside(32 + 2 + backup.logs.size() * 128 + 4 + backup.classes.size() * 37);
    inside.secret(backup.root);
    inside.number(static_cast<std::uint32_t>(backup.logs.size()), 2);
    for (const auto& [log, seeds] : backup.logs) {
        inside.text(log.value);
        inside.secret(seeds.now);
        inside.number(seeds.before ? 1 : 0, 1);
        if (!seeds.before) continue;
        inside.number(static_cast<std::uint32_t>(seeds.before->until.number), 4);
        inside.secret(seeds.before->seed);
    }
    inside.number(static_cast<std::uint32_t>(backup.classes.size()), 4);
    for (const ClassKey& each : backup.classes) {
        inside.number(static_cast<std::uint32_t>(each.name.day.number), 4);
        inside.number(static_cast<std::uint32_t>(each.name.data_class), 1);
        inside.secret(each.key);
    }
    outside.sealed = to_base64(wrap(inside.bytes(), file_key, label_of(outside), entropy));
    return json::write(outside) + "\n";
}

Outside outside_of(const KeyBackup& backup) {
    CHECK(backup.ring_until.has_value() || backup.classes.empty());
    Outside outside;
    outside.node = backup.node;
    outside.made = backup.made;
    outside.ring_until = backup.ring_until;
    return outside;
}

Result<Outside> read_outside(std::string_view file) {
    if (file.size() > backup_bytes_max)
        return Fault{FaultKind::invalid, "the file is larger than a key backup"};
    auto outside = json::read<Outside>(file);
    if (!outside.ok() || outside.value().buuan_key_backup != 1)
        return Fault{FaultKind::invalid, "the file is no key backup, or of a later version"};
    return std::move(outside).value();
}

Result<KeyBackup> read_inside(const Outside& outside, BytesView plain) {
    Reader reader{plain};
    KeyBackup backup{outside.node, outside.made, outside.ring_until, reader.secret(), {}, {}};
    for (std::uint32_t left = reader.number(2); left > 0 && reader.whole; --left) {
        const auto log = LogName::parse(as_text(reader.take(reader.number(1))));
        LogSeeds seeds{reader.secret(), std::nullopt};
        if (reader.number(1) == 1) {
            const Day until{static_cast<std::int32_t>(reader.number(4))};
            seeds.before = LogSeeds::Before{reader.secret(), until};
        }
        if (!log) reader.whole = false;
        if (log) backup.logs.emplace_back(*log, std::move(seeds));
    }
    for (std::uint32_t left = reader.number(4); left > 0 && reader.whole; --left) {
        const Day day{static_cast<std::int32_t>(reader.number(4))};
        const auto data_class = static_cast<DataClass>(reader.number(1));
        backup.classes.push_back({{day, data_class}, reader.secret()});
    }
    if (!reader.whole || !reader.rest.empty())
        return Fault{FaultKind::corrupt, "the key backup opens, but is not written as one"};
    return backup;
}

Result<KeyBackup> open_inside(const Outside& outside, const Secret& file_key) {
    const auto sealed = from_base64(outside.sealed);
    auto plain =
        sealed ? unwrap(*sealed, file_key, label_of(outside)) : Fault{FaultKind::denied, ""};
    if (!plain.ok())
        return Fault{FaultKind::denied,
                     "the key backup does not open: it is another passphrase's "
                     "or recovery key's, or was changed"};
    auto backup = read_inside(outside, plain.value());
    wipe(plain.value().data(), plain.value().size());
    return backup;
}

std::optional<SplitId> recovery_in(const Outside& outside) {
    const auto bytes = from_hex(outside.holder.recovery.value_or(""));
    if (!bytes || bytes->size() != SplitId().size()) return std::nullopt;
    SplitId id;
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return id;
}

}  // namespace

Result<std::string> seal_backup(const KeyBackup& backup, std::string_view passphrase,
                                StretchCost cost, Entropy& entropy) {
    if (passphrase.size() < passphrase_bytes_min)
        return Fault{FaultKind::invalid, "the passphrase needs at least 14 characters"};
    const Stretch stretch = Stretch::make(cost, entropy);
    const auto file_key = stretch.key(passphrase);
    if (!file_key.ok()) return file_key.error();
    Outside outside = outside_of(backup);
    outside.holder.salt = stretch.salt;
    outside.holder.passes = stretch.passes;
    outside.holder.memory_bytes = stretch.memory_bytes;
    return seal_inside(backup, std::move(outside), file_key.value(), entropy);
}

Result<std::string> seal_backup(const KeyBackup& backup, const RecoveryKey& recovery,
                                Entropy& entropy) {
    Secret file_key;
    entropy.fill(file_key.fill());
    const auto sealed_key = seal_to(recovery.public_half, file_key, entropy);
    if (!sealed_key.ok()) return sealed_key.error();
    Outside outside = outside_of(backup);
    outside.holder.recovery = to_hex(recovery.id());
    outside.holder.sealed_key = to_hex(sealed_key.value());
    return seal_inside(backup, std::move(outside), file_key, entropy);
}

Result<BackupLabel> label_of_backup(std::string_view file) {
    auto outside = read_outside(file);
    if (!outside.ok()) return outside.error();
    return BackupLabel{outside.value().node, outside.value().made, outside.value().ring_until,
                       recovery_in(outside.value())};
}

Result<KeyBackup> open_backup(std::string_view file, std::string_view passphrase) {
    const auto outside = read_outside(file);
    if (!outside.ok()) return outside.error();
    const Holder& holder = outside.value().holder;
    if (!holder.salt) return Fault{FaultKind::denied, "the key backup is sealed to a recovery key"};
    const auto file_key =
        Stretch{*holder.salt, holder.passes.value_or(0), holder.memory_bytes.value_or(0)}.key(
            passphrase);
    if (!file_key.ok()) return file_key.error();
    return open_inside(outside.value(), file_key.value());
}

Result<KeyBackup> open_backup(std::string_view file, const Secret& recovery_secret) {
    const auto outside = read_outside(file);
    if (!outside.ok()) return outside.error();
    const auto sealed_key = from_hex(outside.value().holder.sealed_key.value_or(""));
    if (!sealed_key || sealed_key->empty())
        return Fault{FaultKind::denied, "the key backup is sealed under a passphrase"};
    const auto file_key = open_with(recovery_secret, *sealed_key);
    if (!file_key.ok()) return file_key.error();
    return open_inside(outside.value(), file_key.value());
}

}  // namespace buuan::vault
