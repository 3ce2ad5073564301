#include "base/json.hpp"

#include <simdjson.h>

namespace buuan::json {

struct Document::Impl {
    simdjson::dom::parser parser;
    // Nodes in document order; children of a container stand together in children_.
    struct Node {
        simdjson::dom::element element;
        std::uint32_t first_child = 0;
        std::uint32_t child_count = 0;
    };
    struct Child {
        std::string_view name;
        std::uint32_t node;
    };
    std::vector<Node> nodes;
    std::vector<Child> children;

    std::optional<Problem> add(simdjson::dom::element element, std::size_t depth,
                               const std::string& path, std::uint32_t& out);
};

namespace {

template <class Container>
void gather(const Container& container,
            std::vector<std::pair<std::string_view, simdjson::dom::element>>& out) {
    if constexpr (std::same_as<Container, simdjson::dom::array>) {
        for (const auto element : container) out.emplace_back(std::string_view{}, element);
    } else {
        for (const auto field : container) out.emplace_back(field.key, field.value);
    }
}

}  // namespace

std::optional<Problem> Document::Impl::add(simdjson::dom::element element, std::size_t depth,
                                           const std::string& path, std::uint32_t& out) {
    if (depth > depth_max) return Problem{path, "too_deep"};
    out = static_cast<std::uint32_t>(nodes.size());
    nodes.push_back({element});
    if (!element.is_array() && !element.is_object()) return std::nullopt;
    std::vector<std::pair<std::string_view, simdjson::dom::element>> inside;
    if (element.is_array()) {
        gather(element.get_array().value_unsafe(), inside);
    } else {
        gather(element.get_object().value_unsafe(), inside);
    }
    if (inside.size() > elements_max) return Problem{path, "too_many"};
    std::vector<Child> mine;
    mine.reserve(inside.size());
    for (const auto& [name, child] : inside) {
        std::uint32_t index = 0;
        if (auto problem = add(child, depth + 1, path, index)) return problem;
        mine.push_back({name, index});
    }
    nodes[out].first_child = static_cast<std::uint32_t>(children.size());
    nodes[out].child_count = static_cast<std::uint32_t>(mine.size());
    children.insert(children.end(), mine.begin(), mine.end());
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
    std::uint32_t node = 0;
    if (auto problem = impl->add(root, 0, "", node)) return *problem;
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
    return Value(document_, document_->children[document_->nodes[node_].first_child + i].node);
}

std::string_view Value::name_at(std::size_t i) const {
    CHECK(i < size());
    return document_->children[document_->nodes[node_].first_child + i].name;
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
