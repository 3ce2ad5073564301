#include "edge/cli/command_table.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

namespace buuan::cli {

std::string help(Text text) {
    return std::string(text.here());
}

std::string in_path(std::string_view name) {
    std::string out;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

CLI::App& command(CLI::App& parent, const std::string& name, Text text) {
    return *parent.add_subcommand(name, help(text))->group(help({"Lệnh", "Subcommands"}));
}

CLI::App& group(CLI::App& parent, const std::string& name, Text text) {
    CLI::App& made = command(parent, name, text);
    made.require_subcommand(1);
    return made;
}

void put_row(CLI::App& parent, Shared& shared, const std::string& name, Text text,
             const std::string& path, const std::function<void(Document&)>& members,
             std::vector<std::pair<std::string, std::string>> empty) {
    CLI::App& made = command(parent, name, text);
    Document document(made);
    document.needed("code", "code", {"Mã", "Code"});
    members(document);
    made.callback([&shared, document, path, empty] {
        shared.at_node([&shared, document, path, empty](Door& door) {
            boost::json::object row = document.object();
            for (const auto& [member, value] : empty) {
                if (!row.contains(member)) row[member] = value;
            }
            return plain(
                door, {{"PUT", path + document["code"], boost::json::serialize(row)}, shared.json});
        });
    });
}

void change(CLI::App& parent, Shared& shared, const std::string& name, Text text,
            const std::string& list, const std::string& path,
            const std::function<void(Document&)>& members) {
    CLI::App& made = command(parent, name, text);
    Document document(made);
    document.needed("code", "code", {"Mã", "Code"});
    members(document);
    made.callback([&shared, document, list, path] {
        shared.at_node([&shared, document, list, path](Door& door) {
            return change_row(door, {list, document["code"], path, document.object(), shared.json});
        });
    });
}

void show(CLI::App& parent, Shared& shared, const std::string& name, Text text,
          const std::string& path) {
    command(parent, name, text).callback([&shared, path] {
        shared.at_node([&shared, path](Door& door) {
            return plain(door, {{"GET", path}, shared.json});
        });
    });
}

void add_root_source(CLI::App& made, vault::RootSource& source) {
    made.add_option_function<std::string>(
            "--root-key",
            [&source](const std::string& name) { source = *vault::root_source_named(name); },
            help({"Khóa gốc: file, passphrase, systemd-creds hoặc pkcs11",
                  "Root key: file, passphrase, systemd-creds or pkcs11"}))
        ->check(CLI::IsMember({"file", "passphrase", "systemd-creds", "pkcs11"}));
}

}  // namespace buuan::cli
