// Days that are watched: each call passes before() and after(), which may answer with a fault.
#pragma once

#include "base/day_store.hpp"

namespace buuan::simulation {

class WatchedDays : public DayStore {
public:
    explicit WatchedDays(DayStore& days) : days_(days) {}

    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override {
        return watched<Result<std::vector<Applied>>>("apply",
                                                     [&] { return days_.apply(day, batch); });
    }
    Result<Done> forget_erased(Day day) override {
        return watched<Result<Done>>("forget_erased", [&] { return days_.forget_erased(day); });
    }
    Result<std::optional<StoredItem>> find(Day day, const ItemId& item) override {
        return watched<Result<std::optional<StoredItem>>>("find",
                                                          [&] { return days_.find(day, item); });
    }
    Result<std::optional<ItemRow>> find_row(Day day, const ItemId& item) override {
        return watched<Result<std::optional<ItemRow>>>("find",
                                                       [&] { return days_.find_row(day, item); });
    }
    Result<std::optional<Digest>> find_command(Day day, const CommandId& command) override {
        return watched<Result<std::optional<Digest>>>(
            "find", [&] { return days_.find_command(day, command); });
    }
    Result<std::optional<ItemId>> find_by_entry(Day day, const EntryId& entry, const ItemId& first,
                                                const ItemId& last) override {
        return watched<Result<std::optional<ItemId>>>(
            "find", [&] { return days_.find_by_entry(day, entry, first, last); });
    }
    Result<std::vector<ItemId>> find_by_tokens(Day day, std::span<const Token> tokens,
                                               std::size_t count_max) override {
        return watched<Result<std::vector<ItemId>>>(
            "find", [&] { return days_.find_by_tokens(day, tokens, count_max); });
    }
    Result<std::vector<StoredItem>> scan(Day day, const std::optional<ItemId>& after,
                                         std::size_t count_max) override {
        return watched<Result<std::vector<StoredItem>>>(
            "find", [&] { return days_.scan(day, after, count_max); });
    }
    Result<std::vector<NewestRecord>> newest_records(Day day, DataClass data_class,
                                                     const std::optional<ItemId>& after,
                                                     std::size_t count_max) override {
        return watched<Result<std::vector<NewestRecord>>>(
            "find", [&] { return days_.newest_records(day, data_class, after, count_max); });
    }
    Result<std::vector<Day>> days() override {
        return watched<Result<std::vector<Day>>>("find", [&] { return days_.days(); });
    }
    Result<std::vector<ItemRow>> newest_rows(Day day, const CounterCode& counter,
                                             const std::optional<ItemId>& before,
                                             std::size_t count_max) override {
        return watched<Result<std::vector<ItemRow>>>(
            "find", [&] { return days_.newest_rows(day, counter, before, count_max); });
    }
    Result<std::vector<ItemRow>> rows_in(Day day, std::span<const ItemState> states,
                                         std::span<const Service> services,
                                         const std::optional<ItemId>& after,
                                         std::size_t count_max) override {
        return watched<Result<std::vector<ItemRow>>>(
            "find", [&] { return days_.rows_in(day, states, services, after, count_max); });
    }
    Result<std::vector<StateCount>> state_counts(Day day) override {
        return watched<Result<std::vector<StateCount>>>("find",
                                                        [&] { return days_.state_counts(day); });
    }
    Result<std::vector<CounterNumber>> counter_numbers(Day day) override {
        return watched<Result<std::vector<CounterNumber>>>(
            "find", [&] { return days_.counter_numbers(day); });
    }
    Result<Done> clear_tokens(Day day) override {
        return watched<Result<Done>>("change", [&] { return days_.clear_tokens(day); });
    }
    Result<Done> add_tokens(Day day, const ItemId& item, std::span<const Token> tokens) override {
        return watched<Result<Done>>("change", [&] { return days_.add_tokens(day, item, tokens); });
    }
    Result<Done> catch_up() override {
        return watched<Result<Done>>("change", [&] { return days_.catch_up(); });
    }
    Result<Done> drop(Day day) override {
        return watched<Result<Done>>("change", [&] { return days_.drop(day); });
    }
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override {
        return watched<Result<std::vector<PendingEntry>>>(
            "find", [&] { return days_.pending(log, count_max); });
    }
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override {
        return watched<Result<Done>>("change", [&] { return days_.mark_sequenced(log, entries); });
    }

protected:
    /// `call`: "apply", "change" or "find".
    virtual std::optional<Fault> before(std::string_view call) = 0;
    virtual std::optional<Fault> after(std::string_view) { return std::nullopt; }

private:
    template <class Answer, class Use>
    Answer watched(std::string_view call, Use use) {
        if (auto fault = before(call)) return *fault;
        Answer answer = use();
        if (auto fault = after(call)) return *fault;
        return answer;
    }

    DayStore& days_;
};

}  // namespace buuan::simulation
