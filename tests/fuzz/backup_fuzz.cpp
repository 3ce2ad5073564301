// Manifests of backups, after they were opened: whoever has the key of one could write anything
// into it. What is read is written again as it was, and no path leaves the folder it is restored
// to.
#include "edge/backup/manifest.hpp"

#include "fuzz.hpp"

namespace buuan::fuzz {

void take(BytesView input) {
    const auto manifest = backup::read(as_text(input));
    if (!manifest.ok()) return;
    CHECK(backup::write(manifest.value()) == as_text(input));
    for (const backup::SavedFile& file : manifest.value().files) {
        CHECK(!file.path.empty() && file.path.front() != '/');
        CHECK(("/" + file.path + "/").find("/../") == std::string::npos);
        CHECK(file.chunks.size() == backup::chunk_count(file.size));
        CHECK(manifest.value().find(file.path) == &file);
    }
}

}  // namespace buuan::fuzz
