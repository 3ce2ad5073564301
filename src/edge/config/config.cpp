#include "edge/config/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <variant>

#include "adapters/s3/place.hpp"
#include "base/json.hpp"

namespace buuan::config {
namespace {

struct TextKey {
    std::string Config::*field;
    std::vector<std::string_view> one_of;  // empty: any text up to 200 bytes
};
struct NumberKey {
    std::int64_t Config::*field;
    std::int64_t min;
    std::int64_t max;
};
struct FlagKey {
    bool Config::*field;
};

struct Key {
    std::string_view section;  // "" for the top
    std::string_view name;
    std::variant<TextKey, NumberKey, FlagKey> value;
    std::string_view vi;
    std::string_view en;

    [[nodiscard]] std::string full() const {
        return section.empty() ? std::string(name) : std::string(section) + "." + std::string(name);
    }
};

const std::vector<Key>& keys() {
    static const std::vector<Key> all = {
        {"", "kind", TextKey{&Config::kind, {"enterprise"}}, "Loại nút: enterprise (doanh nghiệp)",
         "Kind of node: enterprise"},
        {"", "name", TextKey{&Config::name, {}}, "Tên doanh nghiệp", "Name of the enterprise"},
        {"", "origin", TextKey{&Config::origin, {}}, "Tên miền đứng đầu tên các sổ",
         "Domain name that the logs' origins begin with"},
        {"", "home_province", TextKey{&Config::home_province, {}},
         "Mã tỉnh nơi đặt trụ sở (2 chữ số)", "Code of the province of the head office (2 digits)"},
        {"", "sample", FlagKey{&Config::sample}, "Dữ liệu mẫu: mọi trang đều ghi rõ",
         "Sample data: every page says so"},
        {"", "public_url", TextKey{&Config::public_url, {}}, "Địa chỉ công khai in trên biên nhận",
         "Public address printed on receipts"},
        {"", "code_prefix", TextKey{&Config::code_prefix, {}}, "Hai chữ cái đầu số hiệu bưu gửi",
         "First two letters of item codes"},
        {"listen", "staff_address", TextKey{&Config::staff_address, {}}, "Địa chỉ IP cho nhân viên",
         "IP address for staff"},
        {"listen", "staff_port", NumberKey{&Config::staff_port, 0, 65535},
         "Cổng cho nhân viên (0: tự chọn)", "Port for staff (0: any free one)"},
        {"listen", "public_address", TextKey{&Config::public_address, {}},
         "Địa chỉ IP cho công chúng", "IP address for the public"},
        {"listen", "public_port", NumberKey{&Config::public_port, 0, 65535},
         "Cổng cho công chúng (0: tự chọn)", "Port for the public (0: any free one)"},
        {"listen", "proxy_address", TextKey{&Config::proxy_address, {}},
         "Địa chỉ IP của proxy đứng trước; chỉ tin X-Forwarded-For từ địa chỉ này",
         "IP address of the proxy in front; X-Forwarded-For is believed from it alone"},
        {"listen", "tls_certificate", TextKey{&Config::tls_certificate, {}},
         "Tệp chứng chỉ TLS (PEM); để trống khi đứng sau proxy",
         "TLS certificate file (PEM); empty behind a proxy"},
        {"listen", "tls_key", TextKey{&Config::tls_key, {}}, "Tệp khóa TLS (PEM)",
         "TLS key file (PEM)"},
        {"limits", "workers", NumberKey{&Config::workers, 1, 1024}, "Số luồng xử lý",
         "Worker threads"},
        {"limits", "connections_max", NumberKey{&Config::connections_max, 1, 100'000},
         "Số kết nối tối đa", "Connections at most"},
        {"limits", "connections_per_address_max",
         NumberKey{&Config::connections_per_address_max, 1, 100'000},
         "Số kết nối tối đa từ một địa chỉ", "Connections from one address at most"},
        {"limits", "days_open_max", NumberKey{&Config::days_open_max, 1, 2000},
         "Số tệp ngày mở cùng lúc", "Day files open at once"},
        {"keys", "pkcs11_module", TextKey{&Config::pkcs11_module, {}},
         "Thư viện PKCS#11 của token giữ khóa gốc",
         "PKCS#11 library of the token with the root key"},
        {"keys", "pkcs11_token", TextKey{&Config::pkcs11_token, {}}, "Nhãn của token",
         "Label of the token"},
        {"keys", "pkcs11_pin_file", TextKey{&Config::pkcs11_pin_file, {}},
         "Tệp chứa mã PIN của token; để trống thì hỏi hoặc lấy từ BUUAN_TOKEN_PIN",
         "File with the token's PIN; where empty it is asked for, or BUUAN_TOKEN_PIN"},
        {"web", "folder", TextKey{&Config::web_folder, {}},
         "Thư mục giao diện web; để trống: bản kèm chương trình",
         "Folder of the screens; empty: those that came with the program"},
        {"rules", "folder", TextKey{&Config::rules_folder, {}},
         "Thư mục luật thay cho bộ luật kèm theo", "Folder of rules instead of the built-in ones"},
        {"posting", "conditions_file", TextKey{&Config::conditions_file, {}},
         "Tệp điều kiện dịch vụ của doanh nghiệp (TOML, như rules/posted/conditions.toml)",
         "File of the enterprise's conditions of service (TOML, as rules/posted/conditions.toml)"},
        {"retention", "record_months", NumberKey{&Config::record_months, 1, 240},
         "Giữ họ tên, điện thoại, địa chỉ, nội dung bao nhiêu tháng",
         "Months that names, phones, addresses and contents are kept"},
        {"retention", "identity_months", NumberKey{&Config::identity_months, 1, 240},
         "Giữ số giấy tờ tùy thân bao nhiêu tháng", "Months that identity numbers are kept"},
        {"retention", "picture_months", NumberKey{&Config::picture_months, 1, 240},
         "Giữ ảnh và chữ ký bao nhiêu tháng", "Months that pictures and signatures are kept"},
        {"retention", "footage_months", NumberKey{&Config::footage_months, 1, 240},
         "Giữ hình camera bao nhiêu tháng", "Months that camera footage is kept"},
        {"retention", "minutes_months", NumberKey{&Config::minutes_months, 1, 240},
         "Giữ biên bản và phiếu từ chối bao nhiêu tháng",
         "Months that minutes and refusals are kept"},
        {"s3", "endpoint", TextKey{&Config::s3_endpoint, {}},
         "Kho S3 để sao lưu: https://máy[:cổng]; khóa của kho nằm trong tệp s3.key",
         "S3 store for backups: https://host[:port]; the store's keys are in the file s3.key"},
        {"s3", "region", TextKey{&Config::s3_region, {}}, "Vùng của kho S3",
         "Region of the S3 store"},
        {"s3", "path_style", FlagKey{&Config::s3_path_style},
         "Tên bucket nằm trong đường dẫn (true) hay trong tên máy (false)",
         "The bucket's name stands in the path (true) or in the host's name (false)"},
        {"s3", "ca_file", TextKey{&Config::s3_ca_file, {}},
         "Tệp chứng chỉ CA của kho S3 (PEM); để trống: các CA của máy",
         "CA certificates of the S3 store (PEM); empty: the machine's"},
        {"webhooks", "private_addresses", FlagKey{&Config::webhooks_private_addresses},
         "Cho phép báo tới máy trong mạng riêng, kể cả bằng http",
         "Webhooks may go to addresses of private networks, also by http"},
        {"webhooks", "ca_file", TextKey{&Config::webhooks_ca_file, {}},
         "Tệp chứng chỉ CA của các nơi nhận (PEM); để trống: các CA của máy",
         "CA certificates of the receivers (PEM); empty: the machine's"},
        {"log", "level", TextKey{&Config::log_level, {"debug", "info", "warning", "error"}},
         "Mức ghi nhật ký vận hành", "Level of the operators' log"},
    };
    return all;
}

std::string as_toml(const Config& config, const Key& key) {
    if (const auto* text = std::get_if<TextKey>(&key.value)) {
        std::string out;
        json::append_text(out, config.*text->field);  // a JSON string is a TOML basic string
        return out;
    }
    if (const auto* number = std::get_if<NumberKey>(&key.value))
        return std::to_string(config.*number->field);
    return config.*std::get<FlagKey>(key.value).field ? "true" : "false";
}

std::optional<Problem> set(Config& config, const Key& key, const toml::node& node) {
    if (const auto* text = std::get_if<TextKey>(&key.value)) {
        const auto value = node.value_exact<std::string>();
        if (!value)
            return Problem{key.full(), "cần một chuỗi trong dấu nháy", "needs a text in quotes"};
        if (value->size() > 200)
            return Problem{key.full(), "dài quá 200 byte", "is longer than 200 bytes"};
        if (!text->one_of.empty() &&
            std::find(text->one_of.begin(), text->one_of.end(), *value) == text->one_of.end()) {
            std::string choices;
            for (const auto choice : text->one_of)
                choices += (choices.empty() ? "" : ", ") + std::string(choice);
            return Problem{key.full(), "phải là một trong: " + choices,
                           "must be one of: " + choices};
        }
        config.*text->field = *value;
        return std::nullopt;
    }
    if (const auto* number = std::get_if<NumberKey>(&key.value)) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value) return Problem{key.full(), "cần một số nguyên", "needs a whole number"};
        if (*value < number->min || *value > number->max) {
            const std::string range =
                std::to_string(number->min) + "–" + std::to_string(number->max);
            return Problem{key.full(), "phải trong khoảng " + range, "must be within " + range};
        }
        config.*number->field = *value;
        return std::nullopt;
    }
    const auto value = node.value_exact<bool>();
    if (!value) return Problem{key.full(), "cần true hoặc false", "needs true or false"};
    config.*std::get<FlagKey>(key.value).field = *value;
    return std::nullopt;
}

const Key* find_key(std::string_view section, std::string_view name) {
    for (const Key& key : keys()) {
        if (key.section == section && key.name == name) return &key;
    }
    return nullptr;
}

void read_table(const toml::table& table, std::string_view section, Config& config,
                std::vector<Problem>& problems) {
    for (const auto& [toml_key, node] : table) {
        const std::string_view name = toml_key.str();
        if (section.empty() && node.is_table()) {
            const bool known = std::any_of(keys().begin(), keys().end(),
                                           [&](const Key& key) { return key.section == name; });
            if (known) {
                read_table(*node.as_table(), name, config, problems);
                continue;
            }
        }
        const Key* key = find_key(section, name);
        if (key == nullptr) {
            const std::string full = section.empty()
                                         ? std::string(name)
                                         : std::string(section) + "." + std::string(name);
            problems.push_back({full, "không có khóa này", "is not a key of this file"});
        } else if (auto problem = set(config, *key, node)) {
            problems.push_back(*problem);
        }
    }
}

void check_whole(const Config& config, std::vector<Problem>& problems) {
    if (config.name.empty())
        problems.push_back({"name", "chưa có tên doanh nghiệp", "the enterprise needs a name"});
    if (config.origin.empty())
        problems.push_back({"origin", "chưa có tên miền", "a domain name is needed"});
    if (config.origin.find_first_of(" +/\n") != std::string::npos) {
        problems.push_back(
            {"origin", "không được có dấu cách, '+' hay '/'", "may not hold a space, '+' or '/'"});
    }
    if (config.tls_certificate.empty() != config.tls_key.empty()) {
        problems.push_back({"listen.tls_key", "chứng chỉ và khóa TLS phải đi cùng nhau",
                            "the TLS certificate and key go together"});
    }
    if (config.pkcs11_module.empty() != config.pkcs11_token.empty()) {
        problems.push_back({"keys.pkcs11_token", "thư viện và nhãn token phải đi cùng nhau",
                            "the module and the token's label go together"});
    }
    if (!config.s3_endpoint.empty() && !s3::Endpoint::parse(config.s3_endpoint)) {
        problems.push_back({"s3.endpoint",
                            "cần dạng https://máy[:cổng]; http:// chỉ dùng cho chính máy này",
                            "must be https://host[:port]; http:// only to this machine itself"});
    }
    if (!s3::is_region(config.s3_region))
        problems.push_back({"s3.region", "chỉ gồm chữ cái, chữ số và dấu gạch nối",
                            "is made of letters, digits and hyphens"});
    const bool letters = config.code_prefix.size() == 2 &&
                         std::all_of(config.code_prefix.begin(), config.code_prefix.end(),
                                     [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!letters)
        problems.push_back(
            {"code_prefix", "cần đúng hai chữ cái A–Z", "needs exactly two letters A–Z"});
}

}  // namespace

Result<Config, std::vector<Problem>> read_config(std::string_view text) {
    if (text.size() > 65'536)
        return std::vector<Problem>{{"", "tệp lớn hơn 64 KiB", "the file is larger than 64 KiB"}};
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (const toml::parse_error& error) {
        const std::string line = std::to_string(error.source().begin.line);
        return std::vector<Problem>{
            {"", "dòng " + line + ": không đúng TOML",
             "line " + line + ": not TOML: " + std::string(error.description())}};
    }
    Config config;
    std::vector<Problem> problems;
    read_table(table, "", config, problems);
    check_whole(config, problems);
    if (!problems.empty()) return problems;
    return config;
}

std::string write_config(const Config& config) {
    std::string out;
    std::string_view section;
    for (const Key& key : keys()) {
        if (key.section != section) {
            section = key.section;
            out += "\n[" + std::string(section) + "]\n";
        }
        out += "# " + std::string(key.vi) + " · " + std::string(key.en) + "\n";
        out += std::string(key.name) + " = " + as_toml(config, key) + "\n";
    }
    return out;
}

std::vector<KeyDoc> documented_keys() {
    const Config defaults;
    std::vector<KeyDoc> docs;
    for (const Key& key : keys()) {
        docs.push_back({key.full(), as_toml(defaults, key), key.vi, key.en});
    }
    return docs;
}

}  // namespace buuan::config
