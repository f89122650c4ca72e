"""When the heart beats, by rhythm: fitted to real records, drawn for new ones.

A record has a mean RR interval and an irregularity (the coefficient of variation of its RR
intervals); their logarithms are normal over records and correlated. Within a record the log
intervals deviate from their mean partly with the breath, as in sinus rhythm (respiratory sinus
arrhythmia), else independently of one another, as in atrial fibrillation, whose intervals show no
memory (Bootsma et al. 1970, Circulation 41:783).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

SHORTEST_RR_S = 0.3
"""The atrioventricular node lets hardly a beat pass sooner: 200 beats a minute."""
LONGEST_RR_S = 2.5
BREATHS_HZ = (0.18, 0.33)
"""11 to 20 breaths a minute."""


class BeatModelError(ValueError):
    """Too few records to fit a model of beats; the message says how many there are."""


@dataclass(frozen=True, kw_only=True)
class BeatModel:
    """How the beats of one rhythm follow one another."""

    log_rr_mean: float
    """Mean over records of the log of the mean RR interval in seconds; then its deviation."""
    log_rr_deviation: float
    log_variation_mean: float
    """The same of the coefficient of variation of RR within a record."""
    log_variation_deviation: float
    correlation: float
    """Between the two, over records."""
    breath_share: float = 0.0
    """The share of the variance within a record that goes with the breath."""

    def draw(self, duration_s: float, stream: np.random.Generator) -> NDArray[np.float64]:
        """The times in seconds, ascending, of the beats of a new record within ``duration_s``."""
        rr_s, variation = self._draw_record(stream)
        breath_hz, phase = stream.uniform(*BREATHS_HZ), stream.uniform(0, 2 * np.pi)
        time_s = -rr_s * stream.uniform()
        times_s: list[float] = []
        while time_s < duration_s:
            if time_s >= 0:
                times_s.append(time_s)
            breath = np.sqrt(2 * self.breath_share) * np.sin(2 * np.pi * breath_hz * time_s + phase)
            rest = np.sqrt(1 - self.breath_share) * stream.standard_normal()
            following_s = rr_s * np.exp(variation * (breath + rest) - variation**2 / 2)
            time_s += float(np.clip(following_s, SHORTEST_RR_S, LONGEST_RR_S))
        return np.array(times_s)

    def _draw_record(self, stream: np.random.Generator) -> tuple[float, float]:
        """The mean RR interval in seconds and the coefficient of variation of one record."""
        # Within two deviations: beyond them lie few real records, mostly of mistaken beats.
        first, second = np.clip(stream.standard_normal(2), -2, 2)
        second = self.correlation * first + np.sqrt(1 - self.correlation**2) * second
        rr_s = np.exp(self.log_rr_mean + self.log_rr_deviation * first)
        variation = np.exp(self.log_variation_mean + self.log_variation_deviation * second)
        return float(rr_s), float(variation)


def fit_beat_model(
    beat_times_s: Sequence[NDArray[np.floating]], *, breath_share: float = 0.0
) -> BeatModel:
    """The model of records with these beat times in seconds; those with fewer than 5 are left out.

    Raises BeatModelError with fewer than 5 such records.
    """
    fitted = [np.diff(times_s) for times_s in beat_times_s if len(times_s) >= 5]
    if len(fitted) < 5:
        raise BeatModelError(f"only {len(fitted)} records with 5 beats or more; 5 are needed")
    log_rr = np.log([rr_s.mean() for rr_s in fitted])
    # A perfectly even record would have the logarithm of 0: 2 ms is the spacing at 500 Hz.
    log_variation = np.log([max(rr_s.std(), 0.002) / rr_s.mean() for rr_s in fitted])
    # Median and quartiles, for a few missed or doubled beats must not bend the whole model.
    return BeatModel(
        log_rr_mean=float(np.median(log_rr)),
        log_rr_deviation=_robust_deviation(log_rr),
        log_variation_mean=float(np.median(log_variation)),
        log_variation_deviation=_robust_deviation(log_variation),
        correlation=_correlation_of_ranks(log_rr, log_variation),
        breath_share=breath_share,
    )


def _robust_deviation(value_n: NDArray[np.float64]) -> float:
    """Interquartile range over 1.349, its size for a normal distribution of deviation 1."""
    low, high = np.percentile(value_n, [25, 75])
    return float((high - low) / 1.349)


def _correlation_of_ranks(first_n: NDArray[np.float64], second_n: NDArray[np.float64]) -> float:
    """Spearman's; 0 where one of both is constant."""
    if np.ptp(first_n) == 0 or np.ptp(second_n) == 0:
        return 0.0
    return float(spearmanr(first_n, second_n).statistic)
