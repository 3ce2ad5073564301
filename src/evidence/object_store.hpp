// Where sealed objects are kept, by class and civil day, so that a day ends by unlinking a few
// files. Promises: what put returned ok for survives a power loss; put of the same object again
// changes nothing; get never answers bytes that are not the object's.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/data_class.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace buuan::evidence {

class ObjectStore {
public:
    virtual ~ObjectStore() = default;
    /// Durable when it returns. `id` must be object_id(sealed).
    virtual Result<Done> put(Day day, DataClass data_class, const Digest& id, BytesView sealed) = 0;
    /// unavailable when there is none, corrupt when its bytes are not its own any more.
    virtual Result<Bytes> get(Day day, DataClass data_class, const Digest& id) = 0;
    virtual Result<std::vector<Digest>> list(Day day, DataClass data_class) = 0;
    /// Overwrites one object where it lies; afterwards there is none. Durable when it returns. Of
    /// an object that is not there nothing is done. How far an overwritten disk forgets is grade B
    /// of docs/formats/keys.md.
    virtual Result<Done> erase(Day day, DataClass data_class, const Digest& id) = 0;
    /// Ends a class of a day: its objects are gone. Idempotent.
    virtual Result<Done> drop(Day day, DataClass data_class) = 0;
};

}  // namespace buuan::evidence
