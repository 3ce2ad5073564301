// What happens to an item after its acceptance, shared by the routes that record it. An event that
// was recorded before is recognised by its id and digest and answered as the first time.
#pragma once

#include "acceptance/events.hpp"
#include "edge/api/acceptance_desk.hpp"

namespace buuan::api {

/// An item by its id alone: in its day or, once that is gone, in a hold; nullopt where there is
/// none.
Result<std::optional<NamedItem>> find_item(Api& api, const ItemId& id);

/// The newest item with this code as somebody read it, over the days that can still be searched;
/// one that is through only where no other has it. 404 where there is none, 422 where it is no
/// code.
Result<NamedItem, Answered> find_coded(Api& api, const Personal& code);

/// Whether an item was accepted at a site, or anything happened to it there: from the moment it is
/// scanned, also while that waits for its log.
Result<bool> was_at(Api& api, const StoredItem& stored, const SiteCode& site);

/// Whether this actor may record such an event: its kind may need more than the route's right, and
/// who is bound to a site records what happens there.
bool may_record(const Actor& actor, const acceptance::Event& event, const ItemRow& row);

/// Checked and ready to be committed.
struct PreparedEvent {
    DayWrite write;  // moved to the committer
    ItemRow after;
};

/// What an event that this actor may record writes; or its answer, where it was recorded before or
/// is wrong. `request`: the bytes that the digest covers.
std::variant<PreparedEvent, Answered> prepare_event(Api& api, const Actor& actor,
                                                    const NamedItem& named,
                                                    const acceptance::Event& event,
                                                    std::string_view request);

/// What to tell after the commit, and what it means for a courier's route; nullopt where another
/// command was faster.
std::optional<Answered> answer_event(Api& api, const Actor& actor, const acceptance::Event& event,
                                     const ItemRow& after, const Result<Applied>& applied);

/// Both, and the commit between them; again, on the item as it is then, when another command was
/// faster.
Answered record(Api& api, const Actor& actor, NamedItem named, const acceptance::Event& event,
                std::string_view request);

}  // namespace buuan::api
