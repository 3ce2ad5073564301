// What an import has done, beside the manifest, so that running it again accepts nothing twice: for
// each row the item id it was given, made durable before it is sent, and whether the node has
// answered. A row is known by a salted digest of its text and by how often that text came before,
// so rows may be moved, mended or added between runs. In memory a row takes about 90 bytes.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

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

    /// The name of a row.
    struct Key {
        std::array<std::uint8_t, 16> digest{};
        std::uint32_t time{};  // how often the text came until now, with this one
        friend bool operator==(const Key&, const Key&) = default;
        [[nodiscard]] std::string text() const;
        static std::optional<Key> parse(std::string_view text);
    };

    /// Opens or makes "<name>.buuan-import" in the folder of `files`; corrupt when it is none of
    /// ours.
    static Result<ImportJournal> open(Files& files, const std::string& name, Entropy& entropy);

    /// The name of a row; call it once for each row, in order.
    Key key_of(std::string_view row_text);
    [[nodiscard]] std::optional<Try> find(const Key& key) const;
    void note_try(const Key& key, const ItemId& item, Instant at);
    void note_done(const Key& key);
    /// Durable from here on.
    Result<Done> sync();

private:
    ImportJournal() = default;
    bool take(std::string_view line);

    std::unique_ptr<File> file_;
    std::uint64_t size_ = 0;
    std::string unwritten_;
    std::array<std::uint8_t, 16> salt_{};
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };
    struct Known {
        std::optional<Try> tried;
        std::uint32_t seen = 0;  // of the text's first time: how often it came in this run
    };
    std::unordered_map<Key, Known, Hash> rows_;
};

}  // namespace buuan::cli
