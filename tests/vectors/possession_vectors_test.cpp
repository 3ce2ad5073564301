// possession.json against the code of the ledger and the vault; docs/formats/possession.md.
#include <boost/describe/enum_to_string.hpp>

#include "ledger/possession_draw.hpp"
#include "ledger/possession_verify.hpp"
#include "vault/derive.hpp"
#include "vectors.hpp"

namespace buuan::vectors {
namespace {

const boost::json::value& possession() {
    static const boost::json::value file = read("possession.json");
    return file;
}

ledger::Challenge challenge() {
    const auto parsed = ledger::Challenge::parse(text(possession(), "challenge"));
    CHECK(parsed.ok());
    return parsed.value();
}

Result<ledger::Entry> entry_of_vectors(const LogName& log, std::uint64_t index) {
    const auto& entries = list(possession().at("entries"), log.value);
    return ledger::decode(std::string_view(entries.at(index).as_string()));
}

template <class E>
E named(const boost::json::value& of, const char* member) {
    E value{};
    CHECK(boost::describe::enum_from_string(text(of, member).c_str(), value));
    return value;
}

/// The answer with other members.
std::string answer_with(const boost::json::value& members) {
    boost::json::object answer = possession().at("answer").as_object();
    for (const auto& [name, value] : members.as_object()) answer[name] = value;
    return boost::json::serialize(answer);
}

std::vector<ledger::VerifierKey> keys() {
    std::vector<ledger::VerifierKey> keys;
    for (const std::string& vkey : texts(list(possession(), "vkeys")))
        keys.push_back(ledger::VerifierKey::parse(vkey).value());
    return keys;
}

TEST(possession_vectors, the_seed_says_what_is_written) {
    EXPECT_EQ(challenge().seed().text(), text(possession(), "seed"));
    std::vector<std::uint32_t> order;
    for (const auto& place : list(possession(), "stratum_order"))
        order.push_back(place.to_number<std::uint32_t>());
    EXPECT_EQ(ledger::stratum_order(challenge()), order);
    for (const auto& v : list(possession(), "numbers")) {
        EXPECT_EQ(
            std::to_string(ledger::drawn_number(
                challenge().seed(), named<ledger::LeafClass>(v, "data_class"),
                named<ledger::DrawKind>(v, "kind"), static_cast<std::uint32_t>(number(v, "draw")),
                static_cast<std::uint32_t>(number(v, "attempt")))),
            text(v, "number"));
    }
}

TEST(possession_vectors, the_leaves_are_drawn_that_are_written) {
    const auto drawn = ledger::draw_leaves(challenge(), entry_of_vectors);
    ASSERT_TRUE(drawn.ok()) << drawn.error().what;
    const auto& expected = list(possession(), "drawn");
    ASSERT_EQ(drawn.value().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const ledger::DrawnLeaf& leaf = drawn.value()[i];
        EXPECT_EQ(leaf.data_class, named<ledger::LeafClass>(expected[i], "data_class"));
        EXPECT_EQ(leaf.kind, named<ledger::DrawKind>(expected[i], "kind"));
        EXPECT_EQ(leaf.draw, number(expected[i], "draw"));
        EXPECT_EQ(leaf.log.value, text(expected[i], "log"));
        EXPECT_EQ(leaf.index, number(expected[i], "index"));
    }
}

TEST(possession_vectors, the_answer_proves_what_is_written) {
    const auto proved = ledger::verify_answer(answer_with(boost::json::object()),
                                              text(possession(), "challenge"), keys());
    ASSERT_TRUE(proved.ok()) << proved.error().where;
    EXPECT_TRUE(proved.value().missing.empty());
    EXPECT_EQ(proved.value().classes.at(ledger::LeafClass::record).uniform, 8U);
    EXPECT_EQ(proved.value().classes.at(ledger::LeafClass::picture).uniform, 6U);

    const auto one_less = ledger::verify_answer(answer_with(possession().at("with_a_miss")),
                                                text(possession(), "challenge"), keys());
    ASSERT_TRUE(one_less.ok()) << one_less.error().where;
    ASSERT_EQ(one_less.value().missing.size(), 1U);
    EXPECT_EQ(one_less.value().classes.at(ledger::LeafClass::record).missing, 1U);
}

TEST(possession_vectors, what_was_changed_is_refused_for_its_reason) {
    ASSERT_GE(list(possession(), "refused").size(), 14U);
    for (const auto& v : list(possession(), "refused")) {
        const auto proved = ledger::verify_answer(answer_with(v.at("members")), "", keys());
        ASSERT_FALSE(proved.ok()) << text(v, "why");
        EXPECT_EQ(proved.error().problem, named<ledger::AnswerProblem>(v, "why"))
            << boost::describe::enum_to_string(proved.error().problem, "?") << " at "
            << proved.error().where << ", expected " << text(v, "why");
    }
    const auto other = ledger::verify_answer(answer_with(boost::json::object()), "{}", keys());
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().problem, ledger::AnswerProblem::other_challenge);
}

TEST(possession_vectors, signatures_are_made_as_written) {
    const auto answer = ledger::Answer::parse(answer_with(boost::json::object()));
    ASSERT_TRUE(answer.ok());
    ASSERT_FALSE(answer.value().days.empty());
    for (const ledger::AnsweredDay& each : answer.value().days) {
        const std::string name =
            std::string(boost::describe::enum_to_string(each.data_class, "?")) + " " +
            each.day.text();
        const auto signature = vault::sign_possession(
            secret(possession().at("class_keys"), name),
            ledger::possession_message(answer.value(), each.data_class, each.day));
        EXPECT_EQ(to_base64(signature), each.signature.text()) << name;
    }
}

}  // namespace
}  // namespace buuan::vectors
