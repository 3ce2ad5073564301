// What a node accepts in a second, asked as counters and contract senders ask it: `buuan serve` in
// a process of its own, HTTP over loopback, synchronous=FULL, load program on the same cores.
// Beside it, in the same run, programs that write the same rows and bytes and nothing else
// (bare.hpp).
//
//     acceptance_bench --buuan PROGRAM --folder EMPTY [--runs N] [--items N] [--json]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/posix/system_clock.hpp"
#include "bare.hpp"
#include "base/check.hpp"
#include "figures.hpp"
#include "http_client.hpp"
#include "intakes.hpp"
#include "served_node.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;

/// Milliseconds that one write of 16 KiB and its fsync take on this disk: what one lone acceptance
/// cannot go below.
double sync_ms(const std::string& folder) {
    const std::string path = folder + "/sync";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    CHECK(file >= 0);
    const std::string block(16'384, 'x');
    std::vector<double> took;
    for (int i = 0; i < 200; ++i) {
        const Stopwatch watch;
        CHECK(::write(file, block.data(), block.size()) == static_cast<ssize_t>(block.size()));
        CHECK(::fdatasync(file) == 0);
        took.push_back(watch.seconds() * 1000);
    }
    ::close(file);
    return part_of(took, 0.5);
}

std::vector<std::string> single_requests(const std::string& key, std::uint64_t seed,
                                         std::size_t count) {
    SystemClock clock;
    Parcels parcels(seed, "Q1");
    std::vector<std::string> requests;
    requests.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Parcel parcel = parcels.next(clock.now());
        requests.push_back(
            request("PUT", "/api/v1/items/" + parcel.item.text(), parcel.intake, key));
    }
    return requests;
}

std::vector<std::string> batch_requests(const std::string& key, std::uint64_t seed,
                                        std::size_t count, std::size_t lines) {
    SystemClock clock;
    Parcels parcels(seed, "Q1");
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < count; ++i) {
        std::string body;
        for (std::size_t line = 0; line < lines; ++line) {
            const Parcel parcel = parcels.next(clock.now());
            body += fmt::format(R"({{"id":"{}","intake":{}}})", parcel.item.text(), parcel.intake);
            body += '\n';
        }
        requests.push_back(request("POST", "/api/v1/item-batches", body, key));
    }
    return requests;
}

std::string day_file(const ServedNode& node) {
    std::string newest;
    for (const auto& entry : std::filesystem::directory_iterator(node.folder() + "/days")) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".db") && name.starts_with("20")) newest = std::max(newest, name);
    }
    return node.folder() + "/days/" + newest;
}

struct Written {
    double rate{};
    double per_transaction{};
    double cpu_us{};  // of an item, all threads of the server
    Load load;
};

Written measure(const ServedNode& node, const std::vector<std::string>& requests, std::size_t items,
                std::size_t connections, int status) {
    const double transactions = node.metric("buuan_commit_transactions_total");
    const double cpu = node.cpu_seconds();
    Written written;
    written.load = load(node.port(), requests, connections, status);
    CHECK(written.load.failed == 0);
    written.rate = static_cast<double>(items) / written.load.seconds;
    written.cpu_us = (node.cpu_seconds() - cpu) * 1e6 / static_cast<double>(items);
    written.per_transaction = static_cast<double>(items) /
                              (node.metric("buuan_commit_transactions_total") - transactions);
    return written;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const std::size_t items = options.items == 0 ? 20'000 : options.items;
    constexpr std::size_t lines = 1000;
    Figure single{"acceptance.http64.rate", "items/s", {}, {.at_least = 4000}, {}};
    Figure ratio{"acceptance.bare_ratio", "", {}, {.at_least = 0.6}, {}};
    Figure p99{"acceptance.http64.p99_ms", "ms", {}, {.at_most = 50}, {}};
    Figure alone{"acceptance.http1.ms", "ms", {}, {}, {}};
    Figure cpu{"acceptance.http64.cpu_us", "us", {}, {}, {}};
    Figure batch_cpu{"batch.cpu_us", "us", {}, {}, {}};
    Figure batch{"batch.rate", "items/s", {}, {.at_least = 12'000}, {}};
    Figure batch_ratio{"batch.bare_ratio", "", {}, {}, {}};
    std::vector<double> bare, bare_batch, plain, sync;
    for (std::size_t run = 0; run < options.runs; ++run) {
        const std::string folder = fmt::format("{}/{}", options.folder, run);
        std::filesystem::create_directory(folder);
        ServedNode node = ServedNode::make(options.buuan, folder + "/node");
        node.start();
        measure(node, single_requests(node.clerk_key(), 1000 + run, 500), 500, 64, 201);  // warm
        sync.push_back(sync_ms(folder));
        auto one = measure(node, single_requests(node.clerk_key(), 2000 + run, 300), 300, 1, 201);
        alone.runs.push_back(part_of(one.load.latencies_ms, 0.5));
        auto many =
            measure(node, single_requests(node.clerk_key(), 3000 + run, items), items, 64, 201);
        single.runs.push_back(many.rate);
        cpu.runs.push_back(many.cpu_us);
        p99.runs.push_back(part_of(many.load.latencies_ms, 0.99));
        node.stop();
        bare.push_back(
            bare_rate(day_file(node), folder + "/bare.db", many.per_transaction, many.rate));
        plain.push_back(plain_rate(items, folder + "/plain.db", many.per_transaction));
        ratio.runs.push_back(many.rate / bare.back());
        figures.note(
            fmt::format("run {}: {:.1f} items a transaction", run + 1, many.per_transaction));
        std::filesystem::remove_all(folder);

        std::filesystem::create_directory(folder);
        ServedNode bulk = ServedNode::make(options.buuan, folder + "/node");
        bulk.start();
        measure(bulk, batch_requests(bulk.clerk_key(), 5000 + run, 1, lines), lines, 1, 200);
        const auto requests = batch_requests(bulk.clerk_key(), 4000 + run, items / lines, lines);
        const auto batches = measure(bulk, requests, items / lines * lines, 2, 200);
        batch.runs.push_back(batches.rate);
        batch_cpu.runs.push_back(batches.cpu_us);
        bulk.stop();
        bare_batch.push_back(
            bare_rate(day_file(bulk), folder + "/bare.db", batches.per_transaction, batches.rate));
        batch_ratio.runs.push_back(batches.rate / bare_batch.back());
        std::filesystem::remove_all(folder);
    }
    alone.peer = {"one fsync", part_of(sync, 0.5)};
    alone.must.at_most = alone.peer.value + 1;
    for (const Figure& figure : {single, ratio, p99, alone, cpu, batch, batch_ratio, batch_cpu})
        figures.show(figure);
    figures.show({"acceptance.bare.rate", "items/s", bare, {}, {}});
    figures.show({"batch.bare.rate", "items/s", bare_batch, {}, {}});
    figures.show({"acceptance.plain_table.rate", "items/s", plain, {}, {}});
    return figures.exit_code();
}
