// Brings one message to one address: signed, bounded in time and size, without redirects, and to
// none but public addresses unless the configuration allows others.
#pragma once

#include <string>

#include "adapters/curl/http_client.hpp"
#include "edge/webhooks/subscription.hpp"

namespace buuan::webhooks {

inline constexpr long answer_ms_max = 10'000;
inline constexpr std::size_t answer_bytes_max = 64 * 1024;

/// What became of it. `problem`, where it did not arrive: `address_not_allowed`,
/// `no_answer_in_time`, `unreachable` (nobody there, no TLS, no HTTP, too much),
/// `answered_<status>`, `secret_over`.
struct Outcome {
    std::optional<std::string> problem;
    int status = 0;  // 0: no answer
    /// Its receiver wants no more: 410.
    [[nodiscard]] bool is_gone() const { return status == 410; }
};

class Messenger {
public:
    explicit Messenger(node::Node& node) : node_(node) {}
    /// `id` is the same however often a message is sent.
    Outcome send(const Subscription& to, const std::string& id, const std::string& body);

private:
    node::Node& node_;
    HttpClient client_;
};

/// Whether a subscription's address may be used, as the node is configured.
bool may_be_told(const node::Node& node, std::string_view url);

}  // namespace buuan::webhooks
