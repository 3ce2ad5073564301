// What a backup costs those who accept meanwhile, and how fast one comes back. Overhead: the rate
// of 64 connections while one backup follows the other without a pause, against the mean of the
// rates before and after, in the same run on the same node; backups lie on the node's own disk,
// which is the worst place for them. Restore: the files of items without pictures, synced, against
// a plain synced copy of the same files.
//
//     backup_bench --buuan PROGRAM --folder EMPTY [--runs N] [--items N] [--json]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/check.hpp"
#include "edge/backup/back_up.hpp"
#include "edge/backup/restore.hpp"
#include "figures.hpp"
#include "filled_node.hpp"
#include "http_client.hpp"
#include "intakes.hpp"
#include "served_node.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;
namespace fs = std::filesystem;

constexpr int days = 30;

double acceptance_rate(const ServedNode& node, std::uint64_t seed, std::size_t items) {
    SystemClock clock;
    Parcels parcels(seed, "Q1");
    std::vector<std::string> requests;
    requests.reserve(items);
    for (std::size_t i = 0; i < items; ++i) {
        const Parcel parcel = parcels.next(clock.now());
        requests.push_back(
            request("PUT", "/api/v1/items/" + parcel.item.text(), parcel.intake, node.clerk_key()));
    }
    const Load done = load(node.port(), requests, 64, 201);
    CHECK(done.failed == 0);
    return static_cast<double>(items) / done.seconds;
}

/// Backups one after the other, until this ends.
class Backups {
public:
    Backups(const ServedNode& node, const std::string& folder)
        : wanted_(
              request("POST", "/api/v1/backups", fmt::format(R"({{"folder":"{}"}})", folder), "")),
          socket_(node.folder() + "/run/buuan.sock"),
          thread_([this] { run(); }) {}
    ~Backups() { stop(); }
    Backups(const Backups&) = delete;
    Backups& operator=(const Backups&) = delete;

    void stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
    }
    std::size_t made = 0;
    double seconds = 0;

private:
    void run() {
        auto connection = Connection::to_socket(socket_);
        while (!stopping_) {
            const Stopwatch watch;
            const Reply reply = connection.ask(wanted_);
            CHECK(reply.status == 200);
            seconds += watch.seconds();
            ++made;
        }
    }

    const std::string wanted_;
    const std::string socket_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

void measure_overhead(const Options& options, Figures& figures) {
    const std::size_t items = options.items == 0 ? 20'000 : options.items;
    Figure overhead{"backup.overhead_pct", "%", {}, {.at_most = 15}, {}};
    for (std::size_t run = 0; run < options.runs; ++run) {
        const std::string folder =
            fmt::format("{}/overhead-{}", fs::absolute(options.folder).string(), run);
        fs::create_directories(folder + "/backups");
        ServedNode node = ServedNode::make(options.buuan, folder + "/node");
        { FilledNode(folder + "/node", 0).add(days, 20'000 / days); }
        node.start();
        acceptance_rate(node, 1000 + run, 1000);  // warm
        const double before = acceptance_rate(node, 2000 + run, items);
        Backups backups(node, folder + "/backups");
        const double during = acceptance_rate(node, 3000 + run, items);
        backups.stop();
        const double after = acceptance_rate(node, 4000 + run, items);
        node.stop();
        const double without = (before + after) / 2;
        overhead.runs.push_back(100 * (1 - during / without));
        figures.note(fmt::format(
            "run {}: {:.0f} items/s before, {:.0f} while {} backups were made in {:.1f} s, {:.0f} "
            "after",
            run + 1, before, during, backups.made, backups.seconds, after));
        fs::remove_all(folder);
    }
    figures.show(overhead);
}

/// Seconds that a plain copy of the same files takes, each synced.
double copy_seconds(const backup::Manifest& manifest, const fs::path& from, const fs::path& to) {
    std::string block(std::size_t{1} << 20, 0);
    const Stopwatch watch;
    for (const backup::SavedFile& file : manifest.files) {
        fs::create_directories((to / file.path).parent_path());
        const int in = ::open((from / file.path).c_str(), O_RDONLY | O_CLOEXEC);
        const int out = ::open((to / file.path).c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        CHECK(in >= 0 && out >= 0);
        for (ssize_t got; (got = ::read(in, block.data(), block.size())) > 0;)
            CHECK(::write(out, block.data(), static_cast<std::size_t>(got)) == got);
        CHECK(::fdatasync(out) == 0);
        ::close(in);
        ::close(out);
    }
    return watch.seconds();
}

void measure_restore(const Options& options, Figures& figures) {
    SystemClock clock;
    SystemEntropy entropy;
    const std::size_t items = options.items == 0 ? 200'000 : options.items;
    const std::string folder = options.folder + "/restore";
    fs::create_directories(folder + "/backups");
    (void)ServedNode::make(options.buuan, folder + "/node");
    FilledNode filled(folder + "/node", 0);
    filled.add(days, items / days);
    const auto keys = filled.node().copy_keys(std::nullopt);
    CHECK(keys.ok());
    auto target = backup::FolderTarget::open(folder + "/backups");
    CHECK(target.ok());
    auto archive = backup::Archive::open_or_make(*target.value(), keys.value().root,
                                                 filled.node().origin(), entropy);
    CHECK(archive.ok());
    const Stopwatch watch;
    const auto made = backup::back_up(folder + "/node", filled.node().origin(), archive.value(),
                                      clock, [] { return false; });
    CHECK(made.ok());
    const double backed_up_in = watch.seconds();
    const auto all = static_cast<double>(items / days * days);
    Figure restored{"restore.items_s", "items/s", {}, {.at_least = 50'000}, {}};
    std::vector<double> copied;
    double bytes = 0;
    for (std::size_t run = 0; run < options.runs; ++run) {
        const fs::path to = folder + "/restored", copy = folder + "/copied";
        fs::create_directory(to);
        auto files = PosixFiles::open_root(to);
        CHECK(files.ok());
        const Stopwatch restoring;
        const auto done =
            backup::restore(archive.value(), made.value().manifest, *files.value(), clock.now());
        CHECK(done.ok());
        restored.runs.push_back(all / restoring.seconds());
        bytes = static_cast<double>(done.value().bytes);
        copied.push_back(all / copy_seconds(made.value().manifest, to, copy));
        fs::remove_all(to);
        fs::remove_all(copy);
    }
    restored.peer = {"plain copy", part_of(copied, 0.5)};
    figures.note(
        fmt::format("{:.0f} items, {:.0f} bytes each; the first backup of all took {:.1f} s", all,
                    bytes / all, backed_up_in));
    figures.show(restored);
    figures.show({"backup.first.items_s", "items/s", {all / backed_up_in}, {}, {}});
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    measure_overhead(options, figures);
    measure_restore(options, figures);
    return figures.exit_code();
}
