// A map from 64-bit hashes to numbers in two arrays: what screening looks up some hundred times a
// text. Keys are hashes already and never 0.
#pragma once

#include <cstdint>
#include <vector>

namespace buuan::screening {

class FlatMap {
public:
    static constexpr std::uint32_t none = 0xffffffff;

    [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
        if (keys_.empty()) return none;
        for (std::size_t at = place(key);; at = (at + 1) & (keys_.size() - 1)) {
            if (keys_[at] == key) return values_[at];
            if (keys_[at] == 0) return none;
        }
    }

    /// The value of the key, made `none` when new. Valid until the next call.
    std::uint32_t& operator[](std::uint64_t key) {
        if ((count_ + 1) * 2 > keys_.size()) grow();
        std::size_t at = place(key);
        while (keys_[at] != 0 && keys_[at] != key) at = (at + 1) & (keys_.size() - 1);
        if (keys_[at] == 0) {
            keys_[at] = key;
            ++count_;
        }
        return values_[at];
    }

private:
    [[nodiscard]] std::size_t place(std::uint64_t key) const {
        return static_cast<std::size_t>((key ^ key >> 32) * 0x9e3779b97f4a7c15 >> 20) &
               (keys_.size() - 1);
    }
    void grow() {
        FlatMap bigger;
        bigger.keys_.assign(keys_.empty() ? 64 : keys_.size() * 2, 0);
        bigger.values_.assign(bigger.keys_.size(), none);
        for (std::size_t i = 0; i < keys_.size(); ++i)
            if (keys_[i] != 0) bigger[keys_[i]] = values_[i];
        *this = std::move(bigger);
    }

    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> values_;
    std::size_t count_ = 0;
};

}  // namespace buuan::screening
