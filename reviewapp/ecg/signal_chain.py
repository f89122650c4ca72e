"""The signal chain in words, as a study's protocol declares it: what, why, and what it hides.

:mod:`reviewapp.ecg.harmonise` does what stands here; docs/signal-chain.md says more.
"""

from typing import Final, NamedTuple


class ChainStep(NamedTuple):
    """One step of the chain: what is done, why, and what it may hide of a generator's faults."""

    code: str
    what: str
    why: str
    hides: str


CHAIN_STEPS: Final = (
    ChainStep(
        "leads",
        "Keep I, II and V1 to V6.",
        "Only these eight leads are independent.",
        "Nothing.",
    ),
    ChainStep(
        "resample",
        "Resample to 100 Hz behind a zero-phase anti-alias filter (42-50 Hz, 80 dB); "
        "ends are padded by reflection.",
        "100 Hz is the native rate of the generators.",
        "Everything above 50 Hz.",
    ),
    ChainStep(
        "median",
        "Subtract the median of each lead; keep baseline wander.",
        "The offset of an electrode is not cardiac.",
        "A wrong offset.",
    ),
    ChainStep(
        "low_pass",
        "Zero-phase FIR low-pass at 40 Hz (38-42 Hz, 60 dB).",
        "A common clinical filter, printed on the paper.",
        "Missing or wrong notches, fragmentation, pacing spikes and high-frequency noise. "
        "Adds a fine ripple of 40 Hz beside tall, steep QRS complexes.",
    ),
    ChainStep(
        "interpolate",
        "Band-limited interpolation by five, to 500 Hz.",
        "Restores the peaks between the samples of 100 Hz.",
        "Faceting of the line only.",
    ),
    ChainStep(
        "trim",
        "Cut 0.25 s at both ends; 9.5 s remain.",
        "Resampling and filtering leave transients there.",
        "Artefacts at the edges.",
    ),
    ChainStep(
        "quantise",
        "Round to steps of 5 microvolt.",
        "The limit of IEC 60601-2-25; 0.05 mm on paper, below the eye's acuity.",
        "The original amplitude grid; nothing that can be seen.",
    ),
    ChainStep(
        "derive",
        "Recompute III, aVR, aVL and aVF from the quantised I and II by one integer rule.",
        "Einthoven's and Goldberger's equations hold in every real ECG.",
        "Limb leads that contradict one another, if the generator makes twelve free leads.",
    ),
)
"""The eight steps in order."""

CHAIN_LIMITS: Final = (
    "Readers see 100 Hz-class ECGs filtered at 40 Hz, which the footer of the paper says. The "
    "150 Hz that the AHA recommends for adults are not met.",
    "Notches, fragmentation, pacing spikes, high-frequency noise and contradictory limb leads "
    "cannot be judged, in real and in synthetic ECGs alike: what the study finds does not "
    "speak of them.",
)
"""What follows for the reading, and for what a study can show."""

NEVER_DONE: Final = (
    "gain normalisation",
    "high-pass filtering",
    "denoising",
    "notch filtering",
    "alignment of beats",
    "autoscaling",
)
"""Each would erase what readers are asked to judge."""
