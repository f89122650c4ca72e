"""What an ingest did: counts by rhythm and origin, and every refusal with its reason."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from reviewapp.ecg.record import ORIGINS, RHYTHMS, Refusal
from reviewapp.ecg.refusals import REFUSAL_TITLES


@dataclass(frozen=True)
class RefusalGroup:
    """All refusals of one code."""

    code: str
    title: str
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class IngestReport:
    """`taken` counts records by (rhythm, origin); `sources` are the names they stand under.

    `barred` records, taken now or before, are out of future studies by an evaluation; `light` is
    that of the evaluation that was kept with them, "" without one.
    """

    taken: dict[tuple[str, str], int] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    sources: tuple[str, ...] = ()
    barred: int = 0
    light: str = ""

    @property
    def taken_count(self) -> int:
        """How many records were taken."""
        return sum(self.taken.values())

    @property
    def took_nothing_new(self) -> bool:
        """Nothing was taken, since the pool has all that it should: a second run of the same."""
        codes = {refusal.code for refusal in self.refusals}
        return not self.taken and codes in ({"duplicate"}, {"duplicate", "flagged"})

    def rows(self) -> list[tuple[str, list[int], int]]:
        """One row a rhythm: its name, the counts by origin in the order of ORIGINS, their sum."""
        return [
            (name, counts, sum(counts))
            for rhythm, name in RHYTHMS.items()
            if any(counts := [self.taken.get((rhythm, origin), 0) for origin in ORIGINS])
        ]

    def totals(self) -> list[int]:
        """How many of each origin were taken, in the order of ORIGINS."""
        return [sum(n for (_, of), n in self.taken.items() if of == origin) for origin in ORIGINS]

    def groups(self) -> list[RefusalGroup]:
        """The refusals by code, the most frequent first."""
        return [
            RefusalGroup(
                code, REFUSAL_TITLES[code], tuple(r for r in self.refusals if r.code == code)
            )
            for code, _ in Counter(refusal.code for refusal in self.refusals).most_common()
        ]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON can hold it."""
        return {
            "taken": [[rhythm, origin, n] for (rhythm, origin), n in self.taken.items()],
            "refusals": [[r.name, r.code, r.reason] for r in self.refusals],
            "sources": list(self.sources),
            "barred": self.barred,
            "light": self.light,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "IngestReport":
        """The report that :meth:`to_json` wrote; an empty one where there is none yet."""
        return cls(
            taken={(rhythm, origin): n for rhythm, origin, n in content.get("taken", [])},
            refusals=tuple(Refusal(*refusal) for refusal in content.get("refusals", [])),
            sources=tuple(content.get("sources", [])),
            barred=content.get("barred", 0),
            light=content.get("light", ""),
        )
