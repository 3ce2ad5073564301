#include "evidence/object.hpp"

#include <algorithm>

#include "base/merkle.hpp"

namespace buuan::evidence {

std::string ObjectContext::text() const {
    return "buuan/object/v1\n" + node + "\n" + item.text() + "\n" +
           std::to_string(static_cast<int>(data_class)) + "\n" + slot;
}

Digest object_id(BytesView sealed) {
    std::vector<Digest> leaves;
    leaves.push_back(merkle::leaf_hash(sealed.first(std::min(sealed.size(), header_bytes))));
    BytesView rest = sealed.subspan(std::min(sealed.size(), header_bytes));
    while (!rest.empty()) {
        const BytesView chunk = rest.first(std::min(rest.size(), chunk_sealed_bytes));
        leaves.push_back(merkle::leaf_hash(chunk));
        rest = rest.subspan(chunk.size());
    }
    return merkle::root_of(leaves);
}

SealedObject seal_object(BytesView plain, const Secret& key, const ObjectContext& context,
                         Entropy& entropy) {
    SealedObject object;
    object.sealed = encrypt_chunked(plain, key, context.text(), entropy);
    object.id = object_id(object.sealed);
    return object;
}

Result<Bytes> open_object(BytesView sealed, const Digest& id, const Secret& key,
                          const ObjectContext& context) {
    if (object_id(sealed) != id)
        return Fault{FaultKind::corrupt, "object " + id.text() + " is damaged"};
    return decrypt_chunked(sealed, key, context.text());
}

}  // namespace buuan::evidence
