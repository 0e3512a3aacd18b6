# Writes responders.json: shares of responders compared, and logistic regression with standardisation, on three made data sets.
# Run in this folder: Rscript responders.R
suppressMessages(library(jsonlite))

made <- function(seed, n, effect, missing) {
  set.seed(seed)
  arm <- rep(0:1, length.out = n)
  base <- 2 * round(pmax(rnorm(n, 32, 9), 20) / 2)
  age <- round(rnorm(n, 45, 12), 1)
  site <- sample(c("east", "north", "west"), n, replace = TRUE)
  score <- 2 * round(pmin(pmax(0.5 * base + rnorm(n, 6, 9) - effect * arm - 0.1 * (age - 45) + 2 * (site == "west"), 0), 100) / 2)
  score[runif(n) < missing] <- NA
  data.frame(arm, base, age, site, score)
}

wilson <- function(x, n, level) as.numeric(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)

newcombe <- function(x, n, level = 0.95) {  # treatment first
  p <- x / n
  t <- wilson(x[1], n[1], level)
  c <- wilson(x[2], n[2], level)
  d <- p[1] - p[2]
  c(d - sqrt((p[1] - t[1])^2 + (c[2] - p[2])^2), d + sqrt((t[2] - p[1])^2 + (p[2] - c[1])^2))
}

# The score statistic at a difference of d: the restricted likelihood is maximised by its derivative's root.
restricted_z <- function(x, n, d) {
  slope <- function(q) x[1] / (q + d) - (n[1] - x[1]) / (1 - q - d) + x[2] / q - (n[2] - x[2]) / (1 - q)
  q <- uniroot(slope, c(max(0, -d) + 1e-12, min(1, 1 - d) - 1e-12), tol = 1e-15, maxiter = 10000)$root
  for (k in 1:5) {
    curvature <- -x[1] / (q + d)^2 - (n[1] - x[1]) / (1 - q - d)^2 - x[2] / q^2 - (n[2] - x[2]) / (1 - q)^2
    q <- q - slope(q) / curvature
  }
  (x[1] / n[1] - x[2] / n[2] - d) / sqrt((q + d) * (1 - q - d) / n[1] + q * (1 - q) / n[2])
}

compared <- function(d, response) {
  x <- c(sum(response[d$arm == 1], na.rm = TRUE), sum(response[d$arm == 0], na.rm = TRUE))
  n <- c(sum(!is.na(response[d$arm == 1])), sum(!is.na(response[d$arm == 0])))
  p <- x / n
  table <- cbind(x, n - x)
  fisher <- function(alternative) fisher.test(table, alternative = alternative)$p.value
  list(n = sum(n), estimate = p[1] - p[2], se = sqrt(sum(p * (1 - p) / n)), ci = newcombe(x, n), ci99 = newcombe(x, n, 0.99),
       chi_squared_p = suppressWarnings(prop.test(x, n, correct = FALSE))$p.value,
       fisher = list(two_sided = fisher("two.sided"), less = fisher("less"), greater = fisher("greater")),
       greater_than_minus_tenth_p = pnorm(-restricted_z(x, n, -0.1)),
       less_than_quarter_p = pnorm(restricted_z(x, n, 0.25)),
       equivalence_within_three_tenths_p = max(pnorm(restricted_z(x, n, 0.3)), pnorm(-restricted_z(x, n, -0.3))))
}

# Standardisation by predictions; the gradient by complex steps, which are exact to rounding.
standardised <- function(model) {
  X <- model.matrix(model)
  mean_in <- function(b, arm) {
    X[, "arm"] <- arm
    mean(1 / (1 + exp(-(X %*% b))))
  }
  contrasts <- list(risk_difference = function(b) mean_in(b, 1) - mean_in(b, 0),
                    marginal_log_odds_ratio = function(b) {
                      p1 <- mean_in(b, 1)
                      p0 <- mean_in(b, 0)
                      log(p1) - log(1 - p1) - log(p0) + log(1 - p0)
                    })
  lapply(contrasts, function(f) {
    b <- coef(model)
    gradient <- sapply(seq_along(b), function(k) Im(f(b + 1i * 1e-20 * (seq_along(b) == k))) / 1e-20)
    list(estimate = f(b), se = sqrt(drop(gradient %*% vcov(model) %*% gradient)))
  })
}

regressions <- function(d, response) {
  d$response <- response
  fit <- function(formula) {
    model <- glm(formula, binomial, d, epsilon = 1e-15, maxit = 100)
    for (k in 1:3) model <- glm(formula, binomial, d, epsilon = 1e-15, start = coef(model))  # its covariance is of one iteration before the last
    row <- coef(summary(model))["arm", ]
    c(list(n = nobs(model), log_likelihood = as.numeric(logLik(model)),
           conditional_log_odds_ratio = list(estimate = unname(row[1]), se = unname(row[2]), p = unname(row[4]))), standardised(model))
  }
  list(none = fit(response ~ arm), baseline = fit(response ~ base + arm), all = fit(response ~ base + age + site + arm))
}

one <- function(d) {
  observed <- as.integer(d$base - d$score >= 6)
  failure <- ifelse(is.na(observed), 0L, observed)
  percentage <- as.integer(100 * (d$base - d$score) >= 50 * d$base)
  low <- as.integer(d$score <= 14)
  list(data = d, compared = list(observed = compared(d, observed), failure = compared(d, failure), percentage = compared(d, percentage), low = compared(d, low)),
       logistic = list(observed = regressions(d, observed), failure = regressions(d, failure)))
}

sets <- list(small = one(made(11, 41, 4, 0.1)), trial = one(made(12, 149, 6, 0.15)), large = one(made(13, 400, 2, 0.3)))
table_ii <- list(list(treatment = c(56, 70), control = c(48, 80)), list(treatment = c(9, 10), control = c(3, 10)), list(treatment = c(10, 10), control = c(0, 20)),
                 list(treatment = c(5, 56), control = c(0, 29)))
for (k in seq_along(table_ii)) {
  t <- table_ii[[k]]$treatment
  c <- table_ii[[k]]$control
  table_ii[[k]]$ci <- newcombe(c(t[1], c[1]), c(t[2], c[2]))
}
write(toJSON(list(made_with = R.version.string, sets = sets, newcombe = table_ii), digits = I(17), auto_unbox = TRUE, na = "null", dataframe = "columns"), "responders.json")
