"""Agreement of readers with themselves, as the mean over readers."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from reviewapp.results.statistics.bootstrap import REPLICATES, bootstrap_estimate
from reviewapp.results.statistics.coding import MISSING, Codes, Numbers, checked_codes
from reviewapp.results.statistics.estimate import Estimate, Extent

from .repeats import NO_REPEATS
from .resampled import (
    Resampled,
    mean_of_defined,
    resampled_icc,
    resampled_kappa,
    resampled_within_sd,
)
from .weights import Weights, agreement_weights, weights_title

NOWHERE: Final = "it is undefined for every reader"


def mean_repeat_kappa(
    first_rc: Codes,
    second_rc: Codes,
    *,
    categories: int,
    weighting: Weights = "identity",
    seed: int = 0,
    replicates: int = REPLICATES,
) -> Estimate:
    """Mean over readers of Cohen's kappa of first and second readings (readers, cases).

    Readers whose kappa is undefined are left out and counted. The interval is a bootstrap of
    cases, of all readers together: it speaks for these readers.
    """
    checked_codes(first_rc, categories=categories)
    checked_codes(second_rc, categories=categories)
    weights_qq = agreement_weights(weighting, categories)
    name = weights_title("mean over readers of Cohen kappa", weighting)
    pairs = [np.stack(pair) for pair in zip(first_rc, second_rc, strict=True)]
    by_reader = [resampled_kappa(pair_2c, weights_qq) for pair_2c in pairs]
    paired_rc = (first_rc != MISSING) & (second_rc != MISSING)
    return _mean(by_reader, paired_rc, name, seed, replicates)


def mean_repeat_icc(
    first_rc: Numbers, second_rc: Numbers, *, seed: int = 0, replicates: int = REPLICATES
) -> Estimate:
    """Mean over readers of ICC(2,1) of first and second scores; as :func:`mean_repeat_kappa`."""
    pairs = [np.stack(pair) for pair in zip(first_rc, second_rc, strict=True)]
    by_reader = [resampled_icc(pair_2c) for pair_2c in pairs]
    paired_rc = np.isfinite(first_rc) & np.isfinite(second_rc)
    return _mean(by_reader, paired_rc, "mean over readers of ICC(2,1)", seed, replicates)


def mean_repeat_within_sd(
    first_rc: Numbers, second_rc: Numbers, *, seed: int = 0, replicates: int = REPLICATES
) -> Estimate:
    """Mean over readers of the within-reader SD; as :func:`mean_repeat_kappa`."""
    pairs = [np.stack(pair) for pair in zip(first_rc, second_rc, strict=True)]
    by_reader = [resampled_within_sd(pair_2c) for pair_2c in pairs]
    paired_rc = np.isfinite(first_rc) & np.isfinite(second_rc)
    return _mean(by_reader, paired_rc, "mean over readers of the within SD", seed, replicates)


def _mean(
    by_reader: Sequence[Resampled],
    paired_rc: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    name: str,
    seed: int,
    replicates: int,
) -> Estimate:
    kept_c = paired_rc.any(axis=0)
    extent = Extent(
        readings=2 * int(paired_rc.sum()),
        readers=int(paired_rc.any(axis=1).sum()),
        cases=int(kept_c.sum()),
    )
    if not kept_c.any():
        return Estimate.undefined(reason=NO_REPEATS, method=name, extent=extent)
    once_bc = np.ones((1, kept_c.size))
    defined = [one for one in by_reader if np.isfinite(one(once_bc)[0])]
    left_out = extent.readers - len(defined)
    name += f" ({left_out} reader(s) without one left out)" if left_out else ""

    def mean(drawn_bc: Numbers) -> Numbers:
        all_bc = np.zeros((len(drawn_bc), kept_c.size))
        all_bc[:, kept_c] = drawn_bc
        if not defined:
            return np.full(len(drawn_bc), np.nan)
        return mean_of_defined(one(all_bc) for one in defined)

    return bootstrap_estimate(
        mean,
        cases=extent.cases,
        seed=seed,
        method=name,
        extent=extent,
        undefined=NOWHERE,
        replicates=replicates,
    )
