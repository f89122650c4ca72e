"""The pictures of the section on utility."""

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes

from generator.evaluation.findings import Picture
from generator.evaluation.pictures import (
    QUIET_INK,
    REAL_INK,
    SYNTHETIC_INK,
    new_figure,
    picture_of,
)
from generator.evaluation.utility.augmentation import ScoredPoint
from generator.evaluation.utility.classifiers import FOREST, NETWORK, WAVES_FOREST
from generator.evaluation.utility.estimates import Estimate
from generator.evaluation.utility.scores import AUROC, BALANCED_F1
from generator.evaluation.utility.scoring import PAPER_F1, Scores
from generator.evaluation.utility.thresholds import PAPER
from generator.evaluation.utility.trials import Trial

_INKS: Final = {
    FOREST.name: REAL_INK,
    WAVES_FOREST.name: SYNTHETIC_INK,
    NETWORK.name: "#3f7d4e",
}
_STEP: Final = 0.18


def score_picture(scored: Sequence[tuple[Trial, Scores]]) -> Picture:
    """F1 with its interval of each classifier in each setting, and the paper's two."""
    settings = list(dict.fromkeys(trial.setting.title for trial, _ in scored))
    classifiers = list(dict.fromkeys(trial.classifier.title for trial, _ in scored))
    figure = new_figure(7.0, 1.3 + 0.52 * len(settings))
    axes = figure.subplots()
    for place, title in enumerate(classifiers):
        mine = [each for each in scored if each[0].classifier.title == title]
        found = [scores[BALANCED_F1] for _, scores in mine]
        rows = [settings.index(trial.setting.title) for trial, _ in mine]
        offset = (place - (len(classifiers) - 1) / 2) * _STEP
        ink = _INKS.get(mine[0][0].classifier.name, QUIET_INK)
        _points(axes, found, [row + offset for row in rows], label=title, ink=ink)
    for row, setting in enumerate(dict.fromkeys(trial.setting.name for trial, _ in scored)):
        if setting in PAPER_F1:
            axes.plot([PAPER_F1[setting]] * 2, [row - 0.4, row + 0.4], color="black", lw=1)
            axes.annotate("paper", (PAPER_F1[setting], row - 0.4), fontsize=7, ha="right")
    axes.set_yticks(range(len(settings)), settings)
    axes.invert_yaxis()
    axes.set_xlabel("F1, both rhythms weighted equally (95 % interval)")
    figure.legend(frameon=False, fontsize=8, loc="outside lower center", ncols=2)
    alt = "F1 by setting and classifier: " + "; ".join(
        f"{trial.setting.title}, {trial.classifier.title} {_told(scores[BALANCED_F1])}"
        for trial, scores in scored
    )
    title = f"F1 of each classifier in each setting; the lines are those of {PAPER}"
    return picture_of(figure, name="utility.scores", title=title, alt=alt)


def curve_picture(curves: Sequence[Sequence[ScoredPoint]]) -> Picture:
    """F1 and AUROC against the share of the batch that is added, by classifier."""
    figure = new_figure(7.0, 3.6)
    pair = figure.subplots(1, 2)
    for axes, score, label in zip(pair, (BALANCED_F1, AUROC), ("F1", "AUROC"), strict=True):
        for curve in curves:
            _curve(axes, curve, score)
        axes.set_xlabel("share of the batch added")
        axes.set_ylabel(label)
    lines, labels = pair[0].get_legend_handles_labels()
    figure.legend(lines, labels, frameon=False, fontsize=8, loc="outside lower center", ncols=2)
    told = "; ".join(
        f"{_name(curve)}: {_told(curve[0].scores[BALANCED_F1])} alone, "
        f"{_told(curve[-1].scores[BALANCED_F1])} with the batch"
        for curve in curves
    )
    return picture_of(
        figure,
        name="utility.augmentation",
        title="Real and synthetic together, tested on real",
        alt=f"F1 by share of the batch added to the real training records. {told}.",
    )


def _curve(axes: Axes, curve: Sequence[ScoredPoint], score: str) -> None:
    defined = [(each.point.added, each.scores[score]) for each in curve]
    shares = [added for added, found in defined if found.value is not None]
    values = [found.value for _, found in defined if found.value is not None]
    lows = [_or(found.low, found.value) for _, found in defined if found.value is not None]
    highs = [_or(found.high, found.value) for _, found in defined if found.value is not None]
    ink = _INKS.get(curve[0].point.curve.classifier.name, QUIET_INK)
    line = "--" if curve[0].point.curve.few else "-"
    axes.plot(shares, values, line, color=ink, marker="o", ms=3, lw=1.2, label=_name(curve))
    axes.fill_between(shares, lows, highs, color=ink, alpha=0.08, lw=0)


def _points(
    axes: Axes, found: Sequence[Estimate], rows: Sequence[float], *, label: str, ink: str
) -> None:
    defined = [(each, row) for each, row in zip(found, rows, strict=True) if each.value is not None]
    values = [_or(None, each.value) for each, _ in defined]
    axes.plot(values, [row for _, row in defined], "o", color=ink, ms=4, label=label)
    for each, row in defined:
        if each.low is not None and each.high is not None:
            axes.plot([each.low, each.high], [row, row], color=ink, lw=1.2)


def _name(curve: Sequence[ScoredPoint]) -> str:
    who = "few real patients" if curve[0].point.curve.few else "all real patients"
    return f"{curve[0].point.curve.classifier.title}, {who}"


def _or(bound: float | None, value: float | None) -> float:
    return float(bound if bound is not None else value or 0.0)


def _told(found: Estimate) -> str:
    return "not measured" if found.value is None else f"{found.value:.2f}"
