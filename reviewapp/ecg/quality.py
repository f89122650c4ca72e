"""Which signals are good enough for a pool: one rule for real and synthetic records alike.

Shape legend: ``_lt`` is lead x time.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.ecg.record import DURATION_S, STANDARD_LEADS, quantise_to_microvolts
from reviewapp.ecg.refusals import RecordRefusedError

MIN_RATE_HZ: Final = 100.0
"""A QRS complex needs at least this rate; the signal chain starts from it."""
MAX_RATE_HZ: Final = 2000.0
"""Whole rates up to here resample to the signal chain's rate exactly."""
MAX_PEAK_TO_PEAK_MV: Final = 20.0
"""No lead of an ECG spans more; a wrong gain or unit does."""
MIN_PEAK_TO_PEAK_MV: Final = 0.1
"""The largest lead of an ECG spans more; microvolts declared as mV/1000 do not."""
CLIPPING_RUN_S: Final = 0.2
"""The longest rest at an extreme that is still no clipping (real records reach 0.13 s)."""
CLIPPING_DISTANCE_MV: Final = 0.5
"""An extreme nearer to the lead's median is an isoelectric line, not a rail."""
CUT_RULE: Final = "first 10 s of {duration_s:g} s"


def check_rate(rate_hz: float) -> None:
    """Raise RecordRefusedError when ``rate_hz`` is no usable sampling rate."""
    if not (MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ and rate_hz == round(rate_hz)):
        raise RecordRefusedError(
            "rate",
            f"is sampled at {rate_hz:g} Hz; whole rates from {MIN_RATE_HZ:g} to "
            f"{MAX_RATE_HZ:g} Hz can be used",
        )


def first_ten_seconds(
    signal_lt: NDArray[np.generic], rate_hz: float
) -> tuple[NDArray[np.generic], str]:
    """The first 10 s of a (12, samples) signal, and the cut in words ("" when it lasts 10 s).

    Raises RecordRefusedError when it is shorter.
    """
    samples = round(DURATION_S * rate_hz)
    duration_s = signal_lt.shape[1] / rate_hz
    if signal_lt.shape[1] < samples:
        raise RecordRefusedError(
            "too_short", f"lasts {duration_s:g} s; a record needs {DURATION_S:g} s"
        )
    if signal_lt.shape[1] == samples:
        return signal_lt, ""
    return signal_lt[:, :samples], CUT_RULE.format(duration_s=duration_s)


def accept_signal(signal_mv: NDArray[np.float64], rate_hz: float) -> tuple[NDArray[np.int16], str]:
    """Cut a (12, samples) signal in mV to 10 s, check it, and round it to int16 microvolt.

    Returns the microvolts and the cut in words. Raises RecordRefusedError.
    """
    check_rate(rate_hz)
    cut_mv, cut = first_ten_seconds(signal_mv, rate_hz)
    kept_mv = np.asarray(cut_mv, dtype=np.float64)
    check_signal(kept_mv, rate_hz)
    return quantise_to_microvolts(kept_mv), cut


def check_signal(signal_mv: NDArray[np.float64], rate_hz: float) -> None:
    """Raise RecordRefusedError when a (12, samples) signal in mV, all of it, is not an ECG."""
    _check_finite(signal_mv)
    _check_flat(signal_mv)
    _check_amplitude(signal_mv)
    _check_clipping(signal_mv, rate_hz)


def _check_finite(signal_mv: NDArray[np.float64]) -> None:
    whole = np.asarray(np.isfinite(signal_mv).all(axis=1))
    if not whole.all():
        raise RecordRefusedError("nan", f"{_leads(whole, False)} holds NaN or infinity")


def _check_flat(signal_mv: NDArray[np.float64]) -> None:
    flat = np.asarray(np.ptp(signal_mv, axis=1) == 0)
    if flat.any():
        raise RecordRefusedError("flat_lead", f"{_leads(flat, True)} is constant over all 10 s")


def _check_amplitude(signal_mv: NDArray[np.float64]) -> None:
    span_mv = np.ptp(signal_mv, axis=1)
    largest = int(span_mv.argmax())
    spans = f"lead {STANDARD_LEADS[largest]} spans {span_mv[largest]:.3g} mV"
    if span_mv[largest] > MAX_PEAK_TO_PEAK_MV:
        raise RecordRefusedError(
            "amplitude",
            f"{spans}, more than {MAX_PEAK_TO_PEAK_MV:g} mV: check the unit and the gain",
        )
    if span_mv[largest] < MIN_PEAK_TO_PEAK_MV:
        raise RecordRefusedError(
            "amplitude",
            f"{spans}, and no lead more; at least {MIN_PEAK_TO_PEAK_MV:g} mV are expected: "
            "check the unit and the gain",
        )
    peak_mv = float(np.abs(signal_mv).max())
    if peak_mv > np.iinfo(np.int16).max / 1000:
        raise RecordRefusedError(
            "amplitude", f"reaches {peak_mv:.1f} mV from zero; int16 microvolt holds 32.767 mV"
        )


def _check_clipping(signal_mv: NDArray[np.float64], rate_hz: float) -> None:
    limit = CLIPPING_RUN_S * rate_hz
    medians_mv = np.median(signal_mv, axis=1)
    for extremes_mv in (signal_mv.max(axis=1), signal_mv.min(axis=1)):
        held = signal_mv == extremes_mv[:, None]
        is_far = np.abs(extremes_mv - medians_mv) >= CLIPPING_DISTANCE_MV
        # Few leads rest at an extreme at all; only those are searched for a run.
        for lead in np.flatnonzero(is_far & (held.sum(axis=1) > limit)):
            run = _longest_run(held[lead])
            if run > limit:
                raise RecordRefusedError(
                    "clipped",
                    f"lead {STANDARD_LEADS[lead]} rests at {extremes_mv[lead]:.3f} mV, its "
                    f"extreme, for {run / rate_hz:.2f} s",
                )


def _longest_run(held: NDArray[np.bool_]) -> int:
    """The length of the longest unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], held, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _leads(state: NDArray[np.bool_], wanted: bool) -> str:
    """The leads whose state is ``wanted``, in words, as the subject of a singular sentence."""
    return "lead " + ", ".join(
        name for name, found in zip(STANDARD_LEADS, state, strict=True) if bool(found) is wanted
    )
