"""One lead over the whole recording, decoded back into millimetres."""

import re

import numpy as np
import pytest

from reviewapp.ecg.display import Display
from reviewapp.ecg.enlarged import draw_lead, enlarged_display
from reviewapp.ecg.harmonise import HarmonisedEcg, harmonise
from reviewapp.ecg.record import STANDARD_LEADS
from tests.ecg.ecgs import simulated_ecg

TRACE = re.compile(rb'd="(M[^"]*)"/></svg></svg>\n$')


def decode_mm(svg: bytes) -> list[np.ndarray]:
    (path,) = TRACE.findall(svg)
    pieces = path.decode().replace("-", " -").split("M")[1:]
    numbers = [np.array(piece.replace("l", " ").split(), float).reshape(-1, 2) for piece in pieces]
    return [np.cumsum(moves, axis=0) * 0.025 for moves in numbers]


@pytest.mark.parametrize(("gain", "drawn_gain"), [(5, 10), (10, 20), (20, 20)])
def test_ten_seconds_in_two_rows_twice_as_large(gain: int, drawn_gain: int) -> None:
    ecg = harmonise(simulated_ecg(beats_per_min=83))
    display = Display(gain_mm_mv=gain)
    assert enlarged_display(display).gain_mm_mv == drawn_gain
    first, second = decode_mm(draw_lead(ecg, "V2", display))
    lead_mv = ecg.signal_mv[STANDARD_LEADS.index("V2")]
    for row, zero_mm, shown_mv in ((first, 50, lead_mv[:2501]), (second, 130, lead_mv[2500:])):
        x_mm = 20 + np.arange(len(shown_mv)) * 0.1  # 50 mm/s at 500 Hz
        points = np.column_stack((x_mm, zero_mm - shown_mv * drawn_gain))
        assert np.allclose(row, points, rtol=0, atol=1e-9)


def test_avr_is_inverted_in_cabrera_order() -> None:
    ecg = harmonise(simulated_ecg())
    standard = decode_mm(draw_lead(ecg, "aVR", Display()))[0]
    cabrera = decode_mm(draw_lead(ecg, "aVR", Display(order="cabrera")))[0]
    assert np.allclose(standard[:, 1] - 50, 50 - cabrera[:, 1], rtol=0, atol=1e-9)
    assert "−aVR" in draw_lead(ecg, "aVR", Display(order="cabrera")).decode()


@pytest.mark.parametrize("lead", STANDARD_LEADS)
def test_the_bytes_have_one_length_whatever_the_ecg(lead: str) -> None:
    random = np.random.default_rng(1)
    wild = HarmonisedEcg(random.integers(-32768, 32768, (12, 4750)).astype(np.int16))
    calm = harmonise(simulated_ecg())
    lengths = {len(draw_lead(ecg, lead, Display())) for ecg in (wild, calm)}
    assert len(lengths) == 1


def test_an_unknown_lead_is_refused() -> None:
    with pytest.raises(ValueError, match="V9"):
        draw_lead(harmonise(simulated_ecg()), "V9", Display())
