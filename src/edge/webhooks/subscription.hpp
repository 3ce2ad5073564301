// Who is told of what happens to items: another system of the enterprise, by its address. Rows in
// node.db: kind "webhook", key: the number, eight digits. A row holds how far in each log its
// receiver was told, so nothing is lost by a restart; its secret is in no row: it is made from the
// staff key of the quarter in which the subscription was made, and ends with it two years later.
#pragma once

#include <boost/describe/class.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "edge/node/node.hpp"

namespace buuan::webhooks {

inline constexpr std::size_t subscriptions_max = 16;
/// Failures one after the other, over a good day, until nobody is told any more.
inline constexpr std::uint32_t failures_max = 12;

struct Cursor {
    LogName log;
    std::uint64_t next{};
};
BOOST_DESCRIBE_STRUCT(Cursor, (), (log, next))

struct Subscription {
    std::uint32_t number{};
    CommandId command;  // what made it
    std::string url;
    std::vector<std::string> types;  // of entries
    StaffNumber by;
    Instant made_at;
    std::vector<Cursor> cursors;  // a log that is not there is told from its beginning
    std::uint32_t failures{};     // since the last success
    std::optional<Instant> next_try;
    std::optional<Instant> disabled_at;
    std::optional<std::string> problem;  // of the last try
    std::optional<Instant> delivered_at;
};
BOOST_DESCRIBE_STRUCT(Subscription, (),
                      (number, command, url, types, by, made_at, cursors, failures, next_try,
                       disabled_at, problem, delivered_at))

/// What may be asked for; the first `types_default` of them are what is meant where none are named.
/// X-rays, openings, findings and notices to an authority leave the house by no webhook.
inline constexpr const char* types_known[] = {"item.accepted", "item.scanned",   "item.forwarded",
                                              "item.sent_out", "item.attempted", "item.delivered",
                                              "item.returned", "item.withdrawn", "item.unclaimed",
                                              "item.settled",  "item.stopped",   "item.released"};
inline constexpr std::size_t types_default = 10;

/// The wait before the next try; nullopt: no more.
std::optional<std::int64_t> pause_ms(std::uint32_t failures);

Result<std::vector<Subscription>> list(node::Node& node);
Result<std::optional<Subscription>> find(node::Node& node, std::uint32_t number);
struct NewSubscription {
    CommandId command;
    std::string url;
    std::vector<std::string> types;
    StaffNumber by;
};
/// Durable when it returns; told from now on. busy where there are subscriptions_max, invalid where
/// the command made one before.
Result<Subscription> add(node::Node& node, NewSubscription wanted);
/// False: there was none.
Result<bool> remove(node::Node& node, std::uint32_t number);
/// Changes a row that is there, one change at a time.
Result<Done> change(node::Node& node, std::uint32_t number,
                    const std::function<void(Subscription&)>& how);

/// denied once the key of its quarter is destroyed.
Result<Secret> secret_of(node::Node& node, const Subscription& subscription);

}  // namespace buuan::webhooks
