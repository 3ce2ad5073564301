// What the browser calls (web/src/screening/engine.js). One input, one output, both in the module's
// memory: `input` makes room, the caller writes, `load_rules` or `screen_input` reads it, the
// caller copies the output, `release` wipes both. One instance holds one set of rules.
#include <algorithm>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "screening/pack.hpp"
#include "screening/verdict_json.hpp"

#define BUUAN_EXPORT(name) extern "C" __attribute__((export_name(name)))

namespace buuan::screening {
namespace {

constexpr std::size_t day_bytes = 10;  // "2026-11-24"
constexpr std::size_t digest_bytes = 64;
constexpr std::size_t text_bytes_max = 16 * 1024 * 1024;  // as `buuan screen --json-lines`

std::string given;
std::string answer;
std::optional<RuleSet> rules;

void forget(std::string& text) {
    wipe(text.data(), text.size());
    std::string().swap(text);
}

Result<RuleSet, RuleProblem> compiled(std::string_view pack) {
    auto read = decode_pack(pack);
    if (!read.ok()) return read.error();
    return RuleSet::compile(std::move(read).value());
}

/// Room for `size` bytes; null when they are too many.
BUUAN_EXPORT("input") char* input(std::size_t size) {
    forget(given);
    if (size > text_bytes_max + digest_bytes) return nullptr;
    given.resize(std::max<std::size_t>(size, 1));
    given.resize(size);
    return given.data();
}

/// The input is a digest (64 hex digits) and a pack. 1: the pack is the one with that digest and
/// decides from now on. 0: the rules are those of before; the output says what is wrong with it, or
/// is empty where it is another one.
BUUAN_EXPORT("load_rules") int load_rules() {
    const std::string_view all = given;
    const auto digest = Digest::parse(all.substr(0, digest_bytes));
    answer.clear();
    if (!digest) return 0;
    auto read = compiled(all.substr(digest_bytes));
    if (!read.ok()) answer = read.error().where + ": " + read.error().what;
    if (!read.ok() || read.value().digest() != *digest) return 0;
    rules.emplace(std::move(read).value());
    return 1;
}

/// The input is a day (ten bytes) and a text, the output the verdict. 0: there is no day, or no
/// rules.
BUUAN_EXPORT("screen_input") int screen_input() {
    const std::string_view all = given;
    const auto day = Day::parse(all.substr(0, day_bytes));
    if (!day || !rules) return 0;
    const std::string_view text = all.substr(day_bytes);
    answer = verdict_json(screen(text, *rules, *day), *rules, text);
    return 1;
}

BUUAN_EXPORT("output") const char* output() {
    return answer.data();
}
BUUAN_EXPORT("output_size") std::size_t output_size() {
    return answer.size();
}
BUUAN_EXPORT("release") void release() {
    forget(given);
    forget(answer);
}

}  // namespace
}  // namespace buuan::screening
