// The screens, as static files: the folder that `./dev web` builds, read once at start, so that no
// path of a request ever reaches the file system. Files under assets/ carry their digest in their
// name and are kept for ever; everything else is asked for again. Each may have twins, `.br` and
// `.gz`, made at build. docs/guide/web.md.
//
// Every path below /app/ that is no file is a page of the application, so the same index.html.
//
// What lies under public/ is for everybody, through both doors and without that first part of its
// path; nothing else of the folder goes through the door of the public.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"
#include "edge/http/message.hpp"

namespace buuan::web {

class Files {
public:
    /// Without screens: every answer is 404.
    Files() = default;
    /// invalid when the folder has no index.html, a file that is no regular one, or more than 1,000
    /// files or 64 MiB.
    static Result<Files> read(const std::filesystem::path& folder);

    [[nodiscard]] bool empty() const { return files_.empty(); }
    /// The file, page or 304 that a GET asks for; a problem 404 for what is not there.
    [[nodiscard]] http::Response answer(const http::Request& request) const;
    /// The same of what is for everybody.
    [[nodiscard]] http::Response answer_everybody(const http::Request& request) const;
    [[nodiscard]] bool for_everybody(std::string_view path) const;

private:
    struct File {
        std::string bytes;
        std::string tag;  // of ETag
    };
    /// The file at a path of the folder, as an answer.
    [[nodiscard]] http::Response answer(const http::Request& request,
                                        const std::string& path) const;
    std::map<std::string, File, std::less<>> files_;  // by path, "/assets/app-1a2b3c4d.js"
};

/// Where the screens lie beside an installed program; "" where they are not.
std::filesystem::path folder_beside_us();

}  // namespace buuan::web
