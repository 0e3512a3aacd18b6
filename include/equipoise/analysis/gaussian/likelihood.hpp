#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <equipoise/analysis/gaussian/model_size.hpp>

namespace equipoise::gaussian {

// The model. Participant i has outcomes y_i at the visits O_g of pattern g, y_i = X_i b + e_i, e_i ~ N(0, Sigma_O), with
// X_i = (I (x) z_i') K. With W_g the inverse of Sigma_O padded with zeros to T x T:
//
//     A    = K' [ sum_g W_g (x) S_g ] K,    b = A^-1 K' vec[ sum_g C_g W_g ],    Phi = A^-1
//     D_g  = C_g - S_g B                                 (z times residuals; B is K b as p x T)
//     R_g  = Q_g - B'C_g - D_g'B                         (residuals times residuals)
//     H_g  [j,k] = tr( (K Phi K')_jk S_g )
//     M_g  = W_g (R_g + H_g) W_g                         (for ML without H_g)
//     -2 l = sum_g [ n_g log|Sigma_O| + tr(W_g R_g) ] + log|A| + (N - q) log 2 pi     (for ML without log|A|, and with N)
//     dl/dSigma = 1/2 sum_g ( M_g - n_g W_g )            (off-diagonal parameters count twice)
//
// theta is the lower triangle of Sigma, row by row; where each arm has a Sigma, patterns are of one arm, and theta holds one triangle after
// the other. Source: Jennrich & Schluchter (1986), Biometrics 42:805.

/// What is known of a fit at one Sigma, and the room to compute it in. Matrices are stored row by row, symmetric ones in full.
struct Likelihood {
    /// @param map  K: the coefficient of (visit, column), visit by visit, or `no_coefficient`
    Likelihood(const AnySize& size, std::vector<std::uint32_t> map, bool reml)
        : restricted(reml),
          coefficient(std::move(map)),
          Sigma(size.covariances * size.visits * size.visits),
          A(size.coefficients * size.coefficients),
          L_inverse(A.size()),
          Phi(A.size()),
          right(size.coefficients),
          B(size.columns * size.visits),
          blocks(triangle(size.visits) * triangle(size.columns)),
          score(elements(size)),
          workspace(3 * size.visits * size.visits + size.coefficients) {
        make_room(size, 32);
    }

    void make_room(const AnySize& size, std::size_t patterns) {
        if (patterns <= determinant.size()) return;
        W.resize(patterns * size.visits * size.visits);
        M.resize(W.size());
        D.resize(patterns * size.columns * size.visits);
        determinant.resize(patterns);
    }

    bool restricted;                         // REML, else ML
    std::vector<std::uint32_t> coefficient;  // K
    std::vector<double> Sigma;               // T x T for each covariance
    std::vector<double> A;                   // q x q; after evaluation its lower Cholesky factor L
    std::vector<double> L_inverse;           // q x q
    std::vector<double> Phi;                 // q x q
    std::vector<double> right;               // q: K' vec[ sum_g C_g W_g ]
    std::vector<double> B;                   // p x T
    std::vector<double> blocks;              // lower T x T of lower p x p: those of A, then those of K Phi K' + its transpose by block
    std::vector<double> score;               // dl / dtheta
    std::vector<double> workspace;
    std::vector<double> W;            // T x T for each pattern
    std::vector<double> M;            // T x T for each pattern
    std::vector<double> D;            // p x T for each pattern
    std::vector<double> determinant;  // |Sigma_O| for each pattern
    double weighted_residuals = 0.0;  // sum_g tr(W_g R_g)
};

/// What stands in a map where a column has no coefficient at a visit.
inline constexpr std::uint32_t no_coefficient = 0xFFFFFFFFU;

/// Whether (visit j, column c) has a coefficient.
template <class Size>
constexpr bool has_coefficient(const Size& size, const Likelihood& at, std::size_t j, std::size_t c) {
    if constexpr (Size::each_column_by_visit) {
        return Size::has_coefficient(j, c);
    } else {
        return at.coefficient[j * size.columns + c] != no_coefficient;
    }
}

/// The coefficient of (visit j, column c), if it has one.
template <class Size>
constexpr std::size_t coefficient(const Size& size, const Likelihood& at, std::size_t j, std::size_t c) {
    if constexpr (Size::each_column_by_visit) {
        return Size::coefficient(j, c);
    } else {
        return at.coefficient[j * size.columns + c];
    }
}

}  // namespace equipoise::gaussian
