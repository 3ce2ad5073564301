// A value, or the reason there is none. Used for every call that can fail for a cause outside the
// program (STYLE.md section 4): answers such as "refused" belong in T; bugs are CHECKed. Promises:
// never empty, never throws of itself.
#pragma once

#include <utility>
#include <variant>

#include "base/check.hpp"
#include "base/fault.hpp"

namespace buuan {

/// The value of a call that succeeds without one.
struct Done {
    friend bool operator==(Done, Done) = default;
};

template <class T, class E = Fault>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const noexcept { return held_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /// Only after ok(); anything else is a bug and stops the process.
    [[nodiscard]] const T& value() const& {
        CHECK(ok());
        return *std::get_if<0>(&held_);
    }
    [[nodiscard]] T& value() & {
        CHECK(ok());
        return *std::get_if<0>(&held_);
    }
    [[nodiscard]] T value() && {
        CHECK(ok());
        return std::move(*std::get_if<0>(&held_));
    }
    /// Only after !ok().
    [[nodiscard]] const E& error() const {
        CHECK(!ok());
        return *std::get_if<1>(&held_);
    }

private:
    std::variant<T, E> held_;
};

}  // namespace buuan
