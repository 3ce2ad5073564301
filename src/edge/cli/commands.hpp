// The commands that speak to a node. Each takes its options and a door, says what came of it, and
// returns the exit code. With `json` a command prints the node's answer as it is, one JSON document
// a line.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "edge/backup/s3_access.hpp"
#include "edge/cli/door.hpp"
#include "edge/config/config.hpp"
#include "edge/tls/authority.hpp"
#include "register/organisation.hpp"
#include "screening/rule_set.hpp"

namespace buuan::cli {

struct AcceptOptions {
    std::string intake_file;            // JSON of PUT items/{item}; "-" for standard input
    std::vector<std::string> pictures;  // slot=file
    std::string item;                   // empty: made now
    bool json = false;
};
Exit accept(Door& door, const AcceptOptions& options);

struct ImportOptions {
    std::string manifest;  // .xlsx, .csv or .ndjson
    std::string counter;
    std::string method = "ACCOUNT";  // how the contract sender was identified
    bool json = false;
};
Exit import_manifest(Door& door, const ImportOptions& options);
/// An empty manifest to be filled in: .xlsx with the headings.
Exit import_template(const std::string& path);

struct TraceOptions {
    std::string purpose;
    std::string note;
    std::string phone, phone_last4, identity_number, name, item_code, order_code, receipt;
    std::string text;      // bounded scan of the opened records
    std::string from, to;  // days
    bool json = false;
};
Exit trace(Door& door, const TraceOptions& options);

struct OpenOptions {
    std::string item;
    std::string purpose;
    std::string note;
    std::string pictures_folder;  // where to write the pictures; empty: do not
    bool json = false;
};
Exit open_item(Door& door, const OpenOptions& options);

struct TimelineOptions {
    std::string item;
    bool json = false;
};
Exit timeline(Door& door, const TimelineOptions& options);

struct ProofOptions {
    std::string item;
    std::string file;  // empty: standard output
};
Exit proof(Door& door, const ProofOptions& options);

struct EventOptions {
    std::string item;
    std::string body_file;  // JSON of POST items/{item}/events; "-" for standard input
    bool json = false;
};
Exit event(Door& door, const EventOptions& options);

struct ScreenOptions {
    std::string text;
    std::string on;     // a day; empty: today
    std::string under;  // digest of a set of rules; empty: the one that decides on that day
    bool json = false;
};
Exit screen(Door& door, const ScreenOptions& options);

struct ScreenLinesOptions {
    bool streamed = false;  // standard input rather than one text
    std::string rules;      // a folder; empty: those built in
    std::string on;         // a day; empty: today
};
/// Objects with `text`, one a line, from standard input; one object a line with `text`, `status`
/// and `entry` comes out, in order. Without a node.
Exit screen_lines(const ScreenLinesOptions& options);

struct RulesCheckOptions {
    std::string folder;
    bool strict = false;    // conflicts and shadowed names are errors
    std::string against;    // a folder, or the digest of a set that the node has
    std::string over;       // a file of past declarations; "-" for standard input; empty: none
    std::string on;         // a day; empty: today
    std::size_t show = 10;  // changes of each kind
    bool json = false;
};
/// What an editor should know of a folder of rules and, with `over`, which past declarations it
/// would decide otherwise than `against`. `door`: to the node where that is a digest; else null.
Exit rules_check(const RulesCheckOptions& options, Door* door);
/// Says it in lines, or puts it into `document`.
Exit rules_compare(const screening::RuleSet& after, const RulesCheckOptions& options, Door* door,
                   boost::json::object& document);

struct RulesPublishOptions {
    std::string folder;
    std::string from;  // a day
    bool json = false;
};
/// Only what rules_check finds no error in.
Exit rules_publish(Door& door, const RulesPublishOptions& options);
Exit rules_list(Door& door, bool json);
struct RulesExportOptions {
    std::string purpose;
    std::string note;
    std::string from, to;  // days
};
/// Declarations that were found wrong, one JSON object a line; an act.
Exit rules_export(Door& door, const RulesExportOptions& options);

struct NoticeOptions {
    std::string size = "a3";
    std::string language;  // "vi", "en"; empty: the terminal's
    std::string on;  // a day on which a list that was published begins or decides; empty: today
    std::string file;
};
/// The notice for the wall, as PDF.
Exit notice(Door& door, const NoticeOptions& options);

struct AttestOptions {
    std::string site;
    std::string list;     // digest of the list, or the digits that the notice shows
    std::string picture;  // file
    std::string on;       // a day; empty: today
    bool json = false;
};
Exit attest_posting(Door& door, const AttestOptions& options);
/// Which list hangs at each service point; `no` where some show an old one, or none.
Exit show_postings(Door& door, bool json);

/// One call whose answer is shown as it is or as lines "name: value": the register's commands are
/// all of this kind.
struct PlainCall {
    Call call;
    bool json = false;
};
Exit plain(Door& door, const PlainCall& plain);

/// Reads a row of the register, changes some of its members, and writes it back: closing a site,
/// inspecting a scanner.
struct RowChange {
    std::string list;  // of GET register: "sites"
    std::string code;
    std::string path;  // of the PUT, without the code: "/api/v1/sites/"
    boost::json::object changes;
    bool json = false;
};
Exit change_row(Door& door, const RowChange& change);

/// A password for a user: asked for, or from BUUAN_NEW_PASSWORD. `body`: the other members of the
/// document.
Exit with_password(Door& door, Call call, boost::json::object body, bool json);

Exit check(Door& door, bool json);
/// Shows what a check found; `no` where anything is wrong.
Exit show_check(const boost::json::object& answer, bool json);

// Backups (backup.cpp).
struct NodeBackupOptions {
    std::string folder;  // or "s3://bucket/folder"
    std::uint32_t keep = 30;
    std::string at;  // test: an instant; empty: the newest
    bool json = false;
};
Exit back_up(Door& door, const NodeBackupOptions& options);
Exit test_backup(Door& door, const NodeBackupOptions& options);
struct NodeRestoreOptions {
    std::string from;       // a folder, or "s3://bucket/folder"
    backup::S3Access s3{};  // there is no node.toml yet
    std::string to;
    std::string at;                   // an instant; empty: the newest
    std::string keys;                 // a key backup
    std::vector<std::string> shares;  // of its recovery key: files; "-" for standard input
    std::string mirror;               // folder of mirrored logs; empty: there is none
    bool json = false;
};
/// The files of a backup in an empty folder; its keys come with restore_keys.
Exit restore_node(const NodeRestoreOptions& options);

// mirror.cpp
struct MirrorOptions {
    std::string folder;  // must exist
    bool json = false;
};
/// Brings the mirrors of all logs up to their checkpoints of now. Of a log that is not its mirror,
/// grown, the mirror stays as it is, and the answer is no.
Exit mirror_logs(Door& door, const MirrorOptions& options);

// retention.cpp
/// `on`: as if today were that day; empty: today.
Exit retention_plan(Door& door, const std::string& on, bool json);
Exit retention_run(Door& door, bool json);
struct CertificateOptions {
    std::string day;
    std::string file;
    std::string proof;  // file for the tlog-proof; empty: none
    std::string data_class = "record";
};
Exit certificate(Door& door, const CertificateOptions& options);
struct HoldOptions {
    std::vector<std::string> items;
    bool json = false;
};
Exit place_hold(Door& door, const boost::json::object& wanted, const HoldOptions& options);
/// A command on one hold, or a look at it: shows what it answered.
Exit on_hold(Door& door, const Call& call, bool json);
Exit list_holds(Door& door, bool json);

// Who is told of what happens to items (webhooks.cpp).
Exit add_webhook(Door& door, const std::string& url, const std::vector<std::string>& types,
                 bool json);
Exit list_webhooks(Door& door, bool json);
Exit test_webhook(Door& door, const std::string& number, bool json);
Exit remove_webhook(Door& door, const std::string& number, bool json);

// What data subjects ask for (subjects.cpp).
Exit list_subject_requests(Door& door, bool json);
/// `from`: a file with who asks, or "-".
Exit file_subject_request(Door& door, boost::json::object body, const std::string& from, bool json);
/// A call that answers with one request.
Exit on_subject_request(Door& door, const Call& call, bool json);
struct ExportOptions {
    std::string number;
    std::string file;
};
Exit export_subject(Door& door, const ExportOptions& options);
struct ErasureOptions {
    std::string number;
    std::vector<std::string> items;
    bool json = false;
};
Exit erase_subject(Door& door, const ErasureOptions& options);

// Keys while the node is open (keys.cpp).
Exit show_keys(Door& door, bool json);
struct SplitOptions {
    std::uint32_t shares = 5;
    std::uint32_t needed = 3;
    std::string folder;  // a file for each share; empty: shown
    bool json = false;
};
Exit split_keys(Door& door, const SplitOptions& options);
struct BackupOptions {
    std::string file;
    std::string ring_until;   // a day; empty: without class keys
    bool passphrase = false;  // also where there is a recovery key
};
Exit back_up_keys(Door& door, const BackupOptions& options);
struct LogKeyOptions {
    std::string log;
    std::string file;  // of the proof; empty: standard output
    bool json = false;
};
Exit change_log_key(Door& door, const LogKeyOptions& options);
Exit prove_log_key(Door& door, const LogKeyOptions& options);

// Keys of a node that is not running (keys_root.cpp).
struct RestoreOptions {
    std::string folder;
    std::string from;
    std::vector<std::string> shares;  // files; "-" for standard input
    vault::RootSource root = vault::RootSource::file;
    bool new_ring = false;
};
Exit restore_keys(const RestoreOptions& options);
struct CombineOptions {
    std::vector<std::string> shares;
    std::string from;  // also open this backup, as a trial
};
Exit combine_shares(const CombineOptions& options);
/// Another root key for a node that is not running, perhaps from another source.
Exit change_root(const std::string& folder, vault::RootSource to);

struct InitOptions {
    std::string folder;
    config::Config config;
    register_::Organisation organisation;  // the name is the configuration's
    std::optional<register_::Leader> leader;
    std::string admin;  // name of the first administrator; empty: none
    vault::RootSource root = vault::RootSource::file;
    int sample_days = 100;  // of made-up items, when config.sample
};
Exit init(const InitOptions& options);

struct ServeOptions {
    std::string folder;
    std::optional<std::int64_t> staff_port;
    std::optional<std::int64_t> public_port;
    std::string web_folder;  // empty: the configuration's, or beside the program
};
/// Until SIGTERM or SIGINT; prints where it listens.
Exit serve(const ServeOptions& options);

struct TlsOptions {
    tls::Subjects subjects;  // renew: empty for those of the certificate that is there
    std::string folder;
    std::string authority;  // renew: the folder of ca.crt and ca.key; empty: `folder`
    int days = tls::server_days_max;
};
/// Replaces nothing: an authority that is lost cannot be made again.
Exit tls_init(const TlsOptions& options);
Exit tls_renew(const TlsOptions& options);

struct VerifyOptions {
    std::string proof_file;
    std::vector<std::string> keys;       // vkeys of logs that are trusted, or @file with one a line
    std::vector<std::string> witnesses;  // vkeys of witnesses
    std::string receipt;                 // also: is it the acceptance of this receipt …
    std::string item_code;               // … and of this item code?
    bool json = false;
};
/// Off line; trusts nothing but the keys it is given.
Exit verify(const VerifyOptions& options);

// Possession, proved from afar (possession.cpp).
struct PossessionOptions {
    std::string authority;        // challenge: file with text that the node could not foresee
    std::string challenge;        // answer: file; verify: the one that was sent, where it is there
    std::string to;               // file to write
    std::string answer;           // verify: file
    std::uint32_t uniform = 300;  // challenge: draws of each class …
    std::uint32_t strata = 60;    // … and by site and stretch of days
    std::vector<std::string> keys;  // verify: vkeys of logs, or @file with one a line
    bool json = false;
};
Exit make_challenge(Door& door, const PossessionOptions& options);
Exit answer_challenge(Door& door, const PossessionOptions& options);
Exit check_possession(Door& door, bool json);
Exit show_possession_checks(Door& door, bool json);
/// Off line; trusts nothing but the keys it is given.
Exit verify_possession(const PossessionOptions& options);

Exit config_check(const std::string& file);
/// Every key with its default and meaning, as Markdown: docs/reference/config.md.
Exit config_keys();

/// An id for one act or command.
std::string new_command();

/// Reads a small file, or standard input for "-"; nullopt after complaining.
std::optional<std::string> read_input(const std::string& path, std::size_t bytes_max);

/// A whole file beside which nothing half-written is ever seen, its owner's only; replaces. False
/// after complaining.
bool write_private_file(const std::string& path, std::string_view text);

}  // namespace buuan::cli
