#include "edge/cli/shares.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "edge/cli/commands.hpp"
#include "vault/recovery_key.hpp"

namespace buuan::cli {
namespace {

constexpr std::size_t share_file_bytes_max = 4096;

/// The first line of a text that is a share.
std::optional<vault::Share> share_in(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (auto share = vault::Share::parse(text.substr(0, end))) return share;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

void tell_wrong(const std::string& where) {
    complain(say({"{} không phải một mảnh đúng; xem lại từng chữ.",
                  "{} is not a whole share; look at each letter again."},
                 where));
}

/// A line from the terminal, without echo, or from a pipe.
std::string typed_line() {
    if (isatty(STDIN_FILENO) != 0)
        return read_secret("", {"Một mảnh (Enter để thôi): ", "A share (Enter to stop): "});
    std::string line;
    std::getline(std::cin, line);
    return line;
}

/// Asks for one share after another until there are enough.
bool type_shares(std::vector<vault::Share>& shares) {
    do {
        const std::string number = std::to_string(shares.size() + 1);
        std::string line = typed_line();
        if (line.empty()) return true;
        auto share = vault::Share::parse(line);
        wipe(line.data(), line.size());
        if (!share) {
            tell_wrong(number);
            return false;
        }
        shares.push_back(std::move(*share));
    } while (shares.size() < shares.front().needed);
    return true;
}

}  // namespace

std::string share_file(const vault::Share& share, const std::string& node, std::size_t of,
                       const std::string& made) {
    std::string code = share.text();
    std::string text = fmt::format(
        "Bưu An: mảnh {0} trong {1} của khóa phục hồi; ghép đủ {2} mảnh mới mở được bản sao khóa.\n"
        "Bưu An: share {0} of {1} of a recovery key; {2} of them open a key backup.\n"
        "node {3}, recovery key {4}, {5}\n\n{6}\n",
        share.index, of, share.needed, node, to_hex(share.split), made, code);
    wipe(code.data(), code.size());
    return text;
}

std::optional<Secret> combine_files(const std::vector<std::string>& paths, Exit& exit) {
    exit = Exit::bad_input;
    std::vector<vault::Share> shares;
    for (const std::string& path : paths) {
        if (path == "-") {
            if (!type_shares(shares)) return std::nullopt;
            continue;
        }
        auto text = read_input(path, share_file_bytes_max);
        if (!text) return std::nullopt;
        auto share = share_in(*text);
        wipe(text->data(), text->size());
        if (!share) {
            tell_wrong(path);
            return std::nullopt;
        }
        shares.push_back(std::move(*share));
    }
    auto secret = vault::combine(shares);
    if (!secret.ok()) {
        const auto text = vault::text_of(secret.error());
        complain(say({"Không ghép được: {} (có {}, cần {}).",
                      "They do not combine: {} ({} given, {} "
                      "needed)."},
                     language() == Language::vi ? text.vi : text.en, shares.size(),
                     shares.empty() ? 2 : shares.front().needed));
        return std::nullopt;
    }
    // What combines is the recovery key only if it is the one that was split.
    const vault::RecoveryKey key{vault::recovery_public_of(secret.value()), 0, 0, {}};
    if (key.id() != shares.front().split) {
        complain(Text{"Không ghép được: có mảnh không phải của lần chia này.",
                      "They do not combine: some share is not of this split."});
        return std::nullopt;
    }
    exit = Exit::done;
    return std::move(secret).value();
}

}  // namespace buuan::cli
