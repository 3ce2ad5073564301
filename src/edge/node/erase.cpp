// Erasing what of an item is one person's own inside a day that lives on: first a row that names
// the pictures, then the write that takes rows and tokens out, then the bytes that are left in
// packs and in the store's log. What a power cut or a reader leaves is finished at the next start,
// and each hour.
#include "base/json.hpp"
#include "base/log.hpp"
#include "edge/node/retention_desk.hpp"
#include "retention/kept.hpp"

namespace buuan::node {
namespace {

/// `row`: of the day, or of the copy that a hold keeps of the item.
std::optional<Erased> what_keeps(const retention::Terms& terms, const ItemRow& row, bool is_held,
                                 Day today) {
    const Day day = Day::of(row.id.made_at());
    const Day free_from = retention::record_free_from(terms, row.service, day);
    if (today < free_from) return Erased{Erasure::floor_not_over, free_from, std::nullopt};
    if (is_held) return Erased{Erasure::held, {}, {}};
    if (retention::keeps_itself(terms, row.state, day, today))
        return Erased{Erasure::not_through, {}, {}};
    return std::nullopt;
}

/// Classes whose floor is over and of which nothing is the other party's alone.
std::set<DataClass> classes_of(const retention::Terms& terms, disclosure::Parties parties, Day day,
                               Day today) {
    std::set<DataClass> classes{DataClass::record};
    for (const DataClass each : {DataClass::identity, DataClass::picture}) {
        const bool theirs = each == DataClass::picture || parties.sender;
        if (theirs && retention::free_from(terms.classes.at(each), day) <= today)
            classes.insert(each);
    }
    return classes;
}

}  // namespace

Result<DayWrite> RetentionDesk::erasing_write(const StoredItem& stored, disclosure::Parties parties,
                                              const retention::Terms& terms, const StaffNumber& by,
                                              Instant now, const disclosure::ErasingKeys& keys) {
    const Day day = Day::of(stored.row.id.made_at());
    const disclosure::TraceReaders readers{stores_.days, stores_.keys, node_};
    const auto record = disclosure::open_latest(readers, day, stored, DataClass::record);
    if (!record.ok()) return record.error();
    const auto classes = classes_of(terms, parties, day, Day::of(now));
    vault::Fields identity;
    if (!classes.contains(DataClass::identity)) {
        auto opened = disclosure::open_latest(readers, day, stored, DataClass::identity);
        if (opened.ok()) identity = std::move(opened.value().fields);
    }
    return disclosure::erase_item({stored, day, parties, classes, by, now, node_}, record.value(),
                                  identity, keys, entropy_);
}

Result<Erased> RetentionDesk::erase(const ItemId& item, disclosure::Parties parties,
                                    const StaffNumber& by) {
    const std::scoped_lock lock(mutex_);
    const Instant now = clock_.now();
    const Day today = Day::of(now);
    const Day day = Day::of(item.made_at());
    const auto trust = look_at_clock(now);
    if (!trust.ok()) return trust.error();
    if (trust.value() != Trust::full) return Erased{Erasure::clock_in_doubt, {}, {}};
    const auto rules = terms(today);
    if (!rules.ok()) return rules.error();
    const auto copy = held().find(item);
    if (!copy.ok()) return copy.error();
    const auto stored = stores_.days.find(day, item);
    if (!stored.ok()) return stored.error();
    if (!stored.value() && !copy.value())
        return Fault{FaultKind::unavailable, "there is no such item"};
    const ItemRow& item_row = stored.value() ? stored.value()->row : copy.value()->stored.row;
    if (const auto kept = what_keeps(rules.value(), item_row, copy.value().has_value(), today))
        return *kept;
    const auto open_matter = retention::is_kept(stores_.store, item);
    if (!open_matter.ok()) return open_matter.error();
    if (open_matter.value()) return Erased{Erasure::not_through, {}, {}};
    const auto record_key = stores_.keys.key(day, DataClass::record);
    const auto token_key = stores_.keys.key(day, DataClass::token);
    for (const auto* key : {&record_key, &token_key}) {
        if (!key->ok() && key->error().kind == FaultKind::denied)
            return Erased{Erasure::nothing_left, {}, {}};
        if (!key->ok()) return key->error();
    }
    auto write = erasing_write(*stored.value(), parties, rules.value(), by, now,
                               {record_key.value(), token_key.value()});
    // No record, as of a refusal, or none of theirs any more.
    if (!write.ok() && write.error().kind == FaultKind::unavailable)
        return Erased{Erasure::nothing_left, {}, {}};
    if (!write.ok()) return write.error();

    const auto row = ErasingRow::of(day, *stored.value());
    register_::RegisterWrite noted;
    noted.put.push_back({erasing_rows, item.text(), json::write(row)});
    if (auto saved = stores_.store.apply(noted); !saved.ok()) return saved.error();
    const EntryId entry = write.value().entries.front().id;
    const auto applied = asks_.commit(std::move(write).value());
    if (!applied.ok()) return applied.error();
    if (applied.value() != Applied::written)
        return Fault{FaultKind::busy, "the item changed meanwhile; erase it again"};
    // It is erased; where its bytes cannot be overwritten now, the hourly round tries again.
    if (auto finished = finish_erasing(item, row); !finished.ok())
        log::warning("erasing_waits", {{"item", item.text()}, {"what", finished.error().what}});
    return Erased{Erasure::erased, {}, entry};
}

/// Only what no row names any more: a write that did not come to pass has erased nothing.
Result<Done> RetentionDesk::finish_erasing(const ItemId& item, const ErasingRow& row) {
    const auto stored = stores_.days.find(row.day, item);
    if (!stored.ok()) return stored.error();
    std::set<Digest> there;
    if (stored.value()) {
        for (const ObjectRow& object : stored.value()->objects) there.insert(object.object);
    }
    for (const Digest& picture : row.pictures) {
        if (there.contains(picture)) continue;
        if (auto gone = stores_.objects.erase(row.day, DataClass::picture, picture); !gone.ok())
            return gone;
    }
    if (auto forgotten = stores_.days.forget_erased(row.day); !forgotten.ok()) return forgotten;
    register_::RegisterWrite done;
    done.erase.emplace_back(erasing_rows, item.text());
    return stores_.store.apply(done);
}

Result<Done> RetentionDesk::resume_erasing() {
    const auto rows = register_::list_all(stores_.store, erasing_rows);
    if (!rows.ok()) return rows.error();
    for (const register_::Row& each : rows.value()) {
        const auto item = ItemId::parse(each.key);
        const auto row = json::read<ErasingRow>(each.body);
        if (!item || !row.ok())
            return Fault{FaultKind::corrupt, "the row of an erasure is damaged"};
        // A reader of one day does not keep the others waiting, nor the node shut.
        if (auto finished = finish_erasing(*item, row.value()); !finished.ok())
            log::warning("erasing_waits",
                         {{"item", item->text()}, {"what", finished.error().what}});
    }
    return Done{};
}

}  // namespace buuan::node
