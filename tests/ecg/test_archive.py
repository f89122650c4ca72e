"""Zips from anybody: what is safe is unpacked, everything else is refused with its reason."""

import io
import stat
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewapp.ecg.archive import unpack_zip
from reviewapp.ecg.refusals import PoolInputError


def zipped(path, entries, method=zipfile.ZIP_DEFLATED):
    """A zip at ``path`` of (name or ZipInfo, content) pairs."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def refusal(tmp_path, archive, **limits) -> str:
    (tmp_path / "into").mkdir(exist_ok=True)
    with pytest.raises(PoolInputError) as caught:
        unpack_zip(archive, tmp_path / "into", **limits)
    assert not (tmp_path / "evil").exists()
    return str(caught.value)


def test_a_folder_comes_out_as_it_went_in(tmp_path):
    (tmp_path / "into").mkdir()
    archive = zipped(tmp_path / "a.zip", [("f/", b""), ("f/labels.csv", b"x"), ("f/g/r.dat", b"y")])
    folder = unpack_zip(archive, tmp_path / "into")
    assert folder.name == "f"
    assert (folder / "labels.csv").read_bytes() == b"x"
    assert (folder / "g" / "r.dat").read_bytes() == b"y"


def test_what_file_managers_add_is_passed_over(tmp_path):
    (tmp_path / "into").mkdir()
    archive = zipped(
        tmp_path / "a.zip", [("f/a", b"x"), ("__MACOSX/f/._a", b""), (".DS_Store", b"")]
    )
    assert unpack_zip(archive, tmp_path / "into").name == "f"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil", "leads out"),
        ("a/../../evil", "leads out"),
        ("/evil", "leads out"),
        ("C:/evil", "leads out"),
        ("a\\..\\evil", "leads out"),
        ("a//b", "leads out"),
        ("./a", "leads out"),
        ("Müller.dat", "ASCII"),
        ("a\x01b", "ASCII"),
        ("x" * 300, "shorten"),
        (link("a"), "link or device"),
    ],
)
def test_a_dangerous_entry_refuses_the_zip(tmp_path, name, reason):
    assert reason in refusal(tmp_path, zipped(tmp_path / "a.zip", [(name, b"x")]))
    assert not list((tmp_path / "into").iterdir())


@pytest.mark.parametrize(
    "names", [("a", "A"), ("a/b", "A/B"), ("a", "a/b"), ("a/b", "a"), ("a/", "A")]
)
def test_names_that_collide_refuse_the_zip(tmp_path, names):
    reason = refusal(tmp_path, zipped(tmp_path / "a.zip", [(name, b"") for name in names]))
    assert "twice" in reason or "as a file and as a folder" in reason


def test_limits_of_entries_size_and_ratio(tmp_path):
    many = zipped(tmp_path / "many.zip", [(str(i), b"") for i in range(11)])
    assert "more than 10 entries" in refusal(tmp_path, many, max_entries=10)
    large = zipped(tmp_path / "large.zip", [("a", b"ab" * 600_000)], zipfile.ZIP_STORED)
    assert "1 MB are allowed" in refusal(tmp_path, large, max_unpacked_mb=1)
    bomb = zipped(tmp_path / "bomb.zip", [("a", bytes(20_000_000))])
    assert "zip bomb" in refusal(tmp_path, bomb)


def test_an_encrypted_entry_refuses_the_zip(tmp_path):
    archive = zipped(tmp_path / "a.zip", [("a", b"x")])
    content = bytearray(archive.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(content)
    assert "pack without a password" in refusal(tmp_path, archive)


@pytest.mark.parametrize("stated", [3, 3000])
def test_a_lie_about_the_size_refuses_the_zip(tmp_path, stated):
    archive = zipped(tmp_path / "a.zip", [("a", b"x" * 500)], zipfile.ZIP_STORED)
    content = bytearray(archive.read_bytes())
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, stated)
    archive.write_bytes(content)
    assert "zip file" in refusal(tmp_path, archive)


def test_entries_that_share_bytes_refuse_the_zip(tmp_path):
    archive = zipped(tmp_path / "a.zip", [("a", b"x" * 500), ("b", b"y")], zipfile.ZIP_STORED)
    content = bytearray(archive.read_bytes())
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    struct.pack_into("<L", content, second + 42, 0)
    archive.write_bytes(content)
    assert "overlap" in refusal(tmp_path, archive)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_refused(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    assert "zip" in refusal(tmp_path, tmp_path / "a.zip")


def a_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("f/labels.csv", "record,rhythm\n" * 20)
        archive.writestr("f/r1.dat", bytes(range(200)))
    return buffer.getvalue()


def test_a_zip_of_a_later_version_is_whole_and_still_of_no_use(tmp_path):
    content = bytearray(a_zip())
    content[content.index(b"PK\x01\x02") + 6] = 99  # version needed to extract: 9.9
    (tmp_path / "a.zip").write_bytes(content)
    assert "cannot be unpacked (zip file version 9.9)" in refusal(tmp_path, tmp_path / "a.zip")


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6))
def test_a_damaged_zip_is_unpacked_or_refused(tmp_path_factory, edits):
    folder = tmp_path_factory.mktemp("fuzz")
    content = bytearray(a_zip())
    for at, value in edits:
        content[at % len(content)] = value
    (folder / "a.zip").write_bytes(content)
    (folder / "into").mkdir()
    with suppress(PoolInputError):
        unpack_zip(folder / "a.zip", folder / "into")
    assert {path.name for path in folder.iterdir()} == {"a.zip", "into"}
