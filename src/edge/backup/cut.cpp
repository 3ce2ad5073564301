#include "edge/backup/cut.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <set>
#include <thread>

#include "adapters/posix/posix_files.hpp"

namespace buuan::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t settled_after_ns = 3'000'000'000;
constexpr int tries_max = 50;

struct Look {
    std::int64_t size = 0;
    std::int64_t changed_ns = 0;
};

std::int64_t ns_of(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::optional<Look> look_at(const fs::path& file) {
    struct stat info {};
    if (::lstat(file.c_str(), &info) != 0) return std::nullopt;
    return Look{info.st_size, ns_of(info.st_mtim)};
}

/// The files of items' days first, since they are seldom free: whoever waits for one of them keeps
/// nobody else waiting.
bool taken_before(const std::string& a, const std::string& b) {
    const bool day_a = a.starts_with("days/2"), day_b = b.starts_with("days/2");
    return day_a != day_b ? day_a : a > b;
}

/// All of them open, none asked anything yet.
Result<std::vector<Pinned>> open_all(const fs::path& node, const std::vector<std::string>& paths) {
    std::vector<Pinned> opened;
    for (const std::string& path : paths) {
        auto database = sqlite::Looker::open((node / path).string());
        if (!database.ok()) return database.error();
        opened.push_back({path, std::move(database).value()});
    }
    return opened;
}

/// Whether all of `still` are as they were, and nothing else is there but what is held.
Result<bool> nothing_else_changed(const fs::path& node, const std::vector<Pinned>& held,
                                  const std::map<std::string, std::string>& still) {
    const auto there = databases_in(node);
    if (!there.ok()) return there.error();
    return std::all_of(there.value().begin(), there.value().end(), [&](const std::string& path) {
        const auto copied = still.find(path);
        if (copied != still.end()) return stamp_of(node / path) == copied->second;
        return std::any_of(held.begin(), held.end(),
                           [&](const Pinned& each) { return each.path == path; });
    });
}

/// Empty where something changed that was thought to lie still.
Result<std::optional<std::vector<Pinned>>> try_to_cut(
    const fs::path& node, const std::map<std::string, std::string>& still,
    const std::vector<std::string>& moving) {
    auto locks = open_all(node, moving);
    if (!locks.ok()) return locks.error();
    auto pinned = open_all(node, moving);
    if (!pinned.ok()) return pinned.error();
    // From the last lock on, until the first is gone, no database changes that is in `moving`.
    for (Pinned& each : locks.value()) {
        if (auto locked = each.database.lock(); !locked.ok()) return locked.error();
    }
    for (Pinned& each : pinned.value()) {
        if (auto seen = each.database.pin(); !seen.ok()) return seen.error();
    }
    const auto whole = nothing_else_changed(node, pinned.value(), still);
    if (!whole.ok()) return whole.error();
    if (!whole.value()) return std::optional<std::vector<Pinned>>();
    return std::optional(std::move(pinned).value());
}

}  // namespace

std::optional<std::string> stamp_of(const fs::path& file) {
    const auto own = look_at(file);
    if (!own) return std::nullopt;
    // An empty log is the same as none: whoever opens a database makes one.
    auto log = look_at(file.string() + "-wal").value_or(Look{});
    if (log.size == 0) log = Look{};
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (std::max(own->changed_ns, log.changed_ns) > ns_of(now) - settled_after_ns)
        return std::nullopt;
    return fmt::format("{}.{}.{}.{}", own->size, own->changed_ns, log.size, log.changed_ns);
}

Result<std::vector<std::string>> databases_in(const fs::path& node) {
    std::vector<std::string> found;
    for (const char* folder : {"", "days", "ledger"}) {
        std::error_code error;
        for (fs::directory_iterator each(node / folder, error), end; each != end && !error;
             each.increment(error)) {
            if (each->path().extension() == ".db")
                found.push_back((fs::path(folder) / each->path().filename()).string());
        }
        if (error) return fault_of_errno(error.value(), "list " + (node / folder).string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<Pinned>> cut(const fs::path& node, std::map<std::string, std::string>& still) {
    Fault last{FaultKind::busy, "the databases did not hold still"};
    for (int tries = 0; tries < tries_max; ++tries) {
        const auto there = databases_in(node);
        if (!there.ok()) return there.error();
        std::erase_if(still, [&](const auto& copied) {
            return stamp_of(node / copied.first) != copied.second;
        });
        std::vector<std::string> moving;
        for (const std::string& path : there.value()) {
            if (!still.contains(path)) moving.push_back(path);
        }
        std::sort(moving.begin(), moving.end(), taken_before);
        auto pinned = try_to_cut(node, still, moving);
        if (pinned.ok() && pinned.value()) return std::move(*pinned.value());
        // Busy, or a day that was dropped meanwhile: look again.
        if (!pinned.ok()) last = pinned.error();
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 10 * tries));
    }
    return last;
}

}  // namespace buuan::backup
