// Two ways to look for the phrases of the rules with ready-made means: Xapian over words and
// SQLite FTS5 over trigrams, both without diacritics. A phrase is found when most of it stands in
// the text; of those found the most complete counts, of equals the worst.
#pragma once

#include <sqlite3.h>
#include <xapian.h>

#include "labelled.hpp"
#include "screening/rule_set.hpp"

namespace buuan::bench {

class ScreeningPeer {
public:
    virtual ~ScreeningPeer() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    virtual Answer screen(const std::string& text) = 0;
};

class XapianPeer : public ScreeningPeer {
public:
    explicit XapianPeer(const screening::RuleSet& rules);
    [[nodiscard]] std::string name() const override { return "xapian"; }
    Answer screen(const std::string& text) override;

private:
    Xapian::WritableDatabase database_;
};

class TrigramPeer : public ScreeningPeer {
public:
    explicit TrigramPeer(const screening::RuleSet& rules);
    ~TrigramPeer() override;
    TrigramPeer(const TrigramPeer&) = delete;
    TrigramPeer& operator=(const TrigramPeer&) = delete;
    [[nodiscard]] std::string name() const override { return "fts5_trigram"; }
    Answer screen(const std::string& text) override;

private:
    sqlite3* database_ = nullptr;
    sqlite3_stmt* query_ = nullptr;
};

}  // namespace buuan::bench
