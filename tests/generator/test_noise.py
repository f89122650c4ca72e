"""Noise belongs to a record."""

import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.noise import START, batch_noise, record_noise, step_purpose  # noqa: E402

SHAPE = (2, 50)
PINNED = [1.2084246, 0.2047784, 1.2494489]


def test_a_record_has_the_same_noise_in_any_batch():
    whole = batch_noise(7, range(6), START, SHAPE)
    shard = batch_noise(7, [5, 1, 3], START, SHAPE)
    assert torch.equal(shard, whole[[5, 1, 3]])


def test_seed_record_and_purpose_each_change_the_noise():
    draws = [
        record_noise(7, 1, START, SHAPE),
        record_noise(8, 1, START, SHAPE),
        record_noise(7, 2, START, SHAPE),
        record_noise(7, 1, step_purpose(3), SHAPE),
        record_noise(7, 1, step_purpose(4), SHAPE),
        record_noise(71, 1, START, SHAPE),
        record_noise(7, 11, START, SHAPE),
    ]
    assert len({draw.numpy().tobytes() for draw in draws}) == len(draws)


def test_the_global_seed_has_no_say():
    torch.manual_seed(0)
    first = record_noise(7, 1, START, SHAPE)
    torch.manual_seed(1)
    assert torch.equal(first, record_noise(7, 1, START, SHAPE))


def test_the_noise_of_a_pool_seed_never_changes():
    drawn = record_noise(7, 0, START, (1, 3))[0]
    assert drawn.tolist() == pytest.approx(PINNED, abs=1e-6)


def test_noise_is_standard_normal():
    drawn = batch_noise(1, range(100), START, (8, 100))
    assert drawn.dtype == torch.float32
    assert float(drawn.mean()) == pytest.approx(0, abs=0.02)
    assert float(drawn.std()) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(("seed", "index"), [(-1, 0), (0, -1)])
def test_negative_numbers_are_refused(seed, index):
    with pytest.raises(ValueError, match="0 or more"):
        record_noise(seed, index, START, SHAPE)
