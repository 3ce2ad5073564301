// Reads XML piece by piece and tells elements and text as they come, names without their
// namespace's prefix. A document type is refused, so there are no entities but the five of XML and
// nothing outside is ever looked at. Bounded in depth and in what one tag may hold. expat stays
// inside xml.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace buuan::manifest {

/// The attributes of an element while it begins.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    /// Empty when it is absent; the prefix of a name does not matter here either.
    [[nodiscard]] std::string_view get(std::string_view name) const;

private:
    const char** pairs_;
};

class XmlEvents {
public:
    virtual ~XmlEvents() = default;
    virtual void begin(std::string_view element, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view element) = 0;
    virtual void text(std::string_view part) = 0;
};

class XmlReader {
public:
    explicit XmlReader(XmlEvents& events);
    ~XmlReader();
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;
    /// The next piece of the document; an empty one is its end. The error is a code:
    /// xlsx_broken_xml, xlsx_document_type, xlsx_too_large.
    Result<Done, std::string> feed(std::string_view piece);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace buuan::manifest
