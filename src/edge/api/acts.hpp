// How an act is told of.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace buuan::api {

struct Api;
/// What it was for, by its code and in words; nothing once that is not known any more.
void tell_purpose(Api& api, boost::json::object& act, const std::string& purpose);

}  // namespace buuan::api
