#include "edge/webhooks/subscription.hpp"

#include <algorithm>
#include <mutex>

#include "base/json.hpp"
#include "vault/blake.hpp"
#include "vault/derive.hpp"

namespace buuan::webhooks {
namespace {

constexpr const char* kind = "webhook";

/// Rows are read, changed and written in one step, by the desk and by who delivers.
std::mutex& changes() {
    static std::mutex mutex;
    return mutex;
}

Result<Subscription> read_row(const std::string& body) {
    auto row = json::read<Subscription>(body);
    if (!row.ok()) return Fault{FaultKind::corrupt, "a webhook's row is damaged"};
    return std::move(row).value();
}

Result<Done> save(node::Node& node, const Subscription& subscription) {
    register_::RegisterWrite write;
    write.put.push_back(
        {kind, register_::number_key(subscription.number), json::write(subscription)});
    return node.store().apply(write);
}

Result<std::vector<Cursor>> ends_of_logs(node::Node& node) {
    std::vector<Cursor> cursors;
    for (const auto& log : node.logs().all()) {
        const auto head = log->store->head();
        if (!head.ok()) return head.error();
        cursors.push_back({log->name, head.value().size});
    }
    return cursors;
}

}  // namespace

std::optional<std::int64_t> pause_ms(std::uint32_t failures) {
    constexpr std::int64_t second = 1000;
    constexpr std::int64_t pauses[] = {
        5 * second,    15 * second,    60 * second,    300 * second,   900 * second,  3600 * second,
        7200 * second, 14400 * second, 21600 * second, 21600 * second, 21600 * second};
    static_assert(std::size(pauses) + 1 == failures_max);
    if (failures == 0 || failures > std::size(pauses)) return std::nullopt;
    return pauses[failures - 1];
}

Result<std::vector<Subscription>> list(node::Node& node) {
    const auto rows = register_::list_all(node.store(), kind);
    if (!rows.ok()) return rows.error();
    std::vector<Subscription> all;
    for (const register_::Row& each : rows.value()) {
        auto row = read_row(each.body);
        if (!row.ok()) return row.error();
        all.push_back(std::move(row).value());
    }
    return all;
}

Result<std::optional<Subscription>> find(node::Node& node, std::uint32_t number) {
    const auto body = node.store().find(kind, register_::number_key(number));
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<Subscription>{};
    auto row = read_row(*body.value());
    if (!row.ok()) return row.error();
    return std::optional(std::move(row).value());
}

Result<Subscription> add(node::Node& node, NewSubscription wanted) {
    const std::scoped_lock lock(changes());
    const auto all = list(node);
    if (!all.ok()) return all.error();
    const bool known =
        std::any_of(all.value().begin(), all.value().end(),
                    [&](const Subscription& each) { return each.command == wanted.command; });
    if (known) return Fault{FaultKind::invalid, "the command made a webhook before"};
    if (all.value().size() >= subscriptions_max)
        return Fault{FaultKind::busy, "there are as many webhooks as there may be"};
    auto cursors = ends_of_logs(node);
    if (!cursors.ok()) return cursors.error();
    Subscription made;
    made.number = all.value().empty() ? 1 : all.value().back().number + 1;
    made.command = wanted.command;
    made.url = std::move(wanted.url);
    made.types = std::move(wanted.types);
    made.by = wanted.by;
    made.made_at = node.now();
    made.cursors = std::move(cursors).value();
    if (auto saved = save(node, made); !saved.ok()) return saved.error();
    return made;
}

Result<bool> remove(node::Node& node, std::uint32_t number) {
    const std::scoped_lock lock(changes());
    const auto there = find(node, number);
    if (!there.ok()) return there.error();
    if (!there.value()) return false;
    register_::RegisterWrite write;
    write.erase.emplace_back(kind, register_::number_key(number));
    if (auto done = node.store().apply(write); !done.ok()) return done.error();
    return true;
}

Result<Done> change(node::Node& node, std::uint32_t number,
                    const std::function<void(Subscription&)>& how) {
    const std::scoped_lock lock(changes());
    auto there = find(node, number);
    if (!there.ok()) return there.error();
    if (!there.value()) return Done{};  // removed meanwhile
    how(*there.value());
    return save(node, *there.value());
}

Result<Secret> secret_of(node::Node& node, const Subscription& subscription) {
    const Day quarter = vault::staff_key_day(Day::of(subscription.made_at));
    const auto key = node.keys().key(quarter, DataClass::staff);
    if (!key.ok()) return key.error();
    Secret secret;
    vault::keyed_hash(secret.fill(), key.value().view(), "buuan/webhook/v1",
                      {BytesView(subscription.command.bytes)});
    return secret;
}

}  // namespace buuan::webhooks
