// What a printed page says, without how it is set: the one form in which the node hands a notice,
// later minutes and certificates, to the program that sets them (src/edge/pdf). Written as JSON on
// its standard input; the same document makes the same bytes of PDF, wherever and whenever.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"

namespace buuan::paper {

enum class Size : std::uint8_t { a4, a3 };
BOOST_DESCRIBE_ENUM(Size, a4, a3)

enum class Tone : std::uint8_t { plain, warning, danger };
BOOST_DESCRIBE_ENUM(Tone, plain, warning, danger)

enum class Kind : std::uint8_t {
    masthead,   // `text` large, `lines` below it, and `qr` at the right
    heading,    // `text`; with a tone it is a band across
    paragraph,  // `text`, after `lead` in bold; `small`
    table,      // `widths` of the columns in relation, `head`, `rows`
    columns,    // what follows stands in `count` columns, filled evenly
};
BOOST_DESCRIBE_ENUM(Kind, masthead, heading, paragraph, table, columns)

/// Members that its kind has no use for stay empty.
struct Block {
    Kind kind{};
    std::string text;
    std::string lead;
    std::vector<std::string> lines;
    std::string qr;
    Tone tone{};
    bool small = false;
    std::int64_t count = 1;
    std::vector<std::int64_t> widths;
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
};
BOOST_DESCRIBE_STRUCT(Block, (),
                      (kind, text, lead, lines, qr, tone, small, count, widths, head, rows))

inline Block block_of(Kind kind, std::string text = {}) {
    Block block;
    block.kind = kind;
    block.text = std::move(text);
    return block;
}

struct Document {
    std::string title;     // for the reader's window; not printed
    std::string language;  // "vi", "en"
    Size size{};
    Day dated;           // the date that the file itself bears
    std::string footer;  // at the foot of each page, beside "1/2"
    /// Set smaller, down to a size that can still be read, until it fits on so many pages; 0: any
    /// number.
    std::int64_t pages_max = 0;
    std::vector<Block> blocks;
};
BOOST_DESCRIBE_STRUCT(Document, (), (title, language, size, dated, footer, pages_max, blocks))

inline constexpr std::size_t document_bytes_max = 1024 * 1024;
inline constexpr std::size_t pdf_bytes_max = 16 * 1024 * 1024;

}  // namespace buuan::paper
