// Pictures that come in parts, because the line to a counter breaks: what has come so far, for as
// long as it takes. It lies in memory only, wiped when it goes, and nowhere else: a restart loses
// it, and the sender is told to begin anew. Bounded in bytes, in number for each user, and in time
// (docs/decisions/uploads-in-parts.md).
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "base/ids.hpp"
#include "base/instant.hpp"

namespace buuan::api {

/// Whose upload of what. Nobody else can look at it or go on with it.
struct UploadKey {
    std::string user;
    ItemId item;
    std::string slot;
    friend auto operator<=>(const UploadKey&, const UploadKey&) = default;
};

struct UploadLimits {
    std::size_t bytes_max = 8 * 1024 * 1024;       // of one, as of a picture sent in one piece
    std::size_t bytes_all_max = 64 * 1024 * 1024;  // announced by all that are open
    std::size_t open_per_user_max = 8;
    std::int64_t open_ms_max = 3'600'000;
};

/// The bytes of one; its memory is set aside at the beginning, so growing leaves no copies behind.
class Upload {
public:
    explicit Upload(std::size_t length) { bytes_.reserve(length); }
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    friend class Uploads;
    std::string bytes_;
};

class Uploads {
public:
    explicit Uploads(UploadLimits limits = {}) : limits_(limits) {}

    enum class Refused {
        offset,  // what has come ends elsewhere
        length,  // more than was announced, or another length than at the beginning
        too_large,
        too_many,  // the user has enough open
        full,
    };
    /// Adds a part; the whole when it was the last one, nullptr when more is to come. Offset 0 with
    /// nothing there begins.
    std::variant<std::shared_ptr<const Upload>, Refused> add(const UploadKey& key,
                                                             std::uint64_t offset,
                                                             std::uint64_t length,
                                                             std::string_view part, Monotonic now);
    /// How much has come; 0 of what nobody began, or what took too long.
    std::uint64_t offset(const UploadKey& key, Monotonic now);
    void drop(const UploadKey& key);

private:
    struct Open {
        std::shared_ptr<Upload> upload;
        std::uint64_t length{};
        Monotonic begun{};
    };
    void drop_old(Monotonic now);
    [[nodiscard]] std::variant<Open*, Refused> begin(const UploadKey& key, std::uint64_t length,
                                                     Monotonic now);

    const UploadLimits limits_;
    std::mutex mutex_;  // guards all below
    std::map<UploadKey, Open> open_;
    std::uint64_t bytes_all_ = 0;
};

}  // namespace buuan::api
