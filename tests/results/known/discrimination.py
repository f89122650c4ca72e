"""The statistics of known cases on discrimination by one reader, by kind."""

import re
from math import sqrt
from typing import Any

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import Codes, Numbers
from reviewapp.results.statistics.discrimination.accuracy import accuracy_of
from reviewapp.results.statistics.discrimination.areas import area_figures, numbers_of
from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.statistics.discrimination.detection import (
    Detection,
    detection_of_one_reader,
    raw_detection_of_one_reader,
)
from reviewapp.results.statistics.discrimination.equivalence import Band, binomial_equivalence
from reviewapp.results.statistics.discrimination.mean_area import mean_area
from reviewapp.results.statistics.discrimination.power import (
    PairedPilot,
    cases_for_difference,
    power_of_difference,
)
from reviewapp.results.statistics.discrimination.proportions import (
    binomial_p,
    difference_of_proportions,
    mid_p,
    wilson_with_continuity,
)
from reviewapp.results.statistics.discrimination.roc import (
    area_of_reader,
    hanley_mcneil_se,
    logit_interval,
)
from reviewapp.results.statistics.estimate import Interval
from reviewapp.results.statistics.intervals import clopper_pearson, superiority, t_interval, wilson

from .case import KnownAnswers
from .figures import interval_of, limits, spread
from .registry import KINDS, Statistics, computes

SINGLE_PROPORTION = {
    "wilson": wilson,
    "cp": clopper_pearson,
    "wilsoncc": wilson_with_continuity,
    "midp": mid_p,
}


@computes("proportions")
def proportions(case: KnownAnswers) -> Statistics:
    found: Statistics = {}
    for row in case.rows():
        if "x1" in row:
            found |= _difference(row)
            continue
        x, n = row["x"], row["n"]
        suffix = f"_{x}_{n}"
        found[f"binom_p_half{suffix}"] = binomial_p(x, n) if n else None
        found[f"proportion{suffix}"] = x / n if n else None
        for name, interval in SINGLE_PROPORTION.items():
            found |= limits(name, interval(x, n) if n else None, suffix)
    return found


def _difference(row: dict[str, Any]) -> Statistics:
    suffix = f"_{row['x1']}_{row['n1']}_{row['x2']}_{row['n2']}"
    estimate = difference_of_proportions((row["x1"], row["n1"]), (row["x2"], row["n2"]))
    newcombe = limits("newcombe", interval_of(estimate), suffix)
    return {f"diff{suffix}": estimate.value, **newcombe}


@computes("sdt")
def signal_detection(case: KnownAnswers) -> Statistics:
    found: Statistics = {}
    for reader, confusion in _confusions(case).items():
        corrected = detection_of_one_reader(confusion)
        raw = raw_detection_of_one_reader(confusion)
        found |= _detection("loglin", f"_{reader}", corrected)
        found |= _detection("raw", f"_{reader}", raw)
    return found


def _detection(method: str, suffix: str, detection: Detection) -> Statistics:
    return {
        f"dprime_{method}{suffix}": detection.d_prime.value,
        f"dprime_se_{method}{suffix}": detection.d_prime.se,
        f"c_{method}{suffix}": detection.criterion.value,
        f"c_se_{method}{suffix}": detection.criterion.se,
    }


def _confusions(case: KnownAnswers) -> dict[str, Confusion]:
    if "hits" in case.columns:
        return {
            row["reader"]: Confusion(
                synthetic_called_synthetic=row["hits"],
                synthetic_called_real=row["misses"],
                real_called_synthetic=row["false_alarms"],
                real_called_real=row["correct_rejections"],
            )
            for row in case.rows()
        }
    verdict_rc, truth_c = verdicts(case), case.truth()
    return {
        str(reader): Confusion.of(truth_c=truth_c, verdict_rc=verdict_rc[row : row + 1])
        for row, reader in enumerate(case.names("reader"))
    }


def verdicts(case: KnownAnswers) -> Codes:
    """0/1 verdicts (readers, cases), -1 where missing."""
    column = "answer" if "answer" in case.columns else "value"
    if any(isinstance(row[column], str) for row in case.rows()):
        return case.codes(column)
    return np.nan_to_num(case.numbers(column), nan=-1).astype(np.int64)


@computes("accuracy")
def accuracy(case: KnownAnswers) -> Statistics:
    verdict_rc, truth_c = verdicts(case), case.truth()
    figures = accuracy_of(truth_c=truth_c, verdict_rc=verdict_rc)
    counts = figures.confusion
    proportion = {
        "": (counts.correct, counts.readings),
        "sens_": (counts.synthetic_called_synthetic, counts.synthetic),
        "spec_": (counts.real_called_real, counts.real),
    }
    found: Statistics = {
        "n_correct": counts.correct,
        "n": counts.readings,
        "accuracy": figures.accuracy.value,
        "balanced_accuracy": figures.balanced.value,
        "sens": figures.sensitivity.value,
        "spec": figures.specificity.value,
        "or_mean_ci": None,
        **_detection("loglin", "", detection_of_one_reader(counts)),
        **_detection("raw", "", raw_detection_of_one_reader(counts)),
    }
    for prefix, (x, n) in proportion.items():
        found |= limits(f"{prefix}wilson", wilson(x, n) if n else None)
        found |= limits(f"{prefix}cp", clopper_pearson(x, n) if n else None)
    if len(verdict_rc) > 1:
        del found["or_mean_ci"]  # a case of several readers would print two limits
        found |= spread("or_mean", figures.accuracy) | {"or_mean": figures.accuracy.value}
        found["auc"] = mean_area(truth_c=truth_c, rating_rc=numbers_of(verdict_rc)).value
    elif len(verdict_rc):
        found |= _area("auc", numbers_of(verdict_rc)[0], truth_c)
    return _of_ratings(case) | found


def _of_ratings(case: KnownAnswers) -> Statistics:
    """Agreement of the same readings, where something computes it."""
    return KINDS["ratings"](case) if "ratings" in KINDS else {}


@computes("roc")
def roc(case: KnownAnswers) -> Statistics:
    rows = case.rows()
    columns = [name for name in case.columns if name not in ("case", "truth", "reader")]
    truth_c = np.array([row["truth"] for row in rows], dtype=np.int64)
    found: Statistics = {}
    for column in columns:
        score_c = np.array([row[column] for row in rows], float)
        area = _area("", score_c, truth_c)
        suffix = f"_{column}" if len(columns) > 1 else ""
        found |= {f"{name}{suffix}": value for name, value in area.items()}
    if len(columns) == 2:
        score_rc = np.array([[row[column] for row in rows] for column in columns], float)
        found |= _paired_areas(score_rc, truth_c)
    return found


def _area(prefix: str, score_c: Numbers, truth_c: Codes) -> Statistics:
    """Area, SEs and intervals, under the names of the kinds `roc` and `accuracy`."""
    area = area_of_reader(score_c, truth_c).value
    rated_c = np.isfinite(score_c)
    real, synthetic = (int((truth_c[rated_c] == origin).sum()) for origin in (0, 1))
    se, normal, logit, newcombe = None, None, None, None
    if area is not None:
        covariance = area_figures(score_c[None, rated_c], truth_c[rated_c]).covariance_rr
        se = None if covariance is None else sqrt(max(float(covariance[0, 0]), 0.0))
        newcombe = superiority(area, synthetic, real)
    if area is not None and se:
        normal = t_interval(area, se, np.inf).clipped(low=0, high=1)
        logit = logit_interval(area, se)
    hanley = None if area is None else hanley_mcneil_se(area, real=real, synthetic=synthetic)
    named: dict[str, Interval | None] = {"delong": normal, "logit": logit, "newcombe": newcombe}
    found: Statistics = {"auc": area, "se_hanley_mcneil": hanley, f"{prefix}_delong_se": se}
    found |= {"se_delong": se, "var_delong": None if se is None else se**2}
    for name, interval in named.items():
        found |= limits(f"ci_{name}", interval) | limits(f"{prefix}_{name}", interval)
    return found


def _paired_areas(score_rc: Numbers, truth_c: Codes) -> Statistics:
    """DeLong's test of two scores of the same cases."""
    figures = area_figures(score_rc, truth_c)
    covariance = figures.covariance_rr
    difference = float(figures.figure_r[0] - figures.figure_r[1])
    if covariance is None:
        return {"diff": difference, "diff_se": None, "z": None, "p": None}
    variance = float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    z = difference / sqrt(variance) if variance > 1e-15 else None
    p = None if z is None else float(2 * stats.norm.sf(abs(z)))
    se = sqrt(max(variance, 0.0))
    return {
        "diff": difference,
        "diff_se": se,
        "z": z,
        "p": p,
        "cov_delong": float(covariance[0, 1]),
        "z_delong": z,
        "p_delong": p,
    }


@computes("tost")
def tost(case: KnownAnswers) -> Statistics:
    x, n = case.data["x"], case.data["n"]
    chance = case.params.get("chance", 0.5)
    found: Statistics = {}
    for name in case.asked:
        side, edge = re.search(r"^(.*)_([0-9.]+)$", name + "_0" * ("cp" in name)).groups()  # type: ignore[union-attr]
        if side.startswith("cp"):
            level = int(re.sub(r"\D", "", side)) / 100
            interval = clopper_pearson(x, n, level=level) if n else None
            found |= limits(side.rsplit("_", 1)[0], interval)
            continue
        margin = float(edge) / 100 if side in ("tost_p", "equivalent") else 0.0
        band = Band(chance=chance, margin=margin or abs(float(edge) / 100 - chance))
        tested = binomial_equivalence(x, n, band)
        computed = {
            "p_lower": tested.p_low,
            "p_upper": tested.p_high,
            "tost_p": tested.p_value,
            "equivalent": tested.equivalent,
        }
        if side in computed:
            found[name] = computed[side]
    return found


@computes("power")
def power(case: KnownAnswers) -> Statistics:
    vc = case.data["vc"]
    pilot = PairedPilot(
        cases=case.data["pilot_cases"],
        interaction=vc["VarTR"],
        variance=vc["Var"],
        cov1=vc["Cov1"],
        cov2=vc["Cov2"],
        cov3=vc["Cov3"],
    )
    effect, alpha = case.data["effect"], case.data.get("alpha", 0.05)
    found: Statistics = {}
    for name in case.asked:
        if given := re.fullmatch(r"power_J(\d+)_K(\d+)", name):
            readers, cases = map(int, given.groups())
            found[name] = power_of_difference(
                pilot, readers=readers, cases=cases, effect=effect, alpha=alpha
            )
        elif given := re.fullmatch(r"K_for_J(\d+)_power(\d+)", name):
            readers, percent = map(int, given.groups())
            found[name] = cases_for_difference(
                pilot, readers=readers, effect=effect, power=percent / 100, alpha=alpha
            )
    return found
