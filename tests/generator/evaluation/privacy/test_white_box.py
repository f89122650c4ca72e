"""A network that has learnt some records by heart gives them away by its loss."""

# ruff: noqa: E402 (what is skipped without the extras is imported after the check for them)

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.checkpoint import save_checkpoint
from generator.config import EdmConfig, ModelConfig
from generator.evaluation.ecg_set import HELD_OUT, TRAIN
from generator.evaluation.fidelity.embedding import embed
from generator.evaluation.privacy import white_box
from generator.evaluation.privacy.white_box import LEVELS, NotTestableError, loss_scores
from generator.leads import TWELVE_LEADS, modelled_leads
from generator.network import DiffusionNetwork, to_patches
from generator.objectives import loss_terms
from tests.generator import tiny
from tests.generator.evaluation.privacy.hearts import hearts

UNIT_MV = 0.5
CONFIG = ModelConfig(
    network=replace(tiny.CONFIG.network, labels=2, length=1000, patch=1000, beat_channels=4),
    rhythms={"SR": (0,), "AF": (1,)},
    edm=EdmConfig(unit_mv=(UNIT_MV,) * 8, predicts_signal=True),
)


@pytest.fixture(scope="module")
def few_hearts():
    """Six recordings that differ by their noise alone were learnt; thirty were held out."""
    ecgs = hearts(36, rhythm="SR")
    signals = ecgs.signals_mv_nlt.copy()
    noise = 0.02 * np.random.default_rng(1).standard_normal((6, 12, 1000))
    signals[:6] = signals[0] + noise
    splits = (TRAIN,) * 6 + (HELD_OUT,) * 30
    return replace(ecgs, signals_mv_nlt=signals, splits=splits)


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory, few_hearts):
    """A network that knows one recording by heart and nothing else, and one that knows nothing."""
    folder = tmp_path_factory.mktemp("checkpoints")
    torch.manual_seed(1)
    network = DiffusionNetwork(CONFIG.network).eval()
    save_checkpoint(folder / "fresh.safetensors", network, CONFIG)
    known_cl = modelled_leads(few_hearts.signals_mv_nlt[0], TWELVE_LEADS) / UNIT_MV
    as_patch = to_patches(torch.from_numpy(known_cl).float()[None], CONFIG.network.patch)
    with torch.no_grad():
        network.final.weight.zero_()
        network.final.bias.copy_(as_patch.flatten())
    save_checkpoint(folder / "by_heart.safetensors", network, CONFIG)
    return folder


def auc_of(ecgs, checkpoint, reference=None):
    found = loss_scores(
        ecgs,
        embed(ecgs.signals_mv_nlt),
        checkpoint,
        reference,
        stream=np.random.default_rng(1),
    )
    learnt = np.array(found.members.splits) == TRAIN
    return (found.score_n[learnt][:, None] > found.score_n[~learnt]).mean()


def test_what_was_learnt_by_heart_is_told(few_hearts, checkpoints):
    by_heart, fresh = checkpoints / "by_heart.safetensors", checkpoints / "fresh.safetensors"
    assert auc_of(few_hearts, by_heart, fresh) > 0.9
    # Against itself every record is as expected: all are tied
    assert auc_of(few_hearts, fresh, fresh) == 0


def test_losses_are_those_of_the_objective(few_hearts, checkpoints):
    found = white_box._losses(few_hearts.take(range(3)), checkpoints / "fresh.safetensors")
    network, config = white_box.load_checkpoint(checkpoints / "fresh.safetensors")
    for column, level in enumerate(LEVELS):
        batch = white_box._batch(few_hearts, range(3), config, level)
        with torch.no_grad():
            expected = loss_terms(network, batch, config)
        assert found[:, column] == pytest.approx(expected.numpy(), rel=1e-4)


def test_another_rhythm_cannot_be_tested(few_hearts, checkpoints):
    flutter = replace(few_hearts, rhythms=("AFL",) * 36)
    with pytest.raises(NotTestableError, match="AFL"):
        auc_of(flutter, checkpoints / "fresh.safetensors")


def test_too_large_a_network_is_refused(few_hearts, checkpoints, monkeypatch):
    monkeypatch.setattr(white_box, "MOST_WORK", 1e3)
    with pytest.raises(NotTestableError, match="too many for this machine"):
        auc_of(few_hearts, checkpoints / "fresh.safetensors")


def test_a_file_that_is_no_checkpoint_is_named(few_hearts, tmp_path):
    with pytest.raises(NotTestableError, match="none"):
        auc_of(few_hearts, tmp_path / "none.safetensors")
