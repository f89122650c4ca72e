"""Writes docs/statistics-models.md: ``python -m tests.results.known.models_table``.

The known answers on models beside what is computed here, and the time of the largest fit.
"""

import resource
from pathlib import Path
from time import perf_counter

import numpy as np

from reviewapp.results.statistics.models.accuracy_model import complete, fit_correct, terms_of
from reviewapp.results.statistics.models.design import Design
from reviewapp.results.statistics.models.detection_model import detection_model
from reviewapp.results.statistics.models.reading_time import reading_time
from tests.results.statistics.models.simulated import study

from . import models  # noqa: F401 (registers its kinds)
from .case import KnownAnswers, known_cases
from .registry import KINDS, Statistics

PAGE = Path(__file__).parents[3] / "docs" / "statistics-models.md"

ESTIMATORS = {
    "glmm": ("logit mixed model, (1\\|reader) + (1\\|case), Laplace", "Brooks 2017; Bates 2015"),
    "glmm_probit": ("probit mixed model, Laplace, observed Hessian", "DeCarlo 1998; Brooks 2017"),
    "glmm_cbpp": ("binomial mixed model, one random intercept, Laplace", "Bates 2015"),
    "lmm": ("linear mixed model, REML; Satterthwaite df", "Bates 2015; Kuznetsova 2017"),
    "site": ("readers' means: F, Welch, permutation of readers", "Welch 1947; Fisher 1935"),
    "items": ("share correct, item-rest r, Cronbach's alpha", "Cronbach 1951; psych::alpha"),
}

INTRODUCTION = """# The models: what is computed, and against what it is checked

Readers and cases are both random. Every model below has a random intercept for each, its interval
for a fixed effect is t(readers - 1), and what has no value has a reason. Code:
`reviewapp/results/statistics/models/`; known answers: `tests/results/known/models.py`.

- **Mixed models of verdicts** (`glmm.py`): Laplace approximation with the exact gradient
  (`laplace.py`); the case block is diagonal and is eliminated, which leaves a matrix of the size
  of the readers (`crossed.py`). SDs of 0 are found as such and said so; separation is proved by a
  linear programme before a fit is called impossible (`separation.py`).
- **Check of the mixed model** (`cluster_bootstrap.py`): whole readers and whole cases are drawn,
  one Newton step a replicate, seeded. It estimates the average over readers and cases, so that
  its coefficients are smaller; `attenuation` brings one to the other.
- **Sites** (`site_difference.py`, `site_model.py`): analysis of variance of the readers'
  accuracies, its permutation (all assignments up to a million, else 20,000 seeded ones), Welch
  and Holm for pairs, equal spread by Brown and Forsythe, likelihood ratio test of the mixed model.
- **Order** (`trend.py`): slope over position, second half less first.
- **Time** (`lmm.py`, `reml.py`, `reading_time.py`): REML by the same elimination; statsmodels'
  MixedLM gives the same on small data (a test says so), but needs rows x rows where effects cross.
- **Cases** (`case_difficulty.py`): share of correct verdicts (Wilson), item-rest correlation,
  Benjamini-Hochberg flags.

This page is written by `python -m tests.results.known.models_table`, except for the last section.
"""

COVERAGE = "## Coverage by simulation"


def main() -> None:
    """Write the page; the section of the simulation is kept as it is."""
    kept = PAGE.read_text().partition(COVERAGE)[2] if PAGE.exists() else "\n"
    parts = [INTRODUCTION, "## Time\n", *_times(), "", "## Known answers\n", *_table()]
    PAGE.write_text("\n".join([*parts, "", COVERAGE]) + kept)


def _table() -> list[str]:
    lines = [
        "Published: as printed in the source; else computed in R to all digits by glmmTMB,",
        "lmerTest or psych, and rounded here to seven.\n",
        "| statistic | estimator | source | case | ours | published | tolerance |",
        "|---|---|---|---|---|---|---|",
    ]
    for case in known_cases():
        if case.kind in ESTIMATORS:
            computed = KINDS[case.kind](case)
            lines += [_line(case, name, computed) for name in case.asked]
    return lines


def _line(case: KnownAnswers, name: str, computed: Statistics) -> str:
    estimator, source = ESTIMATORS[case.kind]
    published = case.published.get(name)
    told = f"{published:g} (printed)" if published is not None else _number(case.expected[name])
    tolerance = case.tolerances.get(name, case.tolerance)
    ours = _number(computed[name])
    verdict = "" if not case.failure(name, computed[name]) else " **missed**"
    return (
        f"| `{name}` | {estimator} | {source} | {case.name} | {ours}{verdict} | {told} "
        f"| {tolerance:g} |"
    )


def _number(value: object) -> str:
    assert value is None or isinstance(value, (int, float))
    return "undefined" if value is None else f"{value:.7g}"


def _times() -> list[str]:
    """The largest study: 30 readers, 500 cases, 15,000 readings."""
    many = complete(study(readers=30, cases=500))
    design = Design.of(many.rows, terms_of(many)[0])
    fits = {
        f"logit mixed model, {design.x_np.shape[1]} columns": lambda: fit_correct(many, design),
        "probit mixed model of d'": lambda: detection_model(many),
        "linear mixed model of log time": lambda: reading_time(many),
    }
    lines = [
        "30 readers x 500 cases, 15,000 readings, on one core (OMP_NUM_THREADS=1):\n",
        "| fit | seconds |",
        "|---|---|",
    ]
    lines += [f"| {name} | {_seconds(fit):.1f} |" for name, fit in fits.items()]
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*lines, "", f"Largest memory of the whole process: {np.ceil(peak_mb):.0f} MB."]


def _seconds(fit: object) -> float:
    assert callable(fit)
    start_s = perf_counter()
    fit()
    return perf_counter() - start_s


if __name__ == "__main__":
    main()
