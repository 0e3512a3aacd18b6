# Times what a user of other packages would write against `equipoise run`, on the trial of examples/scenarios/van_dillen_2021.json, one core, in one
# run: each in turn, several rounds, the median. Writes the Markdown table of docs/peers.md to standard output.
#
#     Rscript --vanilla bench/peers/peers.R EQUIPOISE SCENARIO ROUNDS SECONDS   (bench/peers/compare does it)
#
#     SECONDS  how long each is timed in each round, about
#
# Debian and Ubuntu packages: r-cran-nlme, r-cran-lme4, r-cran-lmertest, r-cran-rpact. Timed too where they are installed: mmrm, simr,
# DeclareDesign (CRAN). A package that is missing has no row, and the page says so.

arguments <- commandArgs(trailingOnly = TRUE)
equipoise <- arguments[1]
scenario <- arguments[2]
rounds <- as.integer(arguments[3])
seconds <- as.numeric(arguments[4])
has <- function(package) suppressWarnings(suppressMessages(requireNamespace(package, quietly = TRUE)))

# The trial, as one simulates it in R: means, SDs and correlations of the scenario, scores of 0 to 100 in steps of 2, a baseline of at least 20 (by
# drawing again), 3 % of those who are still there leave before each visit, completely at random. (That cutting moves the moments is not undone here;
# equipoise undoes it, before the first replicate.)
participants <- 149
treatment <- rep(c(1, 0), c(74, 75))
means <- list(c(32, 20.0, 19.5, 19.5), c(32, 12.1, 13.9, 13.8))  # control, treatment
correlation <- matrix(c(1, .45, .40, .35, .45, 1, .65, .60, .40, .65, 1, .70, .35, .60, .70, 1), 4)
sds <- c(9, 9.6, 10.3, 10.2)
root <- chol(correlation * outer(sds, sds))

simulate <- function() {
  arm <- sample(treatment)
  mean <- rbind(means[[1]], means[[2]])[arm + 1, ]
  y <- mean + matrix(rnorm(participants * 4), participants) %*% root
  repeat {
    bad <- which(y[, 1] < 19)
    if (length(bad) == 0) break
    y[bad, ] <- mean[bad, , drop = FALSE] + matrix(rnorm(length(bad) * 4), length(bad)) %*% root
  }
  y <- pmin(pmax(2 * round(y / 2), 0), 100)
  left <- matrix(runif(participants * 3) < 0.03, participants)
  left <- left[, 1] + cbind(0, left[, 2], left[, 2] + left[, 3]) > 0
  y[, 2:4][left] <- NA
  list(arm = arm, y = y)
}

long <- function(trial) {
  data <- data.frame(id = factor(rep(seq_len(participants), 3)), arm = rep(trial$arm, 3), baseline = rep(trial$y[, 1], 3),
                     visit = factor(rep(1:3, each = participants)), score = as.vector(trial$y[, 2:4]))
  data <- data[!is.na(data$score), ]
  data[order(data$id, data$visit), ]
}

# Each peer: what is timed is one replicate, a trial simulated and analysed until the effects at three visits have p-values. A fit that fails counts
# its time and is counted.
failures <- new.env()
tried <- function(name, expression) {
  failed <- FALSE
  result <- withCallingHandlers(
    tryCatch(expression, error = function(e) { failed <<- TRUE; NULL }),
    warning = function(w) invokeRestart("muffleWarning"), message = function(m) invokeRestart("muffleMessage"))
  counts <- if (is.null(failures[[name]])) c(0, 0) else failures[[name]]
  failures[[name]] <- counts + c(failed, 1)
  invisible(result)
}

effects_by_visit <- c("visit1:arm", "visit2:arm", "visit3:arm")
model <- score ~ 0 + visit + visit:arm + visit:baseline
peers <- list()
peer <- function(name, package, analysis, remark, replicate) {
  if (package == "" || has(package)) peers[[name]] <<- list(package = package, analysis = analysis, remark = remark, replicate = replicate)
}

peer("simulating alone", "", "none", "the simulation that all rows below share, vectorised over participants", function() simulate())
peer("lm", "", "ANCOVA at three visits", "`summary(lm())`; the same answers as ours", function() {
  trial <- simulate()
  for (visit in 2:4) summary(lm(trial$y[, visit] ~ trial$arm + trial$y[, 1]))$coefficients
})
peer("nlme::gls", "nlme", "MMRM, unstructured", "`corSymm` with `varIdent`, REML; degrees of freedom are N - q, neither Satterthwaite's nor Kenward and Roger's", function() {
  data <- long(simulate())
  tried("nlme::gls", summary(nlme::gls(model, data, correlation = nlme::corSymm(form = ~ as.integer(visit) | id),
                                       weights = nlme::varIdent(form = ~ 1 | visit)))$tTable[effects_by_visit, ])
})
peer("lmerTest", "lmerTest", "MMRM, unstructured, Satterthwaite", "`lmer` with `(0 + visit | id)`: its residual variance is a parameter too many, so its check of the number of effects is switched off", function() {
  data <- long(simulate())
  tried("lmerTest", summary(lmerTest::lmer(score ~ 0 + visit + visit:arm + visit:baseline + (0 + visit | id), data,
    control = lme4::lmerControl(check.nobs.vs.nRE = "ignore", calc.derivs = TRUE)))$coefficients[effects_by_visit, ])
})
peer("lme4 + lmerTest, random intercept", "lmerTest", "linear mixed model, Satterthwaite", "what is often fitted instead, with compound symmetry", function() {
  data <- long(simulate())
  tried("lme4 + lmerTest, random intercept", summary(lmerTest::lmer(score ~ 0 + visit + visit:arm + visit:baseline + (1 | id), data))$coefficients[effects_by_visit, ])
})
peer("mmrm", "mmrm", "MMRM, unstructured, Satterthwaite", "`mmrm()` with `us(visit | id)`", function() {
  data <- long(simulate())
  tried("mmrm", summary(mmrm::mmrm(score ~ 0 + visit + visit:arm + visit:baseline + us(visit | id), data))$coefficients[effects_by_visit, ])
})
peer("mmrm, Kenward-Roger", "mmrm", "MMRM, unstructured, Kenward-Roger", "`mmrm(method = \"Kenward-Roger\")`", function() {
  data <- long(simulate())
  tried("mmrm, Kenward-Roger", summary(mmrm::mmrm(score ~ 0 + visit + visit:arm + visit:baseline + us(visit | id), data, method = "Kenward-Roger"))$coefficients[effects_by_visit, ])
})
if (has("simr") && has("lmerTest")) {
  pilot <- lmerTest::lmer(score ~ 0 + visit + visit:arm + visit:baseline + (1 | id), long({ set.seed(1); simulate() }))
  peer("simr", "simr", "linear mixed model, Satterthwaite, one visit", "`doTest(doFit(doSim(), fit))`: new responses of the fitted model, on the scale of real numbers, and the test of one effect", function() {
    tried("simr", simr::doTest(simr::doFit(simr::doSim(pilot), pilot), simr::fixed("visit1:arm", "t")))
  })
}
if (has("DeclareDesign")) {
  suppressPackageStartupMessages(library(DeclareDesign))
  design <- declare_model(N = participants, data = NULL, handler = function(data, N) {
      y <- matrix(rnorm(N * 4), N) %*% root
      data.frame(b = y[, 1] + 32, y1 = y[, 2] + 20, y2 = y[, 3] + 19.5, y3 = y[, 4] + 19.5)
    }) +
    declare_assignment(Z = complete_ra(N, m = 74)) +
    declare_measurement(y1 = y1 - 7.9 * Z, y2 = y2 - 5.6 * Z, y3 = y3 - 5.7 * Z) +
    declare_estimator(y1 ~ Z + b, .method = lm, term = "Z", label = "1") +
    declare_estimator(y2 ~ Z + b, .method = lm, term = "Z", label = "2") +
    declare_estimator(y3 ~ Z + b, .method = lm, term = "Z", label = "3")
  peer("DeclareDesign", "DeclareDesign", "ANCOVA at three visits", "`run_design()` with `lm`; complete data, no bounds", function() tried("DeclareDesign", run_design(design)))
}

# Time per replicate in milliseconds: as many as fill the time, at least three.
per_replicate <- function(replicate) {
  replicate()
  start <- proc.time()[["elapsed"]]
  done <- 0
  while (done < 3 || proc.time()[["elapsed"]] - start < seconds) {
    replicate()
    done <- done + 1
  }
  1000 * (proc.time()[["elapsed"]] - start) / done
}

# rpact simulates many trials in one call: of the test statistic at each stage, not of participants.
rpact_per_replicate <- function() {
  suppressPackageStartupMessages(library(rpact))
  design <- getDesignGroupSequential(kMax = 1, alpha = 0.025, sided = 1)
  trials <- 20000
  time <- system.time(getSimulationMeans(design, alternative = 5.7 / 10.2, plannedSubjects = 149, maxNumberOfIterations = trials, normalApproximation = FALSE, seed = 1))
  1000 * time[["elapsed"]] / trials
}

# Ours, by its own clock: `timing.seconds` of the results. Preparation is left out, as it is for the others.
ours <- function(analysis, replicates) {
  words <- c("run", scenario, "--threads", "1", "--replicates", replicates, "--format", "json", "--set", shQuote(paste0("/analyses=[", analysis, "]")))
  text <- paste(system2(equipoise, words, stdout = TRUE, stderr = FALSE), collapse = "\n")
  1000 * as.numeric(sub('.*"timing": \\{"seconds": ([0-9.e+-]+).*', "\\1", text)) / replicates
}
baseline <- '"covariates": [{"name": "baseline", "by_visit": true}]'
our_rows <- list(
  "equipoise: ANCOVA" = list('{"method": "ancova", "covariates": [{"name": "baseline"}]}', "ANCOVA at three visits"),
  "equipoise: MMRM" = list(paste0('{"method": "mmrm", ', baseline, "}"), "MMRM, unstructured, Satterthwaite"),
  "equipoise: MMRM, Kenward-Roger" = list(paste0('{"method": "mmrm", "degrees_of_freedom": "kenward_roger", ', baseline, "}"), "MMRM, unstructured, Kenward-Roger"))
our_remark <- "the scenario as it stands, and all sums for power, bias, coverage and their Monte Carlo errors"
our_replicates <- as.integer(max(2000, 20000 * seconds))

times <- list()
note <- function(name, time) times[[name]] <<- c(times[[name]], time)
for (round in seq_len(rounds)) {
  set.seed(20201228 + round)
  for (name in names(our_rows)) note(name, ours(our_rows[[name]][[1]], our_replicates))
  for (name in names(peers)) note(name, per_replicate(peers[[name]]$replicate))
  if (has("rpact")) note("rpact", rpact_per_replicate())
}

version_of <- function(package) if (package == "") paste("R", getRversion()) else paste(package, packageVersion(package))
shown <- function(milliseconds) {
  if (milliseconds < 1) paste(signif(1000 * milliseconds, 3), "\u00b5s") else paste(signif(milliseconds, 3), "ms")
}
failed <- function(name) {
  counts <- failures[[name]]
  if (is.null(counts)) "none" else if (counts[1] == 0) paste("none of", counts[2]) else paste(counts[1], "of", counts[2])
}
like <- function(analysis) {  # our row that does at least as much
  if (grepl("Kenward", analysis)) "equipoise: MMRM, Kenward-Roger" else if (grepl("MMRM|mixed", analysis)) "equipoise: MMRM" else if (grepl("ANCOVA", analysis)) "equipoise: ANCOVA" else NA
}
ratio <- function(name, analysis) {
  row <- like(analysis)
  if (is.na(row)) "" else format(signif(median(times[[name]] / times[[row]]), 2), big.mark = ",", scientific = FALSE)
}
row <- function(...) cat("|", paste(gsub("|", "\\|", c(...), fixed = TRUE), collapse = " | "), "|\n")

row("who", "analysis", "a replicate", "times ours", "fits that failed", "what it does")
row("---", "---", "---", "---", "---", "---")
for (name in names(our_rows)) row(name, our_rows[[name]][[2]], shown(median(times[[name]])), "1", "counted in the results", our_remark)
for (name in names(peers)) {
  it <- peers[[name]]
  row(paste0(name, " (", version_of(it$package), ")"), it$analysis, shown(median(times[[name]])), ratio(name, it$analysis), failed(name), it$remark)
}
if (has("rpact")) row(paste0("rpact (", version_of("rpact"), ")"), "t-test at one visit", shown(median(times[["rpact"]])), "", "none", "`getSimulationMeans()`: draws the test statistic, no participant")
absent <- Filter(function(package) !has(package), c("nlme", "lmerTest", "rpact", "mmrm", "simr", "DeclareDesign"))
if (length(absent) > 0) cat("\nNot installed where this was written, so without a row:", paste0(absent, collapse = ", "), "\n")
