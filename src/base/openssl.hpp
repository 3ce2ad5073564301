// OpenSSL's objects as owned ones: freed with their scope, wiped where the kind can hold a secret.
// For the files that call OpenSSL's C interface; no other header shows its types.
#pragma once

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>

#include "base/check.hpp"

namespace buuan::openssl {

struct Free {
    void operator()(BIGNUM* each) const noexcept { BN_clear_free(each); }
    void operator()(BIO* each) const noexcept { BIO_free(each); }
    void operator()(BN_CTX* each) const noexcept { BN_CTX_free(each); }
    void operator()(ECDSA_SIG* each) const noexcept { ECDSA_SIG_free(each); }
    void operator()(EC_GROUP* each) const noexcept { EC_GROUP_free(each); }
    void operator()(EC_POINT* each) const noexcept { EC_POINT_clear_free(each); }
    void operator()(EVP_CIPHER_CTX* each) const noexcept { EVP_CIPHER_CTX_free(each); }
    void operator()(EVP_MD_CTX* each) const noexcept { EVP_MD_CTX_free(each); }
    void operator()(EVP_PKEY* each) const noexcept { EVP_PKEY_free(each); }
    void operator()(GENERAL_NAMES* each) const noexcept { GENERAL_NAMES_free(each); }
    void operator()(X509* each) const noexcept { X509_free(each); }
    void operator()(X509_EXTENSION* each) const noexcept { X509_EXTENSION_free(each); }
    void operator()(X509_STORE* each) const noexcept { X509_STORE_free(each); }
    void operator()(X509_STORE_CTX* each) const noexcept { X509_STORE_CTX_free(each); }
    void operator()(unsigned char* bytes) const noexcept { OPENSSL_free(bytes); }
};

/// nullptr where the call that made it refused its input.
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// What cannot fail but for want of memory, which ends the program.
template <class T>
Owned<T> owned(T* made) {
    CHECK(made != nullptr);
    return Owned<T>(made);
}

}  // namespace buuan::openssl
