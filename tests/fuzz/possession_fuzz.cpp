// Challenges and answers of possession: from any bytes, and from the answer of the vectors,
// altered. An answer that proves anything proves no other leaves than those that were asked for,
// and with no other bytes.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <tuple>

#include "fuzz.hpp"
#include "ledger/possession_draw.hpp"
#include "ledger/possession_verify.hpp"

namespace buuan::fuzz {
namespace {

using namespace ledger;

using Leaf = std::tuple<LeafClass, DrawKind, std::uint32_t>;

struct Vectors {
    std::string challenge;
    std::vector<VerifierKey> keys;
    std::map<LeafClass, ProvedClass> proved;
    std::map<Leaf, Bytes> held;

    Vectors() {
        std::ifstream in(std::string(BUUAN_SOURCE_DIR) + "/tests/vectors/possession.json",
                         std::ios::binary);
        const auto file = boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
        challenge = std::string(file.at("challenge").as_string());
        for (const auto& key : file.at("vkeys").as_array())
            keys.push_back(VerifierKey::parse(std::string_view(key.as_string())).value());
        const std::string answer = boost::json::serialize(file.at("answer"));
        proved = verify_answer(answer, challenge, keys).value().classes;
        held = held_in(answer);
    }

    static std::map<Leaf, Bytes> held_in(std::string_view answer) {
        std::map<Leaf, Bytes> held;
        const Answer parsed = Answer::parse(answer).value();
        for (const AnsweredLeaf& leaf : parsed.leaves) {
            if (leaf.outcome == Outcome::held)
                held[{leaf.data_class, leaf.kind, leaf.draw}] = leaf.bytes.value().bytes;
        }
        return held;
    }
};

}  // namespace

void take(BytesView input) {
    static const Vectors vectors;
    const std::string_view text = as_text(input);
    if (const auto challenge = Challenge::parse(text); challenge.ok()) {
        (void)challenge.value().seed();
        (void)stratum_order(challenge.value());
    }
    const auto proved = verify_answer(text, vectors.challenge, vectors.keys);
    if (!proved.ok()) return;
    CHECK(proved.value().challenge.seed() == Challenge::parse(vectors.challenge).value().seed());
    CHECK(proved.value().classes.size() == vectors.proved.size());
    for (const auto& [data_class, of_class] : proved.value().classes) {
        const ProvedClass& asked = vectors.proved.at(data_class);
        CHECK(of_class.drawn == asked.drawn && of_class.uniform == asked.uniform);
    }
    for (const auto& [leaf, bytes] : Vectors::held_in(text)) CHECK(vectors.held.at(leaf) == bytes);
}

}  // namespace buuan::fuzz
