#include "acceptance/accept_item.hpp"

#include <set>

#include "acceptance/world_test.hpp"
#include "adapters/memory/memory_days.hpp"
#include "ledger/entry.hpp"
#include "vault/blind_index.hpp"
#include "vault/derive.hpp"

namespace buuan::acceptance {
namespace {

using namespace testing_world;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    });
    return text;
}

/// The ways in which a value could get into an entry without anyone meaning it.
std::vector<std::string> disguises_of(const std::string& value) {
    std::vector<std::string> forms = {value, lower(value), vault::fold_name(value)};
    std::string digits_and_letters;
    for (const char c : vault::fold_name(value)) {
        if (c != ' ' && c != '-') digits_and_letters += c;
    }
    forms.push_back(digits_and_letters);
    for (std::size_t i = forms.size(); i-- > 0;) {
        const std::string form = forms[i];
        forms.push_back(to_hex(as_bytes(form)));
        forms.push_back(digest_of(form).text());  // an unsalted digest can be guessed against
        forms.push_back(to_base64(digest_of(form).bytes));
        for (const char* before :
             {"", "x", "xx"}) {  // base64 at each of its three places, but for the cut ends
            const std::string encoded = to_base64(as_bytes(before + form));
            if (encoded.size() > 12) forms.push_back(encoded.substr(4, encoded.size() - 8));
        }
    }
    std::erase_if(forms, [](const std::string& form) { return form.size() < 5; });
    return forms;
}

/// Everything that the intake of a_parcel() and its acceptance know about people, their things and
/// their papers.
std::vector<std::string> secrets_of(const Accepted& accepted) {
    std::vector<std::string> secrets = {"Lò Thị Mai",
                                        "0912345678",
                                        "912345678",
                                        "+84912345678",
                                        "011190000123",
                                        "0123",
                                        "1990-07-15",
                                        "15071990",
                                        "Bản Ví Dụ, Điện Biên",
                                        "Phường Thử Nghiệm",
                                        "Ngõ 7 Đường Mẫu",
                                        "Trần Văn Bình",
                                        "0861290417",
                                        "Phường Giả Định",
                                        "Số 2 Phố Ví Dụ",
                                        "áo len trẻ em",
                                        "350000",
                                        "DON-2026-0042",
                                        "045123456",
                                        std::string(card_of_mai),
                                        accepted.code.value,
                                        accepted.receipt.text(),
                                        to_hex(accepted.receipt.code),
                                        accepted.item.text(),
                                        to_hex(accepted.item.bytes),
                                        digest_of("contents").text(),
                                        digest_of("sealed").text()};
    return secrets;
}

void expect_nothing_personal(const Accepted& accepted, const std::string& text) {
    const std::string folded = lower(text);
    for (const std::string& secret : secrets_of(accepted)) {
        for (const std::string& form : disguises_of(secret)) {
            EXPECT_EQ(text.find(form), std::string::npos) << secret << " as " << form;
            EXPECT_EQ(folded.find(lower(form)), std::string::npos) << secret << " as " << form;
        }
    }
}

TEST(accept_item, nothing_personal_stands_in_the_entry) {
    const Accepted accepted;
    ASSERT_EQ(accepted.write.entries.size(), 1U);
    expect_nothing_personal(accepted, accepted.write.entries.front().text);
    // The search does find what is there.
    EXPECT_NE(accepted.write.entries.front().text.find("DBP-1"), std::string::npos);
}

TEST(accept_item, a_refusal_says_why_and_nothing_about_whom_or_what) {
    Intake intake = a_parcel();
    intake.refuse = {"packing", "payment"};
    const Accepted refused(intake);
    const std::string& text = refused.write.entries.front().text;
    expect_nothing_personal(refused, text);
    const auto entry = ledger::decode(text).value();
    EXPECT_EQ(entry.type, "item.refused");
    EXPECT_EQ(text_in(entry.data, "reasons"), R"(["packing","payment"])");
    EXPECT_EQ(refused.write.after.state, ItemState::refused);
    EXPECT_EQ(refused.write.after.pictures_due, 0);
    EXPECT_TRUE(refused.write.tokens.empty());
    ASSERT_EQ(refused.write.records.size(), 1U);
    EXPECT_EQ(refused.write.records[0].data_class, DataClass::minutes);
    const auto minutes = vault::open_record(
        refused.write.records[0].sealed, vault::record_key(refused.keys.minutes, refused.item, 1),
        {node, refused.item, DataClass::minutes, 1});
    EXPECT_EQ(minutes.value().text("sender.name"), "Lò Thị Mai");
    EXPECT_EQ(minutes.value().text("identity.number"), "011190000123");
}

TEST(accept_item, prohibited_goods_leave_an_entry_of_their_refusal_without_naming_the_goods) {
    Intake intake = a_parcel();
    intake.item.things = {{personal("pháo hoa nổ"), 1, std::nullopt}};
    const Accepted refused(intake);
    const auto entry = ledger::decode(refused.write.entries.front().text).value();
    EXPECT_EQ(entry.type, "item.refused");
    EXPECT_EQ(text_in(entry.data, "reasons"), R"(["prohibited_goods"])");
    EXPECT_EQ(text_in(entry.data, "verdict"), "prohibited");
    for (const auto& finding : refused.checked->verdict.findings)
        EXPECT_EQ(refused.write.entries.front().text.find(finding.entry), std::string::npos)
            << finding.entry;
}

TEST(accept_item, the_entry_says_how_it_was_done) {
    const Accepted accepted;
    const auto entry = ledger::decode(accepted.write.entries.front().text).value();
    EXPECT_EQ(entry.type, "item.accepted");
    EXPECT_EQ(entry.at, now);
    EXPECT_EQ(entry.site->value, "DBP");
    EXPECT_EQ(entry.by.value, "NV-1");
    EXPECT_EQ(entry.ref,
              vault::item_ref(accepted.keys.record, accepted.item, LogName::province("11")));
    EXPECT_EQ(accepted.write.entries.front().log, LogName::province("11"));
    const auto& data = entry.data;
    EXPECT_EQ(text_in(data, "counter"), "DBP-1");
    EXPECT_EQ(text_in(data, "number"), "7");
    EXPECT_EQ(text_in(data, "item_type"), "parcel");
    EXPECT_EQ(text_in(data, "channel"), "on_line");
    EXPECT_EQ(text_in(data, "method"), "QR_CCCD");
    EXPECT_EQ(text_in(data, "rank"), "3");
    EXPECT_EQ(text_in(data, "inspection"), "visual");
    EXPECT_EQ(text_in(data, "sender_confirmed"), "otp");
    EXPECT_EQ(text_in(data, "clerk_confirmed"), "true");
    EXPECT_EQ(text_in(data, "weight_g"), "820");
    EXPECT_EQ(text_in(data, "pictures"), R"(["contents","sealed"])");
    EXPECT_EQ(text_in(data, "rules"), goods().digest().text());
    EXPECT_EQ(text_in(data, "receipt"), accepted.receipt.lookup().text());
    EXPECT_EQ(text_in(data, "code"), accepted.receipt.commitment(accepted.code.value).text());
    EXPECT_FALSE(data.contains("at_doubtful"));
    EXPECT_FALSE(data.contains("service"));
}

TEST(accept_item, a_service_with_a_series_stands_in_row_record_and_entry_and_the_ordinary_in_none) {
    const auto record_of = [](const Accepted& accepted) {
        return vault::open_record(accepted.write.records[0].sealed,
                                  vault::record_key(accepted.keys.record, accepted.item, 1),
                                  {node, accepted.item, DataClass::record, 1})
            .value();
    };
    for (const auto& [service, text] :
         {std::pair{Service::administrative_procedure, "administrative_procedure"},
          {Service::party_state, "party_state"}}) {
        Intake intake = a_letter();
        intake.item.service = service;
        const Accepted accepted(intake);
        EXPECT_EQ(accepted.write.after.service, service);
        EXPECT_EQ(record_of(accepted).text("item.service"), text);
        EXPECT_EQ(
            text_in(ledger::decode(accepted.write.entries.front().text).value().data, "service"),
            text);
    }
    Intake ordinary = a_letter();
    ordinary.item.service = Service::standard;
    const Accepted accepted(ordinary);
    EXPECT_EQ(accepted.write.after.service, Service::standard);
    EXPECT_TRUE(record_of(accepted).text("item.service").empty());
    EXPECT_FALSE(
        ledger::decode(accepted.write.entries.front().text).value().data.contains("service"));
    // Nothing was rendered to who was refused: there is no series that the minutes belong to.
    Intake refused = a_letter();
    refused.item.service = Service::party_state;
    refused.refuse = {"packing"};
    EXPECT_EQ(Accepted(refused).write.after.service, Service::standard);
}

TEST(accept_item, the_log_binds_the_sealed_bytes_and_each_field) {
    const Accepted accepted;
    const auto data = ledger::decode(accepted.write.entries.front().text).value().data;
    ASSERT_EQ(accepted.write.records.size(), 2U);
    const std::pair<const char*, const Secret*> members[] = {{"record", &accepted.keys.record},
                                                             {"identity", &accepted.keys.identity}};
    for (std::size_t i = 0; i < 2; ++i) {
        const SealedRow& row = accepted.write.records[i];
        const auto& said = data.at(members[i].first).as_object();
        EXPECT_EQ(text_in(said, "sha256"), sha256(row.sealed).text());
        const auto opened =
            vault::open_record(row.sealed, vault::record_key(*members[i].second, accepted.item, 1),
                               {node, accepted.item, row.data_class, 1});
        ASSERT_TRUE(opened.ok());
        EXPECT_EQ(text_in(said, "fields"), opened.value().root().text());
    }
}

TEST(accept_item, the_identity_number_lies_in_a_record_of_its_own_and_no_card_text_anywhere) {
    const Accepted accepted;
    const auto record =
        vault::open_record(accepted.write.records[0].sealed,
                           vault::record_key(accepted.keys.record, accepted.item, 1),
                           {node, accepted.item, DataClass::record, 1})
            .value();
    const auto identity =
        vault::open_record(accepted.write.records[1].sealed,
                           vault::record_key(accepted.keys.identity, accepted.item, 1),
                           {node, accepted.item, DataClass::identity, 1})
            .value();
    EXPECT_EQ(identity.text("number"), "011190000123");
    EXPECT_EQ(identity.text("method"), "QR_CCCD");
    EXPECT_EQ(identity.text("birth_date"), "1990-07-15");
    EXPECT_EQ(record.text("sender.name"), "Lò Thị Mai");
    EXPECT_EQ(record.text("sender.phone"), "0912345678");
    EXPECT_EQ(record.text("recipient.street"), "Số 2 Phố Ví Dụ");
    EXPECT_EQ(record.text("contents.01.text"), "áo len trẻ em");
    EXPECT_EQ(record.text("contents.01.quantity"), "2");
    EXPECT_EQ(record.text("contents.01.value_vnd"), "350000");
    EXPECT_EQ(record.text("picture.sealed"), digest_of("sealed").text());
    for (const auto* fields : {&record.fields, &identity.fields}) {
        for (const auto& [label, value] : *fields) {
            EXPECT_EQ(value.reveal().find("045123456"), std::string_view::npos)
                << label;  // the old number on the card
            EXPECT_EQ(value.reveal().find('|'), std::string_view::npos) << label;
        }
    }
    for (const auto& [label, value] : record.fields)
        EXPECT_EQ(value.reveal().find("011190000123"), std::string_view::npos) << label;
}

TEST(accept_item, the_row_tells_nothing_about_a_person) {
    const Accepted accepted;
    EXPECT_EQ(accepted.write.after, (ItemRow{accepted.item,
                                             ItemType::parcel,
                                             ItemState::accepted,
                                             1,
                                             {"DBP"},
                                             {"DBP-1"},
                                             7,
                                             LogName::province("11"),
                                             now,
                                             2,
                                             false}));
    EXPECT_EQ(accepted.write.expects, 0U);
    EXPECT_EQ(accepted.write.command.bytes, accepted.item.bytes);
    EXPECT_EQ(accepted.write.request, digest_of("request"));
}

TEST(accept_item, is_pure_so_the_same_entropy_makes_the_same_bytes) {
    const Accepted one;
    const Accepted two;
    EXPECT_EQ(one.write.entries.front().text, two.write.entries.front().text);
    EXPECT_EQ(one.write.records, two.write.records);
    EXPECT_EQ(one.write.tokens, two.write.tokens);
}

TEST(accept_item, is_found_by_every_kind_of_token) {
    const Accepted accepted;
    memory::MemoryDays days;
    ASSERT_EQ(days.apply(today, std::span(&accepted.write, 1)).value(),
              std::vector{Applied::written});
    using enum vault::TokenKind;
    const std::pair<vault::TokenKind, std::string> values[] = {{phone, "0912345678"},
                                                               {phone, "0861290417"},
                                                               {phone_last4, "5678"},
                                                               {phone_last4, "0417"},
                                                               {identity_number, "011190000123"},
                                                               {name, "lo thi mai"},
                                                               {name, "TRẦN VĂN BÌNH"},
                                                               {item_code, accepted.code.value},
                                                               {order_code, "DON-2026-0042"},
                                                               {receipt, accepted.receipt.text()}};
    const auto found = [&](vault::TokenKind kind, const std::string& value, const Secret& key) {
        const Token token = vault::token_of(key, kind, value);
        return days.find_by_tokens(today, std::span(&token, 1), 10).value();
    };
    for (const auto& [kind, value] : values) {
        EXPECT_EQ(found(kind, value, accepted.keys.token), std::vector{accepted.item}) << value;
        EXPECT_TRUE(found(kind, value, key_of("the token key of another day")).empty()) << value;
    }
    EXPECT_TRUE(found(phone, "0912345679", accepted.keys.token).empty());
    EXPECT_TRUE(found(order_code, "0912345678", accepted.keys.token).empty());  // kinds do not mix
    EXPECT_EQ(std::set(accepted.write.tokens.begin(), accepted.write.tokens.end()).size(),
              std::size(values));
}

TEST(accept_item, passports_and_tax_codes_are_found_as_identity_numbers) {
    for (const auto& [method, value] :
         {std::pair{"PASSPORT", "C1234567"}, std::pair{"BUSINESS", "0123456787-001"}}) {
        Intake intake = a_parcel();
        intake.sender->method = method;
        intake.sender->card_text.reset();
        intake.sender->name = personal("Công ty Thử Nghiệm");
        if (std::string_view(method) == "PASSPORT") intake.sender->passport = personal(value);
        if (std::string_view(method) == "BUSINESS")
            intake.sender->tax_code = personal("0123456787001");
        const Accepted accepted(intake);
        const Token token =
            vault::token_of(accepted.keys.token, vault::TokenKind::identity_number, value);
        EXPECT_NE(std::find(accepted.write.tokens.begin(), accepted.write.tokens.end(), token),
                  accepted.write.tokens.end())
            << value;
        EXPECT_EQ(accepted.write.entries.front().text.find(std::string(value).substr(0, 8)),
                  std::string::npos);
    }
}

TEST(accept_item, of_a_letter_nothing_is_said_about_contents) {
    const Accepted accepted(a_letter());
    const auto data = ledger::decode(accepted.write.entries.front().text).value().data;
    EXPECT_EQ(text_in(data, "inspection"), "none");
    EXPECT_EQ(text_in(data, "verdict"), "allowed");
    EXPECT_TRUE(data.at("pictures").as_array().empty());
    EXPECT_FALSE(data.contains("sender_confirmed"));
    EXPECT_FALSE(data.contains("clerk_confirmed"));
    EXPECT_EQ(accepted.write.after.pictures_due, 0);
}

TEST(accept_item, a_doubtful_time_is_said_and_the_term_starts_when_the_node_learned_of_it) {
    Intake intake = a_parcel();
    intake.channel = Channel::off_line;
    intake.accepted_at = now + 3'600'000;
    const Accepted accepted(intake);
    const auto entry = ledger::decode(accepted.write.entries.front().text).value();
    EXPECT_EQ(text_in(entry.data, "at_doubtful"), "true");
    EXPECT_EQ(text_in(entry.data, "channel"), "off_line");
    EXPECT_EQ(entry.at, now + 3'600'000);
    EXPECT_EQ(entry.seen, now);
    EXPECT_EQ(accepted.write.after.accepted_at, now);
}

TEST(accept_item, off_line_the_log_names_a_device_that_was_revoked_and_another_screening) {
    Intake intake = a_parcel();
    intake.channel = Channel::off_line;
    const auto data_of = [&](const Queued& queued) {
        return ledger::decode(Accepted(intake, queued).write.entries.front().text).value().data;
    };
    const screening::Verdict as_here = Accepted(intake).checked->verdict;
    const auto usual = data_of({false, Queued::Screened{as_here.rules, as_here.outcome}});
    EXPECT_FALSE(usual.contains("device_revoked"));
    EXPECT_FALSE(usual.contains("screened"));
    EXPECT_EQ(text_in(data_of({true, std::nullopt}), "device_revoked"), "true");
    const auto older = data_of({false, Queued::Screened{digest_of("older"), as_here.outcome}});
    EXPECT_EQ(text_in(older.at("screened").as_object(), "rules"), digest_of("older").text());
    const auto other =
        data_of({false, Queued::Screened{as_here.rules, screening::Outcome::prohibited}});
    EXPECT_EQ(text_in(other.at("screened").as_object(), "verdict"), "prohibited");
}

TEST(accept_item, off_line_what_may_not_be_sent_stays_accepted_and_is_stopped) {
    Intake intake = a_parcel();
    intake.channel = Channel::off_line;
    intake.item.things = {Thing{personal("pháo hoa nổ"), 1, 1}};
    const Accepted accepted(intake);
    EXPECT_EQ(accepted.write.after.state, ItemState::stopped);
    EXPECT_EQ(accepted.write.after.pictures_due, intake.pictures.size());
    ASSERT_EQ(accepted.write.entries.size(), 2U);
    const auto first = ledger::decode(accepted.write.entries.front().text).value();
    const auto second = ledger::decode(accepted.write.entries.back().text).value();
    EXPECT_EQ(first.type, "item.accepted");
    EXPECT_EQ(text_in(first.data, "verdict"), "prohibited");
    EXPECT_EQ(second.type, "item.stopped");
    EXPECT_EQ(text_in(second.data, "reason"), "prohibited_goods");
    EXPECT_EQ(second.by.value, "SYSTEM");
    EXPECT_EQ(second.ref, first.ref);
    EXPECT_GT(second.id, first.id);
}

TEST(accept_item, the_largest_intake_fits_its_record_and_its_entry) {
    Intake intake = a_parcel();
    intake.item.things.assign(50, {personal(std::string(500, 'x')), 100'000, 1'000'000'000'000});
    intake.pictures.clear();
    for (const char* slot : {"contents", "sealed", "open", "signature", "label", "papers"})
        intake.pictures.push_back({slot, digest_of(slot), 1});
    const Accepted accepted(intake);
    EXPECT_LT(accepted.write.entries.front().text.size(), ledger::entry_bytes_max);
    EXPECT_EQ(accepted.write.after.pictures_due, 6);
}

TEST(accept_item, a_declaration_full_of_what_is_prohibited_is_still_refused_on_the_record) {
    Intake intake = a_parcel();
    std::string text;
    while (text.size() < 450) text += "pháo hoa nổ, ";
    intake.item.things.assign(50, Thing{personal(text), 1, 1});
    const Accepted refused(intake);
    EXPECT_GT(refused.checked->verdict.findings.size(), 512U);
    EXPECT_EQ(refused.write.after.state, ItemState::refused);
}

}  // namespace
}  // namespace buuan::acceptance
