#include "edge/cli/root_means.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "adapters/pkcs11/pkcs11_token.hpp"
#include "adapters/posix/posix_files.hpp"
#include "adapters/posix/system_entropy.hpp"

namespace buuan::cli {
namespace {

constexpr const char* pin_variable = "BUUAN_TOKEN_PIN";
constexpr const char* pin_credential = "buuan-token-pin";
constexpr std::size_t secret_bytes_max = 256;

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

/// A small secret file; nullopt where there is none.
std::optional<std::string> read_secret_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text(secret_bytes_max, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return without_line_end(std::move(text));
}

/// systemd puts what a unit's LoadCredential… names into a folder of memory for that unit alone.
std::optional<std::string> credential(const char* name) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || *folder == '\0') return std::nullopt;
    return read_secret_file(std::filesystem::path(folder) / name);
}

/// Two names, so that there is one to change to while the other is in use.
std::vector<Secret> root_credentials() {
    std::vector<Secret> keys;
    for (const char* name : {"buuan-root", "buuan-root-new"}) {
        auto text = credential(name);
        if (!text) continue;
        if (auto key = vault::parse_root_key(*text)) keys.push_back(std::move(*key));
        wipe(text->data(), text->size());
    }
    return keys;
}

std::string token_pin(const config::Config& config) {
    if (std::getenv(pin_variable) == nullptr) {
        if (auto pin = credential(pin_credential)) return std::move(*pin);
        if (!config.pkcs11_pin_file.empty()) {
            if (auto pin = read_secret_file(config.pkcs11_pin_file)) return std::move(*pin);
        }
    }
    return read_secret(pin_variable, {"Mã PIN của token: ", "PIN of the token: "});
}

std::shared_ptr<vault::KeyToken> open_token(const config::Config& config, Exit& exit) {
    if (config.pkcs11_module.empty()) {
        complain(
            Text{"Khóa gốc ở trong token, nhưng node.toml chưa có keys.pkcs11_module và "
                 "keys.pkcs11_token.",
                 "The root key is in a token, but node.toml lacks keys.pkcs11_module and "
                 "keys.pkcs11_token."});
        exit = Exit::bad_input;
        return nullptr;
    }
    static SystemEntropy entropy;
    std::string pin = token_pin(config);
    auto token = pkcs11::Pkcs11Token::open(config.pkcs11_module, config.pkcs11_token, pin, entropy);
    wipe(pin.data(), pin.size());
    if (!token.ok()) {
        complain(
            say({"Không mở được token: {}", "The token cannot be opened: {}"}, token.error().what));
        exit = token.error().kind == FaultKind::denied ? Exit::denied : Exit::unreachable;
        return nullptr;
    }
    return std::move(token).value();
}

Text advice_for(vault::RootSource source) {
    switch (source) {
        case vault::RootSource::file:
            return {
                "Khóa gốc là tệp root.key. Đặt lại bản sao của nó, hoặc: buuan keys restore "
                "--from BẢN-SAO-KHÓA. Không còn bản nào thì dữ liệu đã niêm phong mất hẳn "
                "(docs/guide/keys.md).",
                "The root key is the file root.key. Put a copy of it back, or: buuan keys "
                "restore --from KEY-BACKUP. Without any copy what is sealed is lost for good "
                "(docs/guide/keys.md)."};
        case vault::RootSource::passphrase:
            return {
                "Khóa gốc là từ cụm mật khẩu. Quên hẳn thì: buuan keys restore --from "
                "BẢN-SAO-KHÓA. Không có bản sao thì dữ liệu đã niêm phong mất hẳn "
                "(docs/guide/keys.md).",
                "The root key is from a passphrase. Where it is forgotten: buuan keys restore "
                "--from KEY-BACKUP. Without a backup what is sealed is lost for good "
                "(docs/guide/keys.md)."};
        case vault::RootSource::credential:
            return {
                "Khóa gốc do systemd trao lúc khởi động (LoadCredentialEncrypted=buuan-root). "
                "Chạy lệnh này trong một đơn vị có dòng ấy; nếu máy đã đổi: buuan keys restore "
                "--from BẢN-SAO-KHÓA (docs/guide/keys.md).",
                "The root key is handed over by systemd (LoadCredentialEncrypted=buuan-root). "
                "Run this command in a unit with that line; where the machine is another: "
                "buuan keys restore --from KEY-BACKUP (docs/guide/keys.md)."};
        case vault::RootSource::token:
            return {
                "Khóa gốc ở trong token PKCS#11. Token mất hoặc hỏng thì: buuan keys restore "
                "--from BẢN-SAO-KHÓA; chỉ bản sao có --ring-until mới mở lại được dữ liệu "
                "(docs/guide/keys.md).",
                "The root key is in a PKCS#11 token. Where it is lost or broken: buuan keys "
                "restore --from KEY-BACKUP; only a backup made with --ring-until opens the "
                "data again (docs/guide/keys.md)."};
    }
    return {"", ""};
}

}  // namespace

std::optional<vault::RootMeans> gather_root_means(vault::RootSource source,
                                                  const config::Config& config, Exit& exit,
                                                  const PassphraseFrom& from) {
    vault::RootMeans means;
    if (source == vault::RootSource::passphrase) {
        auto passphrase = from.read(from.variable, from.prompt);
        if (!passphrase) {
            exit = Exit::bad_input;
            return std::nullopt;
        }
        means.passphrase = Personal(std::move(*passphrase));
    }
    if (source == vault::RootSource::credential) means.credentials = root_credentials();
    if (source == vault::RootSource::token) {
        means.token = open_token(config, exit);
        if (means.token == nullptr) return std::nullopt;
    }
    return means;
}

void advise_on_root_key(const std::string& node_folder, const vault::RootMeans& means) {
    auto files = PosixFiles::open_root(node_folder);
    if (!files.ok() || vault::open_root_key(*files.value(), means).ok()) return;
    const auto source = vault::root_source(*files.value());
    if (!source.ok()) {
        complain(
            Text{"keys/root.json mất hoặc hỏng. Lấy lại tệp ấy từ bản sao thư mục keys, hoặc: "
                 "buuan keys restore --from BẢN-SAO-KHÓA (docs/guide/keys.md).",
                 "keys/root.json is missing or damaged. Take it back from a copy of the "
                 "folder keys, or: buuan keys restore --from KEY-BACKUP "
                 "(docs/guide/keys.md)."});
        return;
    }
    complain(advice_for(source.value()));
}

}  // namespace buuan::cli
