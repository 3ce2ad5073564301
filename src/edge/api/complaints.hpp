// The register of complaints and claims, as other desks file into it.
#pragma once

#include "disclosure/complaint.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {

struct NewComplaint {
    CommandId id;
    ItemId item;
    std::string kind;
    disclosure::Complains as{};
    std::optional<Personal> name;
    std::optional<Personal> contact;
    Personal words;
    std::optional<bool> international;
    std::optional<std::uint64_t> fee_vnd;
};
BOOST_DESCRIBE_STRUCT(NewComplaint, (),
                      (id, item, kind, as, name, contact, words, international, fee_vnd))

/// Files a complaint about an item that was found, with its entry: durable when it returns, and the
/// item keeps itself from then on. The same command again answers the same; with another content it
/// is 409. `by`: who files it; SYSTEM where a sender or recipient does so without an account. Who
/// calls has recorded the act.
Result<disclosure::ComplaintRow, Response> file_complaint(Api& api, const http::Request& request,
                                                          const NamedItem& named,
                                                          const NewComplaint& complaint,
                                                          const StaffNumber& by);

}  // namespace buuan::api
