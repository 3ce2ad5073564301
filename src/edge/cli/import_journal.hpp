// What an import has done, beside the manifest, so that running it again accepts nothing twice: for
// each row the item id it was given, made durable before it is sent, and whether the node has
// answered. A row is known by a salted digest of its text and by how often that text came before,
// so rows may be moved, mended or added between runs.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/entropy.hpp"
#include "base/files.hpp"
#include "base/ids.hpp"

namespace buuan::cli {

class ImportJournal {
public:
    struct Try {
        ItemId item;
        Instant at;
        bool done = false;
    };

    /// Opens or makes "<name>.buuan-import" in the folder of `files`; corrupt when it is none of
    /// ours.
    static Result<ImportJournal> open(Files& files, const std::string& name, Entropy& entropy);

    /// The name of a row; call it once for each row, in order.
    std::string key_of(std::string_view row_text);
    [[nodiscard]] std::optional<Try> find(const std::string& key) const;
    void note_try(const std::string& key, const ItemId& item, Instant at);
    void note_done(const std::string& key);
    /// Durable from here on.
    Result<Done> sync();

private:
    ImportJournal() = default;
    bool take(std::string_view line);

    std::unique_ptr<File> file_;
    std::uint64_t size_ = 0;
    std::string unwritten_;
    std::array<std::uint8_t, 16> salt_{};
    std::map<std::string, Try> tries_;
    std::map<std::string, std::uint32_t> seen_;
};

}  // namespace buuan::cli
