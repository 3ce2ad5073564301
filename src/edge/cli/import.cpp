// buuan import: a manifest to the node in batches, each bad row named, each good one accepted once
// however often it is run.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_clock.hpp"
#include "adapters/posix/system_entropy.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/import_journal.hpp"
#include "edge/http/problem.hpp"
#include "edge/manifest/manifest.hpp"
#include "edge/manifest/template.hpp"

namespace buuan::cli {
namespace {

constexpr std::size_t chunk_rows = 500;

struct Counts {
    std::size_t rows = 0, accepted = 0, refused = 0, bad = 0, before = 0;
};

/// Says what came of one row: a line for people, or a JSON document.
class Report {
public:
    explicit Report(bool json) : json_(json) {}

    void bad(std::size_t line, std::string_view field, std::string_view reason) {
        ++counts.bad;
        const auto texts = http::text_of(reason);
        if (json_) {
            print(boost::json::serialize(
                boost::json::object{{"row", line},
                                    {"outcome", "bad"},
                                    {"errors", {{{"field", field}, {"reason", reason}}}}}));
        } else {
            const std::string_view where = field.empty() ? "–" : field;
            complain(say({"Dòng {}: {}: {}", "Row {}: {}: {}"}, line, where,
                         language() == Language::vi ? texts.vi : texts.en));
        }
    }

    void answer(std::size_t line, const boost::json::object& answer) {
        if (const auto* problem = answer.if_contains("problem"))
            return problem_row(line, problem->as_object());
        const bool accepted = answer.at("decision").as_string() == "accepted";
        ++(accepted ? counts.accepted : counts.refused);
        if (json_) {
            boost::json::object out{
                {"row", line}, {"outcome", answer.at("decision")}, {"item", answer.at("item")}};
            if (const auto* code = answer.if_contains("item_code")) out["item_code"] = *code;
            if (!accepted) out["reasons"] = answer.at("reasons");
            print(boost::json::serialize(out));
        } else if (!accepted) {
            std::string reasons;
            for (const auto& reason : answer.at("reasons").as_array()) {
                const auto& text = reason.at(language() == Language::vi ? "vi" : "en").as_string();
                reasons += (reasons.empty() ? "" : "; ") + std::string(text);
            }
            complain(say({"Dòng {}: không nhận: {}", "Row {}: refused: {}"}, line, reasons));
        }
    }

    /// One row with these fields wrong.
    void bad(std::size_t line, const std::vector<manifest::RowProblem>& problems) {
        const std::size_t before = counts.bad;
        for (const auto& problem : problems) bad(line, problem.field, problem.reason);
        counts.bad = before + 1;
    }

    /// Cells that were taken otherwise than they stand there: said once for each column.
    void mended(std::size_t line, const std::vector<manifest::RowProblem>& cells) {
        for (const auto& cell : cells) {
            auto& seen = mended_[{cell.field, cell.reason}];
            if (seen.rows++ == 0) seen.first = line;
        }
    }

    void say_mended() {
        for (const auto& [cell, seen] : mended_) {
            const auto texts = http::text_of(cell.second);
            complain(say({"{}: {} dòng, từ dòng {}: {}", "{}: {} rows, from row {}: {}"},
                         cell.first, seen.rows, seen.first,
                         language() == Language::vi ? texts.vi : texts.en));
        }
    }

    Counts counts;

private:
    struct Seen {
        std::size_t rows = 0;
        std::size_t first = 0;
    };

    void problem_row(std::size_t line, const boost::json::object& problem) {
        const auto* errors = problem.if_contains("errors");
        if (errors == nullptr || errors->as_array().empty())
            return bad(line, "", problem.at("code").as_string());
        const std::size_t before = counts.bad;
        for (const auto& each : errors->as_array())
            bad(line, each.at("field").as_string(), each.at("reason").as_string());
        counts.bad = before + 1;  // one row, however much is wrong with it
    }

    const bool json_;
    std::map<std::pair<std::string, std::string>, Seen> mended_;
};

/// One run over a manifest.
class Import {
public:
    Import(Door& door, const ImportOptions& options, ImportJournal& journal)
        : door_(door),
          terms_{options.counter, options.method},
          journal_(journal),
          report_(options.json) {}

    void add(const manifest::Row& row) {
        ++report_.counts.rows;
        if (!row.broken.empty()) return report_.bad(row.line, "", row.broken);
        if (!row.problems.empty()) return report_.bad(row.line, row.problems);
        report_.mended(row.line, row.mended);
        std::string text = terms_.counter + "\n" + terms_.method;
        for (const auto& [field, value] : row.fields) text += "\n" + field + "=" + value;
        const ImportJournal::Key key = journal_.key_of(text);
        const auto before = journal_.find(key);
        if (before && before->done) {
            ++report_.counts.before;
            return;
        }
        waiting_.push_back({row, key, before});
    }

    /// Sends what waits; false when the node did not answer.
    bool flush(Exit& exit) {
        if (waiting_.empty()) return true;
        auto late = send(waiting_, exit);
        if (!late) return false;
        // Given an id in an earlier run that did not come to it: that moment is over, they are
        // accepted now.
        for (Waiting& each : *late) each.before.reset();
        if (!late->empty() && !send(*late, exit)) return false;
        waiting_.clear();
        complain(say({"… {} dòng: {} đã nhận, {} không nhận, {} lỗi, {} đã có từ trước",
                      "… {} rows: {} accepted, {} refused, {} bad, {} there before"},
                     report_.counts.rows, report_.counts.accepted, report_.counts.refused,
                     report_.counts.bad, report_.counts.before));
        return true;
    }

    /// What the last lines should say besides the counts.
    void say_the_rest(std::size_t hidden) {
        report_.say_mended();
        if (hidden > 0)
            complain(say({"Bỏ qua {} dòng đang ẩn trong bảng tính (bộ lọc?)",
                          "Left out {} rows that the spreadsheet hides (a filter?)"},
                         hidden));
    }

    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    [[nodiscard]] const Counts& counts() const { return report_.counts; }

private:
    struct Waiting {
        manifest::Row row;
        ImportJournal::Key key;
        std::optional<ImportJournal::Try> before;
    };

    static bool came_too_late(const boost::json::object& answer) {
        const auto* problem = answer.if_contains("problem");
        const auto* errors =
            problem == nullptr ? nullptr : problem->as_object().if_contains("errors");
        if (errors == nullptr) return false;
        for (const auto& each : errors->as_array()) {
            if (each.at("field").as_string() == "accepted_at") return true;
        }
        return false;
    }

    /// The batch document of the rows, their tries noted; sent_ tells which row stands on which of
    /// its lines.
    std::string document_of(const std::vector<Waiting>& rows) {
        std::string document;
        sent_.clear();
        const Instant now = clock_.now();
        for (const Waiting& each : rows) {
            const ItemId id = each.before ? each.before->item : ItemId::make(now, entropy_);
            const Instant at = each.before ? each.before->at : id.made_at();
            auto intake = manifest::intake_of(each.row, terms_, at);
            if (!intake.ok()) {
                report_.bad(each.row.line, intake.error());
                continue;
            }
            document += boost::json::serialize(boost::json::object{
                            {"id", id.text()}, {"intake", std::move(intake).value()}}) +
                        "\n";
            journal_.note_try(each.key, id, at);
            sent_.push_back(&each);
        }
        return document;
    }

    /// The rows whose moment was over; nullopt when the node did not answer.
    std::optional<std::vector<Waiting>> send(const std::vector<Waiting>& rows, Exit& exit) {
        std::vector<Waiting> late;
        std::string document = document_of(rows);
        if (sent_.empty()) return late;
        if (!journaled(exit)) return std::nullopt;
        const auto reply =
            ask(door_, {"POST", "/api/v1/item-batches", document, "application/x-ndjson"}, exit);
        wipe(document.data(), document.size());
        if (!reply) return std::nullopt;
        std::string_view rest = reply->body;
        while (!rest.empty()) {
            const auto end = rest.find('\n');
            const auto answer = boost::json::parse(rest.substr(0, end)).as_object();
            rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
            const Waiting& row = *sent_.at(
                static_cast<std::size_t>(answer.at("line").to_number<std::int64_t>()) - 1);
            if (row.before && came_too_late(answer)) {
                late.push_back(row);
                continue;
            }
            if (!answer.contains("problem")) journal_.note_done(row.key);
            report_.answer(row.row.line, answer);
        }
        if (!journaled(exit)) return std::nullopt;
        return late;
    }

    bool journaled(Exit& exit) {
        const auto synced = journal_.sync();
        if (synced.ok()) return true;
        complain(
            say({"Không ghi được nhật ký nhập: {}", "The import's journal cannot be written: {}"},
                synced.error().what));
        exit = Exit::unreachable;
        return false;
    }

    Door& door_;
    const manifest::Terms terms_;
    ImportJournal& journal_;
    Report report_;
    SystemClock clock_;
    SystemEntropy entropy_;
    std::vector<Waiting> waiting_;
    std::vector<const Waiting*> sent_;
};

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

Exit complain_of(const std::string& path, const manifest::Unreadable& why) {
    if (why.reason == "columns_missing") {
        complain(say({"Dòng tiêu đề thiếu cột: {}", "The headings lack columns: {}"},
                     joined(why.columns)));
        return Exit::bad_input;
    }
    if (why.reason == "columns_twice") {
        complain(say({"Nhiều cột cùng nghĩa, không biết lấy cột nào: {}",
                      "Several columns mean the same, and which one counts is not clear: {}"},
                     joined(why.columns)));
        return Exit::bad_input;
    }
    const auto texts = http::text_of(why.reason);
    complain(fmt::format("{}: {}", path, language() == Language::vi ? texts.vi : texts.en));
    return why.reason == "unreadable" ? Exit::unreachable : Exit::bad_input;
}

std::optional<ImportJournal> open_journal(const std::filesystem::path& manifest,
                                          std::unique_ptr<PosixFiles>& files) {
    SystemEntropy entropy;
    auto folder = PosixFiles::open_root(manifest.has_parent_path() ? manifest.parent_path() : ".");
    auto journal = folder.ok()
                       ? ImportJournal::open(*folder.value(), manifest.filename().string(), entropy)
                       : Result<ImportJournal>(folder.error());
    if (!journal.ok()) {
        complain(
            say({"Không mở được nhật ký nhập: {}", "The import's journal cannot be opened: {}"},
                journal.error().what));
        return std::nullopt;
    }
    files = std::move(folder).value();
    return std::move(journal).value();
}

}  // namespace

Exit import_template(const std::string& path) {
    const auto written = manifest::write_template(path);
    if (written.ok()) return Exit::done;
    if (written.error().kind == FaultKind::invalid) {
        complain(
            say({"{} đã có; hãy chọn tên khác.", "{} is there already; take another name."}, path));
        return Exit::bad_input;
    }
    complain(say({"Không ghi được tệp {}", "Cannot write the file {}"}, path));
    return Exit::unreachable;
}

Exit import_manifest(Door& door, const ImportOptions& options) {
    auto reader = manifest::Reader::open(options.manifest);
    if (!reader.ok()) return complain_of(options.manifest, reader.error());
    if (!reader.value().ignored().empty()) {
        complain(
            say({"Bỏ qua cột: {}", "Columns left alone: {}"}, joined(reader.value().ignored())));
    }
    std::unique_ptr<PosixFiles> files;
    auto journal = open_journal(options.manifest, files);
    if (!journal) return Exit::unreachable;
    Import import(door, options, *journal);
    Exit exit = Exit::done;
    while (auto row = reader.value().next()) {
        import.add(*row);
        if (import.waiting() == chunk_rows && !import.flush(exit)) return exit;
    }
    if (!import.flush(exit)) return exit;
    import.say_the_rest(reader.value().hidden());
    const Counts& counts = import.counts();
    if (!options.json) {
        print(say({"{} dòng: {} đã nhận, {} không nhận, {} lỗi, {} đã có từ trước",
                   "{} rows: {} accepted, {} refused, {} bad, {} there before"},
                  counts.rows, counts.accepted, counts.refused, counts.bad, counts.before));
    }
    return counts.bad + counts.refused == 0 ? Exit::done : Exit::no;
}

}  // namespace buuan::cli
