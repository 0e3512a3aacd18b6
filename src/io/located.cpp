#include "located.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "text.hpp"

namespace equipoise {
namespace io {
namespace {

/// Where the lines of a text begin, found once.
class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {
        for (std::size_t k = 0; k < text.size(); ++k) {
            if (text[k] == '\n') begins_.push_back(k + 1);
        }
    }

    std::string_view operator[](std::size_t line) const {
        const std::size_t begin = begins_[line - 1];
        const std::size_t end = line < begins_.size() ? begins_[line] - 1 : text_.size();
        return text_.substr(begin, end - begin);
    }

private:
    std::string_view text_;
    std::vector<std::size_t> begins_{0};
};

void add_spans(const Value& value, const std::string& pointer, SourceMap& map) {
    map.values[pointer] = value.span;
    for (std::size_t k = 0; k < value.elements.size(); ++k) add_spans(value.elements[k], pointer + "/" + std::to_string(k), map);
    for (const Member& member : value.members) {
        const std::string place = pointer + pointer_token(member.key);
        if (map.keys.emplace(place, member.key_span).second) add_spans(member.value, place, map);
    }
}

}  // namespace

SourceMap map_of(std::vector<SourceText> sources, const Value* root) {
    SourceMap map{.sources = std::move(sources), .values = {}, .keys = {}};
    if (root != nullptr) add_spans(*root, "", map);
    return map;
}

std::vector<LocatedFault> located(std::vector<Finding> findings, const std::vector<SourceText>& sources) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.span.source, a.span.line, a.span.column) < std::tie(b.span.source, b.span.line, b.span.column);
    });
    std::vector<Lines> lines;
    for (const SourceText& source : sources) lines.emplace_back(source.text);
    std::vector<LocatedFault> faults;
    for (Finding& finding : findings) {
        const SourceText& source = sources[finding.span.source];
        LocatedFault fault{.fault = {std::move(finding.pointer), std::move(finding.message), std::move(finding.suggestion)}, .file = source.name};
        fault.names_itself = finding.names_itself;
        if (finding.span.line > 0 && source.has_lines) {
            Excerpt shown = excerpt(lines[finding.span.source][finding.span.line], finding.span);
            fault.line = finding.span.line;
            fault.column = finding.span.column;
            fault.excerpt = std::move(shown.text);
            fault.caret = shown.caret;
            fault.length = shown.length;
        }
        faults.push_back(std::move(fault));
    }
    return faults;
}

std::vector<Finding> placed(const std::vector<Fault>& faults, const SourceMap& positions) {
    std::vector<Finding> findings;
    for (const Fault& fault : faults) {
        const SourceSpan span = positions.nearest(fault.pointer);
        const auto said = [&](const Finding& other) {  // of a value that stands for several, for both arms for instance
            return std::tie(other.span.source, other.span.line, other.span.column, other.message) == std::tie(span.source, span.line, span.column, fault.message);
        };
        if (std::none_of(findings.begin(), findings.end(), said)) findings.push_back({span, fault.pointer, fault.message, fault.suggestion, false});
    }
    return findings;
}

}  // namespace io

SourceSpan SourceMap::nearest(std::string_view pointer) const {
    std::string here;
    for (const std::string& key : io::pointer_keys(pointer)) {
        const std::string below = here + io::pointer_token(key);
        if (values.find(below) != values.end()) here = below;
        else if (key != "control" && key != "treatment") break;  // one value may have been stated for both arms
    }
    const auto span = values.find(here);
    return span == values.end() ? SourceSpan{} : span->second;
}

}  // namespace equipoise
