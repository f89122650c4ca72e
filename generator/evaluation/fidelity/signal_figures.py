"""Pictures of spectra and of the leads' correlations, by rhythm.

Shape legend: ``_nlf`` pooled row x lead x frequency, ``_nll`` pooled row x lead x lead.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.fidelity.cohort import Cohort
from generator.evaluation.fidelity.spectra import frequencies_hz
from generator.evaluation.findings import Picture
from generator.evaluation.pictures import REAL_INK, SYNTHETIC_INK, new_figure, picture_of
from generator.leads import MODELLED_LEADS, TWELVE_LEADS

_MIDDLE_HALF: Final = (0.25, 0.75)
_FROM_HZ: Final = 0.5
_TO_HZ: Final = 42.0


def spectrum_picture(
    cohorts: Sequence[Cohort], spectra_nlf: NDArray[np.float64]
) -> tuple[Picture, ...]:
    """Of each modelled lead the mean level and middle half of the records, by rhythm."""
    return tuple(
        _spectrum(cohort, spectra_nlf)
        for cohort in cohorts
        if min(len(cohort.real), len(cohort.synthetic))
    )


def correlation_picture(
    cohorts: Sequence[Cohort], agreement_nll: NDArray[np.float64]
) -> tuple[Picture, ...]:
    """Mean correlations of the modelled leads: real, synthetic and their difference."""
    there = [cohort for cohort in cohorts if min(len(cohort.real), len(cohort.synthetic))]
    if not there:
        return ()
    figure = new_figure(8.4, 2.7 * len(there))
    axes = figure.subplots(len(there), 3, squeeze=False)
    for panels, cohort in zip(axes, there, strict=True):
        real = agreement_nll[cohort.real].mean(axis=0)
        synthetic = agreement_nll[cohort.synthetic].mean(axis=0)
        shown = (("real", real), ("synthetic", synthetic), ("difference", synthetic - real))
        for panel, (title, matrix) in zip(panels, shown, strict=True):
            mesh = panel.imshow(matrix, vmin=-1, vmax=1, cmap="RdBu_r", interpolation="nearest")
            panel.set_title(f"{cohort.rhythm}, {title}")
            panel.set_xticks(range(len(MODELLED_LEADS)), MODELLED_LEADS, fontsize=6)
            panel.set_yticks(range(len(MODELLED_LEADS)), MODELLED_LEADS, fontsize=6)
    figure.colorbar(mesh, ax=axes, shrink=0.6)
    picture = picture_of(
        figure,
        name="fidelity.correlations",
        title="How the leads go together",
        alt="Mean correlation of each modelled lead with each other in real and in synthetic ECGs, "
        "and the difference; the table of correlations has each lead's error.",
    )
    return (picture,)


def _spectrum(cohort: Cohort, spectra_nlf: NDArray[np.float64]) -> Picture:
    at_hz = frequencies_hz()
    shown = (at_hz >= _FROM_HZ) & (at_hz <= _TO_HZ)
    figure = new_figure(9.0, 4.2)
    axes = figure.subplots(2, 4, sharex=True, sharey=True)
    sides = ((cohort.real, REAL_INK, "real"), (cohort.synthetic, SYNTHETIC_INK, "synthetic"))
    for panel, lead in zip(axes.flat, MODELLED_LEADS, strict=True):
        for rows, ink, label in sides:
            level_nf = spectra_nlf[rows, TWELVE_LEADS.index(lead)][:, shown]
            low, high = np.quantile(level_nf, _MIDDLE_HALF, axis=0)
            panel.fill_between(at_hz[shown], low, high, color=ink, alpha=0.2, linewidth=0)
            panel.plot(at_hz[shown], level_nf.mean(axis=0), color=ink, label=label, linewidth=1)
        panel.set_title(lead, fontsize=8)
        panel.tick_params(labelsize=6)
    axes[0, 0].legend(fontsize=7, frameon=False)
    figure.supxlabel("Hz", fontsize=8)
    figure.supylabel("dB of mV²/Hz", fontsize=8)
    rhythm = cohort.rhythm
    return picture_of(
        figure,
        name=f"fidelity.spectra_{rhythm.lower()}",
        title=f"Power spectra in {rhythm}",
        alt=f"Mean log power spectrum of each modelled lead in {rhythm}, real and synthetic, with "
        "the middle half of the records as a band; the table of the spectrum has the errors.",
    )
