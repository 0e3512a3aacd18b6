#include "csv.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "syntax_fault.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

/// Reads fields one after another.
class CsvCursor {
public:
    CsvCursor(std::string_view text, std::size_t source) : cursor_(text, source) {}

    bool at_end() const { return cursor_.at_end(); }
    const std::vector<Finding>& findings() const { return findings_; }

    /// The fields up to the end of the line.
    CsvRow row() {
        CsvRow fields;
        do {
            fields.push_back(cursor_.peek() == '"' ? quoted_field() : plain_field());
        } while (cursor_.peek() == ',' && (cursor_.advance(1), true));
        if (cursor_.peek() == '\r') cursor_.advance(1);
        if (cursor_.peek() == '\n') cursor_.advance(1);
        return fields;
    }

private:
    bool at_line_end() const { return cursor_.at_end() || cursor_.peek() == '\n' || (cursor_.peek() == '\r' && (cursor_.peek(1) == '\n' || cursor_.offset() + 1 == size())); }
    std::size_t size() const { return cursor_.offset() + cursor_.rest().size(); }

    CsvField plain_field() {
        std::size_t bytes = 0;
        const std::string_view rest = cursor_.rest();
        while (bytes < rest.size() && rest[bytes] != ',' && rest[bytes] != '\n' && rest[bytes] != '\r' && rest[bytes] != '"') ++bytes;
        CsvField field{.text = std::string{rest.substr(0, bytes)}, .span = cursor_.advance(bytes)};
        if (cursor_.peek() != ',' && !at_line_end()) skip_rest("a field that holds " + in_quotes(cursor_.rest().substr(0, 1)) + " must stand in double quotes");
        return field;
    }

    CsvField quoted_field() {
        CsvField field{.text = {}, .span = cursor_.here()};
        cursor_.advance(1);
        while (!cursor_.at_end() && (cursor_.peek() != '"' || cursor_.peek(1) == '"')) {
            if (cursor_.peek() == '"') cursor_.advance(1);
            field.text += cursor_.peek();
            cursor_.advance(1);
        }
        if (cursor_.at_end()) {
            findings_.push_back({field.span, "", "the field that begins here is never closed", "close it with a double quote", true});
            return field;
        }
        cursor_.advance(1);
        if (cursor_.peek() != ',' && !at_line_end()) skip_rest("there is more text after the closing quote of a field; a quote inside it must be doubled");
        return field;
    }

    /// Notes a fault and moves on to the end of the field.
    void skip_rest(std::string message) {
        findings_.push_back({cursor_.here(), "", std::move(message), "", true});
        while (!at_line_end() && cursor_.peek() != ',') cursor_.advance(1);
    }

    TextCursor cursor_;
    std::vector<Finding> findings_;
};

std::vector<Finding> faults_of_header(const CsvRow& header) {
    std::set<std::string_view> names;
    std::vector<Finding> findings;
    for (const CsvField& field : header) {
        if (field.text.empty()) findings.push_back({field.span, "", "a column has no name", "name it in the first line", true});
        else if (!names.insert(field.text).second) findings.push_back({field.span, "", "the column " + in_quotes(field.text) + " comes twice", "rename one of them", true});
    }
    return findings;
}

bool is_blank(const CsvRow& row) { return row.size() == 1 && row.front().text.empty(); }

Finding wrong_count(const CsvRow& row, std::size_t columns) {
    const std::string count = std::to_string(row.size()) + (row.size() == 1 ? " field" : " fields");
    return {row.front().span, "", "this row has " + count + ", but the header has " + std::to_string(columns),
            row.size() > columns ? "fields with commas must stand in double quotes" : "", true};
}

}  // namespace

CsvTable parse_csv(std::string_view text, std::size_t source) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    CsvTable table;
    if (auto finding = diagnose_encoding(text, source, std::string_view::npos - 1)) {
        table.findings.push_back(std::move(*finding));
        return table;
    }
    CsvCursor cursor{text, source};
    table.header = cursor.row();
    table.findings = faults_of_header(table.header);
    while (!cursor.at_end()) {
        CsvRow row = cursor.row();
        if (row.size() == table.header.size() && !is_blank(row)) table.rows.push_back(std::move(row));
        else if (!is_blank(row)) table.findings.push_back(wrong_count(row, table.header.size()));
    }
    table.findings.insert(table.findings.end(), cursor.findings().begin(), cursor.findings().end());
    return table;
}

}  // namespace equipoise::io
