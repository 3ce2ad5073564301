// Papers to be signed about what happened to an item: the words of the event's sealed minutes
// beside what the log says. Making one is an opening, recorded before anything is shown.
#include <map>

#include "base/whole_number.hpp"
#include "disclosure/trace.hpp"
#include "edge/api/event_desk.hpp"
#include "edge/pages/item_paper.hpp"
#include "ledger/entry.hpp"
#include "ledger/possession_draw.hpp"

namespace buuan::api {
namespace {

struct Wanted {
    CommandId id;   // of the act
    EntryId entry;  // of the event
};
BOOST_DESCRIBE_STRUCT(Wanted, (), (id, entry))

using Words = std::map<std::string_view, http::ProblemText>;

/// Grounds, results and reasons as the paper says them; a code that is not here stands as it is.
const Words& words() {
    static const Words all = {
        {"damage", {"Vỏ hỏng, phải kiểm kê (Điều 13)", "Damaged cover (Article 13)"}},
        {"written_request",
         {"Văn bản của cơ quan có thẩm quyền (Điều 14)", "Paper of an authority (Article 14)"}},
        {"undeliverable", {"Không phát được (Điều 17)", "Undeliverable (Article 17)"}},
        {"consent", {"Người gửi đồng ý", "The sender's consent"}},
        {"suspicious", {"Máy soi: nghi vấn", "X-ray: suspicious"}},
        {"held", {"Máy soi: giữ lại", "X-ray: held"}},
        {"prohibited", {"Có hàng cấm gửi", "Prohibited goods"}},
        {"prohibited_goods", {"Phát hiện hàng cấm gửi", "Prohibited goods were found"}},
        {"suspicion", {"Nghi có hàng cấm gửi", "Prohibited goods are suspected"}},
        {"authority_request", {"Yêu cầu của cơ quan có thẩm quyền", "An authority asks for it"}},
        {"leaking", {"Rò rỉ, có mùi, phát nhiệt", "Leaks, smells or is hot"}},
        {"address_wrong", {"Địa chỉ không rõ", "Unclear address"}}};
    return all;
}

std::string reason_of(const ledger::Entry& entry, bool english) {
    for (const char* member : {"ground", "reason", "result", "verdict"}) {
        const std::string code = ledger::said(entry, member);
        if (code.empty()) continue;
        const auto found = words().find(code);
        if (found == words().end()) return code;
        return std::string(english ? found->second.en : found->second.vi);
    }
    return {};
}

std::optional<pages::PaperKind> kind_of(const ledger::Entry& entry) {
    if (entry.type == "item.opened") return pages::PaperKind::opened;
    if (entry.type == "item.damaged") return pages::PaperKind::damaged;
    const bool stops = ledger::said(entry, "state") == "stopped" && entry.data.contains("from");
    return stops ? std::optional(pages::PaperKind::stopped) : std::nullopt;
}

/// The event's own minutes, where it has some.
Result<std::optional<vault::OpenedRecord>> minutes_of(Api& api, const NamedItem& named,
                                                      const ledger::Entry& entry) {
    const auto* sealed = entry.data.if_contains("minutes");
    if (sealed == nullptr) return std::optional<vault::OpenedRecord>{};
    const auto revision = sealed->at("revision").to_number<std::uint32_t>();
    for (const SealedRow& row : named.stored.records) {
        if (row.data_class != DataClass::minutes || row.revision != revision) continue;
        auto opened = disclosure::open_row({api.node.days(), api.node.keys(), api.node.origin()},
                                           named.day, named.id, row);
        if (!opened.ok()) return opened.error();
        return std::optional(std::move(opened).value());
    }
    return std::optional<vault::OpenedRecord>{};
}

/// What the goods rules call what was found; its id where they do not know it any more.
std::string name_of_goods(Api& api, std::string_view id, Instant at, bool english) {
    const auto goods = api.node.goods(Day::of(at));
    const auto* entry = goods.ok() ? goods.value()->entry(id) : nullptr;
    if (entry == nullptr) return std::string(id);
    return english ? entry->name_en : entry->name_vi;
}

std::string place_of(const register_::Register& all, const std::optional<SiteCode>& site) {
    const auto at = site ? all.sites.find(*site) : all.sites.end();
    if (at == all.sites.end()) return {};
    const register_::Site& there = at->second;
    return there.name + (there.address.empty() ? "" : ", " + there.address) + ", " + there.commune;
}

/// What the paper says, from the entry, the record and the event's minutes.
Result<pages::ItemPaper, Response> paper_of(Api& api, const Call& call, const NamedItem& named,
                                            const StoredEntry& stored, const ledger::Entry& entry,
                                            pages::PaperKind kind) {
    const bool english = call.request.english();
    const auto record = open_newest(api, call, named, DataClass::record);
    if (!record.ok()) return record.error();
    const auto minutes = minutes_of(api, named, entry);
    if (!minutes.ok()) return http::problem(call.request, minutes.error());
    pages::ItemPaper said;
    said.kind = kind;
    said.enterprise = api.node.config().name;
    said.sample = api.node.config().sample;
    said.site = place_of(*api.node.register_now(), entry.site);
    said.item_code = std::string(record.value().text("item.code"));
    said.accepted_at = named.stored.row.accepted_at;
    said.at = entry.at;
    said.by = entry.by.value;
    said.second_person = ledger::said(entry, "second_person");
    said.reason = reason_of(entry, english);
    said.accepted_g = whole_number<std::uint32_t>(record.value().text("item.weight_g"));
    if (const auto* weight = entry.data.if_contains("weight_g"))
        said.now_g = weight->to_number<std::uint32_t>();
    said.entry = stored.log.value + " " + stored.id.text();
    if (!minutes.value()) return said;
    said.paper = std::string(minutes.value()->text("paper"));
    said.remark = std::string(minutes.value()->text("remark"));
    const auto found = minutes.value()->text("found");
    if (!found.empty()) said.found = name_of_goods(api, found, said.at, english);
    return said;
}

}  // namespace

Response post_paper(Api& api, const Call& call) {
    const auto wanted = body_of<Wanted>(call);
    if (!wanted.ok()) return wanted.error();
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    const auto& entries = named.value().stored.entries;
    const auto stored = std::find_if(entries.begin(), entries.end(), [&](const auto& each) {
        return each.id == wanted.value().entry;
    });
    if (stored == entries.end()) return http::problem(call.request, 404, "not_found");
    const auto text = text_or_pending(api, *stored);
    if (!text.ok()) return http::problem(call.request, text.error());
    if (!text.value()) return http::problem(call.request, 409, "not_in_log_yet");
    const auto decoded = ledger::decode(*text.value());
    if (!decoded.ok()) return http::problem(call.request, decoded.error());
    const ledger::Entry& entry = decoded.value();
    const auto kind = kind_of(entry);
    if (!kind) return http::problem(call.request, 422, "bad_document", {{"entry", "no_paper"}});
    if (*kind == pages::PaperKind::opened && !call.actor.allowed(Action::open_parcel))
        return http::problem(call.request, 403, "not_allowed");
    const disclosure::Act act{wanted.value().id, "opening", "sorting", {},
                              named.value().id,  {},        {}};
    if (auto failed = record_act(api, call, act)) return *failed;

    const auto said = paper_of(api, call, named.value(), *stored, entry, *kind);
    if (!said.ok()) return said.error();
    auto pdf = api.printer.pdf(pages::item_paper(said.value(), call.request.english()));
    if (!pdf.ok()) return http::problem(call.request, pdf.error());
    return Response{200, "application/pdf", std::move(pdf).value(), {}, {}};
}

}  // namespace buuan::api
