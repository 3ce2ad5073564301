#include "storages.hpp"

#include "adapters/sqlite/files_vfs.hpp"
#include "adapters/sqlite/sqlite_days.hpp"
#include "adapters/sqlite/sqlite_holds.hpp"
#include "adapters/sqlite/sqlite_ledger.hpp"
#include "adapters/sqlite/sqlite_register.hpp"
#include "unsynced_files.hpp"
#include "watched_days.hpp"

namespace buuan::simulation {
namespace {

/// Each call is one step of the machine before it; of a change also after it, when the power may go
/// although the change is made.
class PoweredDays final : public WatchedDays {
public:
    PoweredDays(Machine& machine, DayStore& days) : WatchedDays(days), machine_(machine) {}

private:
    std::optional<Fault> before(std::string_view call) override {
        return machine_.step(call, "days");
    }
    std::optional<Fault> after(std::string_view call) override {
        return call == "find" ? std::nullopt : machine_.step("answer", "days");
    }

    Machine& machine_;
};

/// The same for the other stores.
template <class Answer, class Use>
Answer through(Machine& machine, std::string_view call, Use use) {
    if (auto fault = machine.step(call, "store")) return *fault;
    Answer answer = use();
    if (call != "find") {
        if (auto fault = machine.step("answer", "store")) return *fault;
    }
    return answer;
}

class PoweredRegister final : public register_::RegisterStore {
public:
    PoweredRegister(Machine& machine, RegisterStore& rows) : machine_(machine), rows_(rows) {}

    Result<Done> apply(const register_::RegisterWrite& write) override {
        return through<Result<Done>>(machine_, "apply", [&] { return rows_.apply(write); });
    }
    Result<std::optional<std::string>> find(const std::string& kind,
                                            const std::string& key) override {
        return through<Result<std::optional<std::string>>>(machine_, "find",
                                                           [&] { return rows_.find(kind, key); });
    }
    Result<std::vector<register_::Row>> list(const std::string& kind, const std::string& after,
                                             std::size_t count_max) override {
        return through<Result<std::vector<register_::Row>>>(
            machine_, "find", [&] { return rows_.list(kind, after, count_max); });
    }
    Result<std::vector<register_::Row>> list_before(const std::string& kind,
                                                    const std::string& before,
                                                    std::size_t count_max) override {
        return through<Result<std::vector<register_::Row>>>(
            machine_, "find", [&] { return rows_.list_before(kind, before, count_max); });
    }
    Result<std::vector<PendingEntry>> pending(const LogName& log, std::size_t count_max) override {
        return through<Result<std::vector<PendingEntry>>>(
            machine_, "find", [&] { return rows_.pending(log, count_max); });
    }
    Result<Done> mark_sequenced(const LogName& log,
                                std::span<const SequencedEntry> entries) override {
        return through<Result<Done>>(machine_, "change",
                                     [&] { return rows_.mark_sequenced(log, entries); });
    }

private:
    Machine& machine_;
    RegisterStore& rows_;
};

class PoweredLedger final : public ledger::LedgerStore {
public:
    PoweredLedger(Machine& machine, LedgerStore& log) : machine_(machine), log_(log) {}

    Result<ledger::Head> head() override {
        return through<Result<ledger::Head>>(machine_, "find", [&] { return log_.head(); });
    }
    Result<std::optional<Bytes>> tile(int level, std::uint64_t index) override {
        return through<Result<std::optional<Bytes>>>(machine_, "find",
                                                     [&] { return log_.tile(level, index); });
    }
    Result<std::optional<std::uint64_t>> index_of(const EntryId& id) override {
        return through<Result<std::optional<std::uint64_t>>>(machine_, "find",
                                                             [&] { return log_.index_of(id); });
    }
    Result<Done> append(const ledger::Append& append) override {
        return through<Result<Done>>(machine_, "append", [&] { return log_.append(append); });
    }
    Result<ledger::Head> take_over() override {
        return through<Result<ledger::Head>>(machine_, "change", [&] { return log_.take_over(); });
    }
    Result<std::string> checkpoint() override {
        return through<Result<std::string>>(machine_, "find", [&] { return log_.checkpoint(); });
    }
    Result<Done> set_checkpoint(std::uint64_t epoch, const std::string& note) override {
        return through<Result<Done>>(machine_, "change",
                                     [&] { return log_.set_checkpoint(epoch, note); });
    }

private:
    Machine& machine_;
    LedgerStore& log_;
};

class PoweredHolds final : public retention::HoldStore {
public:
    PoweredHolds(Machine& machine, HoldStore& holds) : machine_(machine), holds_(holds) {}

    Result<Done> put(retention::HoldNumber hold,
                     std::span<const retention::HeldItem> items) override {
        return through<Result<Done>>(machine_, "apply", [&] { return holds_.put(hold, items); });
    }
    Result<std::optional<retention::HeldItem>> find(const retention::HeldName& name) override {
        return through<Result<std::optional<retention::HeldItem>>>(
            machine_, "find", [&] { return holds_.find(name); });
    }
    Result<std::vector<retention::HoldNumber>> holds_of(const ItemId& item) override {
        return through<Result<std::vector<retention::HoldNumber>>>(
            machine_, "find", [&] { return holds_.holds_of(item); });
    }
    Result<Bytes> object(retention::HoldNumber hold, const Digest& id) override {
        return through<Result<Bytes>>(machine_, "find", [&] { return holds_.object(hold, id); });
    }
    Result<std::vector<ItemId>> find_by_token(retention::HoldNumber hold, const Token& token,
                                              std::size_t count_max) override {
        return through<Result<std::vector<ItemId>>>(
            machine_, "find", [&] { return holds_.find_by_token(hold, token, count_max); });
    }
    Result<std::vector<ItemId>> items(retention::HoldNumber hold,
                                      const std::optional<ItemId>& after,
                                      std::size_t count_max) override {
        return through<Result<std::vector<ItemId>>>(
            machine_, "find", [&] { return holds_.items(hold, after, count_max); });
    }
    Result<std::uint64_t> count(retention::HoldNumber hold) override {
        return through<Result<std::uint64_t>>(machine_, "find", [&] { return holds_.count(hold); });
    }
    Result<Done> drop(const retention::HeldName& name) override {
        return through<Result<Done>>(machine_, "change", [&] { return holds_.drop(name); });
    }
    Result<Done> drop_all(retention::HoldNumber hold) override {
        return through<Result<Done>>(machine_, "change", [&] { return holds_.drop_all(hold); });
    }

private:
    Machine& machine_;
    HoldStore& holds_;
};

/// Answers a batch at once, and writes it when something else is asked.
class AnswersFirst final : public WatchedDays {
public:
    explicit AnswersFirst(std::unique_ptr<DayStore> days)
        : WatchedDays(*days), days_(std::move(days)) {}
    ~AnswersFirst() override { (void)before("end"); }

    Result<std::vector<Applied>> apply(Day day, std::span<const DayWrite> batch) override {
        if (auto fault = before("apply")) return *fault;
        late_day_ = day;
        late_.assign(batch.begin(), batch.end());
        return std::vector<Applied>(batch.size(), Applied::written);
    }

private:
    std::optional<Fault> before(std::string_view) override {
        if (late_.empty()) return std::nullopt;
        const auto applied = days_->apply(late_day_, late_);
        if (!applied.ok()) return applied.error();
        late_.clear();
        return std::nullopt;
    }

    std::unique_ptr<DayStore> days_;
    Day late_day_;
    std::vector<DayWrite> late_;
};

std::unique_ptr<DayStore> mutated(std::unique_ptr<DayStore> days, const Mutant& mutant) {
    if (mutant.missing != Missing::waiting) return days;
    return std::make_unique<AnswersFirst>(std::move(days));
}

class InSqlite final : public node::Storage {
public:
    InSqlite(Machine& machine, const Mutant& mutant)
        : mutant_(mutant), files_(machine.disk, mutant), vfs_(files_) {}

    Files& files() override { return files_; }
    Result<std::unique_ptr<DayStore>> open_days(std::size_t days_open_max) override {
        auto days = sqlite::SqliteDays::open(place(), "days", days_open_max);
        if (!days.ok()) return days.error();
        return mutated(std::move(days).value(), mutant_);
    }
    Result<std::unique_ptr<register_::RegisterStore>> open_register() override {
        auto rows = sqlite::SqliteRegister::open(place(), "node.db");
        if (!rows.ok()) return rows.error();
        return std::unique_ptr<register_::RegisterStore>(std::move(rows).value());
    }
    Result<std::unique_ptr<retention::HoldStore>> open_holds() override {
        auto holds = sqlite::SqliteHolds::open(place(), "holds.db");
        if (!holds.ok()) return holds.error();
        return std::unique_ptr<retention::HoldStore>(std::move(holds).value());
    }
    Result<std::unique_ptr<ledger::LedgerStore>> open_log(const LogName& log) override {
        auto store = sqlite::SqliteLedger::open(place(), "ledger/" + log.value + ".db");
        if (!store.ok()) return store.error();
        return std::unique_ptr<ledger::LedgerStore>(std::move(store).value());
    }

private:
    [[nodiscard]] sqlite::Place place() { return {files_, "", vfs_.name()}; }

    const Mutant mutant_;
    UnsyncedFiles files_;
    sqlite::FilesVfs vfs_;
};

class InMemory final : public node::Storage {
public:
    InMemory(Machine& machine, MemoryStores& stores, const Mutant& mutant)
        : machine_(machine), stores_(stores), mutant_(mutant), files_(machine.disk, mutant) {}

    Files& files() override { return files_; }
    Result<std::unique_ptr<DayStore>> open_days(std::size_t) override {
        return mutated(std::make_unique<PoweredDays>(machine_, stores_.days), mutant_);
    }
    Result<std::unique_ptr<register_::RegisterStore>> open_register() override {
        return std::unique_ptr<register_::RegisterStore>(
            new PoweredRegister(machine_, stores_.rows));
    }
    Result<std::unique_ptr<retention::HoldStore>> open_holds() override {
        return std::unique_ptr<retention::HoldStore>(new PoweredHolds(machine_, stores_.holds));
    }
    Result<std::unique_ptr<ledger::LedgerStore>> open_log(const LogName& log) override {
        return std::unique_ptr<ledger::LedgerStore>(new PoweredLedger(machine_, stores_.logs[log]));
    }

private:
    Machine& machine_;
    MemoryStores& stores_;
    const Mutant mutant_;
    UnsyncedFiles files_;
};

}  // namespace

std::unique_ptr<node::Storage> sqlite_storage(Machine& machine, const Mutant& mutant) {
    return std::make_unique<InSqlite>(machine, mutant);
}

std::unique_ptr<node::Storage> memory_storage(Machine& machine, MemoryStores& stores,
                                              const Mutant& mutant) {
    return std::make_unique<InMemory>(machine, stores, mutant);
}

}  // namespace buuan::simulation
