// What has come from each device that accepts off line. A device numbers its envelopes 1, 2, 3 …
// and names in each the digest of the one before, so that one that was held back shows: as a number
// that is missing, or a chain that does not fit. Promises: a number belongs to one envelope for
// good; what is missing of a device is found without reading all it ever sent; both are durable
// before the envelope's item is decided. Not in the log: after `buuan rebuild` of a lost node.db
// the counting begins anew. docs/formats/queue.md, "Order".
#pragma once

#include <boost/describe/class.hpp>
#include <mutex>
#include <vector>

#include "register/organisation.hpp"
#include "register/register_store.hpp"

namespace buuan::node {

struct Arrival {
    std::uint64_t sequence{};
    ItemId item;
    Digest envelope;
    Digest previous;
};

enum class Order : std::uint8_t {
    fits,            // also when it came before
    sequence_taken,  // another envelope has this number
    chain_broken,    // it does not name the one before, or the one after does not name it
    sequence_far     // farther ahead, or more gaps, than a counter can have
};

struct NumberRange {
    std::uint64_t from{};
    std::uint64_t to{};
};
BOOST_DESCRIBE_STRUCT(NumberRange, (), (from, to))

struct Counted {
    std::uint64_t last_sequence{};
    std::vector<NumberRange> missing;  // below it, in order
};
BOOST_DESCRIBE_STRUCT(Counted, (), (last_sequence, missing))

class Arrivals {
public:
    explicit Arrivals(register_::RegisterStore& store) : store_(store) {}
    Result<Order> take(const DeviceId& device, const Arrival& arrival);
    Result<Counted> counted(const DeviceId& device);

private:
    static constexpr std::uint64_t ahead_max = 10'000;
    static constexpr std::size_t gaps_max = 100;
    struct Link;
    Result<std::optional<Link>> link_at(const DeviceId& device, std::uint64_t sequence);
    Result<bool> chain_fits(const DeviceId& device, const Arrival& arrival);

    register_::RegisterStore& store_;
    std::mutex mutex_;
};

}  // namespace buuan::node
