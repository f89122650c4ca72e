"""The network: what it depends on, what it doesn't, and its size as published."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.network import (  # noqa: E402
    DiffusionNetwork,
    NormedConv,
    StepEmbedding,
    from_patches,
    to_patches,
)
from tests.generator.tiny import CONFIG, tiny_network  # noqa: E402

STEP = torch.tensor([3, 11])
LABEL = torch.tensor([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]])


@pytest.fixture
def x():
    return torch.randn(2, 8, 40, generator=torch.Generator().manual_seed(6))


@torch.no_grad()
def test_each_record_is_seen_by_itself(x):
    network = tiny_network()
    together = network(x, STEP, LABEL)
    alone = network(x[1:], STEP[1:], LABEL[1:])
    assert torch.allclose(together[1:], alone, atol=1e-6)


@torch.no_grad()
def test_step_label_and_signal_all_matter(x):
    network = tiny_network()
    noise = network(x, STEP, LABEL)
    for changed in [(x + 1, STEP, LABEL), (x, STEP + 20, LABEL), (x, STEP, LABEL.flip(0))]:
        assert (network(*changed) - noise).abs().max() > 1e-4


@torch.no_grad()
def test_held_kernels_change_nothing(x):
    network = tiny_network()
    anew = network(x, STEP, LABEL)
    assert torch.equal(network.hold_kernels()(x, STEP, LABEL), anew)
    assert torch.equal(network.release_kernels()(x, STEP, LABEL), anew)


def test_every_weight_learns(x):
    network = tiny_network().train()
    network(x, STEP, LABEL).square().mean().backward()
    # what the last block hands on goes nowhere
    unused = {"blocks.1.residual.direction", "blocks.1.residual.gain", "blocks.1.residual.bias"}
    idle = {
        name
        for name, weight in network.named_parameters()
        if weight.grad is None or not weight.grad.any()
    }
    assert idle == unused


@pytest.mark.parametrize("size", [1, 3])
def test_a_normed_convolution_is_that_of_torch(size):
    ours = NormedConv(4, 5, size)
    ours.gain.data.mul_(2)
    weight = 2 * ours.direction
    x_bcl = torch.randn(2, 4, 9)
    theirs = torch.nn.functional.conv1d(x_bcl, weight, ours.bias, padding=size // 2)
    assert torch.allclose(ours(x_bcl.mT).mT, theirs, atol=1e-5)


def test_step_waves_are_those_of_diffwave():
    embedding = StepEmbedding(4, 4, 4)
    seen = []
    embedding.first.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    embedding(torch.tensor([2]))
    fast, slow = torch.tensor(2.0), torch.tensor(2e-4)
    assert torch.allclose(seen[0], torch.stack([fast.sin(), slow.sin(), fast.cos(), slow.cos()]))


def test_patches_and_back_is_the_signal_again(x):
    assert torch.equal(from_patches(to_patches(x, 4), 4), x)
    assert torch.equal(to_patches(x, 4)[0, 3, :4], x[0, 0, 12:16])


def test_a_length_of_no_whole_patches_is_refused(x):
    with pytest.raises(ValueError, match="40 samples are no whole number of patches of 7"):
        to_patches(x, 7)


@torch.no_grad()
def test_beats_matter_to_a_network_that_is_told_them():
    network = DiffusionNetwork(replace(CONFIG.network, beat_channels=4, beat_average=True, patch=4))
    torch.nn.init.normal_(network.final.weight, std=0.3)
    x_bcl, beats_bcl = torch.randn(2, 8, 40), torch.rand(2, 4, 40)
    told = network.eval()(x_bcl, STEP, LABEL, beats_bcl)
    assert told.shape == x_bcl.shape
    assert (told - network(x_bcl, STEP, LABEL)).abs().max() > 1e-3
    unknown = network(x_bcl, STEP, LABEL, torch.zeros(2, 4, 40))
    assert torch.equal(unknown, network(x_bcl, STEP, LABEL))
