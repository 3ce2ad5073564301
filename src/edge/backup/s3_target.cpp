#include "edge/backup/s3_target.hpp"

#include <algorithm>

#include "adapters/s3/credentials.hpp"
#include "base/check.hpp"

namespace buuan::backup {
namespace {

constexpr const char* unfinished = "unfinished";  // counts for nothing: docs/formats/backup.md

std::string_view reason_of(s3::Wrong wrong) {
    switch (wrong) {
        case s3::Wrong::bucket:
            return "s3_bucket_missing";
        case s3::Wrong::key:
            return "s3_key_refused";
        case s3::Wrong::permission:
            return "s3_not_allowed";
        case s3::Wrong::clock:
            return "s3_clock";
        case s3::Wrong::region:
            return "s3_region";
        case s3::Wrong::certificate:
            return "s3_certificate";
        case s3::Wrong::unreachable:
        case s3::Wrong::overloaded:
            return "s3_unreachable";
        case s3::Wrong::full:
            return "s3_full";
        case s3::Wrong::object:
        case s3::Wrong::damaged:
        case s3::Wrong::too_large:
        case s3::Wrong::answer:
            return "s3_no_store";
    }
    return "s3_no_store";
}

NotOpened not_opened(const s3::Failure& failure) {
    return {std::string(reason_of(failure.wrong)), s3::fault_of(failure)};
}

NotOpened misconfigured(const char* reason, std::string what) {
    return {reason, {FaultKind::invalid, std::move(what)}};
}

Result<std::unique_ptr<s3::Client>, NotOpened> connect(const S3Access& access,
                                                       const std::string& bucket, Clock& clock) {
    if (access.endpoint.empty()) return misconfigured("s3_not_set", "no endpoint is set");
    const auto endpoint = s3::Endpoint::parse(access.endpoint);
    if (!endpoint) return misconfigured("s3_endpoint", access.endpoint);
    // A bucket before an address of this machine is a name of somebody else's.
    if (!access.path_style && !endpoint->tls) return misconfigured("s3_endpoint", access.endpoint);
    if (!s3::is_region(access.region)) return misconfigured("s3_region", access.region);
    auto credentials = s3::read_credentials(access.credentials);
    if (!credentials.ok()) return NotOpened{"s3_credentials", credentials.error()};
    return std::make_unique<s3::Client>(
        s3::Place{*endpoint, access.region, access.path_style, access.ca_file}, bucket,
        std::move(credentials).value(), clock);
}

}  // namespace

Result<std::unique_ptr<S3Target>, NotOpened> S3Target::open(const S3Access& access,
                                                            const std::string& named,
                                                            Clock& clock) {
    const auto address = s3::Address::parse(named);
    if (!address) return misconfigured("s3_address", named);
    auto client = connect(access, address->bucket, clock);
    if (!client.ok()) return client.error();
    if (const auto listed = client.value()->list(address->folder); !listed.ok())
        return not_opened(listed.error());
    return std::unique_ptr<S3Target>(new S3Target(std::move(client).value(), address->folder));
}

Result<std::unique_ptr<S3Target>, NotOpened> S3Target::open_to_write(const S3Access& access,
                                                                     const std::string& named,
                                                                     const std::string& holder,
                                                                     Clock& clock,
                                                                     Entropy& entropy) {
    auto target = open(access, named, clock);
    if (!target.ok()) return target;
    S3Target& made = *target.value();
    const auto refuses = made.client_->refuses_what_was_damaged(made.path_of(unfinished));
    if (!refuses.ok()) return not_opened(refuses.error());
    if (!refuses.value()) {
        (void)made.client_->remove(made.path_of(unfinished));
        return misconfigured("s3_careless", named);
    }
    auto lock = S3Lock::take(*made.client_, made.path_of("locks"), holder, clock, entropy);
    if (!lock.ok())
        return NotOpened{lock.error().kind == FaultKind::busy ? "s3_busy" : "s3_no_store",
                         lock.error()};
    made.lock_ = std::move(lock).value();
    return target;
}

std::string S3Target::path_of(std::string_view name) const {
    if (folder_.empty() || name.empty()) return folder_ + std::string(name);
    return folder_ + "/" + std::string(name);
}

Result<std::vector<std::string>> S3Target::list(std::string_view folder) {
    auto names = client_->list(path_of(folder));
    if (!names.ok()) return s3::fault_of(names.error());
    return std::move(names).value();
}

Result<std::vector<std::string>> S3Target::list_pairs(std::string_view folder) {
    auto names = client_->list_below(path_of(folder));
    if (!names.ok()) return s3::fault_of(names.error());
    std::erase_if(names.value(), [](const std::string& name) {
        return std::count(name.begin(), name.end(), '/') != 1;
    });
    return std::move(names).value();
}

Result<Bytes> S3Target::get(std::string_view name, std::size_t bytes_max) {
    auto bytes = client_->get(path_of(name), bytes_max);
    if (!bytes.ok()) return s3::fault_of(bytes.error());
    return std::move(bytes).value();
}

Result<Done> S3Target::put(std::string_view name, BytesView bytes) {
    CHECK(lock_ != nullptr);
    if (auto kept = lock_->keep(); !kept.ok()) return kept;
    if (auto put = client_->put(path_of(name), bytes); !put.ok()) return s3::fault_of(put.error());
    return Done{};
}

Result<Done> S3Target::settle() {
    CHECK(lock_ != nullptr);
    return lock_->confirm();
}

Result<Done> S3Target::remove(std::string_view name) {
    CHECK(lock_ != nullptr);
    if (auto kept = lock_->keep(); !kept.ok()) return kept;
    if (auto gone = client_->remove(path_of(name)); !gone.ok()) return s3::fault_of(gone.error());
    return Done{};
}

}  // namespace buuan::backup
