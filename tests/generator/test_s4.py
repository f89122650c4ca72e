"""The layer: one FFT convolution against the sums it stands for, and the held kernel."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.s4 import S4Layer, convolve, two_sided_spectrum  # noqa: E402


def slow_convolution(u_bcl, kernel_dcl, skip_c):
    """Backward and forward in time, sample by sample."""
    length = u_bcl.shape[2]
    y_bcl = skip_c[:, None] * u_bcl
    for to in range(length):
        for of in range(length):
            later = to - of
            if later >= 0:
                y_bcl[..., to] += kernel_dcl[0, :, later] * u_bcl[..., of]
            elif len(kernel_dcl) > 1:
                y_bcl[..., to] += kernel_dcl[1, :, -later - 1] * u_bcl[..., of]
    return y_bcl


def small_layer(**changed):
    torch.manual_seed(5)
    return S4Layer(6, **{"state_size": 4, "length": 12} | changed).eval()


@pytest.mark.parametrize("directions", [1, 2])
def test_one_transform_is_the_sum_over_both_directions(directions):
    u, kernel, skip = torch.randn(2, 3, 12), torch.randn(directions, 3, 12), torch.randn(3)
    fast = convolve(u, two_sided_spectrum(kernel, skip))
    assert torch.allclose(fast, slow_convolution(u, kernel, skip), atol=1e-5)


def test_the_layer_is_what_the_paper_says():
    layer = small_layer()
    x = torch.randn(2, 12, 6)
    y = slow_convolution(x.mT, layer.kernel(), layer.D_c)
    y = torch.nn.functional.gelu(y).mT @ layer.output.weight.T + layer.output.bias
    assert torch.allclose(layer(x), layer.norm(x + y), atol=1e-5)


@pytest.mark.parametrize("length", [12, 7])
@torch.no_grad()
def test_a_held_kernel_changes_nothing(length):
    layer = small_layer()
    x = torch.randn(2, length, 6)
    anew = layer(x)
    layer.hold_kernel(length)
    assert torch.equal(layer(x), anew)


def is_held(layer):
    return layer.spectrum(12) is layer.spectrum(12)


@pytest.mark.parametrize(
    "change",
    [
        lambda layer: layer.train().eval(),
        lambda layer: layer.load_state_dict(small_layer().state_dict()),
        lambda layer: layer.double(),
        lambda layer: layer.release_kernel(),
    ],
    ids=["training", "loading", "casting", "releasing"],
)
def test_what_changes_the_weights_lets_the_held_kernel_go(change):
    layer = small_layer()
    layer.hold_kernel()
    assert is_held(layer)
    change(layer)
    assert not is_held(layer)


def test_a_kernel_is_not_held_in_training():
    with pytest.raises(RuntimeError, match="eval mode"):
        small_layer().train().hold_kernel()


def test_a_signal_longer_than_the_kernel_is_refused():
    with pytest.raises(ValueError, match="13 samples"):
        small_layer()(torch.randn(1, 13, 6))


def test_a_layer_of_one_direction_sees_no_future():
    layer = small_layer(bidirectional=False)
    x = torch.randn(1, 12, 6)
    changed = x.clone()
    changed[:, 8:] += 1
    assert torch.allclose(layer(x)[:, :8], layer(changed)[:, :8], atol=1e-5)


def test_bfloat16_goes_through_and_stays_near():
    layer = small_layer()
    x = torch.randn(2, 12, 6)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rough = layer(x)
    assert torch.allclose(rough.float(), layer(x), atol=0.1)
