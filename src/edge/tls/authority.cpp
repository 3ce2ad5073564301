#include "edge/tls/authority.hpp"

#include <arpa/inet.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <optional>

#include "edge/tls/openssl.hpp"

namespace buuan::tls {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t clocks_differ_ms = 3'600'000;  // a counter's clock may be behind ours

bool is_address(const std::string& text) {
    std::array<std::uint8_t, 16> bytes{};
    return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_label(std::string_view label) {
    constexpr std::size_t label_max = 63;
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !label.empty() && label.size() <= label_max && label.front() != '-' &&
           label.back() != '-' && label.find_first_not_of(letters) == std::string_view::npos;
}

bool is_name(std::string_view name) {
    constexpr std::size_t name_max = 253;
    if (name.empty() || name.size() > name_max) return false;
    std::size_t begin = 0;
    for (std::size_t end = name.find('.'); end != std::string_view::npos;
         begin = end + 1, end = name.find('.', begin)) {
        if (!is_label(name.substr(begin, end - begin))) return false;
    }
    // The last of a name is never all digits; that of an address is.
    const std::string_view last = name.substr(begin);
    return is_label(last) && last.find_first_not_of("0123456789") != std::string_view::npos;
}

std::optional<Wrong> wrong_with(const Subjects& subjects) {
    if (subjects.empty()) return Wrong::nobody;
    if (subjects.names.size() + subjects.addresses.size() > subjects_max) return Wrong::too_many;
    if (!std::all_of(subjects.names.begin(), subjects.names.end(), is_name))
        return Wrong::name_form;
    if (!std::all_of(subjects.addresses.begin(), subjects.addresses.end(), is_address))
        return Wrong::address_form;
    return std::nullopt;
}

/// As OpenSSL reads the extension subjectAltName.
std::string alternative_names(const Subjects& subjects) {
    std::string out;
    for (const std::string& name : subjects.names) out += ",DNS:" + name;
    for (const std::string& address : subjects.addresses) out += ",IP:" + address;
    return out.substr(1);
}

/// These and nothing else. A limit counts only for its own kind of name, so where there is no name
/// (or no address) at all, the limit is one that none can fulfil.
std::string constraints(const Subjects& subjects) {
    std::string out = "critical";
    for (const std::string& name : subjects.names) out += ",permitted;DNS:" + name;
    if (subjects.names.empty()) out += ",permitted;DNS:invalid";  // RFC 2606
    for (const std::string& address : subjects.addresses) {
        const bool is_v6 = address.find(':') != std::string::npos;
        out += ",permitted;IP:" + address +
               (is_v6 ? "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "/255.255.255.255");
    }
    if (subjects.addresses.empty()) out += ",excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:::/::";
    return out;
}

void set_serial(X509* certificate) {
    std::array<std::uint8_t, 16> serial{};
    CHECK(RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7F) | 0x40);  // positive, 16 bytes
    const auto number =
        owned(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    CHECK(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

void set_subject(X509* certificate, const std::string& common_name) {
    X509_NAME* const subject = X509_get_subject_name(certificate);
    const auto* const text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    CHECK(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
}

void set_term(X509* certificate, int days, Instant now) {
    const std::int64_t from = now.ms - clocks_differ_ms;
    const std::int64_t until = from + days * day_ms - 1000;  // both ends count
    CHECK(ASN1_TIME_set(X509_getm_notBefore(certificate), from / 1000) != nullptr);
    CHECK(ASN1_TIME_set(X509_getm_notAfter(certificate), until / 1000) != nullptr);
}

/// Adds extensions as OpenSSL's configuration writes them.
void extend(X509* certificate, X509* issuer,
            std::initializer_list<std::pair<int, std::string>> extensions) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const auto& [kind, value] : extensions) {
        const auto extension = owned(X509V3_EXT_nconf_nid(nullptr, &context, kind, value.c_str()));
        CHECK(X509_add_ext(certificate, extension.get(), -1) == 1);
    }
}

/// A certificate that is not signed yet.
Owned<X509> draft(EVP_PKEY* key, const std::string& common_name, int days, Instant now) {
    auto certificate = owned(X509_new());
    CHECK(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
    set_serial(certificate.get());
    set_subject(certificate.get(), common_name);
    set_term(certificate.get(), days, now);
    CHECK(X509_set_pubkey(certificate.get(), key) == 1);
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
    CHECK(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
    CHECK(X509_sign(certificate, key, EVP_sha256()) > 0);
}

/// What a client that trusts the authority says of a server's certificate.
int verified(X509* certificate, X509* authority, Instant now) {
    const auto trusted = owned(X509_STORE_new());
    CHECK(X509_STORE_add_cert(trusted.get(), authority) == 1);
    const auto client = owned(X509_STORE_CTX_new());
    CHECK(X509_STORE_CTX_init(client.get(), trusted.get(), certificate, nullptr) == 1);
    X509_VERIFY_PARAM* const how = X509_STORE_CTX_get0_param(client.get());
    X509_VERIFY_PARAM_set_time(how, now.ms / 1000);
    CHECK(X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_X509_STRICT) == 1);
    CHECK(X509_VERIFY_PARAM_set_purpose(how, X509_PURPOSE_SSL_SERVER) == 1);
    X509_verify_cert(client.get());
    return X509_STORE_CTX_get_error(client.get());
}

std::string fingerprint_of(X509* certificate) {
    std::array<std::uint8_t, 32> digest{};
    CHECK(X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) == 1);
    std::string out;
    for (const std::uint8_t byte : digest) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        out += {digits[byte >> 4], digits[byte & 15], ':'};
    }
    out.pop_back();
    return out;
}

Subjects subjects_of(X509* certificate) {
    Subjects out;
    const Owned<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        int kind = 0;
        const auto* const text = static_cast<const ASN1_STRING*>(
            GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &kind));
        const auto* const bytes = ASN1_STRING_get0_data(text);
        const auto size = static_cast<std::size_t>(ASN1_STRING_length(text));
        std::array<char, INET6_ADDRSTRLEN> shown{};
        if (kind == GEN_DNS) {
            out.names.emplace_back(reinterpret_cast<const char*>(bytes), size);
        } else if (kind == GEN_IPADD && (size == 4 || size == 16)) {
            inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, shown.data(), shown.size());
            out.addresses.emplace_back(shown.data());
        }
    }
    return out;
}

Day last_whole_day(X509* certificate) {
    int days = 0, seconds = 0;
    const auto epoch = std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)>(
        ASN1_TIME_set(nullptr, 0), ASN1_TIME_free);
    CHECK(ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(certificate)) == 1);
    return Day::of(Instant{days * day_ms + seconds * std::int64_t{1000}}).plus_days(-1);
}

}  // namespace

Result<Pair, Wrong> make_authority(const Subjects& subjects, Instant now) {
    if (const auto wrong = wrong_with(subjects)) return *wrong;
    // For people who look through a machine's list; a common name holds 64 letters.
    const std::string first =
        subjects.names.empty() ? subjects.addresses.front() : subjects.names.front();
    const auto key = owned(EVP_EC_gen("P-256"));
    const auto certificate =
        draft(key.get(), "Bưu An CA " + first.substr(0, 50), authority_days, now);
    extend(certificate.get(), certificate.get(),
           {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
            {NID_key_usage, "critical,keyCertSign,cRLSign"},
            {NID_ext_key_usage, "serverAuth"},  // no mail and no programs in these names either
            {NID_name_constraints, constraints(subjects)},
            {NID_subject_key_identifier, "hash"}});
    sign(certificate.get(), certificate.get(), key.get());
    return Pair{pem_of(certificate.get()), pem_of(key.get())};
}

Result<Pair, Wrong> issue(const Pair& authority, const Subjects& subjects, int days, Instant now) {
    CHECK(days >= 1 && days <= server_days_max);
    if (const auto wrong = wrong_with(subjects)) return *wrong;
    const auto its_certificate = certificate_in(authority.certificate);
    const auto its_key = key_in(authority.key);
    if (!its_certificate || !its_key) return Wrong::unreadable;
    if (X509_check_ca(its_certificate.get()) != 1) return Wrong::no_authority;
    if (X509_check_private_key(its_certificate.get(), its_key.get()) != 1) return Wrong::other_key;

    const auto key = owned(EVP_EC_gen("P-256"));
    // A name without a dot, so that no client takes it for one of the server's.
    const auto certificate = draft(key.get(), "Bưu An", days, now);
    if (ASN1_TIME_compare(X509_get0_notAfter(certificate.get()),
                          X509_get0_notAfter(its_certificate.get())) > 0)
        return Wrong::outlived;
    extend(certificate.get(), its_certificate.get(),
           {{NID_basic_constraints, "critical,CA:FALSE"},
            {NID_key_usage, "critical,digitalSignature"},
            {NID_ext_key_usage, "serverAuth"},
            {NID_subject_alt_name, alternative_names(subjects)},
            {NID_subject_key_identifier, "hash"},
            {NID_authority_key_identifier, "keyid:always"}});
    sign(certificate.get(), its_certificate.get(), its_key.get());
    switch (verified(certificate.get(), its_certificate.get(), now)) {
        case X509_V_OK:
            return Pair{pem_of(certificate.get()), pem_of(key.get())};
        case X509_V_ERR_PERMITTED_VIOLATION:
        case X509_V_ERR_EXCLUDED_VIOLATION:
            return Wrong::outside;
        default:
            return Wrong::no_authority;
    }
}

bool is_pair(const Pair& pair) {
    const auto certificate = certificate_in(pair.certificate);
    const auto key = key_in(pair.key);
    return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

Result<Facts, Wrong> facts_of(std::string_view certificate) {
    const auto read = certificate_in(certificate);
    if (!read) return Wrong::unreadable;
    return Facts{subjects_of(read.get()), last_whole_day(read.get()), fingerprint_of(read.get())};
}

}  // namespace buuan::tls
