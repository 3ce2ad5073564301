// Takes people out of a text that somebody typed where only goods belong: before a declaration goes
// to whoever edits the rules. Promise: no e-mail address, no run of six digits or more (phones,
// identity and account numbers, however they are spaced; besides blanks and . - / ( ), up to four
// signs that are no letters between two digits), and none of the names that are given, also with
// invisible signs within, remain. It rather takes too much: what is left only has to say what the
// goods were called. Whoever passes it on reads it again, for people write anything: the name of
// somebody else, a house, a number in words.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace buuan::disclosure {

/// `names`: full names of the people concerned. Each piece that is taken out leaves "[…]". What is
/// no UTF-8 leaves nothing else.
std::string without_people(std::string_view text, std::span<const std::string_view> names);

}  // namespace buuan::disclosure
