// Reference: R's mmrm (polished) and lmerTest, four data sets, every structure. Oracles: dense matrices, by which the score is 0 and the
// information is minus the slope of the score; reduced models on the boundary.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/maximise_structured.hpp>

namespace maximise_structured_test {
using namespace equipoise;
using namespace equipoise::gaussian;
using reference::check_relative;

const std::vector<Covariate> with_baseline{{.name = "baseline"}};

/// Satterthwaite's degrees of freedom of a coefficient, by the covariance of the elements of Sigma.
double satterthwaite(const AnySize& size, Fit& fit, std::size_t c) {
    ElementCovariance covariance(size);
    REQUIRE(element_covariance(size, fit, InformationMatrix::observed, covariance));
    const auto m = static_cast<Eigen::Index>(elements(size));
    const auto q = static_cast<Eigen::Index>(size.coefficients);
    const Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(fit.at.Phi.data() + static_cast<Eigen::Index>(c) * q, q);
    Eigen::VectorXd slope(m);
    for (Eigen::Index k = 0; k < m; ++k) slope(k) = x.dot(Eigen::Map<const Eigen::MatrixXd>(fit.information.P.data() + k * q * q, q, q) * x);
    const double v = x(static_cast<Eigen::Index>(c));
    return 2 * v * v / slope.dot(Eigen::Map<const Eigen::MatrixXd>(covariance.values.data(), m, m) * slope);
}

struct Fitted {
    Fitted(const TrialData& data, const VisitCovariance& covariance, bool restricted = true, const std::vector<double>& weeks = {}, const std::vector<Covariate>& covariates = with_baseline)
        : at(data, covariates, restricted, covariance.by_arm ? 2 : 1),
          search(at.map.size, Structure(covariance, at.map.size.visits, weeks)),
          status(maximise_structured(at.map.size, at.fit, search)) {}

    double log_likelihood() const { return gaussian::log_likelihood(at.map.size, at.fit.at, at.fit.patterns); }
    double effect(std::size_t visit) const { return at.fit.at.B[at.map.size.visits + visit - 1]; }
    std::size_t coefficient_of(std::size_t visit) const { return coefficient(at.map.size, at.fit.at, visit - 1, 1); }
    double standard_error(std::size_t visit) const { return std::sqrt(at.fit.at.Phi[coefficient_of(visit) * (at.map.size.coefficients + 1)]); }
    double degrees_of_freedom(std::size_t visit) { return maximise_structured_test::satterthwaite(at.map.size, at.fit, coefficient_of(visit)); }

    FitAt at;
    StructuredSearch search;
    FitStatus status;
};

void check_contrasts(Fitted& found, const nlohmann::json& wanted, double tolerance, double df_tolerance) {
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        const nlohmann::json& contrast = wanted.at(reference::visits[visit - 1]);
        INFO("visit " << visit);
        const double se = contrast.at("se");
        CHECK(std::abs(found.effect(visit) - contrast.at("estimate").get<double>()) <= tolerance * se);
        check_relative(found.standard_error(visit), se, tolerance);
        check_relative(found.degrees_of_freedom(visit), contrast.at("df"), df_tolerance);
    }
}

const nlohmann::json& covariances() {
    static const nlohmann::json all = reference::read_json("covariances.json");
    return all.at("sets");
}

TEST_CASE("every structure agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        for (const CovarianceName& named : covariance_names) {
            if (named.covariance.kind == CovarianceKind::unstructured) continue;
            INFO(set << ", " << named.name);
            const nlohmann::json& wanted = covariances().at(set).at("structures").at(std::string{named.name});
            Fitted found(data, named.covariance);
            REQUIRE(found.status == FitStatus::converged);
            CHECK(std::abs(found.log_likelihood() - wanted.at("log_likelihood").get<double>()) < 1e-9);
            for (std::size_t k = 0; k < 9; ++k) check_relative(found.at.fit.at.Sigma[k], wanted.at("covariance").at(k / 3).at(k % 3), 1e-7);
            check_contrasts(found, wanted.at("satterthwaite"), 1e-7, 1e-7);
            CHECK(found.at.fit.iterations <= 20);
        }
    }
}

TEST_CASE("a random intercept agrees with lmerTest, and with compound symmetry of mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = covariances().at(set).at("random_intercept");
        Fitted found(reference::trial(set), {CovarianceKind::random_intercept});
        REQUIRE(found.status == FitStatus::converged);
        CHECK(std::abs(found.log_likelihood() - wanted.at("log_likelihood").get<double>()) < 1e-6);
        check_relative(found.search.theta[0], wanted.at("residual_variance"), 1e-6);
        check_relative(found.search.theta[1], wanted.at("intercept_variance"), 1e-6);
        check_contrasts(found, wanted.at("satterthwaite"), 1e-6, 1e-4);
        check_contrasts(found, covariances().at(set).at("structures").at("compound_symmetry").at("satterthwaite"), 1e-7, 1e-7);
    }
}

TEST_CASE("an unstructured covariance of each arm agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = covariances().at(set).at("unstructured_by_arm");
        FitAt at(reference::trial(set), with_baseline, true, 2);
        REQUIRE(maximise(at.map.size, at.fit) == FitStatus::converged);
        CHECK(std::abs(log_likelihood(at.map.size, at.fit.at, at.fit.patterns) - wanted.at("log_likelihood").get<double>()) < 1e-9);
        for (std::size_t k = 0; k < 9; ++k) {
            check_relative(at.fit.at.Sigma[k], wanted.at("covariance").at("control").at(k / 3).at(k % 3), 1e-7);
            check_relative(at.fit.at.Sigma[9 + k], wanted.at("covariance").at("treatment").at(k / 3).at(k % 3), 1e-7);
        }
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            const nlohmann::json& contrast = wanted.at("satterthwaite").at(reference::visits[visit - 1]);
            const std::size_t c = coefficient(at.map.size, at.fit.at, visit - 1, 1);
            const double se = contrast.at("se");
            CHECK(std::abs(at.fit.at.B[3 + visit - 1] - contrast.at("estimate").get<double>()) <= 1e-7 * se);
            check_relative(std::sqrt(at.fit.at.Phi[c * (at.map.size.coefficients + 1)]), se, 1e-7);
            check_relative(satterthwaite(at.map.size, at.fit, c), contrast.at("df"), 1e-7);
        }
    }
}

Eigen::MatrixXd sigma(const Fitted& found, std::size_t s) {
    const auto T = static_cast<Eigen::Index>(found.at.map.size.visits);
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const Matrix>(found.at.fit.at.Sigma.data() + static_cast<Eigen::Index>(s) * T * T, T, T);
}

/// The dense log-likelihood at parameters of the structure.
double dense_likelihood(const std::vector<dense::Participant>& participants, Fitted& found, const Eigen::VectorXd& theta, bool restricted) {
    found.search.structure.place(theta.data(), found.search.ranks, found.at.fit.at.Sigma.data());
    return dense::fit(participants, sigma(found, 0), sigma(found, found.search.structure.covariances - 1), restricted).log_likelihood;
}

/// By the dense likelihood the maximum is one: its slope is 0 and its curvature the information; effects are those of dense matrices.
void check_maximum(const TrialData& data, const std::vector<Covariate>& covariates, Fitted& found, bool restricted) {
    const std::vector<dense::Participant> participants = dense::participants(data, covariates);
    const std::size_t last = found.search.structure.covariances - 1;
    const dense::Fit wanted = dense::fit(participants, sigma(found, 0), sigma(found, last), restricted);
    CHECK(found.log_likelihood() == Approx(wanted.log_likelihood).epsilon(1e-12));
    for (std::size_t visit = 1; visit <= found.at.map.size.visits; ++visit) {
        const Eigen::Index k = dense::treatment(data, visit);
        CHECK(found.effect(visit) == Approx(wanted.b(k)).epsilon(1e-8));
        CHECK(found.standard_error(visit) == Approx(std::sqrt(wanted.Phi(k, k))).epsilon(1e-9));
    }
    const auto f = static_cast<Eigen::Index>(found.search.free());
    const Eigen::VectorXd theta = Eigen::Map<const Eigen::VectorXd>(found.search.theta.data(), f);
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::MatrixXd L = Eigen::MatrixXd(Eigen::Map<const Matrix>(found.at.fit.parameters.factor.data(), f, f)).triangularView<Eigen::Lower>();
    const Eigen::MatrixXd J = L * L.transpose();
    const std::vector<double> kept = found.at.fit.at.Sigma;
    const auto l = [&](const Eigen::VectorXd& at) { return dense_likelihood(participants, found, at, restricted); };
    const auto step = [&](Eigen::Index k) { return Eigen::VectorXd(0.01 / std::sqrt(J(k, k)) * Eigen::VectorXd::Unit(f, k)); };
    for (Eigen::Index k = 0; k < f; ++k) {
        const Eigen::VectorXd h = step(k);
        CHECK(std::abs(8 * (l(theta + h) - l(theta - h)) - (l(theta + 2 * h) - l(theta - 2 * h))) / 12 < 1e-7);
        for (Eigen::Index i = 0; i <= k; ++i) {
            const Eigen::VectorXd g = step(i);
            const double curvature = (l(theta + h + g) - l(theta + h - g) - l(theta - h + g) + l(theta - h - g)) / 4;
            CHECK(std::abs(-curvature - J(i, k) * g(i) * h(k)) < 2e-3 * 1e-4);
        }
    }
    found.at.fit.at.Sigma = kept;
}

const std::vector<double> weeks{0, 2, 6, 8, 14};

std::vector<VisitCovariance> all_structures() {
    std::vector<VisitCovariance> all;
    for (const CovarianceName& named : covariance_names) {
        if (named.covariance.kind != CovarianceKind::unstructured) all.push_back(named.covariance);
    }
    all.push_back({CovarianceKind::random_intercept});
    all.push_back({CovarianceKind::random_intercept_and_slope});
    return all;
}

TEST_CASE("every structure is at a maximum of the dense likelihood, REML and ML, for all participants and by arm") {
    const std::vector<Covariate> covariates{{.name = "site", .type = CovariateType::factor}, {.name = "baseline", .by_visit = false}, {.name = "age"}};
    const TrialData data = made::trial(31, {.participants = 80, .visits = 5, .skipping = 0.12, .covariates = true});
    for (VisitCovariance covariance : all_structures()) {
        for (const bool by_arm : {false, true}) {
            for (const bool restricted : {true, false}) {
                covariance.by_arm = by_arm;
                INFO(static_cast<int>(covariance.kind) << " heterogeneous " << covariance.heterogeneous << " by arm " << by_arm << " restricted " << restricted);
                Fitted found(data, covariance, restricted, weeks, covariates);
                CHECK(usable(found.status));
                if (usable(found.status)) check_maximum(data, covariates, found, restricted);
            }
        }
    }
}

/// Whether no step of D into the parameter space makes the data likelier, by the dense likelihood.
void check_boundary(const TrialData& data, const std::vector<Covariate>& covariates, Fitted& found, bool restricted) {
    const std::vector<dense::Participant> participants = dense::participants(data, covariates);
    const std::size_t covariances_of = found.search.structure.covariances;
    const Eigen::MatrixXd control = sigma(found, 0);
    const Eigen::MatrixXd treatment = sigma(found, covariances_of - 1);
    const double highest = dense::fit(participants, control, treatment, restricted).log_likelihood;
    const RandomEffects& mixed = found.search.structure.mixed;
    for (std::size_t s = 0; s < covariances_of; ++s) {
        for (int direction = 0; direction < 24; ++direction) {
            Eigen::VectorXd along(control.rows());
            for (Eigen::Index j = 0; j < along.size(); ++j) {
                const double angle = 0.1309 * direction;
                const auto visit = static_cast<std::size_t>(j);
                along(j) = std::cos(angle) * mixed.z(visit, 0) + (mixed.effects > 1 ? std::sin(angle) * mixed.z(visit, 1) : 0.0);
            }
            for (const double share : {1e-3, 0.03}) {
                const Eigen::MatrixXd more = share * control(0, 0) * along * along.transpose();
                const bool one = covariances_of == 1;
                CHECK(dense::fit(participants, control + (s == 0 ? 1 : 0) * more, treatment + (one || s == 1 ? 1 : 0) * more, restricted).log_likelihood < highest + 1e-9);
            }
        }
    }
}

TEST_CASE("maxima on the boundary are those of reduced models, and no step inwards is likelier") {
    std::array<int, 3> by_rank{};
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const TrialData data = made::trial(seed, {.participants = 24, .visits = 5, .skipping = 0.15});
        for (const bool by_arm : {false, true}) {
            const bool restricted = seed % 2 == 0;
            INFO("seed " << seed << " by arm " << by_arm << " restricted " << restricted);
            Fitted found(data, {CovarianceKind::random_intercept_and_slope, false, by_arm}, restricted, weeks);
            REQUIRE(usable(found.status));
            const std::size_t rank = by_arm ? std::min(found.search.ranks[0], found.search.ranks[1]) : found.search.ranks[0];
            CHECK((found.status == FitStatus::on_boundary) == (rank < 2));
            if (seed % 4 < 2 || rank == 0) check_maximum(data, with_baseline, found, restricted);
            if (rank < 2) check_boundary(data, with_baseline, found, restricted);
            ++by_rank[rank];
        }
    }
    TrialData unlike = made::trial(61, {.participants = 24, .visits = 5, .skipping = 0.15});
    for (std::size_t i = 0; i < 24; ++i) {
        for (std::size_t visit = 1; visit < 5; ++visit) unlike.outcomes[0].scores[visit * 24 + i] += (visit == 1 || visit == 4 ? 2.5 : -3.5) * unlike.outcomes[0].scores[i];
    }
    Fitted none(unlike, {CovarianceKind::random_intercept_and_slope}, true, weeks, {});
    CHECK(none.status == FitStatus::on_boundary);
    CHECK(none.search.ranks[0] == 0);
    check_maximum(unlike, {}, none, true);
    check_boundary(unlike, {}, none, true);
    CHECK(by_rank[1] > 5);
    CHECK(by_rank[2] > 5);
}

}  // namespace maximise_structured_test
