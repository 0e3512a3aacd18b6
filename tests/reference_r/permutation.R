# Writes permutation.json: permutation tests by all allocations (combn) on three made data sets: two groups; two groups of unequal size with ties; two strata
# with a covariate, where residuals are permuted within strata.
# Run in this folder: Rscript permutation.R
suppressMessages(library(jsonlite))

# Sums of the residuals e of the treatment arm over all allocations within strata.
sums <- function(e, arm, stratum) {
  parts <- lapply(split(seq_along(e), stratum), function(who) combn(length(who), sum(arm[who]), function(chosen) sum(e[who][chosen])))
  Reduce(function(a, b) as.vector(outer(a, b, "+")), parts)
}

test <- function(d, covariate, mu = 0) {
  d$y <- d$y - mu * d$arm
  f <- if (length(unique(d$stratum)) > 1) (if (covariate) y ~ base + factor(stratum) else y ~ factor(stratum)) else (if (covariate) y ~ base else y ~ 1)
  e <- residuals(lm(f, d))
  all <- sums(e, d$arm, d$stratum)
  observed <- sum(e[d$arm == 1])
  near <- 1e-9 * sqrt(sum(e^2))
  list(allocations = length(all), two_sided = mean(abs(all) >= abs(observed) - near), less = mean(all <= observed + near), greater = mean(all >= observed - near))
}

fit <- function(d, covariate) {
  f <- if (length(unique(d$stratum)) > 1) (if (covariate) y ~ arm + base + factor(stratum) else y ~ arm + factor(stratum)) else (if (covariate) y ~ arm + base else y ~ arm)
  list(effect = coef(lm(f, d))[["arm"]], no_effect = test(d, covariate), effect_of_minus_2 = test(d, covariate, -2))
}

set.seed(7)
base <- round(30 + 8 * rnorm(14), 1)
sets <- list(
  two_groups = data.frame(arm = rep(0:1, 7), stratum = 1, base = base, y = round(base - 5 * rep(0:1, 7) + 6 * rnorm(14), 1)),
  ties = data.frame(arm = c(rep(0, 9), rep(1, 5)), stratum = 1, base = base, y = 2 * round((20 - 4 * c(rep(0, 9), rep(1, 5)) + 5 * rnorm(14)) / 2)),
  strata = data.frame(arm = c(0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0), stratum = rep(1:2, 7), base = base, y = round(base / 2 - 4 * c(0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0) + 3 * rep(1:2, 7) + 4 * rnorm(14), 1)))
out <- lapply(sets, function(d) list(data = d, plain = fit(d, FALSE), adjusted = fit(d, TRUE)))
write(toJSON(list(made_with = paste("R", getRversion()), sets = out), digits = I(15), auto_unbox = TRUE), "permutation.json")
