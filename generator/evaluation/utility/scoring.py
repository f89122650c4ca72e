"""The trials in figures: one row for each classifier in each setting."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from generator.evaluation.findings import Cell, Column, Table
from generator.evaluation.utility.estimates import (
    Estimate,
    Replicates,
    draw_replicates,
    estimates,
    gains,
)
from generator.evaluation.utility.labelled import Labelled
from generator.evaluation.utility.scores import (
    AUROC,
    BALANCED_F1,
    F1,
    SCORES,
    SENSITIVITY,
    SPECIFICITY,
)
from generator.evaluation.utility.thresholds import PAPER, PAPER_TRTS_F1, PAPER_TSTR_F1
from generator.evaluation.utility.trials import TRTS, TSTR, Trial

Scores = Mapping[str, Estimate]
NO_SCORES: Final[Scores] = {name: Estimate() for name in SCORES}
PAPER_F1: Final = {TSTR: PAPER_TSTR_F1, TRTS: PAPER_TRTS_F1}
_TITLES: Final = {
    BALANCED_F1: "F1, rhythms weighted equally",
    F1: "F1, rhythms as frequent as they are",
    AUROC: "AUROC",
    SENSITIVITY: "sensitivity",
    SPECIFICITY: "specificity",
}


class Scorer:
    """Scores trials; the same patients are drawn wherever the same records are tested."""

    def __init__(self, *, replicates: int, seed: int) -> None:
        self._how_many, self._seed = replicates, seed
        self._drawn: dict[tuple[str, ...], Replicates] = {}

    def replicates_of(self, tested: Labelled) -> Replicates:
        """The draws for these records."""
        patients = tuple(tested.patients_n.tolist())
        if patients not in self._drawn:
            self._drawn[patients] = draw_replicates(
                patients, replicates=self._how_many, seed=self._seed
            )
        return self._drawn[patients]

    def scores(self, trial: Trial) -> Scores:
        """Each score by name; all undefined where the trial was blocked."""
        if trial.probability_sn is None:
            return NO_SCORES
        tested = trial.setting.test
        drawn = self.replicates_of(tested)
        return estimates(tested.positive_n, trial.probability_sn, drawn)

    def loss(self, trial: Trial, best: Trial) -> Scores:
        """How much lower ``trial`` scores than ``best`` on the same records."""
        if trial.probability_sn is None or best.probability_sn is None:
            return NO_SCORES
        tested = trial.setting.test
        drawn = self.replicates_of(tested)
        return gains(tested.positive_n, trial.probability_sn, best.probability_sn, drawn)


def score_table(
    scored: Sequence[tuple[Trial, Scores]], *, rhythms: tuple[str, str], paper_classifier: str
) -> Table:
    """The whole matrix, with the paper's two figures where they belong."""
    other, positive = rhythms
    columns = [
        Column(name="setting", title="trained on → tested on"),
        Column(name="classifier", title="classifier"),
        Column(name="trained_positive_n", title=f"{positive} trained on", digits=0),
        Column(name="trained_other_n", title=f"{other} trained on", digits=0),
        Column(name="tested_positive_n", title=f"{positive} tested", digits=0),
        Column(name="tested_other_n", title=f"{other} tested", digits=0),
        Column(name="tested_patients_n", title="patients tested", digits=0),
        *score_columns(),
        Column(name="paper_f1", title=f"F1 in {PAPER}", digits=2),
    ]
    rows = [_row(trial, scores, paper_classifier) for trial, scores in scored]
    blocked = dict.fromkeys(
        f"{trial.setting.title}, {trial.classifier.title}: {trial.blocker}"
        for trial, _ in scored
        if trial.probability_sn is None
    )
    return Table(
        name="utility.scores",
        title="Told apart by classifiers",
        columns=tuple(columns),
        rows=tuple(rows),
        note=" ".join(
            [
                f"F1, sensitivity and specificity are of {positive} at a probability of 0.5. "
                "low and high bound the 95 % interval over patients and seeds of the classifier.",
                *(f"{reason}." for reason in blocked),
            ]
        ),
    )


def score_columns() -> list[Column]:
    """A column a score and two for its interval."""
    return [
        Column(name=f"{name}{suffix}", title=f"{title}{ending}")
        for name, title in _TITLES.items()
        for suffix, ending in (("", ""), ("_low", ", low"), ("_high", ", high"))
    ]


def score_cells(scores: Scores) -> dict[str, Cell]:
    """The cells of :func:`score_columns`."""
    cells: dict[str, Cell] = {}
    for name in _TITLES:
        found = scores[name]
        cells |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
    return cells


def _row(trial: Trial, scores: Scores, paper_classifier: str) -> dict[str, Cell]:
    setting = trial.setting
    is_papers = trial.classifier.name == paper_classifier
    return {
        "setting": setting.title,
        "classifier": trial.classifier.title,
        "trained_positive_n": int(setting.train.positive_n.sum()),
        "trained_other_n": int((~setting.train.positive_n).sum()),
        "tested_positive_n": int(setting.test.positive_n.sum()),
        "tested_other_n": int((~setting.test.positive_n).sum()),
        "tested_patients_n": len(np.unique(setting.test.patients_n)),
        **score_cells(scores),
        "paper_f1": PAPER_F1.get(setting.name) if is_papers else None,
    }
