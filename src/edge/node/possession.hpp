// A node answers a challenge: it draws what the seed draws, shows the sealed bytes, and signs them
// with the keys of their days (DESIGN.md section 5; docs/formats/possession.md).
#pragma once

#include <map>
#include <string_view>
#include <variant>

#include "edge/node/node.hpp"
#include "ledger/possession_draw.hpp"

namespace buuan::node {

/// Entries of this node's logs, each read once.
class ReadEntries {
public:
    explicit ReadEntries(Node& node) : node_(node) {}
    Result<ledger::Entry> read(const LogName& log, std::uint64_t index);
    /// All that was read, with their paths under the challenge's checkpoints.
    Result<std::vector<ledger::ShownEntry>> shown(const ledger::Challenge& challenge) const;
    /// One entry, whether it was read or not.
    Result<ledger::ShownEntry> show(const ledger::Challenge& challenge, const LogName& log,
                                    std::uint64_t index) const;

private:
    Node& node_;
    std::map<std::pair<LogName, std::uint64_t>, ledger::Entry> entries_;
};

/// What the node would be asked today: all its logs, strata by site and stretch of days, and this
/// many draws of each class. `authority`: text that it could not foresee.
Result<ledger::Challenge> make_challenge(Node& node, std::string authority,
                                         std::vector<ledger::ClassDraws> draws);

/// Why a challenge is not answered: not this node's, or not of today. A member of the challenge
/// and a reason of the text catalogue.
std::optional<json::Problem> not_for_us(Node& node, const ledger::Challenge& challenge);

/// `text` is what was read as `challenge`, for which not_for_us() had no objection.
Result<ledger::Answer> answer_challenge(Node& node, std::string text,
                                        const ledger::Challenge& challenge);

/// The drawn leaves in an order that opens each day once: places in `drawn`.
std::vector<std::size_t> by_day(const std::vector<ledger::DrawnLeaf>& drawn);

}  // namespace buuan::node
