// JSON of the API and of sealed records: one Boost.Describe declaration per struct, read strictly
// and written compactly. Reading refuses unknown and duplicate members, missing members (unless
// std::optional), text that is not UTF-8, wrong types, numbers out of range and trailing bytes, and
// says at which field. Bounded: depth 16, 10,000 elements an array, and by the size of the
// document, which the caller limits. simdjson does the scanning and stays inside json.cpp.
//
//   struct Party { Personal name; std::optional<Personal> phone; };
//   BOOST_DESCRIBE_STRUCT(Party, (), (name, phone))
//   Result<Party, json::Problem> p = json::read<Party>(text);
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "base/personal.hpp"
#include "base/result.hpp"

namespace buuan::json {

/// What is wrong, and where: path "sender.phone" or "objects[2].slot"; reason is a stable code, a
/// key of the text catalogue: syntax, too_deep, too_many, unknown_field, duplicate_field,
/// missing_field, wrong_type, out_of_range, bad_value.
struct Problem {
    std::string path;
    std::string reason;
};

inline constexpr std::size_t depth_max = 16;
inline constexpr std::size_t elements_max = 10'000;

/// One parsed document. A thin, type-erased tree over simdjson.
class Value;
class Document {
public:
    static Result<Document, Problem> parse(std::string_view text);
    Document(Document&&) noexcept;
    ~Document();
    [[nodiscard]] Value root() const;

private:
    friend class Value;
    struct Impl;
    explicit Document(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

class Value {
public:
    enum class Kind : std::uint8_t { null, boolean, integer, fraction, text, array, object };
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::int64_t integer() const;
    [[nodiscard]] std::string_view text() const;
    /// Children of an array or object, in order.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] Value at(std::size_t i) const;
    [[nodiscard]] std::string_view name_at(std::size_t i) const;

private:
    friend class Document;
    Value(const Document::Impl* document, std::uint32_t node) : document_(document), node_(node) {}
    const Document::Impl* document_;
    std::uint32_t node_;
};

/// A type with one text form: `static std::optional<T> parse(std::string_view)` and `text()`.
template <class T>
concept Textual = requires(const T& value, std::string_view text) {
    { T::parse(text) } -> std::same_as<std::optional<T>>;
    { value.text() } -> std::convertible_to<std::string>;
};

void append_text(std::string& out, std::string_view text);  // quoted and escaped

/// Where a value stands, as a chain up to the root: made on the stack, spelled out only for a
/// problem.
struct Place {
    const Place* parent = nullptr;
    std::string_view name;    // of a member; else
    std::size_t element = 0;  // of an array
    bool is_element = false;

    [[nodiscard]] Place member(std::string_view of) const { return {this, of, 0, false}; }
    [[nodiscard]] Place at(std::size_t i) const { return {this, {}, i, true}; }
    /// "objects[2].slot"; empty for the root.
    [[nodiscard]] std::string path() const;
    [[nodiscard]] Problem problem(std::string reason) const { return {path(), std::move(reason)}; }
};

template <class T>
std::optional<Problem> read_into(const Value& from, T& out, const Place& place);
template <class T>
void append(std::string& out, const T& value);

template <class T>
Result<T, Problem> read(std::string_view text) {
    auto document = Document::parse(text);
    if (!document.ok()) return document.error();
    T out{};
    if (auto problem = read_into(document.value().root(), out, Place{})) return *problem;
    return out;
}

template <class T>
std::string write(const T& value) {
    std::string out;
    append(out, value);
    return out;
}

// ---- how each kind of type is read and written
// -----------------------------------------------------------------------

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;

template <class T>
std::optional<Problem> read_object(const Value& from, T& out, const Place& place) {
    if (from.kind() != Value::Kind::object) return place.problem("wrong_type");
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    constexpr std::size_t count = boost::mp11::mp_size<Members>::value;
    std::array<bool, count + 1> seen{};
    for (std::size_t i = 0; i < from.size(); ++i) {
        const std::string_view name = from.name_at(i);
        std::optional<Problem> problem;
        bool known = false;
        std::size_t index = 0;
        boost::mp11::mp_for_each<Members>([&](auto member) {
            const std::size_t here = index++;
            if (known || problem || name != member.name) return;
            known = true;
            if (seen[here]) {
                problem = place.member(name).problem("duplicate_field");
                return;
            }
            seen[here] = true;
            problem = read_into(from.at(i), out.*member.pointer, place.member(name));
        });
        if (problem) return problem;
        if (!known) return place.member(name).problem("unknown_field");
    }
    std::optional<Problem> missing;
    std::size_t index = 0;
    boost::mp11::mp_for_each<Members>([&](auto member) {
        const std::size_t here = index++;
        using Field = std::remove_cvref_t<decltype(out.*member.pointer)>;
        if (!missing && !seen[here] && !is_optional<Field>)
            missing = place.member(member.name).problem("missing_field");
    });
    return missing;
}

}  // namespace detail

template <class T>
std::optional<Problem> read_into(const Value& from, T& out, const Place& place) {
    using Kind = Value::Kind;
    if constexpr (detail::is_optional<T>) {
        if (from.kind() == Kind::null) {
            out.reset();
            return std::nullopt;
        }
        return read_into(from, out.emplace(), place);
    } else if constexpr (std::same_as<T, bool>) {
        if (from.kind() != Kind::boolean) return place.problem("wrong_type");
        out = from.boolean();
    } else if constexpr (std::integral<T>) {
        if (from.kind() != Kind::integer) return place.problem("wrong_type");
        if (!std::in_range<T>(from.integer())) return place.problem("out_of_range");
        out = static_cast<T>(from.integer());
    } else if constexpr (std::same_as<T, std::string>) {
        if (from.kind() != Kind::text) return place.problem("wrong_type");
        out = std::string(from.text());
    } else if constexpr (std::same_as<T, Personal>) {
        if (from.kind() != Kind::text) return place.problem("wrong_type");
        out = Personal(std::string(from.text()));
    } else if constexpr (std::is_enum_v<T>) {
        if (from.kind() != Kind::text) return place.problem("wrong_type");
        if (!boost::describe::enum_from_string(std::string(from.text()).c_str(), out))
            return place.problem("bad_value");
    } else if constexpr (Textual<T>) {
        if (from.kind() != Kind::text) return place.problem("wrong_type");
        auto parsed = T::parse(from.text());
        if (!parsed) return place.problem("bad_value");
        out = std::move(*parsed);
    } else if constexpr (detail::is_vector<T>) {
        if (from.kind() != Kind::array) return place.problem("wrong_type");
        out.clear();
        out.reserve(from.size());
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (auto problem = read_into(from.at(i), out.emplace_back(), place.at(i))) {
                return problem;
            }
        }
    } else if constexpr (detail::is_map<T>) {
        if (from.kind() != Kind::object) return place.problem("wrong_type");
        for (std::size_t i = 0; i < from.size(); ++i) {
            const std::string name(from.name_at(i));
            if (out.contains(name)) return place.member(name).problem("duplicate_field");
            if (auto problem = read_into(from.at(i), out[name], place.member(name))) return problem;
        }
    } else {
        return detail::read_object(from, out, place);
    }
    return std::nullopt;
}

template <class T>
void append(std::string& out, const T& value) {
    if constexpr (detail::is_optional<T>) {
        if (value) {
            append(out, *value);
        } else {
            out += "null";
        }
    } else if constexpr (std::same_as<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::integral<T>) {
        out += std::to_string(value);
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        append_text(out, value);
    } else if constexpr (std::same_as<T, Personal>) {
        append_text(out, value.reveal());
    } else if constexpr (std::is_enum_v<T>) {
        append_text(out, boost::describe::enum_to_string(value, "?"));
    } else if constexpr (Textual<T>) {
        append_text(out, value.text());
    } else if constexpr (detail::is_vector<T>) {
        out += '[';
        bool first = true;
        for (const auto& element : value) {
            if (!std::exchange(first, false)) out += ',';
            append(out, element);
        }
        out += ']';
    } else if constexpr (detail::is_map<T>) {
        out += '{';
        bool first = true;
        for (const auto& [name, element] : value) {
            if (!std::exchange(first, false)) out += ',';
            append_text(out, name);
            out += ':';
            append(out, element);
        }
        out += '}';
    } else {
        // Absent optionals are left out, so that a reader sees the same document a writer meant.
        out += '{';
        bool first = true;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) {
                const auto& field = value.*member.pointer;
                if constexpr (detail::is_optional<std::remove_cvref_t<decltype(field)>>) {
                    if (!field) return;
                }
                if (!std::exchange(first, false)) out += ',';
                append_text(out, member.name);
                out += ':';
                append(out, field);
            });
        out += '}';
    }
}

}  // namespace buuan::json
