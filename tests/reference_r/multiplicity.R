# Writes multiplicity.json: adjusted p-values of multiple testing procedures, on three made sets of p-values.
# Bonferroni, Holm and Hochberg by stats::p.adjust. Weighted Holm, fixed sequence, fallback and graphs by the closed test that they are short cuts of
# (Bretz et al. 2009, Stat Med 28:586): every intersection hypothesis by a weighted Bonferroni test, a hypothesis by the largest p of the
# intersections that contain it. The weights of an intersection are those that a walk on the graph leaves in it: with J what is not in it,
# w_I + w_J (1 - G_JJ)^-1 G_JI; no hypothesis is taken from the graph one by one.
# Run in this folder: Rscript multiplicity.R
suppressMessages(library(jsonlite))

closed <- function(p, weights_of) {
  m <- length(p)
  adjusted <- numeric(m)
  for (k in seq_len(2^m - 1)) {
    inside <- which(bitwAnd(k, 2^(seq_len(m) - 1)) > 0)
    w <- weights_of(inside)
    of_intersection <- min(1, ifelse(w > 0, p[inside] / w, Inf))
    adjusted[inside] <- pmax(adjusted[inside], of_intersection)
  }
  adjusted
}

graph_weights <- function(w, g) function(inside) {
  outside <- setdiff(seq_along(w), inside)
  if (length(outside) == 0) return(w)
  away <- solve(t(diag(length(outside)) - g[outside, outside, drop = FALSE]), w[outside])
  w[inside] + as.vector(t(g[outside, inside, drop = FALSE]) %*% away)
}

random_graph <- function(m) {
  g <- matrix(runif(m * m) * (runif(m * m) < 0.7), m)
  diag(g) <- 0
  total <- rowSums(g)
  g / ifelse(total > 0, total / 0.95, 1)  # a little is lost at each step, so that every walk ends
}

set.seed(20240229)
sets <- lapply(c(3, 4, 6), function(m) {
  p <- round(rbeta(m, 0.5, 12), 5)
  w <- round(runif(m, 0.1, 1), 3)
  share <- round(w / sum(w), 4)
  share[m] <- 1 - sum(share[-m])
  g <- round(random_graph(m), 4)
  chain <- matrix(0, m, m)
  chain[cbind(seq_len(m - 1), seq_len(m - 1) + 1)] <- 1
  list(p = p, weights = w, shares = share, transitions = g,
       bonferroni = p.adjust(p, "bonferroni"), holm = p.adjust(p, "holm"), hochberg = p.adjust(p, "hochberg"),
       weighted_bonferroni = pmin(1, p / share),
       weighted_holm = closed(p, function(inside) w[inside] / sum(w[inside])),
       fixed_sequence = closed(p, function(inside) c(1, rep(0, length(inside) - 1))),
       fallback = closed(p, graph_weights(share, chain)),
       graphical = closed(p, graph_weights(share, g)))
})
write(toJSON(list(made_with = paste("R", getRversion()), jsonlite = as.character(packageVersion("jsonlite")), sets = sets), digits = I(17), auto_unbox = TRUE), "multiplicity.json")
