// The sender's and the recipient's own view of an item, without an account: by the code on the
// receipt and the last four digits of a phone. Everything is in forms that are posted: no code
// stands in an address, and nothing is kept in the browser. Pure: facts in, HTML out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/item.hpp"
#include "edge/pages/pages.hpp"

namespace buuan::pages {

inline constexpr std::size_t own_contact_bytes_max = 600;  // 200 letters of Vietnamese
inline constexpr std::size_t own_note_bytes_max = 3000;    // 1,000

/// What the public is told of an event; everything else that happens to an item is not shown.
enum class OwnStep : std::uint8_t {
    accepted,
    on_its_way,
    with_courier,
    attempted,
    recipient_told,
    unclaimed,
    settled,
    delivered,
    returned,
    withdrawn,
    in_procedure
};

struct OwnEvent {
    OwnStep step{};
    std::string at;  // as clocks in Viet Nam show it
    std::string place;
};

/// A party of the item as it may be shown: masked by the caller.
struct OwnParty {
    std::string name;
    std::string phone;  // empty: not for this reader
    std::string province;
};

/// What proves it, carried from form to form in their hidden fields.
struct OwnProof {
    std::string receipt;
    std::string last4;
};

struct OwnItem {
    OwnProof proof;
    bool is_sender = false;
    bool is_recipient = false;  // neither: the digits fit both, so whose data to show is not known
    std::string item_code;
    ItemState state{};
    std::vector<OwnEvent> events;
    OwnParty sender;
    OwnParty recipient;
};

/// What a reader may ask for of their own data, or complain of; `code` is what the form sends.
struct OwnAsk {
    std::string code;
    std::string vi;
    std::string en;
};

/// What both forms may be about.
struct OwnChoices {
    std::vector<OwnAsk> asks;
    std::vector<OwnAsk> complaints;
};

enum class OwnFiled : std::uint8_t { request, complaint };

struct OwnRequest {
    OwnFiled filed{};
    std::uint32_t number{};
    std::string ask_vi;
    std::string ask_en;
    std::string answer_by;
    std::string due;  // empty: of a complaint, which is answered
    bool there_before = false;
};

/// Why nothing is shown.
enum class OwnRefusal : std::uint8_t {
    receipt_form,
    digits_form,
    no_match,
    closed,           // for a day
    closed_for_good,  // on line
    looked_at_often,
    too_often,  // from this address
    request_form,
    complaint_form,
    requests_too_many
};

std::string own_item_form_page(const Facts& facts);
std::string own_item_page(const Facts& facts, const OwnItem& item, const OwnChoices& choices);
std::string own_item_refused_page(const Facts& facts, OwnRefusal why, const std::string& until);
std::string own_request_page(const Facts& facts, const OwnProof& proof, const OwnRequest& request);

}  // namespace buuan::pages
