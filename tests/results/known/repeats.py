"""The statistics of known cases on repeated readings, sample sizes and several tests."""

import re
from typing import Any

import numpy as np

from reviewapp.results.statistics.agreement.bland_altman import (
    limits_of_agreement,
    repeatability,
    within_reader_sd,
)
from reviewapp.results.statistics.agreement.occasions import Occasions
from reviewapp.results.statistics.agreement.repeats import (
    repeat_agreement,
    repeat_drift,
    repeat_scores,
    repeat_share_of_all,
)
from reviewapp.results.statistics.agreement.sample_size import kappa_sample_size
from reviewapp.results.statistics.coding import MISSING, Codes, Numbers
from reviewapp.results.statistics.multiplicity import adjusted_p

from .agreement import Asked
from .case import KnownAnswers
from .readings import by_occasion, names, rows_of
from .registry import Statistics, computes

ADJUSTMENTS = ("bonferroni", "holm", "hochberg", "bh", "by")
PAPER_OF_1986 = 2
"""Standard deviations that Bland and Altman take for 95 % in their first paper."""


@computes("repeat")
def two_methods_twice(case: KnownAnswers) -> Statistics:
    """Bland and Altman: limits of agreement between readers, repeatability of each."""
    rows = rows_of(case)
    twice = numbers(rows, "value")
    gap = limits_of_agreement(*_compared(case, rows, twice), multiplier=PAPER_OF_1986)
    usual = limits_of_agreement(*_compared(case, rows, twice))
    found: Statistics = {
        "n_pairs": gap.bias.extent.cases,
        "mean_difference": gap.bias.value,
        "mean_difference_se": gap.bias.se,
        "mean_difference_lo": gap.bias.low,
        "mean_difference_hi": gap.bias.high,
        "sd_difference": gap.sd.value,
        "loa_lo_2sd": gap.lower.value,
        "loa_hi_2sd": gap.upper.value,
        "loa_lo": usual.lower.value,
        "loa_hi": usual.upper.value,
    }
    for r, reader in enumerate(names(rows, "reader")):
        pair = twice.first_rc[r], twice.again_rc[r]
        found[f"within_sd_{reader}"] = within_reader_sd(*pair).value
        found[f"repeatability_{reader}"] = repeatability(*pair, multiplier=PAPER_OF_1986).value
    return found | _absent(case, found, ("within_sd", "repeatability"))


def _absent(case: KnownAnswers, found: Statistics, kinds: tuple[str, ...]) -> Statistics:
    """Nothing is known of readers who are asked for and read nothing."""
    asked = [name for name in case.asked if name not in found]
    return {name: None for name in asked if name.startswith(tuple(f"{kind}_" for kind in kinds))}


def _compared(
    case: KnownAnswers, rows: list[dict[str, Any]], twice: Occasions
) -> tuple[Numbers, Numbers]:
    """The two measurements to compare, as `params` says: `first reading a - first reading b`."""
    side = r"(first|second) reading (.+?)"
    said = re.fullmatch(rf"{side} - {side}", case.params.get("difference", ""))
    if said:
        sides = [said.group(1, 2), said.group(3, 4)]
    else:
        order = list(dict.fromkeys(row["reader"] for row in rows))
        alone = [("first", one) for one in order[:1]] + [("second", one) for one in order[:1]]
        sides = alone if len(order) < 2 else [("first", one) for one in order[:2]]
    tables = {"first": twice.first_rc, "second": twice.again_rc}
    nothing_c = np.full(twice.first_rc.shape[1], np.nan)
    read = {
        (occasion, reader): table_rc[r]
        for occasion, table_rc in tables.items()
        for r, reader in enumerate(names(rows, "reader"))
    }
    left, right = (read.get(one, nothing_c) for one in sides or [("", ""), ("", "")])
    return left, right


@computes("repeat_rule")
def first_readings_and_pairs(case: KnownAnswers) -> Statistics:
    """Between readers first readings only, within readers pairs only."""
    asked = Asked(case)
    coded = by_occasion(rows_of(case), _codes(rows_of(case), "value", asked.readings.labels))
    pairs = repeat_share_of_all(
        whole(coded.first_rc), whole(coded.again_rc), categories=asked.readings.categories
    )
    found: Statistics = {
        "inter_n_readings": int((asked.readings.codes_rc != MISSING).sum()),
        "intra_pairs": coded.pairs(),
        "intra_percent_agreement": pairs.value,
    }
    between = [name for name in case.asked if name.startswith("inter_") and name not in found]
    return found | {name: asked.answer(name.removeprefix("inter_")) for name in between}


@computes("repeat2")
def each_reader_twice(case: KnownAnswers) -> Statistics:
    """Every reader's answers and scores, given twice."""
    rows = rows_of(case)
    found: Statistics = {}
    answers = case.params.get("answer_categories", [0, 1])
    answer = by_occasion(rows, _codes(rows, "answer", answers))
    score = numbers(rows, "score")
    for r, reader in enumerate(names(rows, "reader")):
        pair = whole(answer.first_rc[r]), whole(answer.again_rc[r])
        found |= _answers(reader, *pair, len(answers))
        found |= _scores(reader, score.first_rc[r], score.again_rc[r], case.params)
    kinds = ("agree", "kappa", "mcnemar_exact_p", "wkappa", "icc2", "within_sd")
    return found | _absent(case, found, kinds)


def _answers(reader: str, first_c: Codes, again_c: Codes, categories: int) -> Statistics:
    agreement = repeat_agreement(first_c, again_c, categories=categories)
    drift = repeat_drift(first_c, again_c, categories=categories)
    return {
        f"agree_{reader}": agreement.agreement.value,
        f"kappa_{reader}": agreement.kappa.value,
        f"kappa_se_{reader}": agreement.kappa.se,
        f"mcnemar_exact_p_{reader}": drift.p_value,
    }


def _scores(reader: str, first_c: Numbers, again_c: Numbers, params: dict[str, Any]) -> Statistics:
    """Weighted kappas on the declared scale, or on the scores that the reader used."""
    scores = repeat_scores(first_c, again_c)
    paired = np.isfinite(first_c) & np.isfinite(again_c)
    declared = params.get("score_categories")
    used = np.unique(np.concatenate([first_c[paired], again_c[paired]])).tolist()
    scale = declared if isinstance(declared, list) else used
    codes = [
        np.array([scale.index(one) for one in part_c[paired]], dtype=np.int64)
        for part_c in (first_c, again_c)
    ]
    kappas = {
        f"wkappa_{weighting}_{reader}": repeat_agreement(
            *codes, categories=max(len(scale), 2), weighting=weighting
        ).kappa.value
        for weighting in ("linear", "quadratic")
    }
    single = {f"icc2_{reader}": scores.icc.value, f"within_sd_{reader}": scores.within_sd.value}
    return kappas | single


@computes("kappa_n")
def cases_for_kappa(case: KnownAnswers) -> Statistics:
    """Cantor's sample sizes."""
    sizes = [
        kappa_sample_size(
            share_first=row["r1"],
            share_second=row["r2"],
            kappa_true=row["k_true"],
            kappa_null=row["k0"],
            power=row.get("power", 0.8),
            alpha=row.get("alpha", case.params.get("alpha", 0.05)),
            two_sided=row.get("twosided", False),
        ).value
        for row in case.data["rows"]
    ]
    return {"n": sizes}


@computes("pvalues")
def several_tests(case: KnownAnswers) -> Statistics:
    """Adjusted p values, and how many are at most a level such as 0.05 (`_05`)."""
    p = np.array(case.data["p"], dtype=np.float64)
    found: Statistics = {name: adjusted_p(p, name).tolist() for name in ADJUSTMENTS}
    for name in case.asked:
        if counted := re.fullmatch(rf"rejected_({'|'.join(ADJUSTMENTS)})_(\d+)", name):
            level = float(f"0.{counted[2]}")
            found[name] = int((adjusted_p(p, counted[1]) <= level).sum())
    return found


def numbers(rows: list[dict[str, Any]], column: str) -> Occasions:
    """A numeric column by occasion."""
    value = [np.nan if row[column] is None else row[column] for row in rows]
    return by_occasion(rows, np.array(value, dtype=np.float64))


def whole(code_rc: Numbers) -> Codes:
    """Codes with the code of what is missing."""
    return np.nan_to_num(code_rc, nan=MISSING).astype(np.int64)


def _codes(rows: list[dict[str, Any]], column: str, labels: list[Any]) -> Numbers:
    place = {label: code for code, label in enumerate(labels)}
    return np.array([place.get(row[column], np.nan) for row in rows], dtype=np.float64)
