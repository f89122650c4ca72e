"""What is wrong with a file of readings, said so that its owner can put it right."""

from pathlib import Path


class ReadingFileError(ValueError):
    """A file that can't be read as readings: where, what stands there, and what to do."""

    def __init__(
        self, fault: str, *, file: Path, line: int | None = None, column: str = "", advice: str
    ) -> None:
        place = [file.name]
        if line is not None:
            place.append(f"line {line}")
        if column:
            place.append(f"column {column!r}")
        super().__init__(f"{', '.join(place)}: {fault}. {advice}.")
