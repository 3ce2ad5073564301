#include "disclosure/sealed_words.hpp"

#include "vault/derive.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::uint32_t revision = 1;  // what was said is not corrected

vault::SealContext context_of(const CommandId& command, const std::string& node) {
    return {node, ItemId{command.bytes}, DataClass::minutes, revision};
}

}  // namespace

Result<std::string> seal_words(const vault::Fields& fields, const CommandId& command,
                               const WordsSeal& seal, Entropy& entropy) {
    const auto sealed = vault::seal_record(
        fields, vault::record_key(seal.minutes_key, ItemId{command.bytes}, revision),
        context_of(command, seal.node), entropy);
    if (!sealed.ok()) return sealed.error();
    return to_hex(sealed.value().sealed);
}

Result<vault::OpenedRecord> open_words(const std::string& sealed, const CommandId& command,
                                       const WordsSeal& seal, const std::string& what) {
    const auto bytes = from_hex(sealed);
    if (!bytes) return Fault{FaultKind::corrupt, what + " is damaged"};
    return vault::open_record(*bytes,
                              vault::record_key(seal.minutes_key, ItemId{command.bytes}, revision),
                              context_of(command, seal.node));
}

}  // namespace buuan::disclosure
