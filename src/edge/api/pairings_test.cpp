#include "edge/api/pairings.hpp"

#include <gtest/gtest.h>

namespace buuan::api {
namespace {

using Refused = Pairings::Refused;

/// Different each time, the same in each run.
class Counting final : public Entropy {
public:
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = next_++;
    }

private:
    std::uint8_t next_ = 0;
};

struct Relay {
    explicit Relay(PairingLimits limits = {}) : pairings(limits) {}
    Pairings pairings;
    Counting entropy;
    Monotonic now{};

    std::string open(const std::string& user = "an") {
        return std::get<std::string>(pairings.open(user, now, entropy));
    }
    std::optional<Refused> put(const std::string& id, std::uint32_t number, std::string piece) {
        return pairings.put(id, number, std::move(piece), now);
    }
    /// The piece, "not yet", or a number for the reason of the refusal.
    std::string take(const std::string& id, std::uint32_t number, const std::string& user = "an") {
        const auto taken = pairings.take(id, user, number, now);
        if (const auto* refused = std::get_if<Refused>(&taken)) return said(*refused);
        return std::get<std::optional<std::string>>(taken).value_or("not yet");
    }
    /// The note, "nothing", or a number for the reason of the refusal.
    std::string ask(const std::string& id) {
        const auto asked = pairings.ask(id, now);
        if (const auto* refused = std::get_if<Refused>(&asked)) return said(*refused);
        return std::get<Pairings::ForPhone>(asked).note.value_or("nothing");
    }
    static std::string said(Refused why) {
        return "refused " + std::to_string(static_cast<int>(why));
    }
};

TEST(pairings, carry_pieces_to_the_counter_in_turn_and_the_latest_note_to_the_phone) {
    Relay relay;
    const std::string id = relay.open();
    EXPECT_EQ(relay.take(id, 0), "not yet");
    EXPECT_EQ(relay.ask(id), "nothing");
    EXPECT_FALSE(relay.put(id, 0, "first"));
    EXPECT_FALSE(relay.put(id, 1, "second"));
    EXPECT_EQ(relay.take(id, 0), "first");
    EXPECT_EQ(relay.take(id, 1), "second");
    EXPECT_EQ(relay.take(id, 2), "not yet");
    EXPECT_FALSE(relay.pairings.tell(id, "an", "open, please", relay.now));
    EXPECT_FALSE(relay.pairings.tell(id, "an", "now sign", relay.now));
    EXPECT_EQ(relay.ask(id), "now sign");
}

TEST(pairings, hand_a_piece_out_until_the_counter_asks_for_the_next_and_never_again) {
    Relay relay;
    const std::string id = relay.open();
    relay.put(id, 0, "first");
    EXPECT_EQ(relay.take(id, 0), "first");
    EXPECT_EQ(relay.take(id, 0), "first") << "the answer was lost on the way";
    EXPECT_EQ(relay.take(id, 1), "not yet");
    EXPECT_EQ(relay.take(id, 0), Relay::said(Refused::turn));
    EXPECT_EQ(relay.take(id, 3), Relay::said(Refused::turn)) << "of which nobody has heard";
}

TEST(pairings, take_the_last_piece_again_only_as_it_was) {
    Relay relay;
    const std::string id = relay.open();
    relay.put(id, 0, "first");
    EXPECT_FALSE(relay.put(id, 0, "first")) << "the phone did not hear that it had come";
    EXPECT_EQ(relay.put(id, 0, "another"), Refused::turn) << "another phone";
    EXPECT_EQ(relay.put(id, 2, "later"), Refused::turn);
    relay.take(id, 1);
    EXPECT_FALSE(relay.put(id, 0, "first"));
    EXPECT_EQ(relay.take(id, 1), "not yet") << "it has not come a second time";
    const auto asked = relay.pairings.ask(id, relay.now);
    EXPECT_EQ(std::get<Pairings::ForPhone>(asked).due, 1U);
}

TEST(pairings, are_their_users_own_and_unknown_to_everybody_else) {
    Relay relay;
    const std::string id = relay.open("an");
    relay.put(id, 0, "first");
    EXPECT_EQ(relay.take(id, 0, "bình"), Relay::said(Refused::unknown));
    EXPECT_EQ(relay.pairings.tell(id, "bình", "note", relay.now), Refused::unknown);
    EXPECT_EQ(relay.pairings.end(id, "bình", relay.now), Refused::unknown);
    relay.pairings.end(id, "an", relay.now);
    EXPECT_EQ(relay.take(id, 0, "bình"), Relay::said(Refused::unknown))
        << "not even that it is over";
}

TEST(pairings, have_ids_of_which_no_two_are_equal_and_tell_a_stranger_nothing_more) {
    Relay relay;
    const std::string id = relay.open();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_NE(relay.open(), id);
    for (const std::string& other : {std::string(), std::string(32, '0'), id.substr(1), id + "0"}) {
        EXPECT_EQ(relay.pairings.closed(other, relay.now), Refused::unknown);
        EXPECT_EQ(relay.ask(other), Relay::said(Refused::unknown));
        EXPECT_EQ(relay.put(other, 0, "x"), Refused::unknown);
    }
    EXPECT_FALSE(relay.pairings.closed(id, relay.now));
}

TEST(pairings, end_with_the_item_and_keep_nothing_but_that) {
    Relay relay;
    const std::string id = relay.open();
    relay.put(id, 0, "first");
    EXPECT_FALSE(relay.pairings.end(id, "an", relay.now));
    EXPECT_EQ(relay.pairings.closed(id, relay.now), Refused::over);
    EXPECT_EQ(relay.ask(id), Relay::said(Refused::over));
    EXPECT_EQ(relay.put(id, 1, "late"), Refused::over);
    EXPECT_EQ(relay.take(id, 0), Relay::said(Refused::over));
}

TEST(pairings, expire_after_ten_minutes_and_are_forgotten_after_twenty) {
    Relay relay;
    const std::string id = relay.open();
    relay.put(id, 0, "first");
    relay.now.ms = 600'000;
    EXPECT_EQ(relay.take(id, 0), "first");
    relay.now.ms += 1;
    EXPECT_EQ(relay.take(id, 0), Relay::said(Refused::expired));
    EXPECT_EQ(relay.put(id, 1, "late"), Refused::expired);
    relay.now.ms = 1'200'001;
    EXPECT_EQ(relay.ask(id), Relay::said(Refused::unknown));
}

TEST(pairings, hold_few_pieces_and_few_bytes_and_have_room_again_when_the_counter_took_them) {
    Relay relay({.waiting_max = 2, .pieces_max = 4, .bytes_waiting_max = 10});
    const std::string one = relay.open();
    const std::string two = relay.open();
    EXPECT_FALSE(relay.put(one, 0, "aaaa"));
    EXPECT_FALSE(relay.put(one, 1, "b"));
    EXPECT_EQ(relay.put(one, 2, "c"), Refused::full) << "two wait";
    EXPECT_EQ(relay.put(two, 0, "dddddd"), Refused::full) << "eleven bytes of all";
    EXPECT_FALSE(relay.put(two, 0, "ddddd"));
    relay.take(one, 2);
    EXPECT_FALSE(relay.put(one, 2, "ccccc"));
    EXPECT_EQ(relay.put(two, 1, "e"), Refused::full);
    relay.pairings.end(one, "an", relay.now);
    EXPECT_FALSE(relay.put(two, 1, "eeeee"));
    relay.now.ms = 600'001;
    const std::string three = relay.open();
    EXPECT_FALSE(relay.put(three, 0, "ffffffffff")) << "what expired holds nothing";
}

TEST(pairings, carry_so_many_pieces_and_no_more) {
    Relay relay({.pieces_max = 2});
    const std::string id = relay.open();
    relay.put(id, 0, "a");
    relay.put(id, 1, "b");
    relay.take(id, 2);
    EXPECT_EQ(relay.put(id, 2, "c"), Refused::too_many);
    EXPECT_FALSE(relay.put(id, 1, "b"));
}

TEST(pairings, of_a_user_end_the_oldest_when_there_are_enough) {
    Relay relay({.open_per_user_max = 2});
    const std::string first = relay.open("an");
    relay.now.ms = 1;
    const std::string second = relay.open("an");
    const std::string other = relay.open("bình");
    relay.now.ms = 2;
    relay.open("an");
    EXPECT_EQ(relay.pairings.closed(first, relay.now), Refused::over);
    EXPECT_FALSE(relay.pairings.closed(second, relay.now));
    EXPECT_FALSE(relay.pairings.closed(other, relay.now));
}

TEST(pairings, are_so_many_and_those_that_are_over_make_room) {
    Relay relay({.known_max = 2});
    const std::string one = relay.open("an");
    relay.open("bình");
    const auto refused = relay.pairings.open("châu", relay.now, relay.entropy);
    EXPECT_EQ(std::get<Refused>(refused), Refused::full);
    relay.pairings.end(one, "an", relay.now);
    relay.open("châu");
    EXPECT_EQ(relay.pairings.closed(one, relay.now), Refused::unknown);
}

TEST(pairings, are_asked_by_a_phone_so_often_in_a_minute) {
    Relay relay({.asked_per_minute_max = 2});
    const std::string id = relay.open();
    relay.ask(id);
    EXPECT_FALSE(relay.put(id, 0, "a"));
    EXPECT_EQ(relay.ask(id), Relay::said(Refused::too_often));
    EXPECT_EQ(relay.put(id, 1, "b"), Refused::too_often);
    EXPECT_EQ(relay.take(id, 0), "a") << "the counter asks as it likes";
    relay.now.ms = 60'000;
    EXPECT_EQ(relay.ask(id), "nothing");
}

}  // namespace
}  // namespace buuan::api
