#include "disclosure/receipt_tries.hpp"

#include "base/json.hpp"

namespace buuan::disclosure {
namespace {

constexpr const char* kind = "receipt_tries";
constexpr std::int64_t day_ms = 24LL * 3'600'000;
constexpr std::int64_t kept_days = 400;
constexpr std::size_t unknown_max = 10'000;

Result<TriesRow> read_row(const std::string& body) {
    auto row = json::read<TriesRow>(body);
    if (!row.ok()) return Fault{FaultKind::corrupt, "the tries of a receipt are damaged"};
    return std::move(row).value();
}

}  // namespace

Result<Turn> ReceiptTries::begin(const Digest& receipt, bool known, Instant now) {
    const std::scoped_lock lock(mutex_);
    if (auto done = forget_old(now); !done.ok()) return done.error();
    auto found = find(receipt, known);
    if (!found.ok()) return found.error();
    TriesRow& row = found.value();
    if (row.wrong >= wrong_tries_max) return Turn{};
    if (row.closed_until && now < *row.closed_until) return Turn{false, row.closed_until};
    if (row.closed_until || row.last + day_ms < now) row.running = 0;
    ++row.running;
    ++row.wrong;
    row.last = now;
    row.closed_until.reset();
    if (row.running >= wrong_tries_a_day_max) row.closed_until = now + day_ms;
    if (auto saved = save(receipt, known, row); !saved.ok()) return saved.error();
    return Turn{true, {}};
}

Result<bool> ReceiptTries::was_right(const Digest& receipt, Instant now) {
    const std::scoped_lock lock(mutex_);
    auto found = find(receipt, true);
    if (!found.ok()) return found.error();
    TriesRow& row = found.value();
    if (row.wrong > 0) --row.wrong;
    row.running = 0;
    row.closed_until.reset();
    if (row.viewed_on != Day::of(now)) row.views = 0;
    row.viewed_on = Day::of(now);
    const bool often = row.views >= views_a_day_max;
    if (!often) ++row.views;
    if (auto saved = save(receipt, true, row); !saved.ok()) return saved.error();
    return !often;
}

Result<TriesRow> ReceiptTries::find(const Digest& receipt, bool known) {
    if (!known) {
        const auto there = of_unknown_.find(receipt);
        return there == of_unknown_.end() ? TriesRow{} : there->second;
    }
    const auto body = store_.find(kind, receipt.text());
    if (!body.ok()) return body.error();
    return body.value() ? read_row(*body.value()) : TriesRow{};
}

Result<Done> ReceiptTries::save(const Digest& receipt, bool known, const TriesRow& row) {
    if (!known) {
        if (of_unknown_.size() >= unknown_max) of_unknown_.clear();
        of_unknown_[receipt] = row;
    }
    // Of a code that no item has one row for all of them is written: the answer takes as long.
    register_::RegisterWrite write;
    write.put.push_back({kind, known ? receipt.text() : "none", json::write(row)});
    return store_.apply(write);
}

Result<Done> ReceiptTries::forget_old(Instant now) {
    const Day today = Day::of(now);
    if (swept_ == today) return Done{};
    const auto rows = register_::list_all(store_, kind);
    if (!rows.ok()) return rows.error();
    register_::RegisterWrite write;
    for (const register_::Row& each : rows.value()) {
        const auto row = read_row(each.body);
        if (!row.ok()) return row.error();
        const std::int64_t kept = row.value().wrong == 0 ? 1 : kept_days;
        if (row.value().last + (kept + 1) * day_ms < now) write.erase.emplace_back(kind, each.key);
    }
    if (!write.erase.empty()) {
        if (auto done = store_.apply(write); !done.ok()) return done;
    }
    swept_ = today;
    return Done{};
}

}  // namespace buuan::disclosure
