#include "vault/item_tokens.hpp"

namespace buuan::vault {

std::vector<std::pair<TokenKind, std::string_view>> values_of(const Fields& record,
                                                              const Fields& identity) {
    std::vector<std::pair<TokenKind, std::string_view>> values;
    const auto add = [&](TokenKind kind, const Fields& fields, std::string_view label) {
        const auto found = fields.find(label);
        if (found != fields.end()) values.emplace_back(kind, found->second.reveal());
    };
    for (const std::string_view who : {"sender", "recipient"}) {
        const std::string phone = std::string(who) + ".phone";
        add(TokenKind::phone, record, phone);
        if (const auto found = record.find(phone);
            found != record.end() && found->second.reveal().size() >= 4) {
            const std::string_view digits = found->second.reveal();
            values.emplace_back(TokenKind::phone_last4, digits.substr(digits.size() - 4));
        }
        add(TokenKind::name, record, std::string(who) + ".name");
    }
    add(TokenKind::item_code, record, "item.code");
    add(TokenKind::order_code, record, "item.order_code");
    add(TokenKind::receipt, record, "receipt");
    for (const std::string_view paper : {"number", "passport", "tax_code"})
        add(TokenKind::identity_number, identity, paper);
    return values;
}

std::vector<Token> tokens_of(const Fields& record, const Fields& identity,
                             const Secret& token_class_key) {
    std::vector<Token> tokens;
    for (const auto& [kind, value] : values_of(record, identity))
        tokens.push_back(token_of(token_class_key, kind, value));
    return tokens;
}

}  // namespace buuan::vault
