// A person's name as people write it: NFC, single spaces. Personal; masked() keeps the family name
// and the first letters of the others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/personal.hpp"

namespace buuan {

class PersonName {
public:
    /// 1 to 120 letters, marks, spaces, '.', '-' and '\''. nullopt otherwise.
    static std::optional<PersonName> parse(std::string_view typed);
    [[nodiscard]] std::string_view reveal() const { return name_.reveal(); }
    [[nodiscard]] std::string masked() const;  // "Lò Thị Mai": "Lò T. M."

private:
    explicit PersonName(Personal name) : name_(std::move(name)) {}
    Personal name_;
};

/// The same for a name read back from a record.
std::string masked_name(std::string_view name);

}  // namespace buuan
