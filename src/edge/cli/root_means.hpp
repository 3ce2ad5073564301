// What a node's root key is opened with, gathered from where this machine and this person have it:
// a passphrase (asked for, or BUUAN_PASSPHRASE), credentials that systemd hands over, a PKCS#11
// token and its PIN. Never from the command line, which others can read. docs/guide/keys.md.
#pragma once

#include <optional>
#include <string>

#include "edge/cli/terminal.hpp"
#include "edge/config/config.hpp"
#include "vault/root_key.hpp"

namespace buuan::cli {

/// The environment variable that holds a passphrase, and what to ask where it is not set.
struct PassphraseFrom {
    const char* variable = "BUUAN_PASSPHRASE";
    Text prompt = {"Cụm mật khẩu khóa gốc: ", "Passphrase of the root key: "};
    std::optional<std::string> (*read)(const char* variable, Text prompt) = read_known_secret;
};

/// nullopt, with `exit` set, after saying what is missing.
std::optional<vault::RootMeans> gather_root_means(vault::RootSource source,
                                                  const config::Config& config, Exit& exit,
                                                  const PassphraseFrom& from = {});

/// What to do about a root key that does not open, in the language of the terminal, below the
/// fault that was told. Says nothing where the root key opens and something else is wrong.
void advise_on_root_key(const std::string& node_folder, const vault::RootMeans& means);

}  // namespace buuan::cli
