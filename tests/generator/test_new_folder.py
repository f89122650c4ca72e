"""A folder is there whole or not at all, and none is replaced."""

import pytest

from generator.new_folder import new_folder


def test_it_takes_its_name_when_all_is_written(tmp_path):
    with new_folder(tmp_path / "deep" / "b") as half:
        (half / "file").write_text("all of it")
        assert not (tmp_path / "deep" / "b").exists()
    assert (tmp_path / "deep" / "b" / "file").read_text() == "all of it"
    assert (tmp_path / "deep" / "b").stat().st_mode & 0o777 == 0o755


def interrupted(folder):
    with new_folder(folder) as half:
        (half / "file").write_text("half of it")
        raise KeyboardInterrupt


def test_an_interrupted_one_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path / "b")
    assert not list(tmp_path.iterdir())


def test_one_that_came_to_be_meanwhile_stays(tmp_path):
    with pytest.raises(FileExistsError, match="never overwritten"), new_folder(tmp_path / "b"):
        (tmp_path / "b").mkdir()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
