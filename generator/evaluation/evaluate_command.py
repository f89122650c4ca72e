"""The arguments of ``python -m generator evaluate``, and what it says at the end."""

import argparse
from pathlib import Path

from generator.evaluation.evaluate import EvaluationJob, evaluate
from generator.evaluation.report.folder import PAGE_FILE
from generator.evaluation.report.report import Report


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``evaluate``."""
    given = commands.add_parser("evaluate", help="measure synthetic ECGs against real ones")
    given.add_argument(
        "--synthetic", type=Path, nargs="+", required=True, metavar="BATCH", help="counted as one"
    )
    given.add_argument(
        "--real", type=Path, required=True, metavar="RECORDS", help="see docs/evaluation.md"
    )
    given.add_argument("--out", type=Path, required=True, help="the report, a new folder")
    given.add_argument(
        "--training", type=Path, metavar="SET", help="what the generator learnt from"
    )
    given.add_argument("--checkpoint", type=Path, help="what drew the batch")
    given.add_argument(
        "--reference-checkpoint", type=Path, help="another model, which never saw the training set"
    )
    given.add_argument(
        "--rhythms",
        nargs=2,
        default=EvaluationJob.rhythms,
        metavar=("NEGATIVE", "POSITIVE"),
        help="that are told apart; default: SR AF",
    )
    given.add_argument("--seed", type=int, default=EvaluationJob.seed, help="of all that is drawn")
    given.add_argument(
        "--replicates", type=int, default=EvaluationJob.replicates, help="of each bootstrap"
    )
    given.add_argument("--workers", type=int, default=EvaluationJob.workers, help="processes")
    given.set_defaults(run=_evaluate)


def _evaluate(given: argparse.Namespace) -> str:
    job = job_of(given)
    return summary(evaluate(job), job.out)


def job_of(given: argparse.Namespace) -> EvaluationJob:
    """The job that was typed."""
    stated = {name: value for name, value in vars(given).items() if name != "run"}
    pairs = {"synthetic": tuple(given.synthetic), "rhythms": tuple(given.rhythms)}
    return EvaluationJob(**(stated | pairs))


def summary(report: Report, out: Path) -> str:
    """The light, why, and the three sentences."""
    answer = report.answer
    sentences = "\n".join(sentence.text for sentence in answer.sentences)
    return f"{answer.light.upper()}. {answer.because}\n{sentences}\n{out / PAGE_FILE}"
