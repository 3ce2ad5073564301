// After a leak (D14): who could have seen it.
#pragma once

#include "edge/http/router.hpp"

namespace buuan::api {

struct Api;
http::Response post_leak_question(Api& api, const http::Call& call);

}  // namespace buuan::api
