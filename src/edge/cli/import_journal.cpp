#include "edge/cli/import_journal.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace buuan::cli {
namespace {

constexpr std::size_t journal_bytes_max = 256 * 1024 * 1024;
constexpr std::string_view head = "buuan-import 1 ";

/// Up to the next space, which is dropped.
std::string_view take_word(std::string_view& line) {
    const auto end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

}  // namespace

Result<ImportJournal> ImportJournal::open(Files& files, const std::string& name, Entropy& entropy) {
    const std::string path = name + ".buuan-import";
    ImportJournal journal;
    const auto there = files.exists(path);
    if (!there.ok()) return there.error();
    auto file = files.open(path, there.value() ? OpenMode::read_write : OpenMode::create_new);
    if (!file.ok()) return file.error();
    journal.file_ = std::move(file).value();
    if (!there.value()) {
        journal.salt_ = entropy.bytes<16>();
        journal.unwritten_ = std::string(head) + to_hex(journal.salt_) + "\n";
        if (auto synced = journal.sync(); !synced.ok()) return synced.error();
        if (auto synced = files.sync_folder(""); !synced.ok()) return synced.error();
        return journal;
    }
    const auto bytes = read_file(files, path, journal_bytes_max);
    if (!bytes.ok()) return bytes.error();
    std::string_view text = as_text(bytes.value());
    const auto salt =
        text.starts_with(head) ? from_hex(text.substr(head.size(), 32)) : std::nullopt;
    if (!salt)
        return Fault{FaultKind::corrupt,
                     path + " is no journal of an import; move it away to begin anew"};
    std::copy(salt->begin(), salt->end(), journal.salt_.begin());
    // A last line without its end was torn by a crash; it is overwritten.
    const auto last_end = text.rfind('\n');
    text = text.substr(0, last_end == std::string_view::npos ? 0 : last_end + 1);
    journal.size_ = text.size();
    text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (!journal.take(text.substr(0, end)))
            return Fault{FaultKind::corrupt, path + " is damaged; move it away to begin anew"};
        text.remove_prefix(end + 1);
    }
    return journal;
}

bool ImportJournal::take(std::string_view line) {
    const std::string_view verb = take_word(line);
    const auto key = Key::parse(take_word(line));
    if (!key) return false;
    if (verb == "done") {
        const auto found = rows_.find(*key);
        const bool tried = found != rows_.end() && found->second.tried;
        if (tried) found->second.tried->done = true;
        return tried;
    }
    const auto item = ItemId::parse(take_word(line));
    const auto at = Instant::parse(line);
    if (verb != "try" || !item || !at) return false;
    rows_[*key].tried = {*item, *at, false};
    return true;
}

std::string ImportJournal::Key::text() const {
    return to_hex(digest) + "." + std::to_string(time);
}

std::optional<ImportJournal::Key> ImportJournal::Key::parse(std::string_view text) {
    Key key;
    const auto digest =
        text.size() > 33 && text[32] == '.' ? from_hex(text.substr(0, 32)) : std::nullopt;
    if (!digest) return std::nullopt;
    std::copy(digest->begin(), digest->end(), key.digest.begin());
    const auto [end, error] =
        std::from_chars(text.data() + 33, text.data() + text.size(), key.time);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return key;
}

std::size_t ImportJournal::Hash::operator()(const Key& key) const {
    std::size_t hash{};
    std::memcpy(&hash, key.digest.data(), sizeof hash);  // salted, so as good as any
    return hash + key.time;
}

ImportJournal::Key ImportJournal::key_of(std::string_view row_text) {
    const Digest whole = sha256({salt_, as_bytes(row_text)});
    Key key{{}, 1};
    std::copy_n(whole.bytes.begin(), key.digest.size(), key.digest.begin());
    key.time = ++rows_[key].seen;
    return key;
}

std::optional<ImportJournal::Try> ImportJournal::find(const Key& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? std::nullopt : found->second.tried;
}

void ImportJournal::note_try(const Key& key, const ItemId& item, Instant at) {
    rows_[key].tried = {item, at, false};
    unwritten_ += "try " + key.text() + " " + item.text() + " " + at.text() + "\n";
}

void ImportJournal::note_done(const Key& key) {
    auto& tried = rows_[key].tried;
    if (tried) tried->done = true;
    unwritten_ += "done " + key.text() + "\n";
}

Result<Done> ImportJournal::sync() {
    if (unwritten_.empty()) return Done{};
    if (auto written = file_->write_at(size_, as_bytes(unwritten_)); !written.ok()) return written;
    size_ += unwritten_.size();
    unwritten_.clear();
    return file_->sync();
}

}  // namespace buuan::cli
