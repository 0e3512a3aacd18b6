# Writes ancova_strata.json: ANCOVA with an intercept for each combination of two factors, by lm, on three made data sets; the
# heteroscedasticity-consistent variances from lm's hat values, as the package sandwich has them.
# Run in this folder: Rscript ancova_strata.R
suppressMessages(library(jsonlite))

make <- function(seed, n, empty) {
  set.seed(seed)
  d <- data.frame(site = sample(3, n, TRUE, c(.5, .3, .2)), sex = sample(2, n, TRUE), arm = rep(0:1, length.out = n))
  if (empty) d$site[d$site == 3 & d$sex == 2] <- 1
  d$base <- round(30 + 8 * rnorm(n), 1)
  d$y <- round(8 + 0.6 * d$base - 3 * d$arm + 2 * d$site - 3 * (d$sex == 2) * (d$site == 1) + (4 + 3 * d$arm) * rnorm(n), 1)
  d$y[sample(n, n %/% 10)] <- NA
  d
}

fit <- function(d) {
  d <- d[!is.na(d$y), ]
  d$stratum <- factor(paste(d$site, d$sex))
  m <- lm(y ~ base + stratum + arm, d)
  X <- model.matrix(m)
  e <- residuals(m)
  h <- hatvalues(m)
  bread <- solve(crossprod(X))
  weight <- list(hc0 = e^2, hc1 = e^2 * nrow(X) / m$df.residual, hc2 = e^2 / (1 - h), hc3 = e^2 / (1 - h)^2)
  one <- function(se) list(estimate = coef(m)[["arm"]], se = se, df = m$df.residual, p = 2 * pt(-abs(coef(m)[["arm"]] / se), m$df.residual),
                           ci = coef(m)[["arm"]] + c(-1, 1) * qt(.975, m$df.residual) * se)
  c(list(model = one(summary(m)$coefficients["arm", 2])), lapply(weight, function(w) one(sqrt((bread %*% crossprod(X * sqrt(w)) %*% bread)["arm", "arm"]))))
}

sets <- list()
for (k in 1:3) {
  d <- make(100 + k, c(60, 90, 40)[k], k == 2)
  sets[[paste0("made_", k)]] <- list(data = d, fits = fit(d))
}
write(toJSON(list(made_with = paste("R", getRversion()), sets = sets), digits = I(15), auto_unbox = TRUE, na = "null"), "ancova_strata.json")
