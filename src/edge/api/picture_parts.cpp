#include "base/whole_number.hpp"
#include "edge/api/api.hpp"

namespace buuan::api {
namespace {

UploadKey key_of(const Call& call, const NamedItem& named) {
    return {call.actor.user, named.id, call.parts.at(1)};
}

/// What the headers of a part say (draft-ietf-httpbis-resumable-upload).
struct Part {
    std::uint64_t offset{};
    std::uint64_t length{};
    bool last{};
};

Result<Part, Response> part_of(const http::Request& request) {
    std::vector<http::FieldProblem> wrong;
    const auto offset = whole_number<std::uint64_t>(request.header("upload-offset"));
    const auto length = whole_number<std::uint64_t>(request.header("upload-length"));
    const std::string_view complete = request.header("upload-complete");
    if (!offset) wrong.push_back({"upload-offset", "bad_value"});
    if (!length) wrong.push_back({"upload-length", "bad_value"});
    if (complete != "?0" && complete != "?1") wrong.push_back({"upload-complete", "bad_value"});
    // Said twice, so that neither a lost part nor a wrong length goes unseen.
    if (wrong.empty() && (complete == "?1") != (*offset + request.body.size() == *length))
        wrong.push_back({"upload-complete", "upload_length"});
    if (!wrong.empty()) return http::problem(request, 400, "bad_document", wrong);
    return Part{*offset, *length, complete == "?1"};
}

void say_offset(Response& response, std::uint64_t offset) {
    response.headers.emplace_back("Upload-Offset", std::to_string(offset));
    response.headers.emplace_back("Upload-Complete", "?0");
}

Response refusal(Api& api, const Call& call, const UploadKey& key, Uploads::Refused why) {
    switch (why) {
        case Uploads::Refused::offset: {
            Response response = http::problem(call.request, 409, "upload_offset");
            say_offset(response, api.uploads.offset(key, api.node.clock().elapsed()));
            return response;
        }
        case Uploads::Refused::length:
            return http::problem(call.request, 400, "upload_length");
        case Uploads::Refused::too_large:
            return http::problem(call.request, 413, "too_large");
        case Uploads::Refused::too_many: {
            Response response = http::problem(call.request, 429, "uploads_too_many");
            response.headers.emplace_back("Retry-After", "60");
            return response;
        }
        case Uploads::Refused::full:
            break;
    }
    return http::problem(call.request, 507, "uploads_full");
}

}  // namespace

Response patch_part(Api& api, const Call& call) {
    if (call.request.header("content-type") != "application/partial-upload")
        return http::problem(call.request, 415, "partial_upload_needed");
    const auto part = part_of(call.request);
    if (!part.ok()) return part.error();
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    const std::string& slot = call.parts.at(1);
    if (auto there = picture_there(named.value(), slot)) {
        api.uploads.drop(key_of(call, named.value()));
        return *there;
    }
    if (part.value().offset == 0) {
        // Nobody sends megabytes to be told at the end that nobody wanted them.
        const auto announced = announced_picture(api, call, named.value(), slot);
        if (!announced.ok()) return announced.error();
    }
    const UploadKey key = key_of(call, named.value());
    const auto added = api.uploads.add(key, part.value().offset, part.value().length,
                                       call.request.body, api.node.clock().elapsed());
    if (const auto* refused = std::get_if<Uploads::Refused>(&added))
        return refusal(api, call, key, *refused);
    const auto& whole = std::get<std::shared_ptr<const Upload>>(added);
    if (whole == nullptr) {
        Response response = Response::empty();
        say_offset(response, part.value().offset + call.request.body.size());
        return response;
    }
    Response response = store_picture(api, call, named.value(), slot, whole->bytes());
    // What failed for a reason of ours can be tried again without the bytes.
    if (response.status < 500) api.uploads.drop(key);
    return response;
}

Response get_upload(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    Response response = Response::empty();
    if (picture_there(named.value(), call.parts.at(1))) {
        response.headers.emplace_back("Upload-Complete", "?1");
    } else {
        say_offset(response,
                   api.uploads.offset(key_of(call, named.value()), api.node.clock().elapsed()));
    }
    return response;
}

Response delete_upload(Api& api, const Call& call) {
    const auto named = find_item_here(api, call);
    if (!named.ok()) return named.error();
    api.uploads.drop(key_of(call, named.value()));
    return Response::empty();
}

}  // namespace buuan::api
