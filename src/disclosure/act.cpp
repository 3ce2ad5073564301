#include "disclosure/act.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "base/json.hpp"
#include "disclosure/act_index.hpp"
#include "ledger/entry.hpp"
#include "vault/derive.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::size_t due_max = 10'000;

Result<std::optional<ActRow>> find_act(register_::RegisterStore& store, const std::string& id) {
    const auto body = store.find("act", id);
    if (!body.ok()) return body.error();
    if (!body.value()) return std::optional<ActRow>{};
    auto row = json::read<ActRow>(*body.value());
    if (!row.ok()) return Fault{FaultKind::corrupt, "the act " + id + " is broken"};
    return std::optional(std::move(row).value());
}

}  // namespace

Result<Purposes> read_purposes(std::span<const RuleFile> files) {
    Purposes purposes;
    for (const RuleFile& file : files) {
        if (file.path != "purposes.toml") continue;
        toml::table table;
        try {
            table = toml::parse(file.text);
        } catch (const toml::parse_error& error) {
            return Fault{FaultKind::invalid,
                         "purposes.toml: line " + std::to_string(error.source().begin.line)};
        }
        if (const auto* list = table["purpose"].as_array()) {
            for (const auto& element : *list) {
                if (!element.is_table())
                    return Fault{FaultKind::invalid, "purposes.toml: a purpose is no table"};
                const auto& fields = *element.as_table();
                purposes.emplace(fields["code"].value_or(std::string()),
                                 Purpose{fields["vi"].value_or(std::string()),
                                         fields["en"].value_or(std::string())});
            }
        }
    }
    if (purposes.empty() || purposes.contains(""))
        return Fault{FaultKind::invalid,
                     "purposes.toml: there are no purposes, or one lacks its code"};
    return purposes;
}

std::string days_text(Day from, Day to, const std::optional<SiteCode>& site) {
    return from.text() + " " + to.text() + (site ? " " + site->value : std::string());
}

Act looked_over(Act act, Day from, Day to, const std::optional<SiteCode>& site) {
    act.searched_by = "days";
    act.searched_for = Personal(days_text(from, to, site));
    act.over = days_text(from, to, site);
    return act;
}

Result<register_::RegisterWrite> record_act(const Act& act, const Actor& actor, Instant now,
                                            const Secret& act_key, const std::string& node,
                                            Entropy& entropy) {
    vault::Fields fields;
    fields.emplace("kind", Personal(act.kind));
    fields.emplace("purpose", Personal(act.purpose));
    fields.emplace("user", Personal(actor.user));
    fields.emplace("by", Personal(actor.by.value));
    fields.emplace("at", Personal(now.text()));
    if (!act.note.empty()) fields.emplace("note", act.note);
    if (act.item) fields.emplace("item", Personal(act.item->text()));
    if (!act.searched_by.empty()) fields.emplace("searched_by", Personal(act.searched_by));
    if (!act.searched_for.empty()) fields.emplace("searched_for", act.searched_for);
    if (!act.over.empty()) fields.emplace("over", Personal(act.over));
    const ItemId name{act.id.bytes};  // an act is sealed as an item of its own
    const auto sealed = vault::seal_record(fields, vault::record_key(act_key, name, 1),
                                           {node, name, DataClass::act, 1}, entropy);
    if (!sealed.ok()) return sealed.error();

    const auto salt = entropy.bytes<16>();
    ActRow row{act.kind, actor.user,   actor.by,    now, act.item, to_hex(sealed.value().sealed),
               {},       to_hex(salt), std::nullopt};
    row.commitment = sha256({as_bytes("buuan/act/v1\n"), salt, sealed.value().sealed}).text();
    register_::RegisterWrite write;
    write.put.push_back({"act", act.id.text(), json::write(row)});
    write.put.push_back({acts_by_time, now.text() + " " + act.id.text(), ""});
    write.put.push_back({"act_due", act.id.text(), "{}"});
    if (auto place = index_row(act, now, act_key)) write.put.push_back(std::move(*place));
    return write;
}

Result<std::optional<OpenedAct>> open_act(vault::KeyRing& keys, const std::string& node,
                                          const CommandId& id, const ActRow& row) {
    const Fault altered{FaultKind::corrupt, "the act " + id.text() + " is not what was recorded"};
    const auto sealed = from_hex(row.sealed);
    const auto salt = from_hex(row.salt);
    if (!sealed || !salt ||
        sha256({as_bytes("buuan/act/v1\n"), *salt, *sealed}).text() != row.commitment)
        return altered;
    const auto key = keys.key(Day::of(row.at), DataClass::act);
    if (!key.ok() && key.error().kind == FaultKind::denied) return std::optional<OpenedAct>{};
    if (!key.ok() && key.error().kind == FaultKind::unavailable) return altered;
    if (!key.ok()) return key.error();
    const ItemId name{id.bytes};
    const auto record = vault::open_record(*sealed, vault::record_key(key.value(), name, 1),
                                           {node, name, DataClass::act, 1});
    if (!record.ok()) return record.error().kind == FaultKind::corrupt ? altered : record.error();
    const auto text = [&](const char* label) { return std::string(record.value().text(label)); };
    OpenedAct opened{{id, text("kind"), text("purpose"), Personal(text("note")), row.item,
                      text("searched_by"), Personal(text("searched_for")), text("over")},
                     text("user"),
                     {text("by")},
                     row.at};
    const bool same = opened.act.kind == row.kind && opened.user == row.user &&
                      text("at") == row.at.text() && opened.by == row.by &&
                      text("item") == (row.item ? row.item->text() : std::string());
    if (!same) return altered;
    return std::optional(std::move(opened));
}

Result<register_::RegisterWrite> batch_acts(register_::RegisterStore& store, const LogName& log,
                                            const StaffNumber& by, Instant now, Entropy& entropy) {
    register_::RegisterWrite write;
    const auto due = store.list("act_due", "", due_max);
    if (!due.ok()) return due.error();
    std::vector<std::pair<std::string, ActRow>> acts;
    for (const auto& each : due.value()) {
        auto row = find_act(store, each.key);
        if (!row.ok()) return row.error();
        if (row.value()) acts.emplace_back(each.key, std::move(*row.value()));
        write.erase.emplace_back("act_due", each.key);
    }
    std::sort(acts.begin(), acts.end(),
              [](const auto& a, const auto& b) { return a.second.salt < b.second.salt; });
    const Instant hour{now.ms / hour_ms * hour_ms};
    for (auto& [id, row] : acts) {
        ledger::Entry entry;
        entry.id = EntryId::make(now, entropy);
        entry.salt = entropy.bytes<16>();
        entry.type = "sealed.act";
        entry.at = hour;
        entry.seen = hour;
        entry.by = by;
        entry.data = {{"commitment", row.commitment}};
        auto text = ledger::encode(entry);
        if (!text.ok()) return text.error();
        row.entry = entry.id;
        write.entries.push_back({entry.id, log, std::move(text).value()});
        write.put.push_back({"act", id, json::write(row)});
    }
    return write;
}

Result<bool> opening_in_force(register_::RegisterStore& store, const CommandId& opening,
                              const ItemId& item, const std::string& user, Instant now,
                              std::int64_t for_ms) {
    const auto row = find_act(store, opening.text());
    if (!row.ok()) return row.error();
    if (!row.value()) return false;
    return row.value()->kind == "opening" && row.value()->user == user &&
           row.value()->item == item && now - row.value()->at <= for_ms;
}

}  // namespace buuan::disclosure
