// One backup at a time in a folder of an S3 store. Conditional puts would be the way, but not every
// store honours them (docs/decisions/s3-of-our-own.md), so a lock is announced, and then looked
// around: of two that do so at once, in a store that lists what was just put, at least one sees the
// other and goes. docs/formats/backup.md, "Locks".
//
// Promises: a lock that a crash left keeps out nobody for longer than lock_ms, and not at all the
// node that left it; whose lock was taken away, or who stood still for longer, is told before the
// next write.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "adapters/s3/client.hpp"
#include "base/entropy.hpp"

namespace buuan::backup {

inline constexpr std::int64_t lock_ms = 6 * 3'600'000;
inline constexpr std::int64_t lock_renew_ms = 15 * 60'000;

/// Of a node's folder on its machine: other than that of a copy on another machine.
std::string holder_of(const std::filesystem::path& node);

class S3Lock {
public:
    /// `folder`: where the locks lie. busy where another one holds; corrupt where the store does
    /// not list what was just put.
    static Result<std::unique_ptr<S3Lock>> take(s3::Client& client, std::string folder,
                                                std::string holder, Clock& clock, Entropy& entropy);
    ~S3Lock();
    S3Lock(const S3Lock&) = delete;
    S3Lock& operator=(const S3Lock&) = delete;

    /// Before each write: asks and renews in time. busy where it is ours no more.
    Result<Done> keep();
    /// Asks the store. busy where it is ours no more.
    Result<Done> confirm();

private:
    S3Lock(s3::Client& client, std::string folder, std::string name, std::string holder,
           Clock& clock);
    [[nodiscard]] std::string path_of(const std::string& name) const { return folder_ + name; }
    Result<Done> renew();
    Result<Done> look_around();
    Result<Done> make_way(const std::string& other);

    s3::Client& client_;
    const std::string folder_;  // ends with '/'
    const std::string name_;
    const std::string holder_;
    Clock& clock_;
    Instant renewed_{};
};

}  // namespace buuan::backup
