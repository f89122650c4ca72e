"""What tells the network where the beats are: three curves and a constant.

With the R peaks given, the network need not learn rhythm, which diffusion models of ECGs learn
last; it learns what a beat looks like and what lies between beats.
Shape legend: ``_n`` beat, ``_t`` time, ``_ct`` channel x time.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

BEAT_CHANNELS: Final = 4
PEAK_S: Final = 0.03
"""Width of the bump at an R peak; wider than a sample at 100 Hz, narrower than a QRS complex."""
SINCE_S: Final = 0.3
"""The curve after a beat falls by 1/e in this time: about the time of the T wave."""
UNTIL_S: Final = 0.15
"""The curve before a beat, likewise: about the PR interval."""
FAR_S: Final = 10.0


def beat_channels(
    beat_times_s: NDArray[np.floating], *, samples: int, rate_hz: float
) -> NDArray[np.float32]:
    """The channels (4, ``samples``): at a beat, since the last, until the next, and known (1).

    All zeros, which says that the beats are unknown, where no beat is given. A beat on either side
    is put one median interval beyond the first and the last, if it falls outside of the record.
    """
    if len(beat_times_s) == 0:
        return np.zeros((BEAT_CHANNELS, samples), dtype=np.float32)
    time_t = np.arange(samples) / rate_hz
    beats_n = _with_neighbours(np.sort(beat_times_s.astype(float)), samples / rate_hz)
    following = np.searchsorted(beats_n, time_t, side="right")
    padded = np.concatenate([[-FAR_S], beats_n, [beats_n[-1] + samples / rate_hz + FAR_S]])
    since_t, until_t = time_t - padded[following], padded[following + 1] - time_t
    nearest_t = np.minimum(since_t, until_t)
    return np.stack(
        [
            np.exp(-0.5 * (nearest_t / PEAK_S) ** 2),
            np.exp(-since_t / SINCE_S),
            np.exp(-until_t / UNTIL_S),
            np.ones(samples),
        ]
    ).astype(np.float32)


def _with_neighbours(beats_n: NDArray[np.float64], duration_s: float) -> NDArray[np.float64]:
    if len(beats_n) < 2:
        return beats_n
    interval_s = float(np.median(np.diff(beats_n)))
    before, after = beats_n[0] - interval_s, beats_n[-1] + interval_s
    return np.concatenate(
        [[before] if before < 0 else [], beats_n, [after] if after >= duration_s else []]
    )
