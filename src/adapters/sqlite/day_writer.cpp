#include "adapters/sqlite/day_writer.hpp"

#include <algorithm>

#include "adapters/sqlite/day_schema.hpp"

namespace buuan::sqlite {
namespace {

// Tokens fall anywhere in their index: a page changes many times before it is worth copying into
// the database, and the pages of today's index should stay in memory. Pages of 8 KiB: most of what
// is written is in its order, and half the pages are half the system calls.
constexpr Limits limits{.cache_kib = 16'000, .page_bytes = 8192, .wal_pages = 8'000};

}  // namespace

DayWriter::DayWriter(Database db, Outbox& outbox)
    : db_(std::move(db)),
      outbox_(outbox),
      find_command_(db_.prepare("select item, request from command where id = ?1")),
      find_item_(db_.prepare("select version, n from item where id = ?1")),
      insert_command_(db_.prepare("insert into command (id, item, request) values (?1, ?2, ?3)")),
      insert_item_(db_.prepare(
          "insert into item (id, type, state, version, site, counter, number, log, accepted_at, "
          "pictures_due, on_hold, service) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
          "?12)")),
      update_item_(db_.prepare(
          "update item set type = ?2, state = ?3, version = ?4, site = ?5, counter = ?6, number = "
          "?7, "
          "log = ?8, accepted_at = ?9, pictures_due = ?10, on_hold = ?11, service = ?12 where "
          "id = ?1")),
      insert_record_(db_.prepare(
          "insert into record (item, class, revision, sealed) values (?1, ?2, ?3, ?4)")),
      insert_object_(db_.prepare(
          "insert into object (item, slot, class, id, size) values (?1, ?2, ?3, ?4, ?5)")),
      insert_outbox_(db_.prepare("insert into outbox (id, tokens) values (?1, ?2)")),
      insert_token_(db_.prepare("insert or ignore into token (token, n) values (?1, ?2)")),
      leave_outbox_(db_.prepare("delete from outbox where id <= ?1")),
      insert_entry_(db_.prepare("insert into entry (item, id, log) values (?1, ?2, ?3)")),
      insert_pending_(
          db_.prepare("insert into pending (log, id, item, text) values (?1, ?2, ?3, ?4)")),
      erase_pending_(db_.prepare("delete from pending where log = ?1 and id = ?2 returning item")),
      set_place_(db_.prepare("update entry set place = ?1 where item = ?2 and id = ?3")),
      erase_records_(db_.prepare("delete from record where item = ?1 and class = ?2")),
      erase_objects_(db_.prepare("delete from object where item = ?1 and class = ?2")),
      erase_tokens_(db_.prepare("delete from token where n = ?1")) {}

Result<std::unique_ptr<DayWriter>> DayWriter::open(const Place& place, const std::string& path,
                                                   Outbox& outbox) {
    auto db = Database::open(place, path, day_migrations, limits);
    if (!db.ok()) return db.error();
    std::unique_ptr<DayWriter> writer(new DayWriter(std::move(db).value(), outbox));
    if (auto prepared = writer->db_.prepared(); !prepared.ok()) return prepared.error();
    if (auto loaded = outbox.load(writer->db_); !loaded.ok()) return loaded.error();
    return writer;
}

Result<std::vector<Applied>> DayWriter::apply(std::span<const DayWrite> batch) {
    if (outbox_.size() > Outbox::tokens_max)
        return Fault{FaultKind::busy, db_.path() + ": its index of tokens is too far behind"};
    auto answers = try_apply(batch, false);
    // Some write names a revision, slot or entry that is there already. That is rare, so only now
    // each pays for a savepoint.
    if (answers.ok() && !answers.value()) answers = try_apply(batch, true);
    if (!answers.ok()) return answers.error();
    return std::move(*answers.value());
}

Result<std::optional<std::vector<Applied>>> DayWriter::try_apply(std::span<const DayWrite> batch,
                                                                 bool each_apart) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    std::vector<Applied> answers;
    answers.reserve(batch.size());
    new_tokens_.clear();
    for (const DayWrite& write : batch) {
        if (each_apart) {
            if (auto saved = db_.execute("savepoint one"); !saved.ok()) return saved.error();
        }
        auto applied = apply_one(write);
        if (!applied.ok() && applied.error().kind == FaultKind::invalid) {
            if (!each_apart) return std::optional<std::vector<Applied>>{};
            if (auto undone = db_.execute("rollback to one"); !undone.ok()) return undone.error();
            applied = Applied::conflict;
        }
        if (!applied.ok()) return applied.error();
        if (each_apart) {
            if (auto released = db_.execute("release one"); !released.ok()) return released.error();
        }
        answers.push_back(applied.value());
    }
    if (auto committed = commit_with_tokens(transaction.value()); !committed.ok())
        return committed.error();
    return std::optional(std::move(answers));
}

Result<Applied> DayWriter::apply_one(const DayWrite& write) {
    std::optional<bool> repeated;
    find_command_.bind(1, BytesView(write.command.bytes));
    auto read = db_.each(find_command_, [&](const Statement& row) {
        repeated = row.fixed<ItemId>(0) == write.item &&
                   equal_in_constant_time(row.blob(1), write.request.bytes);
    });
    if (!read.ok()) return read.error();
    if (repeated) return *repeated ? Applied::already_there : Applied::conflict;

    std::uint32_t version = 0;
    std::int64_t n = 0;
    find_item_.bind(1, BytesView(write.item.bytes));
    read = db_.each(find_item_, [&](const Statement& row) {
        version = static_cast<std::uint32_t>(row.integer(0));
        n = row.integer(1);
    });
    if (!read.ok()) return read.error();
    if (version != write.expects) return write.expects == 0 ? Applied::conflict : Applied::stale;

    if (!write.erases.empty() && (outbox_.size() > 0 || !new_tokens_.empty()))
        return Fault{FaultKind::busy, db_.path() + ": tokens wait for the index; erase again"};
    if (!erase_rows(write, n)) return db_.fault();
    if (!write_item(write)) return db_.fault();
    if (write.expects == 0) n = sqlite3_last_insert_rowid(db_.get());
    if (!write_rows(write)) return db_.fault();
    for (const Token& token : write.tokens) new_tokens_.push_back({token, n});
    return Applied::written;
}

/// A token's row is found by its item alone, which reads the whole index: erasing is rare.
bool DayWriter::erase_rows(const DayWrite& write, std::int64_t n) {
    const BytesView item(write.item.bytes);
    for (const DataClass each : write.erases) {
        const auto data_class = static_cast<std::int64_t>(each);
        if (!erase_records_.bind(1, item).bind(2, data_class).run() ||
            !erase_objects_.bind(1, item).bind(2, data_class).run())
            return false;
    }
    return write.erases.empty() || erase_tokens_.bind(1, n).run();
}

bool DayWriter::write_rows(const DayWrite& write) {
    const BytesView item(write.item.bytes);
    if (!insert_command_.bind(1, BytesView(write.command.bytes))
             .bind(2, item)
             .bind(3, BytesView(write.request.bytes))
             .run())
        return false;
    for (const SealedRow& record : write.records) {
        insert_record_.bind(1, item)
            .bind(2, static_cast<std::int64_t>(record.data_class))
            .bind(3, std::int64_t{record.revision});
        if (!insert_record_.bind(4, BytesView(record.sealed)).run()) return false;
    }
    for (const ObjectRow& object : write.objects) {
        insert_object_.bind(1, item)
            .bind(2, object.slot)
            .bind(3, static_cast<std::int64_t>(object.data_class));
        insert_object_.bind(4, BytesView(object.object.bytes))
            .bind(5, static_cast<std::int64_t>(object.size));
        if (!insert_object_.run()) return false;
    }
    for (const PendingEntry& entry : write.entries) {
        const BytesView id(entry.id.bytes);
        if (!insert_entry_.bind(1, item).bind(2, id).bind(3, entry.log.value).run()) return false;
        if (!insert_pending_.bind(1, entry.log.value)
                 .bind(2, id)
                 .bind(3, item)
                 .bind(4, entry.text)
                 .run())
            return false;
    }
    return true;
}

bool DayWriter::write_item(const DayWrite& write) {
    const ItemRow& row = write.after;
    Statement& put = write.expects == 0 ? insert_item_ : update_item_;
    put.bind(1, BytesView(write.item.bytes))
        .bind(2, static_cast<std::int64_t>(row.type))
        .bind(3, static_cast<std::int64_t>(row.state));
    put.bind(4, std::int64_t{row.version})
        .bind(5, row.site.value)
        .bind(6, row.counter.value)
        .bind(7, std::int64_t{row.number});
    put.bind(8, row.log.value).bind(9, row.accepted_at.ms).bind(10, std::int64_t{row.pictures_due});
    put.bind(11, std::int64_t{row.on_hold ? 1 : 0});
    return put.bind(12, static_cast<std::int64_t>(row.service)).run();
}

Result<Done> DayWriter::commit_with_tokens(Transaction& transaction) {
    std::vector<TokenRow> tokens = std::exchange(new_tokens_, {});
    if (tokens.empty()) return transaction.commit();
    std::sort(tokens.begin(), tokens.end());
    const std::int64_t id = outbox_.next_id();
    if (!insert_outbox_.bind(1, id).bind(2, BytesView(bytes_of(tokens))).run()) return db_.fault();
    auto committed = transaction.commit();
    if (committed.ok()) outbox_.add(id, std::move(tokens));
    return committed;
}

Result<Done> DayWriter::index(std::span<const TokenRow> tokens, std::optional<std::int64_t> last) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    for (const TokenRow& row : tokens) {
        if (!insert_token_.bind(1, BytesView(row.token.bytes)).bind(2, row.n).run())
            return db_.fault();
    }
    if (last && !leave_outbox_.bind(1, *last).run()) return db_.fault();
    return transaction.value().commit();
}

Result<Done> DayWriter::clear_tokens() {
    if (auto cleared =
            db_.execute("begin immediate; delete from token; delete from outbox; commit");
        !cleared.ok()) {
        (void)db_.execute("rollback");
        return cleared;
    }
    outbox_.clear();
    return Done{};
}

Result<Done> DayWriter::mark_sequenced(const LogName& log, std::vector<SequencedEntry>& entries) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    std::vector<SequencedEntry> elsewhere;
    for (const SequencedEntry& entry : entries) {
        const BytesView id(entry.id.bytes);
        std::optional<ItemId> item;
        erase_pending_.bind(1, log.value).bind(2, id);
        auto read =
            db_.each(erase_pending_, [&](const Statement& row) { item = row.fixed<ItemId>(0); });
        if (!read.ok()) return read;
        if (!item) {
            elsewhere.push_back(entry);
            continue;
        }
        set_place_.bind(1, static_cast<std::int64_t>(entry.index))
            .bind(2, BytesView(item->bytes))
            .bind(3, id);
        if (!set_place_.run()) return db_.fault();
    }
    auto committed = transaction.value().commit();
    if (committed.ok()) entries = std::move(elsewhere);
    return committed;
}

Result<Done> DayWriter::add_tokens(const ItemId& item, std::span<const Token> tokens) {
    auto transaction = Transaction::begin(db_);
    if (!transaction.ok()) return transaction.error();
    new_tokens_.clear();
    find_item_.bind(1, BytesView(item.bytes));
    auto read = db_.each(find_item_, [&](const Statement& row) {
        for (const Token& token : tokens) new_tokens_.push_back({token, row.integer(1)});
    });
    if (!read.ok()) return read;
    return commit_with_tokens(transaction.value());
}

}  // namespace buuan::sqlite
