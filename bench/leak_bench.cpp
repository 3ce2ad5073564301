// After a leak: who could have seen one item, asked over a year of acts. leak.question.s: an item
// that was opened ten times and searched for twice, eight values on each of 365 days. Measured as
// the acts grow, for it may not grow with them; the peer reads every act's row instead.
//
//     leak_bench --folder EMPTY [--items N] [--runs N] [--json]      N acts, 10 million by default
#include <fmt/format.h>

#include <random>

#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "adapters/sqlite/sqlite_register.hpp"
#include "base/check.hpp"
#include "base/json.hpp"
#include "disclosure/who_saw.hpp"
#include "figures.hpp"

namespace {

using namespace buuan;
using namespace buuan::bench;
using disclosure::Act;

constexpr const char* node = "bench.example";
constexpr int days = 365;
constexpr std::size_t acts_of_an_item = 10;
const Day first_day = Day::parse("2025-11-28").value();

/// The acts of a year in node.db, without the node: nine of ten open an item, one searches.
class Acts {
public:
    explicit Acts(const std::string& folder) {
        files_ = PosixFiles::open_root(folder).value();
        CHECK(vault::KeyRing::create(*files_, root_, entropy_).ok());
        keys_ = vault::KeyRing::open(*files_, root_, entropy_).value();
        for (int day = 0; day < days; ++day) CHECK(keys_->ensure(first_day.plus_days(day)).ok());
        rows_ = sqlite::SqliteRegister::open({*files_, folder}, "node.db").value();
    }

    void grow_to(std::size_t count) {
        constexpr std::size_t together = 5'000;
        while (count_ < count) {
            register_::RegisterWrite all;
            for (std::size_t i = 0; i < together && count_ < count; ++i, ++count_) add(all);
            CHECK(rows_->apply(all).ok());
        }
    }

    /// One of the items that are there, with what it could have been searched by.
    disclosure::Question question() {
        disclosure::Question asked;
        asked.items.push_back({items_[random_() % (items_.size() / 2)], SiteCode{"THU"}});
        using vault::TokenKind;
        for (const TokenKind kind : {TokenKind::phone, TokenKind::phone_last4, TokenKind::name,
                                     TokenKind::phone, TokenKind::name, TokenKind::item_code,
                                     TokenKind::receipt, TokenKind::identity_number})
            asked.values.emplace_back(kind, Personal(phone(random_())));
        asked.from = first_day.start();
        asked.to = first_day.plus_days(days).start();
        return asked;
    }

    double ask(const disclosure::Question& question) {
        const Stopwatch watch;
        const auto answer = disclosure::who_saw({*rows_, *keys_, node}, question);
        const double took = watch.seconds();
        CHECK(answer.ok() && !answer.value().acts.empty() && answer.value().damaged == 0);
        return took;
    }

    /// The same openings, by reading all acts.
    double walk(const disclosure::Question& question) {
        constexpr std::size_t page = 1000;
        const Stopwatch watch;
        std::size_t found = 0;
        std::string after;
        for (;;) {
            const auto rows = rows_->list("act", after, page).value();
            for (const auto& row : rows)
                found += json::read<disclosure::ActRow>(row.body).value().item ==
                         question.items.front().id;
            if (rows.size() < page) break;
            after = rows.back().key;
        }
        CHECK(found > 0);
        return watch.seconds();
    }

private:
    static std::string phone(std::uint64_t number) {
        return fmt::format("09{:08}", number % 100'000'000);
    }

    void add(register_::RegisterWrite& all) {
        constexpr std::int64_t year_ms = std::int64_t{days} * 86'400'000;
        const Instant at = first_day.start() + static_cast<std::int64_t>(random_() % year_ms);
        Act act;
        act.id = CommandId::make(at, entropy_);
        act.purpose = "complaint";
        if (random_() % 10 == 0) {
            act.kind = "search";
            act.searched_by = "phone";
            act.searched_for = Personal(phone(random_()));
        } else {
            act.kind = "opening";
            if (items_.size() * acts_of_an_item <= count_)
                items_.push_back(ItemId::make(at, entropy_));
            act.item = items_[random_() % items_.size()];
        }
        static const Actor officer{"officer", "officer", {"NV-1"}, std::nullopt, {}};
        auto write =
            disclosure::record_act(act, officer, at,
                                   keys_->key(Day::of(at), DataClass::act).value(), node, entropy_)
                .value();
        // As it lies once the hour's batch is in the log.
        std::erase_if(write.put, [](const register_::Row& row) { return row.kind == "act_due"; });
        all.put.insert(all.put.end(), write.put.begin(), write.put.end());
    }

    SystemEntropy entropy_;
    Secret root_;
    std::mt19937_64 random_{1};
    std::vector<ItemId> items_;
    std::size_t count_ = 0;
    std::unique_ptr<PosixFiles> files_;
    std::unique_ptr<vault::KeyRing> keys_;
    std::unique_ptr<sqlite::SqliteRegister> rows_;
};

}  // namespace

int main(int argc, char** argv) {
    const Options options = Options::read(argc, argv);
    Figures figures(options.json);
    Acts acts(options.folder);
    const std::size_t all = options.items == 0 ? 10'000'000 : options.items;
    for (const std::size_t part : {100, 10, 1}) {
        const Stopwatch watch;
        acts.grow_to(all / part);
        figures.note(fmt::format("{} acts there after {:.0f} s", all / part, watch.seconds()));
        const bool last = part == 1;
        Figure figure{last ? "leak.question.s" : fmt::format("leak.question.s@{}", all / part),
                      "s",
                      {},
                      {},
                      {}};
        if (last) figure.must.at_most = 1;
        for (std::size_t run = 0; run < std::max<std::size_t>(options.runs, 5); ++run)
            figure.runs.push_back(acts.ask(acts.question()));
        if (part == 100) figure.peer = {"reading every act", acts.walk(acts.question())};
        figures.show(figure);
    }
    return figures.exit_code();
}
