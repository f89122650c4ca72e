"""Records are drawn once each on the workers of a Ray cluster, whatever becomes of a worker."""

import importlib
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")
if os.environ.get("CI") == "true":
    # A skip would pass for success there.
    importlib.import_module("ray")
ray = pytest.importorskip("ray", reason="drawing on many machines needs Ray (extra: scale)")

from generator import ray_engine  # noqa: E402
from generator.__main__ import INTERRUPTED  # noqa: E402
from generator.batch import signal_sha256  # noqa: E402
from generator.checkpoint import save_checkpoint  # noqa: E402
from generator.finished import FinishedRecords  # noqa: E402
from generator.sample import SampleJob, sample  # noqa: E402
from tests.generator.draws import (  # noqa: E402
    indices_as_signals,
    killed_always,
    killed_once,
    not_finite,
    open_draw,
    room_for_two,
)
from tests.generator.tiny import CONFIG, tiny_network  # noqa: E402

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cluster():
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


@pytest.fixture
def finished(tmp_path):
    return FinishedRecords(tmp_path / "work", {"seed": 7})


@pytest.fixture
def draw_all(cluster, finished, tmp_path):
    """`draw_all(draw)` draws 20 records, 4 at once, with a function of tests.generator.draws."""

    def _draw_all(draw, workers=2):
        (tmp_path / "checkpoint").write_bytes(b"weights")
        ray_engine.draw_missing(
            partial(open_draw, draw, tmp_path),
            finished,
            range(20),
            checkpoint=tmp_path / "checkpoint",
            batch_size=4,
            workers=workers,
        )

    return _draw_all


def drawn(folder):
    return sorted(json.loads(line) for line in (folder / "drawn").read_text().splitlines())


def assert_all_there(finished):
    assert finished.missing(range(20)) == []
    assert [signal_uv[0, 0] for signal_uv in finished.signals(range(20))] == list(range(20))


BATCHES = [[index, index + 1, index + 2, index + 3] for index in range(0, 20, 4)]


def test_the_records_of_a_killed_worker_are_done_again_and_nothing_twice(
    draw_all, finished, tmp_path, capsys
):
    draw_all(killed_once)
    assert (tmp_path / "killed").exists()
    assert "A worker was lost; its 4 ECGs are drawn again." in capsys.readouterr().out
    assert drawn(tmp_path) == BATCHES
    assert_all_there(finished)


def test_what_an_earlier_run_finished_is_not_drawn_again(draw_all, finished, tmp_path):
    finished.save(range(8), indices_as_signals(tmp_path, range(8)))
    (tmp_path / "drawn").unlink()
    draw_all(indices_as_signals)
    assert drawn(tmp_path) == BATCHES[2:]
    assert_all_there(finished)


def test_out_of_memory_halves_the_batch_and_says_so(draw_all, finished, tmp_path, capsys):
    draw_all(room_for_two)
    assert drawn(tmp_path) == [[index, index + 1] for index in range(0, 20, 2)]
    assert capsys.readouterr().out.count("Out of memory with 4 ECGs at once: now 2.") == 1
    assert_all_there(finished)


def test_workers_that_are_lost_again_and_again_end_the_run_and_what_is_done_is_kept(
    draw_all, finished
):
    with pytest.raises(ray_engine.WorkersLostError, match="4 workers were lost"):
        draw_all(killed_always, workers=1)
    assert finished.missing(range(20)) == list(range(8, 20))


def test_what_drawing_raises_arrives_as_it_is(draw_all):
    with pytest.raises(FloatingPointError, match=r"^the network gave no finite signal for \d+$"):
        draw_all(not_finite)


def test_a_cluster_without_the_gpu_that_is_asked_for_is_refused(cluster, finished, tmp_path):
    (tmp_path / "checkpoint").touch()
    with pytest.raises(ValueError, match="has no GPU"):
        ray_engine.draw_missing(
            partial(open_draw, indices_as_signals, tmp_path),
            finished,
            range(20),
            checkpoint=tmp_path / "checkpoint",
            batch_size=4,
            on_gpu=True,
        )


def sigterm_while_connecting():
    with ray_engine._our_sigterm():
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(number))
        os.kill(os.getpid(), signal.SIGTERM)


def test_sigterm_is_a_ctrl_c_while_ray_starts_too():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        sigterm_while_connecting()
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def job(tmp_path):
    checkpoint = tmp_path / "tiny.safetensors"
    save_checkpoint(checkpoint, tiny_network(), CONFIG)
    return SampleJob(
        checkpoint=checkpoint,
        **{"rhythm": "AF", "count": 10, "seed": 7, "steps": 3, "batch_size": 2},
        out=tmp_path / "batch",
    )


def test_the_ecgs_are_those_without_ray(cluster, job, tmp_path):
    sample(job)
    sample(replace(job, out=tmp_path / "by-ray", engine="ray", workers=2))
    whole, by_ray = (np.load(tmp_path / name / "signals.npy") for name in ("batch", "by-ray"))
    # Another number of threads may round the last bit.
    assert np.abs(whole.astype(int) - by_ray).max() <= 1


class Command:
    """``python -m generator sample --engine ray`` in a process of its own."""

    def __init__(self, job):
        asked = [
            *("sample", "--checkpoint", job.checkpoint, "--rhythm", "AF", "--seed", "7"),
            *("--count", "100000", "--steps", "3", "--batch-size", "2", "--out", job.out),
            *("--device", "cpu", "--engine", "ray", "--workers", "2"),
        ]
        self.told = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", *map(str, asked)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def read_until(self, pattern):
        """Read what it tells from now on until that comes."""
        told = ""
        while not (found := re.search(pattern, told)):
            some = os.read(self.process.stdout.fileno(), 400).decode(errors="replace")
            assert some, self.told + told
            told += some
        self.told += told
        return found

    def stop(self, how):
        self.process.send_signal(how)
        self.told += self.process.communicate(timeout=60)[0].decode()


def workers_of(pid):
    """Process ids of the Ray workers below ``pid`` that draw."""
    found = []
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        for below in map(int, child.read_text().split()):
            title = Path(f"/proc/{below}/cmdline").read_bytes()
            found += [below] if title.startswith(b"ray::Worker") else workers_of(below)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker in /proc")
def test_a_run_outlives_a_worker_and_stopped_leaves_its_records_as_a_batch(job):
    command = Command(job)
    command.read_until(r"\b[1-9]\d*/100000")
    os.kill(workers_of(command.process.pid)[0], signal.SIGKILL)
    command.read_until("A worker was lost")
    command.read_until(r"\b[1-9]\d*/100000")
    command.stop(signal.SIGTERM)
    assert command.process.returncode == INTERRUPTED, command.told
    assert "the same command goes on from here" in command.told
    manifest = json.loads((job.partial_batch / "manifest.json").read_text())
    signals_uv = np.load(job.partial_batch / "signals.npy")
    assert [record["sha256"] for record in manifest["records"]] == [*map(signal_sha256, signals_uv)]
    own = [record["condition"]["record"] for record in manifest["records"]]
    assert own == sorted(set(own))
