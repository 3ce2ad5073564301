// Who and what is there: the rows of the register. Each act of the register is an entry whose data
// is the row after the act, so the register can be rebuilt from the log alone
// (docs/formats/entries-register.md). None holds personal data but the responsible leader's name
// and office, which are public facts (D1). Law: D1–D5, E13.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/tax_code.hpp"
#include "register/plate.hpp"

namespace buuan::register_ {

/// The postal enterprise and its licence or confirmation of notification (E13).
struct Organisation {
    std::string name;
    std::optional<TaxCode> tax_code;
    std::string licence_number;
    std::string licence_scope;
    std::optional<Day> licence_issued_on;
    std::optional<Day> licence_expires_on;
};
BOOST_DESCRIBE_STRUCT(Organisation, (),
                      (name, tax_code, licence_number, licence_scope, licence_issued_on,
                       licence_expires_on))

/// The leader responsible for safety and security (D1).
struct Leader {
    std::string name;
    std::string office;
    std::string decision_number;
    Day from;
    std::optional<Day> to;  // last day
};
BOOST_DESCRIBE_STRUCT(Leader, (), (name, office, decision_number, from, to))

enum class SiteKind : std::uint8_t {
    service_point,
    sorting_centre,
    transit_warehouse,
    exchange_office
};
BOOST_DESCRIBE_ENUM(SiteKind, service_point, sorting_centre, transit_warehouse, exchange_office)

struct Site {
    SiteCode code;
    SiteKind kind{};
    std::string name;
    std::string province;  // two digits
    std::string commune;
    std::string address;
    Day opened_on;
    std::optional<Day> closed_on;

    [[nodiscard]] LogName log() const { return LogName::province(province); }
};
BOOST_DESCRIBE_STRUCT(Site, (),
                      (code, kind, name, province, commune, address, opened_on, closed_on))

struct Counter {
    CounterCode code;
    SiteCode site;
    std::string name;
    Day opened_on;
    std::optional<Day> closed_on;
};
BOOST_DESCRIBE_STRUCT(Counter, (), (code, site, name, opened_on, closed_on))

/// A member of staff as everyone but the node itself sees them. Who it is lies sealed beside the
/// row (class `staff`).
struct StaffMember {
    StaffNumber number;
    SiteCode site;
    std::string role_title;
    Day engaged_on;
    std::optional<Day> left_on;
    std::string duties_version;  // of the duty clauses in the labour contract (D2)
    std::optional<Day> duties_signed_on;
    std::optional<Day> trained_on;
    std::optional<Day> trained_until;
};
BOOST_DESCRIBE_STRUCT(StaffMember, (),
                      (number, site, role_title, engaged_on, left_on, duties_version,
                       duties_signed_on, trained_on, trained_until))

enum class EquipmentKind : std::uint8_t { xray_scanner, camera, fire_protection, scale, other };
BOOST_DESCRIBE_ENUM(EquipmentKind, xray_scanner, camera, fire_protection, scale, other)

struct Equipment {
    EquipmentCode code;
    SiteCode site;
    EquipmentKind kind{};
    std::string serial;
    std::optional<Day> inspected_on;
    std::optional<Day> valid_until;
    std::optional<Day> retired_on;
};
BOOST_DESCRIBE_STRUCT(Equipment, (),
                      (code, site, kind, serial, inspected_on, valid_until, retired_on))

enum class VehicleKind : std::uint8_t { truck, van, trailer, motorcycle, other };
BOOST_DESCRIBE_ENUM(VehicleKind, truck, van, trailer, motorcycle, other)

/// A road vehicle of the enterprise, and until when its inspection (đăng kiểm) is valid (D4).
struct Vehicle {
    PlateNumber plate;
    SiteCode site;  // where it belongs
    VehicleKind kind{};
    std::string certificate_number;
    std::optional<Day> valid_until;
    std::optional<Day> retired_on;
};
BOOST_DESCRIBE_STRUCT(Vehicle, (), (plate, site, kind, certificate_number, valid_until, retired_on))

/// A counter's computer that may accept off line: what it signs with lies in it and never leaves it
/// (docs/formats/queue.md).
struct Device {
    DeviceId id;
    CounterCode counter;
    std::string public_key;  // base64 of the SubjectPublicKeyInfo of a P-256 key
    Instant enrolled_at;
    std::optional<Instant>
        revoked_at;  // for good; what it accepted before and after still comes in
};
BOOST_DESCRIBE_STRUCT(Device, (), (id, counter, public_key, enrolled_at, revoked_at))

/// Where a set of goods rules is from.
enum class RulesSource : std::uint8_t {
    program,    // came with the program, or lies in the folder that the configuration names
    enterprise  // was published by somebody: from then on no set of the program takes its place
};
BOOST_DESCRIBE_ENUM(RulesSource, program, enterprise)

/// A set of goods rules, and from which day it decides. What it says is its pack
/// (docs/formats/goods-rules.md).
struct RulesVersion {
    std::uint32_t version{};  // from 1, without gaps
    Digest rules;
    Day from;
    std::uint32_t entries{};
    RulesSource source{};
};
BOOST_DESCRIBE_STRUCT(RulesVersion, (), (version, rules, from, entries, source))

/// That the list of this version hangs at a site, attested with a picture (D5). The last one of a
/// site counts.
struct Posting {
    SiteCode site;
    ItemId id;    // of the attestation; made by the client, and names what its picture is sealed to
    Digest list;  // of the rule set
    Day posted_on;
    Digest picture;  // object id of the sealed picture, of the day of `id`
};
BOOST_DESCRIBE_STRUCT(Posting, (), (site, id, list, posted_on, picture))

}  // namespace buuan::register_
