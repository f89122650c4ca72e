"""What betrays a maker rather than a heart, measured on each record, as a table of features.

So edges, plateaus, noise and the frontal plane are compared as every other feature is.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import RATE_HZ, EcgSet
from generator.evaluation.feature_table import Feature, FeatureTable
from generator.evaluation.fidelity.beat_to_beat import noise_uv, qrs_variation_percent, wander_uv
from generator.evaluation.fidelity.edges import (
    edge,
    edge_level,
    edge_slope,
    edge_step,
    edge_variance,
)
from generator.evaluation.fidelity.frontal import correlation_of_i_and_avf, qrs_axis_deg
from generator.evaluation.fidelity.plateaus import longest_flat_s, share_at_limit

Maybe = float | None
_EDGE_MEASURES: Final[Mapping[str, tuple[str, Callable[..., NDArray[np.float64]]]]] = {
    "level": ("Level", edge_level),
    "slope": ("Slope", edge_slope),
    "variance": ("SD", edge_variance),
    "step": ("Outermost steps", edge_step),
}
_BY_EDGES: Final = "fidelity/edges.py, mean over leads"


def _feature(name: str, title: str, unit: str, meaning: str, method: str) -> Feature:
    return Feature(name=name, title=title, unit=unit, meaning=meaning, method=method)


def _edge_features() -> list[Feature]:
    return [
        _feature(
            f"{side}_{name}_log2",
            f"{title} of the {word} 0.5 s",
            "log2",
            f"{title} of the record's {word} 0.5 s against its middle; 0 where equal",
            _BY_EDGES,
        )
        for side, word in (("start", "first"), ("end", "last"))
        for name, (title, _) in _EDGE_MEASURES.items()
    ]


TRACES: Final = (
    *_edge_features(),
    _feature(
        "limit_percent",
        "Samples at a lead's own limit",
        "%",
        "Share of samples in plateaus of 30 ms or more at the highest or lowest level of a lead",
        "fidelity/plateaus.py, within 2 µV",
    ),
    _feature(
        "flat_s",
        "Longest flat stretch",
        "s",
        "Longest time in which a lead moves less than 2 µV a sample",
        "fidelity/plateaus.py, the longest of 12 leads",
    ),
    _feature("peak_mv", "Greatest voltage", "mV", "Greatest absolute voltage", "of 12 leads"),
    _feature(
        "qrs_variation_percent",
        "QRS amplitude from beat to beat",
        "%",
        "Coefficient of variation of the peak-to-peak QRS amplitude over the beats",
        "fidelity/beat_to_beat.py, median of leads, beats by generator.beat_finding",
    ),
    _feature(
        "noise_uv",
        "Noise floor",
        "µV",
        "SD of white noise with the same second differences away from QRS",
        "fidelity/beat_to_beat.py, robust, median of leads",
    ),
    _feature(
        "wander_uv",
        "Baseline wander",
        "µV",
        "Root mean square of what is slower than 0.7 Hz",
        "fidelity/beat_to_beat.py, median of leads",
    ),
    _feature(
        "i_avf_correlation",
        "Correlation of I and aVF",
        "",
        "Pearson's correlation of the two limb leads that the model makes itself",
        "fidelity/frontal.py, whole record",
    ),
    _feature(
        "qrs_axis_deg",
        "QRS axis by areas",
        "°",
        "Direction of the net QRS areas of I and aVF, -150 to 210",
        "fidelity/frontal.py",
    ),
)
_NO_BEATS: Final = "too few beats or too small a QRS"


def traces_of(ecgs: EcgSet) -> FeatureTable:
    """The table of ``TRACES`` for each record."""
    whole = _of_all_records(ecgs.signals_mv_nlt)
    each = [
        _of_one(signal_lt, beats_s)
        for signal_lt, beats_s in zip(ecgs.signals_mv_nlt, ecgs.beats_s, strict=True)
    ]
    names = [feature.name for feature in TRACES]
    columns = [
        whole[name] if name in whole else np.array([one[name] for one in each], dtype=np.float64)
        for name in names
    ]
    values_nf = np.stack(columns, axis=1).reshape(len(ecgs), len(names))
    reasons = tuple(
        {name: _NO_BEATS for name, value in zip(names, row, strict=True) if np.isnan(value)}
        for row in values_nf
    )
    return FeatureTable(features=TRACES, values_nf=values_nf, reasons=reasons)


def _of_all_records(signals_mv_nlt: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    found = {
        "limit_percent": share_at_limit(signals_mv_nlt),
        "flat_s": longest_flat_s(signals_mv_nlt, RATE_HZ),
        "peak_mv": np.abs(signals_mv_nlt).max(axis=(1, 2)),
    }
    for side in ("start", "end"):
        outward_nlt = edge(signals_mv_nlt, end=side == "end")
        for name, (_, measure) in _EDGE_MEASURES.items():
            found[f"{side}_{name}_log2"] = measure(outward_nlt)
    return found


def _of_one(signal_mv_lt: NDArray[np.float64], beats_s: NDArray[np.float64]) -> dict[str, Maybe]:
    return {
        "qrs_variation_percent": qrs_variation_percent(signal_mv_lt, beats_s),
        "noise_uv": noise_uv(signal_mv_lt, beats_s),
        "wander_uv": wander_uv(signal_mv_lt),
        "i_avf_correlation": correlation_of_i_and_avf(signal_mv_lt),
        "qrs_axis_deg": qrs_axis_deg(signal_mv_lt, beats_s),
    }
