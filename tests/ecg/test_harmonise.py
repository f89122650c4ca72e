"""One chain for all: whatever comes in, the same rate, length, band and grid go out."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from reviewapp.ecg.harmonise import (
    HARMONISED_SAMPLES,
    HarmonisedEcg,
    derive_limb_leads,
    harmonise,
)
from reviewapp.ecg.record import STANDARD_LEADS, Ecg
from tests.ecg.ecgs import recorded, simulated_ecg, sinusoid, turing_test

RATES_HZ = (100, 128, 250, 257, 1000 / 3, 360, 500, 1000)
TIME_S = 0.25 + np.arange(HARMONISED_SAMPLES) / 500


def response(frequency_hz: float, *, rate_hz: float) -> complex:
    """How the chain changes a sinusoid: amplitude ratio and phase as one complex number."""
    drawn_mv = harmonise(sinusoid(frequency_hz, rate_hz=rate_hz)).signal_mv[0]
    # 9 s from 0.5 s on: whole periods, away from the ends.
    middle = slice(125, 125 + 4500)
    turning = np.exp(-2j * np.pi * frequency_hz * TIME_S[middle])
    return complex(2j * np.mean(drawn_mv[middle] * turning))


def limb_residual(ecg: Ecg | HarmonisedEcg) -> float:
    """How far the limb leads are from Goldberger's equation for aVR, in mV."""
    one, two, _, avr = ecg.signal_mv[:4]
    return float(np.median(np.abs(avr + (one + two) / 2)))


def microvolt_residual(ecg: Ecg) -> float:
    """How far the samples are from whole microvolts."""
    signal_uv = ecg.signal_mv * 1000
    return float(np.mean(np.abs(signal_uv - np.rint(signal_uv))))


def power_above_42_hz(ecg: HarmonisedEcg) -> float:
    """Mean power a bin in steps of 5 microvolt, away from the window's leakage."""
    windowed = ecg.signal_5uv * np.blackman(HARMONISED_SAMPLES)
    spectrum = np.abs(np.fft.rfft(windowed, axis=1)) ** 2 / HARMONISED_SAMPLES
    return float(spectrum[:, np.fft.rfftfreq(HARMONISED_SAMPLES, 1 / 500) > 42.5].mean())


def separation(real: list[float], synthetic: list[float]) -> float:
    """AUC of a feature, whichever side is larger: 0.5 tells nothing, 1 tells everything."""
    auc = mannwhitneyu(real, synthetic).statistic / (len(real) * len(synthetic))
    return float(max(auc, 1 - auc))


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_every_rate_comes_out_with_one_rate_length_and_grid(rate_hz: float) -> None:
    ecg = harmonise(simulated_ecg(rate_hz=rate_hz))
    assert ecg.rate_hz == 500
    assert ecg.duration_s == 9.5
    assert ecg.signal_5uv.shape == (12, 4750)
    assert ecg.signal_5uv.dtype == np.int16


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_5_hz_keeps_amplitude_and_phase(rate_hz: float) -> None:
    assert response(5, rate_hz=rate_hz) == pytest.approx(1.0, abs=0.002)


@pytest.mark.parametrize("rate_hz", RATES_HZ[1:])
def test_mains_are_gone(rate_hz: float) -> None:
    assert abs(response(60, rate_hz=rate_hz)) < 0.001
    assert abs(response(50, rate_hz=rate_hz)) < 0.001


def test_40_hz_is_halved() -> None:
    assert abs(response(40, rate_hz=500)) == pytest.approx(0.5, abs=0.01)
    assert abs(response(37, rate_hz=500)) == pytest.approx(1.0, abs=0.01)


def test_baseline_wander_is_kept() -> None:
    assert response(0.2, rate_hz=500).real == pytest.approx(1.0, abs=0.15)
    assert np.ptp(harmonise(sinusoid(0.2, rate_hz=500)).signal_mv[0]) == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize("rate_hz", RATES_HZ[1:])
def test_the_same_heart_at_another_rate_gives_the_same_drawing(rate_hz: float) -> None:
    at_100_hz = harmonise(simulated_ecg(rate_hz=100)).signal_5uv
    assert np.abs(harmonise(simulated_ecg(rate_hz=rate_hz)).signal_5uv - at_100_hz).max() <= 2


def test_peaks_lie_where_they_were() -> None:
    drawn_mv = harmonise(simulated_ecg()).signal_mv[1]
    peak_s = TIME_S[np.argmax(drawn_mv[:400])]
    assert peak_s == pytest.approx(0.38, abs=0.002)


def test_a_flat_line_stays_flat_and_loses_its_offset() -> None:
    assert not harmonise(Ecg(np.full((12, 5000), 0.7), 500)).signal_5uv.any()


def test_twice_the_same_ecg_is_twice_the_same_drawing() -> None:
    assert harmonise(simulated_ecg()).to_bytes() == harmonise(simulated_ecg()).to_bytes()


def test_derived_leads_of_the_record_do_not_matter() -> None:
    ecg = simulated_ecg()
    lying = ecg.signal_mv.copy()
    lying[2:6] += 3.0
    assert harmonise(Ecg(lying, 500)).to_bytes() == harmonise(ecg).to_bytes()


def test_limb_leads_obey_einthoven_and_goldberger_to_the_last_bit() -> None:
    random = np.random.default_rng(5)
    leads = derive_limb_leads(random.integers(-9000, 9000, (8, 1000)).astype(np.int16))
    one, two, three, avr, avl, avf = leads[:6].astype(int)
    assert (three == two - one).all()
    for augmented, doubled in ((avr, -(one + two)), (avl, one - three), (avf, two + three)):
        assert (augmented == np.floor(doubled / 2 + 0.5)).all()  # a half goes up, in all three


def test_the_bytes_round_trip() -> None:
    ecg = harmonise(simulated_ecg())
    assert len(ecg.to_bytes()) == 12 * 4750 * 2
    assert (HarmonisedEcg.from_bytes(ecg.to_bytes()).signal_5uv == ecg.signal_5uv).all()


def test_bytes_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="114000 bytes, not 10"):
        HarmonisedEcg.from_bytes(bytes(10))


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not int16 of shape \(12, 5000\)"):
        HarmonisedEcg(np.zeros((12, 5000), dtype=np.int16))


@pytest.mark.parametrize("samples", [4999, 5001])
def test_one_sample_more_or_less_is_still_10_s(samples: int) -> None:
    shorter = np.resize(simulated_ecg().signal_mv, (12, samples))
    assert harmonise(Ecg(shorter, 500)).signal_5uv.shape == (12, 4750)


@pytest.mark.parametrize("samples", [4998, 5002, 15000, 1])
def test_another_duration_is_refused(samples: int) -> None:
    with pytest.raises(ValueError, match="lasts 10 s, and this one"):
        harmonise(Ecg(np.zeros((12, samples)), 500))


def test_too_low_a_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 100 Hz"):
        harmonise(Ecg(np.zeros((12, 500)), 50))


def test_large_amplitudes_are_never_clipped() -> None:
    single, many = harmonise(simulated_ecg()), harmonise(simulated_ecg(scale=25))
    assert many.signal_mv.max() > 30
    assert np.allclose(many.signal_mv, 25 * single.signal_mv, atol=0.2)


def test_what_int16_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"leaves \+-81.9 mV"):
        harmonise(sinusoid(5, rate_hz=500, amplitude_mv=100))


def test_raw_numbers_tell_real_from_synthetic(shared_data: Path) -> None:
    real, synthetic = turing_test(shared_data, "real"), turing_test(shared_data, "synthetic")
    for feature in (limb_residual, microvolt_residual):
        told = separation([feature(ecg) for ecg in real], [feature(ecg) for ecg in synthetic])
        assert told == 1.0


def test_harmonised_numbers_do_not(shared_data: Path) -> None:
    real = [harmonise(ecg) for ecg in turing_test(shared_data, "real")]
    synthetic = [harmonise(ecg) for ecg in turing_test(shared_data, "synthetic")]
    for ecg in (*real, *synthetic):
        one, two, three = ecg.signal_5uv[:3].astype(int)
        assert (three == two - one).all()
    # At 22 against 22, chance alone reaches 0.67 in one of twenty.
    told = separation(
        [limb_residual(ecg) for ecg in real], [limb_residual(ecg) for ecg in synthetic]
    )
    assert told < 0.67


def test_the_band_above_42_hz_is_equally_empty(shared_data: Path) -> None:
    arms = [
        *(turing_test(shared_data, origin) for origin in ("real", "synthetic")),
        [recorded(shared_data, name) for name in ("CPSC_A0002", "PTBXL_00001", "LUDB_002")],
    ]
    # Nothing is left but the noise of rounding: a variance of 1/12 step, a little more where a
    # lead was rounded twice, times the window's mean square.
    for arm in arms:
        levels = [power_above_42_hz(harmonise(ecg)) for ecg in arm]
        assert min(levels) > 0.02
        assert max(levels) < 0.04


def test_real_records_of_500_hz_pass(shared_data: Path) -> None:
    for name in ("CPSC_A0004", "PTBXL_00004", "LUDB_003", "G12EC_E00002"):
        ecg = recorded(shared_data, name)
        drawn = harmonise(ecg)
        lead = STANDARD_LEADS.index("V5")
        kept = ecg.signal_mv[lead, 125:4875] - np.median(ecg.signal_mv[lead])
        assert np.corrcoef(kept, drawn.signal_mv[lead])[0, 1] > 0.97
