#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <utility>
#include <vector>

/// A page of tables: our numbers, those of other software, and how far they are apart.
namespace agreement {

/// The difference counts in units: the number itself (relative), its standard error, or 1 (absolute).
struct Number {
    std::string quantity;
    double ours;
    double theirs;
    double unit;
    double tolerance;

    double difference() const { return ours == theirs ? 0.0 : std::abs(ours - theirs) / unit; }
    bool agrees() const { return difference() <= tolerance; }  // false for NaN
};

inline Number relative(std::string quantity, double ours, double theirs, double tolerance) {
    return {std::move(quantity), ours, theirs, std::max(std::abs(theirs), std::numeric_limits<double>::min()), tolerance};
}

inline Number absolute(std::string quantity, double ours, double theirs, double tolerance) { return {std::move(quantity), ours, theirs, 1.0, tolerance}; }

struct Source {
    std::string method;
    std::string data;
    std::string software;
};

inline std::string digits(double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%.10g", x);
    return text;
}

/// As many digits as the other number has where they do not differ by half a unit of the last one: else a rounding apart would look like a difference.
inline std::string digits(double ours, double theirs) {
    const double last = std::pow(10.0, std::floor(std::log10(std::abs(theirs))) - 9);
    return digits(std::abs(ours - theirs) < 0.5 * last || ours == theirs ? theirs : ours);
}

inline std::string power(double tolerance) {
    char text[40];
    std::snprintf(text, sizeof text, "%.0e", tolerance);
    return text;
}

/// The least power of ten above a difference, and none below a thousandth of the tolerance, or 1e-12: that is the noise of compilers.
inline std::string bound(double difference, double tolerance) {
    const double floor = tolerance < 1e-12 ? tolerance : std::max(1e-12, 1e-3 * tolerance);
    int exponent = static_cast<int>(std::lround(std::log10(floor)));
    while (exponent < 0 && difference >= std::pow(10.0, exponent)) ++exponent;
    return difference < 1 ? "< 1e" + std::string{exponent < 0 ? "-" : ""} + (std::abs(exponent) < 10 ? "0" : "") + std::to_string(std::abs(exponent)) : "1 or more";
}

class Page {
public:
    void section(const std::string& title, const std::string& text) {
        close();
        text_ += "\n## " + title + "\n\n" + text + "\n";
    }

    /// Shows those of the numbers whose quantity is named; all count.
    void add(const Source& source, const std::vector<Number>& numbers, const std::vector<std::string>& shown = {}) {
        for (const Number& number : numbers) {
            count(source, number);
            if (std::find(shown.begin(), shown.end(), number.quantity) != shown.end() || !number.agrees()) show(source, number);
        }
    }

    const std::string& finish() {
        close();
        return text_;
    }

    bool agrees() const { return agrees_; }
    std::size_t numbers() const { return numbers_; }

private:
    struct Total {
        std::string method;
        double tolerance;
        std::size_t numbers;
        double largest;
    };

    void count(const Source& source, const Number& number) {
        ++numbers_;
        agrees_ = agrees_ && number.agrees();
        const auto same = [&](const Total& total) { return total.method == source.method && total.tolerance == number.tolerance; };
        auto found = std::find_if(totals_.begin(), totals_.end(), same);
        if (found == totals_.end()) found = totals_.insert(found, {source.method, number.tolerance, 0, 0});
        ++found->numbers;
        found->largest = std::max(found->largest, number.difference());
    }

    void show(const Source& source, const Number& number) {
        rows_ += "| " + source.method + " | " + source.data + " | " + number.quantity + " | " + digits(number.ours, number.theirs) + " | " + digits(number.theirs) + " | " + source.software + " | " +
                 (number.agrees() ? bound(number.difference(), number.tolerance) : "**" + digits(number.difference()) + "**") + " | " + power(number.tolerance) + " |\n";
    }

    void close() {
        if (!rows_.empty()) text_ += "\n| method | data | quantity | ours | reference | software | difference | tolerance |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n" + rows_;
        if (!totals_.empty()) text_ += "\nOf all numbers of these files:\n\n| method | numbers compared | largest difference | tolerance |\n| --- | --- | --- | --- |\n";
        for (const Total& total : totals_) {
            text_ += "| " + total.method + " | " + std::to_string(total.numbers) + " | " + bound(total.largest, total.tolerance) + " | " + power(total.tolerance) + " |\n";
        }
        rows_.clear();
        totals_.clear();
    }

    std::string text_;
    std::string rows_;
    std::vector<Total> totals_;
    std::size_t numbers_ = 0;
    bool agrees_ = true;
};

}  // namespace agreement
