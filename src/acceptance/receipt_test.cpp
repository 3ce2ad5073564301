#include "acceptance/receipt.hpp"

#include "acceptance/world_test.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;

TEST(receipt, comes_back_from_its_paper_however_it_is_typed) {
    CountingEntropy entropy;
    for (int i = 0; i < 200; ++i) {
        const Receipt receipt = Receipt::make(entropy);
        const std::string text = receipt.text();
        ASSERT_EQ(Receipt::parse(text)->code, receipt.code) << text;
        std::string typed;
        for (const char c : text) {
            if (c == '-') continue;
            typed += c == '0'               ? 'O'
                     : c == '1'             ? 'l'
                     : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32)
                                            : c;
        }
        ASSERT_EQ(Receipt::parse(typed)->code, receipt.code) << typed;
    }
}

TEST(receipt, a_wrong_letter_or_two_changed_places_are_noticed) {
    CountingEntropy entropy;
    const std::string text = Receipt::make(entropy).text();
    int swaps = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '-') continue;
        std::string wrong = text;
        wrong[i] = wrong[i] == '7' ? '8' : '7';
        EXPECT_FALSE(Receipt::parse(wrong)) << wrong;
        if (i + 1 < text.size() && text[i + 1] != '-' && text[i] != text[i + 1]) {
            std::string swapped = text;
            std::swap(swapped[i], swapped[i + 1]);
            EXPECT_FALSE(Receipt::parse(swapped)) << swapped;
            ++swaps;
        }
    }
    EXPECT_GT(swaps, 10);
}

TEST(receipt, what_is_no_receipt_is_refused) {
    CountingEntropy entropy;
    const std::string text = Receipt::make(entropy).text();
    for (const std::string& wrong :
         {std::string(), std::string("-"), text.substr(0, text.size() - 1), text + "0", text + text,
          std::string(1'000'000, '0'), text.substr(0, 10) + "\xc4\x90" + text.substr(11)}) {
        EXPECT_FALSE(Receipt::parse(wrong)) << wrong.substr(0, 80);
    }
}

TEST(receipt, its_look_up_and_its_commitment_are_as_written_down) {
    Receipt receipt;
    for (std::size_t i = 0; i < receipt.code.size(); ++i)
        receipt.code[i] = static_cast<std::uint8_t>(i);
    // Computed apart, by Python's hashlib: docs/formats/entries-items.md.
    EXPECT_EQ(receipt.lookup().text(),
              "749d6d37d85f35e212d09e6279dabe0e91e03f1673f936464386004975ce27fb");
    EXPECT_EQ(receipt.commitment("BA0000000418").text(),
              "dc957848a5247ec0c95e36b636377df9afe5ca81cb676b30bd00349103683297");
    EXPECT_EQ(receipt.text(), "000G4-0R40M-30E20-9185G-R38E1-W6");
    EXPECT_NE(receipt.commitment("BA0000000418"), receipt.commitment("BA0000000426"));
    EXPECT_NE(receipt.commitment("BA0000000418"), Receipt{}.commitment("BA0000000418"));
}

}  // namespace
}  // namespace buuan::acceptance
