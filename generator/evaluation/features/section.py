"""The section on features: each by rhythm and origin, what is missing why, and two checks."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.bootstrap import percentile_interval
from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.feature_table import FeatureTable
from generator.evaluation.features import thresholds
from generator.evaluation.features.codebook import RESOLUTION
from generator.evaluation.findings import Cell, Check, Column, Section, Table, Threshold

FULL: Final = ("hr_bpm", "qrs_ms", "qt_ms")
"""A record with these is delineated in full; whether a P wave belongs there depends on rhythm."""
SAYS: Final = (
    "Each record's rhythm, intervals, amplitudes, axis, R progression and f waves, by sleepecg, "
    "neurokit2 and scipy; the codebook has the method of each. A record whose beats are not alike "
    "gives nothing: detectors find beats in noise. What cannot be measured is missing, with its "
    f"reason. {RESOLUTION}"
)
Side = tuple[EcgSet, FeatureTable]


def features_section(evidence: Evidence) -> Section:
    """Every feature of both sides in tables, and how many could be measured."""
    sides = (
        (evidence.real, evidence.real_features),
        (evidence.synthetic, evidence.synthetic_features),
    )
    return Section(
        name="features",
        title="Features",
        says=SAYS,
        checks=(_delineation_check(evidence, sides), _p_wave_check(evidence, sides)),
        tables=(_values(sides), _missing(sides), _codebook(evidence.real_features)),
    )


def _delineation_check(evidence: Evidence, sides: tuple[Side, Side]) -> Check:
    real, synthetic = (
        (ecgs, np.asarray(np.isfinite([table.column(name) for name in FULL]).all(axis=0)))
        for ecgs, table in sides
    )
    return _shortfall(
        evidence,
        (real, synthetic),
        name="features.delineation",
        title="Synthetic ECGs that cannot be delineated, beyond the share of real ones",
        threshold=thresholds.DELINEATED,
        what="are delineated in full (beats, QRS, QT)",
    )


def _p_wave_check(evidence: Evidence, sides: tuple[Side, Side]) -> Check:
    sinus = evidence.rhythms[0]
    shown = []
    for ecgs, table in sides:
        chosen = ecgs.of_rhythm(sinus)
        shown.append((ecgs.take(chosen), table.take(chosen).column("p_present") == 1))
    return _shortfall(
        evidence,
        (shown[0], shown[1]),
        name="features.p_waves",
        title=f"Synthetic {sinus} without P waves, beyond the share of real ones",
        threshold=thresholds.P_WAVES,
        what=f"in {sinus} show a P wave before the QRS",
    )


Flagged = tuple[EcgSet, NDArray[np.bool_]]


def _shortfall(
    evidence: Evidence,
    sides: tuple[Flagged, Flagged],
    *,
    name: str,
    title: str,
    threshold: Threshold,
    what: str,
) -> Check:
    """How much smaller the share is among synthetic records than among real ones."""
    (real, real_n), (synthetic, synthetic_n) = sides
    n = len(synthetic_n)
    # Both sides in one resampling: a patient is of one side
    pooled = _Pooled(
        flags_n=np.concatenate([real_n, synthetic_n]),
        is_real_n=np.arange(len(real_n) + n) < len(real_n),
        rhythms_n=np.array([*real.rhythms, *synthetic.rhythms], dtype=str),
    )
    value = pooled.shortfall(np.arange(len(pooled.flags_n)))
    if value is None:
        why = f"{len(real_n)} real and {n} synthetic records: no rhythm that both have"
        return Check(name=name, title=title, value=None, threshold=threshold, n=n, says=why)
    patients = [f"real {each}" for each in real.patients]
    patients += [f"synthetic {each}" for each in synthetic.patients]
    interval = percentile_interval(
        pooled.shortfall,
        patients,
        replicates=evidence.replicates,
        stream=np.random.default_rng([evidence.seed, len(name)]),
    )
    low, high = interval or (None, None)
    return Check(
        name=name,
        title=title,
        value=value,
        threshold=threshold,
        n=n,
        low=low,
        high=high,
        says=f"{real_n.mean():.0%} of {len(real_n)} real and {synthetic_n.mean():.0%} of {n} "
        f"synthetic records {what}; compared rhythm by rhythm, each by its share of the batch.",
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pooled:
    """Whether each record of both sides does, with its side and rhythm."""

    flags_n: NDArray[np.bool_]
    is_real_n: NDArray[np.bool_]
    rhythms_n: NDArray[np.str_]

    def shortfall(self, drawn: NDArray[np.int64]) -> float | None:
        """Real share minus synthetic share over the records ``drawn``, weighted by rhythm.

        Fibrillation is harder to delineate, and a batch may hold more of it than the real records.
        None where no rhythm is on both sides.
        """
        flags, is_real, rhythms = self.flags_n[drawn], self.is_real_n[drawn], self.rhythms_n[drawn]
        shortfall, weight = 0.0, 0
        for rhythm in np.unique(rhythms):
            real = flags[is_real & (rhythms == rhythm)]
            synthetic = flags[~is_real & (rhythms == rhythm)]
            if len(real) and len(synthetic):
                shortfall += len(synthetic) * float(real.mean() - synthetic.mean())
                weight += len(synthetic)
        return shortfall / weight if weight else None


def _groups(sides: tuple[Side, Side]) -> list[tuple[str, str, FeatureTable]]:
    """The records of each rhythm and origin."""
    rhythms = sorted({rhythm for ecgs, _ in sides for rhythm in ecgs.rhythms})
    return [
        (rhythm, ecgs.origin, table.take(ecgs.of_rhythm(rhythm)))
        for rhythm in rhythms
        for ecgs, table in sides
        if rhythm in ecgs.rhythms
    ]


def _values(sides: tuple[Side, Side]) -> Table:
    groups = _groups(sides)
    rows = [
        {
            "feature": feature.name,
            "unit": feature.unit,
            "rhythm": rhythm,
            "origin": origin,
            **_quartiles(table.column(feature.name)),
        }
        for feature in sides[0][1].features
        for rhythm, origin, table in groups
    ]
    return Table(
        name="features.values",
        title="Each feature by rhythm and origin",
        columns=(
            Column(name="feature", title="Feature"),
            Column(name="unit", title="Unit"),
            Column(name="rhythm", title="Rhythm"),
            Column(name="origin", title="Origin"),
            Column(name="n", title="Measured"),
            Column(name="missing", title="Missing"),
            Column(name="median", title="Median"),
            Column(name="lower_quartile", title="25 %"),
            Column(name="upper_quartile", title="75 %"),
        ),
        rows=tuple(rows),
        note="No median where no record could be measured; the table of reasons says why.",
    )


def _quartiles(values_n: NDArray[np.float64]) -> dict[str, Cell]:
    known = values_n[np.isfinite(values_n)]
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75]).tolist() if len(known) else [None] * 3
    return {
        "n": len(known),
        "missing": len(values_n) - len(known),
        "median": middle,
        "lower_quartile": low,
        "upper_quartile": high,
    }


def _missing(sides: tuple[Side, Side]) -> Table:
    rows: list[dict[str, Cell]] = []
    for rhythm, origin, table in _groups(sides):
        features_of: dict[tuple[str, int], list[str]] = {}
        for (feature, reason), count in table.missing().items():
            features_of.setdefault((reason, count), []).append(feature)
        order: Counter[tuple[str, int]] = Counter({key: key[1] for key in features_of})
        rows += [
            {
                "rhythm": rhythm,
                "origin": origin,
                "reason": reason,
                "n": count,
                "of": len(table),
                "features": ", ".join(features_of[reason, count]),
            }
            for (reason, count), _ in order.most_common()
        ]
    return Table(
        name="features.missing",
        title="Why features are missing",
        columns=(
            Column(name="rhythm", title="Rhythm"),
            Column(name="origin", title="Origin"),
            Column(name="reason", title="Reason"),
            Column(name="n", title="Records"),
            Column(name="of", title="Of"),
            Column(name="features", title="Features"),
        ),
        rows=tuple(rows),
    )


def _codebook(table: FeatureTable) -> Table:
    names = ("name", "title", "unit", "meaning", "method")
    return Table(
        name="features.codebook",
        title="Codebook",
        columns=tuple(Column(name=name, title=name.capitalize()) for name in names),
        rows=tuple({name: getattr(each, name) for name in names} for each in table.features),
    )
