"""Figures of an analysis in words, as page and charts write them."""

from collections.abc import Callable
from typing import Final

from reviewapp.results.statistics.estimate import Estimate
from reviewapp.studies.questionnaire import VERDICTS

MINUS: Final = "\N{MINUS SIGN}"

VERDICT_LABELS: Final = tuple(code.replace("_", " ") for code in VERDICTS)
"""The six levels in words, definitely real first."""

Writer = Callable[[float], str]


def percent(value: float) -> str:
    """A share in whole percent: 0.4983 is "50 %"."""
    return f"{100 * value:.0f} %"


def quantity(value: float) -> str:
    """A figure with two decimals and a proper minus; never "-0.00"."""
    return signless_zero(f"{value:.2f}")


def points(value: float) -> str:
    """A difference of shares in percentage points, with its sign: -0.034 is "−3.4 points"."""
    return f"{signless_zero(f'{100 * value:.1f}')} points"


def seconds(value: float) -> str:
    """A time in whole seconds."""
    return f"{value:.0f} s"


def signless_zero(text: str) -> str:
    """A number's text with a proper minus, and none before zero."""
    is_zero = not text.strip("-0.")
    return (text.lstrip("-") if is_zero else text).replace("-", MINUS)


def p_equals(value: float) -> str:
    """A p value after the letter p: "p = 0.031", "p < 0.001"."""
    text = p_value(value)
    return f"p < {text[1:]}" if text.startswith("<") else f"p = {text}"


def p_value(value: float | None) -> str:
    """A p value as papers print it; nothing where there is none."""
    if value is None:
        return ""
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def limits(estimate: Estimate, write: Writer) -> str:
    """Both limits, such as "36 to 64 %"; nothing where there is no interval."""
    if estimate.low is None or estimate.high is None:
        return ""
    return span(estimate.low, estimate.high, write)


def span(low: float, high: float, write: Writer) -> str:
    """From one figure to another, the unit said once: "36 to 64 %"."""
    return f"{write(low).removesuffix(' %').removesuffix(' points')} to {write(high)}"


def interval_text(estimate: Estimate, write: Writer) -> str:
    """Value and limits, such as "50 % (36 to 64 %)"; "not defined" where there is no value."""
    if estimate.value is None:
        return "not defined"
    value, both = write(estimate.value), limits(estimate, write)
    return f"{value} ({both})" if both else value


def with_ci(estimate: Estimate, write: Writer) -> str:
    """The same within a sentence: "50 % (95 % CI 36 to 64 %)"."""
    return interval_text(estimate, write).replace("(", "(95 % CI ")


def capital(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def count(n: int, noun: str) -> str:
    """Such as "1 reader" and "3 readers"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
