// Objects in pack files: one folder per class and day, packs of at most 1 GiB, never a file per
// picture (DESIGN.md section 8). A pack is only appended to, but for objects that are erased, whose
// bytes become zeros; many callers share one sync. The index
// lives in memory and is read back from the packs, so a crash leaves at most a torn tail, which is
// left as it is; the next object begins a new pack. So it does after a failed sync, whose bytes
// nobody counts on. Bytes: docs/formats/objects.md, "Pack".
//
// Locks: the store's mutex finds a shelf; a shelf's mutex guards its packs. The store's is never
// held while a shelf works.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

#include "base/files.hpp"
#include "evidence/object_store.hpp"

namespace buuan::disk {

class PackStore final : public evidence::ObjectStore {
public:
    explicit PackStore(Files& files, std::uint64_t pack_bytes_max = std::uint64_t{1} << 30)
        : files_(files), pack_bytes_max_(pack_bytes_max) {}
    ~PackStore() override;

    Result<Done> put(Day day, DataClass data_class, const Digest& id, BytesView sealed) override;
    Result<Bytes> get(Day day, DataClass data_class, const Digest& id) override;
    Result<std::vector<Digest>> list(Day day, DataClass data_class) override;
    Result<Done> erase(Day day, DataClass data_class, const Digest& id) override;
    Result<Done> drop(Day day, DataClass data_class) override;

private:
    struct Shelf;
    Result<std::shared_ptr<Shelf>> shelf(Day day, DataClass data_class);

    Files& files_;
    const std::uint64_t pack_bytes_max_;
    std::mutex mutex_;
    std::map<std::pair<Day, DataClass>, std::shared_ptr<Shelf>> shelves_;
};

}  // namespace buuan::disk
