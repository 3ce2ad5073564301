#include "edge/api/pairings.hpp"

#include <algorithm>

namespace buuan::api {

void Pairings::drop_pieces(Pairing& pairing) {
    for (const auto& piece : pairing.waiting) bytes_waiting_ -= piece.size();
    pairing.waiting.clear();
}

void Pairings::end(Pairing& pairing) {
    drop_pieces(pairing);
    pairing.note.reset();
    pairing.over = true;
}

void Pairings::forget_old(Monotonic now) {
    for (auto& [id, pairing] : known_) {
        if (!expired(pairing, now)) continue;
        drop_pieces(pairing);
        pairing.note.reset();
    }
    std::erase_if(known_, [&](const auto& each) {
        return now.ms - each.second.begun.ms > limits_.known_ms_max;
    });
}

Pairings::Or<Pairings::Pairing*> Pairings::find(const std::string& id, Monotonic now) {
    forget_old(now);
    const auto found = known_.find(id);
    if (found == known_.end()) return Refused::unknown;
    if (found->second.over) return Refused::over;
    if (expired(found->second, now)) return Refused::expired;
    return &found->second;
}

Pairings::Or<Pairings::Pairing*> Pairings::find_own(const std::string& id, const std::string& user,
                                                    Monotonic now) {
    const auto known = known_.find(id);
    if (known != known_.end() && known->second.user != user) return Refused::unknown;
    return find(id, now);
}

Pairings::Or<Pairings::Pairing*> Pairings::find_asked(const std::string& id, Monotonic now) {
    const auto found = find(id, now);
    if (std::holds_alternative<Refused>(found)) return found;
    Pairing& pairing = *std::get<Pairing*>(found);
    if (const std::int64_t minute = now.ms / 60'000; minute != pairing.minute) {
        pairing.minute = minute;
        pairing.asked = 0;
    }
    if (++pairing.asked > limits_.asked_per_minute_max) return Refused::too_often;
    return &pairing;
}

void Pairings::end_oldest_of(const std::string& user, Monotonic now) {
    std::size_t open = 0;
    Pairing* oldest = nullptr;
    for (auto& [id, pairing] : known_) {
        if (pairing.user != user || pairing.over || expired(pairing, now)) continue;
        ++open;
        if (oldest == nullptr || pairing.begun < oldest->begun) oldest = &pairing;
    }
    if (open >= limits_.open_per_user_max) end(*oldest);
}

Pairings::Or<std::string> Pairings::open(const std::string& user, Monotonic now, Entropy& entropy) {
    const std::scoped_lock lock(mutex_);
    forget_old(now);
    end_oldest_of(user, now);
    if (known_.size() >= limits_.known_max) {
        // Those that are over make room: all they are kept for is a kinder answer.
        std::erase_if(known_, [&](const auto& each) {
            return each.second.over || expired(each.second, now);
        });
    }
    if (known_.size() >= limits_.known_max) return Refused::full;
    std::string id = to_hex(entropy.bytes<16>());
    Pairing& pairing = known_[id];
    pairing.user = user;
    pairing.begun = now;
    return id;
}

std::optional<Pairings::Refused> Pairings::tell(const std::string& id, const std::string& user,
                                                std::string note, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    const auto found = find_own(id, user, now);
    if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
    std::get<Pairing*>(found)->note = std::move(note);
    return std::nullopt;
}

Pairings::Or<std::optional<std::string>> Pairings::take(const std::string& id,
                                                        const std::string& user,
                                                        std::uint32_t number, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    const auto found = find_own(id, user, now);
    if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
    Pairing& pairing = *std::get<Pairing*>(found);
    const std::size_t first = pairing.due - pairing.waiting.size();
    if (number < first || number > pairing.due) return Refused::turn;
    for (std::size_t taken = number - first; taken > 0; --taken) {
        bytes_waiting_ -= pairing.waiting.front().size();
        pairing.waiting.pop_front();
    }
    if (pairing.waiting.empty()) return std::optional<std::string>();
    return std::optional<std::string>(pairing.waiting.front());
}

std::optional<Pairings::Refused> Pairings::end(const std::string& id, const std::string& user,
                                               Monotonic now) {
    const std::scoped_lock lock(mutex_);
    const auto found = find_own(id, user, now);
    if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
    end(*std::get<Pairing*>(found));
    return std::nullopt;
}

std::optional<Pairings::Refused> Pairings::closed(const std::string& id, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    const auto found = find(id, now);
    if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
    return std::nullopt;
}

Pairings::Or<Pairings::ForPhone> Pairings::ask(const std::string& id, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    const auto found = find_asked(id, now);
    if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
    const Pairing& pairing = *std::get<Pairing*>(found);
    return ForPhone{pairing.note, pairing.due};
}

std::optional<Pairings::Refused> Pairings::put(const std::string& id, std::uint32_t number,
                                               std::string piece, Monotonic now) {
    const Digest digest = sha256(as_bytes(piece));
    const std::scoped_lock lock(mutex_);
    const auto found = find_asked(id, now);
    if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
    Pairing& pairing = *std::get<Pairing*>(found);
    const bool again = pairing.due > 0 && number == pairing.due - 1 && digest == pairing.last;
    if (again) return std::nullopt;
    if (number != pairing.due) return Refused::turn;
    if (pairing.due >= limits_.pieces_max) return Refused::too_many;
    if (pairing.waiting.size() >= limits_.waiting_max ||
        bytes_waiting_ + piece.size() > limits_.bytes_waiting_max)
        return Refused::full;
    bytes_waiting_ += piece.size();
    pairing.waiting.push_back(std::move(piece));
    pairing.last = digest;
    ++pairing.due;
    return std::nullopt;
}

}  // namespace buuan::api
