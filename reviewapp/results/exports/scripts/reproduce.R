# Computes the headline figures of the study again, from readings.csv alone, and prints them beside
# those of the study (headline.csv, which are those of analysis.json). Base R, no packages.
#
#   Rscript reproduce.R [FOLDER]
#
# Ends with status 1 when a figure differs by more than 1e-9.

arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
folder <- if (length(arguments)) arguments[1] else if (length(script)) dirname(script) else "."

read_table <- function(name) {
  read.csv(file.path(folder, name), colClasses = "character", na.strings = "",
           encoding = "UTF-8", check.names = FALSE)
}
headline <- read_table("headline.csv")
readings <- read_table("readings.csv")

# First readings with a verdict; practice and repeats stand outside the main figures.
main <- readings[!is.na(readings$analysed) & readings$analysed == "1", ]
readers <- unique(main$reader)
cases <- unique(main$case)
is_synthetic <- main$origin[match(cases, main$case)] == "synthetic"

reader_by_case <- function(column) {
  table <- matrix(NA_real_, length(readers), length(cases))
  table[cbind(match(main$reader, readers), match(main$case, cases))] <- as.numeric(main[[column]])
  table
}
rating <- reader_by_case("verdict_rank")
correct <- reader_by_case("correct")
is_complete <- length(rating) > 0 && !anyNA(rating)

# Who wins in each pair of a synthetic (rows) and a real case (columns); a tie counts half.
# Bamber 1975, J Math Psychol 12:387.
wins <- function(rating_c) {
  outer(rating_c[is_synthetic], rating_c[!is_synthetic],
        function(synthetic, real) (synthetic > real) + (synthetic == real) / 2)
}
area <- function(rating_c) mean(wins(rating_c), na.rm = TRUE)

# Mean over readers, readers and cases at random: Obuchowski and Rockette 1995 (Commun Stat Simul
# 24:285), degrees of freedom of Hillis 2007 (Stat Med 26:596).
mean_over_readers <- function(figure, covariance) {
  count <- length(figure)
  ms <- var(figure)
  between <- max((sum(covariance) - sum(diag(covariance))) / (count * (count - 1)), 0)
  total <- ms + count * between
  df <- if (ms <= 1e-18) Inf else total^2 / (ms^2 / (count - 1))
  se <- sqrt(total / count)
  limits <- mean(figure) + c(-1, 1) * qt(0.975, df) * se
  c(value = mean(figure), low = max(limits[1], 0), high = min(limits[2], 1), se = se, df = df)
}

# DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837
mean_area <- function() {
  won <- lapply(seq_along(readers), function(r) wins(rating[r, ]))
  by_synthetic <- sapply(won, rowMeans)
  by_real <- sapply(won, colMeans)
  covariance <- cov(by_synthetic) / nrow(by_synthetic) + cov(by_real) / nrow(by_real)
  mean_over_readers(sapply(won, mean), covariance)
}

# Cases are a sample within each origin.
mean_share <- function(origins) {
  figure <- numeric(length(readers))
  covariance <- matrix(0, length(readers), length(readers))
  kept <- is_synthetic %in% origins
  for (origin in origins) {
    part <- t(correct[, is_synthetic == origin, drop = FALSE])
    weight <- nrow(part) / sum(kept)
    figure <- figure + weight * colMeans(part)
    covariance <- covariance + weight^2 * cov(part) / nrow(part)
  }
  mean_over_readers(figure, covariance)
}

# Fleiss 1971, Psychol Bull 76:378; cases that one reader read count for chance only.
fleiss_kappa <- function() {
  synthetic <- colSums(rating > 3, na.rm = TRUE)
  count <- colSums(!is.na(rating))
  share <- mean(synthetic / count)
  pairs <- synthetic * (synthetic - 1) + (count - synthetic) * (count - synthetic - 1)
  agreed <- mean((pairs / (count * (count - 1)))[count > 1])
  chance <- share^2 + (1 - share)^2
  (agreed - chance) / (1 - chance)
}

failures <- 0
compare <- function(figure, group, ours) {
  row <- headline[headline$figure == figure & headline$group == group, ]
  if (nrow(row) != 1 || is.na(row$value)) return(invisible())
  for (name in names(ours)) {
    theirs <- suppressWarnings(as.numeric(row[[name]]))
    mine <- ours[[name]]
    if (is.na(theirs) && (is.na(mine) || is.infinite(mine) || name != "value")) next
    is_same <- !is.na(mine) && abs(mine - theirs) <= 1e-9 * max(1, abs(theirs))
    if (!is_same) failures <<- failures + 1
    cat(sprintf("%-4s %-13s %-24s %-6s here %.10f  study %.10f\n",
                if (is_same) "ok" else "FAIL", figure, group, name, mine, theirs))
  }
}
value_of <- function(value) c(value = value)

for (r in seq_along(readers)) {
  compare("accuracy", readers[r], value_of(mean(correct[r, ], na.rm = TRUE)))
  compare("sensitivity", readers[r], value_of(mean(correct[r, is_synthetic], na.rm = TRUE)))
  compare("specificity", readers[r], value_of(mean(correct[r, !is_synthetic], na.rm = TRUE)))
  compare("auc", readers[r], value_of(area(rating[r, ])))
}
# With gaps, and of one reader, the study's interval is another one: then values alone compare.
has_interval <- is_complete && length(readers) > 1 && min(sum(is_synthetic), sum(!is_synthetic)) > 1
if (has_interval) {
  compare("accuracy", "all readers", mean_share(c(FALSE, TRUE)))
  compare("sensitivity", "all readers", mean_share(TRUE))
  compare("specificity", "all readers", mean_share(FALSE))
  compare("auc", "all readers", mean_area())
} else if (length(readers)) {
  all_wins <- unlist(lapply(seq_along(readers), function(r) wins(rating[r, ])))
  compare("accuracy", "all readers", value_of(mean(correct, na.rm = TRUE)))
  compare("sensitivity", "all readers", value_of(mean(correct[, is_synthetic], na.rm = TRUE)))
  compare("specificity", "all readers", value_of(mean(correct[, !is_synthetic], na.rm = TRUE)))
  compare("auc", "all readers", value_of(mean(all_wins, na.rm = TRUE)))
}
if (length(readers) > 1) compare("fleiss_kappa", "all readers", value_of(fleiss_kappa()))

cat(if (failures) sprintf("FAIL: %d figures differ\n", failures) else "PASS: every figure agrees\n")
quit(status = if (failures) 1 else 0)
