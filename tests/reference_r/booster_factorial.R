# Writes booster_factorial.json: the 2 x 2 factorial of arm and boosters by lm, on the data sets of ../reference.
# Run in this folder: Rscript booster_factorial.R
suppressMessages(library(jsonlite))

fit <- function(d, y, with_baseline) {
  d$a <- d$arm - 0.5
  d$b <- d$booster - 0.5
  model <- lm(as.formula(paste(y, if (with_baseline) "~ base + a * b" else "~ a * b")), d)
  rows <- coef(summary(model))
  intervals <- confint(model)
  one <- function(name) list(estimate = rows[name, 1], se = rows[name, 2], df = model$df.residual, p = rows[name, 4], ci = unname(intervals[name, ]))
  list(n = nobs(model), booster_minus_none = one("b"), booster_by_arm = one("a:b"))
}

sets <- list()
for (name in c("i_complete", "ii_monotone", "vii_heavy_dropout_unequal")) {
  d <- read.csv(file.path("..", "reference", paste0(name, ".csv")))
  by_visit <- function(with_baseline) sapply(c("y0", "y6", "y12"), function(y) fit(d, y, with_baseline), simplify = FALSE)
  sets[[name]] <- list(with_baseline = by_visit(TRUE), without = by_visit(FALSE))
}
write(toJSON(list(made_with = paste("R", getRversion()), sets = sets), digits = I(15), auto_unbox = TRUE), "booster_factorial.json")
