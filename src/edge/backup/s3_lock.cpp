#include "edge/backup/s3_lock.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace buuan::backup {
namespace {

constexpr std::size_t lock_bytes_max = 4096;
constexpr const char* machine_file = "/etc/machine-id";

struct Held {
    Instant until;
    std::string holder;
};

std::string text_of(const Held& held) {
    return fmt::format("until {}\nholder {}\n", held.until.text(), held.holder);
}

std::optional<Held> read_held(std::string_view text) {
    constexpr std::size_t instant_bytes = 24;
    constexpr std::size_t holder_at = 6 + instant_bytes + 8;
    if (text.size() < holder_at + 1 || text.back() != '\n') return std::nullopt;
    const auto until = Instant::parse(text.substr(6, instant_bytes));
    if (!until) return std::nullopt;
    Held held{*until, std::string(text.substr(holder_at, text.size() - holder_at - 1))};
    return text_of(held) == text ? std::optional(std::move(held)) : std::nullopt;
}

}  // namespace

std::string holder_of(const std::filesystem::path& node) {
    std::string machine;
    std::getline(std::ifstream(machine_file), machine);
    if (machine.empty()) {
        std::array<char, 256> host{};
        (void)::gethostname(host.data(), host.size() - 1);
        machine = host.data();
    }
    std::error_code ignored;
    const std::string folder = std::filesystem::canonical(node, ignored).string();
    // A machine's id is not to leave it as it is (machine-id(5)).
    return to_hex(BytesView(sha256({as_bytes("buuan/backup-holder/v1"), as_bytes(machine),
                                    as_bytes("\n"), as_bytes(folder)})
                                .bytes)
                      .first(16));
}

S3Lock::S3Lock(s3::Client& client, std::string folder, std::string name, std::string holder,
               Clock& clock)
    : client_(client),
      folder_(std::move(folder)),
      name_(std::move(name)),
      holder_(std::move(holder)),
      clock_(clock) {}

Result<std::unique_ptr<S3Lock>> S3Lock::take(s3::Client& client, std::string folder,
                                             std::string holder, Clock& clock, Entropy& entropy) {
    std::unique_ptr<S3Lock> lock(new S3Lock(client, std::move(folder) + "/",
                                            to_hex(entropy.bytes<16>()), std::move(holder), clock));
    if (auto put = lock->renew(); !put.ok()) return put.error();
    if (auto looked = lock->look_around(); !looked.ok()) return looked.error();
    return lock;
}

/// Nobody is told: what is left of a lock that cannot be removed ends by itself.
S3Lock::~S3Lock() {
    if (renewed_ != Instant{}) (void)client_.remove(path_of(name_));
}

Result<Done> S3Lock::renew() {
    const Instant now = clock_.now();
    const std::string text = text_of({now + lock_ms, holder_});
    if (auto put = client_.put(path_of(name_), as_bytes(text)); !put.ok())
        return s3::fault_of(put.error());
    renewed_ = now;
    return Done{};
}

Result<Done> S3Lock::look_around() {
    const auto names = client_.list(folder_.substr(0, folder_.size() - 1));
    if (!names.ok()) return s3::fault_of(names.error());
    bool listed = false;
    for (const std::string& other : names.value()) {
        if (other == name_) {
            listed = true;
        } else if (auto gone = make_way(other); !gone.ok()) {
            return gone;
        }
    }
    if (!listed)
        return Fault{FaultKind::corrupt, "the store does not list what was just put: " + name_};
    return Done{};
}

/// Removes a lock that holds no more.
Result<Done> S3Lock::make_way(const std::string& other) {
    const auto bytes = client_.get(path_of(other), lock_bytes_max);
    if (!bytes.ok() && bytes.error().wrong == s3::Wrong::object)
        return Done{};  // it went meanwhile
    if (!bytes.ok()) return s3::fault_of(bytes.error());
    const auto held = read_held(as_text(bytes.value()));
    if (held && (held->holder == holder_ || held->until < clock_.now())) {
        if (auto gone = client_.remove(path_of(other)); !gone.ok())
            return s3::fault_of(gone.error());
        return Done{};
    }
    return Fault{FaultKind::busy,
                 fmt::format("another machine's backup works there until {} at most; if none does, "
                             "remove the object {}",
                             held ? held->until.text() : "it is removed", path_of(other))};
}

Result<Done> S3Lock::confirm() {
    const Fault lost{FaultKind::busy, "the lock " + path_of(name_) +
                                          " is ours no more: another backup may have begun"};
    // Who stood still for so long may have been taken for dead.
    if (clock_.now() >= renewed_ + lock_ms) return lost;
    const auto names = client_.list(folder_.substr(0, folder_.size() - 1));
    if (!names.ok()) return s3::fault_of(names.error());
    const auto& all = names.value();
    return std::find(all.begin(), all.end(), name_) != all.end() ? Result<Done>(Done{})
                                                                 : Result<Done>(lost);
}

Result<Done> S3Lock::keep() {
    if (clock_.now() < renewed_ + lock_renew_ms) return Done{};
    if (auto ours = confirm(); !ours.ok()) return ours;
    return renew();
}

}  // namespace buuan::backup
