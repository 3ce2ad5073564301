// A body of lines that streams, answered line by line: taken in groups that are committed together
// and answered together, in their order.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "edge/api/acceptance_desk.hpp"

namespace buuan::api {

struct TakenLine {
    std::size_t number{};
    std::string text;
    bool too_long{};
};

/// Does what a group's lines ask for and returns their answers; durable when it returns.
using AnswerLines = std::function<std::string(std::span<const TakenLine>)>;

/// The whole body, through `answer`; 503 where too many batches are read already. With two groups
/// at once, however long the batch is, one is sealed while the other is made durable, and both
/// processors have work; with one, each line finds what the lines before it made.
Response answer_lines(Api& api, const Call& call, std::size_t groups_at_once,
                      const AnswerLines& answer);

/// A batch may last for hours, and its sender be locked out meanwhile.
bool is_allowed_still(Api& api, const Call& call, Action action);

/// Adds a line's answer: its number, its status and its body, or its problem.
void append_answer(std::string& out, const Call& call, std::size_t number,
                   const Answered& answered);

}  // namespace buuan::api
