// What happens to an item in the Universal Postal Union's codes, as our events: data of
// rules/upu_events.toml. Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "acceptance/events.hpp"
#include "base/rule_file.hpp"

namespace buuan::acceptance {

struct UpuEvent {
    std::optional<EventKind> kind;  // nullopt: it comes in another way, which `why` names
    std::string reason;             // where the other system names none
    std::string relationship;       // the same
};

struct UpuEvents {
    std::map<std::string, UpuEvent, std::less<>> by_code;

    /// invalid, with file and table, where there are none, a code is no code or comes twice, or a
    /// kind is not one of ours.
    static Result<UpuEvents> read(std::span<const RuleFile> files);
};

/// An event as another system tells it.
struct UpuReport {
    CommandId id;
    std::string upu;  // "EMI"
    SiteCode site;
    Instant at;
    std::optional<std::string> reason;
    std::optional<std::string> relationship;
    std::optional<Personal> received_by;
    std::optional<Personal> remark;
    std::optional<std::uint32_t> weight_g;
};
BOOST_DESCRIBE_STRUCT(UpuReport, (),
                      (id, upu, site, at, reason, relationship, received_by, remark, weight_g))

/// The same as one of ours; the error is a reason: upu_unknown, upu_not_an_event.
Result<Event, std::string> event_of(UpuReport report, const UpuEvents& events);

}  // namespace buuan::acceptance
