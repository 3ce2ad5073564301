#include "adapters/s3/answer.hpp"

#include <expat.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "base/check.hpp"

namespace buuan::s3 {
namespace {

constexpr std::size_t depth_max = 8;
constexpr std::size_t text_bytes_max = 4096;  // a name of 1,024 bytes, a token
constexpr std::size_t code_bytes_max = 64;

/// What stands in an element without children: told with its path, "ListBucketResult/Contents/Key".
using Tell = std::function<void(std::string_view path, const std::string& text)>;

struct FreeParser {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};

class Reading {
public:
    explicit Reading(const Tell& tell) : tell_(tell), parser_(XML_ParserCreate("UTF-8")) {
        CHECK(parser_ != nullptr);
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_begin, on_end);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_document_type);
    }

    bool read(std::string_view xml) {
        return xml.size() <= page_bytes_max &&
               XML_Parse(parser_.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE) ==
                   XML_STATUS_OK;
    }

private:
    static Reading& of(void* data) { return *static_cast<Reading*>(data); }
    void stop() { XML_StopParser(parser_.get(), XML_FALSE); }

    static void on_begin(void* data, const char* name, const char**) {
        Reading& self = of(data);
        if (self.begins_.size() == depth_max || self.path_.size() > text_bytes_max)
            return self.stop();
        self.begins_.push_back(self.path_.size());
        if (!self.path_.empty()) self.path_ += '/';
        self.path_ += name;
        self.text_.clear();
    }
    static void on_end(void* data, const char*) {
        Reading& self = of(data);
        self.tell_(self.path_, self.text_);
        self.path_.resize(self.begins_.back());
        self.begins_.pop_back();
        self.text_.clear();
    }
    static void on_text(void* data, const char* text, int size) {
        Reading& self = of(data);
        if (self.text_.size() + static_cast<std::size_t>(size) > text_bytes_max) return self.stop();
        self.text_.append(text, static_cast<std::size_t>(size));
    }
    static void on_document_type(void* data, const char*, const char*, const char*, int) {
        of(data).stop();
    }

    const Tell& tell_;
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser_;
    std::string path_;
    std::string text_;
    std::vector<std::size_t> begins_;  // where each open element begins in path_
};

}  // namespace

Result<Page> read_page(std::string_view xml, std::string_view prefix) {
    Page page;
    bool is_listing = false;
    bool truncated = false;
    bool strange = false;
    const auto add = [&](std::string_view name) {
        if (!name.starts_with(prefix)) {
            strange = true;
            return;
        }
        name.remove_prefix(prefix.size());
        if (name.ends_with('/')) name.remove_suffix(1);
        // Some tools leave an empty object with the name of a folder.
        if (!name.empty()) page.names.emplace_back(name);
    };
    const Tell tell = [&](std::string_view path, const std::string& text) {
        if (path == "ListBucketResult") is_listing = true;
        if (path == "ListBucketResult/IsTruncated") truncated = text == "true";
        if (path == "ListBucketResult/NextContinuationToken") page.next = text;
        if (path == "ListBucketResult/Contents/Key") add(text);
        if (path == "ListBucketResult/CommonPrefixes/Prefix") add(text);
    };
    if (!Reading(tell).read(xml) || !is_listing || strange || truncated == page.next.empty())
        return Fault{FaultKind::corrupt, "this is no listing of " + std::string(prefix)};
    return page;
}

std::string read_error_code(std::string_view xml) {
    std::string code;
    const Tell tell = [&](std::string_view path, const std::string& text) {
        if (path == "Error/Code") code = text;
    };
    const bool shown =
        Reading(tell).read(xml) && code.size() <= code_bytes_max &&
        std::all_of(code.begin(), code.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
    return shown ? code : std::string();
}

}  // namespace buuan::s3
