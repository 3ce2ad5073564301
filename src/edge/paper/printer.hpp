// Makes a PDF by the program buuan-pdf, a process of its own for each: fonts, shaping and drawing
// take tens of megabytes that a server must not keep, and what they do with a text is none of its
// memory's business. Bounded in time and size; what was made lately is kept, by the document.
#pragma once

#include <filesystem>
#include <list>
#include <mutex>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "edge/paper/document.hpp"

namespace buuan::paper {

class Printer {
public:
    /// `program`: where buuan-pdf lies.
    explicit Printer(std::filesystem::path program) : program_(std::move(program)) {}

    /// One document at a time. invalid: it takes no such document; unavailable: no such program, or
    /// it came to grief; timed_out, full: it took too long, too much came out of it.
    Result<std::string> pdf(const Document& document);

private:
    const std::filesystem::path program_;
    std::mutex mutex_;
    std::list<std::pair<Digest, std::string>> kept_;  // the newest first
};

/// buuan-pdf beside the running program.
std::filesystem::path program_beside_us();

/// Runs a program without arguments: `input` to its standard input, what it writes to its standard
/// output comes back. It has no other open file and no environment but where its fonts are
/// remembered. invalid: it ended with 1, which says that the input was no good; unavailable: it
/// could not be started, ended with another code or by a signal; full: more than
/// `output_bytes_max` came; timed_out: it had not ended after `time_ms`. It is never left running.
Result<std::string> run_program(const std::filesystem::path& program, std::string_view input,
                                std::size_t output_bytes_max, std::int64_t time_ms);

}  // namespace buuan::paper
