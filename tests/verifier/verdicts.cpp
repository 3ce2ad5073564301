// Our own code behind the questions that the second verifier answers (main.go): a line each, a
// verdict each, so that run.py can compare the two on very many inputs.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <functional>
#include <iostream>
#include <map>

#include "acceptance/receipt.hpp"
#include "adapters/disk/pack_store.hpp"
#include "adapters/memory/memory_files.hpp"
#include "base/merkle.hpp"
#include "evidence/object.hpp"
#include "ledger/possession_verify.hpp"
#include "ledger/proof.hpp"
#include "ledger/tiles.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"
#include "vault/key_ring.hpp"
#include "vault/record.hpp"
#include "vault/root_key.hpp"

namespace buuan {
namespace {

/// Nothing here may need randomness.
class NoEntropy final : public Entropy {
public:
    void fill(std::span<std::uint8_t>) override { CHECK(false); }
};

struct Arguments {
    std::vector<Bytes> all;

    [[nodiscard]] const Bytes& bytes(std::size_t i) const { return all.at(i); }
    [[nodiscard]] std::string text(std::size_t i) const { return std::string(as_text(all.at(i))); }
    [[nodiscard]] std::uint64_t number(std::size_t i) const {
        std::uint64_t value = 0;
        for (const std::uint8_t byte : all.at(i)) value = value << 8 | byte;
        return value;
    }
    [[nodiscard]] Digest digest(std::size_t i) const {
        Digest digest;
        std::copy_n(all.at(i).begin(), 32, digest.bytes.begin());
        return digest;
    }
    [[nodiscard]] std::vector<Digest> path(std::size_t i) const {
        std::vector<Digest> path;
        for (BytesView rest = all.at(i); rest.size() >= 32; rest = rest.subspan(32))
            std::copy_n(rest.begin(), 32, path.emplace_back().bytes.begin());
        return path;
    }
    [[nodiscard]] Secret key(std::size_t i) const {
        return Secret(std::span<const std::uint8_t, 32>(all.at(i).data(), 32));
    }
    [[nodiscard]] ItemId item(std::size_t i) const {
        ItemId item;
        std::copy_n(all.at(i).begin(), 16, item.bytes.begin());
        return item;
    }
    [[nodiscard]] vault::SealContext context(std::size_t i) const {
        return {text(i), item(i + 1), static_cast<DataClass>(number(i + 2)),
                static_cast<std::uint32_t>(number(i + 3))};
    }
    [[nodiscard]] std::vector<ledger::VerifierKey> keys(std::size_t i) const {
        std::vector<ledger::VerifierKey> keys;
        const std::string lines = text(i);
        for (std::size_t at = 0; at < lines.size();) {
            const auto end = std::min(lines.find('\n', at), lines.size());
            if (auto key = ledger::VerifierKey::parse(lines.substr(at, end - at)))
                keys.push_back(std::move(*key));
            at = end + 1;
        }
        return keys;
    }
};

std::string yes(bool answer) {
    return answer ? "yes" : "no";
}
std::string digest_of(BytesView data) {
    return sha256(data).text();
}

std::string signers_of(const std::vector<ledger::NoteSignature>& signatures) {
    std::string text;
    for (const auto& each : signatures)
        text += fmt::format(" {}/{}/{}", each.by.name, static_cast<int>(each.by.type),
                            each.at ? each.at->ms / 1000 : 0);
    return text;
}

std::string entry(const Arguments& a) {
    const auto entry = ledger::decode(a.text(0));
    if (!entry.ok()) return "no";
    return fmt::format("ok {} {} {}", merkle::leaf_hash(a.bytes(0)).text(), entry.value().type,
                       entry.value().id.text());
}

std::string vkey(const Arguments& a) {
    const auto key = ledger::VerifierKey::parse(a.text(0));
    if (!key) return "no";
    return fmt::format("ok {} {} {}", key->name, static_cast<int>(key->type), to_hex(key->key));
}

std::string note(const Arguments& a) {
    const auto note = ledger::open_note(a.text(1), a.keys(0));
    if (!note) return "no";
    return "ok " + digest_of(as_bytes(note->text)) + signers_of(note->verified);
}

std::string checkpoint(const Arguments& a) {
    const auto read = ledger::Checkpoint::parse(a.text(0));
    if (!read) return "no";
    return fmt::format("ok {} {} {}", read->origin, read->size, read->root.text());
}

std::string proof(const Arguments& a) {
    const auto logs = a.keys(0);
    const auto verified = ledger::verify_proof(a.text(2), logs, a.keys(1));
    if (!verified.ok()) {
        const std::array names = {"malformed", "unknown_log", "wrong_log", "not_included"};
        return names.at(static_cast<std::size_t>(verified.error()));
    }
    const ledger::VerifiedEntry& read = verified.value();
    auto known = logs;
    for (const auto& witness : a.keys(1)) known.push_back(witness);
    const auto note = ledger::open_note(ledger::Proof::parse(a.text(2))->checkpoint, known);
    return fmt::format("ok {} {} {} {}", digest_of(as_bytes(read.entry_text)),
                       read.checkpoint.origin, read.checkpoint.size, read.checkpoint.root.text()) +
           signers_of(note->verified);
}

std::string consistency(const Arguments& a) {
    return yes(
        ledger::is_consistent(a.number(0), a.digest(1), a.number(2), a.digest(3), a.path(4)));
}

std::string inclusion(const Arguments& a) {
    return yes(merkle::root_from_path(merkle::leaf_hash(a.bytes(0)), a.number(1), a.number(2),
                                      a.path(3)) == a.digest(4));
}

std::string bundle(const Arguments& a) {
    const auto entries = ledger::entries_in(a.bytes(0));
    if (!entries) return "no";
    std::vector<Digest> leaves;
    for (const auto each : *entries) leaves.push_back(merkle::leaf_hash(as_bytes(each)));
    return fmt::format("ok {} {}", leaves.size(), merkle::root_of(leaves).text());
}

std::string receipt(const Arguments& a) {
    const auto receipt = acceptance::Receipt::parse(a.text(0));
    if (!receipt) return "no";
    return "ok " + receipt->lookup().text() + " " + receipt->commitment(a.text(1)).text();
}

std::string derive(const Arguments& a) {
    const Secret key = a.key(0);
    return to_hex(
               vault::record_key(key, a.item(1), static_cast<std::uint32_t>(a.number(2))).view()) +
           " " + to_hex(vault::object_key(key, a.item(1), a.text(3)).view()) + " " +
           vault::item_ref(key, a.item(1), LogName{a.text(4)}) + " " +
           vault::request_digest(key, a.bytes(5)).text();
}

std::string token(const Arguments& a) {
    return to_hex(
        vault::token_of(a.key(0), static_cast<vault::TokenKind>(a.number(1)), a.text(2)).bytes);
}

std::string wrap(const Arguments& a) {
    const auto secret = vault::unwrap(a.bytes(2), a.key(0), a.text(1));
    return secret.ok() ? "ok " + digest_of(secret.value()) : "no";
}

std::string seal(const Arguments& a) {
    Bytes plain;
    return vault::open(a.bytes(5), a.key(0), a.context(1), plain).ok() ? "ok " + digest_of(plain)
                                                                       : "no";
}

std::string record_verdict(const Secret& key, const vault::SealContext& context, BytesView sealed) {
    const auto record = vault::open_record(sealed, key, context);
    if (!record.ok()) return "no";
    std::string said;
    for (const auto& [label, value] : record.value().fields)
        said += label + " " + to_hex(vault::open_field(record.value(), label)->salt) + " " +
                to_hex(as_bytes(value.reveal())) + "\n";
    return "ok " + record.value().root().text() + " " + digest_of(as_bytes(said));
}

std::string record(const Arguments& a) {
    return record_verdict(a.key(0), a.context(1), a.bytes(5));
}

std::string field(const Arguments& a) {
    vault::FieldOpening field{a.text(0),   Personal(a.text(2)), {},
                              a.number(3), a.number(4),         a.path(5)};
    if (a.bytes(1).size() != field.salt.size()) return "no";
    std::copy(a.bytes(1).begin(), a.bytes(1).end(), field.salt.begin());
    return yes(vault::field_is_proved(field, a.digest(6)));
}

/// A file as it lies in a node's folder.
void put(memory::MemoryFiles& files, std::string_view path, BytesView data) {
    CHECK(files.make_folders("keys").ok());
    CHECK(replace_file(files, path, data).ok());
}

std::string root(const Arguments& a) {
    memory::MemoryFiles files;
    put(files, "keys/root.json", a.bytes(0));
    put(files, "root.key", a.bytes(1));
    vault::RootMeans means;
    means.passphrase = Personal(std::string(a.text(2)));
    const auto key = vault::open_root_key(files, means);
    return key.ok() ? "ok " + digest_of(key.value().view()) : "no";
}

std::string ring(const Arguments& a) {
    memory::MemoryFiles files;
    put(files, "keys/ring", a.bytes(1));
    NoEntropy entropy;
    auto ring = vault::KeyRing::open(files, a.key(0), entropy);
    if (!ring.ok()) return "no";
    std::vector<std::string> lines;
    for (const vault::KeyInfo& info : ring.value()->list()) {
        const std::array states = {"", "live", "destroyed", "damaged"};
        const auto key = ring.value()->key(info.day, info.data_class);
        lines.push_back(fmt::format("{} {} {} {}\n", info.day.number,
                                    static_cast<int>(info.data_class),
                                    states.at(static_cast<std::size_t>(info.state)),
                                    key.ok() ? to_hex(key.value().view()) : ""));
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& line : lines) text += line;
    return "ok " + digest_of(as_bytes(text));
}

/// The key of a class of a day, from root key, ring and day at the front of the arguments.
Result<Secret> class_key(const Arguments& a, DataClass data_class) {
    memory::MemoryFiles files;
    put(files, "keys/ring", a.bytes(1));
    NoEntropy entropy;
    auto ring = vault::KeyRing::open(files, a.key(0), entropy);
    if (!ring.ok()) return ring.error();
    return ring.value()->key(Day{static_cast<std::int32_t>(a.number(2))}, data_class);
}

std::string item_record(const Arguments& a) {
    const vault::SealContext context = a.context(3);
    const auto key = class_key(a, context.data_class);
    if (!key.ok()) return "no";
    return record_verdict(vault::record_key(key.value(), context.item, context.revision), context,
                          a.bytes(7));
}

std::string item_object(const Arguments& a) {
    const auto key = class_key(a, DataClass::picture);
    if (!key.ok()) return "no";
    const evidence::ObjectContext context{a.text(3), a.item(4), DataClass::picture, a.text(5)};
    const Digest id = evidence::object_id(a.bytes(6));
    const auto plain = evidence::open_object(
        a.bytes(6), id, vault::object_key(key.value(), context.item, context.slot), context);
    return plain.ok() ? "ok " + id.text() + " " + digest_of(plain.value()) : "no";
}

std::string item_ref(const Arguments& a) {
    const auto key = class_key(a, DataClass::record);
    return key.ok() ? "ok " + vault::item_ref(key.value(), a.item(3), LogName{a.text(4)}) : "no";
}

std::string message(const Arguments& a) {
    const auto plain = evidence::decrypt_chunked(a.bytes(2), a.key(0), a.text(1));
    return plain.ok() ? "ok " + digest_of(plain.value()) : "no";
}

std::string chunk(const Arguments& a) {
    const auto plain =
        evidence::decrypt_chunk(a.bytes(2), a.bytes(3), a.number(4), a.key(0), a.text(1));
    return plain.ok() ? "ok " + digest_of(plain.value()) : "no";
}

std::string object(const Arguments& a) {
    return evidence::object_id(a.bytes(0)).text();
}

std::string pack(const Arguments& a) {
    memory::MemoryFiles files;
    const Day day{20'000};
    const std::string folder = "objects/4/" + day.text();
    CHECK(files.make_folders(folder).ok());
    CHECK(replace_file(files, folder + "/pack-0000", a.bytes(0)).ok());
    disk::PackStore store(files);
    const auto ids = store.list(day, DataClass::picture);
    if (!ids.ok()) return "no";
    std::string text;
    for (const Digest& id : ids.value())
        text += id.text() + (store.get(day, DataClass::picture, id).ok() ? " true\n" : " false\n");
    return fmt::format("{} {}", ids.value().size(), digest_of(as_bytes(text)));
}

std::string possession(const Arguments& a) {
    const auto proved = ledger::verify_answer(a.text(2), a.text(1), a.keys(0));
    if (!proved.ok()) return boost::describe::enum_to_string(proved.error().problem, "?");
    std::string text = "ok " + proved.value().seed.text();
    for (const auto& [data_class, of] : proved.value().classes)
        text += fmt::format(" {} {} {}", boost::describe::enum_to_string(data_class, "?"), of.drawn,
                            of.missing);
    return text;
}

const std::map<std::string, std::string (*)(const Arguments&), std::less<>> questions = {
    {"entry", entry},
    {"vkey", vkey},
    {"note", note},
    {"checkpoint", checkpoint},
    {"proof", proof},
    {"possession", possession},
    {"receipt", receipt},
    {"inclusion", inclusion},
    {"bundle", bundle},
    {"derive", derive},
    {"token", token},
    {"consistency", consistency},
    {"wrap", wrap},
    {"seal", seal},
    {"record", record},
    {"field", field},
    {"root", root},
    {"ring", ring},
    {"message", message},
    {"chunk", chunk},
    {"object", object},
    {"pack", pack},
    {"item_record", item_record},
    {"item_object", item_object},
    {"item_ref", item_ref},
};

std::string answer(std::string_view line) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= line.size();) {
        const auto end = std::min(line.find('\t', at), line.size());
        parts.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    const auto ask = questions.find(parts[0]);
    if (ask == questions.end()) return "unknown question";
    Arguments arguments;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto data = from_hex(parts[i]);
        if (!data) return "bad question";
        arguments.all.push_back(std::move(*data));
    }
    return ask->second(arguments);
}

}  // namespace
}  // namespace buuan

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) std::cout << buuan::answer(line) << '\n';
}
