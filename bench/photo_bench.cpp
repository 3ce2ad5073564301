// Pictures kept: 100 KB each, walked, sealed, appended to the day's pack and synced, by as many
// callers at once as counters send them; beside it the same plain bytes written to one file and
// synced as often. Digests that the request names are part of the work.
//
//     photo_bench --folder EMPTY [--runs N] [--items N] [--json]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "adapters/disk/pack_store.hpp"
#include "adapters/memory/passing_files.hpp"
#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "base/check.hpp"
#include "edge/sample/people.hpp"
#include "evidence/object.hpp"
#include "evidence/picture.hpp"
#include "figures.hpp"
#include "vault/derive.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;

constexpr std::size_t callers = 8;
constexpr std::size_t picture_bytes = 100'000;

/// A real JPEG, made as long as a counter's by bytes in its scan that no decoder minds.
Bytes picture(std::uint64_t seed) {
    const std::string drawn = sample::draw_parcel_jpeg(seed);
    Bytes bytes(drawn.begin(), drawn.end());
    const Bytes end(bytes.end() - 2, bytes.end());
    bytes.resize(bytes.size() - 2);
    std::uint64_t state = seed;
    while (bytes.size() < picture_bytes - 2) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        bytes.push_back(static_cast<std::uint8_t>(state >> 56) & 0x7fU);
    }
    bytes.insert(bytes.end(), end.begin(), end.end());
    return bytes;
}

/// Files that count their syncs, so that the plain writer syncs as often.
class CountedFiles final : public memory::PassingFiles {
public:
    using PassingFiles::PassingFiles;
    std::atomic<std::size_t> syncs = 0;

    Result<std::unique_ptr<File>> open(std::string_view path, OpenMode mode) override {
        auto file = PassingFiles::open(path, mode);
        if (!file.ok()) return file;
        return std::unique_ptr<File>(new Counted(std::move(file).value(), syncs));
    }

private:
    class Counted final : public memory::PassingFile {
    public:
        Counted(std::unique_ptr<File> file, std::atomic<std::size_t>& syncs)
            : PassingFile(std::move(file)), syncs_(syncs) {}
        Result<Done> sync() override {
            ++syncs_;
            return PassingFile::sync();
        }

    private:
        std::atomic<std::size_t>& syncs_;
    };
};

/// Pictures per second of writing them as they are, `each` between two syncs.
double plain_rate(const std::string& path, const std::vector<Bytes>& pictures, std::size_t count,
                  double each) {
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    CHECK(file >= 0);
    const Stopwatch watch;
    double due = each;
    for (std::size_t i = 0; i < count; ++i) {
        const Bytes& bytes = pictures[i % pictures.size()];
        CHECK(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
        if (static_cast<double>(i + 1) < due) continue;
        CHECK(::fdatasync(file) == 0);
        due += each;
    }
    CHECK(::fdatasync(file) == 0);
    const double rate = static_cast<double>(count) / watch.seconds();
    ::close(file);
    return rate;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    const std::size_t count = options.items == 0 ? 4000 : options.items;
    std::vector<Bytes> pictures;
    for (std::uint64_t seed = 0; seed < 64; ++seed) pictures.push_back(picture(seed));
    CHECK(evidence::read_picture(pictures[0]).ok());
    SystemEntropy entropy;
    SystemClock clock;
    Secret key;
    entropy.fill(key.fill());
    Figure rate{"photo.rate", "pictures/s", {}, {}, {}};
    Figure ratio{"photo.bare_ratio", "", {}, {.at_least = 0.7}, {}};
    std::vector<double> plain;
    for (std::size_t run = 0; run < options.runs; ++run) {
        auto posix = PosixFiles::open_root(options.folder);
        CHECK(posix.ok());
        CountedFiles files(*posix.value());
        disk::PackStore store(files);
        const Day day{static_cast<std::int32_t>(20'000 + run)};
        std::atomic<std::size_t> next = 0;
        const Stopwatch watch;
        std::vector<std::jthread> threads;
        for (std::size_t caller = 0; caller < callers; ++caller) {
            threads.emplace_back([&] {
                SystemEntropy own;
                for (std::size_t i; (i = next++) < count;) {
                    const Bytes& bytes = pictures[i % pictures.size()];
                    (void)sha256(bytes);  // held against what the intake announced
                    const auto read = evidence::read_picture(bytes);
                    CHECK(read.ok());
                    const ItemId item = ItemId::make(clock.now(), own);
                    const auto sealed = evidence::seal_object(
                        read.value().clean, vault::object_key(key, item, "contents"),
                        {"do.example", item, DataClass::picture, "contents"}, own);
                    CHECK(store.put(day, DataClass::picture, sealed.id, sealed.sealed).ok());
                }
            });
        }
        threads.clear();
        rate.runs.push_back(static_cast<double>(count) / watch.seconds());
        plain.push_back(plain_rate(fmt::format("{}/plain-{}", options.folder, run), pictures, count,
                                   static_cast<double>(count) / static_cast<double>(files.syncs)));
        ratio.runs.push_back(rate.runs.back() / plain.back());
        figures.note(
            fmt::format("run {}: {} pictures, {} syncs", run + 1, count, files.syncs.load()));
    }
    figures.show(rate);
    figures.show({"photo.plain.rate", "pictures/s", plain, {}, {}});
    figures.show(ratio);
    return figures.exit_code();
}
