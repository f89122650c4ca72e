"""The codebook and the page of docs that prints it."""

from pathlib import Path

from generator.evaluation.features.codebook import FEATURES, PLAUSIBLE

PAGE = Path(__file__).parents[4] / "docs" / "evaluation-features.md"
UNITS = {"bpm": "1/min", "ms": "ms", "mv": "mV", "percent": "%", "deg": "degree"}


def test_names_are_unique_and_end_in_their_unit():
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    for feature in FEATURES:
        ending = feature.name.rsplit("_", 1)[-1]
        assert feature.unit == UNITS.get(ending, feature.unit)
        assert feature.unit not in ("ms", "mV", "%", "degree", "1/min") or ending in UNITS


def test_limits_are_of_features_that_there_are():
    assert set(PLAUSIBLE) <= {feature.name for feature in FEATURES}


def test_the_page_prints_the_codebook():
    printed = PAGE.read_text(encoding="utf-8")
    for each in FEATURES:
        row = f"| `{each.name}` | {each.title} | {each.unit} | {each.meaning} | {each.method} |"
        assert row in printed
