#include "disclosure/complaint.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "retention/kept.hpp"

namespace buuan::disclosure {
namespace {

constexpr const char* kind = "complaint";
constexpr const char* by_command = "complaint_command";  // key: what filed it; body: the number
constexpr const char* by_item = "complaint_of";          // key: the item, a space, the number
constexpr std::size_t of_one_item_max = 100;

Result<ComplaintRow> read_row(const std::string& body) {
    auto row = json::read<ComplaintRow>(body);
    if (!row.ok()) return Fault{FaultKind::corrupt, "a complaint is damaged"};
    return std::move(row).value();
}

std::string what_keeps(const ComplaintRow& row) {
    return "complaint " + register_::number_key(row.number);
}

/// What the register has last.
Result<std::optional<ComplaintRow>> newest(register_::RegisterStore& store) {
    const auto rows = list_complaints(store, std::nullopt, 1);
    if (!rows.ok()) return rows.error();
    return rows.value().empty() ? std::optional<ComplaintRow>{} : rows.value().front();
}

}  // namespace

Result<ComplaintWrite> file_complaint(register_::RegisterStore& store,
                                      const ComplaintFiling& filing, const ComplaintRules& rules,
                                      const WordsSeal& seal, Entropy& entropy) {
    const auto last = newest(store);
    if (!last.ok()) return last.error();
    const auto known = rules.kinds.find(filing.kind);
    if (known == rules.kinds.end()) return Fault{FaultKind::invalid, "no such kind of complaint"};
    auto sealed =
        seal_words(fields_of(filing.who, complainant_fields), filing.command, seal, entropy);
    if (!sealed.ok()) return sealed.error();
    const Day today = Day::of(filing.now);
    ComplaintRow row;
    row.number = last.value() ? last.value()->number + 1 : 1;
    row.year = today.year();
    row.in_year = last.value() && last.value()->year == row.year ? last.value()->in_year + 1 : 1;
    row.kind = filing.kind;
    row.as = filing.as;
    row.item = filing.item;
    row.site = filing.site;
    row.log = filing.log;
    row.command = filing.command;
    row.received_at = filing.now;
    row.by = filing.by;
    row.international = filing.dates.international;
    row.file_until = file_until(rules, known->second, filing.dates);
    row.answer_by = answer_by(rules, today, row.international);
    row.fee_vnd = filing.fee_vnd;
    if (row.fee_vnd) row.amount_min_vnd = amount_min(rules, *row.fee_vnd, row.international);
    row.sealed = std::move(sealed).value();
    ComplaintWrite made = write_of(std::move(row));
    const std::string number = register_::number_key(made.row.number);
    made.write.put.push_back({by_command, filing.command.text(), number});
    made.write.put.push_back({by_item, filing.item.text() + " " + number, ""});
    return made;
}

Result<ComplaintRow, std::string> after_step(ComplaintRow row, const ComplaintStepTaken& taken,
                                             const ComplaintRules& rules, Instant now) {
    using State = ComplaintState;
    const bool done_before =
        (taken.step == ComplaintStep::answer && row.outcome && row.outcome == taken.outcome) ||
        (taken.step == ComplaintStep::agree && row.amount_vnd &&
         row.amount_vnd == taken.amount_vnd) ||
        (taken.step == ComplaintStep::pay && row.paid_at) ||
        (taken.step == ComplaintStep::close && row.state == State::closed) ||
        (taken.step == ComplaintStep::take_back && row.state == State::taken_back);
    if (done_before) return row;
    if (!row.is_open()) return std::string("complaint_closed");
    switch (taken.step) {
        case ComplaintStep::answer:
            if (row.state != State::filed) return std::string("complaint_step");
            if (!taken.outcome || !rules.outcomes.contains(*taken.outcome))
                return std::string("outcome_unknown");
            row.state = State::answered;
            row.outcome = taken.outcome;
            row.answered_at = now;
            return row;
        case ComplaintStep::agree:
            if (row.state != State::answered) return std::string("complaint_step");
            if (!taken.amount_vnd || *taken.amount_vnd == 0) return std::string("amount_missing");
            if (row.amount_min_vnd && *taken.amount_vnd < *row.amount_min_vnd)
                return std::string("amount_too_low");
            row.state = State::agreed;
            row.amount_vnd = taken.amount_vnd;
            row.agreed_at = now;
            row.pay_by = Day::of(now).plus_days(rules.pay_days);
            return row;
        case ComplaintStep::pay:
            if (row.state != State::agreed) return std::string("complaint_step");
            row.state = State::paid;
            row.paid_at = now;
            return row;
        case ComplaintStep::close:
            if (row.state != State::answered && row.state != State::paid)
                return std::string("complaint_step");
            row.state = State::closed;
            row.closed_at = now;
            return row;
        case ComplaintStep::take_back:
            // What was agreed is owed.
            if (row.state == State::agreed) return std::string("complaint_step");
            row.state = State::taken_back;
            row.closed_at = now;
            return row;
    }
    return row;
}

ComplaintWrite write_of(ComplaintRow row) {
    ComplaintWrite made{std::move(row), {}};
    made.write.put.push_back({kind, register_::number_key(made.row.number), json::write(made.row)});
    const std::string kept = retention::kept_key(made.row.item, what_keeps(made.row));
    if (made.row.is_open())
        made.write.put.push_back({retention::kept_rows, kept, ""});
    else
        made.write.erase.emplace_back(retention::kept_rows, kept);
    return made;
}

Result<std::vector<ComplaintRow>> open_complaints(register_::RegisterStore& store) {
    const auto kept = register_::list_all(store, retention::kept_rows);
    if (!kept.ok()) return kept.error();
    std::vector<ComplaintRow> open;
    for (const register_::Row& each : kept.value()) {
        // "<item> complaint 00000012"
        const std::string digits = each.key.substr(each.key.rfind(' ') + 1);
        if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) continue;
        const auto row =
            find_complaint(store, static_cast<ComplaintNumber>(std::stoul(digits.substr(0, 9))));
        if (!row.ok()) return row.error();
        if (row.value() && row.value()->is_open()) open.push_back(*row.value());
    }
    std::sort(open.begin(), open.end(),
              [](const ComplaintRow& a, const ComplaintRow& b) { return a.number > b.number; });
    return open;
}

Result<std::optional<ComplaintRow>> find_complaint(register_::RegisterStore& store,
                                                   ComplaintNumber number) {
    const auto found = store.find(kind, register_::number_key(number));
    if (!found.ok()) return found.error();
    if (!found.value()) return std::optional<ComplaintRow>{};
    auto row = read_row(*found.value());
    if (!row.ok()) return row.error();
    return std::optional(std::move(row).value());
}

Result<std::optional<ComplaintRow>> complaint_filed_by(register_::RegisterStore& store,
                                                       const CommandId& command) {
    const auto number = store.find(by_command, command.text());
    if (!number.ok()) return number.error();
    if (!number.value()) return std::optional<ComplaintRow>{};
    const auto found = store.find(kind, *number.value());
    if (!found.ok()) return found.error();
    if (!found.value()) return std::optional<ComplaintRow>{};
    auto row = read_row(*found.value());
    if (!row.ok()) return row.error();
    return std::optional(std::move(row).value());
}

Result<std::vector<ComplaintRow>> list_complaints(register_::RegisterStore& store,
                                                  std::optional<ComplaintNumber> before,
                                                  std::size_t count_max) {
    const auto found =
        store.list_before(kind, before ? register_::number_key(*before) : std::string(), count_max);
    if (!found.ok()) return found.error();
    std::vector<ComplaintRow> rows;
    for (const register_::Row& each : found.value()) {
        auto row = read_row(each.body);
        if (!row.ok()) return row.error();
        rows.push_back(std::move(row).value());
    }
    return rows;
}

Result<std::vector<ComplaintRow>> complaints_of(register_::RegisterStore& store,
                                                const ItemId& item) {
    const std::string prefix = item.text() + " ";
    const auto found = store.list(by_item, prefix, of_one_item_max);
    if (!found.ok()) return found.error();
    std::vector<ComplaintRow> rows;
    for (const register_::Row& each : found.value()) {
        if (!each.key.starts_with(prefix)) break;
        const auto body = store.find(kind, each.key.substr(prefix.size()));
        if (!body.ok()) return body.error();
        if (!body.value()) continue;
        auto row = read_row(*body.value());
        if (!row.ok()) return row.error();
        rows.push_back(std::move(row).value());
    }
    return rows;
}

Result<Complainant> open_complainant(const ComplaintRow& row, const WordsSeal& seal) {
    const auto opened = open_words(row.sealed, row.command, seal, "a complaint");
    if (!opened.ok()) return opened.error();
    return words_of<Complainant>(opened.value(), complainant_fields);
}

}  // namespace buuan::disclosure
