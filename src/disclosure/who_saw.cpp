#include "disclosure/who_saw.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/json.hpp"

namespace buuan::disclosure {
namespace {

constexpr std::size_t overviews_looked_at_max = 10'000;

/// Gathers what the three ways into the index give, each act once.
class Gatherer {
public:
    Gatherer(const SightReaders& readers, const Question& question)
        : readers_(readers), question_(question) {}

    Result<Answer> gather() {
        if (auto done = about_items(); !done.ok()) return done.error();
        if (auto done = by_searches(); !done.ok()) return done.error();
        if (auto done = by_overviews(); !done.ok()) return done.error();
        std::sort(answer_.acts.begin(), answer_.acts.end(), [](const SeenBy& a, const SeenBy& b) {
            return std::tie(b.at, b.act) < std::tie(a.at, a.act);
        });
        return std::move(answer_);
    }

private:
    Result<Done> about_items() {
        for (const SeenItem& item : question_.items) {
            if (auto taken = take(acts_about(readers_.store, item.id, question_.from, question_.to,
                                             acts_seen_max + 1),
                                  Sight::about);
                !taken.ok())
                return taken;
        }
        return Done{};
    }

    /// Tokens are of a day, so each day is asked for each value.
    Result<Done> by_searches() {
        if (question_.values.empty()) return Done{};
        const Day last = Day::of(question_.to + -1);
        for (Day day = Day::of(question_.from); day <= last; day = day.plus_days(1)) {
            const auto key = readers_.keys.key(day, DataClass::act);
            if (!key.ok() && key.error().kind == FaultKind::unavailable) continue;  // never was
            if (!key.ok() && key.error().kind == FaultKind::denied) {
                answer_.not_matched.push_back(day);
                continue;
            }
            if (!key.ok()) return key.error();
            const Instant from = std::max(question_.from, day.start());
            const Instant to = std::min(question_.to, day.end());
            for (const auto& [kind, value] : question_.values) {
                if (auto taken = take(searches_for(readers_.store, key.value(), kind,
                                                   value.reveal(), from, to, acts_seen_max + 1),
                                      Sight::search);
                    !taken.ok())
                    return taken;
            }
        }
        return Done{};
    }

    Result<Done> by_overviews() {
        return take(
            acts_over_many(readers_.store, question_.from, question_.to, overviews_looked_at_max),
            Sight::overview);
    }

    Result<Done> take(const Result<std::vector<IndexedAct>>& found, Sight sight) {
        if (!found.ok()) return found.error();
        if (sight == Sight::overview && found.value().size() >= overviews_looked_at_max)
            answer_.truncated = true;
        for (const IndexedAct& each : found.value()) {
            if (answer_.acts.size() >= acts_seen_max) {
                answer_.truncated = true;
                break;
            }
            if (auto taken = take(each, sight); !taken.ok()) return taken;
        }
        return Done{};
    }

    /// Nobody is named by a row, of an act or of the index, that is not what was sealed.
    Result<Done> take(const IndexedAct& indexed, Sight sight) {
        if (!seen_.insert(indexed.id).second) return Done{};
        const auto body = readers_.store.find("act", indexed.id.text());
        if (!body.ok()) return body.error();
        const auto row =
            body.value() ? json::read<ActRow>(*body.value()) : json::Problem{"", "gone"};
        if (!row.ok()) return damaged();
        const auto opened = open_act(readers_.keys, readers_.node, indexed.id, row.value());
        if (!opened.ok())
            return opened.error().kind == FaultKind::corrupt ? damaged() : opened.error();
        const auto& act = opened.value();
        if (act) {
            const auto key = readers_.keys.key(Day::of(act->at), DataClass::act);
            if (!key.ok()) return key.error();
            const auto right = index_row(act->act, act->at, key.value());
            if (!right || right->key != indexed.key) return damaged();
            if (sight != Sight::about && !may_have_shown(act->act)) return Done{};
        }
        const auto& asked = question_.items;
        if (!act && sight == Sight::about &&
            std::none_of(asked.begin(), asked.end(),
                         [&](const SeenItem& item) { return item.id == row.value().item; }))
            return damaged();
        if (row.value().kind == "leak_question") return Done{};  // it showed nothing of anybody
        answer_.acts.push_back({indexed.id, indexed.at, sight, row.value().kind, row.value().user,
                                row.value().by, row.value().item,
                                act ? act->act.purpose : std::string()});
        return Done{};
    }

    Result<Done> damaged() {
        ++answer_.damaged;
        return Done{};
    }

    /// Of what looked at some days, and perhaps at one site only: whether one of the items was
    /// accepted there and then.
    [[nodiscard]] bool may_have_shown(const Act& act) const {
        constexpr std::size_t day_text = 10;
        const std::string_view over = act.over;
        const auto from = Day::parse(over.substr(0, day_text));
        const auto to =
            over.size() > day_text ? Day::parse(over.substr(day_text + 1, day_text)) : std::nullopt;
        if (!from || !to || question_.items.empty()) return true;
        const std::string_view site =
            over.size() > 2 * day_text + 2 ? over.substr(2 * day_text + 2) : std::string_view();
        return std::any_of(
            question_.items.begin(), question_.items.end(), [&](const SeenItem& item) {
                const Day day = Day::of(item.id.made_at());
                return *from <= day && day <= *to && (site.empty() || site == item.site.value);
            });
    }

    const SightReaders& readers_;
    const Question& question_;
    Answer answer_;
    std::set<CommandId> seen_;
};

}  // namespace

Result<Answer> who_saw(const SightReaders& readers, const Question& question) {
    return Gatherer(readers, question).gather();
}

}  // namespace buuan::disclosure
