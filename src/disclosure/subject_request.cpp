#include "disclosure/subject_request.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace buuan::disclosure {
namespace {

constexpr const char* kind = "subject_request";

Result<RequestRow> read_row(const std::string& body) {
    auto row = json::read<RequestRow>(body);
    if (!row.ok()) return Fault{FaultKind::corrupt, "a data subject's request is damaged"};
    return std::move(row).value();
}

}  // namespace

Result<RequestRow, std::string> after_step(RequestRow row, const StepTaken& taken,
                                           const SubjectRules& rules, Instant now) {
    const auto close = [&](RequestState state) -> Result<RequestRow, std::string> {
        row.state = state;
        row.closed_at = now;
        if (!row.answered_at) row.answered_at = now;
        return row;
    };
    const bool done_before =
        (taken.step == Step::finish && row.state == RequestState::done) ||
        (taken.step == Step::refuse && row.state == RequestState::refused &&
         row.refusal == taken.reason) ||
        (taken.step == Step::take_back && row.state == RequestState::taken_back);
    if (done_before) return row;
    if (!row.is_open()) return std::string("request_closed");
    switch (taken.step) {
        case Step::identify:
            if (row.state == RequestState::identified) return row;
            if (!taken.method) return std::string("method_unknown");
            row.state = RequestState::identified;
            row.method = taken.method;
            return row;
        case Step::answer:
            if (!row.answered_at) row.answered_at = now;
            return row;
        case Step::extend: {
            if (row.extended) return std::string("extended_before");
            if (row.due < Day::of(now)) return std::string("deadline_over");
            row.extended = true;
            row.due =
                clocks_of(rules, row.ask, Day::of(row.received_at), row.third_party, true).due;
            return row;
        }
        case Step::finish:
            if (row.state != RequestState::identified) return std::string("not_identified_yet");
            return close(RequestState::done);
        case Step::refuse:
            if (!taken.reason || !rules.refusals.contains(*taken.reason))
                return std::string("reason_unknown");
            row.refusal = taken.reason;
            return close(RequestState::refused);
        case Step::take_back:
            return close(RequestState::taken_back);
    }
    return row;
}

Result<RequestRow> file_request(register_::RegisterStore& store, const Filing& filing,
                                const SubjectRules& rules, const WordsSeal& seal,
                                Entropy& entropy) {
    const auto rows = list_requests(store);
    if (!rows.ok()) return rows.error();
    for (const RequestRow& row : rows.value()) {
        if (row.command == filing.command) return row;
    }
    auto sealed = seal_words(fields_of(filing.asker, asker_fields), filing.command, seal, entropy);
    if (!sealed.ok()) return sealed.error();
    const Clocks clocks =
        clocks_of(rules, filing.ask, Day::of(filing.now), filing.third_party, false);
    RequestRow row;
    row.number = rows.value().empty() ? 1 : rows.value().back().number + 1;
    row.ask = filing.ask;
    row.command = filing.command;
    row.received_at = filing.now;
    row.by = filing.by;
    row.third_party = filing.third_party;
    row.answer_by = clocks.answer_by;
    row.due = clocks.due;
    row.sealed = std::move(sealed).value();
    if (auto saved = save_request(store, row); !saved.ok()) return saved.error();
    return row;
}

Result<std::vector<RequestRow>> list_requests(register_::RegisterStore& store) {
    const auto found = register_::list_all(store, kind);
    if (!found.ok()) return found.error();
    std::vector<RequestRow> rows;
    for (const register_::Row& each : found.value()) {
        auto row = read_row(each.body);
        if (!row.ok()) return row.error();
        rows.push_back(std::move(row).value());
    }
    return rows;
}

Result<std::optional<RequestRow>> find_request(register_::RegisterStore& store,
                                               RequestNumber number) {
    const auto found = store.find(kind, register_::number_key(number));
    if (!found.ok()) return found.error();
    if (!found.value()) return std::optional<RequestRow>{};
    auto row = read_row(*found.value());
    if (!row.ok()) return row.error();
    return std::optional(std::move(row).value());
}

Result<Done> save_request(register_::RegisterStore& store, const RequestRow& row) {
    register_::RegisterWrite write;
    write.put.push_back({kind, register_::number_key(row.number), json::write(row)});
    return store.apply(write);
}

Result<Asker> open_asker(const RequestRow& row, const WordsSeal& seal) {
    const auto opened = open_words(row.sealed, row.command, seal, "a data subject's request");
    if (!opened.ok()) return opened.error();
    return words_of<Asker>(opened.value(), asker_fields);
}

}  // namespace buuan::disclosure
