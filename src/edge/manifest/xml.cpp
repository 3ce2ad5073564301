#include "edge/manifest/xml.hpp"

#include <expat.h>

#include "base/check.hpp"

namespace buuan::manifest {
namespace {

constexpr int depth_max = 32;
constexpr std::uint64_t tag_bytes_max = 256 * 1024;  // expat keeps a tag until its end has come

std::string_view without_prefix(const char* name) {
    const std::string_view whole(name);
    const auto colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

}  // namespace

struct XmlReader::Impl {
    explicit Impl(XmlEvents& its_events) : events(its_events), parser(XML_ParserCreate(nullptr)) {
        CHECK(parser != nullptr);
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, on_begin, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_document_type);
    }
    ~Impl() { XML_ParserFree(parser); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void stop(const char* code) {
        if (problem.empty()) problem = code;
        XML_StopParser(parser, XML_FALSE);
    }
    void seen() { seen_until = static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser)); }

    static Impl& of(void* data) { return *static_cast<Impl*>(data); }
    static void on_begin(void* data, const char* name, const char** attributes) {
        Impl& self = of(data);
        self.seen();
        if (++self.depth > depth_max) return self.stop("xlsx_too_large");
        self.events.begin(without_prefix(name), XmlAttributes(attributes));
    }
    static void on_end(void* data, const char* name) {
        Impl& self = of(data);
        self.seen();
        --self.depth;
        self.events.end(without_prefix(name));
    }
    static void on_text(void* data, const char* text, int size) {
        Impl& self = of(data);
        self.seen();
        self.events.text({text, static_cast<std::size_t>(size)});
    }
    static void on_document_type(void* data, const char*, const char*, const char*, int) {
        of(data).stop("xlsx_document_type");
    }

    XmlEvents& events;
    XML_Parser parser;
    std::string problem;
    int depth = 0;
    std::uint64_t fed = 0;
    std::uint64_t seen_until = 0;
};

std::string_view XmlAttributes::get(std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (without_prefix(pair[0]) == name) return pair[1];
    }
    return {};
}

XmlReader::XmlReader(XmlEvents& events) : impl_(std::make_unique<Impl>(events)) {}

XmlReader::~XmlReader() = default;

Result<Done, std::string> XmlReader::feed(std::string_view piece) {
    Impl& impl = *impl_;
    impl.fed += piece.size();
    const auto status = XML_Parse(impl.parser, piece.data(), static_cast<int>(piece.size()),
                                  piece.empty() ? XML_TRUE : XML_FALSE);
    if (!impl.problem.empty()) return impl.problem;
    if (status != XML_STATUS_OK) return std::string("xlsx_broken_xml");
    if (impl.fed - impl.seen_until > tag_bytes_max) return std::string("xlsx_too_large");
    return Done{};
}

}  // namespace buuan::manifest
