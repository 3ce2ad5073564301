// What data subjects may ask for, how soon, how it is seen who asks, and why it may be refused: the
// rules' words for the screen of their requests.
#pragma once

#include "edge/http/router.hpp"

namespace buuan::api {

struct Api;

/// Of rules/identity_methods.toml, to see who asks: less is anyone who says so.
inline constexpr int asker_rank_min = 3;

http::Response list_subject_request_kinds(Api& api, const http::Call& call);

}  // namespace buuan::api
