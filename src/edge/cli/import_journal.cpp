#include "edge/cli/import_journal.hpp"

#include <algorithm>

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
    const std::string key(take_word(line));
    if (verb == "done") {
        const auto found = tries_.find(key);
        if (found != tries_.end()) found->second.done = true;
        return found != tries_.end();
    }
    const auto item = ItemId::parse(take_word(line));
    const auto at = Instant::parse(line);
    if (verb != "try" || !item || !at) return false;
    tries_[key] = {*item, *at, false};
    return true;
}

std::string ImportJournal::key_of(std::string_view row_text) {
    const std::string digest = sha256({salt_, as_bytes(row_text)}).text().substr(0, 32);
    return digest + "." + std::to_string(++seen_[digest]);
}

std::optional<ImportJournal::Try> ImportJournal::find(const std::string& key) const {
    const auto found = tries_.find(key);
    return found == tries_.end() ? std::nullopt : std::optional(found->second);
}

void ImportJournal::note_try(const std::string& key, const ItemId& item, Instant at) {
    tries_[key] = {item, at, false};
    unwritten_ += "try " + key + " " + item.text() + " " + at.text() + "\n";
}

void ImportJournal::note_done(const std::string& key) {
    tries_[key].done = true;
    unwritten_ += "done " + key + "\n";
}

Result<Done> ImportJournal::sync() {
    if (unwritten_.empty()) return Done{};
    if (auto written = file_->write_at(size_, as_bytes(unwritten_)); !written.ok()) return written;
    size_ += unwritten_.size();
    unwritten_.clear();
    return file_->sync();
}

}  // namespace buuan::cli
