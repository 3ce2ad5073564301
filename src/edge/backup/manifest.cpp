#include "edge/backup/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace buuan::backup {
namespace {

constexpr std::string_view first_line = "buuan backup v1";
constexpr std::size_t digest_digits = 64;

/// Lines of a text, each with an end.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    std::optional<std::string_view> next() {
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return line;
    }
    /// What follows `word` and a space in the next line.
    std::optional<std::string_view> next(std::string_view word) {
        const auto line = next();
        if (!line || !line->starts_with(word) || line->size() <= word.size() ||
            (*line)[word.size()] != ' ')
            return std::nullopt;
        return line->substr(word.size() + 1);
    }

private:
    std::string_view rest_;
};

/// A path that stays inside the folder it is restored to.
bool is_inside(std::string_view path) {
    if (path.empty() || path.find('\0') != std::string_view::npos) return false;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const auto part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..") return false;
        begin = end + 1;
    }
    return true;
}

/// "SIZE STAMP PATH" and as many lines of chunks as the size asks for.
std::optional<SavedFile> read_file_lines(std::string_view head, Lines& lines) {
    const auto first = head.find(' ');
    const auto second = first == std::string_view::npos ? first : head.find(' ', first + 1);
    if (second == std::string_view::npos || second == first + 1) return std::nullopt;
    SavedFile file;
    const auto [stopped, error] = std::from_chars(head.data(), head.data() + first, file.size);
    if (error != std::errc{} || stopped != head.data() + first) return std::nullopt;
    if (std::to_string(file.size) != head.substr(0, first)) return std::nullopt;
    file.stamp = head.substr(first + 1, second - first - 1);
    file.path = head.substr(second + 1);
    if (!is_inside(file.path)) return std::nullopt;
    // A size that asks for more chunks than there are lines ends the reading, so no count is
    // trusted before its lines are there.
    for (std::uint64_t left = chunk_count(file.size); left > 0; --left) {
        const auto line = lines.next();
        const auto chunk =
            line && line->size() == digest_digits ? Digest::parse(*line) : std::optional<Digest>();
        if (!chunk) return std::nullopt;
        file.chunks.push_back(*chunk);
    }
    return file;
}

}  // namespace

const SavedFile* Manifest::find(std::string_view path) const {
    const auto found = std::lower_bound(
        files.begin(), files.end(), path,
        [](const SavedFile& file, std::string_view wanted) { return file.path < wanted; });
    return found != files.end() && found->path == path ? &*found : nullptr;
}

std::string write(const Manifest& manifest) {
    std::string text =
        fmt::format("{}\nnode {}\nmade {}\n", first_line, manifest.node, manifest.made.text());
    for (const SavedFile& file : manifest.files) {
        text += fmt::format("file {} {} {}\n", file.size, file.stamp, file.path);
        for (const Digest& chunk : file.chunks) text += chunk.text() + "\n";
    }
    return text;
}

Result<Manifest> read(std::string_view text) {
    const Fault broken{FaultKind::corrupt, "the list of a backup's files is broken"};
    if (text.size() > manifest_bytes_max) return broken;
    Lines lines(text);
    if (lines.next() != first_line) return broken;
    const auto node = lines.next("node");
    const auto made = node ? lines.next("made") : std::nullopt;
    const auto at = made ? Instant::parse(*made) : std::nullopt;
    if (!at || at->text() != *made) return broken;
    Manifest manifest{std::string(*node), *at, {}};
    while (!lines.at_end()) {
        const auto head = lines.next("file");
        auto file = head ? read_file_lines(*head, lines) : std::nullopt;
        if (!file) return broken;
        if (!manifest.files.empty() && file->path <= manifest.files.back().path) return broken;
        manifest.files.push_back(std::move(*file));
    }
    return manifest;
}

std::string name_of(Instant made) {
    std::string name = made.text();
    std::replace(name.begin(), name.end(), ':', '-');
    return name;
}

}  // namespace buuan::backup
