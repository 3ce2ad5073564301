// Papers about one item: the minutes of an opening (LBC Art 13, 14, 17) and of damage (Art 13), and
// the notice to the authority of an item that was stopped (Art 14). They say what the log and the
// event's sealed minutes say, and leave lines for hands to sign.
#pragma once

#include <optional>
#include <string>

#include "edge/pages/pages.hpp"
#include "edge/paper/document.hpp"

namespace buuan::pages {

enum class PaperKind : std::uint8_t { opened, damaged, stopped };

/// What is not known stays empty and is not printed.
struct ItemPaper {
    PaperKind kind{};
    std::string enterprise;
    bool sample = false;
    std::string site;  // its name and where it is
    std::string item_code;
    Instant accepted_at;
    Instant at;  // of the event
    std::string by;
    std::string second_person;
    std::string reason;  // in words already: a ground, why it was stopped
    std::string paper;
    std::string remark;
    std::string found;  // the goods rules' name of it
    std::optional<std::uint32_t> accepted_g;
    std::optional<std::uint32_t> now_g;
    std::string entry;  // under which the log has it
};

paper::Document item_paper(const ItemPaper& said, bool english);

}  // namespace buuan::pages
