"""``python -m generator COMMAND``: the generator from the command line."""

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from generator import merge, prepare_command, sample_command, train_command, wfdb_export
from generator.convert import ConvertJob, convert
from generator.train import DivergedError

INTERRUPTED = 130  # what a shell reports after Ctrl-C
EVALUATION: Final = {
    "features": ("generator.evaluation.features.features_command", "features of ECGs as a table"),
    "evaluate": (
        "generator.evaluation.evaluate_command",
        "measure synthetic ECGs against real ones",
    ),
    "compare": ("generator.evaluation.compare_command", "two reports of evaluate, side by side"),
}
"""Commands whose libraries are an extra and take seconds to load: loaded only where asked for."""


class MissingExtraError(ValueError):
    """A command whose libraries are not installed; the message says how to install them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it is done, 2 when it cannot be, 130 when it was interrupted."""
    try:
        arguments = _parser(sys.argv[1:] if argv is None else argv).parse_args(argv)
        sys.stdout.write(f"{arguments.run(arguments)}\n")
    except (ValueError, OSError, MemoryError, FloatingPointError, DivergedError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"Interrupted. {stopped}\n")
        return INTERRUPTED
    return 0


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    prepare_command.add_arguments(commands)
    train_command.add_arguments(commands)
    sample_command.add_arguments(commands)
    merge.add_arguments(commands)
    wfdb_export.add_arguments(commands)
    _add_convert(commands)
    for command, (module, says) in EVALUATION.items():
        if command in argv[:1]:
            _loaded(command, module).add_arguments(commands)
        else:
            commands.add_parser(command, help=says)
    return parser


def _loaded(command: str, module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("generator"):
            raise
        raise MissingExtraError(
            f"'{command}' needs {error.name}, which is not installed: "
            "pip install '.[generator,evaluation]'"
        ) from error


def _add_convert(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    given = commands.add_parser("convert", help="a published .pkl to safetensors and JSON")
    given.add_argument("published", type=Path, help="the .pkl; nothing in it is executed")
    given.add_argument("--out", type=Path, required=True, help="the .safetensors to write")
    given.add_argument("--model", help="preset or configuration file that names the rhythms")
    given.add_argument(
        "--conjugates", action="store_true", help="trained with the CUDA or KeOps extension"
    )
    given.set_defaults(run=_convert)


def _convert(given: argparse.Namespace) -> str:
    job = ConvertJob(
        published=given.published,
        out=given.out,
        model=given.model,
        conjugates=given.conjugates,
    )
    rhythms = ", ".join(convert(job).rhythms) or "no rhythm by name: give --model"
    return f"{job.out}, which knows {rhythms}"


if __name__ == "__main__":
    # A batch system ends a job with SIGTERM: that is a Ctrl-C to us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
