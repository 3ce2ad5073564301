#include "edge/webhooks/messenger.hpp"

#include "edge/webhooks/signature.hpp"
#include "edge/webhooks/target.hpp"

namespace buuan::webhooks {

bool may_be_told(const node::Node& node, std::string_view url) {
    return is_target(url, node.config().webhooks_private_addresses);
}

Outcome Messenger::send(const Subscription& to, const std::string& id, const std::string& body) {
    if (!may_be_told(node_, to.url)) return {"address_not_allowed", 0};
    const auto secret = secret_of(node_, to);
    if (!secret.ok()) return {"secret_over", 0};
    const std::int64_t seconds = node_.now().ms / 1000;
    bool was_refused = false;
    ClientRequest request;
    request.method = "POST";
    request.url = to.url;
    request.body = body;
    request.headers = {
        {"Content-Type", "application/json"},
        {"User-Agent", "buuan-webhooks"},
        {"webhook-id", id},
        {"webhook-timestamp", std::to_string(seconds)},
        {"webhook-signature", signature_of(secret.value().view(), id, seconds, body)}};
    request.timeout_ms = answer_ms_max;
    request.answer_bytes_max = answer_bytes_max;
    request.ca_file = node_.config().webhooks_ca_file;
    if (!node_.config().webhooks_private_addresses)
        request.may_connect = [&](const std::string& address) {
            const bool good = is_public_address(address);
            was_refused = was_refused || !good;
            return good;
        };
    const auto answer = client_.call(request);
    if (was_refused) return {"address_not_allowed", 0};
    if (!answer.ok() && answer.error().kind == FaultKind::timed_out)
        return {"no_answer_in_time", 0};
    if (!answer.ok()) return {"unreachable", 0};
    const int status = answer.value().status;
    if (status >= 200 && status < 300) return {std::nullopt, status};
    return {"answered_" + std::to_string(status), status};
}

}  // namespace buuan::webhooks
