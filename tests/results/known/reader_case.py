"""The statistics of known cases with several readers and cases, by kind."""

import re

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.discrimination.areas import (
    area_kernel,
)
from reviewapp.results.statistics.discrimination.equivalence import Band, equivalence_to_chance
from reviewapp.results.statistics.discrimination.mean_area import mean_area
from reviewapp.results.statistics.discrimination.reader_case import (
    mean_over_readers,
    stratified_means,
)
from reviewapp.results.statistics.discrimination.roc import area_of_reader
from reviewapp.results.statistics.discrimination.sensitivity_analysis import (
    cluster_variances,
    mean_squares,
    reader_t_mean,
)
from reviewapp.results.statistics.discrimination.two_conditions import (
    Comparison,
    NoComparison,
    compare_areas,
    compare_shares,
)
from reviewapp.results.statistics.discrimination.u_statistic import (
    Crossed,
    crossed_difference,
    crossed_variance,
    imrmc_df,
    imrmc_mean,
)
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import wilson

from .case import KnownAnswers
from .figures import interval_of, limits, spread
from .registry import Statistics, computes

METHODS = ("delong", "jackknife", "unbiased")
WHOLE = Extent()


@computes("crossed", "mrmc1")
def crossed(case: KnownAnswers) -> Statistics:
    truth_c, columns = case.truth(), set(case.columns)
    found: Statistics = {}
    if {"rating", "confidence"} & columns:
        rating_rc = ratings(case)
        found |= _areas(rating_rc, truth_c, "auc", "ustat")
        for reader, rating_c in zip(case.names("reader"), rating_rc, strict=True):
            found[f"auc_{reader}"] = area_of_reader(rating_c, truth_c).value
    if {"answer", "value", "correct"} & columns:
        said_rc = answers(case)
        balanced = _areas(said_rc, truth_c, "balanced_accuracy", "ustat_balanced")
        correct_rc = np.where(np.isfinite(said_rc), said_rc == truth_c, np.nan)
        found |= balanced | _of_correct(correct_rc, truth_c) | _equivalence(case, said_rc)
    return found


def ratings(case: KnownAnswers, **only: object) -> Numbers:
    """Ratings (readers, cases); confidence in the verdict, signed, where there is no rating."""
    if "rating" in case.columns:
        return case.numbers("rating", **only)
    return case.numbers("confidence", **only) * np.where(answers(case) == 1, 1, -1)


def answers(case: KnownAnswers) -> Numbers:
    """0/1 verdicts (readers, cases), NaN where missing."""
    columns = case.columns
    if "correct" in columns and not {"answer", "value"} & set(columns):
        correct_rc = case.numbers("correct")
        said_rc = np.where(correct_rc == 1, case.truth(), 1 - case.truth())
        return np.where(np.isfinite(correct_rc), said_rc, np.nan)
    return case.numbers("answer" if "answer" in columns else "value")


def _areas(rating_rc: Numbers, truth_c: Codes, name: str, ustat: str) -> Statistics:
    """Mean area by Obuchowski-Rockette (complete tables) and by Gallas."""
    found: Statistics = {}
    value = None
    for suffix, covariance in (("", "delong"), ("_jackknife", "jackknife")):
        estimate = mean_area(truth_c=truth_c, rating_rc=rating_rc, covariance=covariance)
        if not np.isfinite(rating_rc).all():
            estimate = Estimate.undefined(reason="readings are missing", method="")
        found |= spread(f"{name}_or", estimate, suffix)
        value = value if estimate.value is None else estimate.value
    return found | {f"{name}_or": value, **_u_statistic(ustat, rating_rc, truth_c)}


def _u_statistic(name: str, rating_rc: Numbers, truth_c: Codes) -> Statistics:
    parts = ("auc", "var", "df", "lo", "hi", "p_vs_half")
    kernel, present = area_kernel(rating_rc, truth_c)
    if not present.any():
        return dict.fromkeys(f"{name}_{part}" for part in parts)
    estimate = imrmc_mean(kernel=kernel, present=present, extent=WHOLE)
    # Of a single reader the variance can't be known; one of 0 can, and gives no interval.
    unknown = "one reader or one case" in estimate.interval_reason
    p_value = None
    if estimate.se is not None and estimate.value is not None:
        t = abs(estimate.value - 0.5) / estimate.se
        p_value = float(2 * stats.t.sf(t, imrmc_df(estimate.df)))
    return {
        f"{name}_auc": estimate.value,
        f"{name}_var": None if unknown else crossed_variance(kernel, present)[0],
        f"{name}_df": estimate.df,
        f"{name}_p_vs_half": p_value,
        **limits(name, interval_of(estimate)),
    }


def _of_correct(correct_rc: Numbers, truth_c: Codes) -> Statistics:
    """Accuracy, sensitivity and specificity, and the simpler standard errors."""
    read_rc = np.isfinite(correct_rc)
    n, right = int(read_rc.sum()), int(np.nansum(correct_rc))
    if not n:
        return {}
    clusters = cluster_variances(correct_rc)
    plain = imrmc_mean(
        kernel=np.nan_to_num(correct_rc), present=read_rc.astype(float), extent=WHOLE
    )
    each_r = np.array([np.nanmean(row_c) for row_c in correct_rc if np.isfinite(row_c).any()])
    found: Statistics = {
        "accuracy": right / n,
        "naive_se": clusters.none**0.5,
        "cluster_reader_se": clusters.readers**0.5,
        "cluster_case_se": clusters.cases**0.5,
        "cluster_twoway_se": clusters.both**0.5 if clusters.both > 0 else None,
        "crossed_u_var": None if plain.se is None else plain.se**2,
        **limits("reader_t", interval_of(reader_t_mean(each_r, extent=WHOLE))),
        **limits("pooled_wilson", wilson(right, n)),
        **dict.fromkeys(("MS_reader", "MS_case", "MS_residual")),
    }
    if read_rc.all() and min(correct_rc.shape) > 1:
        squares = mean_squares(correct_rc)
        found |= {
            "MS_reader": squares.reader,
            "MS_case": squares.case,
            "MS_residual": squares.residual,
        }
    for name, origin in (("sens", 1), ("spec", 0)):
        found |= _one_origin(name, correct_rc[:, truth_c == origin])
    return found


def _one_origin(name: str, correct_rc: Numbers) -> Statistics:
    """Sensitivity or specificity; the jackknife over cases of one origin is the same as DeLong."""
    estimate = Estimate.undefined(reason="not every case was read by two readers", method="")
    value = float(np.nanmean(correct_rc)) if np.isfinite(correct_rc).any() else None
    if np.isfinite(correct_rc).all() and min(correct_rc.shape) > 1:
        figure_r, covariance_rr = stratified_means(
            score_rc=correct_rc, stratum_c=np.ones(correct_rc.shape[1]), weights={1: 1.0}
        )
        estimate = mean_over_readers(
            figure_r=figure_r, covariance_rr=covariance_rr, extent=WHOLE, bounds=(0, 1)
        )
    found = spread(f"{name}_or", estimate) | spread(f"{name}_or", estimate, "_jackknife")
    return found | {f"{name}_mean": value}


def _equivalence(case: KnownAnswers, said_rc: Numbers) -> Statistics:
    estimate = mean_area(truth_c=case.truth(), rating_rc=said_rc)
    chance, found = case.params.get("chance", 0.5), Statistics()
    for name in case.asked:
        if given := re.fullmatch(r"(tost_p|equivalent)_([\d.]+)", name):
            band = Band(chance=chance, margin=float(given[2]) / 100)
            tested = equivalence_to_chance(estimate, band)
            found[name] = tested.p_value if given[1] == "tost_p" else tested.equivalent
        elif given := re.fullmatch(r"tost_ci(\d+)_(lo|hi)", name):
            band = Band(chance=chance, alpha=(1 - int(given[1]) / 100) / 2)
            interval = equivalence_to_chance(estimate, band).interval
            found |= limits(f"tost_ci{given[1]}", interval)
    return found


@computes("mrmc2")
def two_conditions(case: KnownAnswers) -> Statistics:
    truth_c, conditions = case.truth(), case.names("treatment")[:2]
    if len(conditions) < 2:
        return dict.fromkeys(case.asked)
    rating_trc = np.array([ratings(case, treatment=name) for name in conditions])
    found: Statistics = {}
    for method in METHODS:
        compared = compare_areas(truth_c=truth_c, rating_trc=rating_trc, covariance=method)
        found |= _compared(compared, "", f"_{method}")
        if method == "jackknife":
            found |= _fixed(compared)
    for place, name in enumerate(conditions):
        gallas = _u_statistic("ustat", rating_trc[place], truth_c)
        found |= {f"{key}{place + 1}": value for key, value in gallas.items()}
        for reader, rating_c in zip(case.names("reader"), rating_trc[place], strict=True):
            found[f"auc_t{name}_r{reader}"] = area_of_reader(rating_c, truth_c).value
    first, second = (Crossed(*area_kernel(rating_rc, truth_c)) for rating_rc in rating_trc)
    return found | _gallas_difference(first, second)


def _gallas_difference(first: Crossed, second: Crossed) -> Statistics:
    estimate = crossed_difference(first=first, second=second, extent=WHOLE)
    variance, p_value = None, None
    if estimate.se is not None and estimate.value is not None:
        variance = estimate.se**2
        t = abs(estimate.value) / estimate.se
        p_value = float(2 * stats.t.sf(t, imrmc_df(estimate.df)))
    return {
        "ustat_diff": estimate.value,
        "ustat_diff_var": variance,
        "ustat_diff_df": estimate.df,
        "ustat_diff_p": p_value,
    }


def _compared(compared: Comparison | NoComparison, prefix: str, suffix: str) -> Statistics:
    """Both conditions, and their difference with readers and cases at random."""
    parts = ("var_error", "cov1", "cov2", "cov3", "F", "df2", "p", "diff", "se_diff", "diff_se")
    if isinstance(compared, NoComparison):
        means = [f"mean{i}{end}" for i in (1, 2) for end in ("", "_se", "_df", "_lo", "_hi")]
        names = (*parts, "diff_lo", "diff_hi", *means)
        return dict.fromkeys(f"{prefix}{name}{suffix}" for name in names)
    error, test = compared.components, compared.rrrc
    values = (
        *(error.variance, error.cov1, error.cov2, error.cov3),
        *(test.statistic, test.df2, test.p_value),
        *(test.difference.value, test.difference.se, test.difference.se),
    )
    found: Statistics = {
        f"{prefix}{part}{suffix}": value for part, value in zip(parts, values, strict=True)
    }
    found |= limits(f"{prefix}diff", interval_of(test.difference), suffix)
    for place, mean in enumerate(compared.means, start=1):
        found[f"{prefix}mean{place}{suffix}"] = mean.value
        found |= spread(f"{prefix}mean{place}", mean, suffix)
    return found


def _fixed(compared: Comparison | NoComparison) -> Statistics:
    if isinstance(compared, NoComparison):
        return dict.fromkeys(("FRRC_chi2", "FRRC_p", "RRFC_F", "RRFC_p"))
    return {
        "FRRC_chi2": compared.frrc.statistic,
        "FRRC_p": compared.frrc.p_value,
        "RRFC_F": compared.rrfc.statistic,
        "RRFC_p": compared.rrfc.p_value,
    }


@computes("mrmc2_binary")
def two_conditions_of_verdicts(case: KnownAnswers) -> Statistics:
    truth_c, conditions = case.truth(), case.names("treatment")[:2]
    if len(conditions) < 2:
        return dict.fromkeys(case.asked)
    column = next(name for name in ("rating", "answer", "value") if name in case.columns)
    said_trc = np.array([case.numbers(column, treatment=name) for name in conditions])
    correct_trc = np.where(np.isfinite(said_trc), said_trc == truth_c, np.nan)
    found: Statistics = {}
    for name, origin in (("sens", 1), ("spec", 0)):
        compared = compare_shares(correct_trc=correct_trc[:, :, truth_c == origin])
        found |= _compared(compared, f"{name}_", "")
    for method in METHODS:
        compared = compare_areas(truth_c=truth_c, rating_trc=said_trc, covariance=method)
        found |= _compared(compared, f"balanced_{method}_", "")
    return found
