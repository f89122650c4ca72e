"""The answer of a report: a traffic light and three sentences, from the checks and nothing else."""

from collections.abc import Iterable, Sequence
from typing import Final

from generator.evaluation.findings import Check, Light, Section
from generator.evaluation.report.printed import (
    count_of,
    interval_of,
    limits_of,
    listed,
    value_of,
)
from generator.evaluation.report.report import Answer, Sentence

PILLARS: Final = {"utility": "Utility", "fidelity": "Fidelity", "privacy": "Privacy"}
"""What is answered, in this order; the other sections count for the light alone."""
HEADLINES: Final = {"utility": 2, "fidelity": 2, "privacy": 2}
"""How many of a section's first checks are quoted whatever their light."""
MOST_QUOTED: Final = 3
"""Checks beyond the headlines that a sentence quotes."""
_VERDICTS: Final = {
    Light.GREEN: "passes",
    Light.AMBER: "is borderline",
    Light.RED: "fails",
    Light.GREY: "could not be measured",
}
_WORST_FIRST: Final = (Light.RED, Light.AMBER, Light.GREEN)


def answer_of(sections: Sequence[Section]) -> Answer:
    """The light is the worst of all checks that could be measured.

    A report in which utility, fidelity or privacy has no measured check is AMBER at best: what
    nobody looked at has not passed.
    """
    checks = [check for section in sections for check in section.checks]
    unmeasured = [name for name in PILLARS if light_of(_checks_of(sections, name)) == Light.GREY]
    light = light_of(checks)
    if unmeasured and light == Light.GREEN:
        light = Light.AMBER
    return Answer(
        light=light,
        because=_because(light, checks, [PILLARS[name] for name in unmeasured]),
        sentences=tuple(_sentence(name, _checks_of(sections, name)) for name in PILLARS),
        red=_names(checks, Light.RED),
        amber=_names(checks, Light.AMBER),
        grey=_names(checks, Light.GREY),
    )


def light_of(checks: Iterable[Check]) -> Light:
    """The worst colour among the checks that could be measured; GREY where none was."""
    lights = {check.light for check in checks}
    return next((light for light in _WORST_FIRST if light in lights), Light.GREY)


def _checks_of(sections: Sequence[Section], name: str) -> list[Check]:
    return [check for section in sections if section.name == name for check in section.checks]


def _names(checks: Sequence[Check], light: Light) -> tuple[str, ...]:
    return tuple(check.name for check in checks if check.light == light)


def _because(light: Light, checks: Sequence[Check], unmeasured: list[str]) -> str:
    counts = _counts(checks)
    if light == Light.GREY:
        return f"Nothing could be measured: {counts}."
    if light == Light.AMBER and unmeasured and not _names(checks, Light.AMBER):
        return f"{listed(unmeasured)} could not be measured, and no light is green then: {counts}."
    if light == Light.GREEN:
        return f"No check fails and none is borderline: {counts}."
    decided = [check.title for check in checks if check.light == light]
    word = "fail" if light == Light.RED else "are borderline, and none fails"
    if len(decided) == 1:
        word = "fails" if light == Light.RED else "is borderline, and none fails"
    return f"{len(decided)} of {count_of(len(checks), 'check')} {word}: {listed(decided, 6)}."


def _counts(checks: Sequence[Check]) -> str:
    passed, grey = len(_names(checks, Light.GREEN)), len(_names(checks, Light.GREY))
    text = f"{passed} of {count_of(len(checks), 'check')} {'passes' if passed == 1 else 'pass'}"
    return f"{text}, {grey} could not be measured" if grey else text


def _sentence(name: str, checks: Sequence[Check]) -> Sentence:
    title, light = PILLARS[name], light_of(checks)
    return Sentence(section=name, title=title, light=light, text=_text(name, light, checks))


def _text(name: str, light: Light, checks: Sequence[Check]) -> str:
    head = f"{PILLARS[name]} {_VERDICTS[light]}"
    if light == Light.GREY:
        reasons = list(dict.fromkeys(check.says.rstrip(".") for check in checks))
        return f"{head}: {listed(reasons, 2) or 'it has no check'}."
    quoted = [check for check in checks if check.value is not None][: HEADLINES[name]]
    worst = [check for check in checks if check.light == light and check not in quoted]
    if light in (Light.RED, Light.AMBER):
        quoted += worst[:MOST_QUOTED]
    return f"{head}: {'; '.join(_quoted(check) for check in quoted)} ({_tally(checks)})."


def _quoted(check: Check) -> str:
    """``F1 0.61 (0.52 to 0.70), where at least 0.8 is wanted``."""
    title = check.title[:1].lower() + check.title[1:] if check.title[1:2].islower() else check.title
    interval = f" ({interval_of(check)})" if interval_of(check) else ""
    wanted = limits_of(check.threshold).split(";")[0]
    limit = "" if check.light == Light.GREEN else f", where {wanted} is wanted"
    return f"{title} {value_of(check)}{interval}{limit}"


def _tally(checks: Sequence[Check]) -> str:
    """``of 12 checks 9 pass, 2 are borderline, 1 fails``."""
    said = (
        (Light.GREEN, "passes", "pass"),
        (Light.AMBER, "is borderline", "are borderline"),
        (Light.RED, "fails", "fail"),
        (Light.GREY, "could not be measured", "could not be measured"),
    )
    parts = [
        f"{n} {one if n == 1 else many}"
        for light, one, many in said
        if (n := len(_names(checks, light)))
    ]
    return f"of {count_of(len(checks), 'check')} {', '.join(parts)}"
