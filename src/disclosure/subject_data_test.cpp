#include "disclosure/subject_data.hpp"

#include "disclosure/world_test.hpp"
#include "ledger/entry.hpp"

namespace buuan::disclosure {
namespace {

using namespace testing_world;

Asker asks(const Person& person) {
    return {personal(person.name), personal(person.phone), {}, {}, {}};
}

struct SubjectData : ::testing::Test {
    World world;
    const ItemId item = world.accept(today, mai, binh);

    StoredItem stored() { return *world.days.find(today, item).value(); }
    vault::OpenedRecord record() {
        return open_latest(world.readers(), today, stored(), DataClass::record).value();
    }
    Result<DayWrite> erase(Parties parties) {
        std::set<DataClass> classes{DataClass::record, DataClass::picture};
        vault::Fields identity;
        if (parties.sender)
            classes.insert(DataClass::identity);
        else
            identity.emplace("number", personal("011190000123"));
        const StoredItem now_stored = stored();
        const Secret record_key = world.key(today, DataClass::record);
        const Secret token_key = world.key(today, DataClass::token);
        return erase_item({now_stored, today, parties, classes, by, now, node}, record(), identity,
                          {record_key, token_key}, world.entropy);
    }
    Applied apply(DayWrite write) {
        return world.days.apply(today, std::span(&write, 1)).value().front();
    }
    bool is_found(vault::TokenKind kind, const std::string& value) {
        return !trace_by_token(world.readers(), kind, value, today, today, std::nullopt)
                    .value()
                    .found.empty();
    }
};

TEST_F(SubjectData, a_person_is_a_party_by_number_and_name_together) {
    const vault::Fields fields = record().fields;
    EXPECT_TRUE(parties_of(fields, asks(mai), false).sender);
    EXPECT_FALSE(parties_of(fields, asks(mai), false).recipient);
    EXPECT_TRUE(parties_of(fields, asks(binh), false).recipient);
    EXPECT_TRUE(parties_of(fields, asks({"lo thi mai", mai.phone}), false).sender);
    // The number went to somebody else; and a name without its number is anybody's.
    EXPECT_FALSE(parties_of(fields, asks({"Quàng Văn Pó", mai.phone}), false).any());
    EXPECT_FALSE(parties_of(fields, asks({mai.name, dang.phone}), false).any());
    // Found by the identity number, which only a sender leaves.
    EXPECT_TRUE(parties_of(fields, asks({mai.name, dang.phone}), true).sender);
    EXPECT_FALSE(parties_of(fields, asks({binh.name, dang.phone}), true).recipient);
}

TEST_F(SubjectData, nobody_is_shown_what_is_the_others) {
    const vault::Fields of_sender = own_fields(record().fields, {true, false});
    EXPECT_TRUE(of_sender.contains("sender.phone"));
    EXPECT_TRUE(of_sender.contains("contents.01.text"));
    EXPECT_FALSE(of_sender.contains("recipient.name"));
    const vault::Fields of_recipient = own_fields(record().fields, {false, true});
    EXPECT_EQ(of_recipient.size(), 2U);
    EXPECT_TRUE(of_recipient.contains("recipient.phone"));
}

TEST_F(SubjectData, what_is_erased_is_found_no_more_and_the_other_partys_stays) {
    const Bytes before = stored().records.front().sealed;
    auto write = erase({true, false});
    ASSERT_TRUE(write.ok());
    const auto entry = ledger::decode(write.value().entries.front().text).value();
    EXPECT_EQ(entry.type, "item.erased");
    EXPECT_EQ(write.value().entries.front().text.find("Mai"), std::string::npos);
    ASSERT_EQ(apply(std::move(write).value()), Applied::written);
    const StoredItem after = stored();
    ASSERT_EQ(after.records.size(), 1U);
    EXPECT_NE(after.records.front().sealed, before);
    EXPECT_EQ(after.records.front().revision, 2U);
    EXPECT_EQ(record().text("recipient.name"), binh.name);
    EXPECT_EQ(record().text("item.code").substr(0, 2), "BA");
    EXPECT_TRUE(record().text("sender.name").empty());
    EXPECT_TRUE(record().text("contents.01.text").empty());
    using enum vault::TokenKind;
    EXPECT_FALSE(is_found(phone, mai.phone));
    EXPECT_FALSE(is_found(name, mai.name));
    EXPECT_FALSE(is_found(identity_number, "011190000123"));
    EXPECT_TRUE(is_found(phone, binh.phone));
    // Again there is nothing to erase, and what is the recipient's can go after it.
    EXPECT_EQ(erase({true, false}).error().kind, FaultKind::unavailable);
    auto of_recipient = erase({false, true});
    ASSERT_EQ(apply(std::move(of_recipient).value()), Applied::written);
    EXPECT_EQ(record().fields.size(), 1U);
    EXPECT_FALSE(is_found(phone, binh.phone));
}

TEST_F(SubjectData, the_sender_is_found_by_their_number_after_the_recipients_data_are_erased) {
    ASSERT_EQ(apply(erase({false, true}).value()), Applied::written);
    EXPECT_TRUE(is_found(vault::TokenKind::identity_number, "011190000123"));
    EXPECT_TRUE(is_found(vault::TokenKind::phone, mai.phone));
    EXPECT_FALSE(is_found(vault::TokenKind::phone, binh.phone));
}

}  // namespace
}  // namespace buuan::disclosure
