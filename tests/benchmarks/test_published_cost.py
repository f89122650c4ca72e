"""The slow twin computes what the network does, else its time would say nothing."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from benchmarks.generator_speed import (  # noqa: E402
    in_turns,
    random_network,
    relative_error,
    step_input,
    table,
)
from benchmarks.published_cost import SlowTwin  # noqa: E402
from generator.held_network import HeldNetwork  # noqa: E402
from tests.generator.tiny import CONFIG  # noqa: E402


def tiny(**changed):
    return replace(CONFIG, network=replace(CONFIG.network, labels=4, **changed))


@pytest.mark.parametrize("conjugates", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
def test_twin_network_and_held_network_agree(conjugates, bidirectional):
    config = tiny(conjugates=conjugates, bidirectional=bidirectional)
    network, given = random_network(config), step_input(config, 2)
    slowly = SlowTwin(network)(*given)
    assert slowly.abs().max() > 1e-2
    assert relative_error(network(*given), slowly) < 1e-4
    assert relative_error(HeldNetwork(network)(*given), slowly) < 1e-4


def test_the_twin_has_no_patches():
    with pytest.raises(ValueError, match="neither patches"):
        SlowTwin(random_network(tiny(patch=2)))


def test_the_table_says_the_ratio():
    config = tiny()
    network = random_network(config)
    codes = {"twin": SlowTwin(network), "ours": HeldNetwork(network)}
    costs = in_turns(codes, step_input(config, 2), rounds=2)
    twin, ours, ratio = table(costs, batch=2, scale=1.0).splitlines()
    assert twin.startswith("| 2 | twin | ")
    assert ours.startswith("| 2 | ours | ")
    assert "×" in ratio
