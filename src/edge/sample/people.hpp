// People who do not exist, made up by seed: for the sample node, benchmarks and tests. The same
// seed gives the same people. Names are put together from common parts; numbers have the right
// shape and check rules and belong to nobody we know.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace buuan::sample {

struct Person {
    std::string name;
    std::string phone;
    std::string citizen_number;
    std::string birth_date;  // ddmmyyyy, as on a card
    bool female{};
    std::string province;  // two digits
    std::string commune;
    std::string street;

    /// The text of the QR code on a chip card (docs/formats/identifiers.md); unsigned, as the real
    /// one.
    [[nodiscard]] std::string card_text() const;
};

class People {
public:
    explicit People(std::uint64_t seed) : random_(seed) {}
    Person next();

private:
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    std::mt19937_64 random_;  // its sequence is fixed by the standard, unlike the distributions'
};

/// A small JPEG of a parcel, different for each seed; for the sample node and demonstrations.
std::string draw_parcel_jpeg(std::uint64_t seed);

}  // namespace buuan::sample
