// What somebody said in a request or a complaint: sealed beside its row in the register, as an item
// of its own in the class `minutes` of the day on which it came, under the name of the command that
// filed it. It dies with that day's key.
#pragma once

#include <string>
#include <utility>

#include "base/entropy.hpp"
#include "vault/record.hpp"

namespace buuan::disclosure {

struct WordsSeal {
    const Secret& minutes_key;  // of the day on which it came
    std::string node;
};

/// The row's `sealed`, in hex.
Result<std::string> seal_words(const vault::Fields& fields, const CommandId& command,
                               const WordsSeal& seal, Entropy& entropy);
/// corrupt where it does not open: `what` names the row to who reads the fault.
Result<vault::OpenedRecord> open_words(const std::string& sealed, const CommandId& command,
                                       const WordsSeal& seal, const std::string& what);

/// The members that have something in them, by the labels of `labelled` (label, member pointer).
template <class Words, class Labelled>
vault::Fields fields_of(const Words& words, const Labelled& labelled) {
    vault::Fields fields;
    for (const auto& [label, member] : labelled) {
        const Personal& value = words.*member;
        if (!value.empty()) fields.emplace(label, value);
    }
    return fields;
}

template <class Words, class Labelled>
Words words_of(const vault::OpenedRecord& opened, const Labelled& labelled) {
    Words words;
    for (const auto& [label, member] : labelled)
        words.*member = Personal(std::string(opened.text(label)));
    return words;
}

}  // namespace buuan::disclosure
