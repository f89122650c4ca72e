"""Simulated studies: readers and cases drawn from a probit model, to plan and to check.

Reader j calls case k of origin g "synthetic" when c_j + d_j g + u_k + u_jk > 0, where u_k is what
a case does to every reader (its share ``case_share`` of the variance 1 of the decision) and u_jk
what only that reading has (Roe and Metz 1997, Acad Radiol 4:298). Seeded throughout.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, Numbers

from .equivalence import Band, equivalence_to_chance
from .mean_area import mean_area

SCENARIOS: Final = {"low": (0.1, 0.02), "typical": (0.3, 0.04), "high": (0.5, 0.06)}
"""Share of cases in the decision's variance, and SD of the readers' accuracies: assumptions."""


@dataclass(frozen=True, kw_only=True)
class StudyModel:
    """How readers decide. ``accuracy``: mean of sensitivity and specificity over all readers.

    ``reader_sd``: SD of the readers' accuracies; ``bias_sd``: of their leaning c_j;
    ``case_share``: share of the decision's variance that is the case's, 0 to below 1.
    """

    accuracy: float = 0.5
    reader_sd: float = 0.04
    case_share: float = 0.3
    bias_sd: float = 0.3

    def __post_init__(self) -> None:
        if not (0 < self.accuracy < 1 and 0 <= self.case_share < 1):
            raise ValueError("accuracy lies between 0 and 1, the share of cases from 0 to below 1")


def simulated_study(
    model: StudyModel, *, readers: int, cases: int, generator: np.random.Generator
) -> tuple[Codes, Numbers]:
    """The origin of each case (half of them synthetic), and the decision variable (readers, cases).

    A decision above 0 is the verdict "synthetic"; its size may serve as the rating.
    """
    truth_c = np.repeat([REAL, SYNTHETIC], [cases - cases // 2, cases // 2])
    # accuracy = Phi(d / 2) without leaning; the slope of Phi at 0 turns the SD into that of d.
    mean_d = 2 * float(stats.norm.ppf(model.accuracy))
    sd_d = 2 * model.reader_sd / float(stats.norm.pdf(mean_d / 2))
    d_r = generator.normal(mean_d, sd_d, readers)
    lean_r = generator.normal(0, model.bias_sd, readers)
    case_c = generator.normal(0, sqrt(model.case_share), cases)
    own_rc = generator.normal(0, sqrt(1 - model.case_share), (readers, cases))
    shift_rc = lean_r[:, None] + d_r[:, None] * (truth_c - 0.5)
    return truth_c, shift_rc + case_c + own_rc


def simulated_power_of_equivalence(
    model: StudyModel, *, readers: int, cases: int, band: Band, studies: int = 500, seed: int = 0
) -> float:
    """Share of simulated studies whose balanced accuracy is shown to lie inside the band.

    Obuchowski-Rockette/Hillis and two one-sided tests, as in the analysis of a study.
    """
    generator = np.random.default_rng(seed)
    shown = 0
    for _ in range(studies):
        truth_c, decision_rc = simulated_study(
            model, readers=readers, cases=cases, generator=generator
        )
        verdict_rc = (decision_rc > 0).astype(np.float64)
        estimate = mean_area(truth_c=truth_c, rating_rc=verdict_rc)
        shown += equivalence_to_chance(estimate, band).equivalent is True
    return shown / studies
