// What a counter sends to have an item accepted: the body of PUT /api/v1/items/{item}. The order of
// the members is the order of the steps, which is the law's: identify the sender, the recipient,
// declare, screen, inspect together, take pictures, confirm, weigh, decide (Directive 02/CT-BKHCN
// D6–D10; LBC Art 29(3)). Everything personal is a Personal; nothing here is parsed yet.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/item.hpp"
#include "base/personal.hpp"

namespace buuan::acceptance {

struct AddressPart {
    std::string province;  // two digits
    Personal commune;
    Personal street;
};
BOOST_DESCRIBE_STRUCT(AddressPart, (), (province, commune, street))

/// How the sender was identified (rules/identity_methods.toml) and what it gave. `phone_from`: an
/// earlier item of the same identified sender, whose phone it is; the node fills it in.
struct SenderPart {
    std::string method;
    std::optional<Personal> card_text;  // the QR code's text, as read
    std::optional<Personal> name;
    std::optional<Personal> phone;
    std::optional<ItemId> phone_from;
    std::optional<Personal> identity_number;  // 12 digits
    std::optional<Personal> passport;
    std::optional<Personal> tax_code;
    std::optional<AddressPart> address;
    std::optional<bool> face_matches;  // the clerk compared the face with the card
    std::optional<Personal> remark;    // why the clerk went on where something looked odd
};
BOOST_DESCRIBE_STRUCT(SenderPart, (),
                      (method, card_text, name, phone, phone_from, identity_number, passport,
                       tax_code, address, face_matches, remark))

struct RecipientPart {
    Personal name;
    Personal phone;
    AddressPart address;
};
BOOST_DESCRIBE_STRUCT(RecipientPart, (), (name, phone, address))

struct Thing {
    Personal text;
    std::uint32_t quantity = 1;
    std::optional<std::uint64_t> value_vnd;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (text, quantity, value_vnd))

struct ItemPart {
    ItemType type{};
    std::optional<Service> service;      // absent: standard
    std::optional<std::string> code;     // made by the node when absent
    std::optional<Personal> order_code;  // the sender's own
    std::vector<Thing> things;
    std::optional<std::uint32_t> weight_g;
};
BOOST_DESCRIBE_STRUCT(ItemPart, (), (type, service, code, order_code, things, weight_g))

enum class InspectionMethod : std::uint8_t { visual, xray, documents, sampled };
BOOST_DESCRIBE_ENUM(InspectionMethod, visual, xray, documents, sampled)

struct InspectionPart {
    InspectionMethod method{};
    bool conditions_explained{};  // conditional goods: the sender knows what makes them acceptable,
                                  // and meets it
};
BOOST_DESCRIBE_STRUCT(InspectionPart, (), (method, conditions_explained))

struct PicturePart {
    std::string slot;
    Digest sha256;  // of the bytes that will be sent
    std::uint64_t size{};
};
BOOST_DESCRIBE_STRUCT(PicturePart, (), (slot, sha256, size))

enum class SenderConfirmation : std::uint8_t { signature, otp, app, witnessed };
BOOST_DESCRIBE_ENUM(SenderConfirmation, signature, otp, app, witnessed)

struct ConfirmationPart {
    std::optional<SenderConfirmation> sender;
    std::optional<Personal> witness;  // for `witnessed`: why, and who saw it
    bool clerk{};
    std::optional<Personal> strokes;  // of a signature: points with times, as the pad gave them
};
BOOST_DESCRIBE_STRUCT(ConfirmationPart, (), (sender, witness, clerk, strokes))

enum class Channel : std::uint8_t { on_line, off_line };
BOOST_DESCRIBE_ENUM(Channel, on_line, off_line)

/// A refusal may lack what was not there yet: the sender, the recipient, the contents.
struct Intake {
    CounterCode counter;
    Instant accepted_at;
    std::optional<Channel> channel;  // absent: on_line
    std::optional<SenderPart> sender;
    std::optional<RecipientPart> recipient;
    std::optional<ItemId>
        recipient_from;  // in its place: as in that earlier item of the same sender
    ItemPart item;
    std::optional<InspectionPart> inspection;
    std::vector<PicturePart> pictures;
    std::optional<ConfirmationPart> confirmations;
    std::vector<std::string> refuse;  // reason codes: the clerk does not accept
};
BOOST_DESCRIBE_STRUCT(Intake, (),
                      (counter, accepted_at, channel, sender, recipient, recipient_from, item,
                       inspection, pictures, confirmations, refuse))

}  // namespace buuan::acceptance
