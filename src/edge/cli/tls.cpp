// buuan tls: an authority of the enterprise's own and the server's certificate, for a node that
// serves an inner network; and how its machines come to trust it. Needs no node.
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "adapters/posix/system_clock.hpp"
#include "edge/cli/commands.hpp"
#include "edge/cli/tls_files.hpp"
#include "edge/tls/authority.hpp"

namespace buuan::cli {
namespace {

namespace fs = std::filesystem;

Text text_of(tls::Wrong wrong) {
    switch (wrong) {
        case tls::Wrong::nobody:
            return {"Cần ít nhất một --name hoặc --address.",
                    "At least one --name or --address is needed."};
        case tls::Wrong::too_many:
            return {"Nhiều nhất 50 tên và địa chỉ.", "At most 50 names and addresses."};
        case tls::Wrong::name_form:
            return {
                "Tên máy chỉ gồm chữ thường không dấu, chữ số, '-' và '.', như quay.example.vn; "
                "địa chỉ IP thì dùng --address.",
                "A name has letters a-z, digits, '-' and '.', as in quay.example.vn; for an IP "
                "address use --address."};
        case tls::Wrong::address_form:
            return {"Địa chỉ phải là IPv4 hoặc IPv6, như 192.168.1.10.",
                    "An address is IPv4 or IPv6, as in 192.168.1.10."};
        case tls::Wrong::unreadable:
            return {"ca.crt hoặc ca.key không phải PEM đọc được; khóa không được mã hóa.",
                    "ca.crt or ca.key is no PEM that can be read; the key may not be encrypted."};
        case tls::Wrong::no_authority:
            return {"ca.crt không phải nơi cấp chứng chỉ dùng được, hoặc đã hết hạn.",
                    "ca.crt is no authority that can be used, or it is over."};
        case tls::Wrong::other_key:
            return {"ca.key không phải khóa của ca.crt.", "ca.key is not the key of ca.crt."};
        case tls::Wrong::outside:
            return {
                "Nơi cấp này chỉ được cấp cho các tên và địa chỉ lúc lập. Tên khác: lập nơi cấp "
                "mới ở thư mục khác (buuan tls init).",
                "This authority is limited to the names and addresses it was made for. For "
                "others make a new one in another folder (buuan tls init)."};
        case tls::Wrong::outlived:
            return {"Nơi cấp hết hạn trước chứng chỉ: dùng --days nhỏ hơn, hoặc lập nơi cấp mới.",
                    "The authority ends before the certificate would: fewer --days, or a new "
                    "authority."};
    }
    return {"", ""};
}

Exit failed(tls::Wrong wrong) {
    complain(text_of(wrong));
    return Exit::bad_input;
}

std::string listed(const tls::Subjects& subjects) {
    std::string out;
    for (const auto* each : {&subjects.names, &subjects.addresses})
        for (const std::string& subject : *each) out += ", " + subject;
    return out.substr(out.empty() ? 0 : 2);
}

void tell_of_server(const fs::path& folder, const tls::Pair& server) {
    const auto facts = tls::facts_of(server.certificate);
    print(say({"Chứng chỉ máy chủ: {} cho {}, đến hết {}.",
               "The server's certificate: {} for {}, until {}."},
              (folder / "server.crt").string(), listed(facts.value().subjects),
              facts.value().until.text()));
}

void tell_next_steps(const fs::path& folder, const tls::Pair& authority, const tls::Pair& server) {
    const auto of_authority = tls::facts_of(authority.certificate);
    print(say({"Nơi cấp chứng chỉ: {}, đến hết {}.\n  SHA-256 {}",
               "The authority: {}, until {}.\n  SHA-256 {}"},
              (folder / "ca.crt").string(), of_authority.value().until.text(),
              of_authority.value().fingerprint));
    tell_of_server(folder, server);
    print(Text{"1. Trong node.toml, mục [listen], rồi chạy lại máy chủ:",
               "1. In node.toml, under [listen]; then start the server again:"});
    print(fmt::format("tls_certificate = \"{0}/server.crt\"\ntls_key = \"{0}/server.key\"",
                      folder.string()));
    print(
        Text{"2. Chép ca.key ra thẻ nhớ, cất vào tủ khóa, xóa khỏi máy này: ai có nó thì giả "
             "được máy chủ với mọi máy đã tin.",
             "2. Move ca.key onto a stick, lock that away, leave none on this machine: whoever "
             "has it can pretend to be the server to every machine that trusts it."});
    print(
        Text{"3. Cho mỗi máy ở quầy tin ca.crt (không bao giờ đưa ca.key); đối chiếu SHA-256 ở "
             "trên:",
             "3. Let each counter's machine trust ca.crt (never ca.key); compare the SHA-256 "
             "above:"});
    print("   Windows          certutil -addstore Root ca.crt");
    print(
        "   Debian, Ubuntu   cp ca.crt /usr/local/share/ca-certificates/buuan.crt && "
        "update-ca-certificates");
    print(
        "   Chromium, Linux  certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n \"Bưu An CA\" -i "
        "ca.crt");
    print(Text{"   Android, iOS     gửi tệp ca.crt sang máy, mở ra, cài làm chứng chỉ CA",
               "   Android, iOS     send ca.crt to it, open it, install it as a CA certificate"});
    print(Text{"   Máy khác         docs/guide/web.md", "   Others           docs/guide/web.md"});
    print(Text{"4. Trước ngày hết hạn: buuan tls renew --authority THẺ-NHỚ",
               "4. Before the certificate ends: buuan tls renew --authority STICK"});
}

std::optional<tls::Pair> read_authority(const fs::path& folder) {
    auto certificate = read_input((folder / "ca.crt").string(), tls::pem_bytes_max);
    if (!certificate) return std::nullopt;
    auto key = read_input((folder / "ca.key").string(), tls::pem_bytes_max);
    if (!key) return std::nullopt;
    return tls::Pair{std::move(*certificate), Personal(std::move(*key))};
}

}  // namespace

Exit tls_init(const TlsOptions& options) {
    const Instant now = SystemClock().now();
    const auto authority = tls::make_authority(options.subjects, now);
    if (!authority.ok()) return failed(authority.error());
    const auto server = tls::issue(authority.value(), options.subjects, options.days, now);
    if (!server.ok()) return failed(server.error());

    const fs::path folder = fs::absolute(options.folder).lexically_normal();
    Exit exit{};
    const auto files = folder_at(folder, exit);
    if (files == nullptr) return exit;
    const std::array made{Named{"ca.key", authority.value().key.reveal()},
                          Named{"ca.crt", authority.value().certificate},
                          Named{"server.key", server.value().key.reveal()},
                          Named{"server.crt", server.value().certificate}};
    for (const Named& each : made) {
        const auto there = files->exists(each.name);
        if (there.ok() && there.value()) return already_there(*files, folder, each.name);
    }
    if (!write_new(*files, made)) return not_written(folder);
    for (const char* name : {"ca.crt", "server.crt"}) show_to_all(folder / name);
    tell_next_steps(folder, authority.value(), server.value());
    return Exit::done;
}

Exit tls_renew(const TlsOptions& options) {
    const fs::path folder = fs::absolute(options.folder).lexically_normal();
    const auto authority =
        read_authority(options.authority.empty() ? folder : fs::path(options.authority));
    if (!authority) return Exit::unreachable;
    tls::Subjects subjects = options.subjects;
    if (subjects.empty()) {
        const auto before = read_input((folder / "server.crt").string(), tls::pem_bytes_max);
        if (!before) return Exit::unreachable;
        const auto facts = tls::facts_of(*before);
        if (!facts.ok()) {
            complain(say({"{} không phải chứng chỉ.", "{} is no certificate."},
                         (folder / "server.crt").string()));
            return Exit::bad_input;
        }
        subjects = facts.value().subjects;
    }
    const auto server = tls::issue(*authority, subjects, options.days, SystemClock().now());
    if (!server.ok()) return failed(server.error());
    Exit exit{};
    const auto files = folder_at(folder, exit);
    if (files == nullptr) return exit;
    exit = replace_pair(*files, folder, server.value());
    if (exit != Exit::done) return exit;
    tell_of_server(folder, server.value());
    print(Text{"Chạy lại máy chủ để dùng. Các máy ở quầy không phải làm gì.",
               "Start the server again to use it. The counters' machines need nothing."});
    return Exit::done;
}

}  // namespace buuan::cli
