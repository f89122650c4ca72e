"""One zip of many files, sent while it is made: nothing of it is kept.

Python's zipfile writes to a stream that cannot go back, with sizes and checksums after each file
(APPNOTE 4.4.4, bit 3); the stream here is a bucket that is emptied after each piece.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

SUMS: Final = "SHA256SUMS"
PACKED: Final = (".xlsx", ".parquet", ".png", ".pdf")
"""Files that are compressed already."""


@dataclass(frozen=True)
class Member:
    """One file of the archive: its name, what it is in a sentence, and how its bytes are made.

    `may_be_large`: it may pass 2 GiB, and so takes the form (zip64) that few old programs read.
    """

    name: str
    meaning: str
    pieces: Callable[[], Iterable[bytes]]
    may_be_large: bool = False


def fixed(name: str, meaning: str, content: bytes) -> Member:
    """A member whose bytes are at hand."""
    return Member(name, meaning, lambda: (content,))


class _Bucket:
    """What a zip is written to: it keeps bytes until they are taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece; there is no `tell` and no `seek`, so that zipfile knows it is a stream."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is to be flushed."""

    def take(self) -> bytes:
        """All that was written since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def zip_pieces(members: Iterable[Member], *, folder: str, made_at: datetime) -> Iterator[bytes]:
    """The archive, all files in `folder`, the last of them SHA256SUMS (for `sha256sum -c`).

    The same bytes in give the same bytes out: each file bears the moment `made_at`.
    """
    bucket = _Bucket()
    sums: list[str] = []
    with ZipFile(bucket, "w", allowZip64=True) as archive:  # type: ignore[call-overload]
        for member in members:
            digest = hashlib.sha256()
            entry = _entry(folder, member.name, made_at)
            with archive.open(entry, "w", force_zip64=member.may_be_large) as file:
                for piece in member.pieces():
                    digest.update(piece)
                    file.write(piece)
                    if taken := bucket.take():
                        yield taken
            sums.append(f"{digest.hexdigest()}  {member.name}\n")
        archive.writestr(_entry(folder, SUMS, made_at), "".join(sums))
    yield bucket.take()


def _entry(folder: str, name: str, made_at: datetime) -> ZipInfo:
    moment = made_at.astimezone(UTC)
    entry = ZipInfo(f"{folder}/{name}", moment.timetuple()[:6])
    entry.compress_type = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
