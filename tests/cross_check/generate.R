# Makes 200 data sets and what nlme, lmerTest and pbkrtest say of them: data.csv and fits.json, read by tests/analysis/cross_check_test.cpp.
#   Rscript generate.R        in this folder; Debian: r-cran-nlme r-cran-lmertest r-cran-pbkrtest r-cran-jsonlite
suppressMessages({library(nlme); library(lmerTest); library(pbkrtest); library(jsonlite)})
set.seed(20260101, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

kinds <- c("complete", "monotone", "intermittent", "tiny", "collinear", "nearly_empty")

# Covariances of the outcomes that the sets are drawn from, in turns.
truth <- function(visits, which) {
  lag <- abs(outer(seq_len(visits), seq_len(visits), "-"))
  sd <- 8 + c(0, 2, 3, 1)[seq_len(visits)]
  correlation <- switch(which, ifelse(lag == 0, 1, 0.5), 0.7^lag, 0.8^lag * 0.9^(lag > 0))
  diag(sd) %*% correlation %*% diag(sd)
}

enough <- function(y, arm, least) all(sapply(seq_len(ncol(y)), function(k) all(tapply(!is.na(y[, k]), arm, sum) >= least)))

make_set <- function(number) {
  kind <- kinds[(number - 1) %% 6 + 1]
  visits <- c(2, 3, 3, 4)[(number - 1) %/% 6 %% 4 + 1]
  n <- if (kind == "tiny") c(10, 12, 14)[number %/% 6 %% 3 + 1] else c(24, 36, 50, 80)[number %/% 6 %% 4 + 1]
  if (kind == "nearly_empty") n <- max(n, 36)
  repeat {
    arm <- rep(0:1, length.out = n)
    base <- round(rnorm(n, 32, 9), 1)
    other <- if (kind == "collinear") round(base + rnorm(n, 0, 0.3), 1) else round(rnorm(n, 50, 10), 1)
    mean <- 0.6 * base + outer(rep(1, n), 4 - seq_len(visits)) - 2 * arm
    y <- round(mean + matrix(rnorm(n * visits), n) %*% chol(truth(visits, number %/% 6 %% 3 + 1)), 1)
    if (kind == "monotone" || kind == "nearly_empty") {
      last <- rep(visits, n)
      for (k in 2:visits) last[last == visits & runif(n) < plogis(-2.5 + 0.04 * y[, k - 1])] <- k - 1
      for (k in 2:visits) y[last < k, k] <- NA
    }
    if (kind == "intermittent" || kind == "tiny") y[runif(n * visits) < 0.12] <- NA
    if (kind == "nearly_empty") {  # four or five in each arm are seen at one visit
      empty <- number %/% 24 %% visits + 1
      for (a in 0:1) y[sample(which(arm == a))[-seq_len(4 + a)], empty] <- NA
    }
    if (enough(y, arm, 3)) break
  }
  list(kind = kind, visits = visits, covariates = if (kind == "collinear") c("baseline", "other") else "baseline",
       wide = data.frame(set = number, arm, base, other, y))
}

long_form <- function(made) {
  y <- as.matrix(made$wide[, -(1:4)])
  long <- data.frame(id = rep(seq_len(nrow(y)), each = made$visits), k = rep(seq_len(made$visits), nrow(y)), y = as.vector(t(y)))
  long <- cbind(long, made$wide[long$id, c("arm", "base", "other")])
  long <- long[!is.na(long$y), ]
  long$visit <- factor(long$k)
  long$id <- factor(long$id)
  long
}

# Covariates centred: the effects are the same, the arithmetic is better.
fixed_part <- function(made) {
  y ~ 0 + visit + visit:arm + visit:b + visit:o
}
formula_of <- function(made) if (length(made$covariates) == 2) y ~ 0 + visit + visit:arm + visit:b + visit:o else y ~ 0 + visit + visit:arm + visit:b

tight <- glsControl(maxIter = 500, msMaxIter = 2000, tolerance = 1e-12, msTol = 1e-13)

by_gls <- function(made, long, correlation, weights = NULL, method = "REML") {
  fit <- tryCatch(gls(formula_of(made), long, correlation = correlation, weights = weights, method = method, control = tight),
                  error = function(e) conditionMessage(e))
  if (is.character(fit)) return(list(failed = fit))
  rows <- paste0("visit", seq_len(made$visits), ":arm")
  found <- list(log_likelihood = as.numeric(logLik(fit)), effect = unname(coef(fit)[rows]))
  if (method == "REML") found$standard_error <- unname(sqrt(diag(vcov(fit)))[rows])  # by ML, gls multiplies by N / (N - p)
  found
}

by_lmer <- function(made, long) {
  fit <- tryCatch(suppressMessages(suppressWarnings(
      lmerTest::lmer(update(formula_of(made), . ~ . + (1 | id)), long, REML = TRUE,
                     control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10), calc.derivs = FALSE)))),
      error = function(e) conditionMessage(e))
  if (is.character(fit)) return(list(failed = fit))
  rows <- paste0("visit", seq_len(made$visits), ":arm")
  found <- list(log_likelihood = as.numeric(logLik(fit)), effect = unname(fixef(fit)[rows]), singular = isSingular(fit, tol = 1e-5))
  table_of <- function(ddf) tryCatch(coef(summary(fit, ddf = ddf))[rows, ], error = function(e) NULL)
  satterthwaite <- table_of("Satterthwaite")
  found$standard_error <- unname(sqrt(diag(as.matrix(vcov(fit))))[rows])
  if (!is.null(satterthwaite)) found$satterthwaite <- unname(satterthwaite[, "df"])
  kenward_roger <- table_of("Kenward-Roger")
  if (!is.null(kenward_roger)) {
    found$kenward_roger <- unname(kenward_roger[, "df"])
    found$kenward_roger_standard_error <- unname(kenward_roger[, "Std. Error"])
  }
  found
}

fits_of <- function(made) {
  long <- long_form(made)
  long$b <- long$base - mean(made$wide$base)
  long$o <- long$other - long$base
  long$o <- long$o - mean(long$o)
  by_visit <- varIdent(form = ~ 1 | visit)
  list(unstructured = by_gls(made, long, corSymm(form = ~ k | id), by_visit),
       unstructured_ml = by_gls(made, long, corSymm(form = ~ k | id), by_visit, "ML"),
       compound_symmetry = by_gls(made, long, corCompSymm(form = ~ k | id)),
       heterogeneous_compound_symmetry = by_gls(made, long, corCompSymm(form = ~ k | id), by_visit),
       ar1 = by_gls(made, long, corAR1(0.3, form = ~ k | id)),
       heterogeneous_ar1 = by_gls(made, long, corAR1(0.3, form = ~ k | id), by_visit),
       random_intercept = by_lmer(made, long))
}

arguments <- commandArgs(TRUE)
numbers <- if (length(arguments)) as.integer(arguments[1]) else 200L
sets <- lapply(seq_len(numbers), make_set)
rows <- unlist(lapply(sets, function(made) {
  cells <- apply(made$wide, 2, function(column) ifelse(is.na(column), "", format(column, trim = TRUE, drop0trailing = TRUE)))
  apply(cells, 1, paste, collapse = ",")
}))
writeLines(c("set,arm,base,other,y1,y2,...", rows), "data.csv")

package_versions <- sapply(c("nlme", "lme4", "lmerTest", "pbkrtest"), function(name) as.character(packageVersion(name)))
results <- parallel::mclapply(sets, function(made) {
  c(made[c("kind", "visits")], list(covariates = I(made$covariates)), fits_of(made))
}, mc.cores = 1)
json <- sapply(results, function(result) toJSON(result, auto_unbox = TRUE, digits = I(12)))
writeLines(c(paste0('{"versions": ', toJSON(as.list(c(R = as.character(getRversion()), package_versions)), auto_unbox = TRUE), ","),
             '"sets": [', paste0(json, c(rep(",", length(json) - 1), "")), "]}"), "fits.json")
