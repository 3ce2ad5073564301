#include "base/json.hpp"

#include <simdjson.h>

namespace buuan::json {

struct Document::Impl {
    simdjson::dom::parser parser;
    struct Node {
        std::string_view name;  // within an object
        simdjson::dom::element element;
        std::uint32_t first_child = 0;  // those of one container stand together
        std::uint32_t child_count = 0;
    };
    std::vector<Node> nodes;  // the root first

    /// Lays out what is inside of a node; says what is out of our bounds.
    std::optional<Problem> expand(std::size_t node, std::size_t depth);
};

std::optional<Problem> Document::Impl::expand(std::size_t node, std::size_t depth) {
    if (depth > depth_max) return Problem{"", "too_deep"};
    const simdjson::dom::element element = nodes[node].element;
    const std::size_t first = nodes.size();
    if (element.is_array()) {
        const simdjson::dom::array array = element.get_array().value_unsafe();
        for (const auto each : array) nodes.push_back({{}, each});
    } else if (element.is_object()) {
        const simdjson::dom::object object = element.get_object().value_unsafe();
        for (const auto field : object) nodes.push_back({field.key, field.value});
    }
    const std::size_t count = nodes.size() - first;
    if (count > elements_max) return Problem{"", "too_many"};
    nodes[node].first_child = static_cast<std::uint32_t>(first);
    nodes[node].child_count = static_cast<std::uint32_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (auto problem = expand(first + i, depth + 1)) return problem;
    }
    return std::nullopt;
}

Document::Document(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Document::Document(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document, Problem> Document::parse(std::string_view text) {
    // simdjson would copy no bytes from nowhere, which C++ does not allow.
    if (text.empty()) return Problem{"", "syntax"};
    auto impl = std::make_unique<Impl>();
    // The depth bound also keeps simdjson's own stack small on "[[[[…".
    if (impl->parser.allocate(text.size() + 64, depth_max + 2) != simdjson::SUCCESS)
        return Problem{"", "too_many"};
    simdjson::dom::element root;
    const auto error = impl->parser.parse(text.data(), text.size()).get(root);
    if (error == simdjson::DEPTH_ERROR) return Problem{"", "too_deep"};
    if (error != simdjson::SUCCESS) return Problem{"", "syntax"};
    impl->nodes.reserve(64);
    impl->nodes.push_back({{}, root});
    if (auto problem = impl->expand(0, 0)) return *problem;
    return Document(std::move(impl));
}

Value Document::root() const {
    return Value(impl_.get(), 0);
}

Value::Kind Value::kind() const {
    switch (document_->nodes[node_].element.type()) {
        case simdjson::dom::element_type::NULL_VALUE:
            return Kind::null;
        case simdjson::dom::element_type::BOOL:
            return Kind::boolean;
        case simdjson::dom::element_type::INT64:
            return Kind::integer;
        case simdjson::dom::element_type::UINT64:
        case simdjson::dom::element_type::DOUBLE:
            return Kind::fraction;
        case simdjson::dom::element_type::STRING:
            return Kind::text;
        case simdjson::dom::element_type::ARRAY:
            return Kind::array;
        case simdjson::dom::element_type::OBJECT:
            return Kind::object;
    }
    return Kind::null;
}

bool Value::boolean() const {
    return document_->nodes[node_].element.get_bool().value_unsafe();
}
std::int64_t Value::integer() const {
    return document_->nodes[node_].element.get_int64().value_unsafe();
}
std::string_view Value::text() const {
    return document_->nodes[node_].element.get_string().value_unsafe();
}
std::size_t Value::size() const {
    return document_->nodes[node_].child_count;
}

Value Value::at(std::size_t i) const {
    CHECK(i < size());
    return Value(document_, document_->nodes[node_].first_child + static_cast<std::uint32_t>(i));
}

std::string_view Value::name_at(std::size_t i) const {
    CHECK(i < size());
    return document_->nodes[document_->nodes[node_].first_child + i].name;
}

std::string Place::path() const {
    if (parent == nullptr) return {};
    const std::string before = parent->path();
    if (is_element) return before + "[" + std::to_string(element) + "]";
    return before.empty() ? std::string(name) : before + "." + std::string(name);
}

void append_text(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += "\\u00";
                    out += digits[static_cast<unsigned char>(c) >> 4];
                    out += digits[static_cast<unsigned char>(c) & 15];
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

}  // namespace buuan::json
