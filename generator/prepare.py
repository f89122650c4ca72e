"""Turn the records that tables name into a training set, streamed.

Only a few dozen records are in memory at any time, however many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from generator.lost_voltages import LeadScales, choose_donor, scales_of
from generator.ordered_pool import in_order
from generator.patient_split import TRAIN, hash_of
from generator.prepared import Candidate, Prepared, Refusal, prepare_candidate
from generator.training_set_writer import TrainingSetWriter, new_training_set


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a data set offers, one record after the other, and how it was chosen."""

    candidates: Iterable[Candidate | Refusal]
    """Or why a record of the table is no candidate."""
    without_voltages: tuple[Candidate, ...] = ()
    """Records for training that borrow their voltages from ``candidates``."""
    label_names: tuple[str, ...]
    about: Mapping[str, object]
    """For set.json: the rules of labels and split, and what to attribute."""
    total: int | None = None
    """How many there are in all, for the progress bar."""


@dataclass(frozen=True, kw_only=True)
class PrepareJob:
    """One training set to write."""

    selection: Selection
    out: Path
    workers: int = 1
    seed: int = 0


def prepare_set(job: PrepareJob) -> dict[str, object]:
    """Write the set of ``job``; give what its set.json says.

    Raises FileExistsError when ``job.out`` exists, ValueError when every record is refused.
    """
    chosen = job.selection
    about = {**chosen.about, "seed": job.seed}
    donors: dict[str, list[LeadScales]] = defaultdict(list)
    with (
        new_training_set(job.out, chosen.label_names) as writer,
        tqdm(total=chosen.total, unit="ECG", desc="prepare", disable=None) as progress,
    ):
        for candidate, prepared in _prepared(chosen.candidates, job.workers, writer):
            progress.update()
            may_lend = chosen.without_voltages and candidate.split == TRAIN
            if may_lend and not isinstance(prepared, Refusal):
                donor = scales_of(candidate.record, prepared.signal_uv_lt / 1000)
                donors[candidate.rhythm].append(donor)
        borrowing = _with_scales(chosen.without_voltages, donors, job.seed)
        for _ in _prepared(borrowing, job.workers, writer):
            progress.update()
        writer.close(about)
        return writer.facts(about)


def _prepared(
    offered: Iterable[Candidate | Refusal], workers: int, writer: TrainingSetWriter
) -> Iterator[tuple[Candidate, Prepared | Refusal]]:
    """Write or refuse each, and give those that were looked at."""
    candidates = _candidates_of(offered, writer)
    for candidate, prepared in in_order(prepare_candidate, candidates, workers):
        if isinstance(prepared, Refusal):
            writer.refuse(prepared)
        else:
            writer.add(candidate, prepared)
        yield candidate, prepared


def _candidates_of(
    offered: Iterable[Candidate | Refusal], writer: TrainingSetWriter
) -> Iterator[Candidate]:
    for each in offered:
        if isinstance(each, Refusal):
            writer.refuse(each)
        else:
            yield each


def _with_scales(
    candidates: Iterable[Candidate], donors: Mapping[str, list[LeadScales]], seed: int
) -> Iterator[Candidate | Refusal]:
    for candidate in candidates:
        if lenders := donors.get(candidate.rhythm):
            donor = choose_donor(lenders, hash_of(seed, candidate.record))
            yield replace(candidate, scales=donor)
        else:
            reason = "voltages lost, and no record for training has its rhythm"
            yield Refusal(reason, candidate.record)
