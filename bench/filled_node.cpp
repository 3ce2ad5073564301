#include "filled_node.hpp"

#include <atomic>
#include <optional>
#include <thread>

#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/api/acceptance_desk.hpp"
#include "intakes.hpp"

namespace buuan::bench {
namespace {

/// The system's clock moved to another day.
class MovedClock final : public Clock {
public:
    Instant now() override { return system_.now() + moved_ms_; }
    Monotonic elapsed() override { return system_.elapsed(); }
    void go_back(int days) { moved_ms_ = -std::int64_t{days} * 86'400'000; }

private:
    SystemClock system_;
    std::atomic<std::int64_t> moved_ms_ = 0;
};

constexpr std::size_t group = 1000;
constexpr std::size_t known_of_group = 2;
constexpr std::size_t settled_groups = 20;  // between two rounds of the jobs, which do not run here

}  // namespace

struct FilledNode::Parts {
    MovedClock clock;
    SystemEntropy entropy;
    std::unique_ptr<node::Node> node;
    std::unique_ptr<api::Api> api;
    Actor clerk;
    std::uint64_t seed = 0;
};

FilledNode::FilledNode(const std::string& folder, std::uint64_t first_seed)
    : parts_(std::make_unique<Parts>()) {
    parts_->seed = first_seed;
    auto node = node::Node::open(folder, vault::RootMeans(), parts_->clock, parts_->entropy);
    CHECK(node.ok());
    parts_->node = std::move(node).value();
    parts_->api = std::make_unique<api::Api>(*parts_->node);
    const auto staff = parts_->node->store().list("staff", "", 100);
    CHECK(staff.ok() && !staff.value().empty());
    parts_->clerk.user = "bench";
    parts_->clerk.by = StaffNumber{staff.value().front().key};
}

FilledNode::~FilledNode() = default;

node::Node& FilledNode::node() {
    return *parts_->node;
}

std::vector<std::string> FilledNode::add(int days, std::size_t count) {
    std::vector<std::string> known;
    for (int back = days - 1; back >= 0; --back) {
        parts_->clock.go_back(back);
        CHECK(parts_->node->new_day().ok());
        for (std::size_t done = 0; done < count; done += group) {
            Parcels parcels(++parts_->seed, "Q1");
            std::vector<DayWrite> writes;
            for (std::size_t i = 0; i < std::min(group, count - done); ++i) {
                const Parcel parcel = parcels.next(parts_->clock.now());
                auto prepared = api::prepare_acceptance(*parts_->api, parts_->clerk, parcel.item,
                                                        parcel.intake, std::nullopt);
                auto* ready = std::get_if<api::Prepared>(&prepared);
                CHECK(ready != nullptr);
                if (i < known_of_group) known.push_back(parcel.sender_phone);
                writes.push_back(std::move(ready->write));
            }
            for (const auto& applied : parts_->node->committer().commit_all(std::move(writes)))
                CHECK(applied.ok() && applied.value() == Applied::written);
            if (done / group % settled_groups == 0) CHECK(parts_->node->settle().ok());
        }
        CHECK(parts_->node->settle().ok());
    }
    return known;
}

}  // namespace buuan::bench
