#include "edge/node/arrivals.hpp"

#include <fmt/format.h>

#include "base/json.hpp"

namespace buuan::node {

/// What is kept of an envelope.
struct Arrivals::Link {
    ItemId item;
    Digest envelope;
    Digest previous;
    BOOST_DESCRIBE_CLASS(Link, (), (item, envelope, previous), (), ())
};

namespace {

constexpr const char* link_kind = "queued";
constexpr const char* count_kind = "queued_count";

std::string link_key(const DeviceId& device, std::uint64_t sequence) {
    return fmt::format("{}/{:020}", device.text(), sequence);
}

/// Takes a number out of what is missing.
void fill_gap(std::vector<NumberRange>& missing, std::uint64_t number) {
    std::vector<NumberRange> left;
    for (const NumberRange& gap : missing) {
        if (number < gap.from || number > gap.to) {
            left.push_back(gap);
            continue;
        }
        if (gap.from < number) left.push_back({gap.from, number - 1});
        if (number < gap.to) left.push_back({number + 1, gap.to});
    }
    missing = std::move(left);
}

}  // namespace

Result<std::optional<Arrivals::Link>> Arrivals::link_at(const DeviceId& device,
                                                        std::uint64_t sequence) {
    const auto body = store_.find(link_kind, link_key(device, sequence));
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<Link>{};
    auto link = json::read<Link>(*body.value());
    if (!link.ok())
        return Fault{FaultKind::corrupt,
                     "what is kept of envelope " + link_key(device, sequence) + " is broken"};
    return std::optional(std::move(link).value());
}

Result<bool> Arrivals::chain_fits(const DeviceId& device, const Arrival& arrival) {
    if (arrival.sequence == 1 && arrival.previous != Digest{}) return false;
    const auto before = link_at(device, arrival.sequence - 1);
    if (!before.ok()) return before.error();
    if (before.value() && before.value()->envelope != arrival.previous) return false;
    const auto after = link_at(device, arrival.sequence + 1);
    if (!after.ok()) return after.error();
    return !after.value() || after.value()->previous == arrival.envelope;
}

Result<Order> Arrivals::take(const DeviceId& device, const Arrival& arrival) {
    const std::scoped_lock lock(mutex_);
    const auto there = link_at(device, arrival.sequence);
    if (!there.ok()) return there.error();
    if (there.value())
        return there.value()->envelope == arrival.envelope ? Order::fits : Order::sequence_taken;
    auto count = counted(device);
    if (!count.ok()) return count.error();
    Counted& now = count.value();
    if (arrival.sequence == 0 || arrival.sequence > now.last_sequence + ahead_max)
        return Order::sequence_far;
    const auto fits = chain_fits(device, arrival);
    if (!fits.ok()) return fits.error();
    if (!fits.value()) return Order::chain_broken;

    if (arrival.sequence <= now.last_sequence) {
        fill_gap(now.missing, arrival.sequence);
    } else {
        if (arrival.sequence > now.last_sequence + 1)
            now.missing.push_back({now.last_sequence + 1, arrival.sequence - 1});
        now.last_sequence = arrival.sequence;
    }
    if (now.missing.size() > gaps_max) return Order::sequence_far;
    register_::RegisterWrite write;
    write.put.push_back({link_kind, link_key(device, arrival.sequence),
                         json::write(Link{arrival.item, arrival.envelope, arrival.previous})});
    write.put.push_back({count_kind, device.text(), json::write(now)});
    if (auto applied = store_.apply(write); !applied.ok()) return applied.error();
    return Order::fits;
}

Result<Counted> Arrivals::counted(const DeviceId& device) {
    const auto body = store_.find(count_kind, device.text());
    if (!body.ok()) return body.error();
    if (!body.value()) return Counted{};
    auto count = json::read<Counted>(*body.value());
    if (!count.ok())
        return Fault{FaultKind::corrupt, "the count of device " + device.text() + " is broken"};
    return std::move(count).value();
}

}  // namespace buuan::node
