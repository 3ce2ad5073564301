// What the safety office has to do, worked out from what is known: nothing of it is stored. Pure:
// whoever asks gathers the facts (edge/api/tasks.cpp). docs/guide/office.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "register/alert_rules.hpp"
#include "register/register_view.hpp"
#include "register/site_rules.hpp"

namespace buuan::register_ {

enum class Severity : std::uint8_t { overdue, today, soon };
BOOST_DESCRIBE_ENUM(Severity, overdue, today, soon)

/// What another register waits for: an answer, a payment, a word of somebody.
struct OpenMatter {
    TaskKind kind{};
    std::string subject;  // a code or a number
    std::optional<SiteCode> site;
    Day due;                           // the last day
    std::optional<StaffNumber> owner;  // who is asked, where that is certain
    std::string label;                 // what people call the subject; empty: itself
};

struct Task {
    TaskKind kind{};
    std::string subject{};  // a code or a number, never a person's name
    std::string label{};    // what people call it; empty: the subject
    std::string detail{};   // of site_equipment: what kind
    std::optional<SiteCode> site{};
    bool missing{};  // there is none; else what there is ends, or is another one
    bool blocks{};   // nothing is accepted once it is overdue
    Day due{};       // the last day on which it is in order, or the first on which it had to be
    Severity severity{};
    std::string law{};
    std::optional<StaffNumber> owner{};

    /// The same for as long as it is to be done.
    [[nodiscard]] std::string id() const;
};

struct TaskFacts {
    const Register& all;
    const SiteRules& sites;
    const AlertRules& alerts;
    Digest list;  // of the goods rules in force
    std::vector<OpenMatter> matters;
    Day today;
};

/// The most pressing first.
std::vector<Task> tasks_of(const TaskFacts& facts);

/// How much of a kind is in order.
struct Tile {
    TaskKind kind{};
    std::uint64_t good{};
    std::uint64_t base{};
    int percent_min{};

    [[nodiscard]] bool is_enough() const {
        return good * 100 >= base * static_cast<std::uint64_t>(percent_min);
    }
};

/// Of one site where it is named; `tasks` are all that tasks_of said. Kinds of which there is
/// nothing are left out.
std::vector<Tile> tiles_of(const TaskFacts& facts, const std::vector<Task>& tasks,
                           const std::optional<SiteCode>& site);

}  // namespace buuan::register_
