// How `buuan tls` writes: a run that is cut off or finds the disk full leaves what can be told and
// mended. Promises: init's files are all there or, but for a cut, none; renew's pair is durable
// before it takes the place of the one before, so that only a cut between two renames leaves a key
// that is not the certificate's, which `serve` names. docs/guide/install.md, "TLS".
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapters/posix/posix_files.hpp"
#include "edge/cli/commands.hpp"
#include "edge/tls/authority.hpp"

namespace buuan::cli {

struct Named {
    std::string name;
    std::string_view text;
};

/// nullptr where the folder cannot be used; `exit` says how to end then.
std::unique_ptr<PosixFiles> folder_at(const std::filesystem::path& folder, Exit& exit);

/// All of these files, durable, or none; nothing that is there is replaced.
bool write_new(Files& files, std::span<const Named> wanted);

/// server.key and server.crt in place of those before.
Exit replace_pair(Files& files, const std::filesystem::path& folder, const tls::Pair& server);

/// Certificates are for everybody; keys stay their owner's, as all files are made.
void show_to_all(const std::filesystem::path& certificate);

/// Tells of a file that init would have to replace.
Exit already_there(Files& files, const std::filesystem::path& folder, const std::string& name);

Exit not_written(const std::filesystem::path& folder);

}  // namespace buuan::cli
