// What the safety office has to do today, and who sees to it: worked out anew each time from what
// the registers know (register/tasks.hpp). docs/guide/office.md.
#pragma once

#include "edge/http/router.hpp"

namespace buuan::api {

struct Api;
http::Response list_tasks(Api& api, const http::Call& call);
http::Response put_task_owner(Api& api, const http::Call& call);

}  // namespace buuan::api
