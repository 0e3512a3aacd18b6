#pragma once

#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/degrees_of_freedom.hpp>
#include <equipoise/analysis/estimation.hpp>
#include <equipoise/analysis/information_matrix.hpp>
#include <equipoise/analysis/visit_questions.hpp>

#include "method.hpp"

namespace equipoise::io {

/// What models of all visits have in common besides their covariance: how they are fitted, and what is asked of the fit.
struct VisitQuestionKeys {
    Estimation estimation = Estimation::reml;
    DegreesOfFreedom degrees_of_freedom = DegreesOfFreedom::satterthwaite;
    InformationMatrix information = InformationMatrix::observed;
    std::vector<VisitContrast> contrasts{};
    bool joint = false;
    bool interaction = false;
    std::vector<std::size_t> joint_visits{};
    bool least_squares_means = false;
    std::vector<CovariateValue> at{};
};

std::vector<Key> visit_question_keys();
/// @param labels  of all visits, the baseline first; empty if they could not be read
VisitQuestionKeys read_visit_questions(Reading& reading, const Block& block, const std::vector<std::string>& labels);

/// An analysis with them.
template <class Analysis>
Analysis with_visit_questions(VisitQuestionKeys asked, Analysis analysis) {
    analysis.estimation = asked.estimation;
    analysis.degrees_of_freedom = asked.degrees_of_freedom;
    analysis.information = asked.information;
    analysis.contrasts = std::move(asked.contrasts);
    analysis.joint = asked.joint;
    analysis.interaction = asked.interaction;
    analysis.joint_visits = std::move(asked.joint_visits);
    analysis.least_squares_means = asked.least_squares_means;
    analysis.at = std::move(asked.at);
    return analysis;
}

}  // namespace equipoise::io
