#include "edge/node/node.hpp"

#include <sys/prctl.h>

#include <boost/describe/enum_to_string.hpp>
#include <boost/json/parse.hpp>

#include "adapters/disk/pack_store.hpp"
#include "base/log.hpp"
#include "disclosure/route.hpp"
#include "ledger/entry.hpp"
#include "vault/derive.hpp"
#include "vault/root_change.hpp"

namespace buuan::node {
namespace {

constexpr std::size_t config_bytes_max = 65'536;

Result<config::Config> read_config_file(Files& files) {
    const auto text = read_file(files, "node.toml", config_bytes_max);
    if (!text.ok()) return text.error();
    const auto config = config::read_config(as_text(text.value()));
    if (!config.ok()) {
        std::string all;
        for (const auto& problem : config.error())
            all += (all.empty() ? "" : "; ") + problem.key + ": " + problem.vi + " · " + problem.en;
        return Fault{FaultKind::invalid, "node.toml: " + all};
    }
    return config.value();
}

/// Runs one job to its end, whatever happens in it; whether it was done.
template <class Job>
bool run_job(std::string_view name, Job job) {
    const auto report = [&](std::string_view kind, std::string_view what) {
        log::error("job_failed", {{"job", name}, {"kind", kind}, {"what", what}});
    };
    try {
        const Result<Done> done = job();
        if (!done.ok()) report(name_of(done.error().kind), done.error().what);
        return done.ok();
    } catch (const std::exception& error) {
        report("exception", error.what());
        return false;
    }
}

}  // namespace

Result<RuleBook> RuleBook::read(std::span<const RuleFile> files) {
    auto acceptance = acceptance::Rules::read(files);
    if (!acceptance.ok()) return acceptance.error();
    auto risk = acceptance::RiskRules::read(files);
    if (!risk.ok()) return risk.error();
    auto sorting = acceptance::SortingRules::read(files);
    if (!sorting.ok()) return sorting.error();
    auto upu = acceptance::UpuEvents::read(files);
    if (!upu.ok()) return upu.error();
    auto sites = register_::read_site_rules(files);
    if (!sites.ok()) return sites.error();
    auto roles = register_::read_roles(files);
    if (!roles.ok()) return roles.error();
    auto purposes = disclosure::read_purposes(files);
    if (!purposes.ok()) return purposes.error();
    auto posted = pages::read_posted(files);
    if (!posted.ok()) return posted.error();
    auto subjects = disclosure::read_subject_rules(files);
    if (!subjects.ok()) return subjects.error();
    auto undelivered = acceptance::read_undelivered_rules(files);
    if (!undelivered.ok()) return undelivered.error();
    auto complaints = disclosure::read_complaint_rules(files);
    if (!complaints.ok()) return complaints.error();
    auto alerts = register_::read_alert_rules(files);
    if (!alerts.ok()) return alerts.error();
    const auto terms = std::find_if(files.begin(), files.end(),
                                    [](const RuleFile& file) { return file.path == "terms.toml"; });
    if (terms == files.end()) return Fault{FaultKind::invalid, "terms.toml: the file is missing"};
    return RuleBook{std::move(acceptance).value(),
                    std::move(risk).value(),
                    std::move(sorting).value(),
                    std::move(upu).value(),
                    std::move(sites).value(),
                    std::move(roles).value(),
                    std::move(purposes).value(),
                    std::move(posted).value(),
                    std::move(subjects).value(),
                    std::move(undelivered).value(),
                    std::move(complaints).value(),
                    std::move(alerts).value(),
                    *terms};
}

Result<Done> Node::create(const std::filesystem::path& folder, const CreateOptions& options,
                          const vault::RootMeans& means, Clock& clock, Entropy& entropy) {
    auto storage = FolderStorage::make(folder);
    if (!storage.ok()) return storage.error();
    return create(std::move(storage).value(), options, means, clock, entropy);
}

Result<Done> Node::create(std::unique_ptr<Storage> storage, const CreateOptions& options,
                          const vault::RootMeans& means, Clock& clock, Entropy& entropy) {
    Files& files = storage->files();
    const auto root = vault::create_root_key(files, options.root, means, entropy);
    if (!root.ok()) return root.error();
    const bool in_token = options.root == vault::RootSource::token;
    if (auto made = vault::KeyRing::create(files, root.value(), entropy,
                                           in_token ? means.token.get() : nullptr);
        !made.ok())
        return made;
    for (const char* part : {"days", "ledger", "objects", "run"}) {
        if (auto made = files.make_folders(part); !made.ok()) return made;
    }
    // Last, so that a half-made node does not look like a whole one.
    if (auto written =
            replace_file(files, "node.toml", as_bytes(config::write_config(options.config)));
        !written.ok())
        return written;
    auto node = open(std::move(storage), means, clock, entropy);
    if (!node.ok()) return node.error();
    if (auto made = node.value()->logs().ensure(LogName::organisation()); !made.ok()) return made;
    if (auto published = node.value()->publish_own_rules(); !published.ok()) return published;
    return node.value()->settle();
}

Result<std::unique_ptr<Node>> Node::open(const std::filesystem::path& folder,
                                         const vault::RootMeans& means, Clock& clock,
                                         Entropy& entropy) {
    auto storage = FolderStorage::open(folder);
    if (!storage.ok()) return storage.error();
    return open(std::move(storage).value(), means, clock, entropy);
}

Result<std::unique_ptr<Node>> Node::open(std::unique_ptr<Storage> storage,
                                         const vault::RootMeans& means, Clock& clock,
                                         Entropy& entropy) {
    ::prctl(PR_SET_DUMPABLE, 0);  // no core dumps: keys and names are in memory
    std::unique_ptr<Node> node(new Node(std::move(storage), clock, entropy));
    if (auto opened = node->open_parts(means); !opened.ok()) return opened.error();
    return node;
}

Result<Done> Node::open_parts(const vault::RootMeans& means) {
    Files& files = storage_->files();
    auto config = read_config_file(files);
    if (!config.ok()) return config.error();
    config_ = std::move(config).value();
    if (auto read = read_rules(); !read.ok()) return read;

    // A change of the root key that a power cut interrupted comes to its end first.
    if (auto settled = vault::settle_root_change(files); !settled.ok()) return settled;
    auto root = vault::open_root_key(files, means);
    if (!root.ok()) return root.error();
    root_ = std::move(root).value();
    token_ = means.token;
    auto keys = vault::KeyRing::open(files, root_, entropy_, token_.get());
    if (!keys.ok()) return keys.error();
    keys_ = std::move(keys).value();

    auto days = storage_->open_days(static_cast<std::size_t>(config_.days_open_max));
    if (!days.ok()) return days.error();
    days_ = std::move(days).value();
    auto store = storage_->open_register();
    if (!store.ok()) return store.error();
    store_ = std::move(store).value();
    objects_ = std::make_unique<disk::PackStore>(files);
    totp_box_ = std::make_unique<TotpBox>(*keys_, config_.origin, entropy_);
    access_ = std::make_unique<register_::Access>(*store_, rules_->roles, *totp_box_, entropy_,
                                                  register_::PasswordCost::interactive);
    if (auto loaded = reload_register(); !loaded.ok()) return loaded;
    numbers_ = std::make_unique<CounterNumbers>(*days_, *store_);
    codes_ = std::make_unique<ItemCodes>(*store_, config_.code_prefix);
    arrivals_ = std::make_unique<Arrivals>(*store_);
    logs_ =
        std::make_unique<Logs>(*storage_, root_, config_.origin,
                               std::vector<PendingEntries*>{days_.get(), store_.get()}, entropy_);
    if (auto opened = logs_->open_all(); !opened.ok()) return opened;
    if (auto good = make_good_what_was_restored(); !good.ok()) return good;
    auto holds = storage_->open_holds();
    if (!holds.ok()) return holds.error();
    holds_ = std::move(holds).value();
    retention_ = std::make_unique<RetentionDesk>(
        RetentionStores{*keys_, *days_, *objects_, *store_, *holds_}, rules_->terms, config_,
        clock_, entropy_,
        RetentionAsks{[this] { return settle(); },
                      [this] {
                          std::vector<LogName> names;
                          for (const auto& log : logs_->all()) names.push_back(log->name);
                          return names;
                      },
                      [this] { return ring_backed_up_until(); },
                      [this](DayWrite write) { return committer_->commit(std::move(write)); }});
    if (auto gone = let_go_again(); !gone.ok()) return gone;
    // A term that is under the law's floor, or rules without one, are told before anything is kept
    // by them.
    if (const auto terms = retention_->terms(Day::of(now())); !terms.ok()) return terms.error();
    if (auto announced = announce_log_keys(); !announced.ok()) return announced;
    if (auto kept = new_day(); !kept.ok()) return kept;
    committer_ = std::make_unique<Committer>(*days_);
    if (auto resumed = retention_->resume(); !resumed.ok()) return resumed;
    if (auto published = publish_own_rules(); !published.ok()) return published;
    // Read now, so that damage is said at the start. A node goes on without: what needs the rules
    // is answered why it cannot be done, and publishing a sound set mends it.
    const Day today = Day::of(now());
    (void)goods(today);
    rule_packs_->hold_only(goods_digest(today));
    opened_ = true;
    return Done{};
}

Node::~Node() {
    {
        const std::scoped_lock lock(jobs_mutex_);
        stopping_ = true;
    }
    jobs_wake_.notify_all();
    retention_wake_.notify_all();
    if (jobs_.joinable()) jobs_.join();
    if (retention_jobs_.joinable()) retention_jobs_.join();
    committer_.reset();
    // What was accepted last is in the log, and in its index, before we go.
    if (opened_) (void)settle();
}

std::shared_ptr<const register_::Register> Node::register_now() const {
    const std::scoped_lock lock(register_mutex_);
    return register_;
}

Result<Done> Node::reload_register() {
    auto loaded = register_::Register::load(*store_);
    if (!loaded.ok()) return loaded.error();
    const std::scoped_lock lock(register_mutex_);
    register_ = std::move(loaded).value();
    return Done{};
}

Result<PendingEntry> Node::entry(const LogName& log, std::string type,
                                 const std::optional<SiteCode>& site, const StaffNumber& by,
                                 boost::json::object data) {
    return entry_named(EntryId::make(now(), entropy_), log, std::move(type), site, by,
                       std::move(data));
}

Result<PendingEntry> Node::entry_named(const EntryId& id, const LogName& log, std::string type,
                                       const std::optional<SiteCode>& site, const StaffNumber& by,
                                       boost::json::object data) {
    const Instant at = now();
    ledger::Entry entry;
    entry.id = id;
    entry.salt = entropy_.bytes<16>();
    entry.type = std::move(type);
    entry.at = at;
    entry.seen = at;
    entry.site = site;
    entry.by = by;
    entry.data = std::move(data);
    auto text = ledger::encode(entry);
    if (!text.ok()) return text.error();
    return PendingEntry{entry.id, log, std::move(text).value()};
}

/// The register is folded from its entries in the order of their ids. So an act's id is above that
/// of the act before, also when the clock was set back in between.
Result<EntryId> Node::next_act_id() {
    const auto before = store_->find(last_act_rows, "-");
    if (!before.ok()) return before.error();
    Instant at = now();
    if (before.value()) {
        const auto last = EntryId::parse(*before.value());
        if (!last) return Fault{FaultKind::corrupt, "the row of the last act is broken"};
        at = std::max(at, last->made_at() + 1);
    }
    return EntryId::make(at, entropy_);
}

Result<Done> Node::apply(const std::unique_lock<std::mutex>& held, const RegisterAct& act,
                         const StaffNumber& by) {
    CHECK(held.owns_lock() && held.mutex() == &register_changes_);
    if (!logs_->knows(act.log)) {
        if (auto made = logs_->ensure(act.log); !made.ok()) return made;
    }
    boost::system::error_code error;
    const auto data = boost::json::parse(act.row.body, error);
    if (error || !data.is_object())
        return Fault{FaultKind::invalid, "the register's row is no object"};
    const auto id = next_act_id();
    if (!id.ok()) return id.error();
    auto pending = entry_named(id.value(), act.log, act.type, act.site, by, data.get_object());
    if (!pending.ok()) return pending.error();
    register_::RegisterWrite write;
    write.put.push_back({last_act_rows, "-", id.value().text()});
    write.put.push_back(act.row);
    if (act.sealed) write.put.push_back(*act.sealed);
    write.entries.push_back(std::move(pending).value());
    if (auto applied = store_->apply(write); !applied.ok()) return applied;
    if (auto loaded = reload_register(); !loaded.ok()) return loaded;
    poke();
    return Done{};
}

void Node::poke() {
    {
        const std::scoped_lock lock(jobs_mutex_);
        if (poked_) return;  // who poked first has woken the jobs, which are gathering
        poked_ = true;
    }
    jobs_wake_.notify_one();
}

Result<Done> Node::settle() {
    for (;;) {
        const auto done = logs_->sequence();
        if (!done.ok()) return done.error();
        if (done.value() == 0) return days_->catch_up();
    }
}

Result<Done> Node::new_day() {
    const Day today = Day::of(now());
    if (keys_for_ == today) return Done{};
    for (int ahead = -14; ahead <= key_days_ahead; ++ahead) {
        const Day day = today.plus_days(ahead);
        if (auto made = keys_->ensure(day); !made.ok()) return made;
        if (auto made = keys_->ensure(vault::staff_key_day(day)); !made.ok()) return made;
        if (ahead < 0) continue;
        const auto announced = store_->find(class_opened_rows, day.text());
        if (!announced.ok()) return announced.error();
        if (announced.value() || !logs_->knows(LogName::organisation())) continue;
        boost::json::object classes;
        for (const DataClass data_class : vault::all_classes()) {
            const auto key = keys_->key(day, data_class);
            if (key.ok())
                classes[boost::describe::enum_to_string(data_class, "?")] =
                    to_hex(vault::possession_public_key(key.value()));
        }
        auto pending = entry(LogName::organisation(), "class.opened", std::nullopt, system_number(),
                             {{"day", day.text()}, {"keys", std::move(classes)}});
        if (!pending.ok()) return pending.error();
        register_::RegisterWrite write;
        write.put.push_back({class_opened_rows, day.text(), "{}"});
        write.entries.push_back(std::move(pending).value());
        if (auto applied = store_->apply(write); !applied.ok()) return applied;
    }
    if (auto forgotten = logs_->forget_keys_before(today); !forgotten.ok()) return forgotten;
    keys_for_ = today;
    rule_packs_->hold_only(goods_digest(today));
    return access_->forget_sessions(now());
}

/// A jump of the wall clock by over a minute is a recorded fact (DESIGN.md section 3).
Result<Done> Node::watch_clock() {
    constexpr std::int64_t jump_ms = 60'000;
    const std::pair tick{clock_.now(), clock_.elapsed()};
    const auto last = std::exchange(last_tick_, tick);
    if (!last) return Done{};
    const std::int64_t jump = (tick.first - last->first) - (tick.second.ms - last->second.ms);
    if (std::abs(jump) <= jump_ms) return Done{};
    log::warning("clock_jumped", {{"ms", jump}});
    auto pending = entry(LogName::organisation(), "clock.jumped", std::nullopt, system_number(),
                         {{"ms", std::to_string(jump)}});
    if (!pending.ok()) return pending.error();
    auto doubted = retention_->doubt(jump, std::move(pending).value());
    if (!doubted.ok()) last_tick_ = last;  // the jump is not written down: it is seen again
    return doubted;
}

void Node::start_jobs() {
    jobs_ = std::thread([this] { run_jobs(); });
    retention_jobs_ = std::thread([this] { run_retention(); });
}

void Node::run_retention() {
    constexpr auto look = std::chrono::minutes(1);
    std::unique_lock lock(jobs_mutex_);
    while (!stopping_) {
        lock.unlock();
        run_job("retention", [this] { return retention_->hourly(); });
        lock.lock();
        retention_wake_.wait_for(lock, look, [this] { return stopping_; });
    }
}

void Node::run_jobs() {
    constexpr std::int64_t tick_ms = 1000;
    constexpr std::int64_t gather_ms =
        250;  // so that a busy second makes four checkpoints and not a thousand
    std::unique_lock lock(jobs_mutex_);
    while (!stopping_) {
        jobs_wake_.wait_for(lock, std::chrono::milliseconds(tick_ms),
                            [this] { return poked_ || stopping_; });
        if (!stopping_ && poked_)
            jobs_wake_.wait_for(lock, std::chrono::milliseconds(gather_ms),
                                [this] { return stopping_; });
        poked_ = false;
        lock.unlock();
        do_jobs();
        lock.lock();
    }
}

void Node::do_jobs() {
    constexpr std::int64_t hour_ms = 3'600'000;
    constexpr std::int64_t catch_up_ms = 1000;  // the longer, the more tokens share a page
    run_job("sequence", [this] {
        const auto done = logs_->sequence();
        return done.ok() ? Result<Done>(Done{}) : Result<Done>(done.error());
    });
    if (const Monotonic elapsed = clock_.elapsed(); elapsed.ms - caught_up_.ms >= catch_up_ms) {
        caught_up_ = elapsed;
        run_job("index", [this] { return days_->catch_up(); });
    }
    run_job("clock", [this] { return watch_clock(); });
    run_job("keys", [this] { return new_day(); });
    const Instant at = clock_.now();
    const std::int64_t hour = at.ms / hour_ms;
    if (!acts_for_hour_) acts_for_hour_ = hour;
    if (hour == *acts_for_hour_) return;
    run_job("routes", [&] {
        const auto routes = disclosure::sweep_routes(*store_, Day::of(at));
        return routes.ok() ? store_->apply(routes.value()) : Result<Done>(routes.error());
    });
    const bool done = run_job("acts", [&] {
        const auto acts =
            disclosure::batch_acts(*store_, LogName::organisation(), system_number(), at, entropy_);
        return acts.ok() ? store_->apply(acts.value()) : Result<Done>(acts.error());
    });
    if (done) acts_for_hour_ = hour;
}

}  // namespace buuan::node
