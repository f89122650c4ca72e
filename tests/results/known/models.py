"""The statistics of known cases on models, by kind."""

import re
from math import log
from typing import Any

import numpy as np

from reviewapp.results.statistics.coding import Numbers
from reviewapp.results.statistics.models.accuracy_model import fit_correct
from reviewapp.results.statistics.models.case_difficulty import case_difficulty
from reviewapp.results.statistics.models.design import Design, Factor, treatment
from reviewapp.results.statistics.models.detection_model import detection_model
from reviewapp.results.statistics.models.glmm import Glmm, fit_glmm
from reviewapp.results.statistics.models.lmm import fit_lmm
from reviewapp.results.statistics.models.long import LongReadings
from reviewapp.results.statistics.models.nested import ratio_test
from reviewapp.results.statistics.models.site_difference import (
    ONE_SITE,
    SiteTest,
    site_difference,
)
from reviewapp.results.statistics.models.site_model import accuracy_by_reader

from .case import KnownAnswers
from .registry import Statistics, computes

SCALED = re.compile(r"\(?\s*order\s*(?:-\s*([\d.]+))?\s*\)?\s*/\s*([\d.]+)")


@computes("glmm")
def _accuracy(case: KnownAnswers) -> Statistics:
    """The logit model of correct verdicts: intercept alone, by site, by order."""
    readings = _readings(case.rows(), reference=case.params.get("site_reference"))
    fits = {
        "null": fit_correct(readings, Design.of(readings.rows, {})),
        "site": fit_correct(readings, _site(readings)),
        "order": fit_correct(readings, _order(case, readings)),
    }
    found = _absent(case, "site_site")
    found |= {f"{name}_{key}": v for name, fit in fits.items() for key, v in _told(fit).items()}
    one_site = readings.site is None or readings.site.size < 2
    if one_site:
        found |= dict.fromkeys((key for key in case.asked if key.startswith("site_")), None)
    test = ratio_test(fits["site"], fits["null"])
    return found | {
        "site_lrt_chi2": None if one_site else test.chi2,
        "site_lrt_df": None if one_site else test.df,
        "site_lrt_p": None if one_site else test.p,
    }


@computes("glmm_probit")
def _detection(case: KnownAnswers) -> Statistics:
    found = detection_model(_readings(case.rows()))
    intercept = found.criterion.value
    return {
        "intercept": None if intercept is None else -intercept,
        "intercept_se": found.criterion.se,
        "criterion": intercept,
        "dprime": found.d_prime.value,
        "dprime_se": found.d_prime.se,
        "sd_case": found.deviations["case"].value,
        "sd_reader": found.deviations["reader"].value,
        "loglik": found.loglik,
    }


@computes("glmm_cbpp")
def _counts(case: KnownAnswers) -> Statistics:
    """Counts by period and herd; the columns stand in this order."""
    group, events, size, period = case.data["columns"]
    rows = [row for row in case.rows() if None not in row.values()]
    design = Design.of(len(rows), {period: treatment(period, Factor.of(_column(rows, period)))})
    fit = fit_glmm(
        successes_n=np.array(_column(rows, events), dtype=float),
        trials_n=np.array(_column(rows, size), dtype=float),
        design=design,
        groups={group: Factor.of(_column(rows, group))},
    )
    found = _absent(case, "b_", "se_")
    found |= {f"b_{name}": one.value for name, one in fit.coefficients.items()}
    found |= {f"se_{name}": one.se for name, one in fit.coefficients.items()}
    return found | {f"sd_{group}": fit.deviations[group].value, "loglik": fit.loglik}


@computes("lmm")
def _time(case: KnownAnswers) -> Statistics:
    """log(seconds) on order and origin; times that aren't positive have no logarithm."""
    rows = [row for row in case.rows() if row["seconds"] is not None and row["seconds"] > 0]
    readings = _readings(rows, needs="seconds")
    terms = {"order": {"ord10": _scaled(case, readings)}, "truth": {"truth": readings.synthetic_n}}
    fit = fit_lmm(
        y_n=np.array([log(row["seconds"]) for row in rows]),
        design=Design.of(readings.rows, terms),
        groups=readings.groups,
    )
    found: Statistics = {name: one.value for name, one in fit.coefficients.items()}
    found |= {f"{name}_se": one.se for name, one in fit.coefficients.items()}
    found |= {f"{name}_df_satterthwaite": fit.satterthwaite.get(name) for name in fit.coefficients}
    for name, key in {"case": "sd_case", "reader": "sd_reader", "residual": "sd_resid"}.items():
        found[key] = fit.deviations[name].value
    return found | {"loglik": fit.loglik}


@computes("site")
def _sites(case: KnownAnswers) -> Statistics:
    """Readers' accuracies by site: all sites at once, and the pair whose difference is asked."""
    readings = _readings(case.rows())
    site = readings.site or Factor(np.zeros(readings.rows, dtype=np.int64), ("",))
    accuracy_r, site_of_reader = accuracy_by_reader(readings, site)
    found = site_difference(figure_r=accuracy_r, site=site_of_reader, seed=1)
    asked = [re.fullmatch(r"diff_(.+)_minus_(.+)", key) for key in case.asked]
    pairs = [pair.groups() for pair in asked if pair] or [(site.levels[0], site.levels[-1])]
    told: Statistics = {
        "anova_F": found.anova.statistic,
        "anova_p": found.anova.p,
        "permutation_p_exact": found.permutation.p if _is_exact(found.permutation) else None,
        "permutation_n": found.permutation.ways,
        **dict.fromkeys(("welch_lo", "welch_hi", "welch_df", "welch_p")),
        **{f"diff_{one}_minus_{other}": None for one, other in pairs},
    }
    for one, other in pairs:
        for pair in found.pairs:
            if {one, other} == {pair.first, pair.second}:
                sign = 1 if one == pair.first else -1
                limits = [pair.difference.low, pair.difference.high][::sign]
                told[f"diff_{one}_minus_{other}"] = _signed(pair.difference.value, sign)
                told |= {"welch_lo": _signed(limits[0], sign), "welch_p": pair.p}
                told |= {"welch_hi": _signed(limits[1], sign), "welch_df": pair.difference.df}
    return told


@computes("items")
def _items(case: KnownAnswers) -> Statistics:
    names = tuple(str(name) for name in case.names("case"))
    found = case_difficulty(correct_rc=case.codes("correct"), cases=names)
    told = _absent(case, "item_p_", "item_rdrop_")
    told |= {f"item_p_{one.case}": one.correct.value for one in found.cases}
    told |= {f"item_rdrop_{one.case}": one.item_rest.value for one in found.cases}
    return told | {
        "cronbach_alpha_all_items": found.alpha.value,
        "cronbach_alpha_drop_constant_items": found.alpha_varying.value,
        "constant_items": found.constant,
    }


def _readings(
    rows: list[dict[str, Any]], *, reference: str | None = None, needs: str = "verdict"
) -> LongReadings:
    """The rows with a verdict, or with what else is needed, as the models take them."""
    verdicts = [_verdict(row) for row in rows]
    if needs == "verdict":
        rows = [row for row, verdict in zip(rows, verdicts, strict=True) if verdict is not None]
        verdicts = [verdict for verdict in verdicts if verdict is not None]
    readings = LongReadings.of(
        reader=_column(rows, "reader"),
        case=_column(rows, "case"),
        synthetic=[row.get("truth") or 0 for row in rows],
        verdict=verdicts,
        position=[row.get("order") for row in rows],
    )
    if not rows or "site" not in rows[0]:
        return readings
    return _with_site(readings, Factor.of(_column(rows, "site"), reference=reference))


def _with_site(readings: LongReadings, site: Factor) -> LongReadings:
    return LongReadings(**{**vars(readings), "site": site})


def _verdict(row: dict[str, Any]) -> int | None:
    if row.get("correct") is None:
        return row.get("answer")
    truth = row.get("truth") or 0
    return int(truth if row["correct"] else 1 - truth)


def _site(readings: LongReadings) -> Design:
    columns = {} if readings.site is None else treatment("site", readings.site)
    return Design.of(readings.rows, {"site": columns})


def _order(case: KnownAnswers, readings: LongReadings) -> Design:
    return Design.of(readings.rows, {"order": {"ord10": _scaled(case, readings)}})


def _scaled(case: KnownAnswers, readings: LongReadings) -> Numbers:
    """Order as the case scales it, in `order_scaled` or in the formula of its source."""
    order_n = readings.position_n
    assert order_n is not None
    if not order_n.size:
        return order_n
    told = SCALED.search(case.params.get("order_scaled", "")) or SCALED.search(case.source)
    if told:
        return np.asarray((order_n - float(told[1] or 0)) / float(told[2]))
    return np.asarray((order_n - (order_n.min() + order_n.max()) / 2) / 10)


def _absent(case: KnownAnswers, *prefixes: str) -> Statistics:
    """What is asked of levels or cases: undefined, unless the data hold them."""
    return {key: None for key in case.asked if key.startswith(prefixes)}


def _told(fit: Glmm) -> Statistics:
    found: Statistics = {name: one.value for name, one in fit.coefficients.items()}
    found |= {f"{name}_se": one.se for name, one in fit.coefficients.items()}
    found |= {f"sd_{name}": one.value for name, one in fit.deviations.items()}
    return found | {"loglik": fit.loglik}


def _is_exact(test: SiteTest) -> bool:
    return test.seed is None and test.reason != ONE_SITE


def _signed(value: float | None, sign: int) -> float | None:
    return None if value is None else sign * value


def _column(rows: list[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]
