"""Unpack an uploaded zip into an empty folder, trusting nothing that it says of itself."""

import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from reviewapp.ecg.refusals import PoolInputError

MAX_ENTRIES: Final = 20_000
MAX_UNPACKED_MB: Final = 4000
MAX_RATIO: Final = 100
"""ECG samples shrink to a half or a third; a zip bomb shrinks to a thousandth."""
RATIO_FREE_BYTES: Final = 1_000_000
"""Entries up to this size are not asked for their ratio: a short file of zeros is no bomb."""
MAX_NAME: Final = 240
CHUNK_BYTES: Final = 1 << 20
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_END_SIGNATURE: Final = b"PK\x05\x06"
_CENTRAL_ENTRY_BYTES: Final = 46
_ENCRYPTED_FLAGS: Final = 0x1 | 0x40
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SYSTEM_FILES: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers add by themselves; passed over."""


def unpack_zip(
    archive: Path,
    into: Path,
    *,
    max_entries: int = MAX_ENTRIES,
    max_unpacked_mb: float = MAX_UNPACKED_MB,
) -> Path:
    """Unpack ``archive`` into the empty folder ``into``; return the folder that holds the files.

    That is ``into``, or its only folder when everything lies in one. Raises PoolInputError when
    the archive is damaged, hostile or too large; then ``into`` may hold part of it: throw it away.
    """
    _check_end_record(archive, max_entries)
    max_bytes = int(max_unpacked_mb * 1e6)
    try:
        with zipfile.ZipFile(archive) as zipped:
            entries = _checked_entries(zipped, max_entries, max_bytes)
            left_bytes = max_bytes
            for entry in entries:
                left_bytes -= _unpack_entry(zipped, entry, into, left_bytes)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise PoolInputError(f"the zip file is damaged ({error}); pack it anew") from error
    # A zip of a later version (NotImplementedError) is whole, and still of no use
    except (OSError, ValueError, struct.error, NotImplementedError) as error:
        if isinstance(error, PoolInputError):
            raise
        raise PoolInputError(f"the zip file cannot be unpacked ({error}); pack it anew") from error
    return _only_folder(into)


def _check_end_record(archive: Path, max_entries: int) -> None:
    """Bound the list of entries before zipfile reads all of it into memory."""
    size = archive.stat().st_size
    tail_bytes = min(size, _END_RECORD.size + 0xFFFF)
    with archive.open("rb") as file:
        file.seek(size - tail_bytes)
        tail = file.read()
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise PoolInputError("the file is no zip file; pack the folder as a .zip")
    _, _, _, _, entries, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
    if directory_bytes == 0xFFFFFFFF or entries == 0xFFFF:
        raise PoolInputError("the zip file is of the Zip64 kind; pack fewer or smaller files")
    if entries > max_entries or directory_bytes > max_entries * (_CENTRAL_ENTRY_BYTES + MAX_NAME):
        raise PoolInputError(f"the zip file holds more than {max_entries} entries; split it")


def _checked_entries(
    zipped: zipfile.ZipFile, max_entries: int, max_bytes: int
) -> list[zipfile.ZipInfo]:
    """The files to unpack. Raises PoolInputError for the first entry that is not safe."""
    infos = zipped.infolist()
    if len(infos) > max_entries:
        raise PoolInputError(f"the zip file holds more than {max_entries} entries; split it")
    seen: dict[str, bool] = {}
    for info in infos:
        _check_name(info)
        _check_kind(info)
        _check_unique(info, seen)
    files = [info for info in infos if not info.is_dir() and not _is_system_file(info)]
    unpacked_bytes = sum(info.file_size for info in files)
    if unpacked_bytes > max_bytes:
        raise PoolInputError(
            f"the zip file unpacks to {unpacked_bytes / 1e6:.0f} MB; "
            f"{max_bytes / 1e6:.0f} MB are allowed"
        )
    _check_overlap(zipped, infos)
    if not files:
        raise PoolInputError("the zip file holds no files")
    return files


def _check_name(info: zipfile.ZipInfo) -> None:
    # zipfile cuts a name at NUL and turns separators round; the original name tells.
    name = info.orig_filename
    shown = ascii(name[:MAX_NAME])
    if not name.isascii() or not name.isprintable():
        raise PoolInputError(f"the zip file holds {shown}; use ASCII letters in file names")
    parts = name.removesuffix("/").split("/")
    if (
        "\\" in name
        or re.match(r"[A-Za-z]:", name)
        or any(part in ("", ".", "..") for part in parts)
    ):
        raise PoolInputError(
            f"the zip file holds {shown}, which leads out of its folder; nothing was unpacked"
        )
    if len(name) > MAX_NAME:
        raise PoolInputError(f"the zip file holds {shown}...; shorten the name")


def _check_kind(info: zipfile.ZipInfo) -> None:
    shown = ascii(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PoolInputError(f"the zip file holds {shown}, a link or device; pack plain files")
    if info.flag_bits & _ENCRYPTED_FLAGS:
        raise PoolInputError(f"the zip file holds {shown} encrypted; pack without a password")
    if info.compress_type not in _METHODS:
        raise PoolInputError(f"the zip file packs {shown} by a rare method; use deflate")
    if info.file_size > RATIO_FREE_BYTES and info.file_size > MAX_RATIO * info.compress_size:
        raise PoolInputError(
            f"the zip file holds {shown}, which unpacks to more than {MAX_RATIO} times its size; "
            "this looks like a zip bomb"
        )


def _check_unique(info: zipfile.ZipInfo, seen: dict[str, bool]) -> None:
    """Refuse a name given twice, by case or as file and folder; ``seen`` maps name to is-folder."""
    name = info.filename.removesuffix("/").casefold()
    if seen.get(name) is not None and not (seen[name] and info.is_dir()):
        raise PoolInputError(f"the zip file holds {info.filename!a} twice (case ignored)")
    parts = name.split("/")
    for depth in range(1, len(parts)):
        folder = "/".join(parts[:depth])
        if seen.setdefault(folder, True) is False:
            raise PoolInputError(f"the zip file holds {folder!a} as a file and as a folder")
    seen[name] = info.is_dir()


def _check_overlap(zipped: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes (the zip bomb without nesting)."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise PoolInputError("the zip file's entries overlap; this looks like a zip bomb")
        end = info.header_offset + info.compress_size
    if end > zipped.start_dir:
        raise PoolInputError("the zip file's entries reach beyond its files; pack it anew")


def _unpack_entry(
    zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, left_bytes: int
) -> int:
    """Write one file, never more than it declared; return its bytes."""
    target = into / entry.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with zipped.open(entry) as source, target.open("xb") as file:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if written > min(entry.file_size, left_bytes):
                break
            file.write(chunk)
    if written != entry.file_size:
        raise PoolInputError(
            f"the zip file states a wrong size for {entry.filename!a}; pack it anew"
        )
    return written


def _is_system_file(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return parts[0] in _SYSTEM_FILES or parts[-1] in _SYSTEM_FILES


def _only_folder(folder: Path) -> Path:
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
