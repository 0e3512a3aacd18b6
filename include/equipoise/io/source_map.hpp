#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace equipoise {

/// A text that was read: a file, or the value of a `--set`.
struct SourceText {
    std::string name;  ///< as people call it: the path, or "--set /study/seed=1"
    std::string text;
    bool has_lines = true;  ///< a file; false for a `--set`, which is shown whole
};

/// Where something stands in a source.
struct SourceSpan {
    std::size_t source = 0;  ///< index into SourceMap::sources
    std::size_t line = 0;    ///< from 1; 0: the source as a whole
    std::size_t column = 0;  ///< from 1, in characters (not bytes)
    std::size_t length = 0;  ///< characters, on that line
};

/// Where each value of a document was written.
struct SourceMap {
    std::vector<SourceText> sources;         ///< the document first, then each override
    std::map<std::string, SourceSpan> values;  ///< by JSON pointer (RFC 6901)
    std::map<std::string, SourceSpan> keys;    ///< by JSON pointer of the member that the key names

    /// The span of the value at a pointer, or of its nearest ancestor that is in the document.
    /// @complexity O(depth log values).   @verified tests/io/scenario_file_test.cpp
    SourceSpan nearest(std::string_view pointer) const;
};

}  // namespace equipoise
