# Writes equivalence_power.json: the power of two one-sided t-tests by R's integrate over the pooled variance, which is chi-squared.
# Run in this folder: Rscript equivalence_power.R
suppressMessages(library(jsonlite))

power <- function(n0, n1, effect, sd, margin, alpha) {
  df <- n0 + n1 - 2
  error <- sd * sqrt(1 / n0 + 1 / n1)
  critical <- qt(1 - alpha / 2, df)
  given <- function(x) {  # x = (n - 2) s^2 / sd^2
    half <- critical * error * sqrt(x / df)
    inside <- pnorm((margin - half - effect) / error) - pnorm((half - margin - effect) / error)
    ifelse(inside > 0, inside, 0) * dchisq(x, df)
  }
  most <- df * (margin / (critical * error))^2
  cuts <- unique(pmin(most, qchisq(c(0, 1e-12, .01, .2, .5, .8, .99, 1 - 1e-12), df)))
  sum(sapply(seq_len(length(cuts) - 1), function(k) integrate(given, cuts[k], cuts[k + 1], rel.tol = 1e-11, subdivisions = 1000L)$value))
}

grid <- expand.grid(size = 1:3, effect = c(0, 1.5, -4), alpha = c(0.05, 0.1))
sizes <- list(c(6, 5), c(40, 60), c(200, 200))
rows <- lapply(seq_len(nrow(grid)), function(k) {
  n <- sizes[[grid$size[k]]]
  c(list(n0 = n[1], n1 = n[2], effect = grid$effect[k], sd = 9, margin = 6, alpha = grid$alpha[k]), power = power(n[1], n[2], grid$effect[k], 9, 6, grid$alpha[k]))
})
write(toJSON(list(made_with = paste("R", getRversion()), power = rows), digits = I(15), auto_unbox = TRUE), "equivalence_power.json")
