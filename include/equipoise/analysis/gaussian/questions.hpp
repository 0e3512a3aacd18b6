#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/degrees_of_freedom.hpp>
#include <equipoise/analysis/gaussian/linear_forms.hpp>
#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/information_matrix.hpp>

namespace equipoise::gaussian {

/// What is asked of a fit: an estimate of one linear form, or a joint test that several are 0.
struct Question {
    std::vector<std::size_t> forms;  ///< by their place in a list
    bool joint;
    DegreesOfFreedom degrees_of_freedom;
    InformationMatrix information;
    Inference inference;
};

/// Questions to one fit, the answers that they give, and the forms they are about, each of which is listed once.
struct Questions {
    std::vector<Answer> answers{};
    std::vector<Question> questions{};
    std::vector<LinearForm> forms{};

    /// Where a form stands in the list, to which it is added if it is not there.
    std::size_t place(const LinearForm& form) {
        const auto found = std::find_if(forms.begin(), forms.end(), [&](const LinearForm& other) { return other.same(form); });
        const auto index = static_cast<std::size_t>(found - forms.begin());
        if (found == forms.end()) forms.push_back(form);
        return index;
    }

    void add(Answer answer, Question question) {
        answers.push_back(std::move(answer));
        questions.push_back(std::move(question));
    }

    bool any(DegreesOfFreedom method) const {
        return std::any_of(questions.begin(), questions.end(), [&](const Question& question) { return question.degrees_of_freedom == method; });
    }

    bool any(DegreesOfFreedom method, InformationMatrix information) const {
        return std::any_of(questions.begin(), questions.end(),
                           [&](const Question& question) { return question.degrees_of_freedom == method && question.information == information; });
    }
};

/// How many of the directions in which the mean can move are within participants: all but those that are the same at all responses.
inline std::size_t within_directions(const AnySize& size) { return size.coefficients - size.columns + (size.from_baseline ? 1 : 0); }

/// Whether a form involves a direction between participants.
inline bool between_participants(const AnySize& size, const LinearForm& form) {
    if (std::any_of(form.means.begin(), form.means.end(), [](double weight) { return weight != 0.0; })) return true;
    double sum = 0.0;
    double largest = 0.0;
    for (const double weight : form.effects) {
        sum += weight;
        largest = std::max(largest, std::abs(weight));
    }
    return !size.from_baseline && std::abs(sum) > 1e-12 * largest;
}

/// The degrees of freedom between participants, n - p, or within them, N - n - (q - p), whichever the forms involve; the fewer if both.
inline double between_within(const LinearForms& forms, const std::vector<std::size_t>& rows, double participants, double observations) {
    const auto within = static_cast<double>(within_directions(forms.size));
    const double df_within = observations - participants - within;
    const double df_between = participants - (static_cast<double>(forms.size.coefficients) - within);
    const bool between = std::any_of(rows.begin(), rows.end(), [&](std::size_t row) { return between_participants(forms.size, forms.forms[row]); });
    return !between ? df_within : forms.size.visits > 1 ? std::min(df_within, df_between) : df_between;
}

}  // namespace equipoise::gaussian
