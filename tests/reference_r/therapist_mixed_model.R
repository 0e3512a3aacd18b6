# Writes therapist_mixed_model.json: made data sets, and what lme4 and lmerTest say of them.
# Run in this folder: Rscript therapist_mixed_model.R
suppressMessages({library(lmerTest); library(jsonlite)})
RNGversion("4.2.0")

trial <- function(arm, therapist, therapist_sd, baseline_slope, missing = 0) {
  n <- length(arm)
  effects <- rnorm(max(c(therapist, 1), na.rm = TRUE), 0, therapist_sd)
  baseline <- round(rnorm(n, 32, 9), 1)
  y <- 20 - 4 * arm + baseline_slope * (baseline - 32) + ifelse(is.na(therapist), 0, effects[therapist]) + rnorm(n, 0, 8)
  y <- round(y, 2)
  y[runif(n) < missing] <- NA
  list(arm = arm, therapist = therapist, baseline = baseline, y = y)
}

fit <- function(data, with_baseline) {
  d <- as.data.frame(data)
  # Whoever has no therapist is a group of one whose effect is multiplied by 0.
  d$has <- as.numeric(!is.na(d$therapist))
  d$group <- factor(ifelse(is.na(d$therapist), "none", d$therapist))
  fixed <- if (with_baseline) "y ~ baseline + arm" else "y ~ arm"
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.1, rhoend = 1e-9), check.conv.singular = "ignore")
  model <- lmer(as.formula(paste(fixed, "+ (0 + has | group)")), d, control = control)
  reduced <- lm(as.formula(fixed), d)
  row <- coef(summary(model))["arm", ]
  least_squares <- coef(summary(reduced))["arm", ]
  variances <- as.data.frame(VarCorr(model))$vcov
  list(covariates = if (with_baseline) I("baseline") else list(),
       singular = isSingular(model, tol = 1e-6), n = nobs(model),
       estimate = row[["Estimate"]], se = row[["Std. Error"]], df = row[["df"]], p = row[["Pr(>|t|)"]],
       log_likelihood = as.numeric(logLik(model, REML = TRUE)), therapist_variance = variances[1], residual_variance = variances[2],
       lm = list(estimate = least_squares[["Estimate"]], se = least_squares[["Std. Error"]], df = reduced$df.residual, p = least_squares[["Pr(>|t|)"]]))
}

set.seed(20210301)
nested <- trial(rep(0:1, c(36, 34)), c(rep(1:3, c(20, 11, 5)), rep(4:6, c(9, 9, 16))), 5, 0.5, 0.05)
crossed <- trial(rep(0:1, 40), rep(c(1, 1, 2, 2, 3, 3, 3, 4, 5, 5), 8), 6, 0.4, 0.1)
partial <- trial(rep(0:1, c(30, 30)), c(rep(NA, 30), rep(1:5, c(4, 6, 6, 4, 10))), 6, 0.5)
few <- trial(rep(0:1, c(12, 10)), c(rep(1:2, 6), rep(3:4, 5)), 8, 0.3)
repeat {  # a data set whose therapists are more alike than chance makes them
  boundary <- trial(rep(0:1, c(30, 30)), rep(1:6, each = 10), 0, 0.5)
  if (isSingular(suppressMessages(lmer(y ~ baseline + arm + (1 | therapist), as.data.frame(boundary))))) break
}

sets <- lapply(list(nested = nested, crossed = crossed, partially_nested = partial, few = few, boundary = boundary),
               function(data) list(data = data, models = list(fit(data, FALSE), fit(data, TRUE))))
about <- paste0("R ", getRversion(), ", lme4 ", packageVersion("lme4"), ", lmerTest ", packageVersion("lmerTest"))
write(toJSON(list(made_with = about, sets = sets), digits = I(15), na = "null", auto_unbox = TRUE, pretty = FALSE), "therapist_mixed_model.json")
