// One node: its folder, keys, stores, rules and running parts, wired together. Desks of the API
// take from here what they need, by name.
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <thread>

#include "acceptance/risk_rules.hpp"
#include "acceptance/rules.hpp"
#include "acceptance/sorting_rules.hpp"
#include "acceptance/undelivered.hpp"
#include "acceptance/upu_events.hpp"
#include "base/clock.hpp"
#include "base/committer.hpp"
#include "disclosure/act.hpp"
#include "disclosure/complaint_rules.hpp"
#include "disclosure/subject_rules.hpp"
#include "edge/config/config.hpp"
#include "edge/node/arrivals.hpp"
#include "edge/node/logs.hpp"
#include "edge/node/numbers.hpp"
#include "edge/node/restored.hpp"
#include "edge/node/retention_desk.hpp"
#include "edge/node/rule_packs.hpp"
#include "edge/node/storage.hpp"
#include "edge/node/totp_box.hpp"
#include "edge/pages/posted.hpp"
#include "evidence/object_store.hpp"
#include "register/access.hpp"
#include "register/alert_rules.hpp"
#include "register/register_view.hpp"
#include "vault/key_backup.hpp"
#include "vault/key_ring.hpp"
#include "vault/root_key.hpp"

namespace buuan::node {

// Kinds of rows in node.db that repeat what an entry said.
inline constexpr const char* last_act_rows = "last_act";  // the id of the register's last entry
inline constexpr const char* class_opened_rows = "class_opened";  // days whose keys are announced
inline constexpr const char* key_backup_rows = "key_backup";      // by entry: when, until when read
inline constexpr const char* log_key_rows =
    "log_key";  // what each log was last said to be signed by

/// The rules a node decides by, but those of goods: read from the files that came with the program
/// or lie in the folder that the configuration names.
struct RuleBook {
    acceptance::Rules acceptance;
    acceptance::RiskRules risk;
    acceptance::SortingRules sorting;
    acceptance::UpuEvents upu;
    register_::SiteRules sites;
    register_::Roles roles;
    disclosure::Purposes purposes;
    pages::Posted posted;
    disclosure::SubjectRules subjects;
    acceptance::UndeliveredRules undelivered;
    disclosure::ComplaintRules complaints;
    register_::AlertRules alerts;
    RuleFile terms;  // rules/terms.toml: which of them decide depends on the day

    static Result<RuleBook> read(std::span<const RuleFile> files);
};

struct CreateOptions {
    config::Config config;
    vault::RootSource root = vault::RootSource::file;
};

/// An act of the register: the row afterwards, and what the log says, which is the row.
struct RegisterAct {
    std::string type;  // "site.opened"
    LogName log;
    std::optional<SiteCode> site;
    register_::Row row;
    std::optional<register_::Row> sealed;  // who stands behind a staff number
};

class TakeBack;

class Node {
public:
    /// Makes a node where there is none: configuration, keys, the organisation's log.
    static Result<Done> create(std::unique_ptr<Storage> storage, const CreateOptions& options,
                               const vault::RootMeans& means, Clock& clock, Entropy& entropy);
    static Result<std::unique_ptr<Node>> open(std::unique_ptr<Storage> storage,
                                              const vault::RootMeans& means, Clock& clock,
                                              Entropy& entropy);
    /// The same in a folder of this machine.
    static Result<Done> create(const std::filesystem::path& folder, const CreateOptions& options,
                               const vault::RootMeans& means, Clock& clock, Entropy& entropy);
    static Result<std::unique_ptr<Node>> open(const std::filesystem::path& folder,
                                              const vault::RootMeans& means, Clock& clock,
                                              Entropy& entropy);
    ~Node();

    [[nodiscard]] Clock& clock() { return clock_; }
    [[nodiscard]] Entropy& entropy() { return entropy_; }
    [[nodiscard]] const config::Config& config() const { return config_; }
    [[nodiscard]] const RuleBook& rules() const { return *rules_; }
    [[nodiscard]] RulePacks& rule_packs() { return *rule_packs_; }
    /// The goods rules that decide on a day, for as long as they are held. A fault where their pack
    /// is missing or damaged: a node runs without, and each desk answers 503 `goods_rules_damaged`.
    Result<Goods> goods(Day day);
    [[nodiscard]] Digest goods_digest(Day day) const;
    /// The set that came with the program, or lies in the configured folder.
    [[nodiscard]] const Digest& own_goods() const { return own_goods_; }
    [[nodiscard]] const std::string& origin() const { return config_.origin; }
    /// Where it lies; empty where that is no folder of this machine.
    [[nodiscard]] std::filesystem::path folder() const { return storage_->folder(); }
    [[nodiscard]] vault::KeyRing& keys() { return *keys_; }
    [[nodiscard]] DayStore& days() { return *days_; }
    [[nodiscard]] Committer& committer() { return *committer_; }
    [[nodiscard]] evidence::ObjectStore& objects() { return *objects_; }
    [[nodiscard]] register_::RegisterStore& store() { return *store_; }
    [[nodiscard]] RetentionDesk& retention() { return *retention_; }
    [[nodiscard]] register_::Access& access() { return *access_; }
    [[nodiscard]] Logs& logs() { return *logs_; }
    [[nodiscard]] CounterNumbers& numbers() { return *numbers_; }
    [[nodiscard]] ItemCodes& codes() { return *codes_; }
    [[nodiscard]] Arrivals& arrivals() { return *arrivals_; }
    /// The register as it is now; stays as it was for whoever holds it.
    [[nodiscard]] std::shared_ptr<const register_::Register> register_now() const;
    [[nodiscard]] Instant now() { return clock_.now(); }

    /// A pending entry of the register's kind, for commands that write their own rows.
    Result<PendingEntry> entry(const LogName& log, std::string type,
                               const std::optional<SiteCode>& site, const StaffNumber& by,
                               boost::json::object data);
    /// Held while an act of the register is decided and applied, so that it is decided on what is
    /// there.
    [[nodiscard]] std::unique_lock<std::mutex> hold_register() {
        return std::unique_lock(register_changes_);
    }
    /// Makes an act of the register durable, with its entry, and shows the new register. `held`:
    /// from hold_register().
    Result<Done> apply(const std::unique_lock<std::mutex>& held, const RegisterAct& act,
                       const StaffNumber& by);
    /// Reads the register's rows again.
    Result<Done> reload_register();

    /// Lets a set of goods rules decide from a day on: its pack is durable first, then the entry.
    /// The version that it became; the last one again where nothing would change. `held`: as for
    /// apply.
    Result<register_::RulesVersion> publish_rules(const std::unique_lock<std::mutex>& held,
                                                  const Goods& set, Day from,
                                                  register_::RulesSource source,
                                                  const StaffNumber& by);

    /// Wakes the sequencers: something is pending.
    void poke();
    /// Starts the jobs: a thread that does a round when poked, and every second; another one that
    /// looks every minute whether a day is to go.
    void start_jobs();
    /// One round of the jobs: sequencing, a watch on the clock, keys ahead, hourly acts. By one
    /// thread at a time.
    void do_jobs();
    /// What each day begins with: keys of the coming week, made durable and announced before they
    /// are used; sessions that are over are forgotten. Called often, it does so once a day.
    Result<Done> new_day();
    /// Puts all pending entries into their logs now (commands without a server, tests).
    Result<Done> settle();

    // Keys (node_keys.cpp).
    struct BackupWanted {
        Personal passphrase;            // empty: to the recovery key
        std::optional<Day> ring_until;  // with the class keys, to be read until that day
    };
    /// All keys but those that are destroyed; class keys only where it says until when.
    Result<vault::KeyBackup> copy_keys(std::optional<Day> ring_until);
    /// The text of a key backup. That it was made, and until when its class keys are read, is an
    /// entry of the log. invalid where there is neither passphrase nor recovery key.
    Result<std::string> back_up_keys(const BackupWanted& wanted, const StaffNumber& by);
    /// The last day on which class keys of a backup are read; nullopt where no backup has any.
    Result<std::optional<Day>> ring_backed_up_until();
    Result<std::optional<vault::RecoveryKey>> recovery_key();
    Result<Done> set_recovery_key(const vault::RecoveryKey& key, const StaffNumber& by);
    Result<vault::RootSource> root_source();
    /// A new key for a log; both sign for 30 days (DESIGN.md section 4).
    Result<Done> change_log_key(const LogName& log);
    /// Where the log says that its key is another now; nullopt where it never was.
    Result<std::optional<std::uint64_t>> log_key_entry(const LogName& log);
    static constexpr int log_key_days_both = 30;

    /// When it was restored, and from backups of when; the oldest first (restored.cpp).
    Result<std::vector<RestoredMark>> restorations();

    /// What entries of the node itself are signed with.
    static StaffNumber system_number() { return {"SYSTEM"}; }
    static constexpr int key_days_ahead = 7;

private:
    Node(std::unique_ptr<Storage> storage, Clock& clock, Entropy& entropy)
        : storage_(std::move(storage)), clock_(clock), entropy_(entropy) {}
    Result<EntryId> next_act_id();
    Result<PendingEntry> entry_named(const EntryId& id, const LogName& log, std::string type,
                                     const std::optional<SiteCode>& site, const StaffNumber& by,
                                     boost::json::object data);
    Result<Done> open_parts(const vault::RootMeans& means);
    Result<Done> read_rules();
    Result<Done> publish_own_rules();
    Result<Done> announce_log_keys();
    Result<Done> announce_log_key(Log& log);
    Result<Done> watch_clock();
    Result<Done> make_good_what_was_restored();
    Result<Done> let_go_again();
    Result<Done> note_sizes(RestoredMark& mark);
    Result<Done> take_back(const RestoredMark& mark);
    Result<Done> say_restored(const RestoredMark& mark, TakeBack& back);
    void run_jobs();
    void run_retention();

    const std::unique_ptr<Storage> storage_;
    Clock& clock_;
    Entropy& entropy_;
    config::Config config_;
    Secret root_;
    std::shared_ptr<vault::KeyToken> token_;  // the keyring's, where it has one
    std::unique_ptr<RuleBook> rules_;
    std::unique_ptr<RulePacks> rule_packs_;
    Digest own_goods_;
    std::unique_ptr<vault::KeyRing> keys_;
    std::unique_ptr<DayStore> days_;
    std::unique_ptr<register_::RegisterStore> store_;
    std::unique_ptr<evidence::ObjectStore> objects_;
    std::unique_ptr<retention::HoldStore> holds_;
    std::unique_ptr<RetentionDesk> retention_;
    std::unique_ptr<TotpBox> totp_box_;
    std::unique_ptr<register_::Access> access_;
    std::unique_ptr<Logs> logs_;
    std::unique_ptr<CounterNumbers> numbers_;
    std::unique_ptr<ItemCodes> codes_;
    std::unique_ptr<Arrivals> arrivals_;
    std::unique_ptr<Committer> committer_;
    /// A node that did not open signs nothing: what waits may belong behind what a mirror has.
    bool opened_ = false;

    std::mutex register_changes_;  // one act of the register at a time
    mutable std::mutex register_mutex_;
    std::shared_ptr<const register_::Register> register_;

    std::mutex jobs_mutex_;
    std::condition_variable jobs_wake_;
    std::condition_variable retention_wake_;
    bool poked_ = false;
    bool stopping_ = false;
    std::optional<std::pair<Instant, Monotonic>> last_tick_;
    std::optional<std::int64_t> acts_for_hour_;
    Monotonic caught_up_{0};
    std::optional<Day> keys_for_;  // of the job's thread, or whoever plays its part
    std::thread jobs_;
    std::thread retention_jobs_;  // apart: a purge or a copy may take seconds
};

}  // namespace buuan::node
