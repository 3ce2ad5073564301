#include "edge/paper/printer.hpp"

#include <algorithm>

namespace buuan::paper {
namespace {

constexpr std::size_t kept_max = 4;
constexpr std::int64_t time_ms = 20'000;

}  // namespace

Result<std::string> Printer::pdf(const Document& document) {
    const std::string text = json::write(document);
    const Digest digest = sha256(as_bytes(text));
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& each) { return each.first == digest; });
    if (found != kept_.end()) {
        kept_.splice(kept_.begin(), kept_, found);
        return kept_.front().second;
    }
    auto made = run_program(program_, text, pdf_bytes_max, time_ms);
    if (!made.ok()) return made;
    kept_.emplace_front(digest, made.value());
    if (kept_.size() > kept_max) kept_.pop_back();
    return made;
}

std::filesystem::path program_beside_us() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "buuan-pdf";
}

}  // namespace buuan::paper
