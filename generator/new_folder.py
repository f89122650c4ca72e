"""A folder that is there whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write into; it takes the name ``folder`` when all went well.

    A kill leaves at most the hidden one, which nobody reads. Raises FileExistsError, before and
    after the work, when ``folder`` exists.
    """
    refuse_existing(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        # mkdtemp gives the owner alone the right to read
        half.chmod(0o755)
        yield half
        # A rename would silently replace a folder that is empty.
        refuse_existing(folder)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def refuse_existing(folder: Path) -> None:
    """Raise FileExistsError when there is something at ``folder``."""
    if folder.exists():
        raise FileExistsError(f"{folder} exists; it is never overwritten")
