"""The served drawing, read back: the very numbers that were drawn, and how the page looks."""

import numpy as np
import pytest

from reviewapp.ecg.drawing import draw_svg
from reviewapp.ecg.harmonise import HARMONISED_SAMPLES, HarmonisedEcg, derive_limb_leads, harmonise
from reviewapp.studies.leaks.pictures import (
    LATTICE_FEATURES,
    NoTraceError,
    lattice_features,
    read_trace,
    render,
    stroke_features,
    without_shape,
)
from tests.ecg.ecgs import simulated_ecg


def flat(height_5uv: int = 0) -> HarmonisedEcg:
    leads = np.full((8, HARMONISED_SAMPLES), height_5uv, dtype=np.int16)
    return HarmonisedEcg(derive_limb_leads(leads))


@pytest.fixture(scope="module")
def ecg() -> HarmonisedEcg:
    return harmonise(simulated_ecg())


def lattice(svg: bytes) -> dict[str, float]:
    return dict(zip(LATTICE_FEATURES, lattice_features(read_trace(svg)), strict=True))


def test_the_trace_holds_the_samples_that_were_drawn(ecg):
    first = read_trace(draw_svg(ecg)).pieces[0]
    drawn = (first[0, 1] - first[:, 1]) / 2  # 2 units for 5 microvolt at 10 mm/mV, y downwards
    lead_one = ecg.signal_5uv[0, : drawn.size]
    assert (drawn == lead_one - lead_one[0]).all()


def test_a_drawing_of_whole_steps_lies_on_the_lattice(ecg):
    found = lattice(draw_svg(ecg))
    assert found["off the lattice"] == 0
    assert found["common step"] == 2
    assert found["points"] > 15_000


def test_unrounded_coordinates_are_off_the_lattice(ecg):
    assert lattice(draw_svg(ecg).replace(b"2-2 ", b"2-2.3 "))["off the lattice"] > 0


def test_half_a_step_changes_the_common_step(ecg):
    assert lattice(draw_svg(ecg).replace(b"2-2 ", b"2-3 "))["common step"] == 1


def test_without_its_shape_every_drawing_is_the_same(ecg):
    tall = HarmonisedEcg(ecg.signal_5uv * np.int16(4))
    assert draw_svg(tall) != draw_svg(ecg)
    assert without_shape(draw_svg(tall)) == without_shape(draw_svg(ecg))


@pytest.mark.parametrize("svg", [b'<svg><path d="M0 0L1 1"/></svg>', b'<path d="M1 2l3"/>'])
def test_a_picture_without_a_trace_is_an_error(svg):
    with pytest.raises(NoTraceError):
        read_trace(svg)


def test_the_rendered_picture_has_ink_where_the_trace_is(ecg):
    ink = render(read_trace(draw_svg(ecg)))
    assert ink.shape == (340, 560)
    assert 0.01 < ink.mean() < 0.2
    assert render(read_trace(draw_svg(flat()))).sum() < ink.sum()


def test_later_beats_look_the_same_and_taller_ones_do_not(ecg):
    later = HarmonisedEcg(np.roll(ecg.signal_5uv, 150, axis=1))
    tall = HarmonisedEcg(ecg.signal_5uv * np.int16(2))
    strokes = [stroke_features(read_trace(draw_svg(one))) for one in (ecg, later, tall)]
    by_time, by_height = (np.abs(strokes[0] - other).mean() for other in strokes[1:])
    assert by_time < by_height / 3
