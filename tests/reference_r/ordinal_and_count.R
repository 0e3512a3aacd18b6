# Writes ordinal_and_count.json: proportional odds (MASS::polr) and models of counts (glm, MASS::glm.nb) on three made data sets.
# Run in this folder: Rscript ordinal_and_count.R
#
# polr stops early and differentiates numerically, so its fit is polished here by Newton steps on the exact score, with the Hessian by complex
# steps (exact to rounding). The covariance of a glm is of one iteration before its last, so fits are started again from where they ended.
# glm.nb alternates between theta and the coefficients; the alternation goes on here until neither moves.
suppressMessages({library(jsonlite); library(MASS)})

made <- function(seed, n, levels, mean, size) {
  set.seed(seed)
  arm <- rep(0:1, length.out = n)
  age <- round(rnorm(n, 45, 12), 1)
  site <- sample(c("east", "north", "west"), n, replace = TRUE)
  latent <- 0.5 * arm + 0.02 * (age - 45) - 0.4 * (site == "north")
  level <- as.integer(cut(latent + rlogis(n), c(-Inf, seq(-2, 2, length.out = levels - 1), Inf))) - 1L
  count <- rnbinom(n, mu = mean * exp(-0.3 * arm + 0.01 * (age - 45) + 0.2 * (site == "west")), size = size)
  seen <- runif(n) >= 0.1
  level[!seen] <- NA
  count[!seen] <- NA
  data.frame(arm, age, site, level, count)
}

polished <- function(formula, d) {
  model <- polr(formula, d, Hess = TRUE, control = list(reltol = 1e-16, maxit = 2000))
  stopifnot(model$convergence == 0)
  frame <- model.frame(model)
  X <- model.matrix(formula, frame)[, -1, drop = FALSE]
  y <- as.integer(frame[[1]])
  p <- ncol(X)
  m <- nlevels(frame[[1]]) - 1
  logistic <- function(v) 1 / (1 + exp(-v))
  score <- function(b) {  # of the log-likelihood
    eta <- drop(X %*% b[1:p])
    zeta <- b[p + 1:m]
    upper <- ifelse(y > m, 1, logistic(c(zeta, 0)[y] - eta))
    lower <- ifelse(y == 1, 0, logistic(c(0, zeta)[y] - eta))
    at_upper <- ifelse(y > m, 0, upper * (1 - upper)) / (upper - lower)
    at_lower <- ifelse(y == 1, 0, lower * (1 - lower)) / (upper - lower)
    c(-colSums(X * (at_upper - at_lower)), sapply(1:m, function(k) sum(at_upper[y == k]) - sum(at_lower[y == k + 1])))
  }
  hessian <- function(b) sapply(seq_along(b), function(k) Im(score(b + 1i * 1e-20 * (seq_along(b) == k))) / 1e-20)
  b <- c(coef(model), model$zeta)
  for (k in 1:20) b <- b - solve(hessian(b), score(b))
  stopifnot(max(abs(score(b))) < 1e-9, max(abs(b - c(coef(model), model$zeta))) < 1e-3)
  eta <- drop(X %*% b[1:p])
  prob <- logistic(c(b[p + 1:m], Inf)[y] - eta) - logistic(c(-Inf, b[p + 1:m])[y] - eta)
  stopifnot(sum(log(prob)) >= as.numeric(logLik(model)) - 1e-10)
  list(n = nobs(model), levels = m + 1, estimate = unname(b["arm"]), se = sqrt(solve(-hessian(b))[match("arm", names(coef(model))), match("arm", names(coef(model)))]),
       log_likelihood = sum(log(prob)), polr = list(estimate = unname(coef(model)["arm"]), log_likelihood = as.numeric(logLik(model))))
}

row <- function(model, ...) {
  found <- unname(coef(summary(model, ...))["arm", ])
  list(n = nobs(model), estimate = found[1], se = found[2], p = found[4])
}

negative_binomial <- function(formula, d) {
  first <- glm.nb(formula, d, control = glm.control(epsilon = 1e-14, maxit = 500))
  theta <- first$theta
  for (k in 1:200) {
    model <- glm(formula, negative.binomial(theta), d, epsilon = 1e-15, maxit = 200, start = coef(first))
    theta <- as.numeric(theta.ml(model$y, fitted(model), limit = 500, eps = 1e-13))
  }
  for (k in 1:3) model <- glm(formula, negative.binomial(theta), d, epsilon = 1e-15, maxit = 200, start = coef(model))
  stopifnot(abs(theta / first$theta - 1) < 1e-4)
  log_likelihood <- sum(dnbinom(model$y, size = theta, mu = fitted(model), log = TRUE))
  stopifnot(log_likelihood >= as.numeric(logLik(first)) - 1e-9)
  c(row(model, dispersion = 1), list(dispersion = 1 / theta, log_likelihood = log_likelihood,
                                     glm_nb = list(estimate = unname(coef(first)["arm"]), theta = first$theta, log_likelihood = as.numeric(logLik(first)))))
}

counts <- function(formula, d) {
  fit <- function(family) {
    model <- glm(formula, family, d, epsilon = 1e-15, maxit = 200)
    for (k in 1:3) model <- glm(formula, family, d, epsilon = 1e-15, start = coef(model))
    model
  }
  poisson_fit <- fit(poisson())
  quasi <- fit(quasipoisson())
  list(poisson = c(row(poisson_fit), list(log_likelihood = as.numeric(logLik(poisson_fit)))),
       quasi_poisson = c(row(quasi), list(df = quasi$df.residual, dispersion = summary(quasi)$dispersion)),
       negative_binomial = negative_binomial(formula, d))
}

one <- function(d) {
  d$ordered <- factor(d$level, ordered = TRUE)
  list(data = d[c("arm", "age", "site", "level", "count")],
       proportional_odds = list(none = polished(ordered ~ arm, d), all = polished(ordered ~ age + site + arm, d)),
       count = list(none = counts(count ~ arm, d), all = counts(count ~ age + site + arm, d)))
}

sets <- list(small = one(made(21, 60, 3, 2, 1)), trial = one(made(22, 149, 5, 2.2, 1.5)), large = one(made(23, 400, 11, 8, 3)))
write(toJSON(list(made_with = paste0(R.version.string, ", MASS ", packageVersion("MASS")), sets = sets), digits = I(17), auto_unbox = TRUE, na = "null", dataframe = "columns"),
      "ordinal_and_count.json")
