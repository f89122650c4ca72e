"""Agreement on the verdict, between readers and of readers with themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from reviewapp.results.dataset import Dataset, StudyPresentation, StudyReader
from reviewapp.results.statistics.agreement.chance_corrected import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
)
from reviewapp.results.statistics.agreement.cohen import cohen_kappa
from reviewapp.results.statistics.agreement.krippendorff import krippendorff_alpha
from reviewapp.results.statistics.agreement.repeats import (
    RepeatAgreement,
    repeat_agreement,
    repeat_share_of_all,
)
from reviewapp.results.statistics.coding import Codes, read_part
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.tables import binary_verdict, six_level_verdict, table
from reviewapp.studies.questionnaire import VERDICTS

SEED: Final = 20230607
"""Seed of every bootstrap, fixed so that the same readings always give the same interval."""

NOT_TWO: Final = "Cohen's kappa is of exactly two readers"


@dataclass(frozen=True)
class VerdictAgreement:
    """Agreement of one group of readers: on real or synthetic, and on the six levels."""

    label: str
    readers: int
    binary: dict[str, Estimate]
    six_level: dict[str, Estimate]


@dataclass(frozen=True)
class ReaderRepeats:
    """Agreement of one reader with themselves."""

    reader: str
    pairs: int
    binary: RepeatAgreement
    six_level: RepeatAgreement


def agreement_between_readers(
    dataset: Dataset, sites: dict[str, list[StudyReader]]
) -> tuple[VerdictAgreement, ...]:
    """Agreement of all readers, and of the readers of each site that has several."""
    groups: dict[str, Sequence[StudyReader]] = {"all readers": dataset.readers}
    if len(sites) > 1:
        groups |= {site: readers for site, readers in sites.items() if len(readers) > 1}
    return tuple(_agreement(dataset, label, readers) for label, readers in groups.items())


def _agreement(dataset: Dataset, label: str, readers: Sequence[StudyReader]) -> VerdictAgreement:
    binary_rc = table(dataset, dataset.main, binary_verdict, readers=readers)
    level_rc = table(dataset, dataset.main, six_level_verdict, readers=readers)
    levels = len(VERDICTS)
    return VerdictAgreement(
        label=label,
        readers=len(readers),
        binary={
            "percent_agreement": percent_agreement(binary_rc, categories=2),
            "fleiss_kappa": fleiss_kappa(binary_rc, categories=2),
            "cohen_kappa": _cohen(binary_rc, 2),
            "gwet_ac1": gwet_ac1(binary_rc, categories=2),
            "brennan_prediger": brennan_prediger(binary_rc, categories=2),
            "krippendorff_alpha": krippendorff_alpha(binary_rc, categories=2, seed=SEED),
        },
        six_level={
            "percent_agreement": percent_agreement(level_rc, categories=levels),
            "fleiss_kappa": fleiss_kappa(level_rc, categories=levels),
            "cohen_kappa": _cohen(level_rc, levels),
            "gwet_ac1": gwet_ac1(level_rc, categories=levels),
            "brennan_prediger": brennan_prediger(level_rc, categories=levels),
            "krippendorff_alpha": krippendorff_alpha(
                level_rc, categories=levels, metric="ordinal", seed=SEED
            ),
        },
    )


def _cohen(codes_rc: Codes, categories: int) -> Estimate:
    read_rc, _ = read_part(codes_rc)
    if read_rc.shape[0] != 2:
        return Estimate.undefined(reason=NOT_TWO, method="Cohen kappa")
    return cohen_kappa(read_rc, categories=categories)


def agreement_within_readers(
    dataset: Dataset, first: list[StudyPresentation], again: list[StudyPresentation]
) -> tuple[tuple[ReaderRepeats, ...], Estimate]:
    """Agreement of first and second readings, of each reader and over all readers."""
    binary = [table(dataset, part, binary_verdict) for part in (first, again)]
    level = [table(dataset, part, six_level_verdict) for part in (first, again)]
    readers = tuple(
        ReaderRepeats(
            reader=reader.code,
            pairs=int(np.count_nonzero(binary[1][r] >= 0)),
            binary=repeat_agreement(binary[0][r], binary[1][r], categories=2),
            six_level=repeat_agreement(
                level[0][r], level[1][r], categories=len(VERDICTS), weighting="quadratic"
            ),
        )
        for r, reader in enumerate(dataset.readers)
    )
    return readers, repeat_share_of_all(binary[0], binary[1], categories=2, seed=SEED)
