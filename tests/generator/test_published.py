"""Published checkpoints load, compute what the published code computes, or are refused."""

import pickle
import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.checkpoint import CheckpointError, load_checkpoint, save_checkpoint  # noqa: E402
from generator.config import ConfigError, preset  # noqa: E402
from generator.diffusion import linear_schedule  # noqa: E402
from generator.published import load_published, read_published_config  # noqa: E402
from generator.samplers import sample_ancestral  # noqa: E402

CLOSE = 1e-4
KERNEL = "residual_layer.residual_blocks.1.S42.s4_layer.kernel.kernel"


def relative_error(ours, golden):
    return float(torch.linalg.norm(ours - golden) / torch.linalg.norm(golden))


@pytest.fixture(scope="module")
def golden(golden_folder):
    with np.load(golden_folder / "golden.npz") as arrays:
        return {name: torch.from_numpy(values) for name, values in arrays.items()}


@pytest.fixture
def loaded(golden_folder):
    expected = read_published_config(golden_folder / "config.json")
    return load_published(golden_folder / "checkpoint.pkl", expected=expected)


@pytest.fixture
def changed(golden_folder, tmp_path):
    """`changed(deed)` is the path of a copy on whose tensors `deed` was done."""

    def _changed(deed):
        content = torch.load(golden_folder / "checkpoint.pkl", weights_only=True)
        deed(content["model_state_dict"])
        torch.save(content, tmp_path / "changed.pkl")
        return tmp_path / "changed.pkl"

    return _changed


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("step", [0, 57, 199])
@torch.no_grad()
def test_the_forward_pass_is_the_published_one(loaded, golden, step, held):
    network, _ = loaded
    if held:
        network.hold_kernels()
    x, label = golden["x"], golden["label"]
    ours = network(x, torch.full((len(x),), step), label)
    assert relative_error(ours, golden[f"eps_t{step}"]) < CLOSE


@torch.no_grad()
def test_six_ancestral_steps_are_the_published_ones(loaded, golden):
    network, config = loaded
    ours = sample_ancestral(
        lambda x, step: network(x, step, golden["label"]),
        golden["x"],
        linear_schedule(config.diffusion),
        lambda step: golden["z"][199 - step],
        last=194,
    )
    assert relative_error(ours, golden["x_t193"]) < CLOSE


@torch.no_grad()
def test_it_converts_to_safetensors(loaded, golden, tmp_path):
    network, config = loaded
    save_checkpoint(tmp_path / "converted.safetensors", network, config)
    again, config_again = load_checkpoint(tmp_path / "converted.safetensors")
    inputs = golden["x"], torch.tensor([57, 57]), golden["label"]
    assert config_again == config
    assert torch.equal(again(*inputs), network(*inputs))


def test_the_shape_is_read_off_the_tensors(loaded, golden_folder):
    network, config = load_published(golden_folder / "checkpoint.pkl")
    assert config == loaded[1]
    assert not any(weight.isnan().any() for weight in network.parameters())


def test_names_of_data_parallel_training(changed, loaded):
    def prefix(state):
        for name in list(state):
            state[f"module.{name}"] = state.pop(name)

    network, _ = load_published(changed(prefix))
    theirs = loaded[0].state_dict()
    assert all(torch.equal(value, theirs[name]) for name, value in network.state_dict().items())


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda state: state.pop(f"{KERNEL}.C"), f"lacks {KERNEL}.C"),
        (lambda state: state.pop("embedding.weight"), "lacks embedding.weight"),
        (lambda state: state.clear(), "lacks init_conv"),
        (lambda state: state.update(extra=torch.ones(1)), "unknown tensors: extra"),
        (lambda state: state.update({f"{KERNEL}.w": torch.ones(3, 2)}), "another shape"),
        (lambda state: state[f"{KERNEL}.C"].fill_(torch.nan), "not finite: blocks.1.s4_after"),
    ],
    ids=["a kernel", "labels", "everything", "too much", "shape", "nan"],
)
def test_what_misses_or_does_not_fit_is_named(changed, deed, message):
    with pytest.raises(CheckpointError, match=message):
        load_published(changed(deed))


def test_another_shape_than_expected_is_refused(golden_folder):
    with pytest.raises(CheckpointError, match="width is 16 instead of 256"):
        load_published(golden_folder / "checkpoint.pkl", expected=preset("mimic"))


class Intruder:
    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return shutil.copy, (__file__, self.trace)


@pytest.mark.parametrize("write", [torch.save, lambda what, to: to.write_bytes(pickle.dumps(what))])
def test_a_pickle_that_holds_code_is_refused_and_not_run(tmp_path, write):
    path, trace = tmp_path / "evil.pkl", tmp_path / "was-here"
    write({"model_state_dict": {}, "optimizer_state_dict": Intruder(str(trace))}, path)
    with pytest.raises(CheckpointError, match="code"):
        load_published(path)
    assert not trace.exists()


@pytest.mark.parametrize("content", [{"state": {}}, {"model_state_dict": {"a": 1}}, [1]])
def test_a_file_without_weights_is_refused(tmp_path, content):
    torch.save(content, tmp_path / "other.pkl")
    with pytest.raises(CheckpointError, match="holds no 'model_state_dict'"):
        load_published(tmp_path / "other.pkl")


@pytest.mark.parametrize("half", [b"", b"PK\x03\x04 half a file"])
def test_a_damaged_or_missing_file_is_refused(tmp_path, half):
    (tmp_path / "damaged.pkl").write_bytes(half)
    for name in ("damaged.pkl", "missing.pkl"):
        with pytest.raises(CheckpointError, match=name):
            load_published(tmp_path / name)


def test_the_configuration_as_shipped_has_commas_too_many(golden_folder, tmp_path):
    text = (golden_folder / "config.json").read_text().rstrip().rstrip("}").rstrip()
    (tmp_path / "shipped.json").write_text(f"{text},\n}}\n")
    shipped = read_published_config(tmp_path / "shipped.json")
    assert shipped == read_published_config(golden_folder / "config.json")


@pytest.mark.parametrize("text", ["[", "{}", '{"wavenet_config": 1, "diffusion_config": 2}'])
def test_a_broken_published_configuration_is_refused(tmp_path, text):
    (tmp_path / "broken.json").write_text(text)
    with pytest.raises(ConfigError, match=r"broken\.json"):
        read_published_config(tmp_path / "broken.json")
