// Which other systems are told of what happens to items (edge/webhooks): made, listed, tried out
// and removed by an administrator.
#pragma once

#include "edge/http/router.hpp"

namespace buuan::api {

struct Api;
http::Response list_webhooks(Api& api, const http::Call& call);
http::Response post_webhook(Api& api, const http::Call& call);
http::Response post_webhook_test(Api& api, const http::Call& call);
http::Response delete_webhook(Api& api, const http::Call& call);

}  // namespace buuan::api
