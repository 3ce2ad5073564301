#include "edge/node/possession.hpp"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <numeric>
#include <set>

#include "edge/node/leaf_finder.hpp"
#include "ledger/log_reader.hpp"
#include "vault/derive.hpp"

namespace buuan::node {
namespace {

using ledger::AnsweredLeaf;
using ledger::Challenge;
using ledger::Entry;
using ledger::LeafClass;
using ledger::Outcome;

Fault log_closed(const LogName& log) {
    return {FaultKind::unavailable, "log " + log.value + " is closed"};
}

ledger::Blob blob_of(const std::vector<Digest>& path) {
    ledger::Blob blob;
    for (const Digest& each : path)
        blob.bytes.insert(blob.bytes.end(), each.bytes.begin(), each.bytes.end());
    return blob;
}

/// Where `org` announces the keys of these days: read from its end, since that is where the days
/// of the floor are. Days that were never announced are left out.
Result<std::map<Day, std::uint64_t>> announcements(Node& node, std::uint64_t size,
                                                   const std::set<Day>& days) {
    // Canonical JSON ends with the type; so nothing else is decoded.
    constexpr std::string_view end = R"("type":"class.opened","v":1})";
    std::map<Day, std::uint64_t> found;
    const auto log = node.logs().find(LogName::organisation());
    if (log == nullptr) return log_closed(LogName::organisation());
    for (std::uint64_t tile = (size + ledger::tile_width - 1) / ledger::tile_width;
         tile-- > 0 && found.size() < days.size();) {
        const auto bundle = log->store->tile(-1, tile);
        if (!bundle.ok()) return bundle.error();
        const auto entries = bundle.value() ? ledger::entries_in(*bundle.value()) : std::nullopt;
        if (!entries) return Fault{FaultKind::corrupt, "a bundle of log org is damaged"};
        for (std::size_t i = 0; i < entries->size(); ++i) {
            const std::uint64_t index = tile * ledger::tile_width + i;
            if (index >= size || !(*entries)[i].ends_with(end)) continue;
            const auto entry = ledger::decode((*entries)[i]);
            if (!entry.ok()) return entry.error();
            const auto day = Day::parse(ledger::said(entry.value(), "day"));
            if (day && days.contains(*day)) found.emplace(*day, index);
        }
    }
    return found;
}

/// An answer as it grows.
class Answering {
public:
    Answering(Node& node, const Challenge& challenge, ledger::Answer& answer)
        : node_(node), challenge_(challenge), answer_(answer), entries_(node) {}

    Result<Done> run() {
        const auto drawn = ledger::draw_leaves(
            challenge_,
            [&](const LogName& log, std::uint64_t index) { return entries_.read(log, index); });
        if (!drawn.ok()) return drawn.error();
        auto shown = entries_.shown(challenge_);
        if (!shown.ok()) return shown.error();
        answer_.entries = std::move(shown).value();
        if (auto done = find(drawn.value()); !done.ok()) return done;
        return sign();
    }

private:
    Result<Done> find(const std::vector<ledger::DrawnLeaf>& drawn) {
        LeafFinder finder(node_, challenge_.seed(), false);
        answer_.leaves.resize(drawn.size());
        for (const std::size_t place : by_day(drawn)) {
            const ledger::DrawnLeaf& leaf = drawn[place];
            auto found = finder.find(leaf);
            if (!found.ok()) return found.error();
            FoundLeaf& what = found.value();
            AnsweredLeaf& out = answer_.leaves[place];
            out = {leaf.data_class, leaf.kind,    leaf.draw, leaf.log, leaf.index,
                   what.outcome,    std::nullopt, {},        {},       {}};
            if (what.outcome != Outcome::held) continue;
            out.day = what.day;
            out.bytes = ledger::Blob{std::move(what.bytes)};
            if (!what.accepted) continue;
            auto accepted = entries_.show(challenge_, leaf.log, *what.accepted);
            if (!accepted.ok()) return accepted.error();
            out.path = blob_of(what.path);
            out.accepted = std::move(accepted).value();
        }
        return Done{};
    }

    Result<Done> sign() {
        std::set<std::pair<LeafClass, Day>> held;
        std::set<Day> days;
        for (const AnsweredLeaf& leaf : answer_.leaves) {
            if (!leaf.day) continue;
            held.insert({leaf.data_class, *leaf.day});
            days.insert(*leaf.day);
        }
        const auto opened = announcements(node_, challenge_.size_of(LogName::organisation()), days);
        if (!opened.ok()) return opened.error();
        for (const auto& [data_class, day] : held) {
            if (auto done = sign(data_class, day, opened.value()); !done.ok()) return done;
        }
        return Done{};
    }

    Result<Done> sign(LeafClass data_class, Day day, const std::map<Day, std::uint64_t>& opened) {
        const auto place = opened.find(day);
        const auto key = node_.keys().key(day, static_cast<DataClass>(data_class));
        // A key that nobody was told of proves nothing; nor does one that went meanwhile.
        if (place == opened.end() || !key.ok()) return take_back(data_class, day);
        auto shown = entries_.show(challenge_, LogName::organisation(), place->second);
        if (!shown.ok()) return shown.error();
        const auto signature = vault::sign_possession(
            key.value(), ledger::possession_message(answer_, data_class, day));
        answer_.days.push_back(
            {data_class, day, std::move(shown).value(), ledger::Blob{copy_of(signature)}});
        return Done{};
    }

    Result<Done> take_back(LeafClass data_class, Day day) {
        for (AnsweredLeaf& leaf : answer_.leaves) {
            if (leaf.data_class != data_class || leaf.day != day) continue;
            leaf = {leaf.data_class,   leaf.kind,    leaf.draw, leaf.log, leaf.index,
                    Outcome::key_gone, std::nullopt, {},        {},       {}};
        }
        return Done{};
    }

    Node& node_;
    const Challenge& challenge_;
    ledger::Answer& answer_;
    ReadEntries entries_;
};

}  // namespace

Result<Entry> ReadEntries::read(const LogName& name, std::uint64_t index) {
    const std::pair place(name, index);
    if (const auto found = entries_.find(place); found != entries_.end()) return found->second;
    const auto log = node_.logs().find(name);
    if (log == nullptr) return log_closed(name);
    const auto text = ledger::entry_at(*log->store, index);
    if (!text.ok()) return text.error();
    auto entry = ledger::decode(text.value());
    if (entry.ok()) entries_.emplace(place, entry.value());
    return entry;
}

Result<std::vector<ledger::ShownEntry>> ReadEntries::shown(const Challenge& challenge) const {
    std::vector<ledger::ShownEntry> all;
    all.reserve(entries_.size());
    for (const auto& [place, entry] : entries_) {
        auto one = show(challenge, place.first, place.second);
        if (!one.ok()) return one.error();
        all.push_back(std::move(one).value());
    }
    return all;
}

Result<ledger::ShownEntry> ReadEntries::show(const Challenge& challenge, const LogName& name,
                                             std::uint64_t index) const {
    const auto log = node_.logs().find(name);
    if (log == nullptr) return log_closed(name);
    auto text = ledger::entry_at(*log->store, index);
    if (!text.ok()) return text.error();
    const std::uint64_t size = challenge.size_of(name);
    if (index >= size)
        return Fault{FaultKind::unavailable, "an entry is not in the challenge's checkpoint yet"};
    const auto path = ledger::inclusion_path(ledger::reader_of(*log->store), index, size);
    if (!path.ok()) return path.error();
    return ledger::ShownEntry{name, index, std::move(text).value(), blob_of(path.value())};
}

std::optional<json::Problem> not_for_us(Node& node, const Challenge& challenge) {
    const json::Place root;
    if (challenge.node != node.origin()) return root.member("node").problem("bad_value");
    const Day today = Day::of(node.now());
    if (challenge.on > today || challenge.on < today.plus_days(-1))
        return root.member("on").problem("bad_value");
    const json::Place logs = root.member("logs");
    for (std::size_t i = 0; i < challenge.logs.size(); ++i) {
        const ledger::ChallengedLog& each = challenge.logs[i];
        const json::Place at = logs.at(i);
        const auto log = node.logs().find(each.log);
        if (log == nullptr) return at.member("log").problem("bad_value");
        std::vector<ledger::VerifierKey> ours{log->key.verifier()};
        if (log->before) ours.push_back(log->before->key.verifier());
        if (!ledger::open_note(each.checkpoint, ours))
            return at.member("checkpoint").problem("bad_value");
    }
    return std::nullopt;
}

Result<ledger::Answer> answer_challenge(Node& node, std::string text, const Challenge& challenge) {
    ledger::Answer answer{1, std::move(text), node.now(), {}, {}, {}};
    Answering answering(node, challenge, answer);
    if (auto done = answering.run(); !done.ok()) return done.error();
    return answer;
}

std::vector<std::size_t> by_day(const std::vector<ledger::DrawnLeaf>& drawn) {
    std::vector<std::size_t> places(drawn.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::sort(places.begin(), places.end(),
              [&](std::size_t a, std::size_t b) { return drawn[a].entry.at < drawn[b].entry.at; });
    return places;
}

}  // namespace buuan::node
