// The certificate of a deletion (giấy xác nhận hủy dữ liệu): which day, which classes, when, how
// sure, what may still hold a copy and until when, and how anybody checks it against the log.
#pragma once

#include <string>
#include <vector>

#include "edge/pages/pages.hpp"
#include "edge/paper/document.hpp"
#include "retention/purge.hpp"

namespace buuan::pages {

struct Deletion {
    Day day;
    std::vector<retention::GoneClass> gone;
    std::string enterprise;
    bool sample = false;
};

paper::Document certificate(const Deletion& deletion, bool english);

}  // namespace buuan::pages
