#include "screening_peers.hpp"

#include <set>

#include "base/check.hpp"
#include "noise.hpp"
#include "screening/fold.hpp"

namespace buuan::bench {
namespace {

constexpr double found_from = 0.8;  // part of the phrase that must stand in the text
constexpr int candidates = 20;

std::vector<std::string> words_without_marks(std::string_view text) {
    std::vector<std::string> out;
    for (const auto& word : screening::words_of(text).words) out.push_back(word.folded);
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::set<std::string> trigrams_of(const std::string& text) {
    std::set<std::string> out;
    for (std::size_t i = 0; i + 3 <= text.size(); ++i) out.insert(text.substr(i, 3));
    return out;
}

/// The most complete phrase so far, of equals the worst.
struct Best {
    double part = 0;
    int outcome = 0;
    Answer answer{"allowed", ""};

    void offer(double part_found, int outcome_of, const std::string& entry) {
        if (part_found < found_from) return;
        if (std::pair(part_found, outcome_of) <= std::pair(part, outcome)) return;
        part = part_found;
        outcome = outcome_of;
        answer = {std::string(screening::name_of(static_cast<screening::Outcome>(outcome_of))),
                  entry};
    }
};

}  // namespace

XapianPeer::XapianPeer(const screening::RuleSet& rules)
    : database_("", Xapian::DB_BACKEND_INMEMORY) {
    for (const auto& entry : rules.entries()) {
        for (const auto& match : entry.match) {
            Xapian::Document document;
            const auto words = words_without_marks(match);
            for (const auto& word : words) document.add_term(word);
            document.set_data(joined(words));
            document.add_value(0, entry.id);
            document.add_value(1, std::to_string(static_cast<int>(entry.outcome)));
            database_.add_document(document);
        }
    }
}

Answer XapianPeer::screen(const std::string& text) {
    const auto words = words_without_marks(text);
    const std::set<std::string> there(words.begin(), words.end());
    Xapian::Enquire enquire(database_);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end()));
    Best best;
    const Xapian::MSet hits = enquire.get_mset(0, candidates);
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
        const Xapian::Document document = hit.get_document();
        const auto phrase = words_without_marks(document.get_data());
        double found = 0;
        for (const auto& word : phrase) found += there.contains(word);
        best.offer(found / static_cast<double>(phrase.size()), std::stoi(document.get_value(1)),
                   document.get_value(0));
    }
    return best.answer;
}

TrigramPeer::TrigramPeer(const screening::RuleSet& rules) {
    CHECK(sqlite3_open(":memory:", &database_) == SQLITE_OK);
    const auto run = [&](const char* sql) {
        CHECK(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    };
    run("CREATE VIRTUAL TABLE phrase USING fts5(text, entry UNINDEXED, outcome UNINDEXED, "
        "tokenize='trigram')");
    run("BEGIN");
    sqlite3_stmt* insert = nullptr;
    CHECK(sqlite3_prepare_v2(database_, "INSERT INTO phrase VALUES (?, ?, ?)", -1, &insert,
                             nullptr) == SQLITE_OK);
    for (const auto& entry : rules.entries()) {
        for (const auto& match : entry.match) {
            const std::string text = joined(words_without_marks(match));
            sqlite3_bind_text(insert, 1, text.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_bind_text(insert, 2, entry.id.c_str(), -1, SQLITE_TRANSIENT);
            sqlite3_bind_int(insert, 3, static_cast<int>(entry.outcome));
            CHECK(sqlite3_step(insert) == SQLITE_DONE);
            sqlite3_reset(insert);
        }
    }
    sqlite3_finalize(insert);
    run("COMMIT");
    CHECK(sqlite3_prepare_v2(database_,
                             "SELECT text, entry, outcome FROM phrase WHERE phrase MATCH ? "
                             "ORDER BY rank LIMIT ?",
                             -1, &query_, nullptr) == SQLITE_OK);
}

TrigramPeer::~TrigramPeer() {
    sqlite3_finalize(query_);
    sqlite3_close(database_);
}

Answer TrigramPeer::screen(const std::string& text) {
    const std::set<std::string> there = trigrams_of(joined(words_without_marks(text)));
    std::string query;
    for (const auto& each : there) query += (query.empty() ? "\"" : " OR \"") + each + "\"";
    Best best;
    sqlite3_bind_text(query_, 1, query.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(query_, 2, candidates);
    const auto column = [&](int i) {
        return std::string(reinterpret_cast<const char*>(sqlite3_column_text(query_, i)));
    };
    while (!query.empty() && sqlite3_step(query_) == SQLITE_ROW) {
        const auto phrase = trigrams_of(column(0));
        if (phrase.empty()) continue;
        double found = 0;
        for (const auto& each : phrase) found += there.contains(each);
        best.offer(found / static_cast<double>(phrase.size()), sqlite3_column_int(query_, 2),
                   column(1));
    }
    sqlite3_reset(query_);
    return best.answer;
}

}  // namespace buuan::bench
