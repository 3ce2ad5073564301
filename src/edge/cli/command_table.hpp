// What the tables of commands are made with: one file for each group of commands holds their
// options and their help in both languages (*_table.cpp); what a command does is in commands.hpp.
// These files alone include CLI11, which takes seconds to compile.
#pragma once

#include <CLI/CLI.hpp>

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "edge/cli/commands.hpp"

namespace buuan::cli {

/// In the language of the terminal.
std::string help(Text text);

/// A name as a part of a path, whatever was typed: what is not a letter or digit is escaped.
std::string in_path(std::string_view name);

/// What every command shares, and what was chosen.
struct Shared {
    std::string node = ".";
    std::string user;
    bool json = false;
    std::function<Exit()> run;

    /// Lets the chosen command run against a node.
    void at_node(std::function<Exit(Door&)> command) {
        run = [this, command = std::move(command)] {
            Exit exit{};
            const auto door = open_door(node, user, exit);
            return door == nullptr ? exit : command(*door);
        };
    }
};

CLI::App& command(CLI::App& parent, const std::string& name, Text text);
/// A group of commands, one of which must be named.
CLI::App& group(CLI::App& parent, const std::string& name, Text text);

/// The options of a command that become members of a JSON document; those not given stay out.
class Document {
public:
    explicit Document(CLI::App& command) : command_(command), values_(std::make_shared<Values>()) {}

    Document& needed(const std::string& option, const std::string& member, Text text) {
        add(option, member, text)->required();
        return *this;
    }
    Document& may(const std::string& option, const std::string& member, Text text) {
        add(option, member, text);
        return *this;
    }
    Document& fixed(const std::string& member, const std::string& value) {
        (*values_)[member] = value;
        return *this;
    }
    [[nodiscard]] boost::json::object object() const {
        boost::json::object out;
        for (const auto& [member, value] : *values_) {
            if (!value.empty()) out[member] = value;
        }
        return out;
    }
    [[nodiscard]] std::string operator[](const std::string& member) const {
        return values_->at(member);
    }

private:
    using Values = std::map<std::string, std::string>;
    CLI::Option* add(const std::string& option, const std::string& member, Text text) {
        return command_.add_option(option, (*values_)[member], help(text));
    }
    CLI::App& command_;
    std::shared_ptr<Values> values_;
};

constexpr Text on_day = {"Ngày (YYYY-MM-DD)", "Day (YYYY-MM-DD)"};
constexpr Text item_id = {"Mã bưu gửi (UUID)", "The item's id (UUID)"};
constexpr Text purpose = {
    "Mục đích: customer_enquiry, complaint, delivery, internal_check, subject_request",
    "Purpose: customer_enquiry, complaint, delivery, internal_check, subject_request"};

/// PUT of a whole row under its own code. `empty`: members that are there with this value where
/// none was given.
void put_row(CLI::App& parent, Shared& shared, const std::string& name, Text text,
             const std::string& path, const std::function<void(Document&)>& members,
             std::vector<std::pair<std::string, std::string>> empty = {});
/// Changes some members of a row that is there.
void change(CLI::App& parent, Shared& shared, const std::string& name, Text text,
            const std::string& list, const std::string& path,
            const std::function<void(Document&)>& members);
/// A GET whose answer is shown.
void show(CLI::App& parent, Shared& shared, const std::string& name, Text text,
          const std::string& path);
/// The option that says where a root key comes from.
void add_root_source(CLI::App& made, vault::RootSource& source);

// The tables, in the order of `buuan --help`.
void add_init(CLI::App& app, Shared& shared);          // node_table.cpp
void add_serve(CLI::App& app, Shared& shared);         // node_table.cpp
void add_acceptance(CLI::App& app, Shared& shared);    // items_table.cpp
void add_trace(CLI::App& app, Shared& shared);         // items_table.cpp
void add_item(CLI::App& app, Shared& shared);          // items_table.cpp
void add_organisation(CLI::App& app, Shared& shared);  // register_table.cpp
void add_places(CLI::App& app, Shared& shared);        // register_table.cpp
void add_people(CLI::App& app, Shared& shared);        // register_table.cpp
void add_rules(CLI::App& app, Shared& shared);         // rules_table.cpp
void add_maintenance(CLI::App& app, Shared& shared);   // node_table.cpp
void add_backup(CLI::App& app, Shared& shared);        // backup_table.cpp
void add_posting(CLI::App& app, Shared& shared);       // rules_table.cpp
void add_possession(CLI::App& app, Shared& shared);    // possession_table.cpp
void add_retention(CLI::App& app, Shared& shared);     // retention_table.cpp
void add_subjects(CLI::App& app, Shared& shared);      // subjects_table.cpp
void add_webhooks(CLI::App& app, Shared& shared);      // webhooks_table.cpp
void add_keys(CLI::App& app, Shared& shared);          // keys_table.cpp
void add_tls(CLI::App& app, Shared& shared);           // tls_table.cpp

}  // namespace buuan::cli
