#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/analysis/imputation/shifted_estimates.hpp>
#include <equipoise/analysis/imputation/strategy.hpp>
#include <equipoise/analysis/least_squares.hpp>

namespace equipoise::imputation {

/// Analyses of covariance of completed data: y_j on (x, treatment) over all participants, for some visits.
///
/// The cross-products of the scores that were seen are summed once for a trial; those of imputed ones are added in each completed data set.
class CompletedAncova {
public:
    /// @param visits  that are analysed, 1 to the last
    CompletedAncova(std::size_t columns, const std::vector<std::size_t>& visits, DeltaAdjustment adjustment, std::size_t imputations)
        : rank_(columns + 1), adjustment_(std::move(adjustment)), factor_(rank_ * rank_), column_(rank_) {
        for (const std::size_t visit : visits) responses_.push_back({visit, false, Sums(rank_), Sums(rank_), std::vector<double>(rank_), {}});
        for (Response& response : responses_) {
            response.estimates.effects.resize(imputations);
            response.estimates.residuals.resize(imputations);
            response.estimates.products.resize(imputations);
        }
    }

    /// Takes the participants of a trial, and the scores that they have.
    /// @returns  `not_estimable` if columns are collinear, or no degree of freedom is left
    FitStatus begin(const ParticipantRows& rows) {
        std::fill(factor_.begin(), factor_.end(), 0.0);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            take(rows, i);
            for (std::size_t a = 0; a < rank_; ++a) {
                for (std::size_t b = 0; b <= a; ++b) factor_[a * rank_ + b] += column_[a] * column_[b];
            }
        }
        if (rows.size() < rank_ + 1 || !cholesky(factor_.data(), rank_, rank_)) return FitStatus::not_estimable;
        for (Response& response : responses_) begin(response, rows);
        return FitStatus::converged;
    }

    /// Whether a score is missing at any visit analysed.
    bool anything_missing() const {
        return std::any_of(responses_.begin(), responses_.end(), [](const Response& response) { return response.anything_missing; });
    }

    /// A new completed data set begins: the scores that were seen.
    void restart() {
        for (Response& response : responses_) response.now = response.seen;
    }

    /// A participant's imputed scores.
    void add(const ParticipantRows& rows, std::size_t i) {
        take(rows, i);
        const double* y = rows.row(i) + rows.columns();
        for (Response& response : responses_) {
            if ((rows.seen(i) >> (response.visit - 1) & 1U) != 0) continue;
            const double score = y[response.visit - 1];
            for (std::size_t a = 0; a < rank_; ++a) response.now.columns[a] += column_[a] * score;
            response.now.square += score * score;
            response.now.shift += score * steps(rows, i, response.visit);
        }
    }

    /// The data set, number k, is complete.
    void finish(std::size_t k) {
        const double pivot = factor_.back();
        for (Response& response : responses_) {
            Sums& now = response.now;
            divide(now.columns);
            double residual = now.square;
            double product = now.shift;
            for (std::size_t a = 0; a < rank_; ++a) {
                residual -= now.columns[a] * now.columns[a];
                product -= now.columns[a] * response.shift[a];
            }
            response.estimates.effects[k] = now.columns[rank_ - 1] / pivot;
            response.estimates.residuals[k] = residual > no_residual * now.square ? residual : 0.0;
            response.estimates.products[k] = product;
        }
    }

    /// Of the visit of that number among those analysed.
    const ShiftedEstimates& estimates(std::size_t number) const { return responses_[number].estimates; }

private:
    struct Sums {
        explicit Sums(std::size_t rank) : columns(rank) {}
        std::vector<double> columns;  // with the response
        double square = 0.0;
        double shift = 0.0;           // with the shift
    };
    struct Response {
        std::size_t visit;
        bool anything_missing;
        Sums seen;
        Sums now;
        std::vector<double> shift;  // the factor's inverse times the products of columns and shift
        ShiftedEstimates estimates;
    };

    // Treatment stands last.
    void take(const ParticipantRows& rows, std::size_t i) {
        std::copy_n(rows.row(i), rank_ - 1, column_.data());
        column_[rank_ - 1] = rows.arm(i) == Arm::treatment ? 1.0 : 0.0;
    }

    double steps(const ParticipantRows& rows, std::size_t i, std::size_t visit) const {
        const bool shifted = visit > rows.last(i) && (adjustment_.arms == DeltaAdjustment::Arms::both || rows.arm(i) == Arm::treatment);
        return shifted ? adjustment_.steps(rows.last(i), visit) : 0.0;
    }

    void divide(std::vector<double>& products) const {
        for (std::size_t a = 0; a < rank_; ++a) {
            for (std::size_t b = 0; b < a; ++b) products[a] -= factor_[a * rank_ + b] * products[b];
            products[a] /= factor_[a * rank_ + a];
        }
    }

    void begin(Response& response, const ParticipantRows& rows) {
        std::fill(response.seen.columns.begin(), response.seen.columns.end(), 0.0);
        std::fill(response.shift.begin(), response.shift.end(), 0.0);
        response.seen.square = response.seen.shift = 0.0;
        response.anything_missing = false;
        double squares = 0.0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            take(rows, i);
            const bool seen = (rows.seen(i) >> (response.visit - 1) & 1U) != 0;
            const double value = seen ? rows.row(i)[rows.columns() + response.visit - 1] : steps(rows, i, response.visit);
            std::vector<double>& into = seen ? response.seen.columns : response.shift;
            for (std::size_t a = 0; a < rank_; ++a) into[a] += column_[a] * value;
            (seen ? response.seen.square : squares) += value * value;
            response.anything_missing = response.anything_missing || !seen;
        }
        divide(response.shift);
        for (const double l : response.shift) squares -= l * l;
        const double pivot = factor_.back();
        response.estimates.shift_effect = response.shift[rank_ - 1] / pivot;
        response.estimates.shift_residual = squares;
        response.estimates.unit_variance = 1.0 / (pivot * pivot);
        response.estimates.degrees_of_freedom = static_cast<double>(rows.size() - rank_);
        response.estimates.participants = rows.size();
    }

    std::size_t rank_;
    DeltaAdjustment adjustment_;
    std::vector<double> factor_;  // of the cross-products of the columns
    std::vector<double> column_;  // of one participant
    std::vector<Response> responses_{};
};

}  // namespace equipoise::imputation
