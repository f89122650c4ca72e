"""A record depends on seed, rhythm and index, and on nothing else."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.leads import TWELVE_LEADS  # noqa: E402
from generator.noise import batch_noise  # noqa: E402
from generator.record_sampler import (  # noqa: E402
    ANCESTRAL,
    EDM_SAMPLERS,
    FEW_STEP_SAMPLERS,
    RecordSampler,
    UnknownRhythmError,
    to_microvolt,
)
from tests.generator.tiny import BEATS_CONFIG, CONFIG, tiny_network  # noqa: E402


def af_sampler(**changed):
    given = {"rhythm": "AF", "pool_seed": 7, "sampler": "ddim", "steps": 4}
    return RecordSampler(network=tiny_network(), config=CONFIG, **{**given, **changed})


def beat_sampler(**changed):
    """Of a network that is told the beats and was trained with EDM's objective."""
    given = {"rhythm": "AF", "pool_seed": 7, "steps": 4}
    network = tiny_network(BEATS_CONFIG)
    return RecordSampler(network=network, config=BEATS_CONFIG, **{**given, **changed})


@pytest.mark.parametrize(
    "draw",
    [af_sampler(sampler=name, steps=12) for name in (ANCESTRAL, *FEW_STEP_SAMPLERS)]
    + [beat_sampler(sampler=name) for name in EDM_SAMPLERS],
    ids=lambda draw: f"{draw.sampler}-{'edm' if draw.config.edm else 'published'}",
)
def test_a_record_is_the_same_in_any_batch(draw):
    whole = draw(range(5)).astype(int)
    shards = np.concatenate([draw([4]), draw([1, 0])]).astype(int)
    # Sums over another batch may round the last bit, and so a microvolt, another way.
    assert np.abs(shards - whole[[4, 1, 0]]).max() <= 1


@pytest.mark.parametrize(
    "changed", [{"pool_seed": 8}, {"rhythm": "SR"}, {"sampler": "dpm-solver-2m"}, {"steps": 5}]
)
def test_what_is_asked_for_changes_the_record(changed):
    assert not np.array_equal(af_sampler()([0]), af_sampler(**changed)([0]))


def test_records_differ():
    first, second = af_sampler()([0, 1])
    assert not np.array_equal(first, second)


def test_the_same_noise_with_other_labels_is_another_record():
    swapped = replace(CONFIG, rhythms={"AF": (0,)})
    other = RecordSampler(
        network=tiny_network(), config=swapped, rhythm="AF", pool_seed=7, sampler="ddim", steps=4
    )
    assert not np.array_equal(af_sampler()([0]), other([0]))


def test_records_of_two_rhythms_share_no_noise():
    """Else a pool of one seed would hold twins; here the two set the same labels."""
    alike = replace(CONFIG, rhythms={"AF": (2,), "SR": (2,)})
    first, second = (
        RecordSampler(
            network=tiny_network(),
            config=alike,
            rhythm=rhythm,
            pool_seed=7,
            sampler="ddim",
            steps=4,
        )([0])
        for rhythm in ("AF", "SR")
    )
    assert not np.array_equal(first, second)


def test_the_manifest_says_which_beats_a_record_was_told():
    draw = beat_sampler()
    asked = draw.condition_of(3)
    assert asked["beats_s"] == pytest.approx(draw.beat_times_s(3), abs=0.001)
    assert asked["beats_s"] != draw.condition_of(4)["beats_s"]
    assert (asked["rhythm"], asked["labels"], asked["record"]) == ("AF", [2], 3)


def test_other_beats_make_another_record():
    told, untold = beat_sampler(), beat_sampler(draw_beats=False)
    assert untold.condition_of(0)["beats_s"] == []
    assert not np.array_equal(told([0]), untold([0]))


def test_ancestral_sampling_adds_other_noise_at_each_step(monkeypatch):
    purposes = []

    def drawn(seed, indices, purpose, shape_cl):
        purposes.append(purpose)
        return batch_noise(seed, indices, purpose, shape_cl)

    monkeypatch.setattr("generator.record_sampler.batch_noise", drawn)
    af_sampler(sampler="ancestral", steps=12)([0])
    assert purposes == ["AF start", *(f"AF step {step}" for step in range(11, 0, -1))]


def test_twelve_leads_in_microvolt_obey_einthoven():
    signal_uv = dict(zip(TWELVE_LEADS, af_sampler()([0])[0].astype(int), strict=True))
    assert np.abs(signal_uv["II"] - signal_uv["I"] - signal_uv["III"]).max() <= 2
    assert np.abs(signal_uv["V1"]).max() > 20


def test_a_rhythm_that_the_checkpoint_does_not_know_is_refused():
    with pytest.raises(UnknownRhythmError, match=r"no rhythm 'PACE' \(it knows AF, SR\)"):
        af_sampler(rhythm="PACE")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sampler": "euler"}, "no sampler 'euler'"),
        ({"sampler": "ancestral", "steps": 4}, "takes all 12 steps"),
        ({"steps": 13}, "2 to 12 steps"),
    ],
)
def test_what_no_sampler_does_is_refused(changed, says):
    with pytest.raises(ValueError, match=says):
        af_sampler(**changed)


def test_a_signal_that_is_not_finite_is_named_and_never_written():
    signal_mv = np.zeros((2, 12, 3))
    signal_mv[1, 0, 0] = np.nan
    with pytest.raises(FloatingPointError, match=r"for 17$"):
        to_microvolt(signal_mv, [4, 17])


def test_microvolts_are_rounded_and_clipped():
    signal_mv = np.broadcast_to([0.0006, -0.0006, 99.0], (1, 12, 3))
    assert to_microvolt(signal_mv, [0])[0, 0].tolist() == [1, -1, 32_767]
