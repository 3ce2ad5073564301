// One node on one machine, and the outside that works with it: counters, an officer, a witness.
// The outside remembers what it was told, and sends again, as it was, whatever was not answered;
// the node may be stopped, cut off from power and started again between any two steps. `broken()`
// holds what the node has against what the outside was told: the invariants of the project.
//
// The node is the real one with its real routes; only its jobs' thread is played, one round at a
// time, so that a seed repeats a history.
#pragma once

#include <deque>
#include <set>

#include "documents.hpp"
#include "edge/api/api.hpp"
#include "storages.hpp"
#include "witness.hpp"

namespace buuan::simulation {

struct Options {
    std::uint64_t seed = 1;
    bool in_memory = false;
    Mutant mutant{};
};

/// An item as the outside knows it.
struct Item {
    std::size_t at = 0;  // among items()
    ItemId id;
    Day day;
    std::string path;
    Sending sending;
    bool answered = false;
    bool too_late = false;  // sent again after its minute, and it had not been accepted
    std::string decision, state, code, receipt, accepted_at;
    std::uint64_t number = 0;
    std::set<std::string> stored;  // slots whose picture was acknowledged
    bool held = false;             // a hold that was acknowledged keeps it
    int errands = 0;               // not answered yet
};

class World {
public:
    explicit World(Options options);
    ~World();

    /// Makes the node and its register; the machine must have no trouble.
    void begin();

    // ---- what the outside does; each may stay unanswered ----
    void accept(bool with_pictures, bool refused);
    void accept_batch(std::size_t count);
    void send_picture();
    void record_event();
    void open_item();
    void change_register();
    void hold_item();
    void send_again();
    /// Ends a day: its keys, its pictures, its items; what a hold keeps stays.
    void purge(Day day);

    // ---- what happens to the node ----
    void do_jobs();
    void stop();
    /// After a cut: what is left of the disk, and a new start. False when it needed a hand.
    bool start();

    /// What is wrong, in words; empty is good. Repeats what is open, so the machine must work.
    std::vector<std::string> broken();
    /// What is wrong and was seen at once, for the next broken().
    void complain(std::string what) { wrong_.push_back(std::move(what)); }

    Machine machine;
    Random random;  // of the outside
    [[nodiscard]] const std::vector<std::string>& story() const { return story_; }
    void tell(std::string what);
    [[nodiscard]] node::Node* node() { return node_.get(); }
    [[nodiscard]] std::deque<Item>& items() { return items_; }
    [[nodiscard]] const std::set<Day>& purged() const { return purged_; }
    [[nodiscard]] std::size_t open_errands() const { return open_.size(); }
    [[nodiscard]] std::size_t interrupted() const { return interrupted_; }
    [[nodiscard]] std::size_t refused_full() const { return refused_full_; }

    http::Response call(http::Method method, const std::string& path, std::string body = {},
                        const std::string& opening = {}, const std::string& site = "BC1");
    /// What an opening shows, held against what was sent; for callers that look themselves.
    std::optional<std::string> differs(const Item& item, const http::Response& opened) const;

private:
    enum class Kind { acceptance, batch, picture, event, opening, row, hold, purge };
    struct Errand {
        Kind kind{};
        http::Method method{};
        std::string path;
        std::string body;
        std::vector<std::size_t> items;  // which it is about
        std::string what;                // slot, state afterwards, row's code, day
        Day day{};
        int tries = 0;
    };

    void send(Errand errand);
    /// Whether the outside was answered.
    bool go(Errand& errand);
    bool go_purge(Errand& errand);
    bool take(const Errand& errand, const http::Response& response);
    static bool is_late(const Errand& errand, const std::string& answer);
    void take_acceptance(Item& item, const boost::json::object& answer);
    void settle(const Errand& errand);
    Item* choose(bool with_picture_due);
    std::size_t new_item(const CounterPost& post, Pictures pictures, bool refused);
    std::string key_of(const Errand& errand) const;
    void watch();

    // invariants.cpp
    void look_at_items();
    void look_at_numbers();
    void look_at_purged();
    void look_at_logs();
    void look_at_objects();
    void look_at_register();
    void look_at_check();

    const Options options_;
    std::unique_ptr<MemoryStores> stores_;
    std::unique_ptr<node::Node> node_;
    std::unique_ptr<api::Api> api_;
    std::unique_ptr<http::Router> router_;
    sample::People people_;
    Witness witness_;

    std::map<std::string, std::string> keys_;   // of the API, by site
    std::map<std::string, std::string> staff_;  // numbers, by site
    std::deque<Item> items_;
    std::deque<Errand> open_;
    std::map<std::string, std::string> devices_;  // valid_until by code, as acknowledged
    std::set<std::pair<Day, DataClass>> destroyed_;
    std::set<Day> purging_, purged_;
    std::size_t acts_told_ = 0, acts_sent_ = 0;
    std::size_t pictures_repeated_ = 0;
    std::size_t interrupted_ = 0, refused_full_ = 0;
    std::vector<std::string> wrong_, story_;
};

}  // namespace buuan::simulation
