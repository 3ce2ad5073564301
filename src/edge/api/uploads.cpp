#include "edge/api/uploads.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace buuan::api {

Upload::~Upload() {
    wipe(bytes_.data(), bytes_.size());
}

void Uploads::drop_old(Monotonic now) {
    std::erase_if(open_, [&](const auto& each) {
        const bool old = now.ms - each.second.begun.ms > limits_.open_ms_max;
        if (old) bytes_all_ -= each.second.length;
        return old;
    });
}

std::variant<Uploads::Open*, Uploads::Refused> Uploads::begin(const UploadKey& key,
                                                              std::uint64_t length, Monotonic now) {
    if (length > limits_.bytes_max) return Refused::too_large;
    const auto of_user = std::count_if(
        open_.begin(), open_.end(), [&](const auto& each) { return each.first.user == key.user; });
    if (static_cast<std::size_t>(of_user) >= limits_.open_per_user_max) return Refused::too_many;
    if (bytes_all_ + length > limits_.bytes_all_max) return Refused::full;
    bytes_all_ += length;
    auto& open = open_[key];
    open = {std::make_shared<Upload>(length), length, now};
    return &open;
}

std::variant<std::shared_ptr<const Upload>, Uploads::Refused> Uploads::add(const UploadKey& key,
                                                                           std::uint64_t offset,
                                                                           std::uint64_t length,
                                                                           std::string_view part,
                                                                           Monotonic now) {
    const std::scoped_lock lock(mutex_);
    drop_old(now);
    const auto found = open_.find(key);
    Open* open = found == open_.end() ? nullptr : &found->second;
    if (offset != (open == nullptr ? 0 : open->upload->bytes_.size())) return Refused::offset;
    if (open == nullptr) {
        if (part.size() > length) return Refused::length;
        const auto begun = begin(key, length, now);
        if (const auto* refused = std::get_if<Refused>(&begun)) return *refused;
        open = std::get<Open*>(begun);
    }
    if (length != open->length || offset + part.size() > length) return Refused::length;
    // An empty part may come again while somebody reads the whole; it must not touch the bytes.
    if (!part.empty()) open->upload->bytes_.append(part);
    const bool whole = open->upload->bytes_.size() == length;
    return whole ? std::shared_ptr<const Upload>(open->upload) : nullptr;
}

std::uint64_t Uploads::offset(const UploadKey& key, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    drop_old(now);
    const auto found = open_.find(key);
    return found == open_.end() ? 0 : found->second.upload->bytes_.size();
}

void Uploads::drop(const UploadKey& key) {
    const std::scoped_lock lock(mutex_);
    const auto found = open_.find(key);
    if (found == open_.end()) return;
    bytes_all_ -= found->second.length;
    open_.erase(found);
}

}  // namespace buuan::api
