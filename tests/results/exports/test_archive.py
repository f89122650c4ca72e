import hashlib
import io
import zipfile
from datetime import UTC, datetime

import pytest

from reviewapp.results.exports.archive import Member, fixed, zip_pieces

MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def pieces():
    for number in range(200):
        yield f"line {number}\n".encode() * 1000


MEMBERS = [fixed("README.txt", "names the files", b"hello"), Member("long.csv", "rows", pieces)]


def zip_of(members=MEMBERS):
    return b"".join(zip_pieces(members, folder="study", made_at=MOMENT))


def test_what_goes_in_comes_out_and_the_archive_is_whole():
    archive = zipfile.ZipFile(io.BytesIO(zip_of()))
    assert archive.testzip() is None
    assert archive.namelist() == ["study/README.txt", "study/long.csv", "study/SHA256SUMS"]
    assert archive.read("study/long.csv") == b"".join(pieces())


def test_the_sums_are_those_of_the_files():
    archive = zipfile.ZipFile(io.BytesIO(zip_of()))
    for line in archive.read("study/SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(archive.read(f"study/{name}")).hexdigest() == digest


def test_the_same_files_make_the_same_archive():
    assert zip_of() == zip_of()


def test_pieces_leave_before_the_last_one_is_made():
    made = []

    def slow():
        for number in range(100):
            made.append(number)
            yield bytes(range(256)) * 4000

    archive = zip_pieces([Member("a.png", "", slow)], folder="f", made_at=MOMENT)
    next(archive)
    assert len(made) < 3


def test_a_file_that_cannot_be_made_ends_the_archive_early_and_shows():
    def broken():
        yield b"half"
        raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        list(zip_pieces([Member("a.csv", "", broken)], folder="f", made_at=MOMENT))
