"""Read and judge a WFDB header before the wfdb library sees it.

The library follows hostile headers (a length of 9e9 asks for 33 GiB, a segment that names itself
recurses, a rate or gain of 0 passes), so this module accepts a strict subset of header(5):
https://physionet.org/physiotools/wag/header-5.htm
Every fault raises RecordRefusedError.
"""

import math
import re
import stat
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.refusals import RecordRefusedError

MAX_HEADER_BYTES: Final = 64 * 1024
MAX_SIGNALS: Final = 64
BYTES_PER_SAMPLE: Final = {
    "16": Fraction(2),
    "24": Fraction(3),
    "32": Fraction(4),
    "61": Fraction(2),
    "80": Fraction(1),
    "160": Fraction(2),
    "212": Fraction(3, 2),
}
"""The signal formats taken, with the bytes that one sample fills (signal(5))."""
UNITS_IN_MV: Final = {"v": 1e3, "mv": 1.0, "uv": 1e-3, "nv": 1e-6}
HARMLESS_COMMENTS: Final = (
    "age", "sex", "rhythm", "source", "original labels", "licence", "license",
    "dx", "rx", "hx", "sx",
)  # fmt: skip
"""Comment keys that public databases use and that name nobody; they are skipped, never stored."""

_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_SIGNED: Final = rf"[+-]?{_NUMBER}"
_RECORD_LINE: Final = re.compile(
    rf"(?P<name>\S+)[ \t]+(?P<n_signals>[0-9]{{1,9}})"
    rf"(?:[ \t]+(?P<rate>-?{_NUMBER})(?:/{_SIGNED}(?:\({_SIGNED}\))?)?"
    r"(?:[ \t]+(?P<samples>[0-9]{1,18})(?:[ \t]+(?P<clock>[0-9:./ \t-]+))?)?)?"
)
_SIGNAL_LINE: Final = re.compile(
    rf"(?P<file>\S+)[ \t]+(?P<format>\S+)"
    rf"(?:[ \t]+(?P<gain>{_SIGNED})(?:\((?P<baseline>-?[0-9]{{1,10}})\))?(?:/(?P<unit>\S+))?"
    r"(?:[ \t]+(?P<bits>[0-9]{1,3})(?:[ \t]+(?P<zero>-?[0-9]{1,10})"
    r"(?:[ \t]+(?P<initial>-?[0-9]{1,10})(?:[ \t]+(?P<checksum>-?[0-9]{1,10})"
    r"(?:[ \t]+(?P<block>[0-9]{1,10})(?:[ \t]+(?P<lead>\S[^\n]*))?)?)?)?)?)?)?"
)
_FORMAT: Final = re.compile(r"(?P<format>[0-9]{1,3})(?:\+(?P<offset>[0-9]{1,9}))?")


@dataclass(frozen=True)
class SignalLine:
    """One signal of a header: where it lies, how it is coded, and what it is called."""

    file: str
    format: str
    offset_bytes: int
    unit_in_mv: float
    checksum: int | None
    lead: str


@dataclass(frozen=True)
class Header:
    """A header that passed: every signal of a record of ``samples`` samples at ``rate_hz``."""

    rate_hz: float
    samples: int
    signals: tuple[SignalLine, ...]

    def channel_of(self) -> dict[str, int]:
        """For each of the 12 standard leads, which signal holds it."""
        return {
            lead: index
            for index, signal in enumerate(self.signals)
            for lead in STANDARD_LEADS
            if signal.lead.casefold() == lead.casefold()
        }


def read_header(path: Path, *, max_bytes: int) -> Header:
    """The header at ``path`` when it and the signal files it names are safe to read.

    The signal files must lie beside it, be plain files, have exactly the length that the header
    implies, and hold ``max_bytes`` at most together.
    """
    check_plain_file(path)
    if path.stat().st_size > MAX_HEADER_BYTES:
        raise RecordRefusedError("size", f"its header is larger than {MAX_HEADER_BYTES >> 10} kB")
    lines = _lines(path.read_bytes())
    header = _parse(lines, path.stem)
    _check_leads(header)
    _check_signal_files(header, path.parent, max_bytes)
    return header


def check_plain_file(path: Path) -> None:
    """Refuse what is missing, a symbolic link, a folder, a device or a pipe."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        raise RecordRefusedError("missing_file", f"{path.name} is missing") from None
    if stat.S_ISLNK(mode):
        raise RecordRefusedError("symlink", f"{path.name} is a symbolic link; put the file itself")
    if not stat.S_ISREG(mode):
        raise RecordRefusedError("missing_file", f"{path.name} is no plain file")


def _lines(content: bytes) -> list[str]:
    """The lines that are no comment; a comment that may identify a person refuses the record."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        raise RecordRefusedError("header", "its header holds other than ASCII text") from None
    if any(ord(character) < 32 and character not in "\t\r\n" for character in text):
        raise RecordRefusedError("header", "its header holds control characters")
    lines = []
    for raw_line in re.split(r"\r\n|\r|\n", text):
        line = raw_line.strip()
        if line.startswith("#"):
            _check_comment(line)
        elif line:
            lines.append(line)
    return lines


def _check_comment(line: str) -> None:
    text = line.lstrip("# \t")
    if text and text.split(":", 1)[0].strip().casefold() not in HARMLESS_COMMENTS:
        # The comment itself is not repeated: it may be a name, and reports are kept.
        raise RecordRefusedError(
            "identity",
            "its header holds a comment that may identify a person; remove the lines that begin "
            f"with # (only {', '.join(HARMLESS_COMMENTS)} may stay)",
        )


def _parse(lines: list[str], stem: str) -> Header:
    if not lines:
        raise RecordRefusedError("header", "its header is empty")
    name = lines[0].split()[0]
    if re.fullmatch(r"[^/\\]+/[0-9]+", name):
        raise RecordRefusedError(
            "multi_segment", "has several segments; join them to one record of 10 s or more"
        )
    _check_name(name)
    found = _RECORD_LINE.fullmatch(lines[0])
    if found is None:
        raise RecordRefusedError("header", "the first line of its header is not understood")
    if name != stem:
        raise RecordRefusedError(
            "header", f"its header speaks of record {name!r}; file and header must agree"
        )
    n_signals = int(found["n_signals"])
    if not 1 <= n_signals <= MAX_SIGNALS:
        raise RecordRefusedError("header", f"declares {n_signals} signals; 12 are needed")
    if len(lines) != 1 + n_signals:
        raise RecordRefusedError(
            "header", f"declares {n_signals} signals and describes {len(lines) - 1}"
        )
    return Header(
        rate_hz=_rate_hz(found["rate"]),
        samples=_samples(found["samples"]),
        signals=tuple(_signal(line) for line in lines[1:]),
    )


def _rate_hz(text: str | None) -> float:
    rate_hz = float(text) if text else 0.0
    if not (math.isfinite(rate_hz) and rate_hz > 0):
        raise RecordRefusedError("rate", f"states the sampling rate {text or '(none)'}")
    return rate_hz


def _samples(text: str | None) -> int:
    if not text or int(text) == 0:
        raise RecordRefusedError("header", "does not state its number of samples")
    return int(text)


def _check_name(name: str) -> None:
    if "/" in name or "\\" in name or ".." in name:
        raise RecordRefusedError(
            "outside_folder", "its header names a file in another folder; all must lie together"
        )
    if not _FILE_NAME.fullmatch(name):
        raise RecordRefusedError(
            "header", "its header names a file with other than letters, digits, '.', '-' and '_'"
        )


def _signal(line: str) -> SignalLine:
    _check_name(line.split(maxsplit=1)[0])
    found = _SIGNAL_LINE.fullmatch(line)
    if found is None:
        raise RecordRefusedError("header", "a signal line of its header is not understood")
    coding = _FORMAT.fullmatch(found["format"])
    if coding is None or coding["format"] not in BYTES_PER_SAMPLE:
        raise RecordRefusedError(
            "format",
            f"uses signal format {found['format']!r}; {', '.join(BYTES_PER_SAMPLE)} can be read",
        )
    gain = float(found["gain"] or 0)
    if not (math.isfinite(gain) and gain > 0):
        raise RecordRefusedError(
            "gain", f"states the gain {found['gain'] or '(none)'}; its voltages are unknown"
        )
    unit = found["unit"] or "(none)"
    if unit.casefold() not in UNITS_IN_MV:
        raise RecordRefusedError("unit", f"states the unit {unit!r}; V, mV, uV and nV are known")
    return SignalLine(
        file=found["file"],
        format=coding["format"],
        offset_bytes=int(coding["offset"] or 0),
        unit_in_mv=UNITS_IN_MV[unit.casefold()],
        checksum=int(found["checksum"]) if found["checksum"] else None,
        lead=(found["lead"] or "").strip(),
    )


def _check_leads(header: Header) -> None:
    names = [signal.lead.casefold() for signal in header.signals]
    missing = [lead for lead in STANDARD_LEADS if lead.casefold() not in names]
    if missing:
        raise RecordRefusedError("missing_lead", f"has no lead {', '.join(missing)}")
    twice = [lead for lead in STANDARD_LEADS if names.count(lead.casefold()) > 1]
    if twice:
        raise RecordRefusedError("duplicate_lead", f"has lead {', '.join(twice)} more than once")


def _check_signal_files(header: Header, folder: Path, max_bytes: int) -> None:
    total_bytes = 0
    for file in dict.fromkeys(signal.file for signal in header.signals):
        inside = [signal for signal in header.signals if signal.file == file]
        if len({(signal.format, signal.offset_bytes) for signal in inside}) > 1:
            raise RecordRefusedError("format", f"codes the signals of {file} in several ways")
        needed_bytes = inside[0].offset_bytes + math.ceil(
            len(inside) * header.samples * BYTES_PER_SAMPLE[inside[0].format]
        )
        total_bytes += needed_bytes
        # Before the length: a header that claims too much shall be told so.
        if total_bytes > max_bytes:
            raise RecordRefusedError(
                "size",
                f"its header claims {total_bytes / 1e6:.0f} MB; "
                f"{max_bytes / 1e6:.0f} MB are allowed for a record",
            )
        check_plain_file(folder / file)
        found_bytes = (folder / file).stat().st_size
        if found_bytes != needed_bytes:
            raise RecordRefusedError(
                "length",
                f"{file} has {found_bytes} bytes, but {len(inside)} signals of "
                f"{header.samples} samples in format {inside[0].format} fill {needed_bytes}",
            )
