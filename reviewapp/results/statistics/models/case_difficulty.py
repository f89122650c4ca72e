"""How hard each case was, and which cases fooled most readers or fewest."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import stats

from reviewapp.results.statistics.coding import MISSING, Codes, Numbers
from reviewapp.results.statistics.estimate import Estimate, Extent
from reviewapp.results.statistics.intervals import WILSON, wilson
from reviewapp.results.statistics.multiplicity import adjusted_p

FALSE_DISCOVERY_RATE: Final = 0.05
ITEM_REST: Final = "correlation of a case with the rest of the cases (item-rest), over readers"
FEW: Final = 3


@dataclass(frozen=True, kw_only=True)
class CaseDifficulty:
    """One case: the share of readers who were right, and what it says about the readers.

    ``item_rest`` is high when good readers get the case right. ``p`` tests the share against
    chance (1/2, exact binomial), ``adjusted_p`` is it after Benjamini and Hochberg over all
    cases, and ``is_flagged`` says that it is at most 5 %.
    """

    case: str
    correct: Estimate
    item_rest: Estimate
    p: float | None = None
    adjusted_p: float | None = None
    is_flagged: bool = False


@dataclass(frozen=True, kw_only=True)
class Difficulty:
    """All cases in their order; the number of constant ones; Cronbach's alpha of the set.

    ``alpha`` counts constant cases among the items, ``alpha_varying`` leaves them out, as
    psych::alpha does.
    """

    cases: tuple[CaseDifficulty, ...]
    constant: int
    alpha: Estimate
    alpha_varying: Estimate

    def most_fooling(self, count: int) -> tuple[CaseDifficulty, ...]:
        """The cases that fewest readers got right, worst first; equal ones by their order."""
        return tuple(sorted(self._read(), key=_share)[:count])

    def least_fooling(self, count: int) -> tuple[CaseDifficulty, ...]:
        """The cases that most readers got right, best first; equal ones by their order."""
        return tuple(sorted(self._read(), key=lambda case: -_share(case))[:count])

    def _read(self) -> list[CaseDifficulty]:
        return [case for case in self.cases if case.correct.value is not None]


def case_difficulty(*, correct_rc: Codes, cases: tuple[str, ...]) -> Difficulty:
    """Difficulty of each case from 0/1 verdicts right or wrong, (readers, cases), -1 missing.

    Item-rest correlation as psych::alpha's r.drop, with the share of the other cases that a
    reader got right as the rest, which is the same with complete data and fair to readers who
    left some out; undefined where a case is constant. Benjamini and Hochberg 1995, J R Stat Soc B
    57:289. Raises ValueError unless there is a name for each case.
    """
    if correct_rc.ndim != 2 or correct_rc.shape[1] != len(cases):
        raise ValueError(f"{len(cases)} names for a table of {correct_rc.shape}")
    present_rc = correct_rc != MISSING
    right_rc = np.where(present_rc, correct_rc, 0)
    found = [_one_case(name, right_rc, present_rc, place) for place, name in enumerate(cases)]
    values_rc = np.where(present_rc, correct_rc, np.nan).astype(np.float64)
    varies_c = np.array([_varies(values_rc[:, place]) for place in range(len(cases))], dtype=bool)
    read_c = present_rc.any(axis=0)
    return Difficulty(
        cases=_flagged(found),
        constant=int((read_c & ~varies_c).sum()),
        alpha=cronbach_alpha(values_rc[:, read_c]),
        alpha_varying=cronbach_alpha(values_rc[:, varies_c]),
    )


def _one_case(name: str, right_rc: Codes, present_rc: Codes, place: int) -> CaseDifficulty:
    here_r = present_rc[:, place].astype(bool)
    n = int(here_r.sum())
    extent = Extent(readings=n, readers=n, cases=min(n, 1))
    if n == 0:
        nobody = Estimate.undefined(reason="nobody read this case", method=WILSON, extent=extent)
        return CaseDifficulty(case=name, correct=nobody, item_rest=nobody)
    right = int(right_rc[here_r, place].sum())
    low, high = wilson(right, n)
    others_r = present_rc[here_r].sum(axis=1) - 1
    rest_r = right_rc[here_r].sum(axis=1) - right_rc[here_r, place]
    return CaseDifficulty(
        case=name,
        correct=Estimate(value=right / n, low=low, high=high, method=WILSON, extent=extent),
        item_rest=_item_rest(right_rc[here_r, place], rest_r, others_r, extent),
        p=float(stats.binomtest(right, n, 0.5).pvalue),
    )


def _item_rest(right_r: Codes, rest_r: Codes, others_r: Codes, extent: Extent) -> Estimate:
    kept_r = others_r > 0
    own = right_r[kept_r].astype(np.float64)
    share = rest_r[kept_r] / others_r[kept_r]
    reason = ""
    if own.size < FEW:
        reason = f"fewer than {FEW} readers read this case and another one"
    elif not _varies(own):
        reason = "all readers gave the same verdict: a constant has no correlation"
    elif float(np.ptp(share)) < 1e-12:
        reason = "all readers were equally right about the other cases"
    if reason:
        return Estimate.undefined(reason=reason, method=ITEM_REST, extent=extent)
    r = float(np.clip(np.corrcoef(own, share)[0, 1], -1.0, 1.0))
    if own.size == FEW or abs(r) > 1 - 1e-12:
        why = "too few readers, or a perfect correlation: no interval"
        return Estimate(value=r, method=ITEM_REST, extent=extent, interval_reason=why)
    half = float(stats.norm.ppf(0.975)) / np.sqrt(own.size - 3)
    low, high = (float(np.tanh(np.arctanh(r) + sign * half)) for sign in (-1, 1))
    method = f"{ITEM_REST}; Fisher's z interval"
    return Estimate(value=r, low=low, high=high, method=method, extent=extent)


def cronbach_alpha(value_rc: Numbers) -> Estimate:
    """Cronbach's alpha (1951, Psychometrika 16:297) of readers x cases, NaN missing.

    Covariances are those of the readers who read both cases (psych::alpha's default). Undefined
    with fewer than two cases or readers, or where totals do not vary.
    """
    readers, cases = value_rc.shape
    extent = Extent(readings=int(np.isfinite(value_rc).sum()), readers=readers, cases=cases)
    method = "Cronbach's alpha"
    if min(readers, cases) < 2:
        reason = "fewer than two readers or cases"
        return Estimate.undefined(reason=reason, method=method, extent=extent)
    covariance_cc = _pairwise_covariance(value_rc)
    total = float(covariance_cc.sum())
    if not np.isfinite(total) or total <= 1e-12 * cases:
        reason = "the readers' totals do not vary, or too few readers read the same two cases"
        return Estimate.undefined(reason=reason, method=method, extent=extent)
    alpha = cases / (cases - 1) * (1 - float(np.trace(covariance_cc)) / total)
    why = "given without an interval: it describes this set of cases"
    return Estimate(value=alpha, method=method, extent=extent, interval_reason=why)


def _pairwise_covariance(value_rc: Numbers) -> Numbers:
    """Covariance of each two cases over the readers of both; NaN where fewer than two."""
    present_rc = np.isfinite(value_rc).astype(np.float64)
    filled_rc = np.nan_to_num(value_rc)
    n_cc = present_rc.T @ present_rc
    sum_cc = filled_rc.T @ present_rc
    product_cc = filled_rc.T @ filled_rc
    safe_cc = np.where(n_cc > 1, n_cc, np.nan)
    return np.asarray((product_cc - sum_cc * sum_cc.T / safe_cc) / (safe_cc - 1))


def _flagged(found: list[CaseDifficulty]) -> tuple[CaseDifficulty, ...]:
    p_values = np.array([case.p for case in found if case.p is not None], dtype=np.float64)
    adjusted = iter(adjusted_p(p_values, "bh"))
    return tuple(case if case.p is None else _marked(case, float(next(adjusted))) for case in found)


def _marked(case: CaseDifficulty, p: float) -> CaseDifficulty:
    return replace(case, adjusted_p=p, is_flagged=p <= FALSE_DISCOVERY_RATE)


def _varies(values: Numbers) -> bool:
    known = values[np.isfinite(values)]
    return bool(known.size) and bool(known.min() < known.max())


def _share(case: CaseDifficulty) -> float:
    return case.correct.value or 0.0
