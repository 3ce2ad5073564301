#include "disclosure/act_log.hpp"

#include <algorithm>
#include <set>

#include "base/json.hpp"
#include "disclosure/act_index.hpp"
#include "ledger/entry.hpp"
#include "ledger/tiles.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::size_t step = 200;
constexpr std::size_t text_of_time = 24;

/// A key of acts_by_time, read.
struct Place {
    Instant at;
    CommandId id;
    static std::optional<Place> parse(std::string_view key) {
        if (key.size() <= text_of_time || key[text_of_time] != ' ') return std::nullopt;
        const auto at = Instant::parse(key.substr(0, text_of_time));
        const auto id = CommandId::parse(key.substr(text_of_time + 1));
        if (!at || !id) return std::nullopt;
        return Place{*at, *id};
    }
};

/// An entry `sealed.act` as it stands in the log.
struct SealedAct {
    EntryId id;
    Instant hour;
    std::string commitment;
    static std::optional<SealedAct> of(std::string_view text) {
        if (text.find("\"type\":\"sealed.act\"") == std::string_view::npos) return std::nullopt;
        const auto entry = ledger::decode(text);
        if (!entry.ok() || entry.value().type != "sealed.act") return std::nullopt;
        const auto* commitment = entry.value().data.if_contains("commitment");
        if (commitment == nullptr || !commitment->is_string()) return std::nullopt;
        return SealedAct{entry.value().id, entry.value().at, std::string(commitment->as_string())};
    }
};

/// Entries by their place; the bundle that was read last is kept, since neighbours are asked for.
class Entries {
public:
    explicit Entries(ledger::LedgerStore& log) : log_(log) {}

    /// nullopt: it is of another type, or the log has no such entry.
    Result<std::optional<SealedAct>> at(std::uint64_t index) {
        const std::uint64_t number = index / ledger::tile_width;
        if (!read_ || *read_ != number) {
            auto bytes = log_.tile(-1, number);
            if (!bytes.ok()) return bytes.error();
            bundle_ = bytes.value() ? std::move(*bytes.value()) : Bytes{};
            read_ = number;
        }
        const auto entries = ledger::entries_in(bundle_);
        if (!entries) return Fault{FaultKind::corrupt, "a bundle of the log is damaged"};
        if (index % ledger::tile_width >= entries->size()) return std::optional<SealedAct>{};
        return SealedAct::of((*entries)[index % ledger::tile_width]);
    }
    /// Those from `first` on, before `end`.
    template <class Visit>
    Result<Done> each(std::uint64_t first, std::uint64_t end, Visit visit) {
        while (first < end) {
            const std::uint64_t number = first / ledger::tile_width;
            const auto bytes = log_.tile(-1, number);
            if (!bytes.ok()) return bytes.error();
            const auto entries = bytes.value() ? ledger::entries_in(*bytes.value()) : std::nullopt;
            if (!entries) return Fault{FaultKind::corrupt, "a bundle of the log is damaged"};
            for (std::uint64_t i = first % ledger::tile_width; i < entries->size() && first < end;
                 ++i, ++first) {
                if (const auto act = SealedAct::of((*entries)[i])) visit(first, *act);
            }
            if (entries->size() < ledger::tile_width) break;
        }
        return Done{};
    }

private:
    ledger::LedgerStore& log_;
    std::optional<std::uint64_t> read_;
    Bytes bundle_;
};

class Page {
public:
    Page(const ActReaders& readers, const ActQuery& query)
        : readers_(readers), query_(query), entries_(readers.log) {}

    Result<ActPage> read() {
        if (auto done = walk(); !done.ok()) return done.error();
        if (auto done = find_entries_without_row(); !done.ok()) return done.error();
        return std::move(page_);
    }

private:
    /// A row that stands in the log: its place and the hour of its batch.
    struct Batched {
        std::uint64_t index{};
        Instant hour;
    };

    [[nodiscard]] std::string first_key() const {
        if (!query_.before.empty()) return query_.before;
        return query_.to ? query_.to->text() : std::string();
    }

    Result<Done> walk() {
        std::string before = first_key();
        const std::string end = query_.from ? query_.from->text() : std::string();
        std::size_t looked_at = 0;
        for (;;) {
            const auto rows = readers_.store.list_before(acts_by_time, before, step);
            if (!rows.ok()) return rows.error();
            for (const register_::Row& row : rows.value()) {
                if (row.key < end) return Done{};
                if (page_.acts.size() >= query_.count_max || looked_at >= acts_looked_at_max) {
                    page_.next = before;
                    return Done{};
                }
                before = row.key;
                ++looked_at;
                if (newest_.empty()) newest_ = row.key;
                oldest_ = row.key;
                if (auto seen = see(row.key); !seen.ok()) return seen;
            }
            if (rows.value().size() < step) return Done{};
        }
    }

    Result<Done> see(const std::string& key) {
        const auto place = Place::parse(key);
        if (!place) return Done{};
        auto act = examine(*place);
        if (!act.ok()) return act.error();
        if (wanted(act.value())) page_.acts.push_back(std::move(act).value());
        return Done{};
    }

    /// A row that cannot be read may be anybody's, so no filter hides it.
    [[nodiscard]] bool wanted(const ListedAct& act) const {
        if (!act.row) return true;
        const ActRow& row = *act.row;
        if (!query_.who.empty() && row.user != query_.who && row.by.value != query_.who)
            return act.proof == ActProof::altered;
        if (!query_.kind.empty() && row.kind != query_.kind) return act.proof == ActProof::altered;
        return !query_.item || row.item == query_.item || act.proof == ActProof::altered;
    }

    Result<ListedAct> examine(const Place& place) {
        ListedAct act{place.id, place.at, ActProof::missing, std::nullopt, false, {}, {}, {}};
        const auto body = readers_.store.find("act", place.id.text());
        if (!body.ok()) return body.error();
        if (!body.value()) return act;
        auto row = json::read<ActRow>(*body.value());
        act.proof = ActProof::altered;
        if (!row.ok()) return act;
        act.row = std::move(row).value();
        const auto logged = against_log(act);
        if (!logged.ok()) return logged.error();
        const auto opened = against_seal(act);
        if (!opened.ok()) return opened.error();
        if (opened.value() && act.row->at == place.at) act.proof = logged.value();
        return act;
    }

    /// Whether the bytes are those that were sealed, say what the open columns say, and stand in
    /// the index.
    Result<bool> against_seal(ListedAct& act) {
        const auto opened = open_act(readers_.keys, readers_.node, act.id, *act.row);
        if (!opened.ok() && opened.error().kind == FaultKind::corrupt) return false;
        if (!opened.ok()) return opened.error();
        if (!opened.value()) return true;  // its term is over
        act.opens = true;
        act.purpose = opened.value()->act.purpose;
        act.searched_by = opened.value()->act.searched_by;
        return is_indexed(readers_.store, readers_.keys, *opened.value());
    }

    /// What the log knows of the row.
    Result<ActProof> against_log(ListedAct& act) {
        const ActRow& row = *act.row;
        if (!row.entry) {
            const auto due = readers_.store.find("act_due", act.id.text());
            if (!due.ok()) return due.error();
            return due.value() ? ActProof::waiting : ActProof::altered;
        }
        const auto index = readers_.log.index_of(*row.entry);
        if (!index.ok()) return index.error();
        if (!index.value()) return is_pending(*row.entry);
        const auto entry = entries_.at(*index.value());
        if (!entry.ok()) return entry.error();
        if (!entry.value() || entry.value()->id != *row.entry) return ActProof::altered;
        act.index = index.value();
        known_.insert(*row.entry);
        note({*index.value(), entry.value()->hour});
        return entry.value()->commitment == row.commitment ? ActProof::in_log : ActProof::altered;
    }

    Result<ActProof> is_pending(const EntryId& id) {
        constexpr std::size_t pending_max = 10'000;
        if (!pending_) {
            const auto rows = readers_.store.pending(LogName::organisation(), pending_max);
            if (!rows.ok()) return rows.error();
            pending_.emplace();
            for (const PendingEntry& each : rows.value()) pending_->insert(each.id);
        }
        return pending_->contains(id) ? ActProof::waiting : ActProof::altered;
    }

    void note(const Batched& row) {
        if (!low_ || row.hour < low_->hour) low_ = row;
        if (!high_ || high_->hour < row.hour) high_ = row;
    }

    /// Where a row beside the page stands in the log; its entry counts as one that has a row.
    Result<std::optional<Batched>> beside(const std::string& key) {
        const auto place = Place::parse(key);
        if (!place) return std::optional<Batched>{};
        const auto body = readers_.store.find("act", place->id.text());
        if (!body.ok()) return body.error();
        if (!body.value()) return std::optional<Batched>{};
        const auto row = json::read<ActRow>(*body.value());
        if (!row.ok() || !row.value().entry) return std::optional<Batched>{};
        const auto index = readers_.log.index_of(*row.value().entry);
        if (!index.ok()) return index.error();
        if (!index.value()) return std::optional<Batched>{};
        const auto entry = entries_.at(*index.value());
        if (!entry.ok()) return entry.error();
        if (!entry.value()) return std::optional<Batched>{};
        known_.insert(*row.value().entry);
        return std::optional(Batched{*index.value(), entry.value()->hour});
    }

    /// The first row beside the page whose batch is another one than `edge`, walking outward.
    template <class Next>
    Result<std::optional<Batched>> first_of_another_batch(std::string key, Instant edge,
                                                          Next next) {
        for (std::size_t looked_at = 0; looked_at < acts_looked_at_max;) {
            const auto rows = next(key);
            if (!rows.ok()) return rows.error();
            for (const register_::Row& row : rows.value()) {
                key = row.key;
                ++looked_at;
                const auto found = beside(row.key);
                if (!found.ok()) return found.error();
                if (found.value() && found.value()->hour != edge) return found;
            }
            if (rows.value().size() < step) return std::optional<Batched>{};
        }
        page_.compared = false;
        return std::optional<Batched>{};
    }

    /// The batches from the one after the next older row's to the page's newest: each of their
    /// entries must have a row.
    Result<Done> find_entries_without_row() {
        constexpr Instant none{-1};  // of a page without a row that stands in the log
        if (newest_.empty()) newest_ = oldest_ = first_key();
        const auto older =
            first_of_another_batch(oldest_, low_ ? low_->hour : none, [&](const std::string& key) {
                return readers_.store.list_before(acts_by_time, key, step);
            });
        if (!older.ok()) return older.error();
        const auto newer = first_of_another_batch(
            newest_, high_ ? high_->hour : none,
            [&](const std::string& key) { return readers_.store.list(acts_by_time, key, step); });
        if (!newer.ok()) return newer.error();
        const auto head = readers_.log.head();
        if (!head.ok()) return head.error();
        const std::uint64_t first = older.value() ? older.value()->index : 0;
        const std::uint64_t end = newer.value() ? newer.value()->index : head.value().size;
        if (end < first || end - first > entries_looked_at_max) {
            page_.compared = false;
            return Done{};
        }
        // A batch without any row belongs to the page with the next newer one; the first page
        // answers for what came after its newest row as well.
        return entries_.each(first, end, [&](std::uint64_t index, const SealedAct& act) {
            if (older.value() && act.hour <= older.value()->hour) return;
            if (newer.value() && (high_ ? high_->hour < act.hour : newer.value()->hour <= act.hour))
                return;
            if (!known_.contains(act.id)) page_.without_row.push_back({index, act.hour});
        });
    }

    const ActReaders& readers_;
    const ActQuery& query_;
    Entries entries_;
    ActPage page_;
    std::set<EntryId> known_;
    std::optional<std::set<EntryId>> pending_;
    std::optional<Batched> low_, high_;
    std::string newest_, oldest_;
};

}  // namespace

Result<ActPage> list_acts(const ActReaders& readers, const ActQuery& query) {
    return Page(readers, query).read();
}

Result<std::optional<std::uint64_t>> place_of_act(const ActReaders& readers, const CommandId& act) {
    const auto body = readers.store.find("act", act.text());
    if (!body.ok()) return body.error();
    if (!body.value()) return Fault{FaultKind::unavailable, "there is no such act"};
    const auto row = json::read<ActRow>(*body.value());
    if (!row.ok()) return Fault{FaultKind::corrupt, "the act " + act.text() + " is broken"};
    if (!row.value().entry) return std::optional<std::uint64_t>{};
    return readers.log.index_of(*row.value().entry);
}

}  // namespace buuan::disclosure
