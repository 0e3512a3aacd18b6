#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/degrees_of_freedom.hpp>
#include <equipoise/analysis/gaussian/questions.hpp>
#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/information_matrix.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// What a numeric covariate is at in a least-squares mean.
struct CovariateValue {
    std::string name;
    double value;

    friend bool operator==(const CovariateValue&, const CovariateValue&) = default;
};

namespace detail {

/// Collects the questions of specifications over several visits.
class VisitQuestions {
public:
    template <class Model>
    VisitQuestions(gaussian::Questions& to, const Model& model, const TrialShape& shape, double alpha, bool from_baseline)
        : to_(to),
          visits_(shape.post_baseline()),
          first_(from_baseline ? 1 : 0),
          common_{.forms = {},
                  .joint = false,
                  .degrees_of_freedom = model.degrees_of_freedom,
                  .information = model.information,
                  .inference = Inference(alpha, model.hypothesis)},
          outcome_(shape.outcome(model.outcome).value()) {
        for (const Covariate& covariate : model.covariates) at_.insert(at_.end(), columns_of({covariate}, shape), value_of(covariate.name, model.at));
        for (std::size_t v = model.visit.value_or(1); v <= model.visit.value_or(visits_); ++v) {
            ask_effect({.outcome = outcome_, .visit = v}, only(v, 1.0));
            if (!model.least_squares_means) continue;
            ask_mean({.outcome = outcome_, .estimand = control_mean, .visit = v}, v, 0.0);
            ask_mean({.outcome = outcome_, .estimand = treatment_mean, .visit = v}, v, 1.0);
        }
        for (const VisitContrast& contrast : model.contrasts) ask_effect({.outcome = outcome_, .contrast = contrast}, over_responses(contrast.weights));
        if (model.joint || model.interaction) ask_joint(model.joint, model.interaction, tested(model.joint_visits), shape);
    }

private:
    static double value_of(const std::string& name, const std::vector<CovariateValue>& at) {
        const auto found = std::find_if(at.begin(), at.end(), [&](const CovariateValue& one) { return one.name == name; });
        return found == at.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
    }

    std::vector<std::size_t> tested(std::vector<std::size_t> stated) const {
        const bool all = stated.empty();
        for (std::size_t v = 1; all && v <= visits_; ++v) stated.push_back(v);
        std::sort(stated.begin(), stated.end());
        return stated;
    }

    std::vector<double> over_responses(const std::vector<double>& weights) const {
        std::vector<double> all(first_, 0.0);
        all.insert(all.end(), weights.begin(), weights.end());
        return all;
    }

    std::vector<double> only(std::size_t visit, double weight) const {
        std::vector<double> weights(visits_, 0.0);
        weights[visit - 1] = weight;
        return over_responses(weights);
    }

    void ask_effect(Answer answer, const std::vector<double>& effects) {
        answer.hypothesis = common_.inference.hypothesis();
        answer.level = common_.inference.level();
        gaussian::Question question = common_;
        question.forms = {to_.place({.effects = effects})};
        to_.add(std::move(answer), std::move(question));
    }

    // A mean has no alternative that the analysis is to show: its p-value is that of being 0.
    void ask_mean(Answer answer, std::size_t visit, double treatment) {
        answer.level = common_.inference.alpha();
        answer.at_covariates = std::any_of(at_.begin(), at_.end(), [](double value) { return !std::isnan(value); });
        gaussian::Question question = common_;
        question.inference = Inference(common_.inference.alpha());
        question.forms = {to_.place({.effects = only(visit, treatment), .means = only(visit, 1.0), .at = at_})};
        to_.add(std::move(answer), std::move(question));
    }

    void ask_joint(bool effects, bool differences, const std::vector<std::size_t>& tested, const TrialShape& shape) {
        VisitContrast visits{.name = tested.size() == visits_ ? "all visits" : "", .weights = std::vector<double>(visits_, 0.0)};
        for (const std::size_t v : tested) {
            visits.weights[v - 1] = 1.0;
            if (tested.size() < visits_) visits.name += (visits.name.empty() ? "" : ", ") + shape.visits[v];
        }
        Answer answer{.outcome = outcome_, .estimand = joint_effect, .contrast = visits, .level = common_.inference.alpha(),
                      .reports = {.effect = false, .standard_error = false, .interval = false}};
        gaussian::Question question = common_;
        question.joint = true;
        if (effects) {
            for (const std::size_t v : tested) question.forms.push_back(to_.place({.effects = only(v, 1.0)}));
            to_.add(answer, question);
        }
        if (!differences) return;
        answer.estimand = effect_by_visit;
        question.forms.clear();
        for (std::size_t k = 1; k < tested.size(); ++k) {
            std::vector<double> change = only(tested[k], 1.0);
            change[first_ + tested[0] - 1] = -1.0;
            question.forms.push_back(to_.place({.effects = change}));
        }
        to_.add(std::move(answer), std::move(question));
    }

    gaussian::Questions& to_;
    std::size_t visits_;
    std::size_t first_;
    gaussian::Question common_;
    std::size_t outcome_;
    std::vector<double> at_{};
};

}  // namespace detail

/// What specifications over several visits ask of one fit: the effect at each visit (and least-squares means there), contrasts, joint tests.
///
/// @tparam Model         Mmrm, Clda: with visit, contrasts, joint, interaction, joint_visits, least_squares_means, at, covariates, outcome,
///                       hypothesis, alpha, degrees_of_freedom, information
/// @param together       without faults, in the order in which they are answered
/// @param from_baseline  whether the model's responses begin with the baseline
template <class Model>
gaussian::Questions visit_questions(const std::vector<Model>& together, const TrialShape& shape, double study_alpha, bool from_baseline) {
    gaussian::Questions questions;
    for (const Model& model : together) detail::VisitQuestions(questions, model, shape, model.alpha.value_or(study_alpha), from_baseline);
    return questions;
}

}  // namespace equipoise
