#include "day_store_contract.hpp"

namespace buuan::contract {
namespace {

template <class Id>
Id id_of(std::uint8_t kind, std::uint32_t n, std::uint32_t version) {
    Id id;
    for (int i = 0; i < 4; ++i) {
        id.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(n >> (24 - 8 * i));
        id.bytes[static_cast<std::size_t>(8 + i)] =
            static_cast<std::uint8_t>(version >> (24 - 8 * i));
    }
    id.bytes[15] = kind;
    return id;
}

Token token_of(std::uint8_t kind, std::uint32_t n) {
    Token token;
    const Digest digest = sha256(as_bytes(std::to_string(kind) + ":" + std::to_string(n)));
    std::copy_n(digest.bytes.begin(), token.bytes.size(), token.bytes.begin());
    return token;
}

PendingEntry entry_of(std::uint32_t n, std::uint32_t version, const LogName& log) {
    return {id_of<EntryId>(3, n, version), log, R"({"v":1,"n":)" + std::to_string(n) + "}"};
}

}  // namespace

ItemId item_id(std::uint32_t n) {
    return id_of<ItemId>(1, n, 0);
}
Token own_token(std::uint32_t n) {
    return token_of(1, n);
}
Token shared_token(std::uint32_t n) {
    return token_of(2, n % 10);
}

DayWrite acceptance(std::uint32_t n, Day day) {
    DayWrite write;
    write.day = day;
    write.item = item_id(n);
    write.command.bytes = write.item.bytes;
    write.request = sha256(as_bytes("accept " + std::to_string(n)));
    write.after = {write.item, ItemType::parcel, ItemState::accepted, 1, {"DBP"}, {"DBP-1"},
                   n + 1,      the_log(),        day.start() + n,     2, false};
    Bytes sealed;
    for (std::uint32_t i = 0; i < 700; ++i)
        sealed.push_back(static_cast<std::uint8_t>((i * 31 + n) >> (i % 3)));
    write.records.push_back({DataClass::record, 1, std::move(sealed)});
    write.tokens = {own_token(n), shared_token(n)};
    write.entries.push_back(entry_of(n, 1, the_log()));
    return write;
}

DayWrite event(std::uint32_t n, std::uint32_t version, Day day) {
    DayWrite write = acceptance(n, day);
    write.command = id_of<CommandId>(2, n, version);
    write.request = sha256(as_bytes("event " + std::to_string(n) + " " + std::to_string(version)));
    write.expects = version - 1;
    write.after.version = version;
    write.after.state = ItemState::in_transit;
    write.records.clear();
    write.tokens.clear();
    write.entries = {entry_of(n, version, LogName::province("01"))};
    return write;
}

Applied apply_one(DayStore& store, const DayWrite& write) {
    return apply_all(store, {write}).front();
}

std::vector<Applied> apply_all(DayStore& store, const std::vector<DayWrite>& batch) {
    auto applied = store.apply(batch.front().day, batch);
    EXPECT_TRUE(applied.ok()) << applied.error().what;
    return applied.value();
}

}  // namespace buuan::contract
