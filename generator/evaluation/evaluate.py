"""Measure synthetic ECGs against real ones and write the report."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final

from tqdm import tqdm

from generator.evaluation.condition.section import condition_section
from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.features.extraction import feature_table
from generator.evaluation.features.feature_files import write_features
from generator.evaluation.features.section import features_section
from generator.evaluation.fidelity.section import fidelity_section
from generator.evaluation.findings import Section
from generator.evaluation.privacy.section import privacy_section
from generator.evaluation.reading import ReadEcgs, read_real, read_synthetic, read_training
from generator.evaluation.report.answer import answer_of
from generator.evaluation.report.folder import write_report_files
from generator.evaluation.report.identity import (
    code_version,
    identity_of,
    model_file,
    side_of,
    software,
)
from generator.evaluation.report.report import SCHEMA, Computation, Report
from generator.evaluation.utility.section import utility_section
from generator.new_folder import new_folder, refuse_existing

Parts = Mapping[str, Callable[[Evidence], Section]]
PARTS: Final[Parts] = {
    "utility": utility_section,
    "fidelity": fidelity_section,
    "privacy": privacy_section,
    "condition": condition_section,
    "features": features_section,
}
"""In the order of the report."""
FEATURES: Final = "features"
BAR: Final = "{desc:22} {n}/{total} [{elapsed}]"


class EvaluationError(ValueError):
    """What cannot be evaluated; the message names folder or file and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class EvaluationJob:
    """What is to be compared with what, and how."""

    synthetic: tuple[Path, ...]
    """Batches, or arrays with their declaration; several count as one."""
    real: Path
    out: Path
    training: Path | None = None
    checkpoint: Path | None = None
    reference_checkpoint: Path | None = None
    rhythms: tuple[str, str] = ("SR", "AF")
    seed: int = 1
    replicates: int = 1000
    workers: int = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sides:
    synthetic: ReadEcgs
    real: ReadEcgs
    training: EcgSet | None


def evaluate(job: EvaluationJob, *, parts: Parts = PARTS) -> Report:
    """Evaluate and write the new folder ``job.out``, whole or not at all.

    Raises EvaluationError, FileExistsError, or what reading the folders raises, with a message
    that names folder and fault.
    """
    refuse_existing(job.out)
    _refuse(job)
    began, at = monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    with new_folder(job.out) as half, _stages(3 + len(parts)) as enter:
        sides = _read_sides(job, enter)
        evidence = _evidence(job, sides, enter)
        sections = []
        for name, part in parts.items():
            enter(name)
            sections.append(part(evidence))
        enter("report")
        computation = Computation(
            at=at,
            seconds=round(monotonic() - began, 1),
            seed=job.seed,
            replicates=job.replicates,
            code=code_version(),
            software=software(),
        )
        report = _report(job, sides, computation, tuple(sections))
        write_report_files(half, report)
        write_features(half / FEATURES, evidence)
    return report


def _refuse(job: EvaluationJob) -> None:
    """Raise EvaluationError for what can be seen to be wrong before minutes are spent."""
    if job.rhythms[0] == job.rhythms[1]:
        raise EvaluationError(f"--rhythms names {job.rhythms[0]} twice; name two rhythms")
    for name, number, least in (
        ("seed", job.seed, 0),
        ("replicates", job.replicates, 1),
        ("workers", job.workers, 1),
    ):
        if number < least:
            raise EvaluationError(f"--{name} is {number}, but at least {least}")
    checkpoint, reference = model_file(job.checkpoint), model_file(job.reference_checkpoint)
    if checkpoint and reference and checkpoint.sha256 == reference.sha256:
        raise EvaluationError(
            f"--reference-checkpoint {job.reference_checkpoint} is the checkpoint itself; a "
            "reference never saw the training records"
        )
    for folder in job.synthetic:
        stated = identity_of(folder).checkpoint_sha256
        if checkpoint and stated and stated != checkpoint.sha256:
            raise EvaluationError(
                f"--checkpoint {job.checkpoint} has the SHA-256 {checkpoint.sha256[:12]}..., but "
                f"{folder} was drawn by {stated[:12]}..."
            )


def _read_sides(job: EvaluationJob, enter: Callable[[str], None]) -> _Sides:
    enter("read")
    real = read_real(job.real, training=job.training, workers=job.workers)
    for rhythm in job.rhythms:
        if not len(real.ecgs.of_rhythm(rhythm)):
            raise EvaluationError(f"--real {job.real} holds no {rhythm}, only {_held(real.ecgs)}")
    synthetic = read_synthetic(*job.synthetic, workers=job.workers)
    if not any(len(synthetic.ecgs.of_rhythm(rhythm)) for rhythm in job.rhythms):
        raise EvaluationError(
            f"--synthetic {' '.join(map(str, job.synthetic))} holds no {' or '.join(job.rhythms)}, "
            f"only {_held(synthetic.ecgs)}"
        )
    training = read_training(job.training) if job.training else None
    return _Sides(synthetic=synthetic, real=real, training=training)


def _held(ecgs: EcgSet) -> str:
    return ", ".join(f"{ecgs.rhythms.count(one)} {one}" for one in sorted(set(ecgs.rhythms)))


def _evidence(job: EvaluationJob, sides: _Sides, enter: Callable[[str], None]) -> Evidence:
    enter("features")
    real, synthetic = sides.real.ecgs, sides.synthetic.ecgs
    return Evidence(
        real=real,
        synthetic=synthetic,
        real_features=feature_table(real, workers=job.workers),
        synthetic_features=feature_table(synthetic, workers=job.workers),
        training=sides.training,
        rhythms=job.rhythms,
        checkpoint=job.checkpoint,
        reference_checkpoint=job.reference_checkpoint,
        seed=job.seed,
        replicates=job.replicates,
        workers=job.workers,
    )


def _report(
    job: EvaluationJob, sides: _Sides, computation: Computation, sections: tuple[Section, ...]
) -> Report:
    return Report(
        schema=SCHEMA,
        rhythms=job.rhythms,
        batches=tuple(identity_of(folder) for folder in job.synthetic),
        synthetic=side_of(sides.synthetic.ecgs, sides.synthetic.refused),
        real=side_of(sides.real.ecgs, sides.real.refused),
        training=side_of(sides.training, {}) if sides.training else None,
        checkpoint=model_file(job.checkpoint),
        reference_checkpoint=model_file(job.reference_checkpoint),
        computation=computation,
        answer=answer_of(sections),
        sections=sections,
    )


@contextmanager
def _stages(total: int) -> Iterator[Callable[[str], None]]:
    """Give what is told each stage as it begins; a bar on stderr shows how far it is."""
    with tqdm(total=total, unit="stage", bar_format=BAR) as bar:

        def enter(stage: str) -> None:
            if bar.desc:
                bar.update()
            bar.set_description(f"evaluate: {stage}")

        yield enter
        bar.update()
