"""The network as it is drawn with gives what the network gives."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.held_network import HeldNetwork, ready_to_draw  # noqa: E402
from generator.network import DiffusionNetwork  # noqa: E402
from generator.published import load_published  # noqa: E402
from tests.generator.tiny import CONFIG, tiny_network  # noqa: E402

STEP = torch.tensor([3, 11, 0])
LABEL = torch.tensor([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])


def any_network(**changed):
    """Biases, gains and all random: an untrained network would hide what is left out."""
    torch.manual_seed(8)
    network = DiffusionNetwork(replace(CONFIG.network, **changed))
    for parameter in network.parameters():
        if parameter.ndim <= 2 and not (parameter == 0).all():
            parameter.data.add_(torch.randn_like(parameter), alpha=0.2)
        elif parameter.ndim <= 2:
            parameter.data.normal_(std=0.2)
    return network.eval()


def noise_in(channels=8):
    return torch.randn(3, channels, 40, generator=torch.Generator().manual_seed(6))


@pytest.mark.parametrize(
    "changed",
    [{}, {"patch": 4}, {"bidirectional": False}, {"layer_norm": False}, {"conjugates": False}],
    ids=str,
)
@torch.no_grad()
def test_it_computes_what_the_network_computes(changed):
    network = any_network(**changed)
    given = noise_in(), STEP, LABEL
    assert torch.allclose(HeldNetwork(network)(*given), network(*given), rtol=1e-4, atol=1e-5)


@torch.no_grad()
def test_beats_go_in_beside_the_signal():
    network = any_network(patch=2, beat_channels=4)
    held, given = HeldNetwork(network), (noise_in(), STEP, LABEL)
    for beats in (None, noise_in(4)):
        assert torch.allclose(held(*given, beats), network(*given, beats), rtol=1e-4, atol=1e-5)
    assert not torch.allclose(held(*given), held(*given, beats), atol=1e-3)


def test_a_record_is_the_same_in_any_group():
    held = HeldNetwork(tiny_network())
    together = held(noise_in(), STEP, LABEL)
    held.group = 1
    assert torch.allclose(held(noise_in(), STEP, LABEL), together, atol=1e-6)


def test_the_published_numbers(golden_folder):
    held = HeldNetwork(load_published(golden_folder / "checkpoint.pkl")[0])
    with np.load(golden_folder / "golden.npz") as arrays:
        x, label, golden = (torch.from_numpy(arrays[name]) for name in ("x", "label", "eps_t57"))
    ours = held(x, torch.full((len(x),), 57), label)
    assert torch.linalg.norm(ours - golden) < 1e-4 * torch.linalg.norm(golden)


def test_a_network_in_training_is_refused():
    with pytest.raises(RuntimeError, match="eval mode"):
        HeldNetwork(tiny_network().train())


def test_another_length_is_refused():
    with pytest.raises(ValueError, match="36 samples instead of 40"):
        HeldNetwork(tiny_network())(noise_in()[..., :36], STEP, LABEL)


def test_on_a_cpu_the_held_network_draws():
    held = ready_to_draw(tiny_network())
    assert isinstance(held, HeldNetwork)
    assert ready_to_draw(held) is held
