// The program under measurement as its users run it: a node made by `buuan init --sample`, served
// by `buuan serve` in a process of its own on free ports of 127.0.0.1.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace buuan::bench {

class ServedNode {
public:
    /// Makes a sample node without items in `folder`, with a key for a clerk's work and one for an
    /// officer's.
    static ServedNode make(std::string buuan, std::string folder);
    ~ServedNode() { stop(); }
    ServedNode(const ServedNode&) = delete;
    ServedNode& operator=(const ServedNode&) = delete;

    /// Returns when it answers; how many seconds that took.
    double start();
    void stop();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const std::string& folder() const { return folder_; }
    /// May accept.
    [[nodiscard]] const std::string& clerk_key() const { return clerk_key_; }
    /// May search.
    [[nodiscard]] const std::string& officer_key() const { return officer_key_; }
    [[nodiscard]] double rss_mb() const;
    /// Processor seconds of all its threads so far, in user and kernel mode.
    [[nodiscard]] double cpu_seconds() const;
    /// A figure of /metrics; 0 when it is not there.
    [[nodiscard]] double metric(const std::string& name) const;

private:
    ServedNode(std::string buuan, std::string folder, std::string clerk_key,
               std::string officer_key)
        : buuan_(std::move(buuan)),
          folder_(std::move(folder)),
          clerk_key_(std::move(clerk_key)),
          officer_key_(std::move(officer_key)) {}

    std::string buuan_;
    std::string folder_;
    std::string clerk_key_;
    std::string officer_key_;
    pid_t pid_ = 0;
    std::uint16_t port_ = 0;
};

}  // namespace buuan::bench
