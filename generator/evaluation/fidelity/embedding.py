"""The declared ECG embedding: random convolution kernels, pooled over time, projected.

After ROCKET (Dempster, Petitjean & Webb 2020, Data Min Knowl Discov 34:1454): kernels of nine taps
with random weights, dilations and leads; of each response the share above a bias and the maximum.
Other than there the biases are in mV and nothing is scaled record by record, so amplitude counts;
and a fixed random projection (Johnson & Lindenstrauss) makes it small enough for covariances.
Nothing is learnt: the same seed gives the same embedding whatever is compared, and no network
trained on somebody's ECGs decides what counts as similar.

It does not see where in the 10 s something stands (a shift changes only what enters and leaves),
nor a constant offset (the weights of each lead sum to zero). It sees polarity, amplitude, which
lead is which, noise, and rhythm as far as nine taps over at most 2.6 s tell it.

Shape legend: ``_n`` record, ``_l`` lead, ``_t`` time, ``_k`` kernel, ``_p`` tap, ``_d`` dimension.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from generator.leads import MODELLED_LEADS, TWELVE_LEADS

EMBEDDING: Final = "random-kernels-1"
"""Name and version; numbers under different names are not comparable."""
DIMENSIONS: Final = 32
_SEED: Final = 20261121
_TAPS: Final = 9
_DILATIONS: Final = (1, 2, 4, 8, 16, 32)
_KERNELS_A_DILATION: Final = 96
_MOST_LEADS: Final = 3
_LOWEST_BIAS_MV: Final = 0.02
_HIGHEST_BIAS_MV: Final = 0.5
_WEIGHT_OF_SHARES: Final = 4.0
"""Shares differ between real ECGs by about 0.05, peaks by 0.2: so weighted, both count."""
_RECORDS_AT_ONCE: Final = 16
"""So that the responses stay in a few MB."""


@dataclass(frozen=True, eq=False)
class _Kernels:
    dilation: int
    weights_klp: NDArray[np.float32]
    bias_mv_k: NDArray[np.float32]


@cache
def _kernels() -> tuple[_Kernels, ...]:
    stream = np.random.default_rng(_SEED)
    return tuple(_kernels_of(dilation, stream) for dilation in _DILATIONS)


def _kernels_of(dilation: int, stream: np.random.Generator) -> _Kernels:
    count, leads = _KERNELS_A_DILATION, len(MODELLED_LEADS)
    weights_klp = stream.standard_normal((count, leads, _TAPS))
    weights_klp -= weights_klp.mean(axis=-1, keepdims=True)
    for weights_lp in weights_klp:
        unused = stream.permutation(leads)[stream.integers(1, _MOST_LEADS + 1) :]
        weights_lp[unused] = 0
    weights_klp /= np.sqrt((weights_klp**2).sum(axis=(1, 2), keepdims=True))
    size_k = np.exp(stream.uniform(np.log(_LOWEST_BIAS_MV), np.log(_HIGHEST_BIAS_MV), count))
    bias_k = size_k * stream.choice([-1.0, 1.0], count)
    return _Kernels(dilation, weights_klp.astype(np.float32), bias_k.astype(np.float32))


@cache
def _projection() -> NDArray[np.float64]:
    features = 2 * _KERNELS_A_DILATION * len(_DILATIONS)
    stream = np.random.default_rng([_SEED, 1])
    return stream.normal(0, features**-0.5, (features, DIMENSIONS))


def embed(signals_mv_nlt: NDArray[np.floating]) -> NDArray[np.float64]:
    """The embedding, (n, DIMENSIONS), of 12-lead ECGs in mV at 100 Hz, (n, 12, 1000).

    Of the 12 leads it takes the 8 independent ones. Raises ValueError on another shape or a
    sample that is not finite.
    """
    return responses(signals_mv_nlt) @ _projection()


def responses(signals_mv_nlt: NDArray[np.floating]) -> NDArray[np.float64]:
    """The pooled responses before the projection, (n, 1152): weighted shares, asinh of peaks in mV.

    Raises ValueError as ``embed`` does.
    """
    if signals_mv_nlt.ndim != 3 or signals_mv_nlt.shape[1] != len(TWELVE_LEADS):
        raise ValueError(f"signals are (n, 12, time), not {signals_mv_nlt.shape}")
    if not np.isfinite(signals_mv_nlt).all():
        raise ValueError("a sample is not finite")
    rows = [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]
    chosen_nlt = signals_mv_nlt[:, rows].astype(np.float32)
    width = 2 * _KERNELS_A_DILATION * len(_DILATIONS)
    pooled = [
        np.concatenate([_pooled(chosen_nlt[at : at + _RECORDS_AT_ONCE], k) for k in _kernels()], 1)
        for at in range(0, len(chosen_nlt), _RECORDS_AT_ONCE)
    ]
    return np.concatenate(pooled) if pooled else np.empty((0, width))


def _pooled(signals_nlt: NDArray[np.float32], kernels: _Kernels) -> NDArray[np.float64]:
    span = (_TAPS - 1) * kernels.dilation + 1
    # No padding: an edge that the recording does not have would be an artefact of every record
    taps_nltp = sliding_window_view(signals_nlt, span, axis=-1)[..., :: kernels.dilation]
    records, leads, times, taps = taps_nltp.shape
    columns = taps_nltp.transpose(0, 2, 1, 3).reshape(records * times, leads * taps)
    weights = kernels.weights_klp.reshape(len(kernels.weights_klp), -1)
    response_ntk = (columns @ weights.T).reshape(records, times, -1)
    share_nk = (response_ntk > kernels.bias_mv_k).mean(axis=1)
    peak_nk = np.arcsinh(response_ntk.max(axis=1))
    return np.concatenate([_WEIGHT_OF_SHARES * share_nk, peak_nk], axis=1).astype(np.float64)
