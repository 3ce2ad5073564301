// The commands that speak to a node. Each takes its options and a door, says what came of it, and returns the exit code. With
// `json` a command prints the node's answer as it is, one JSON document a line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "edge/cli/door.hpp"

namespace buuan::cli {

struct AcceptOptions {
    std::string intake_file;             // JSON of PUT items/{item}; "-" for standard input
    std::vector<std::string> pictures;   // slot=file
    std::string item;                    // empty: made now
    bool json = false;
};
Exit accept(Door& door, const AcceptOptions& options);

struct ImportOptions {
    std::string manifest;                // .csv or .ndjson
    std::string counter;
    std::string method = "ACCOUNT";      // how the contract sender was identified
    bool json = false;
};
Exit import_manifest(Door& door, const ImportOptions& options);

struct TraceOptions {
    std::string purpose;
    std::string note;
    std::string phone, phone_last4, identity_number, name, item_code, order_code, receipt;
    std::string text;                    // bounded scan of the opened records
    std::string from, to;                // days
    bool json = false;
};
Exit trace(Door& door, const TraceOptions& options);

struct OpenOptions {
    std::string item;
    std::string purpose;
    std::string note;
    std::string pictures_folder;         // where to write the pictures; empty: do not
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
    std::string file;                    // empty: standard output
};
Exit proof(Door& door, const ProofOptions& options);

struct EventOptions {
    std::string item;
    std::string body_file;               // JSON of POST items/{item}/events; "-" for standard input
    bool json = false;
};
Exit event(Door& door, const EventOptions& options);

struct ScreenOptions {
    std::string text;
    bool json = false;
};
Exit screen(Door& door, const ScreenOptions& options);

/// One call whose answer is shown as it is or as lines "name: value": the register's commands are all of this kind.
struct PlainCall {
    Call call;
    bool json = false;
};
Exit plain(Door& door, const PlainCall& plain);

Exit check(Door& door, bool json);

/// Reads a small file, or standard input for "-"; nullopt after complaining.
std::optional<std::string> read_input(const std::string& path, std::size_t bytes_max);

}  // namespace buuan::cli
