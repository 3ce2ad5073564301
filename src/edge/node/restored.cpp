#include "edge/node/restored.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/json.hpp"
#include "base/log.hpp"
#include "edge/node/node.hpp"
#include "edge/node/take_back.hpp"
#include "ledger/entry.hpp"
#include "ledger/tiles.hpp"

namespace buuan::node {
namespace {

constexpr const char* mark_path = "restored.json";
constexpr std::size_t mark_bytes_max = 4096;
constexpr const char* restored_rows = "restored";

/// More item codes than an enterprise gives out between two backups: those that were given after
/// the backup are on parcels, and must not be given again.
constexpr std::uint64_t codes_skipped = 1'000'000;

struct LogSize {
    std::string log;
    std::int64_t size{};
};
BOOST_DESCRIBE_STRUCT(LogSize, (), (log, size))
struct MarkText {
    Instant at;
    std::optional<Instant> backup;
    std::optional<std::string> mirror;
    std::optional<std::vector<LogSize>> sizes;
};
BOOST_DESCRIBE_STRUCT(MarkText, (), (at, backup, mirror, sizes))

/// The classes of a day that an entry calls purged.
Result<std::vector<vault::KeyName>> purged_by(const ledger::Entry& entry) {
    const Fault unknown{FaultKind::invalid,
                        "an entry day.purged names what this program does not know; use a newer "
                        "program"};
    const auto* day_text = entry.data.if_contains("day");
    const auto* classes = entry.data.if_contains("classes");
    if (day_text == nullptr || !day_text->is_string() || classes == nullptr || !classes->is_array())
        return unknown;
    const auto day = Day::parse(std::string_view(day_text->get_string()));
    if (!day) return unknown;
    std::vector<vault::KeyName> names;
    for (const auto& each : classes->get_array()) {
        DataClass data_class{};
        if (!each.is_string() ||
            !boost::describe::enum_from_string(std::string(each.get_string()).c_str(), data_class))
            return unknown;
        names.push_back({*day, data_class});
    }
    return names;
}

/// Those of all entries of a log. Bundles are looked through as they lie, since hardly any entry is
/// of this type.
Result<std::vector<vault::KeyName>> purged_in(ledger::LedgerStore& log) {
    const auto head = log.head();
    if (!head.ok()) return head.error();
    std::vector<vault::KeyName> names;
    const std::uint64_t bundles = (head.value().size + ledger::tile_width - 1) / ledger::tile_width;
    for (std::uint64_t i = 0; i < bundles; ++i) {
        const auto bundle = log.tile(-1, i);
        if (!bundle.ok()) return bundle.error();
        const auto entries = bundle.value() ? ledger::entries_in(*bundle.value()) : std::nullopt;
        if (!entries) return Fault{FaultKind::corrupt, "a bundle of a log's entries is damaged"};
        for (const auto& text : *entries) {
            if (text.find("\"day.purged\"") == std::string_view::npos) continue;
            const auto entry = ledger::decode(text);
            if (!entry.ok()) return entry.error();
            if (entry.value().type != "day.purged") continue;
            auto of_entry = purged_by(entry.value());
            if (!of_entry.ok()) return of_entry;
            names.insert(names.end(), of_entry.value().begin(), of_entry.value().end());
        }
    }
    return names;
}

}  // namespace

Result<Done> mark_restored(Files& folder, const RestoredMark& mark) {
    MarkText text{mark.at, mark.backup, std::nullopt, std::nullopt};
    if (!mark.mirror.empty()) text.mirror = mark.mirror;
    for (const auto& [log, size] : mark.sizes) {
        if (!text.sizes) text.sizes.emplace();
        text.sizes->push_back({log.value, static_cast<std::int64_t>(size)});
    }
    return replace_file(folder, mark_path, as_bytes(json::write(text)));
}

Result<std::optional<RestoredMark>> restored_mark(Files& folder) {
    const auto there = folder.exists(mark_path);
    if (!there.ok()) return there.error();
    if (!there.value()) return std::optional<RestoredMark>();
    const auto text = read_file(folder, mark_path, mark_bytes_max);
    if (!text.ok()) return text.error();
    const auto mark = json::read<MarkText>(as_text(text.value()));
    const Fault damaged{FaultKind::corrupt, std::string(mark_path) + " is damaged"};
    if (!mark.ok()) return damaged;
    RestoredMark restored{
        mark.value().at, mark.value().backup, mark.value().mirror.value_or(""), {}};
    for (const LogSize& each : mark.value().sizes.value_or(std::vector<LogSize>{})) {
        const auto log = LogName::parse(each.log);
        if (!log) return damaged;
        restored.sizes.emplace(*log, static_cast<std::uint64_t>(each.size));
    }
    return std::optional(std::move(restored));
}

Result<Done> forget_restored_mark(Files& folder) {
    if (auto removed = folder.remove(mark_path); !removed.ok()) return removed;
    return folder.sync_folder("");
}

Result<Done> Node::make_good_what_was_restored() {
    Files& files = storage_->files();
    auto found = restored_mark(files);
    if (!found.ok()) return found.error();
    if (!found.value()) return Done{};
    RestoredMark& mark = *found.value();
    if (auto noted = note_sizes(mark); !noted.ok()) return noted;
    if (auto taken = take_back(mark); !taken.ok()) return taken;
    // What waited for its log at the time of the backup is looked through with the rest.
    return settle();
}

/// What the logs call deleted goes again. Whose copies came after the backup is copied anew first.
Result<Done> Node::let_go_again() {
    Files& files = storage_->files();
    const auto mark = restored_mark(files);
    if (!mark.ok()) return mark.error();
    if (!mark.value()) return Done{};
    for (const auto& log : logs_->all()) {
        const auto purged = purged_in(*log->store);
        if (!purged.ok()) return purged.error();
        if (auto gone = retention_->let_go_again(purged.value()); !gone.ok()) return gone;
    }
    // A ring from before the end of a hold has its key again.
    const auto holds = retention::list_holds(*store_);
    if (!holds.ok()) return holds.error();
    for (const retention::HoldRow& hold : holds.value()) {
        const vault::KeyName name = retention::hold_key(hold.number);
        if (hold.state != retention::HoldState::ended) continue;
        if (auto gone = keys_->destroy(std::span(&name, 1)); !gone.ok()) return gone;
    }
    // Last: cut off before, all of this is done again.
    return forget_restored_mark(files);
}

/// Before any entry comes back, so that those of the backup are known when it is cut off.
Result<Done> Node::note_sizes(RestoredMark& mark) {
    if (!mark.sizes.empty() || mark.mirror.empty()) return Done{};
    for (const auto& log : logs_->all()) {
        const auto head = log->store->head();
        if (!head.ok()) return head.error();
        mark.sizes.emplace(log->name, head.value().size);
    }
    return mark_restored(storage_->files(), mark);
}

Result<Done> Node::take_back(const RestoredMark& mark) {
    TakeBack back(*this, mark);
    if (auto compared = back.compare(); !compared.ok()) return compared;
    if (mark.backup) {
        if (auto said = say_restored(mark, back); !said.ok()) return said;
    }
    if (auto taken = back.take(); !taken.ok()) return taken;
    if (auto given = back.give_to_items(); !given.ok()) return given;
    return reload_register();
}

/// Once for each restoration, however often it is tried. The entries wait: what is taken back comes
/// into the logs before them.
Result<Done> Node::say_restored(const RestoredMark& mark, TakeBack& back) {
    const Instant at = mark.at;
    const Instant backup = *mark.backup;
    const auto known = store_->find(restored_rows, at.text());
    if (!known.ok()) return known.error();
    if (known.value()) return Done{};
    if (auto skipped = codes_->skip(codes_skipped); !skipped.ok()) return skipped;
    const boost::json::object said{{"at", at.text()}, {"backup", backup.text()}};
    register_::RegisterWrite write;
    for (const auto& log : logs_->all()) {
        auto pending = entry(log->name, "log.restored", std::nullopt, system_number(), said);
        if (!pending.ok()) return pending.error();
        write.entries.push_back(std::move(pending).value());
    }
    if (auto told = back.tell(write); !told.ok()) return told;
    write.put.push_back({restored_rows, at.text(), boost::json::serialize(said)});
    if (auto applied = store_->apply(write); !applied.ok()) return applied;
    log::warning("restored", {{"restored_at", at.text()}, {"unwitnessed_since", backup.text()}});
    return Done{};
}

Result<std::vector<RestoredMark>> Node::restorations() {
    const auto rows = register_::list_all(*store_, restored_rows);
    if (!rows.ok()) return rows.error();
    std::vector<RestoredMark> all;
    for (const auto& row : rows.value()) {
        const auto mark = json::read<MarkText>(row.body);
        if (!mark.ok())
            return Fault{FaultKind::corrupt, "a row on the node's restoration is broken"};
        all.push_back({mark.value().at, mark.value().backup});
    }
    return all;
}

}  // namespace buuan::node
