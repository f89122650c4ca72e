"""What is declared of the signal chain is what is done, and all of it stands in the docs."""

import re

from django.conf import settings

from reviewapp.ecg import harmonise
from reviewapp.ecg.signal_chain import CHAIN_LIMITS, CHAIN_STEPS, NEVER_DONE

DOCUMENT = settings.BASE_DIR / "docs" / "signal-chain.md"


def test_eight_steps_in_order_each_with_what_why_and_what_it_hides() -> None:
    assert [step.code for step in CHAIN_STEPS] == [
        "leads", "resample", "median", "low_pass", "interpolate", "trim", "quantise", "derive",
    ]  # fmt: skip
    assert all(step.what and step.why and step.hides for step in CHAIN_STEPS)


def test_the_numbers_in_words_are_those_of_the_chain() -> None:
    what = {step.code: step.what for step in CHAIN_STEPS}
    assert f"{harmonise.COMMON_RATE_HZ} Hz" in what["resample"]
    assert f"low-pass at {harmonise.LOW_PASS_HZ:g} Hz" in what["low_pass"]
    assert f"to {harmonise.DRAWN_RATE_HZ} Hz" in what["interpolate"]
    assert f"Cut {harmonise.TRIM_S} s" in what["trim"]
    assert f"{harmonise.HARMONISED_SAMPLES / harmonise.DRAWN_RATE_HZ} s remain" in what["trim"]
    assert f"steps of {harmonise.STEP_UV} microvolt" in what["quantise"]


def test_the_docs_say_the_same() -> None:
    document = " ".join(DOCUMENT.read_text().split())
    for step in CHAIN_STEPS:
        assert f"| {step.what} | {step.why} | {step.hides} |" in document
    assert re.search(rf"version {harmonise.HARMONISE_VERSION}\b", document)
    assert ", ".join(NEVER_DONE) in document.lower()
    for limit in CHAIN_LIMITS:
        assert limit in document
