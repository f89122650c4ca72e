"""The average over the beats: what they share stays, what they do not share shrinks."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.beat_average import beat_average  # noqa: E402
from generator.beat_channels import beat_channels  # noqa: E402

BEATS = np.array([1.0, 2.0, 3.1, 4.0, 5.2, 6.0, 7.1, 8.0, 9.0])


def beats_of(times_s):
    return torch.from_numpy(beat_channels(np.asarray(times_s), samples=1000, rate_hz=100))[None]


def bumps(times_s, late_s):
    """A sample of 1 this much after each beat."""
    x_bcl = torch.zeros(1, 2, 1000)
    for time_s in times_s:
        x_bcl[0, :, round((time_s + late_s) * 100)] = 1
    return x_bcl


@pytest.mark.parametrize("late_s", [-0.2, 0.0, 0.3])
def test_what_every_beat_has_stays(late_s):
    x_bcl = bumps(BEATS, late_s)
    average = beat_average(x_bcl, beats_of(BEATS))
    # the interval after the last beat holds the beginning of another, which was cut off
    assert average[x_bcl == 1].min() >= 0.9


def test_what_one_beat_has_is_shared_out():
    average = beat_average(bumps(BEATS[:1], 0.1), beats_of(BEATS))
    assert average[0, 0, 110] == pytest.approx(1 / 9)
    assert average[0, 0, 410] == pytest.approx(1 / 9)


def test_noise_shrinks_by_the_root_of_the_number_of_beats():
    noise = torch.randn(1, 8, 1000, generator=torch.Generator().manual_seed(1))
    average = beat_average(noise, beats_of(BEATS))[..., 180:440]
    assert float(average.std()) == pytest.approx(1 / 3, rel=0.15)


def test_each_record_is_averaged_over_its_own_beats():
    x_bcl = torch.cat([bumps(BEATS, 0.1), bumps(BEATS[::2], 0.1)])
    both = beat_average(x_bcl, torch.cat([beats_of(BEATS), beats_of(BEATS[::2])]))
    assert torch.equal(both[1:], beat_average(x_bcl[1:], beats_of(BEATS[::2])))


def test_without_known_beats_there_is_no_average():
    assert not beat_average(bumps(BEATS, 0.1), torch.zeros(1, 4, 1000)).any()


def test_far_from_every_beat_there_is_none():
    average = beat_average(torch.ones(1, 1, 1000), beats_of([5.0, 5.8, 6.6]))
    assert not average[0, 0, 300:400].any()
