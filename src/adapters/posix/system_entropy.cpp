#include "adapters/posix/system_entropy.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/check.hpp"

namespace buuan {
namespace {

/// Random bytes of one thread, taken from the system many at a time: an acceptance needs some
/// thirty salts and nonces, and a system call for each was a fifth of its work. What was handed out
/// is wiped here.
class Pool {
public:
    ~Pool() { wipe(bytes_.data(), bytes_.size()); }

    void take(std::span<std::uint8_t> out) {
        if (out.size() > left_) {
            randombytes_buf(bytes_.data(), bytes_.size());
            left_ = bytes_.size();
        }
        std::uint8_t* const from = bytes_.data() + (bytes_.size() - left_);
        std::copy_n(from, out.size(), out.data());
        wipe(from, out.size());
        left_ -= out.size();
    }

    static constexpr std::size_t request_bytes_max = 64;

private:
    std::array<std::uint8_t, 4096> bytes_{};
    std::size_t left_ = 0;
};

}  // namespace

SystemEntropy::SystemEntropy() {
    CHECK(sodium_init() >= 0);
}

void SystemEntropy::fill(std::span<std::uint8_t> out) {
    if (out.empty()) return;
    if (out.size() > Pool::request_bytes_max) return randombytes_buf(out.data(), out.size());
    thread_local Pool pool;
    pool.take(out);
}

}  // namespace buuan
