"""Records that passed every check and wait for the one transaction that stores them.

The signals wait in a temporary file, so that memory does not grow with them.
"""

import json
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import numpy as np

from reviewapp.accounts.models import Site
from reviewapp.ecg.record import Recording
from reviewapp.ecg.refusals import RecordRefusedError
from reviewapp.pool.models import Record
from reviewapp.pool.sealed import Origin

NOTE_LENGTH = 300
TEXT_LENGTH = 120  # of the other text columns of Record, and of a source's name


class SpooledRecord:
    """One record but for its source and signal, which is read from the spool when it is stored."""

    def __init__(self, record: Record, recording: Recording, at_byte: int, byte_count: int) -> None:
        self.record = record
        self.source_name = recording.source
        self.origin = recording.origin
        self.detail = recording.detail
        self.at_byte = at_byte
        self.byte_count = byte_count

    @property
    def signal_sha256(self) -> str:
        """What a batch's manifest calls the signal: of the whole, where the pool keeps 10 s."""
        return str(self.detail.get("signal_sha256", self.record.sha256))

    def sealed(self) -> Origin:
        """The sealed origin of the stored record."""
        return Origin(record=self.record, origin=self.origin, detail=self.detail)


class Spool:
    """A context in which records wait; leaving it throws the signals away."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.waiting: list[SpooledRecord] = []
        self.name_of: dict[str, str] = {}
        self._file = tempfile.TemporaryFile(prefix="ecg-spool-")  # noqa: SIM115 -- see __exit__
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, recording: Recording) -> None:
        """Keep a recording for storing. Raises RecordRefusedError when it cannot be stored."""
        record = _unsaved_record(recording, self.site)
        if record.sha256 in self.name_of:
            first = self.name_of[record.sha256]
            raise RecordRefusedError("duplicate", f"has the same signal as {first}")
        self.name_of[record.sha256] = recording.name
        samples = np.ascontiguousarray(recording.signal_uv, dtype="<i2").tobytes()
        self._file.write(samples)
        self.waiting.append(SpooledRecord(record, recording, self._end, len(samples)))
        self._end += len(samples)

    def samples_of(self, spooled: SpooledRecord) -> bytes:
        """The signal of one record, as the pool stores it."""
        self._file.seek(spooled.at_byte)
        return self._file.read(spooled.byte_count)

    def __iter__(self) -> Iterator[SpooledRecord]:
        return iter(self.waiting)


def _unsaved_record(recording: Recording, site: Site) -> Record:
    texts = {
        name: _text(name, getattr(recording, name), TEXT_LENGTH)
        for name in ("name", "patient", "licence", "cut")
    }
    _text("source", recording.source, TEXT_LENGTH)
    _check_detail(recording.detail)
    return Record(
        site=site,
        rhythm=recording.rhythm,
        age=recording.age,
        sex=recording.sex,
        rate_hz=recording.rate_hz,
        sample_count=recording.signal_uv.shape[1],
        sha256=recording.sha256,
        note=_text("note", recording.note[:NOTE_LENGTH], NOTE_LENGTH),
        **texts,
    )


def _text(name: str, text: str, max_length: int) -> str:
    """`text` when the database can hold it and a page can show it."""
    if len(text) > max_length:
        raise RecordRefusedError(
            "label", f"states a {name} of {len(text)} characters; {max_length} are allowed"
        )
    if not text.isprintable():
        raise RecordRefusedError("label", f"states a {name} with control characters")
    return text


def _check_detail(detail: dict[str, Any]) -> None:
    """PostgreSQL refuses NUL, lone surrogates and infinity, so they are refused here."""
    try:
        written = json.dumps(detail, ensure_ascii=False, allow_nan=False)
        written.encode()
    except ValueError as error:
        raise RecordRefusedError("label", f"states a detail that is no JSON ({error})") from error
    if "\\u0000" in written:
        raise RecordRefusedError("label", "states a detail with a NUL character")
