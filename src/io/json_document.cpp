#include "json_document.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "syntax_fault.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

using Parser = nlohmann::json;

/// Builds the tree from the parser's events. The parser gives no places, so a cursor follows it through the text token by token.
class TreeBuilder {
public:
    TreeBuilder(std::string_view text, std::size_t source) : cursor_(text, source) {}

    bool null() { return scalar(Value::Kind::null, 4); }
    bool boolean(bool truth) { return scalar(Value::Kind::boolean, truth ? 4 : 5, {}, truth); }
    bool number_integer(Parser::number_integer_t) { return number(); }
    bool number_unsigned(Parser::number_unsigned_t) { return number(); }
    bool number_float(Parser::number_float_t, const Parser::string_t&) { return number(); }
    bool string(Parser::string_t& text) {
        to_token();
        return scalar(Value::Kind::string, json_string_length(cursor_.rest()), std::move(text));
    }
    bool binary(Parser::binary_t&) { return false; }

    bool start_object(std::size_t) { return open(Value::Kind::object); }
    bool start_array(std::size_t) { return open(Value::Kind::array); }
    bool key(Parser::string_t& text) {
        to_token();
        const SourceSpan span = cursor_.advance(json_string_length(cursor_.rest()));
        open_.back()->members.push_back({.key = std::move(text), .key_span = span, .value = {}});
        expected_ = Expected::colon;
        return true;
    }
    bool end_object() {
        find_duplicates(*open_.back());
        return close();
    }
    bool end_array() { return close(); }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
        give_up(diagnose_syntax(cursor_, expected_, brackets_));
        return false;
    }

    Document finish(bool complete) && {
        Document document{.root = std::nullopt, .findings = std::move(findings_)};
        if (complete) document.root = std::move(root_);
        return document;
    }

private:
    void to_token() { cursor_.skip(" \t\r\n,:"); }

    void give_up(Finding finding) { findings_ = {std::move(finding)}; }

    bool number() {
        to_token();
        const std::size_t length = json_number_length(cursor_.rest());
        return scalar(Value::Kind::number, length, std::string{cursor_.rest().substr(0, length)});
    }

    /// The place in the tree where the next value belongs.
    Value& next() {
        if (open_.empty()) return root_;
        Value& parent = *open_.back();
        if (parent.kind == Value::Kind::object) return parent.members.back().value;
        return parent.elements.emplace_back();
    }

    bool count(const SourceSpan& span) {
        if (++values_ <= max_document_values) return true;
        give_up({span, "", "the document holds more than " + with_thousands(max_document_values) + " values", "is this the right file?", true});
        return false;
    }

    bool scalar(Value::Kind kind, std::size_t bytes, std::string text = {}, bool truth = false) {
        to_token();
        Value& value = next();
        value.kind = kind;
        value.truth = truth;
        value.text = std::move(text);
        value.span = cursor_.advance(bytes);
        after_value();
        return count(value.span);
    }

    bool open(Value::Kind kind) {
        to_token();
        const SourceSpan span = cursor_.here();
        if (open_.size() == max_document_depth) {
            give_up({span, "", "the document is nested more than " + std::to_string(max_document_depth) + " levels deep", "", true});
            return false;
        }
        Value& value = next();
        value.kind = kind;
        value.span = cursor_.advance(1);
        open_.push_back(&value);
        brackets_.push_back({.object = kind == Value::Kind::object, .at = span});
        expected_ = kind == Value::Kind::object ? Expected::key_or_close : Expected::value_or_close;
        return count(span);
    }

    bool close() {
        to_token();
        cursor_.advance(1);
        open_.pop_back();
        brackets_.pop_back();
        after_value();
        return true;
    }

    void after_value() { expected_ = open_.empty() ? Expected::end : Expected::separator_or_close; }

    std::string pointer_of_open() const {
        std::string pointer;
        for (std::size_t level = 0; level + 1 < open_.size(); ++level) {
            const Value& value = *open_[level];
            pointer += value.kind == Value::Kind::object ? pointer_token(value.members.back().key) : "/" + std::to_string(value.elements.size() - 1);
        }
        return pointer;
    }

    void find_duplicates(const Value& object) {
        const auto& members = object.members;
        std::vector<std::size_t> order(members.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return members[a].key < members[b].key; });
        for (std::size_t k = 1; k < order.size(); ++k) {
            const Member& first = members[order[k - 1]];
            const Member& again = members[order[k]];
            if (first.key != again.key) continue;
            findings_.push_back({again.key_span, pointer_of_open() + pointer_token(again.key),
                                 "the key " + in_quotes(again.key) + " comes twice in one object: in line " + std::to_string(first.key_span.line) + " and again in line " +
                                     std::to_string(again.key_span.line),
                                 "keep one of them", true});
        }
    }

    TextCursor cursor_;
    Value root_;
    std::vector<Value*> open_;       // into root_; a parent does not grow while a child of it is open
    std::vector<Opened> brackets_;
    std::vector<Finding> findings_;
    Expected expected_ = Expected::value;
    std::size_t values_ = 0;
};

}  // namespace

Document parse_json(std::string_view text, std::size_t source) {
    if (auto finding = diagnose_encoding(text, source, max_document_bytes)) return {.root = std::nullopt, .findings = {std::move(*finding)}};
    TreeBuilder builder{text, source};
    const bool complete = Parser::sax_parse(text.begin(), text.end(), &builder, Parser::input_format_t::json, true, false);
    return std::move(builder).finish(complete);
}

}  // namespace equipoise::io
