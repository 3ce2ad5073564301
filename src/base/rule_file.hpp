// One file of rules/: law as dated data (DESIGN.md, STYLE.md section 2). Rooms parse its text;
// where the text comes from (built in, or a folder named in the configuration) is the adapters'
// business.
#pragma once

#include <string>
#include <vector>

namespace buuan {

struct RuleFile {
    std::string path;  // relative to rules/, for example "goods/weapons.toml"
    std::string text;  // TOML
};

}  // namespace buuan
