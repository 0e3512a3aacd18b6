# Writes linear_mixed_model.json: made data sets, and what lme4, lmerTest and pbkrtest say of them.
# Run in this folder: Rscript linear_mixed_model.R
suppressMessages({library(lmerTest); library(pbkrtest); library(jsonlite)})
RNGversion("4.2.0")

trial <- function(n, weeks, intercept_sd, slope_sd, correlation, error_sd, missing, monotone) {
  arm <- rep(0:1, length.out = n)
  baseline <- round(rnorm(n, 32, 9), 1)
  level <- rnorm(n)
  slope <- slope_sd * (correlation * level + sqrt(1 - correlation^2) * rnorm(n))
  y <- sapply(weeks[-1], function(week) round(16 + 0.4 * baseline - arm * (2 + week / 20) + intercept_sd * level + slope * week + rnorm(n, 0, error_sd), 2))
  gone <- matrix(runif(length(y)) < missing, n)
  if (monotone) gone <- t(apply(gone, 1, cummax)) == 1
  y[gone] <- NA
  list(weeks = weeks, arm = arm, baseline = baseline, y = split(y, col(y)))
}

fit <- function(data, slope) {
  visits <- length(data$y)
  n <- length(data$arm)
  d <- data.frame(id = factor(rep(seq_len(n), visits)), visit = factor(rep(seq_len(visits), each = n)), week = rep(data$weeks[-1], each = n),
                  arm = rep(data$arm, visits), baseline = rep(data$baseline, visits), y = unlist(data$y))
  d <- d[!is.na(d$y), ]
  # Weeks in units of 10, about 20: the same model, better conditioned.
  d$time <- (d$week - 20) / 10
  form <- as.formula(paste("y ~ visit + baseline + arm + visit:baseline + visit:arm +", if (slope) "(1 + time | id)" else "(1 | id)"))
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.1, rhoend = 1e-10, maxfun = 1e5), check.conv.singular = "ignore")
  model <- lmer(form, d, control = control)
  full <- lmer(form, d, control = control, REML = FALSE)
  names <- names(fixef(model))
  contrast <- function(k) as.numeric(names == "arm") + (k > 1) * as.numeric(names == paste0("visit", k, ":arm"))
  row <- function(k, ddf) {
    found <- contest1D(model, contrast(k), ddf = ddf)
    list(estimate = found[["Estimate"]], se = found[["Std. Error"]], df = found[["df"]], p = found[["Pr(>|t|)"]])
  }
  Sigma <- function(model) {
    Z <- if (slope) cbind(1, (data$weeks[-1] - 20) / 10) else matrix(1, visits, 1)
    Z %*% matrix(VarCorr(model)$id, ncol(Z)) %*% t(Z) + sigma(model)^2 * diag(visits)
  }
  list(slope = slope, singular = isSingular(model, tol = 1e-5), covariance = Sigma(model), log_likelihood = as.numeric(logLik(model, REML = TRUE)),
       satterthwaite = lapply(seq_len(visits), row, "Satterthwaite"), kenward_roger_expected = lapply(seq_len(visits), row, "Kenward-Roger"),
       ml = list(singular = isSingular(full, tol = 1e-5), covariance = Sigma(full), log_likelihood = as.numeric(logLik(full))))
}

set.seed(20261126)
sets <- list(complete = trial(60, c(0, 6, 26, 52), 6, 0.12, 0.2, 4, 0, FALSE), monotone = trial(90, c(0, 6, 26, 52), 7, 0.10, -0.3, 4, 0.12, TRUE),
             intermittent = trial(50, c(0, 4, 8, 12, 24, 48), 5, 0.15, 0.5, 5, 0.2, FALSE))
sets <- lapply(sets, function(data) list(data = data, models = list(fit(data, FALSE), fit(data, TRUE))))
stopifnot(!any(sapply(sets, function(set) sapply(set$models, function(model) model$singular || model$ml$singular))))
about <- paste0("R ", getRversion(), ", lme4 ", packageVersion("lme4"), ", lmerTest ", packageVersion("lmerTest"), ", pbkrtest ", packageVersion("pbkrtest"))
write(toJSON(list(made_with = about, sets = sets), digits = I(15), na = "null", auto_unbox = TRUE, pretty = FALSE), "linear_mixed_model.json")
