"""Features and traces: each one's distribution, real beside synthetic, by rhythm."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.fidelity.cohort import Cohort
from generator.evaluation.fidelity.comparison import Comparison, Comparisons, worst
from generator.evaluation.fidelity.feature_figures import distance_picture, distribution_picture
from generator.evaluation.fidelity.part import Part, excess_check
from generator.evaluation.fidelity.thresholds import FEATURES, FEWEST, MISSING, TRACES
from generator.evaluation.findings import Cell, Check, Column, Table

_COLUMNS: Final = (
    Column(name="feature", title="Feature"),
    Column(name="rhythm", title="Rhythm"),
    Column(name="n_real", title="n real", digits=0),
    Column(name="n_synthetic", title="n synthetic", digits=0),
    Column(name="missing_real_percent", title="Missing, real", unit="%", digits=1),
    Column(name="missing_synthetic_percent", title="Missing, synthetic", unit="%", digits=1),
    Column(name="median_real", title="Median real"),
    Column(name="median_synthetic", title="Median synthetic"),
    Column(name="unit", title="Unit"),
    Column(name="wasserstein", title="Wasserstein-1, in the unit"),
    Column(name="spread", title="Real spread"),
    Column(name="spread_is", title="which is"),
    Column(name="in_spreads", title="Wasserstein-1 in spreads, equal n"),
    Column(name="floor", title="between real halves"),
    Column(name="floor_high", title="95 % of halves to"),
    Column(name="excess", title="Excess"),
    Column(name="ks", title="KS"),
    Column(name="ks_low", title="KS from"),
    Column(name="ks_high", title="KS to"),
    Column(name="ks_floor", title="KS of real halves"),
)
_NOTE: Final = (
    "Medians, Wasserstein-1 and KS of all records; in spreads and between halves at the same "
    "number on both sides. KS intervals by patient bootstrap, which never reach 0: the KS of real "
    f"halves is what no difference looks like. A gap: fewer than {FEWEST} values on a side."
)


_TITLES = {
    "features": (
        "Features, real beside synthetic",
        "Distributions of the main features",
        "How far each feature is from the real ones",
    ),
    "traces": (
        "Traces of a maker, real beside synthetic",
        "Noise, beats, edges and the frontal plane",
        "How far each trace is from the real ones",
    ),
}
"""Of table, distributions and distances."""


def feature_part(cohorts: Sequence[Cohort], comparisons: Sequence[Comparisons]) -> Part:
    """Of the features: the worst of each rhythm, what is missing, the table, two pictures."""
    checks = [
        _worst_check("features", "Worst feature", cohort, compared, of_missing=False)
        for cohort, compared in zip(cohorts, comparisons, strict=True)
    ] + [
        _worst_check("missing", "Measurements missing", cohort, compared, of_missing=True)
        for cohort, compared in zip(cohorts, comparisons, strict=True)
    ]
    return _compared_part("features", checks, comparisons)


def trace_part(cohorts: Sequence[Cohort], comparisons: Sequence[Comparisons]) -> Part:
    """Of the traces of a maker: edges, plateaus, beats, noise, the frontal plane."""
    groups = {
        "edges": ("Edges of the record", r"^(start|end)_"),
        "plateaus": ("Plateaus, flat stretches, greatest voltage", r"^(limit|flat|peak)_"),
        "beat_to_beat": ("QRS amplitude from beat to beat", r"^qrs_variation"),
        "noise": ("Noise floor and wander", r"^(noise|wander)_"),
        "frontal": ("I and aVF, as the model made them", r"^(i_avf|qrs_axis)"),
    }
    checks = [
        _trace_check(what, title, cohort, _named(compared, pattern))
        for what, (title, pattern) in groups.items()
        for cohort, compared in zip(cohorts, comparisons, strict=True)
    ]
    return _compared_part("traces", checks, comparisons)


def _compared_part(what: str, checks: Sequence[Check], comparisons: Sequence[Comparisons]) -> Part:
    title, distributions, distances = _TITLES[what]
    every = tuple(one for compared in comparisons for one in compared)
    table = Table(
        name=f"fidelity.{what}",
        title=title,
        columns=_COLUMNS,
        rows=tuple(_row(one) for one in every),
        note=_NOTE,
    )
    pictures = (
        *distribution_picture(every, what, distributions),
        *distance_picture(every, what, distances),
    )
    return Part(checks=tuple(checks), tables=(table,), pictures=pictures)


def _named(compared: Comparisons, pattern: str) -> Comparisons:
    return tuple(one for one in compared if re.search(pattern, one.feature.name))


def _worst_check(
    what: str, title: str, cohort: Cohort, compared: Comparisons, *, of_missing: bool
) -> Check:
    measure, threshold = ("missing", MISSING) if of_missing else ("in_spreads", FEATURES)
    found, allowance = worst(compared, measure) or (None, 0.0)
    contrast = getattr(found, measure) if found else None
    says = f"{found.feature.title}: " if found else ""
    return excess_check(what, title, cohort, contrast, threshold, says=says, allowance=allowance)


def _trace_check(what: str, title: str, cohort: Cohort, compared: Comparisons) -> Check:
    found, allowance = worst(compared) or (None, 0.0)
    says = f"{found.feature.title}, {_medians(found)}: " if found else ""
    contrast = found.in_spreads if found else None
    return excess_check(what, title, cohort, contrast, TRACES, says=says, allowance=allowance)


def _medians(one: Comparison) -> str:
    unit = one.feature.unit
    return (
        f"median {np.median(one.real_n):.3g} {unit} real, "
        f"{np.median(one.synthetic_n):.3g} {unit} synthetic"
    )


def _row(one: Comparison) -> dict[str, Cell]:
    halves, ks_halves = one.in_spreads, one.ks_halves
    return {
        "feature": one.feature.name,
        "rhythm": one.rhythm,
        "n_real": len(one.real_n),
        "n_synthetic": len(one.synthetic_n),
        "missing_real_percent": 100 * one.missing_real,
        "missing_synthetic_percent": 100 * one.missing_synthetic,
        "median_real": _median(one.real_n),
        "median_synthetic": _median(one.synthetic_n),
        "unit": one.feature.unit,
        "wasserstein": one.wasserstein,
        "spread": one.spread,
        "spread_is": one.spread_is,
        "in_spreads": halves.value if halves else None,
        "floor": halves.floor if halves else None,
        "floor_high": halves.floor_high if halves else None,
        "excess": halves.excess if halves else None,
        "ks": one.ks,
        "ks_low": one.ks_low,
        "ks_high": one.ks_high,
        "ks_floor": ks_halves.floor if ks_halves else None,
    }


def _median(values: NDArray[np.float64]) -> float | None:
    return float(np.median(values)) if len(values) else None
