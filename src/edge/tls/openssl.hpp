// PEM to and from OpenSSL's objects; for authority.cpp alone.
#pragma once

#include <openssl/pem.h>

#include <string>
#include <string_view>

#include "base/openssl.hpp"
#include "base/personal.hpp"

namespace buuan::tls {

using openssl::Owned;
using openssl::owned;

inline Owned<BIO> reading(std::string_view text) {
    return owned(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

inline std::string_view written(BIO* into) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(into, &data);
    return {data, static_cast<std::size_t>(size)};
}

inline std::string pem_of(X509* certificate) {
    const auto out = owned(BIO_new(BIO_s_mem()));
    CHECK(PEM_write_bio_X509(out.get(), certificate) == 1);
    return std::string(written(out.get()));
}

inline Personal pem_of(EVP_PKEY* key) {
    const auto out = owned(BIO_new(BIO_s_secmem()));  // wiped when it goes
    CHECK(PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) ==
          1);
    return Personal(std::string(written(out.get())));
}

inline Owned<X509> certificate_in(std::string_view pem) {
    return Owned<X509>(PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr));
}

/// Asks nobody for a passphrase: an encrypted key is none.
inline Owned<EVP_PKEY> key_in(const Personal& pem) {
    const auto no_passphrase = [](char*, int, int, void*) { return -1; };
    return Owned<EVP_PKEY>(
        PEM_read_bio_PrivateKey(reading(pem.reveal()).get(), nullptr, no_passphrase, nullptr));
}

}  // namespace buuan::tls
