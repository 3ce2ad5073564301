#include "screening/verdict_json.hpp"

#include <algorithm>

#include "screening/utf8.hpp"

namespace buuan::screening {
namespace {

/// An object or a list: what is put into it is parted by commas.
class Writer {
public:
    Writer(std::string& out, char open, char close) : out_(out), close_(close) { out_ += open; }
    ~Writer() { out_ += close_; }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    std::string& next() {
        if (!first_) out_ += ',';
        first_ = false;
        return out_;
    }
    std::string& member(std::string_view name) {
        append_json_text(next(), name);
        return out_ += ':';
    }
    void text(std::string_view name, std::string_view value) {
        append_json_text(member(name), value);
    }
    void number(std::string_view name, std::size_t value) { member(name) += std::to_string(value); }

private:
    std::string& out_;
    char close_;
    bool first_ = true;
};

class VerdictWriter {
public:
    VerdictWriter(const Verdict& verdict, const RuleSet& rules, std::string_view text,
                  std::span<const std::size_t> starts)
        : verdict_(verdict), rules_(rules), text_(text), starts_(starts) {}

    std::string write() {
        {
            Writer object(out_, '{', '}');
            const Finding* worst = verdict_.worst();
            object.text("outcome", name_of(verdict_.outcome));
            object.text("entry", worst == nullptr ? std::string_view() : worst->entry);
            object.text("rules", verdict_.rules.text());
            write_all(object.member("things"), verdict_.things);
            write_all(object.member("findings"), verdict_.findings);
            write_all(object.member("set_aside"), verdict_.set_aside);
        }
        return std::move(out_);
    }

private:
    template <class Part>
    void write_all(std::string& out, const std::vector<Part>& parts) {
        Writer list(out, '[', ']');
        for (const Part& part : parts) {
            Writer object(list.next(), '{', '}');
            write(object, part);
        }
    }

    void write(Writer& object, const ThingVerdict& thing) {
        object.text("outcome", name_of(thing.outcome));
        object.member("known") += thing.known ? "true" : "false";
        place(object, thing.match);
        Writer list(object.member("findings"), '[', ']');
        for (std::size_t i = 0; i < verdict_.findings.size(); ++i) {
            if (verdict_.findings[i].match.begins_in(thing.match)) list.next() += std::to_string(i);
        }
    }

    void write(Writer& object, const Finding& finding) {
        object.text("entry", finding.entry);
        object.text("outcome", name_of(finding.outcome));
        if (const Entry* entry = rules_.entry(finding.entry)) {
            object.text("name_vi", entry->name_vi);
            object.text("name_en", entry->name_en);
            {
                Writer list(object.member("legal_basis"), '[', ']');
                for (const std::string& law : entry->legal_basis)
                    append_json_text(list.next(), law);
            }
            if (!entry->conditions.empty()) object.text("conditions", entry->conditions);
        }
        place(object, finding.match);
        object.text("words", words_of(finding.match));
        object.text("spelling", name_of(finding.spelling));
    }

    void write(Writer& object, const SetAside& aside) {
        object.text("entry", aside.entry);
        object.text("because", name_of(aside.because));
        object.text("by", words_of(aside.by));
        place(object, aside.match);
        object.text("words", words_of(aside.match));
    }

    [[nodiscard]] std::string_view words_of(const Match& match) const {
        return text_.substr(match.offset, match.length);
    }

    void place(Writer& object, const Match& match) {
        std::size_t offset = match.offset;
        if (!starts_.empty()) {
            const auto behind = std::upper_bound(starts_.begin() + 1, starts_.end(), match.offset);
            object.number("thing", static_cast<std::size_t>(behind - starts_.begin()) - 1);
            offset -= *(behind - 1);
        }
        object.number("offset", offset);
        object.number("length", match.length);
    }

    const Verdict& verdict_;
    const RuleSet& rules_;
    std::string_view text_;
    std::span<const std::size_t> starts_;
    std::string out_;
};

}  // namespace

std::string verdict_json(const Verdict& verdict, const RuleSet& rules, std::string_view text,
                         std::span<const std::size_t> starts) {
    return VerdictWriter(verdict, rules, text, starts).write();
}

void append_json_text(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view escaped = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const std::size_t size = utf8_size_at(text, at);
        if (const std::size_t which = escaped.find(c); which != std::string_view::npos) {
            out += '\\';
            out += letters[which];
        } else if (size == 1 && static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[c & 15];
        } else {
            out += size == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(at, size);
        }
        at += std::max<std::size_t>(size, 1);
    }
    out += '"';
}

}  // namespace buuan::screening
