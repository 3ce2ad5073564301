// The nouns every room shares about a postal item. Names are those of the glossary; enumerators are
// their own text in API and entries. What may follow what is acceptance's business.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

namespace buuan {

/// `letter` and `document` are never inspected (LBC Art 4, 29(3)); a document declared as goods is
/// a `small_packet`.
enum class ItemType : std::uint8_t { letter, document, small_packet, parcel };
BOOST_DESCRIBE_ENUM(ItemType, letter, document, small_packet, parcel)

/// What the item is sent under. The two that are not `standard` have series of records of their
/// own, which the law wants for longer (E14, rules/terms.toml): post for administrative procedures,
/// and the service for the Party and the State (KT1).
enum class Service : std::uint8_t { standard, administrative_procedure, party_state };
BOOST_DESCRIBE_ENUM(Service, standard, administrative_procedure, party_state)

enum class ItemState : std::uint8_t {
    refused,          // never became a postal item; the result of E1
    accepted,         // in our hands, at the service point
    in_transit,       // scanned somewhere after acceptance
    stopped,          // đình chỉ: prohibited find or suspicion, LBC Art 14(1)
    held_for_pickup,  // an attempt failed, waiting for the recipient
    delivered,
    returned,   // chuyển hoàn, handed back to the sender
    withdrawn,  // rút lại by the sender
    unclaimed,  // nobody received it within 6 months, LBC Art 17
    settled,    // and the council has handled it
};
BOOST_DESCRIBE_ENUM(ItemState, refused, accepted, in_transit, stopped, held_for_pickup, delivered,
                    returned, withdrawn, unclaimed, settled)

}  // namespace buuan
