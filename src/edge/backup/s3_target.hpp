// Backups in a bucket of an S3-compatible store, laid out below a folder of it as in a folder of a
// disk. What the store is like is found out when it is opened, by trying, not by its name:
// docs/guide/backup.md, "To an S3 store".
#pragma once

#include <memory>
#include <string>

#include "adapters/s3/client.hpp"
#include "edge/backup/s3_access.hpp"
#include "edge/backup/s3_lock.hpp"
#include "edge/backup/target.hpp"

namespace buuan::backup {

/// Why a store was not opened: a code that has a text in both languages (http/problem_texts.cpp),
/// and the details for operators.
struct NotOpened {
    std::string reason;
    Fault fault;
};

class S3Target final : public Target {
public:
    /// To read only: needs no right to write. `named`: "s3://bucket/folder".
    static Result<std::unique_ptr<S3Target>, NotOpened> open(const S3Access& access,
                                                             const std::string& named,
                                                             Clock& clock);
    /// To write too. Finds out first whether the store refuses what was damaged on its way.
    static Result<std::unique_ptr<S3Target>, NotOpened> open_to_write(const S3Access& access,
                                                                      const std::string& named,
                                                                      const std::string& holder,
                                                                      Clock& clock,
                                                                      Entropy& entropy);

    Result<std::vector<std::string>> list(std::string_view folder) override;
    Result<std::vector<std::string>> list_pairs(std::string_view folder) override;
    Result<Bytes> get(std::string_view name, std::size_t bytes_max) override;
    Result<Done> put(std::string_view name, BytesView bytes) override;
    /// What was answered is durable; this asks whether we are still alone here.
    Result<Done> settle() override;
    Result<Done> remove(std::string_view name) override;

private:
    S3Target(std::unique_ptr<s3::Client> client, std::string folder)
        : client_(std::move(client)), folder_(std::move(folder)) {}
    [[nodiscard]] std::string path_of(std::string_view name) const;

    const std::unique_ptr<s3::Client> client_;
    const std::string folder_;
    std::unique_ptr<S3Lock> lock_;  // gives way before the client
};

}  // namespace buuan::backup
