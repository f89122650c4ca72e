"""Pictures of features: distributions side by side, and each one's distance on one line."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from generator.evaluation.fidelity.comparison import Comparison
from generator.evaluation.findings import Picture
from generator.evaluation.pictures import (
    QUIET_INK,
    REAL_INK,
    SYNTHETIC_INK,
    new_figure,
    picture_of,
)

_MAIN: Final = (
    "hr_bpm",
    "sdnn_ms",
    "pr_ms",
    "qrs_ms",
    "qtc_fridericia_ms",
    "axis_deg",
    "p_ii_mv",
    "t_ii_mv",
    "qrs_variation_percent",
    "noise_uv",
    "wander_uv",
    "i_avf_correlation",
    "start_variance_log2",
    "end_variance_log2",
    "start_step_log2",
    "end_step_log2",
)
_MOST_PANELS: Final = 8
_ROW: Final = 4
_SHARES: Final = np.linspace(0, 1, 101)
_OUTER: Final = (0.01, 0.99)
_INKS: Final = (REAL_INK, SYNTHETIC_INK)


def distribution_picture(
    compared: Sequence[Comparison], name: str, title: str
) -> tuple[Picture, ...]:
    """Cumulative distributions of the main features, by rhythm; none without data."""
    there = [one for one in compared if one.wasserstein is not None]
    names = list(dict.fromkeys(one.feature.name for one in there))
    chosen = ([each for each in _MAIN if each in names] or names)[:_MOST_PANELS]
    rhythms = list(dict.fromkeys(one.rhythm for one in there))
    if not chosen:
        return ()
    panels = {(one.feature.name, one.rhythm): one for one in there}
    rows_a_rhythm = -(-len(chosen) // _ROW)
    figure = new_figure(9.0, 1.9 * rows_a_rhythm * len(rhythms))
    axes = figure.subplots(rows_a_rhythm * len(rhythms), _ROW, squeeze=False)
    for panel in axes.flat:
        panel.set_axis_off()
    for block, rhythm in enumerate(rhythms):
        for at, feature in enumerate(chosen):
            panel = axes[block * rows_a_rhythm + at // _ROW, at % _ROW]
            if (feature, rhythm) in panels:
                _distribution(panel, panels[feature, rhythm])
    figure.axes[0].legend(fontsize=7, frameon=False)
    picture = picture_of(
        figure,
        name=f"fidelity.{name}_distributions",
        title=title,
        alt=f"Cumulative distributions of {', '.join(chosen)} in {' and '.join(rhythms)}: "
        "real and synthetic as two step lines; the table gives the distances.",
    )
    return (picture,)


def distance_picture(compared: Sequence[Comparison], name: str, title: str) -> tuple[Picture, ...]:
    """The distance of each feature as a dot beside the band of real halves; none without data."""
    rhythms = list(dict.fromkeys(one.rhythm for one in compared if one.in_spreads))
    if not rhythms:
        return ()
    titles = list(dict.fromkeys(one.feature.title for one in compared))
    figure = new_figure(9.0, 1.0 + 0.2 * len(titles))
    axes = figure.subplots(1, len(rhythms), sharey=True, squeeze=False)[0]
    for panel, rhythm in zip(axes, rhythms, strict=True):
        _distances(panel, [one for one in compared if one.rhythm == rhythm], titles)
        panel.set_title(rhythm)
    axes[0].set_yticks(range(len(titles)), titles, fontsize=7)
    axes[0].invert_yaxis()
    axes[0].legend(fontsize=7, frameon=False)
    picture = picture_of(
        figure,
        name=f"fidelity.{name}_distances",
        title=title,
        alt="Wasserstein distance of each feature in real spreads as a dot, beside a bar to the "
        "95th percentile of the distance between real halves; the table has the numbers.",
    )
    return (picture,)


def _distribution(panel: Any, one: Comparison) -> None:
    panel.set_axis_on()
    for values, ink, label in zip(
        (one.real_n, one.synthetic_n), _INKS, ("real", "synthetic"), strict=True
    ):
        # A hundred steps draw the same line as a thousand records, in a tenth of the bytes
        panel.step(np.quantile(values, _SHARES), _SHARES, color=ink, label=label)
    both = np.concatenate([np.quantile(values, _OUTER) for values in (one.real_n, one.synthetic_n)])
    if both.max() > both.min():
        panel.set_xlim(both.min(), both.max())
    panel.set_title(f"{one.feature.title}, {one.rhythm}", fontsize=7)
    panel.set_xlabel(one.feature.unit, fontsize=7)
    panel.tick_params(labelsize=6)


def _distances(panel: Any, compared: Sequence[Comparison], titles: Sequence[str]) -> None:
    there = [(one, one.in_spreads) for one in compared if one.in_spreads]
    places = [titles.index(one.feature.title) for one, _ in there]
    floors = [found.floor_high for _, found in there]
    values = [found.value for _, found in there]
    panel.barh(places, floors, height=0.6, color=QUIET_INK, alpha=0.35, label="real halves, 95 %")
    panel.plot(values, places, "o", color=SYNTHETIC_INK, markersize=4, label="synthetic")
    panel.set_xlabel("Wasserstein-1 in real spreads")
