"""What a probe found, as it is kept and shown: figures alone, never anything of a single case."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from reviewapp.studies.leaks.separation import Family, Separation

REPORT_VERSION: Final = "1"

FEWEST_AN_ORIGIN: Final = 5
"""With four of each even a feature that gives every case away can arise by shuffling."""

CANARY_AUC: Final = 0.95
"""What the probe has to reach on the same records as they were before the signal chain."""


@dataclass(frozen=True)
class Figure:
    """How well one feature tells synthetic from real: AUC, 95 % interval, adjusted p value."""

    name: str
    auc: float
    low: float
    high: float
    p: float
    is_constant: bool

    @classmethod
    def of(cls, name: str, found: Separation) -> "Figure":
        """The figure of a separation."""
        return cls(name, found.auc, found.low, found.high, found.p, found.is_constant)

    @property
    def is_leak(self) -> bool:
        """Does the interval exclude 0.5?"""
        return not self.low <= 0.5 <= self.high

    @property
    def strength(self) -> float:
        """The AUC, whichever origin has the larger values: 0.5 tells nothing, 1 everything."""
        return max(self.auc, 1 - self.auc)


@dataclass(frozen=True)
class LeakReport:
    """Every figure of one probe.

    ``figures`` are tested together and decide; ``picture`` (how the ECGs look, None where nothing
    was tested) and ``canary`` (the records before the signal chain) are reported beside them.
    ``refusal`` says why nothing was tested. ``smallest_caught`` is the AUC that a feature needed
    to be found in so many cases.
    """

    real: int
    synthetic: int
    rounds: int = 0
    refusal: str = ""
    figures: tuple[Figure, ...] = ()
    canary: tuple[Figure, ...] = ()
    picture: Figure | None = None
    smallest_caught: float = 1.0
    version: str = REPORT_VERSION

    @property
    def leaks(self) -> tuple[Figure, ...]:
        """The figures whose interval excludes 0.5, the strongest first."""
        leaking = [figure for figure in self.figures if figure.is_leak]
        return tuple(sorted(leaking, key=lambda figure: -figure.strength))

    @property
    def is_clean(self) -> bool:
        """Was everything tested, and nothing found?"""
        return not self.refusal and not self.leaks

    @property
    def best_canary(self) -> Figure | None:
        """The feature that tells most about the records before the signal chain."""
        return max(self.canary, key=lambda figure: figure.strength, default=None)

    @property
    def canary_sang(self) -> bool:
        """Does the probe find what it should on the records before the signal chain?"""
        best = self.best_canary
        return best is not None and best.is_leak and best.strength >= CANARY_AUC

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values; :meth:`from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "LeakReport":
        """Read what :meth:`to_json` wrote. Raises ValueError for another version."""
        if document.get("version") != REPORT_VERSION:
            raise ValueError(f"this is no report of version {REPORT_VERSION}")
        picture = document["picture"]
        return cls(
            **{
                **document,
                "figures": tuple(Figure(**figure) for figure in document["figures"]),
                "canary": tuple(Figure(**figure) for figure in document["canary"]),
                "picture": Figure(**picture) if picture else None,
            }
        )


def figures_of(family: Family) -> tuple[Figure, ...]:
    """The figures of a family, in its order."""
    return tuple(Figure.of(name, found) for name, found in family.members.items())
