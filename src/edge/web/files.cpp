#include "edge/web/files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/bytes.hpp"
#include "edge/http/problem.hpp"

namespace buuan::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_max = 1'000;
constexpr std::uintmax_t bytes_max = 64U << 20;

// UI.md section 2. Nothing inline, nothing from elsewhere; 'wasm-unsafe-eval' lets the screening
// engine be compiled, and nothing else.
constexpr const char* policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:; "
    "media-src 'self' blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'";
constexpr std::string_view everybody = "/public";
constexpr const char* permissions = "camera=(self), serial=(self), geolocation=(self)";

constexpr std::array<std::pair<std::string_view, const char*>, 12> types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".woff2", "font/woff2"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".md", "text/markdown; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
}};

const char* type_of(std::string_view path) {
    const auto* found = std::find_if(types.begin(), types.end(),
                                     [&](const auto& each) { return path.ends_with(each.first); });
    return found == types.end() ? "application/octet-stream" : found->second;
}

bool is_page(std::string_view path) {
    return path == "/" || path == "/app" || path.starts_with("/app/");
}

bool takes(const http::Request& request, std::string_view coding) {
    const std::string_view accepted = request.header("accept-encoding");
    const auto at = accepted.find(coding);
    if (at == std::string_view::npos) return false;
    // "br;q=0" is a refusal; other weights do not matter to us.
    const std::string_view rest = accepted.substr(at + coding.size());
    return !rest.starts_with(";q=0") || rest.starts_with(";q=0.");
}

http::Response file_response(std::string_view path, const std::string& tag) {
    const bool kept = path.starts_with("/assets/") || path.starts_with("/public/assets/");
    http::Response response{200, type_of(path), {}, {}, {}};
    response.headers = {
        {"Cache-Control", kept ? "public, max-age=31536000, immutable" : "no-cache"},
        {"ETag", tag},
        {"Vary", "Accept-Encoding"}};
    if (path.ends_with(".html") || path.ends_with(".js")) {
        response.headers.emplace_back("Content-Security-Policy", policy);
        response.headers.emplace_back("Permissions-Policy", permissions);
    }
    return response;
}

}  // namespace

Result<Files> Files::read(const fs::path& folder) {
    Files files;
    std::uintmax_t bytes = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator each(folder, error), end; !error && each != end;
         each.increment(error)) {
        if (each->is_directory(error) && !each->is_symlink(error)) continue;
        const std::string name = "/" + each->path().lexically_relative(folder).generic_string();
        if (!each->is_regular_file(error) || each->is_symlink(error))
            return Fault{FaultKind::invalid, name + " is no regular file"};
        bytes += each->file_size(error);
        if (files.files_.size() == files_max || bytes > bytes_max)
            return Fault{FaultKind::invalid, "there are too many files, or too large ones"};
        std::ifstream in(each->path(), std::ios::binary);
        std::string content{std::istreambuf_iterator<char>(in), {}};
        if (!in.good() && !in.eof()) return Fault{FaultKind::unavailable, name + " is unreadable"};
        std::string tag = "\"" + sha256(as_bytes(content)).text().substr(0, 32) + "\"";
        files.files_.emplace(name, File{std::move(content), std::move(tag)});
    }
    if (error) return Fault{FaultKind::unavailable, error.message()};
    if (!files.files_.contains("/index.html"))
        return Fault{FaultKind::invalid, "there is no index.html"};
    return files;
}

http::Response Files::answer(const http::Request& request) const {
    if (empty()) return http::problem(request, 404, "no_screens");
    return answer(request, is_page(request.path) ? "/index.html" : request.path);
}

http::Response Files::answer_everybody(const http::Request& request) const {
    return answer(request, std::string(everybody) + request.path);
}

bool Files::for_everybody(std::string_view path) const {
    return files_.contains(std::string(everybody) + std::string(path));
}

http::Response Files::answer(const http::Request& request, const std::string& path) const {
    const auto plain = files_.find(path);
    if (plain == files_.end()) return http::problem(request, 404, "not_found");
    auto chosen = plain;
    std::string coding;
    for (const auto& [name, ending] : {std::pair("br", ".br"), std::pair("gzip", ".gz")}) {
        const auto twin = files_.find(path + ending);
        if (twin == files_.end() || !takes(request, name)) continue;
        chosen = twin;
        coding = name;
        break;
    }
    http::Response response = file_response(path, chosen->second.tag);
    if (!coding.empty()) response.headers.emplace_back("Content-Encoding", coding);
    if (request.header("if-none-match") == chosen->second.tag) {
        response.status = 304;
        response.content_type.clear();
    } else {
        response.body = chosen->second.bytes;
    }
    return response;
}

fs::path folder_beside_us() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const fs::path folder = program.parent_path().parent_path() / "share" / "buuan" / "web";
    return fs::exists(folder / "index.html", error) ? folder : fs::path();
}

}  // namespace buuan::web
