"""Why a feature of a record is missing: few and fixed words, so that they can be counted."""

from typing import Final

NO_BEATS: Final = "no plausible beats"
UNLIKE_BEATS: Final = "beats unlike one another"
FEW_BEATS: Final = "fewer than 3 whole beats"
FEW_INTERVALS: Final = "fewer than 8 RR intervals"
NO_SIMILAR: Final = "no two similar pairs of RR intervals"
NO_QRS: Final = "QRS does not come to rest"
NO_P: Final = "no P wave"
NO_T: Final = "no end of T found"
NO_AXIS: Final = "frontal QRS too small"
NO_QRS_IN_LEAD: Final = "no QRS in the lead"
NO_TRANSITION: Final = "R/S crosses 1 nowhere in V1 to V6"
NO_TQ: Final = "too little signal between beats"
NOT_FINITE: Final = "not finite"


def faulty(rule: str) -> str:
    """The record breaks this rule of ``generator.signal_quality``."""
    return f"signal fault: {rule}"


def implausible(low: float, high: float) -> str:
    """The value is outside these limits."""
    return f"implausible, outside {low:g} to {high:g}"
