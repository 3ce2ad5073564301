// The one configuration file of a node, node.toml. Every key stands once in a table with its bounds
// and its meaning in both languages; reading, `buuan config check`, `buuan config show` and
// docs/reference/config.md all come from that table. Promises: an unknown key, a wrong type or a
// value out of bounds is a problem that names the key; nothing is guessed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace buuan::config {

struct Config {
    // what this node is
    std::string kind = "enterprise";
    std::string name;
    std::string origin;         // prefix of the logs' origins: "<origin>/org", "<origin>/p11"
    std::string home_province;  // two digits; the first province log
    bool sample = false;        // made-up data: every page and origin says so
    std::string public_url;
    std::string code_prefix = "BA";
    // where it listens
    std::string staff_address = "127.0.0.1";
    std::int64_t staff_port = 8411;
    std::string public_address = "127.0.0.1";
    std::int64_t public_port = 8412;
    std::string
        proxy_address;  // of the proxy before us, whose X-Forwarded-For is believed; empty: none
    std::string tls_certificate;
    std::string tls_key;
    // how much it takes on
    std::int64_t workers = 64;
    std::int64_t connections_max = 2000;
    std::int64_t connections_per_address_max = 256;
    std::int64_t days_open_max = 128;
    // keys and rules
    std::string pkcs11_module;    // a shared library; only where the root key is in a token
    std::string pkcs11_token;     // the token's label
    std::string pkcs11_pin_file;  // empty: BUUAN_TOKEN_PIN, a credential, or asked for
    std::string web_folder;       // the screens; empty: those beside the program
    std::string rules_folder;
    std::string conditions_file;  // the enterprise's own conditions of service; empty: the rules'
    // how long each class is kept, in months; at least one more than the law asks
    // (rules/terms.toml)
    std::int64_t record_months = 12;
    std::int64_t identity_months = 4;
    std::int64_t picture_months = 6;
    std::int64_t footage_months = 4;
    std::int64_t minutes_months = 24;
    // where backups may go beside folders; the keys of the store are in the file s3.key
    std::string s3_endpoint;
    std::string s3_region = "us-east-1";
    bool s3_path_style = true;
    std::string s3_ca_file;
    // whom webhooks may tell
    bool webhooks_private_addresses = false;
    std::string webhooks_ca_file;
    std::string log_level = "info";
};

struct Problem {
    std::string key;
    std::string vi;
    std::string en;
};

struct KeyDoc {
    std::string key;            // "listen.staff_port"
    std::string default_value;  // as TOML
    std::string_view vi;
    std::string_view en;
};

/// All problems at once, or the configuration.
Result<Config, std::vector<Problem>> read_config(std::string_view toml);
/// The configuration as a file that read_config takes, each key with its comment.
std::string write_config(const Config& config);
std::vector<KeyDoc> documented_keys();

}  // namespace buuan::config
