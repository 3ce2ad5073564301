// The steps that bring a day's file to the schema of this program, oldest first; a step never
// changes once it was released.
#pragma once

#include <array>

#include "adapters/sqlite/schema.hpp"

namespace buuan::sqlite {

inline constexpr std::array day_migrations = {day_schema_0001, day_schema_0002, day_schema_0003,
                                              day_schema_0004, day_schema_0005};

}  // namespace buuan::sqlite
