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

    /// One document at a time. unavailable: no such program; timed_out; invalid: it takes no such
    /// document.
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
/// remembered.
Result<std::string> run_program(const std::filesystem::path& program, std::string_view input,
                                std::size_t output_bytes_max, std::int64_t time_ms);

}  // namespace buuan::paper
