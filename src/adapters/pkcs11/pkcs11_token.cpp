#include "adapters/pkcs11/pkcs11_token.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

namespace buuan::pkcs11 {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t label_max = 63;
constexpr std::size_t plain_max = 4096;
constexpr CK_ULONG objects_max = 10'000;

Fault fault_of(CK_RV code, std::string_view doing) {
    std::string what = fmt::format("the token cannot {} (PKCS#11 0x{:x})", doing, code);
    switch (code) {
        case CKR_PIN_INCORRECT:
        case CKR_PIN_INVALID:
        case CKR_PIN_LEN_RANGE:
            return {FaultKind::denied, "the token's PIN is not right"};
        case CKR_PIN_LOCKED:
            return {FaultKind::denied, "the token's PIN is locked"};
        case CKR_PIN_EXPIRED:
            return {FaultKind::denied, "the token's PIN has expired"};
        case CKR_ENCRYPTED_DATA_INVALID:
        case CKR_ENCRYPTED_DATA_LEN_RANGE:
        case CKR_GENERAL_ERROR:
            return {FaultKind::denied, std::move(what)};
        case CKR_DEVICE_MEMORY:
            return {FaultKind::full, std::move(what)};
        default:
            return {FaultKind::unavailable, std::move(what)};
    }
}

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, void* value, std::size_t size) {
    return {type, value, static_cast<CK_ULONG>(size)};
}

/// A vendor's library in this process. PKCS#11 begins and ends it once for all who use it.
class Module {
public:
    static Result<std::shared_ptr<Module>> load(const std::string& path) {
        static std::mutex mutex;
        static std::map<std::string, std::weak_ptr<Module>> loaded;
        const std::scoped_lock lock(mutex);
        if (auto there = loaded[path].lock()) return there;
        auto module = std::make_shared<Module>();
        if (auto begun = module->begin(path); !begun.ok()) return begun.error();
        loaded[path] = module;
        return module;
    }
    Module() = default;
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;
    ~Module() {
        if (begun_) call->C_Finalize(nullptr);
        if (library_ != nullptr) dlclose(library_);
    }
    CK_FUNCTION_LIST* call = nullptr;

private:
    Result<Done> begin(const std::string& path) {
        library_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library_ == nullptr)
            return Fault{FaultKind::unavailable, "the PKCS#11 module cannot be loaded: " + path};
        const auto get =
            reinterpret_cast<CK_C_GetFunctionList>(dlsym(library_, "C_GetFunctionList"));
        if (get == nullptr || get(&call) != CKR_OK)
            return Fault{FaultKind::invalid, path + " is no PKCS#11 module"};
        CK_C_INITIALIZE_ARGS threads{};
        threads.flags = CKF_OS_LOCKING_OK;
        const CK_RV code = call->C_Initialize(&threads);
        if (code != CKR_OK && code != CKR_CRYPTOKI_ALREADY_INITIALIZED)
            return fault_of(code, "be used");
        begun_ = code == CKR_OK;
        return Done{};
    }
    void* library_ = nullptr;
    bool begun_ = false;
};

}  // namespace

struct Pkcs11Token::Session {
    explicit Session(std::shared_ptr<Module> its_module)
        : module(std::move(its_module)), call(module->call) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() {
        if (session != CK_INVALID_HANDLE) call->C_CloseSession(session);
    }
    const std::shared_ptr<Module> module;
    CK_FUNCTION_LIST* const call;
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    std::mutex mutex;

    Result<CK_SLOT_ID> find_slot(const std::string& token_label) {
        CK_ULONG count = 0;
        if (const CK_RV code = call->C_GetSlotList(CK_TRUE, nullptr, &count); code != CKR_OK)
            return fault_of(code, "be looked for");
        std::vector<CK_SLOT_ID> slots(count);
        if (const CK_RV code = call->C_GetSlotList(CK_TRUE, slots.data(), &count); code != CKR_OK)
            return fault_of(code, "be looked for");
        slots.resize(count);
        for (const CK_SLOT_ID slot : slots) {
            CK_TOKEN_INFO info{};
            if (call->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
            std::string_view label(reinterpret_cast<const char*>(info.label), sizeof info.label);
            label = label.substr(0, label.find_last_not_of(' ') + 1);
            if (label == token_label) return slot;
        }
        return Fault{FaultKind::unavailable, "there is no token called " + token_label};
    }

    Result<Done> sign_in(CK_SLOT_ID slot, std::string pin) {
        if (const CK_RV code = call->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION,
                                                   nullptr, nullptr, &session);
            code != CKR_OK)
            return fault_of(code, "be opened");
        const CK_RV code =
            call->C_Login(session, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(pin.data()),
                          static_cast<CK_ULONG>(pin.size()));
        wipe(pin.data(), pin.size());
        if (code != CKR_OK && code != CKR_USER_ALREADY_LOGGED_IN)
            return fault_of(code, "be signed in to");
        return Done{};
    }

    /// Our keys of that label, or all of them.
    Result<std::vector<CK_OBJECT_HANDLE>> find(std::optional<std::string> label) {
        CK_OBJECT_CLASS secret = CKO_SECRET_KEY;
        std::vector<CK_ATTRIBUTE> wanted = {attribute(CKA_CLASS, &secret, sizeof secret)};
        if (label) wanted.push_back(attribute(CKA_LABEL, label->data(), label->size()));
        if (const CK_RV code = call->C_FindObjectsInit(session, wanted.data(),
                                                       static_cast<CK_ULONG>(wanted.size()));
            code != CKR_OK)
            return fault_of(code, "be searched");
        std::vector<CK_OBJECT_HANDLE> found(objects_max);
        CK_ULONG count = 0;
        const CK_RV code = call->C_FindObjects(session, found.data(), objects_max, &count);
        call->C_FindObjectsFinal(session);
        if (code != CKR_OK) return fault_of(code, "be searched");
        found.resize(count);
        return found;
    }

    Result<CK_OBJECT_HANDLE> find_one(std::string_view label) {
        const auto found = find(std::string(label));
        if (!found.ok()) return found.error();
        if (found.value().size() != 1)
            return Fault{FaultKind::unavailable, fmt::format("the token has {} keys called {}",
                                                             found.value().size(), label)};
        return found.value().front();
    }

    /// Encrypts or decrypts; the two calls of PKCS#11 have one shape.
    template <class Begin, class Run>
    Result<Bytes> run(std::string_view label, std::span<std::uint8_t> nonce, BytesView in,
                      std::string_view doing, Begin begin, Run work) {
        const auto key = find_one(label);
        if (!key.ok()) return key.error();
        CK_GCM_PARAMS gcm{};
        gcm.pIv = nonce.data();
        gcm.ulIvLen = nonce_bytes;
        gcm.ulIvBits = nonce_bytes * 8;
        gcm.ulTagBits = tag_bytes * 8;
        CK_MECHANISM mechanism{CKM_AES_GCM, &gcm, sizeof gcm};
        if (const CK_RV code = begin(session, &mechanism, key.value()); code != CKR_OK)
            return fault_of(code, doing);
        Bytes input = copy_of(in);
        Bytes out(in.size() + tag_bytes);
        CK_ULONG size = static_cast<CK_ULONG>(out.size());
        const CK_RV code =
            work(session, input.data(), static_cast<CK_ULONG>(input.size()), out.data(), &size);
        wipe(input.data(), input.size());
        if (code != CKR_OK) return fault_of(code, doing);
        out.resize(size);
        return out;
    }
};

Pkcs11Token::Pkcs11Token(std::unique_ptr<Session> session, Entropy& entropy)
    : session_(std::move(session)), entropy_(entropy) {}

Pkcs11Token::~Pkcs11Token() = default;

Result<std::shared_ptr<Pkcs11Token>> Pkcs11Token::open(const std::string& module,
                                                       const std::string& token_label,
                                                       const std::string& pin, Entropy& entropy) {
    auto loaded = Module::load(module);
    if (!loaded.ok()) return loaded.error();
    auto session = std::make_unique<Session>(std::move(loaded).value());
    const auto slot = session->find_slot(token_label);
    if (!slot.ok()) return slot.error();
    if (auto in = session->sign_in(slot.value(), pin); !in.ok()) return in.error();
    return std::shared_ptr<Pkcs11Token>(new Pkcs11Token(std::move(session), entropy));
}

Result<Done> Pkcs11Token::make_key(std::string_view label) {
    const std::scoped_lock lock(session_->mutex);
    if (label.empty() || label.size() > label_max)
        return Fault{FaultKind::invalid, "a key's label has 1 to 63 bytes"};
    const auto there = session_->find(std::string(label));
    if (!there.ok()) return there.error();
    if (!there.value().empty())
        return Fault{FaultKind::denied, "the token has a key called " + std::string(label)};
    std::string name(label);
    CK_OBJECT_CLASS secret = CKO_SECRET_KEY;
    CK_KEY_TYPE aes = CKK_AES;
    CK_ULONG size = 32;
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ATTRIBUTE key[] = {attribute(CKA_CLASS, &secret, sizeof secret),
                          attribute(CKA_KEY_TYPE, &aes, sizeof aes),
                          attribute(CKA_VALUE_LEN, &size, sizeof size),
                          attribute(CKA_TOKEN, &yes, sizeof yes),
                          attribute(CKA_PRIVATE, &yes, sizeof yes),
                          attribute(CKA_SENSITIVE, &yes, sizeof yes),
                          attribute(CKA_EXTRACTABLE, &no, sizeof no),
                          attribute(CKA_ENCRYPT, &yes, sizeof yes),
                          attribute(CKA_DECRYPT, &yes, sizeof yes),
                          attribute(CKA_LABEL, name.data(), name.size())};
    CK_MECHANISM mechanism{CKM_AES_KEY_GEN, nullptr, 0};
    CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
    const CK_RV code =
        session_->call->C_GenerateKey(session_->session, &mechanism, key, std::size(key), &made);
    if (code != CKR_OK) return fault_of(code, "make a key");
    return Done{};
}

Result<Done> Pkcs11Token::destroy_key(std::string_view label) {
    const std::scoped_lock lock(session_->mutex);
    const auto found = session_->find(std::string(label));
    if (!found.ok()) return found.error();
    for (const CK_OBJECT_HANDLE key : found.value()) {
        if (const CK_RV code = session_->call->C_DestroyObject(session_->session, key);
            code != CKR_OK)
            return fault_of(code, "destroy a key");
    }
    return Done{};
}

Result<std::vector<std::string>> Pkcs11Token::keys(std::string_view prefix) {
    const std::scoped_lock lock(session_->mutex);
    const auto found = session_->find(std::nullopt);
    if (!found.ok()) return found.error();
    std::vector<std::string> labels;
    for (const CK_OBJECT_HANDLE key : found.value()) {
        std::string label(label_max + 1, '\0');
        CK_ATTRIBUTE wanted = attribute(CKA_LABEL, label.data(), label.size());
        // A label that is longer than ours is not one of ours.
        if (session_->call->C_GetAttributeValue(session_->session, key, &wanted, 1) != CKR_OK)
            continue;
        label.resize(wanted.ulValueLen);
        if (label.starts_with(prefix)) labels.push_back(std::move(label));
    }
    std::sort(labels.begin(), labels.end());
    return labels;
}

Result<Bytes> Pkcs11Token::seal(std::string_view label, BytesView plain) {
    const std::scoped_lock lock(session_->mutex);
    if (plain.size() > plain_max) return Fault{FaultKind::invalid, "more than a token seals"};
    auto nonce = entropy_.bytes<nonce_bytes>();
    const auto sealed = session_->run(label, nonce, plain, "seal", session_->call->C_EncryptInit,
                                      session_->call->C_Encrypt);
    if (!sealed.ok()) return sealed.error();
    Bytes out(nonce.begin(), nonce.end());
    out.insert(out.end(), sealed.value().begin(), sealed.value().end());
    return out;
}

Result<Bytes> Pkcs11Token::open(std::string_view label, BytesView sealed) {
    const std::scoped_lock lock(session_->mutex);
    if (sealed.size() < nonce_bytes + tag_bytes || sealed.size() > plain_max + 64)
        return Fault{FaultKind::denied, "what the token should open has not the size"};
    Bytes nonce = copy_of(sealed.first(nonce_bytes));
    return session_->run(label, nonce, sealed.subspan(nonce_bytes), "open",
                         session_->call->C_DecryptInit, session_->call->C_Decrypt);
}

}  // namespace buuan::pkcs11
