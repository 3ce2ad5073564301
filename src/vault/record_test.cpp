#include "vault/record.hpp"

#include <gtest/gtest.h>

#include <set>

#include <algorithm>

#include "adapters/posix/system_entropy.hpp"
#include "vault/blind_index.hpp"

namespace buuan::vault {
namespace {

SystemEntropy random;

struct RecordTest : ::testing::Test {
    Secret key = [] {
        Secret made;
        random.fill(made.fill());
        return made;
    }();
    SealContext context{"buuan.example.vn", ItemId::make({1'795'492'755'123}, random),
                        DataClass::record, 1};

    static Fields fields(std::initializer_list<std::pair<const char*, const char*>> pairs) {
        Fields out;
        for (const auto& [label, value] : pairs) out.emplace(label, Personal(value));
        return out;
    }
    Fields acceptance = fields({{"sender.name", "Lò Thị Mai"},
                                {"sender.phone", "+84912345678"},
                                {"recipient.name", "Đỗ Văn Được"},
                                {"contents", "áo len"},
                                {"note", ""}});

    [[nodiscard]] OpenedRecord opened(const SealedRecord& sealed) const {
        auto record = open_record(sealed.sealed, key, context);
        EXPECT_TRUE(record.ok());
        return std::move(record).value();
    }
    [[nodiscard]] Result<bool> contains(const Fields& of, std::string_view typed) const {
        return RecordSearch(typed).finds_in(seal_record(of, key, context, random).value().sealed,
                                            key, context);
    }
};

TEST_F(RecordTest, comes_back_with_every_field_and_the_root_that_the_log_has) {
    const auto sealed = seal_record(acceptance, key, context, random);
    ASSERT_TRUE(sealed.ok());
    const OpenedRecord record = opened(sealed.value());
    EXPECT_EQ(record.fields, acceptance);
    EXPECT_EQ(record.text("contents"), "áo len");
    EXPECT_EQ(record.text("no such field"), "");
    EXPECT_EQ(record.root(), sealed.value().root);
    EXPECT_EQ(sha256(sealed.value().sealed), sealed.value().digest);
}

TEST_F(RecordTest, the_same_fields_twice_have_different_roots) {
    // Otherwise whoever knows a parcel's contents could recognise them in the log.
    EXPECT_NE(seal_record(acceptance, key, context, random).value().root,
              seal_record(acceptance, key, context, random).value().root);
}

TEST_F(RecordTest, one_field_is_proved_without_the_others_for_every_number_of_fields) {
    Fields growing;
    for (int count = 1; count <= 40; ++count) {
        growing.emplace("field." + std::to_string(count),
                        Personal("value " + std::to_string(count)));
        const auto sealed = seal_record(growing, key, context, random).value();
        const OpenedRecord record = opened(sealed);
        for (const auto& [label, value] : growing) {
            const auto field = open_field(record, label);
            ASSERT_TRUE(field);
            ASSERT_EQ(field->value, value);
            ASSERT_TRUE(field_is_proved(*field, sealed.root)) << label << " of " << count;
        }
    }
    const auto sealed = seal_record(growing, key, context, random).value();
    EXPECT_FALSE(open_field(opened(sealed), "field.41"));
}

TEST_F(RecordTest, a_field_with_anything_changed_is_not_proved) {
    const auto sealed = seal_record(acceptance, key, context, random).value();
    const auto good = open_field(opened(sealed), "contents");
    ASSERT_TRUE(good && field_is_proved(*good, sealed.root));
    auto bad = *good;
    bad.value = Personal("áo phao");
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    bad.label = "note";
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    bad.salt[0] ^= 1;
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    bad.index += 1;
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    bad.index = bad.count;
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    bad.path.pop_back();
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    bad.path.emplace_back();
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    bad = *good;
    std::swap(bad.path.front(), bad.path.back());
    EXPECT_FALSE(field_is_proved(bad, sealed.root));
    EXPECT_FALSE(
        field_is_proved(*good, seal_record(acceptance, key, context, random).value().root));
}

TEST_F(RecordTest, every_field_of_every_record_has_another_salt) {
    std::set<FieldSalt> salts;
    for (int n = 0; n < 3; ++n) {
        const OpenedRecord record = opened(seal_record(acceptance, key, context, random).value());
        for (const auto& [label, value] : acceptance) salts.insert(open_field(record, label)->salt);
    }
    EXPECT_EQ(salts.size(), 3 * acceptance.size());
}

TEST_F(RecordTest, letters_cannot_move_between_label_and_value) {
    // Without the length in front, "a" + "bc" and "ab" + "c" would commit to the same.
    const auto sealed = seal_record(fields({{"ab", "c"}}), key, context, random).value();
    auto field = *open_field(opened(sealed), "ab");
    field.label = "a";
    field.value = Personal("bc");
    EXPECT_FALSE(field_is_proved(field, sealed.root));
}

TEST_F(RecordTest, what_is_too_large_or_oddly_named_is_refused_before_sealing) {
    const auto kind = [&](const Fields& of) {
        const auto sealed = seal_record(of, key, context, random);
        return sealed.ok() ? std::optional<FaultKind>{} : sealed.error().kind;
    };
    EXPECT_EQ(kind({}), FaultKind::invalid);
    EXPECT_EQ(kind(fields({{"", "x"}})), FaultKind::invalid);
    EXPECT_EQ(kind(fields({{"Label", "x"}})), FaultKind::invalid);
    EXPECT_EQ(kind(fields({{"a b", "x"}})), FaultKind::invalid);
    Fields named;
    named.emplace(std::string(64, 'a'), Personal("x"));
    EXPECT_EQ(kind(named), std::nullopt);
    named.emplace(std::string(65, 'a'), Personal("x"));
    EXPECT_EQ(kind(named), FaultKind::invalid);
    Fields many;
    for (int i = 0; i < 512; ++i) many.emplace("f" + std::to_string(i), Personal("x"));
    EXPECT_EQ(kind(many), std::nullopt);
    many.emplace("one.more", Personal("x"));
    EXPECT_EQ(kind(many), FaultKind::invalid);
    Fields large;
    large.emplace("a", Personal(std::string(sealed_plain_bytes_max - 32 - 1 - 1 - 4, 'x')));
    EXPECT_EQ(kind(large), std::nullopt);
    large.insert_or_assign("a",
                           Personal(std::string(sealed_plain_bytes_max - 32 - 1 - 1 - 3, 'x')));
    EXPECT_EQ(kind(large), FaultKind::invalid);
}

TEST_F(RecordTest, a_plain_form_that_is_cut_short_or_names_a_field_twice_is_corrupt) {
    // As if a node with the key had sealed it: the seal is right, the form is not.
    const auto sealed =
        seal_record(fields({{"a", "one"}, {"b", "two"}}), key, context, random).value();
    Bytes plain;
    ASSERT_TRUE(open(sealed.sealed, key, context, plain).ok());
    constexpr std::size_t seed_bytes = 32;
    const std::size_t one_field = seed_bytes + (plain.size() - seed_bytes) / 2;
    for (std::size_t size = 1; size < plain.size(); ++size) {
        const auto record =
            open_record(seal(BytesView(plain).first(size), key, context, random), key, context);
        ASSERT_EQ(record.ok(), size == one_field) << size;
    }
    const BytesView once = BytesView(plain).first(one_field);
    Bytes twice = copy_of(once);
    twice.insert(twice.end(), once.begin() + seed_bytes, once.end());
    const auto record = open_record(seal(twice, key, context, random), key, context);
    ASSERT_FALSE(record.ok());
    EXPECT_EQ(record.error().kind, FaultKind::corrupt);
}

TEST_F(RecordTest, a_plain_form_in_another_order_or_with_a_label_that_nobody_writes_is_corrupt) {
    const auto field = [](std::string_view label) {
        Bytes bytes{static_cast<std::uint8_t>(label.size())};
        bytes.insert(bytes.end(), label.begin(), label.end());
        bytes.resize(bytes.size() + 4);  // an empty value
        return bytes;
    };
    const auto opens = [&](std::initializer_list<std::string_view> labels) {
        Bytes plain(32);  // a seed of zeros
        for (const auto label : labels) {
            const Bytes bytes = field(label);
            plain.insert(plain.end(), bytes.begin(), bytes.end());
        }
        return open_record(seal(plain, key, context, random), key, context).ok();
    };
    EXPECT_TRUE(opens({"a", "b"}));
    EXPECT_FALSE(opens({"b", "a"}));
    EXPECT_FALSE(opens({"A"}));
    EXPECT_FALSE(opens({""}));
    EXPECT_FALSE(opens({std::string(65, 'a')}));
    EXPECT_FALSE(opens({}));
}

TEST_F(RecordTest, a_search_finds_what_people_type) {
    EXPECT_TRUE(contains(acceptance, "lò thị").value());
    EXPECT_TRUE(contains(acceptance, "LO THI MAI").value());
    EXPECT_TRUE(contains(acceptance, "0912345678").value() == false);
    EXPECT_TRUE(contains(acceptance, "912345678").value());
    EXPECT_TRUE(contains(acceptance, "Áo Len").value());
    EXPECT_FALSE(contains(acceptance, "mai do").value()) << "two fields are not one text";
    EXPECT_TRUE(RecordSearch(" ").is_empty());
    // One search goes through many records, and the longer ones leave nothing for the shorter.
    RecordSearch search("lo thi");
    for (const bool there : {true, false, true}) {
        const auto of = there ? acceptance : fields({{"note", "lọ"}, {"other", "thi"}});
        EXPECT_EQ(
            search.finds_in(seal_record(of, key, context, random).value().sealed, key, context)
                .value(),
            there);
    }
}

}  // namespace
}  // namespace buuan::vault
