#include "vault/shares.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace buuan::vault {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::string_view check_label = "buuan/share/v1";
constexpr std::size_t check_bytes = 5;
constexpr std::size_t share_bytes = 1 + 8 + 1 + 1 + 32 + check_bytes;
constexpr std::size_t group = 6;

/// In GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, by masks: tables would tell the secret by the cache.
std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
    unsigned product = 0;
    unsigned shifted = a;
    for (unsigned bit = 0; bit < 8; ++bit) {
        product ^= shifted & (0U - (unsigned{b} >> bit & 1U));
        shifted = shifted << 1 ^ (0x11bU & (0U - (shifted >> 7 & 1U)));
    }
    return static_cast<std::uint8_t>(product);
}

/// a^254; of 0 it is 0.
std::uint8_t inverse(std::uint8_t a) {
    std::uint8_t power = a;
    for (int i = 0; i < 6; ++i) power = multiply(multiply(power, power), a);  // a^127
    return multiply(power, power);
}

/// What the share at `index` counts for in the value at 0 of the polynomial through all of them.
std::uint8_t weight(std::span<const Share> shares, std::uint8_t index) {
    std::uint8_t weight = 1;
    for (const Share& other : shares) {
        if (other.index == index) continue;
        const auto distance = static_cast<std::uint8_t>(other.index ^ index);
        weight = multiply(weight, multiply(other.index, inverse(distance)));
    }
    return weight;
}

Digest check_of(BytesView body) {
    return sha256({as_bytes(check_label), body});
}

}  // namespace

std::string Share::text() const {
    SecretBytes<share_bytes> bytes;
    const auto out = bytes.fill();
    out[0] = version;
    std::copy(split.begin(), split.end(), out.begin() + 1);
    out[9] = needed;
    out[10] = index;
    std::copy(part.view().begin(), part.view().end(), out.begin() + 11);
    const Digest check = check_of(out.first(share_bytes - check_bytes));
    std::copy_n(check.bytes.begin(), check_bytes, out.end() - check_bytes);
    std::string symbols = to_crockford(out);
    std::string text;
    text.reserve(symbols.size() + symbols.size() / group);
    for (std::size_t at = 0; at < symbols.size(); at += group) {
        if (at > 0) text += '-';
        text.append(symbols, at, group);
    }
    wipe(symbols.data(), symbols.size());
    return text;
}

std::optional<Share> Share::parse(std::string_view text) {
    if (text.size() > 200) return std::nullopt;
    auto bytes = from_crockford(text);
    if (!bytes) return std::nullopt;
    std::optional<Share> share;
    const BytesView all = *bytes;
    if (all.size() == share_bytes && all[0] == version && all[9] >= 2 && all[9] <= shares_max &&
        all[10] >= 1 && all[10] <= shares_max) {
        const Digest check = check_of(all.first(share_bytes - check_bytes));
        if (std::equal(all.end() - check_bytes, all.end(), check.bytes.begin())) {
            share.emplace();
            std::copy_n(all.begin() + 1, 8, share->split.begin());
            share->needed = all[9];
            share->index = all[10];
            share->part = Secret(all.subspan<11, 32>());
        }
    }
    wipe(bytes->data(), bytes->size());
    return share;
}

std::vector<Share> split(const Secret& secret, const SplitId& id, unsigned needed, unsigned count,
                         Entropy& entropy) {
    CHECK(needed >= 2 && needed <= count && count <= shares_max);
    std::vector<Secret> coefficients(needed - 1);
    for (Secret& each : coefficients) entropy.fill(each.fill());
    std::vector<Share> shares(count);
    for (unsigned i = 0; i < count; ++i) {
        Share& share = shares[i];
        share.split = id;
        share.needed = static_cast<std::uint8_t>(needed);
        share.index = static_cast<std::uint8_t>(i + 1);
        const auto part = share.part.fill();
        for (std::size_t at = 0; at < part.size(); ++at) {
            std::uint8_t value = 0;  // by Horner's rule, from the highest coefficient
            for (auto each = coefficients.rbegin(); each != coefficients.rend(); ++each)
                value = multiply(static_cast<std::uint8_t>(value ^ each->view()[at]), share.index);
            part[at] = static_cast<std::uint8_t>(value ^ secret.view()[at]);
        }
    }
    return shares;
}

ShareText text_of(ShareProblem problem) {
    switch (problem) {
        case ShareProblem::too_few:
            return {"chưa đủ mảnh", "there are too few shares"};
        case ShareProblem::mixed:
            return {"các mảnh là của hai lần chia khác nhau", "the shares are of two splits"};
        case ShareProblem::given_twice:
            return {"một mảnh được đưa hai lần", "one share is given twice"};
    }
    return {"không rõ", "unknown"};
}

Result<Secret, ShareProblem> combine(std::span<const Share> shares) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i].split != shares[0].split || shares[i].needed != shares[0].needed)
            return ShareProblem::mixed;
        for (std::size_t j = 0; j < i; ++j) {
            if (shares[j].index == shares[i].index) return ShareProblem::given_twice;
        }
    }
    if (shares.empty() || shares.size() < shares[0].needed) return ShareProblem::too_few;
    const auto used = shares.first(shares[0].needed);
    Secret secret;
    const auto out = secret.fill();
    for (const Share& share : used) {
        const std::uint8_t factor = weight(used, share.index);
        for (std::size_t at = 0; at < out.size(); ++at)
            out[at] = static_cast<std::uint8_t>(out[at] ^ multiply(share.part.view()[at], factor));
    }
    return secret;
}

}  // namespace buuan::vault
