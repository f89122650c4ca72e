"""What correct verdicts and reading times depend on: mixed models, sites, order, by name."""

from collections.abc import Mapping

from reviewapp.results.findings import Findings
from reviewapp.results.statistics.models.nested import RatioTest

from .named import Extra, Named


def model_figures(findings: Findings) -> dict[str, Named]:
    """The generalised mixed models and the cluster bootstrap that checks them."""
    found, model = {}, findings.model
    accuracy = model.accuracy
    found["glmm_accuracy"] = Named("Accuracy of a typical reader and case", accuracy.typical)
    for column, estimate in accuracy.odds_ratios.items():
        test = accuracy.tests.get(column.split(" ")[0])
        found[f"glmm_or:{column}"] = Named(f"Odds ratio, {column}", estimate, _tested(test))
    for factor, estimate in accuracy.model.deviations.items():
        found[f"glmm_sd:{factor}"] = Named(f"SD of the random {factor} (logit)", estimate)
    found["glmm_dprime"] = Named("d', probit mixed model", model.detection.d_prime)
    found["glmm_c"] = Named("Criterion c, probit mixed model", model.detection.criterion)
    for column, estimate in model.bootstrap.items():
        found[f"bootstrap_logit:{column}"] = Named(f"Cluster bootstrap, {column} (logit)", estimate)
    return found


def site_figures(findings: Findings) -> dict[str, Named]:
    """Accuracy by site, and the tests of a difference; none of a file with one site."""
    compared = findings.sites
    if len(compared.readers.means) < 2:
        return {}
    found = {
        f"site_accuracy:{site}": Named(f"Accuracy at {site}, mean of readers", estimate)
        for site, estimate in compared.readers.means.items()
    }
    for pair in compared.readers.pairs:
        name = f"{pair.first} - {pair.second}"
        extra: dict[str, Extra] = {"p": pair.p, "p_holm": pair.adjusted_p}
        found[f"site_difference:{name}"] = Named(f"Difference, {name}", pair.difference, extra)
    tests = {
        "anova_F": compared.readers.anova.statistic,
        "anova_p": compared.readers.anova.p,
        "permutation_p": compared.readers.permutation.p,
        "permutation_n": compared.readers.permutation.ways,
        "lrt_p": compared.test.p,
        "few_readers_p": compared.few_readers_p,
        "equal_spread_p": compared.readers.spread.p,
    }
    found["site_sd"] = Named("SD between sites", compared.readers.between, tests)
    return found


def course_figures(findings: Findings) -> dict[str, Named]:
    """Learning and fatigue, and how long readings took; none without positions and times."""
    found: dict[str, Named] = {}
    reach, trend, time = findings.reach, findings.trend.trend, findings.time.everyone
    if reach.has_positions:
        found["position_or"] = Named(
            "Odds ratio of correct, 10 cases later", trend.odds_ratio, _tested(trend.test)
        )
        found["second_half_less_first"] = Named(
            "Accuracy, second half less first", trend.second_less_first
        )
    if reach.has_times:
        quartiles: dict[str, Extra] = {
            "median_s": time.everyone.median_s,
            "lower_quartile_s": time.everyone.low_s,
            "upper_quartile_s": time.everyone.high_s,
        }
        found["time_ratio_synthetic"] = Named(
            "Reading time, positive over negative cases", time.synthetic_over_real, quartiles
        )
        found["time_ratio_position"] = Named("Reading time, 10 cases later", time.per_10_cases)
    return found


def item_figures(findings: Findings) -> dict[str, Named]:
    """How consistent the set of cases is."""
    difficulty = findings.difficulty
    return {
        "cronbach_alpha": Named("Cronbach's alpha, all cases", difficulty.alpha),
        "cronbach_alpha_varying": Named(
            "Cronbach's alpha, cases that vary", difficulty.alpha_varying
        ),
    }


def _tested(test: RatioTest | None) -> Mapping[str, Extra]:
    return {"lrt_chi2": test.chi2, "lrt_df": test.df, "p": test.p} if test else {}
