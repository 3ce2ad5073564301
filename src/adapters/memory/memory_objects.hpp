// Sealed objects in memory: for tests and simulation.
#pragma once

#include <map>
#include <mutex>

#include "evidence/object.hpp"
#include "evidence/object_store.hpp"

namespace buuan::memory {

class MemoryObjects final : public evidence::ObjectStore {
public:
    Result<Done> put(Day day, DataClass data_class, const Digest& id, BytesView sealed) override {
        const std::scoped_lock lock(mutex_);
        objects_[{day, data_class}].try_emplace(id, copy_of(sealed));
        return Done{};
    }
    Result<Bytes> get(Day day, DataClass data_class, const Digest& id) override {
        const std::scoped_lock lock(mutex_);
        const auto& shelf = objects_[{day, data_class}];
        const auto found = shelf.find(id);
        if (found == shelf.end())
            return Fault{FaultKind::unavailable, "there is no object " + id.text()};
        if (evidence::object_id(found->second) != id)
            return Fault{FaultKind::corrupt, "object " + id.text() + " is damaged"};
        return found->second;
    }
    Result<std::vector<Digest>> list(Day day, DataClass data_class) override {
        const std::scoped_lock lock(mutex_);
        std::vector<Digest> ids;
        for (const auto& [id, sealed] : objects_[{day, data_class}]) ids.push_back(id);
        return ids;
    }
    Result<Done> erase(Day day, DataClass data_class, const Digest& id) override {
        const std::scoped_lock lock(mutex_);
        objects_[{day, data_class}].erase(id);
        return Done{};
    }
    Result<Done> drop(Day day, DataClass data_class) override {
        const std::scoped_lock lock(mutex_);
        objects_.erase({day, data_class});
        return Done{};
    }

private:
    std::mutex mutex_;
    std::map<std::pair<Day, DataClass>, std::map<Digest, Bytes>> objects_;
};

}  // namespace buuan::memory
