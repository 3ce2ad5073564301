#include "adapters/sqlite/outbox.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace buuan::sqlite {
namespace {

constexpr std::size_t row_bytes = 16 + 8;

/// nullopt for bytes that are not ours.
std::optional<std::vector<TokenRow>> tokens_in(BytesView bytes) {
    if (bytes.size() % row_bytes != 0) return std::nullopt;
    std::vector<TokenRow> tokens(bytes.size() / row_bytes);
    for (TokenRow& row : tokens) {
        std::copy_n(bytes.begin(), row.token.bytes.size(), row.token.bytes.begin());
        std::uint64_t n = 0;
        for (const std::uint8_t byte : bytes.subspan(16, 8)) n = n << 8 | byte;
        row.n = static_cast<std::int64_t>(n);
        bytes = bytes.subspan(row_bytes);
    }
    if (!std::is_sorted(tokens.begin(), tokens.end())) return std::nullopt;
    return tokens;
}

}  // namespace

Bytes bytes_of(std::span<const TokenRow> tokens) {
    Bytes bytes;
    bytes.reserve(tokens.size() * row_bytes);
    for (const TokenRow& row : tokens) {
        bytes.insert(bytes.end(), row.token.bytes.begin(), row.token.bytes.end());
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(row.n) >> shift));
    }
    return bytes;
}

Result<Done> Outbox::load(Database& db) {
    const std::scoped_lock lock(mutex_);
    if (loaded_) return Done{};
    rows_.clear();
    size_ = 0;
    auto select = db.prepare("select id, tokens from outbox order by id");
    auto read = db.each(select, [&](const Statement& row) {
        auto tokens = tokens_in(row.blob(1));
        last_id_ = row.integer(0);
        if (!tokens) {
            log::error("outbox_row_damaged", {{"file", db.path()}, {"row", last_id_}});
            return;
        }
        size_ += tokens->size();
        rows_.push_back({last_id_, std::move(*tokens)});
    });
    if (!read.ok()) return read;
    loaded_ = true;
    return Done{};
}

std::int64_t Outbox::next_id() const {
    const std::scoped_lock lock(mutex_);
    return last_id_ + 1;
}

void Outbox::add(std::int64_t id, std::vector<TokenRow> tokens) {
    const std::scoped_lock lock(mutex_);
    last_id_ = id;
    size_ += tokens.size();
    rows_.push_back({id, std::move(tokens)});
}

std::vector<std::int64_t> Outbox::find(std::span<const Token> tokens) const {
    std::vector<std::int64_t> found;
    const std::scoped_lock lock(mutex_);
    for (const Row& row : rows_) {
        for (const Token& token : tokens) {
            auto at = std::lower_bound(row.tokens.begin(), row.tokens.end(), TokenRow{token, 0});
            for (; at != row.tokens.end() && at->token == token; ++at) found.push_back(at->n);
        }
    }
    return found;
}

std::size_t Outbox::size() const {
    const std::scoped_lock lock(mutex_);
    return size_;
}

Outbox::Batch Outbox::batch() const {
    Batch batch;
    {
        const std::scoped_lock lock(mutex_);
        if (rows_.empty()) return batch;
        batch.tokens.reserve(size_);
        for (const Row& row : rows_)
            batch.tokens.insert(batch.tokens.end(), row.tokens.begin(), row.tokens.end());
        batch.last = rows_.back().id;
    }
    std::sort(batch.tokens.begin(), batch.tokens.end());
    return batch;
}

void Outbox::leave(std::int64_t last) {
    const std::scoped_lock lock(mutex_);
    const auto end =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.id > last; });
    for (auto row = rows_.begin(); row != end; ++row) size_ -= row->tokens.size();
    rows_.erase(rows_.begin(), end);
}

void Outbox::clear() {
    const std::scoped_lock lock(mutex_);
    rows_.clear();
    size_ = 0;
}

}  // namespace buuan::sqlite
