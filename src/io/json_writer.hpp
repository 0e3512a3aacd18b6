#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace equipoise::io {

/// Writes a JSON document from front to back: small containers on one line, large ones indented.
///
/// It trusts its caller to open, name and close in order; what it adds are commas, layout and escapes.
class JsonWriter {
public:
    enum class Layout { lines, one_line };

    JsonWriter& object(Layout layout = Layout::lines) { return open('{', layout); }
    JsonWriter& array(Layout layout = Layout::lines) { return open('[', layout); }
    JsonWriter& close();  ///< the innermost object or array

    JsonWriter& key(std::string_view name);
    JsonWriter& text(std::string_view value);  ///< bytes that are not UTF-8 become U+FFFD
    JsonWriter& whole(std::uint64_t value) { return token(std::to_string(value)); }
    JsonWriter& signed_whole(std::int64_t value) { return token(std::to_string(value)); }
    JsonWriter& number(double value);             ///< the fewest digits that read back as the same number; null if not finite
    JsonWriter& number_with_17_digits(double value);  ///< null if not finite
    JsonWriter& boolean(bool value) { return token(value ? "true" : "false"); }
    JsonWriter& null() { return token("null"); }

    std::string document() const { return text_ + '\n'; }
    std::string taken() { return std::exchange(text_, {}); }  ///< what was written since, for a document too large to be held

private:
    struct Container {
        char end;
        Layout layout;
        bool empty = true;
    };

    JsonWriter& open(char bracket, Layout layout);
    JsonWriter& token(std::string_view token);
    void separate();  ///< what stands between the last token and the next
    void break_line() { text_ += '\n' + std::string(2 * open_.size(), ' '); }

    std::string text_;
    std::vector<Container> open_;
    bool after_key_ = false;
};

inline constexpr auto one_line = JsonWriter::Layout::one_line;

}  // namespace equipoise::io
