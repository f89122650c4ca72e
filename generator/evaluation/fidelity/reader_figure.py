"""The machine readers' curves by rhythm, and the features that gave the batch away."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from sklearn.metrics import roc_curve

from generator.evaluation.fidelity.machine_reader import Read
from generator.evaluation.findings import Picture
from generator.evaluation.pictures import (
    QUIET_INK,
    REAL_INK,
    SYNTHETIC_INK,
    new_figure,
    picture_of,
)

_INKS: Final = (REAL_INK, SYNTHETIC_INK, QUIET_INK)
_MOST_BARS: Final = 12


def reader_picture(reads: Mapping[str, Read], titles: Mapping[str, str]) -> tuple[Picture, ...]:
    """A panel of curves a rhythm, and one of what each forest went by; none without a reader."""
    if not reads:
        return ()
    told = next(iter(reads.values())).told
    rhythms = [each for each in dict.fromkeys(told.rhythms) if _has_both(told, each)]
    named = {kind: read for kind, read in reads.items() if read.names}
    figure = new_figure(9.0, 3.0 + 3.0 * bool(named))
    parts = figure.subfigures(1 + bool(named), 1, squeeze=False)[:, 0]
    panels = parts[0].subplots(1, max(1, len(rhythms)), squeeze=False)[0]
    for panel, rhythm in zip(panels, rhythms, strict=False):
        for ink, (kind, read) in zip(_INKS, reads.items(), strict=False):
            _curve(panel, read, rhythm, ink, titles[kind])
        panel.plot([0, 1], [0, 1], color=QUIET_INK, linewidth=0.6, linestyle=":")
        panel.set_title(rhythm)
        panel.set_xlabel("real taken for synthetic")
    panels[0].set_ylabel("synthetic found")
    panels[0].legend(fontsize=6, frameon=False, loc="lower right")
    if named:
        for panel, (kind, read) in zip(
            parts[1].subplots(1, len(named), squeeze=False)[0], named.items(), strict=True
        ):
            _bars(panel, read, titles[kind])
    picture = picture_of(
        figure,
        name="fidelity.machine_readers",
        title="What a machine can tell, and by what",
        alt="Receiver operating curves of the machine readers by rhythm, and bars of how much the "
        "area falls when a feature is shuffled; the checks and the table have the numbers.",
    )
    return (picture,)


def _has_both(told: Any, rhythm: str) -> bool:
    here = told.synthetic_n[np.asarray(told.rhythms) == rhythm]
    return bool(here.any() and not here.all())


def _curve(panel: Any, read: Read, rhythm: str, ink: str, title: str) -> None:
    here = np.asarray(read.told.rhythms) == rhythm
    wrong, right, _ = roc_curve(read.told.synthetic_n[here], read.reading.score_n[here])
    panel.plot(wrong, right, color=ink, label=title)


def _bars(panel: Any, read: Read, title: str) -> None:
    fall_f = read.reading.importance_f
    if fall_f is None:
        return
    most = np.argsort(-fall_f, kind="stable")[:_MOST_BARS]
    panel.barh(range(len(most)), np.maximum(fall_f[most], 0), color=SYNTHETIC_INK)
    panel.set_yticks(range(len(most)), [read.names[at] for at in most], fontsize=6)
    panel.invert_yaxis()
    panel.set_title(title, fontsize=8)
    panel.set_xlabel("fall of the area", fontsize=7)
    panel.tick_params(axis="x", labelsize=6)
