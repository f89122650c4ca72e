"""The network on signals: small, quick, and the same for the same seed."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

import torch

from generator.evaluation.utility import signal_network
from generator.evaluation.utility.signal_network import fit_signal_network
from tests.generator.evaluation.utility.made_up import side


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch):
    monkeypatch.setattr(signal_network, "STEPS", 12)


def test_it_learns_from_signals_what_tells_the_rhythms_apart():
    tested = side(seed=1)
    called_n = fit_signal_network(side(), 1)(tested) >= 0.5
    assert (called_n == tested.positive_n).mean() > 0.9


def test_the_same_seed_gives_the_same_whatever_else_draws():
    torch.manual_seed(1)
    one = fit_signal_network(side(), 1)(side(seed=1))
    torch.manual_seed(2)
    np.testing.assert_array_equal(one, fit_signal_network(side(), 1)(side(seed=1)))
    assert not np.array_equal(one, fit_signal_network(side(), 2)(side(seed=1)))


def test_its_scale_is_that_of_the_training_side():
    train = side()
    fitted = fit_signal_network(train, 1)
    np.testing.assert_allclose(
        fitted.spread_c1[:, 0], train.signals_mv_nlt.std(axis=(0, 2)), rtol=1e-4
    )
    tested = side(seed=1)
    louder = replace(tested, signals_mv_nlt=tested.signals_mv_nlt * np.float32(9))
    louder.signals_mv_nlt[3] = tested.signals_mv_nlt[3]
    assert fitted(louder)[3] == pytest.approx(fitted(tested)[3], abs=1e-6)


def test_one_rhythm_teaches_nothing():
    train = side()
    with pytest.raises(ValueError, match="both rhythms"):
        fit_signal_network(train.take(train.positive_n), 1)
