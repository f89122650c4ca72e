"""What may be done to a record without its becoming another diagnosis.

Shape legend: ``_ct`` is channel x time, ``_c3`` channel x axis of the heart, ``_n`` beat.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates
from scipy.spatial.transform import Rotation

from generator.leads import MODELLED_LEADS
from generator.training_config import TrainingConfig

DOWER: Final = {
    "I": (0.632, -0.235, 0.059),
    "II": (0.235, 1.066, -0.132),
    "V1": (-0.515, 0.157, -0.917),
    "V2": (0.044, 0.164, -1.387),
    "V3": (0.882, 0.098, -1.277),
    "V4": (1.213, 0.127, -0.601),
    "V5": (1.125, 0.127, -0.086),
    "V6": (0.831, 0.076, 0.230),
}
"""Each lead as a projection of the heart's vector: left, down, back (Dower et al. 1980, Clin
Cardiol 3:87)."""


def augment(
    signal_mv_ct: NDArray[np.float64],
    beats_n: NDArray[np.float64],
    training: TrainingConfig,
    stream: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The record, leads as in MODELLED_LEADS, and its beats (in samples) as they may have been.

    Longer by up to ``training.stretch`` in half of the cases (a slower heart; the part that no
    longer fits is cut), turned by a small angle, larger or smaller. Nothing is mirrored.
    """
    if training.stretch and stream.random() < 0.5:
        factor = 1 + training.stretch * stream.random()
        signal_mv_ct, beats_n = stretch(signal_mv_ct, beats_n, factor, stream.random())
    if training.rotation_degrees:
        angles = np.radians(training.rotation_degrees) * stream.standard_normal(3)
        signal_mv_ct = turn_heart(signal_mv_ct, angles)
    gain = np.exp(np.log1p(training.gain) * stream.uniform(-1, 1))
    return gain * signal_mv_ct, beats_n


def stretch(
    signal_mv_ct: NDArray[np.float64],
    beats_n: NDArray[np.float64],
    factor: float,
    place: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The record made longer by ``factor`` >= 1, cut to its length at ``place`` (0 to 1).

    Between samples by cubic splines. Beats that fall outside are left out.
    """
    channels, samples = signal_mv_ct.shape
    last = samples - 1
    start = place * (last - last / factor)
    at_t = start + np.arange(samples) / factor
    rows = np.repeat(np.arange(channels), samples)
    where = np.stack([rows, np.tile(at_t, channels)])
    # Order 3 in time; rows are whole numbers, where a spline goes through its points.
    longer_ct = map_coordinates(signal_mv_ct, where, order=3, mode="nearest")
    moved_n = (beats_n - start) * factor
    within = (moved_n >= 0) & (moved_n <= last)
    return longer_ct.reshape(channels, samples), moved_n[within]


def turn_heart(
    signal_mv_ct: NDArray[np.float64], angles_3: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The record of a heart turned by ``angles_3`` (radians about left, down, back).

    Only the part of the leads that one vector explains is turned (the least-squares fit through
    Dower's matrix); what it does not explain stays, so an angle of 0 changes nothing.
    """
    leads_c3 = modelled_dower()
    turned = Rotation.from_euler("xyz", angles_3).as_matrix() - np.eye(3)
    change: NDArray[np.float64] = leads_c3 @ turned @ np.linalg.pinv(leads_c3)
    return signal_mv_ct + change @ signal_mv_ct


def modelled_dower() -> NDArray[np.float64]:
    """Dower's matrix for MODELLED_LEADS, (8, 3): aVF is II less half of I."""
    rows = {name: np.array(row) for name, row in DOWER.items()}
    rows["aVF"] = rows["II"] - rows["I"] / 2
    return np.stack([rows[name] for name in MODELLED_LEADS])
