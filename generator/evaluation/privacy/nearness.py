"""How near two ECGs come: by their mean beats, and by the whole recordings.

Both are cosines over the eight independent leads at once, at the best shift: 1 is a copy, whatever
its gain, for training itself varies the gain. The mean beat finds the same heart with another
rhythm; the whole recording finds the very same ten seconds.

Shape legend: ``_nlt`` record x lead x time, ``_n`` and ``_m`` records, ``_f`` frequency, ``_s``
shift, ``_d`` a record's numbers in a row.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from generator.evaluation.ecg_set import RATE_HZ, EcgSet
from generator.evaluation.privacy.beat_shapes import mean_beats, modelled

SHIFTS: Final = 3
"""Samples by which R peaks may be found elsewhere: 30 ms."""
MARGIN_S: Final = SHIFTS / RATE_HZ
LONGEST_LAG: Final = 500
"""Samples: of any rotation of a 10 s recording one of the two pieces overlaps by 5 s."""
UNKNOWN_NEARNESS: Final = -1.0
"""Without a mean beat nothing is near: the opposite of a copy."""
_AT_ONCE: Final = 8
"""Records whose spectra meet all others' at once: about 60 MB with a thousand others."""


def beat_nearness(some: EcgSet, known: EcgSet) -> NDArray[np.float64]:
    """For each pair the cosine of their mean beats at the best of small shifts, (n, m)."""
    return nearness_of_beats(
        mean_beats(modelled(some), some.beats_s, RATE_HZ, margin_s=MARGIN_S),
        mean_beats(modelled(known), known.beats_s, RATE_HZ),
    )


def nearness_of_beats(
    some_nlt: NDArray[np.float64], known_mlt: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The same of mean beats; those of ``some_nlt`` have ``SHIFTS`` more places on each side."""
    places = known_mlt.shape[-1]
    known_md = _directions(known_mlt)
    best_nm = np.full((len(some_nlt), len(known_mlt)), UNKNOWN_NEARNESS)
    for shift in range(2 * SHIFTS + 1):
        shifted_nd = _directions(some_nlt[..., shift : shift + places])
        np.fmax(best_nm, shifted_nd @ known_md.T, out=best_nm)
    return best_nm


def recording_nearness(some: EcgSet, known: EcgSet, *, workers: int = 1) -> NDArray[np.float64]:
    """For each pair the cosine of the parts that overlap, at the best lag to 5 s, (n, m)."""
    some_nlt, known_mlt = (modelled(each).astype(np.float32) for each in (some, known))
    size = next_fast_len(some_nlt.shape[-1] + LONGEST_LAG, real=True)
    # Frequency first: the leads of all pairs are then summed up by one product a frequency
    known_flm = rfft(known_mlt, size).transpose(2, 1, 0).conj()
    some_fnl = rfft(some_nlt, size).transpose(2, 0, 1)
    lags_s = np.arange(-LONGEST_LAG, LONGEST_LAG + 1)
    known_sm, some_sn = _overlap_norms(known_mlt, lags_s), _overlap_norms(some_nlt, -lags_s)
    best_nm = np.empty((len(some), len(known)))
    for start in range(0, len(some), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        # Contiguous in time: the transform takes half as long
        spectra_nmf = np.ascontiguousarray((some_fnl[:, rows] @ known_flm).transpose(1, 2, 0))
        products_nms = irfft(spectra_nmf, size, workers=workers)[..., lags_s]
        products_nms /= some_sn[rows, None]
        products_nms /= known_sm
        best_nm[rows] = products_nms.max(axis=-1)
    return best_nm


def best_lag(some_lt: NDArray[np.float64], known_lt: NDArray[np.float64]) -> int:
    """By how many samples ``some_lt`` comes after ``known_lt`` where they are most alike."""
    size = next_fast_len(some_lt.shape[-1] + LONGEST_LAG, real=True)
    spectrum_f = (rfft(some_lt, size) * rfft(known_lt, size).conj()).sum(axis=0)
    lags_s = np.arange(-LONGEST_LAG, LONGEST_LAG + 1)
    norm_s = _overlap_norms(some_lt[None], -lags_s)[0] * _overlap_norms(known_lt[None], lags_s)[0]
    return int(lags_s[np.argmax(irfft(spectrum_f, size)[lags_s] / norm_s)])


def _overlap_norms(
    signals_nlt: NDArray[np.floating], lags_s: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The norm of the part of each record that another one, s samples later, overlaps, (n, s).

    That is the record's head where the other comes later, its tail where it comes earlier.
    """
    power_nt = np.square(signals_nlt, dtype=np.float64).sum(axis=1)
    total_nt = np.concatenate([np.zeros((len(power_nt), 1)), power_nt.cumsum(axis=1)], axis=1)
    apart_s = np.abs(lags_s)
    head_ns = total_nt[:, power_nt.shape[1] - apart_s]
    tail_ns = total_nt[:, -1:] - total_nt[:, apart_s]
    # A silent part is like nothing: its cosine would be noise over nothing
    least_n1 = np.maximum(1e-3 * total_nt[:, -1:], 1e-9)
    return np.sqrt(np.maximum(np.where(lags_s >= 0, head_ns, tail_ns), least_n1)).astype(np.float32)


def _directions(beats_nlt: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each beat, every lead centred, as a vector of length 1; NaN stays."""
    centred_nlt = beats_nlt - beats_nlt.mean(axis=-1, keepdims=True)
    rows_nd = centred_nlt.reshape(len(centred_nlt), -1)
    return np.asarray(rows_nd / np.maximum(np.linalg.norm(rows_nd, axis=1, keepdims=True), 1e-12))
