# Writes hodges_lehmann.json: wilcox.test's intervals and p-values on three made data sets, exact and by the normal approximation with its root
# search driven to the end, and values of pwilcox and qwilcox.
# Run in this folder: Rscript hodges_lehmann.R
suppressMessages(library(jsonlite))
options(warn = -1)

tail_of <- function(x, y, ...) wilcox.test(x, y, tol.root = 1e-13, ...)
tests <- function(x, y, exact) {
  by <- function(correct) {
    two <- tail_of(x, y, exact = exact, correct = correct, conf.int = TRUE)
    side <- function(alternative, mu) tail_of(x, y, exact = exact, correct = correct, alternative = alternative, mu = mu)$p.value
    list(w = unname(two$statistic), p = two$p.value, ci = as.numeric(two$conf.int), ci_90 = as.numeric(tail_of(x, y, exact = exact, correct = correct, conf.int = TRUE, conf.level = 0.9)$conf.int),
         less_at_2 = side("less", 2), greater_at_minus_4 = side("greater", -4), two_sided_at_minus_1 = side("two.sided", -1))
  }
  list(corrected = by(TRUE), plain = by(FALSE))
}

set.seed(20)
sets <- list(continuous = list(x = 25 + 9 * rnorm(31), y = 29 + 9 * rnorm(36)),
             tiny = list(x = c(1.11, 4.52, 6.03, 7.74), y = c(2.25, 5.16, 9.57, 10.38, 12.09)),
             steps_of_two = list(x = pmin(100, pmax(0, 2 * round((26 + 12 * rnorm(74)) / 2))), y = pmin(100, pmax(0, 2 * round((31 + 12 * rnorm(75)) / 2)))))
for (name in names(sets)) {
  s <- sets[[name]]
  sets[[name]] <- c(s, list(median = median(outer(s$x, s$y, "-")), normal = tests(s$x, s$y, FALSE)), if (name != "steps_of_two") list(exact = tests(s$x, s$y, TRUE)$plain))
}

# Exact given the ties: every choice of the treatment arm.
mid <- list(x = c(2, 4, 4, 6, 10), y = c(4, 6, 8, 8, 10, 12))
w_of <- function(r, chosen) sum(r[chosen])
r <- rank(c(mid$x, mid$y))
all <- combn(length(r), length(mid$x), function(chosen) w_of(r, chosen))
tied <- c(mid, list(less = mean(all <= sum(r[1:5]) + 1e-9), greater = mean(all >= sum(r[1:5]) - 1e-9)))

sizes <- list(c(3, 4), c(8, 8), c(20, 31), c(74, 75))
p <- do.call(rbind, lapply(sizes, function(s) { u <- unique(round(prod(s) * c(0, .05, .2, .3, .45, .5, .7, .95))); data.frame(m = s[1], n = s[2], u = u, p = pwilcox(u, s[1], s[2])) }))
q <- do.call(rbind, lapply(sizes, function(s) { a <- c(.005, .025, .05, .1, .25, .5); data.frame(m = s[1], n = s[2], p = a, u = qwilcox(a, s[1], s[2])) }))
write(toJSON(list(made_with = paste("R", getRversion()), sets = sets, tied = tied, pwilcox = p, qwilcox = q), digits = I(15), auto_unbox = TRUE), "hodges_lehmann.json")
