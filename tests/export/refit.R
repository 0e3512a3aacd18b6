# Fits lm(score ~ arm + baseline) to visits.csv at each visit after baseline and compares it with estimates.json, in the folder that is
# named. Base R only.
folder <- commandArgs(trailingOnly = TRUE)
tolerance <- 1e-9  # relative

visits <- read.csv(file.path(folder, "visits.csv"), stringsAsFactors = FALSE)
participants <- read.csv(file.path(folder, "participants.csv"), stringsAsFactors = FALSE)
stopifnot(
  nrow(participants) == 149, nrow(visits) == 4 * 149,
  identical(unique(visits$participant), participants$participant),
  identical(visits$arm[visits$visit == "baseline"], participants$arm),
  identical(visits$booster[visits$visit == "12 months"], participants$booster),
  !anyNA(visits$MODQ[visits$visit == "baseline"]), anyNA(visits$MODQ)
)

text <- paste(readLines(file.path(folder, "estimates.json")), collapse = " ")
estimates <- function(key) {
  found <- regmatches(text, gregexpr(paste0('"', key, '": *[-+.0-9eE]+'), text))[[1]]
  as.numeric(sub(".*: *", "", found))
}
theirs <- data.frame(
  effect = estimates("effect"), standard_error = estimates("standard_error"),
  degrees_of_freedom = estimates("degrees_of_freedom"), p_value = estimates("p_value")
)

baseline <- with(subset(visits, visit == "baseline"), setNames(MODQ, participant))
refit <- function(label) {
  now <- subset(visits, visit == label)
  now$baseline <- baseline[as.character(now$participant)]
  now$treated <- as.numeric(now$arm == "MST")
  fit <- lm(MODQ ~ treated + baseline, data = now)
  row <- summary(fit)$coefficients["treated", ]
  data.frame(effect = row[[1]], standard_error = row[[2]], degrees_of_freedom = fit$df.residual, p_value = row[[4]])
}
ours <- do.call(rbind, lapply(c("post-treatment", "6 months", "12 months"), refit))

stopifnot(nrow(theirs) == nrow(ours))
difference <- abs(as.matrix(theirs) / as.matrix(ours) - 1)
print(format(ours, digits = 12))
cat("largest relative difference:", format(max(difference)), "\n")
stopifnot(max(difference) < tolerance)
