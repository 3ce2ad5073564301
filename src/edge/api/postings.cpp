// Where the list hangs, and which version (D5): a clerk or officer attests it with a picture, which
// is sealed as an object and named in the entry `posting.attested`; sites that show an older list,
// or none, are told. The register keeps the last attestation of each site; the log keeps all.
#include <boost/describe/enum_to_string.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "edge/api/api.hpp"
#include "evidence/object.hpp"
#include "evidence/picture.hpp"
#include "vault/derive.hpp"

namespace buuan::api {
namespace {

using register_::Posting;

constexpr const char* slot = "posting";
constexpr std::int64_t made_within_ms = 86'400'000;
constexpr std::size_t short_digits_min = 8;  // as the notice prints them

evidence::ObjectContext context_of(node::Node& node, const ItemId& id) {
    return {node.origin(), id, DataClass::picture, slot};
}

/// The first digits of the list in force, or the whole digest of any that was published.
std::optional<Digest> list_of(Api& api, const std::string& typed) {
    const Digest in_force = api.node.goods_digest(Day::of(api.node.now()));
    if (typed.size() >= short_digits_min && in_force.text().starts_with(typed)) return in_force;
    const auto whole = Digest::parse(typed);
    return whole && published(api.node, *whole) ? whole : std::nullopt;
}

/// What the query says; the picture is the body.
struct Attested {
    ItemId id;
    SiteCode site;
    Digest list;
    Day posted_on;
};

Result<Attested, Response> attested_in(Api& api, const Call& call) {
    const auto wrong = [&](const char* field, const char* reason) {
        return http::problem(call.request, 422, "bad_document", {{field, reason}});
    };
    const auto typed = [&](const char* name) { return call.request.parameter(name).value_or(""); };
    const Instant now = api.node.now();
    const auto id = ItemId::parse(call.parts.at(0));
    if (!id) return wrong("id", "bad_value");
    if (std::abs(id->made_at() - now) > made_within_ms) return wrong("id", "bad_value");
    const auto site = SiteCode::parse(typed("site"));
    if (!site || !api.node.register_now()->sites.contains(*site))
        return wrong("site", "site_unknown");
    if (call.actor.site && *call.actor.site != *site)
        return http::problem(call.request, 403, "not_allowed");
    const auto list = list_of(api, typed("list"));
    if (!list) return wrong("list", "rules_unknown");
    const auto on = Day::parse(typed("on"));
    if (!on || *on > Day::of(now)) return wrong("on", "bad_value");
    return Attested{*id, *site, *list, *on};
}

Result<Posting, Response> seal_picture(Api& api, const Call& call, const Attested& attested) {
    const auto picture = evidence::read_picture(as_bytes(call.request.body));
    if (!picture.ok()) {
        const std::string reason =
            boost::describe::enum_to_string(picture.error(), "picture_broken");
        return http::problem(call.request, 422, reason, {{"picture", reason}});
    }
    const Day day = Day::of(attested.id.made_at());
    const auto key = api.node.keys().key(day, DataClass::picture);
    if (!key.ok()) return http::problem(call.request, key.error());
    const auto sealed = evidence::seal_object(
        picture.value().clean, vault::object_key(key.value(), attested.id, slot),
        context_of(api.node, attested.id), api.node.entropy());
    // Objects before rows, as with items.
    if (auto put = api.node.objects().put(day, DataClass::picture, sealed.id, sealed.sealed);
        !put.ok())
        return http::problem(call.request, put.error());
    return Posting{attested.site, attested.id, attested.list, attested.posted_on, sealed.id};
}

/// Only service points have to post; what is closed has not.
bool has_to_post(const register_::Site& site, Day day) {
    return site.kind == register_::SiteKind::service_point && site.opened_on <= day &&
           (!site.closed_on || day <= *site.closed_on);
}

}  // namespace

Response put_posting(Api& api, const Call& call) {
    const auto attested = attested_in(api, call);
    if (!attested.ok()) return attested.error();
    const auto held = api.node.hold_register();
    const auto all = api.node.register_now();
    const auto before = all->postings.find(attested.value().site);
    if (before != all->postings.end() && before->second.id == attested.value().id) {
        const Posting& there = before->second;
        const bool same =
            there.list == attested.value().list && there.posted_on == attested.value().posted_on;
        return same ? Response::json(json::write(there))
                    : http::problem(call.request, 409, "item_conflict");
    }
    // Ids tell when they were made: a late retry must not bring an older list back.
    if (before != all->postings.end() && attested.value().id < before->second.id)
        return http::problem(call.request, 409, "posting_older");
    const auto posting = seal_picture(api, call, attested.value());
    if (!posting.ok()) return posting.error();
    const auto& site = all->sites.at(posting.value().site);
    const node::RegisterAct act{"posting.attested",
                                site.log(),
                                site.code,
                                {"posting", site.code.value, json::write(posting.value())},
                                std::nullopt};
    if (const auto applied = api.node.apply(held, act, call.actor.by); !applied.ok())
        return http::problem(call.request, applied.error());
    return Response::json(act.row.body, 201);
}

Response list_postings(Api& api, const Call&) {
    const Day today = Day::of(api.node.now());
    const Digest in_force = api.node.goods_digest(today);
    const auto all = api.node.register_now();
    const auto* version = all->rules_on(today);
    boost::json::array sites;
    for (const auto& [code, site] : all->sites) {
        if (!has_to_post(site, today)) continue;
        boost::json::object each{{"site", code.value}, {"name", site.name}};
        const auto posting = all->postings.find(code);
        if (posting == all->postings.end()) {
            each["state"] = "missing";
        } else {
            each["state"] = posting->second.list == in_force ? "current" : "out_of_date";
            each["posting"] = boost::json::parse(json::write(posting->second));
        }
        sites.push_back(std::move(each));
    }
    return Response::json(boost::json::serialize(
        boost::json::object{{"list", in_force.text()},
                            {"issued", (version == nullptr ? today : version->from).text()},
                            {"sites", std::move(sites)}}));
}

Response get_posting_picture(Api& api, const Call& call) {
    const auto all = api.node.register_now();
    const auto site = SiteCode::parse(call.parts.at(0));
    const auto posting = site ? all->postings.find(*site) : all->postings.end();
    if (posting == all->postings.end()) return http::problem(call.request, 404, "object_unknown");
    const auto plain = open_posting_picture(api.node, posting->second);
    if (!plain.ok()) return http::problem(call.request, plain.error());
    return {200,
            std::string(evidence::media_type_of(plain.value())),
            std::string(as_text(plain.value())),
            {},
            {}};
}

Result<Bytes> open_posting_picture(node::Node& node, const register_::Posting& posting) {
    const Day day = Day::of(posting.id.made_at());
    const auto key = node.keys().key(day, DataClass::picture);
    if (!key.ok()) return key.error();
    const auto sealed = node.objects().get(day, DataClass::picture, posting.picture);
    if (!sealed.ok()) return sealed.error();
    return evidence::open_object(sealed.value(), posting.picture,
                                 vault::object_key(key.value(), posting.id, slot),
                                 context_of(node, posting.id));
}

}  // namespace buuan::api
