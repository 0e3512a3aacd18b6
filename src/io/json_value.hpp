#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/io/source_map.hpp>

namespace equipoise::io {

struct Member;

/// A value of a JSON document, and where it was written.
struct Value {
    enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    bool truth = false;         ///< of a boolean
    std::string text;           ///< of a string, decoded; of a number, as written
    SourceSpan span;
    std::vector<Value> elements;  ///< of an array
    std::vector<Member> members;  ///< of an object, as written

    const Value* find(std::string_view key) const;
};

/// A key of an object and its value.
struct Member {
    std::string key;
    SourceSpan key_span;
    Value value;
};

inline const Value* Value::find(std::string_view key) const {
    for (const Member& member : members) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

/// A key as a token of a JSON pointer, with its slash: "~" becomes "~0", "/" becomes "~1".
inline std::string pointer_token(std::string_view key) {
    std::string token = "/";
    for (const char c : key) {
        if (c == '~') token += "~0";
        else if (c == '/') token += "~1";
        else token += c;
    }
    return token;
}

/// The keys of a JSON pointer. One that does not begin with "/", and so is none, is read as if it did.
inline std::vector<std::string> pointer_keys(std::string_view pointer) {
    std::vector<std::string> keys;
    for (std::size_t k = 0; k < pointer.size(); ++k) {
        const bool escape = pointer[k] == '~' && k + 1 < pointer.size() && (pointer[k + 1] == '0' || pointer[k + 1] == '1');
        if (pointer[k] == '/' || keys.empty()) keys.emplace_back();
        if (escape) keys.back() += pointer[++k] == '0' ? '~' : '/';
        else if (pointer[k] != '/') keys.back() += pointer[k];
    }
    return keys;
}

/// Something wrong with a document, before it is known how people call its sources.
struct Finding {
    SourceSpan span;
    std::string pointer;
    std::string message;
    std::string suggestion{};
    bool names_itself = false;  ///< the message need not be led by the pointer
};

}  // namespace equipoise::io
