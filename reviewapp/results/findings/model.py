"""The mixed models of verdicts, and the bootstrap of whole readers and cases that checks them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import Codes
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.statistics.models.accuracy_model import (
    AccuracyModel,
    accuracy_model,
    complete,
    terms_of,
)
from reviewapp.results.statistics.models.cluster_bootstrap import cluster_bootstrap
from reviewapp.results.statistics.models.design import Design, Factor
from reviewapp.results.statistics.models.detection_model import DetectionModel, detection_model
from reviewapp.results.statistics.models.glmm import attenuation
from reviewapp.results.statistics.models.long import LongReadings


@dataclass(frozen=True, kw_only=True)
class ModelFindings:
    """``logit(correct) ~ origin x rhythm + site + position + (1|reader) + (1|case)`` and d'.

    ``bootstrap`` has the log odds of the average reader and case by column: those of
    ``accuracy.model.coefficients`` come near them when multiplied by ``attenuation``.
    """

    accuracy: AccuracyModel
    bootstrap: Mapping[str, Estimate]
    attenuation: float | None
    detection: DetectionModel


def find_model(table: ReadingTable, readings: LongReadings) -> ModelFindings:
    """The models of the readings of a table, in long form."""
    found = accuracy_model(readings)
    return ModelFindings(
        accuracy=found,
        bootstrap=_bootstrap(readings, table),
        attenuation=None if found.model.reason else attenuation(found.model),
        detection=detection_model(readings),
    )


def _bootstrap(readings: LongReadings, table: ReadingTable) -> dict[str, Estimate]:
    """Readers drawn within their site, cases within origin and rhythm."""
    readings = complete(readings)
    terms, _ = terms_of(readings)
    strata_n = readings.synthetic_n.astype(np.int64)
    if readings.rhythm is not None:
        strata_n = strata_n * readings.rhythm.size + readings.rhythm.codes_n
    return cluster_bootstrap(
        successes_n=readings.correct_n,
        design=Design.of(readings.rows, terms),
        reader=readings.reader,
        case=readings.case,
        reader_strata_r=_by_level(
            readings.reader, readings.site.codes_n if readings.site else None
        ),
        case_strata_c=_by_level(readings.case, strata_n),
        seed=table.seed,
        replicates=table.replicates,
    )


def _by_level(factor: Factor, codes_n: Codes | None) -> Codes | None:
    """The code that the rows of each level of a factor share (levels,)."""
    if codes_n is None:
        return None
    codes_l = np.zeros(factor.size, dtype=np.int64)
    codes_l[factor.codes_n] = codes_n
    return codes_l
