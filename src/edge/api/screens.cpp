// The screens of the staff's door, and what they and the public's pages are dressed in.
#include "edge/api/api.hpp"
#include "edge/pages/pages.hpp"

namespace buuan::api {

Response get_screen(Api& api, const Call& call) {
    return api.screens.answer(call.request);
}

Response get_file_of_everybody(Api& api, const Call& call) {
    return api.screens.answer_everybody(call.request);
}

Response get_asset(Api& api, const Call& call) {
    const bool open = call.request.door == http::Door::open;
    if (call.request.path != pages::style_path())
        return open || api.screens.for_everybody(call.request.path)
                   ? api.screens.answer_everybody(call.request)
                   : api.screens.answer(call.request);
    return {200,
            "text/css; charset=utf-8",
            std::string(pages::style()),
            {{"Cache-Control", "public, max-age=31536000, immutable"}},
            {}};
}

}  // namespace buuan::api
