"""Which function computes the statistics of which kind of case."""

from collections.abc import Callable

from .case import KnownAnswers

Statistics = dict[str, float | list[float | None] | None]
Compute = Callable[[KnownAnswers], Statistics]

KINDS: dict[str, Compute] = {}

R_ONLY: dict[tuple[str, str], str] = {}
"""(kind, statistic) that only R gives, and why nothing here computes it."""


def computes(*kinds: str) -> Callable[[Compute], Compute]:
    """Register what computes the statistics of cases of these kinds."""

    def register(compute: Compute) -> Compute:
        for kind in kinds:
            assert kind not in KINDS, f"two functions compute {kind}"
            KINDS[kind] = compute
        return compute

    return register
