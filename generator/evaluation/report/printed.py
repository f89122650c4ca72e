"""How numbers and limits are printed."""

from math import floor, log10
from typing import Final

from generator.evaluation.findings import Cell, Check, Light, Threshold

MINUS: Final = "−"
GAP: Final = "–"
THIN_SPACE: Final = "\u202f"
MOST_DIGITS: Final = 6
WORDS: Final = {
    Light.GREEN: "passes",
    Light.AMBER: "borderline",
    Light.RED: "fails",
    Light.GREY: "not measured",
}
SIGNS: Final = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■", Light.GREY: "○"}
"""A shape for each colour: the light is never told by colour alone."""


def printed(value: Cell, digits: int | None = None) -> str:
    """A cell: whole numbers whole, others with ``digits`` decimals, or three that matter."""
    if value is None:
        return GAP
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}".replace(",", THIN_SPACE).replace("-", MINUS)
    decimals = _decimals_of(value) if digits is None else digits
    text = f"{value:.{decimals}f}"
    if digits is not None and value != 0 and float(text) == 0:
        text = f"{value:.{_decimals_of(value)}f}"  # a small number is no zero
    if float(text) == 0:
        text = text.lstrip("-") if value == 0 else f"{value:.1e}"
    return text.replace("-", MINUS)


def _decimals_of(value: float) -> int:
    """So that three digits stand, and three decimals of a share."""
    if value == 0:
        return 0
    size = floor(log10(abs(value)))
    return min(2 - size, MOST_DIGITS) if size < -2 else max(2 - max(size, -1), 0)


def value_of(check: Check) -> str:
    """The value, with as many digits as show on which side of each limit it lies."""
    if check.value is None:
        return GAP
    limits = (check.threshold.green, check.threshold.amber)
    for digits in range(_decimals_of(check.value), MOST_DIGITS):
        shown = float(f"{check.value:.{digits}f}")
        if check.threshold.light_of(shown) == check.light and (
            shown not in limits or check.value in limits
        ):
            return printed(float(check.value), digits)
    return printed(float(check.value))


def interval_of(check: Check) -> str:
    """``0.91 to 0.95``, or nothing."""
    if check.low is None or check.high is None:
        return ""
    low, high = float(check.low), float(check.high)
    digits = _decimals_of(check.value) if check.value else min(_decimals_of(high - low), 3)
    while low != high and printed(low, digits) == printed(high, digits) and digits < MOST_DIGITS:
        digits += 1
    return f"{printed(low, digits)} to {printed(high, digits)}"


def limits_of(threshold: Threshold) -> str:
    """``at least 0.8; borderline from 0.7``."""
    green, amber = (_limit(limit) for limit in (threshold.green, threshold.amber))
    more_is_better = threshold.green >= threshold.amber
    text = f"at least {green}" if more_is_better else f"at most {green}"
    if threshold.green == threshold.amber:
        return text
    return f"{text}; borderline {'from' if more_is_better else 'to'} {amber}"


def _limit(limit: float) -> str:
    return f"{limit:g}".replace("-", MINUS)


def listed(names: list[str], most: int = 4) -> str:
    """``a, b and c``; of many the first ones and how many more there are."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])


def count_of(number: int, thing: str) -> str:
    """``1 check``, ``3 checks``."""
    return f"{printed(number)} {thing}{'' if number == 1 else 's'}"


def short_title(title: str) -> str:
    """``Fidelity`` of "Fidelity: do they look like real ECGs?"."""
    return title.split(":", maxsplit=1)[0]
