// Signed notes, verifier keys, checkpoints: from any bytes, and from a note that we signed and that
// was altered in one place. A note that opens was signed by the key, for the very text it shows.
#include "ledger/note.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include "fuzz.hpp"

namespace buuan::fuzz {
namespace {

using namespace ledger;

void opens_only_what_was_signed(const LogKey& key, const std::string& note) {
    const auto opened = open_note(note, {key.verifier()});
    if (!opened) return;
    CHECK(note.starts_with(opened->text) && opened->text.ends_with('\n'));
    CHECK(opened->verified.size() == 1 && opened->verified[0].by == key.verifier());
    // Ed25519 here is deterministic: our line stands in the note as we would write it.
    const std::string signed_by_us = key.sign(opened->text);
    CHECK(note.find(signed_by_us.substr(opened->text.size() + 1)) != std::string::npos);
}

void check_checkpoint(std::string_view body) {
    const auto checkpoint = Checkpoint::parse(body);
    if (!checkpoint) return;
    CHECK(body.starts_with(checkpoint->text()));
    CHECK(Checkpoint::parse(checkpoint->text()) == checkpoint);
}

}  // namespace

void take(BytesView input) {
    static const LogKey key = LogKey::from_seed("buuan.example.vn/p11", key_of(7));
    const std::string_view text = as_text(input);
    if (const auto vkey = VerifierKey::parse(text)) CHECK(vkey->text() == text);
    check_checkpoint(text);
    opens_only_what_was_signed(key, std::string(text));

    FuzzedDataProvider choose(input.data(), input.size());
    const auto at = choose.ConsumeIntegral<std::uint16_t>();
    const auto byte = choose.ConsumeIntegral<char>();
    const std::string body = choose.ConsumeRemainingBytesAsString() + "\n";
    std::string note = key.sign(body);
    const bool good = open_note(note, {key.verifier()}).has_value();
    if (good) check_checkpoint(body);
    const char before = note[at % note.size()];
    note[at % note.size()] = byte;
    if (byte != before) CHECK(!open_note(note, {key.verifier()}));
}

}  // namespace buuan::fuzz
