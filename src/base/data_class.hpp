// The classes of sealed data: each has its own key per civil day, its own term, and its own end
// (DESIGN.md sections 3 and 4). The number is part of the sealed formats (docs/formats/vault.md)
// and never reused.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

namespace buuan {

enum class DataClass : std::uint8_t {
    record = 1,    // names, phones, addresses, contents
    identity = 2,  // identity number and how it was shown
    token = 3,     // the day's blind-index key; seals nothing
    picture = 4,
    footage = 5,
    minutes = 6,  // minutes (biên bản), refusals
    staff = 7,    // which person stands behind a staff number, by quarter
    act = 8,      // what an opening or search was for, and whom it concerned
    queue =
        9,  // what counters accept off line; the Monday's key is the week's (vault/queue_key.hpp)
    hold = 10,  // one hold's copies; in place of the day stands the hold's number
};
BOOST_DESCRIBE_ENUM(DataClass, record, identity, token, picture, footage, minutes, staff, act,
                    queue, hold)

}  // namespace buuan
