// Reference: R's pwilcox and qwilcox. Oracles: all orders of small samples, with ties and without; symmetry.
#include "catch.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/analysis/ranks/exact_rank_sum.hpp>
#include <equipoise/analysis/ranks/exact_tied_rank_sum.hpp>
#include <equipoise/random/stream.hpp>

namespace exact_rank_sum_test {

using namespace equipoise;

/// The share of all choices of the treatment arm with at most, and at least, as many pairs won.
ranks::Tails by_enumeration(const std::vector<double>& control, const std::vector<double>& treatment) {
    std::vector<double> all = control;
    all.insert(all.end(), treatment.begin(), treatment.end());
    std::vector<int> labels(all.size(), 0);
    std::fill(labels.begin() + static_cast<std::ptrdiff_t>(control.size()), labels.end(), 1);
    const auto won = [&] {
        double sum = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = 0; j < all.size(); ++j) {
                if (labels[i] == 1 && labels[j] == 0) sum += all[i] > all[j] ? 1.0 : all[i] == all[j] ? 0.5 : 0.0;
            }
        }
        return sum;
    };
    const double observed = won();
    double count = 0;
    ranks::Tails tails{0, 0};
    do {
        const double here = won();
        tails.lower += here <= observed ? 1 : 0;
        tails.upper += here >= observed ? 1 : 0;
        ++count;
    } while (std::next_permutation(labels.begin(), labels.end()));
    return {tails.lower / count, tails.upper / count};
}

TEST_CASE("probabilities and quantiles agree with R") {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference_r/hodges_lehmann.json");
    const nlohmann::json all = nlohmann::json::parse(file);
    ranks::ExactRankSum exact;
    for (const nlohmann::json& value : all.at("pwilcox")) {
        exact.of(value.at("m").get<std::size_t>(), value.at("n").get<std::size_t>());
        const double wanted = value.at("p");
        INFO(value.dump());
        CHECK(std::abs(exact.up_to(value.at("u").get<double>()) - wanted) <= 1e-12 * wanted);
    }
    for (const nlohmann::json& value : all.at("qwilcox")) {
        exact.of(value.at("m").get<std::size_t>(), value.at("n").get<std::size_t>());
        INFO(value.dump());
        CHECK(exact.quantile(value.at("p").get<double>()) == value.at("u").get<std::size_t>());
    }
}

TEST_CASE("probabilities are symmetric and end in 1") {
    ranks::ExactRankSum exact;
    for (const auto& [m, n] : {std::pair{1, 1}, std::pair{1, 7}, std::pair{5, 6}, std::pair{7, 7}, std::pair{40, 60}}) {
        exact.of(static_cast<std::size_t>(m), static_cast<std::size_t>(n));
        for (int u = 0; u < m * n; ++u) CHECK(exact.up_to(u) + exact.up_to(m * n - u - 1) == Approx(1).epsilon(1e-13));
        CHECK(exact.up_to(m * n) == 1);
        CHECK(exact.up_to(-1) == 0);
    }
}

TEST_CASE("exact tails are shares of all choices, whatever the ties") {
    Stream chance(StudyKey(521), 0, {Layer::analysis});
    ranks::ExactTiedRankSum tied;
    ranks::ExactRankSum exact;
    for (int k = 0; k < 40; ++k) {
        std::vector<double> control(1 + chance() % 6);
        std::vector<double> treatment(1 + chance() % 6);
        const std::uint64_t levels = k % 4 == 0 ? 1'000'000 : 4;
        for (double& value : control) value = static_cast<double>(chance() % levels);
        for (double& value : treatment) value = static_cast<double>(chance() % levels);
        const ranks::Tails wanted = by_enumeration(control, treatment);
        std::sort(control.begin(), control.end());
        std::sort(treatment.begin(), treatment.end());
        const ranks::Tails found = tied.tails(control, treatment, 0.0, 0.0);
        CHECK(found.lower == Approx(wanted.lower).epsilon(1e-12));
        CHECK(found.upper == Approx(wanted.upper).epsilon(1e-12));
        const ranks::RankSum sum = ranks::rank_sum(control, treatment);
        if (sum.ties > 0) continue;
        exact.of(treatment.size(), control.size());
        CHECK(exact.tails(sum.pairs_won).lower == Approx(wanted.lower).epsilon(1e-12));
        CHECK(exact.tails(sum.pairs_won).upper == Approx(wanted.upper).epsilon(1e-12));
    }
}

TEST_CASE("without ties both exact distributions are the same at the size of a trial") {
    Stream chance(StudyKey(522), 0, {Layer::analysis});
    std::vector<double> control(75);
    std::vector<double> treatment(62);
    for (double& value : control) value = static_cast<double>(chance() >> 11U);
    for (double& value : treatment) value = 0.8 * static_cast<double>(chance() >> 11U);
    std::sort(control.begin(), control.end());
    std::sort(treatment.begin(), treatment.end());
    ranks::ExactTiedRankSum tied;
    ranks::ExactRankSum exact;
    exact.of(62, 75);
    const ranks::Tails one = exact.tails(ranks::rank_sum(control, treatment).pairs_won);
    const ranks::Tails other = tied.tails(control, treatment, 0.0, 0.0);
    CHECK(other.lower == Approx(one.lower).epsilon(1e-12));
    CHECK(other.upper == Approx(one.upper).epsilon(1e-12));
}

}  // namespace exact_rank_sum_test
