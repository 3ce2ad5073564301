// How often the second fact beside a receipt's code may be tried: four digits have only 10,000
// values. A code is closed for a day after a few wrong tries, and for good after some more; codes
// that no item has are closed likewise, so that nobody learns by it which ones there are. What is
// counted for a receipt is durable before anything is compared, so that neither many at once nor a
// restart gives more tries. Rows in node.db: kind "receipt_tries", key: the receipt's lookup
// digest, which stands in the log.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "register/register_store.hpp"

namespace buuan::disclosure {

inline constexpr std::uint32_t wrong_tries_a_day_max = 5;
inline constexpr std::uint32_t wrong_tries_max = 20;  // of one receipt, ever
inline constexpr std::uint32_t views_a_day_max = 30;

struct TriesRow {
    std::uint32_t running{};  // since the last right one, within a day
    std::uint32_t wrong{};    // ever
    std::optional<Instant> closed_until;
    std::uint32_t views{};
    Day viewed_on;
    Instant last;
};
BOOST_DESCRIBE_STRUCT(TriesRow, (), (running, wrong, closed_until, views, viewed_on, last))

/// Whether digits may be compared: `open`, or until when not; for good where that is nullopt.
struct Turn {
    bool open = false;
    std::optional<Instant> closed_until;
};

class ReceiptTries {
public:
    explicit ReceiptTries(register_::RegisterStore& store) : store_(store) {}

    /// Counts a try as wrong, before anything is compared. `known`: an item has this receipt; what
    /// is counted for others is kept in memory only.
    Result<Turn> begin(const Digest& receipt, bool known, Instant now);
    /// It was right after all. False: it was looked at often enough today.
    Result<bool> was_right(const Digest& receipt, Instant now);

private:
    Result<TriesRow> find(const Digest& receipt, bool known);
    Result<Done> save(const Digest& receipt, bool known, const TriesRow& row);
    Result<Done> forget_old(Instant now);

    register_::RegisterStore& store_;
    std::mutex mutex_;
    std::map<Digest, TriesRow> of_unknown_;
    std::optional<Day> swept_;
};

}  // namespace buuan::disclosure
