// An object: one picture or signature, sealed in chunks, named by the RFC 6962 root over its header
// and its chunks, so that any part can be served and checked alone, without the key (DESIGN.md
// section 4; docs/formats/objects.md).
#pragma once

#include <string>

#include "base/data_class.hpp"
#include "base/ids.hpp"
#include "evidence/chunked.hpp"

namespace buuan::evidence {

/// What an object is; bound into its encryption.
struct ObjectContext {
    std::string node;  // the node's origin
    ItemId item;
    DataClass data_class{};
    std::string slot;
    /// "buuan/object/v1\n<node>\n<item>\n<class number>\n<slot>"
    [[nodiscard]] std::string text() const;
};

struct SealedObject {
    Digest id;
    Bytes sealed;
};

/// The root over leaf(header), leaf(chunk 0), leaf(chunk 1) …
Digest object_id(BytesView sealed);

SealedObject seal_object(BytesView plain, const Secret& key, const ObjectContext& context,
                         Entropy& entropy);

/// corrupt when the bytes are not those of `id`, or do not open.
Result<Bytes> open_object(BytesView sealed, const Digest& id, const Secret& key,
                          const ObjectContext& context);

}  // namespace buuan::evidence
