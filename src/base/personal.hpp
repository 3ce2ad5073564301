// Text that tells something about a person. It cannot be printed, logged or compared with plain
// text by accident: it has no stream operator, no formatter and no conversion; whoever needs the
// letters says reveal(). Wiped when it dies.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace buuan {

class Personal {
public:
    Personal() = default;
    explicit Personal(std::string text) : text_(std::move(text)) { forget(text); }
    Personal(const Personal&) = default;
    Personal& operator=(const Personal& other) {
        if (this != &other) {
            forget(text_);
            text_ = other.text_;
        }
        return *this;
    }
    Personal(Personal&& other) noexcept : text_(std::move(other.text_)) { forget(other.text_); }
    Personal& operator=(Personal&& other) noexcept {
        if (this != &other) {
            forget(text_);
            text_ = std::move(other.text_);
            forget(other.text_);
        }
        return *this;
    }
    ~Personal() { forget(text_); }

    [[nodiscard]] std::string_view reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    friend bool operator==(const Personal&, const Personal&) = default;
    friend std::ostream& operator<<(std::ostream&, const Personal&) = delete;

private:
    static void forget(std::string& text) noexcept {
        text.resize(text.capacity());  // a moved-from short string still holds its letters
        wipe(text.data(), text.size());
        text.clear();
    }
    std::string text_;
};

}  // namespace buuan
