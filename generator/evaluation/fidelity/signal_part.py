"""What the signals say: spectra, correlations of leads, laws of the limb leads, limits, faults."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.evidence import Evidence
from generator.evaluation.fidelity.cohort import (
    Cohort,
    Contrast,
    allowance_for_worst,
    contrast,
    contrasts,
)
from generator.evaluation.fidelity.lead_agreement import (
    IDENTITIES,
    correlations,
    identity_errors_uv,
    lead_errors,
    lead_spreads,
)
from generator.evaluation.fidelity.part import Part, excess_check
from generator.evaluation.fidelity.plateaus import extremes_mv, share_at_common_limit
from generator.evaluation.fidelity.signal_figures import correlation_picture, spectrum_picture
from generator.evaluation.fidelity.spectra import (
    BANDS_HZ,
    band_errors,
    band_levels,
    log_spectra,
)
from generator.evaluation.fidelity.thresholds import (
    COMMON_LIMIT,
    CORRELATION,
    FAULTY,
    IDENTITIES_MET,
    SPECTRUM,
)
from generator.evaluation.findings import Cell, Check, Column, FlaggedRecord, Table, Threshold
from generator.leads import MODELLED_LEADS

_COHORT: Final = (
    Column(name="rhythm", title="Rhythm"),
    Column(name="n_real", title="n real", digits=0),
    Column(name="n_synthetic", title="n synthetic", digits=0),
)
_AGAINST: Final = (
    Column(name="value", title="Real beside synthetic"),
    Column(name="floor", title="Real halves"),
    Column(name="floor_high", title="95 % of halves to"),
    Column(name="excess", title="Excess"),
)
_SPREADS: Final = (
    Column(name="sd_real", title="SD from record to record, real"),
    Column(name="sd_synthetic", title="SD from record to record, synthetic"),
)
_NOBODY: Final = "There is no synthetic record."
_QUANTILES: Final = (0.5, 0.99, 1.0)
_DERIVED: Final = (
    "This project's generator models I, aVF and V1 to V6 and derives II, III, aVR and aVL, so its "
    "batches obey by construction, within the rounding to 1 µV; a file whose leads were scaled, "
    "swapped or modelled one by one does not."
)


def signal_part(evidence: Evidence, cohorts: Sequence[Cohort]) -> Part:
    """Checks, tables and pictures."""
    signals = np.concatenate([evidence.real.signals_mv_nlt, evidence.synthetic.signals_mv_nlt])
    spectra_nlf, agreement_nll = log_spectra(signals), correlations(signals)
    levels_nlb, extremes_ne = band_levels(spectra_nlf), extremes_mv(signals)
    checks: list[Check] = []
    bands: list[dict[str, Cell]] = []
    leads: list[dict[str, Cell]] = []
    for cohort in cohorts:
        spectrum = contrasts(cohort, lambda a, b: band_errors(levels_nlb, a, b), tuple(BANDS_HZ))
        lead = contrasts(cohort, lambda a, b: lead_errors(agreement_nll, a, b), MODELLED_LEADS)
        limit = contrast(cohort, lambda _, b: share_at_common_limit(extremes_ne, b))
        checks += [
            _worst(cohort, "spectrum", "Spectrum, worst band", spectrum, SPECTRUM),
            _worst(cohort, "correlation", "Inter-lead correlation, worst lead", lead, CORRELATION),
            excess_check("common_limit", "Extremes at a common limit", cohort, limit, COMMON_LIMIT),
        ]
        bands += _rows(cohort, "band", spectrum)
        leads += _lead_rows(cohort, lead, agreement_nll)
    return Part(
        checks=(*checks, _identity_check(evidence), _fault_check(evidence)),
        tables=tuple(_tables(bands, leads, evidence)),
        pictures=(
            *spectrum_picture(cohorts, spectra_nlf),
            *correlation_picture(cohorts, agreement_nll),
        ),
        flagged=_flagged(evidence),
    )


def _worst(
    cohort: Cohort, what: str, title: str, found: dict[str, Contrast], threshold: Threshold
) -> Check:
    name = max(found, key=lambda each: found[each].excess, default="")
    says = f"{name}: " if name else ""
    allowance = allowance_for_worst(list(found.values())) if found else 0.0
    return excess_check(
        what, title, cohort, found.get(name), threshold, says=says, allowance=allowance
    )


def _rows(cohort: Cohort, kind: str, found: dict[str, Contrast]) -> list[dict[str, Cell]]:
    return [
        {
            kind: name,
            "rhythm": cohort.rhythm,
            "n_real": len(cohort.real),
            "n_synthetic": len(cohort.synthetic),
            "value": one.value,
            "floor": one.floor,
            "floor_high": one.floor_high,
            "excess": one.excess,
        }
        for name, one in found.items()
    ]


def _lead_rows(
    cohort: Cohort, found: dict[str, Contrast], agreement_nll: NDArray[np.float64]
) -> list[dict[str, Cell]]:
    """The rows of the leads, with how much each varies from record to record."""
    if not found:
        return []
    real, synthetic = (lead_spreads(agreement_nll, e) for e in (cohort.real, cohort.synthetic))
    return [
        row | {"sd_real": float(one), "sd_synthetic": float(other)}
        for row, one, other in zip(_rows(cohort, "lead", found), real, synthetic, strict=True)
    ]


def _tables(
    bands: list[dict[str, Cell]], leads: list[dict[str, Cell]], evidence: Evidence
) -> list[Table]:
    note = "At equal numbers on both sides, beside halves of the real patients."
    tables = [_identity_table(evidence)]
    if bands:
        tables.append(
            Table(
                name="fidelity.spectrum",
                title="Mean level of the power spectrum by band: error in dB, mean over 12 leads",
                columns=(Column(name="band", title="Band, Hz"), *_COHORT, *_AGAINST),
                rows=tuple(bands),
                note=note,
            )
        )
        tables.append(
            Table(
                name="fidelity.correlation",
                title="Mean absolute error of each lead's correlations with the seven others",
                columns=(Column(name="lead", title="Lead"), *_COHORT, *_AGAINST, *_SPREADS),
                rows=tuple(leads),
                note=note,
            )
        )
    return tables


def _identity_table(evidence: Evidence) -> Table:
    rows: list[dict[str, Cell]] = []
    for ecgs in (evidence.real, evidence.synthetic):
        error_uv_ni = identity_errors_uv(ecgs.signals_mv_nlt)
        for at, lead in enumerate(IDENTITIES):
            row: dict[str, Cell] = {"origin": ecgs.origin, "lead": lead, "n": len(ecgs)}
            quantiles = np.quantile(error_uv_ni[:, at], _QUANTILES) if len(ecgs) else [None] * 3
            names = ("median_uv", "high_uv", "most_uv")
            row |= {
                name: None if value is None else float(value)
                for name, value in zip(names, quantiles, strict=True)
            }
            rows.append(row)
    return Table(
        name="fidelity.limb_leads",
        title="Einthoven's and Goldberger's laws: by how much each lead misses them",
        columns=(
            Column(name="origin", title="Origin"),
            Column(name="lead", title="Lead"),
            Column(name="n", title="n", digits=0),
            Column(name="median_uv", title="Median", unit="µV", digits=2),
            Column(name="high_uv", title="99 %", unit="µV", digits=2),
            Column(name="most_uv", title="Most", unit="µV", digits=2),
        ),
        rows=tuple(rows),
        note=_DERIVED,
    )


def _identity_check(evidence: Evidence) -> Check:
    signals = evidence.synthetic.signals_mv_nlt
    error_uv_n = identity_errors_uv(signals).max(axis=1) if len(signals) else None
    value = None if error_uv_n is None else float(np.quantile(error_uv_n, _QUANTILES[1]))
    return Check(
        name="fidelity.identities",
        title="Limb leads obey Einthoven and Goldberger",
        value=value,
        threshold=IDENTITIES_MET,
        n=len(signals),
        says=f"µV by which the worst lead of 99 in 100 records misses at most. {_DERIVED}"
        if value is not None
        else _NOBODY,
    )


def _fault_check(evidence: Evidence) -> Check:
    faults = Counter(fault for fault in evidence.synthetic.faults if fault)
    count = len(evidence.synthetic)
    named = ", ".join(f"{fault} {times}" for fault, times in sorted(faults.items()))
    return Check(
        name="fidelity.faulty",
        title="Records that a training set would refuse",
        value=faults.total() / count if count else None,
        threshold=FAULTY,
        n=count,
        says=f"Share of the batch: {named or 'none'}." if count else _NOBODY,
    )


def _flagged(evidence: Evidence) -> tuple[FlaggedRecord, ...]:
    synthetic = evidence.synthetic
    return tuple(
        FlaggedRecord(
            index=index,
            name=synthetic.names[index],
            sha256=synthetic.sha256[index],
            reason=f"signal fault: {fault}",
        )
        for index, fault in enumerate(synthetic.faults)
        if fault
    )
