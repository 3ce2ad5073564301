// Holds' copies in memory: for tests and simulation.
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "retention/hold_store.hpp"

namespace buuan::memory {

class MemoryHolds final : public retention::HoldStore {
public:
    Result<Done> put(retention::HoldNumber hold,
                     std::span<const retention::HeldItem> items) override {
        const std::scoped_lock lock(mutex_);
        for (const retention::HeldItem& item : items) {
            Kept& kept = holds_[hold][item.item];
            kept.day = item.day;
            for (const auto& part : item.parts) kept.parts[part.number] = part.sealed;
            for (const auto& record : item.records)
                kept.records[{record.data_class, record.revision}] = record.sealed;
            for (const auto& object : item.objects)
                kept.objects[object.id] = {object.data_class, object.sealed};
            kept.tokens.insert(item.tokens.begin(), item.tokens.end());
        }
        return Done{};
    }
    Result<std::optional<retention::HeldItem>> find(const retention::HeldName& name) override {
        const std::scoped_lock lock(mutex_);
        const Kept* kept = at(name);
        if (kept == nullptr) return std::optional<retention::HeldItem>{};
        retention::HeldItem held;
        held.item = name.item;
        held.day = kept->day;
        for (const auto& [number, sealed] : kept->parts) held.parts.push_back({number, sealed});
        for (const auto& [record, sealed] : kept->records)
            held.records.push_back({record.first, record.second, sealed});
        return std::optional(std::move(held));
    }
    Result<std::vector<retention::HoldNumber>> holds_of(const ItemId& item) override {
        const std::scoped_lock lock(mutex_);
        std::vector<retention::HoldNumber> found;
        for (const auto& [hold, items] : holds_) {
            if (items.contains(item)) found.push_back(hold);
        }
        return found;
    }
    Result<Bytes> object(retention::HoldNumber hold, const Digest& id) override {
        const std::scoped_lock lock(mutex_);
        for (const auto& [item, kept] : holds_[hold]) {
            if (const auto found = kept.objects.find(id); found != kept.objects.end())
                return found->second.second;
        }
        return Fault{FaultKind::unavailable, "the hold has no object " + id.text()};
    }
    Result<std::vector<ItemId>> find_by_token(retention::HoldNumber hold, const Token& token,
                                              std::size_t count_max) override {
        const std::scoped_lock lock(mutex_);
        std::vector<ItemId> found;
        for (const auto& [item, kept] : holds_[hold]) {
            if (kept.tokens.contains(token) && found.size() < count_max) found.push_back(item);
        }
        return found;
    }
    Result<std::vector<ItemId>> items(retention::HoldNumber hold,
                                      const std::optional<ItemId>& after,
                                      std::size_t count_max) override {
        const std::scoped_lock lock(mutex_);
        std::vector<ItemId> found;
        const auto& items = holds_[hold];
        for (auto it = after ? items.upper_bound(*after) : items.begin();
             it != items.end() && found.size() < count_max; ++it)
            found.push_back(it->first);
        return found;
    }
    Result<std::uint64_t> count(retention::HoldNumber hold) override {
        const std::scoped_lock lock(mutex_);
        return holds_[hold].size();
    }
    Result<Done> drop(const retention::HeldName& name) override {
        const std::scoped_lock lock(mutex_);
        holds_[name.hold].erase(name.item);
        return Done{};
    }
    Result<Done> drop_all(retention::HoldNumber hold) override {
        const std::scoped_lock lock(mutex_);
        holds_.erase(hold);
        return Done{};
    }

private:
    struct Kept {
        Day day;
        std::map<std::uint8_t, Bytes> parts;
        std::map<std::pair<DataClass, std::uint32_t>, Bytes> records;
        std::map<Digest, std::pair<DataClass, Bytes>> objects;
        std::set<Token> tokens;
    };
    const Kept* at(const retention::HeldName& name) {
        const auto hold = holds_.find(name.hold);
        if (hold == holds_.end()) return nullptr;
        const auto item = hold->second.find(name.item);
        return item == hold->second.end() ? nullptr : &item->second;
    }

    std::mutex mutex_;
    std::map<retention::HoldNumber, std::map<ItemId, Kept>> holds_;
};

}  // namespace buuan::memory
