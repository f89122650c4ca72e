"""Records are drawn once each, whatever happens on the way."""

from itertools import chain

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.finished import FinishedRecords  # noqa: E402
from generator.presample import draw_missing, shard_indices  # noqa: E402


class Draw:
    """Gives each record its index as signal, and remembers how it was asked."""

    def __init__(self, room_for=100, error=None, stop_after=None):
        self.batches, self.room_for, self.stop_after = [], room_for, stop_after
        self.error = error or torch.OutOfMemoryError("CUDA out of memory")

    def __call__(self, indices):
        if len(indices) > self.room_for:
            raise self.error
        if self.stop_after is not None and len(self.batches) == self.stop_after:
            raise KeyboardInterrupt
        self.batches.append(list(indices))
        return np.stack([np.full((12, 2), index, dtype=np.int16) for index in indices])


@pytest.fixture
def finished(tmp_path):
    return FinishedRecords(tmp_path / "work", {"seed": 7})


def test_every_record_is_drawn_once(finished):
    draw = Draw()
    draw_missing(draw, finished, range(5), batch_size=2)
    assert draw.batches == [[0, 1], [2, 3], [4]]
    assert [signal[0, 0] for signal in finished.signals(range(5))] == [0, 1, 2, 3, 4]


def test_an_interrupted_run_goes_on_where_it_stopped(finished):
    with pytest.raises(KeyboardInterrupt):
        draw_missing(Draw(stop_after=1), finished, range(5), batch_size=2)
    draw = Draw()
    draw_missing(draw, finished, range(5), batch_size=3)
    assert draw.batches == [[2, 3, 4]]


@pytest.mark.parametrize(
    "error", [None, RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried ...")]
)
def test_out_of_memory_halves_the_batch_and_says_so(finished, capsys, error):
    draw = Draw(room_for=2, error=error)
    draw_missing(draw, finished, range(5), batch_size=8)
    assert draw.batches == [[0, 1], [2, 3], [4]]
    assert "Out of memory with 5 ECGs at once: now 2." in capsys.readouterr().out


def test_one_record_that_does_not_fit_is_the_end(finished):
    with pytest.raises(MemoryError, match="one ECG alone"):
        draw_missing(Draw(room_for=0), finished, range(5), batch_size=2)


def test_another_error_is_not_taken_for_want_of_memory(finished):
    with pytest.raises(RuntimeError, match="shapes differ"):
        draw_missing(
            Draw(room_for=0, error=RuntimeError("shapes differ")), finished, [0], batch_size=1
        )


def test_shards_share_all_records_and_no_record_twice():
    shards = [shard_indices(11, shard, 3) for shard in range(3)]
    assert sorted(chain.from_iterable(shards)) == list(range(11))


@pytest.mark.parametrize(
    ("shard", "n_shards", "says"), [(3, 3, "0 to 2"), (-1, 3, "0 to 2"), (4, 5, "has none of 3")]
)
def test_a_shard_that_is_not_there_is_refused(shard, n_shards, says):
    with pytest.raises(ValueError, match=says):
        shard_indices(3, shard, n_shards)
