"""Training: it learns, goes on where it was killed, and refuses what does not belong together."""

import csv
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.checkpoint import CheckpointError, load_checkpoint  # noqa: E402
from generator.config import config_to_json  # noqa: E402
from generator.record_sampler import RecordSampler  # noqa: E402
from generator.train import DivergedError, TrainJob, train  # noqa: E402
from generator.train_state import TrainStateError  # noqa: E402
from generator.training_config import TrainingConfig  # noqa: E402
from tests.generator.tiny_set import MODEL, write_tiny_set  # noqa: E402

TRAINING = TrainingConfig(
    iterations=6, batch_size=4, warmup=2, log_every=1, check_every=2, draw_every=100
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_tiny_set(tmp_path_factory.mktemp("sets") / "tiny")


def job(data, out, *, model=MODEL, begin_with=None, **changed):
    training = replace(TRAINING, **changed)
    return TrainJob(model=model, training=training, data=data, out=out, begin_with=begin_with)


def losses(run):
    with (run / "losses.csv").open() as file:
        return [(row["iteration"], row["train"]) for row in csv.DictReader(file)]


def test_the_loss_falls(data, tmp_path):
    train(job(data, tmp_path, iterations=150, learning_rate=1e-2, log_every=30, check_every=150))
    first, *_, last = (float(loss) for _, loss in losses(tmp_path))
    assert last < 0.9 * first


@pytest.mark.parametrize("objective", ["edm", "published"])
def test_a_stopped_run_goes_on_with_the_losses_it_would_have_had(data, tmp_path, objective):
    model = MODEL if objective == "edm" else replace(MODEL, edm=None)
    train(job(data, tmp_path / "whole", model=model, cooldown=0.0))
    train(job(data, tmp_path / "parts", model=model, cooldown=0.0, iterations=2))
    train(job(data, tmp_path / "parts", model=model, cooldown=0.0))
    assert losses(tmp_path / "parts") == losses(tmp_path / "whole")


def train_in_a_process(data, out, folder, *, iterations, processes=1):
    """``python -m generator train``, as a person would."""
    table = json.loads(config_to_json(MODEL))
    config = folder / "model.toml"
    config.write_text(as_toml(table) + TRAINING_TABLE.format(iterations=iterations))
    command = ["-m", "generator", "train", str(config), "--data", str(data), "--out", str(out)]
    if processes > 1:
        launcher = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
        command = [*launcher, *command]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, *command, "--device", "cpu"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process):
    _, errors = process.communicate()
    assert process.returncode == 0, errors[-2000:]


TRAINING_TABLE = """
[training]
iterations = {iterations}
batch_size = 4
warmup = 2
log_every = 1
check_every = 5
draw_every = 100000
cooldown = 0.0
"""


def as_toml(table):
    """Enough of TOML for a model."""
    simple = [f"{key} = {json.dumps(table[key])}" for key in ("leads", "rate_hz", "label_names")]
    lines = list(simple)
    for name in ("network", "edm", "rhythms"):
        lines.append(f"[{name}]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in table[name].items()]
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_a_killed_process_goes_on_with_the_identical_loss(data, tmp_path):
    run = tmp_path / "killed"
    killed = train_in_a_process(data, run, tmp_path, iterations=100_000)
    while not (run / "losses.csv").exists():
        said = os.read(killed.stderr.fileno(), 4096)
        assert said, "it ended before its first checkpoint"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    total = len(losses(run)) + 10
    wait_for(train_in_a_process(data, run, tmp_path, iterations=total))
    train(job(data, tmp_path / "whole", iterations=total, check_every=5, cooldown=0.0))
    assert losses(run) == losses(tmp_path / "whole")
    assert len(losses(run)) == total


@pytest.mark.slow
def test_two_processes_learn_what_one_does(data, tmp_path):
    train(job(data, tmp_path / "one", iterations=20, cooldown=0.0))
    wait_for(train_in_a_process(data, tmp_path / "two", tmp_path, iterations=20, processes=2))
    for one, two in zip(losses(tmp_path / "one"), losses(tmp_path / "two"), strict=True):
        assert float(two[1]) == pytest.approx(float(one[1]), rel=1e-3)


def test_the_checkpoint_draws_every_rhythm_with_its_own_beats(data, tmp_path):
    network, config = load_checkpoint(train(job(data, tmp_path)))
    assert set(config.beat_models) == {"SR", "AF"}
    for rhythm in ("SR", "AF"):
        draw = RecordSampler(network=network, config=config, rhythm=rhythm, pool_seed=1, steps=3)
        assert draw([0, 1]).shape == (2, 12, 200)
        assert draw.condition_of(0)["beats_s"]


def test_what_it_draws_is_pictured_on_the_way(data, tmp_path):
    train(job(data, tmp_path, iterations=2, draw_every=2))
    for name in ("samples-00000002.png", "losses.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_another_training_in_the_same_folder_is_refused(data, tmp_path):
    train(job(data, tmp_path, iterations=2))
    with pytest.raises(TrainStateError, match="belongs to another training: training differ"):
        train(job(data, tmp_path, learning_rate=1e-4))


def test_a_training_begins_with_the_weights_of_a_checkpoint(data, tmp_path):
    known = train(job(data, tmp_path / "known"))
    adapted = train(
        job(data, tmp_path / "adapted", begin_with=known, iterations=1, learning_rate=1e-9)
    )
    before, after = (load_checkpoint(each)[0].state_dict() for each in (known, adapted))
    for name, value in before.items():
        torch.testing.assert_close(after[name], value, rtol=0, atol=1e-6)


def test_a_checkpoint_of_another_network_is_no_beginning(data, tmp_path):
    known = train(job(data, tmp_path / "known", iterations=1))
    wider = replace(MODEL, network=replace(MODEL.network, width=16))
    with pytest.raises(CheckpointError, match=r"another network .*: width 8, not 16"):
        train(job(data, tmp_path / "wider", model=wider, begin_with=known))


def test_a_run_goes_on_only_with_the_checkpoint_it_began_with(data, tmp_path):
    known = train(job(data, tmp_path / "known", iterations=1))
    train(job(data, tmp_path / "run", begin_with=known, iterations=1))
    with pytest.raises(TrainStateError, match="the checkpoint begun with differ"):
        train(job(data, tmp_path / "run"))


def test_a_damaged_state_is_refused(data, tmp_path):
    train(job(data, tmp_path, iterations=2))
    whole = (tmp_path / "state.pt").read_bytes()
    (tmp_path / "state.pt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TrainStateError, match=r"state\.pt cannot be read"):
        train(job(data, tmp_path))


def test_a_loss_that_is_no_number_stops_the_run(data, tmp_path):
    with pytest.raises(DivergedError, match="smaller learning_rate"):
        train(job(data, tmp_path, iterations=50, learning_rate=1e30, gradient_norm=1e30))
