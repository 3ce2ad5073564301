#include "intakes.hpp"

#include <fmt/format.h>

#include "adapters/posix/system_entropy.hpp"
#include "base/bytes.hpp"

namespace buuan::bench {

Parcel Parcels::next(Instant at) {
    static SystemEntropy entropy;
    const auto from = people_.next();
    const auto to = people_.next();
    const std::uint64_t n = ++count_;
    const std::string picture = sha256(as_bytes(std::to_string(n))).text();
    Parcel parcel{ItemId::make(at, entropy), {}, from.phone};
    parcel.intake = fmt::format(
        R"({{"counter":"{}","accepted_at":"{}","sender":{{"method":"MANUAL","name":"{}","phone":"{}",)"
        R"("identity_number":"{}","address":{{"province":"{}","commune":"{}","street":"{}"}}}},)"
        R"("recipient":{{"name":"{}","phone":"{}","address":{{"province":"{}","commune":"{}","street":"{}"}}}},)"
        R"("item":{{"type":"parcel","order_code":"DH-{}","things":[{{"text":"áo sơ mi nam dài tay, quần tây","quantity":2,)"
        R"("value_vnd":300000}}],"weight_g":900}},"inspection":{{"method":"visual","conditions_explained":false}},)"
        R"("pictures":[{{"slot":"contents","sha256":"{}","size":90000}},{{"slot":"sealed","sha256":"{}","size":90000}}],)"
        R"("confirmations":{{"sender":"signature","clerk":true}},"refuse":[]}})",
        counter_, at.text(), from.name, from.phone, from.citizen_number, from.province,
        from.commune, from.street, to.name, to.phone, to.province, to.commune, to.street, n,
        picture, picture);
    return parcel;
}

}  // namespace buuan::bench
