"""Train here, test there: every classifier in every setting with every seed.

Shape legend: ``_s`` seed, ``_n`` record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from generator.evaluation.utility.labelled import Labelled
from generator.evaluation.utility.thresholds import FEWEST_PATIENTS, FOLDS

Predict = Callable[[Labelled], NDArray[np.float64]]
Enrich = Callable[[Labelled, int], Labelled]

TSTR: Final = "tstr"
TRTS: Final = "trts"
TRTR: Final = "trtr"
TSTS: Final = "tsts"
TSTR_HELD_OUT: Final = "tstr_held_out"
TRTR_HELD_OUT: Final = "trtr_held_out"
TRTS_HELD_OUT: Final = "trts_held_out"


@dataclass(frozen=True, kw_only=True)
class Classifier:
    """A way to learn the two rhythms from records."""

    name: str
    title: str
    fit: Callable[[Labelled, int], Predict]
    """With a seed; what is fitted besides (gaps, scale) comes from the training side alone."""
    fewest_to_teach: int = FEWEST_PATIENTS
    """Patients of either rhythm that it needs to learn from."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Who teaches and who is tested."""

    name: str
    title: str
    train: Labelled
    test: Labelled
    within: bool = False
    """Whether both are the same records: then cross-validated by patient."""

    def blocker(self, classifier: Classifier) -> str:
        """Why it cannot be measured with this classifier, else ''."""
        sides = (
            ("teach", self.train, classifier.fewest_to_teach),
            ("are tested", self.test, FEWEST_PATIENTS),
        )
        for side, records, fewest in sides:
            if records.fewest_patients < fewest:
                return (
                    f"{records.fewest_patients} patients of the rarer rhythm {side}; "
                    f"{fewest} are needed"
                )
        return ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """What one classifier said in one setting."""

    setting: Setting
    classifier: Classifier
    probability_sn: NDArray[np.float64] | None
    """Of AF, for the tested records; None where the trial is blocked."""

    @property
    def blocker(self) -> str:
        """Why it could not be run, else ''."""
        return self.setting.blocker(self.classifier)


def settings_of(real: Labelled, synthetic: Labelled, *, splits_known: bool) -> list[Setting]:
    """The four settings and, where it is known whom the generator learnt from, one of them again.

    Synthetic ECGs are like what their generator learnt from: real training is done a second time
    with held-out patients alone, as :func:`only_held_out` tests with them alone.
    """
    settings = [
        Setting(name=TSTR, title="synthetic → real", train=synthetic, test=real),
        Setting(name=TRTS, title="real → synthetic", train=real, test=synthetic),
        Setting(name=TRTR, title="real → real", train=real, test=real, within=True),
        Setting(
            name=TSTS, title="synthetic → synthetic", train=synthetic, test=synthetic, within=True
        ),
    ]
    if splits_known:
        held_out = real.take(real.held_out_n)
        title = "real, held out → synthetic"
        settings.append(Setting(name=TRTS_HELD_OUT, title=title, train=held_out, test=synthetic))
    return settings


def only_held_out(trial: Trial) -> Trial:
    """The same trial, asked only about real records that the generator never learnt from."""
    setting = trial.setting
    held_out_n = setting.test.held_out_n
    told = replace(
        setting,
        name=f"{setting.name}_held_out",
        title=f"{setting.title}, held out",
        test=setting.test.take(held_out_n),
    )
    probability_sn = None if trial.probability_sn is None else trial.probability_sn[:, held_out_n]
    blocked = told.blocker(trial.classifier) != ""
    return replace(trial, setting=told, probability_sn=None if blocked else probability_sn)


def run_trials(
    settings: Sequence[Setting], classifiers: Sequence[Classifier], *, seeds: Sequence[int]
) -> list[Trial]:
    """Every classifier in every setting that is not blocked.

    One after the other: threads would race for the list of warnings that scikit-learn exchanges.
    """
    pairs = list(product(settings, classifiers))
    open_pairs = [pair for pair in pairs if not pair[0].blocker(pair[1])]
    probabilities = {
        pair: np.stack([_probability_n(*pair, seed) for seed in seeds]) for pair in open_pairs
    }
    return [
        Trial(
            setting=setting,
            classifier=classifier,
            probability_sn=probabilities.get((setting, classifier)),
        )
        for setting, classifier in pairs
    ]


def cross_validated(
    classifier: Classifier, records: Labelled, seed: int, enrich: Enrich | None = None
) -> NDArray[np.float64]:
    """Probabilities (n,) by classifiers that saw nobody whose records they are asked about.

    ``enrich`` makes the records to train with out of those of the other folds.
    """
    folds = StratifiedGroupKFold(
        min(FOLDS, records.fewest_patients), shuffle=True, random_state=seed
    )
    probability_n = np.full(len(records), np.nan)
    split = folds.split(records.values_nf, records.positive_n, records.patients_n)
    for taught, asked in split:
        train = records.take(taught)
        if enrich is not None:
            train = enrich(train, seed)
        probability_n[asked] = classifier.fit(train, seed)(records.take(asked))
    return probability_n


def _probability_n(setting: Setting, classifier: Classifier, seed: int) -> NDArray[np.float64]:
    if setting.within:
        return cross_validated(classifier, setting.train, seed)
    return classifier.fit(setting.train, seed)(setting.test)
