"""Tables of readings without a database: simulated readers, whose truth is known."""

from dataclasses import replace

import numpy as np

from reviewapp.results.reading_table import (
    Case,
    Item,
    Reader,
    Readings,
    ReadingTable,
    Scale,
)
from reviewapp.results.statistics.discrimination.simulation import StudyModel, simulated_study

LEVELS = Scale(("dr", "pr", "or", "os", "ps", "ds"), values=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
ITEMS = (Item("qrs", "QRS complex"), Item("st", "ST segment"))


def simulated(
    *,
    readers: int = 6,
    cases: int = 40,
    accuracy: float = 0.5,
    missing: float = 0.0,
    sites: int = 2,
    seed: int = 1,
    replicates: int = 60,
    is_biased: bool = True,
) -> ReadingTable:
    """A study with ratings, verdicts, scores, repeats, times and positions.

    Synthetic cases score a little lower on "st"; a share ``missing`` of readings is left out.
    """
    model = StudyModel(accuracy=accuracy, bias_sd=0.3 if is_biased else 0.0)
    generator = np.random.default_rng(seed)
    truth_c, decision_rc = simulated_study(model, readers=readers, cases=cases, generator=generator)
    shape = readers, cases
    rating_rc = np.clip(np.floor(decision_rc * 1.2 + 4), 1, 6)
    read_rc = generator.random(shape) >= missing
    again_rc = read_rc & (generator.random(shape) < 0.2)
    changed_rc = np.clip(rating_rc + generator.integers(-1, 2, shape), 1, 6)
    scores = {
        "qrs": generator.integers(0, 6, shape).astype(float),
        "st": np.clip(generator.integers(2, 6, shape) - truth_c, 1, 5).astype(float),
    }
    table = ReadingTable.of(
        [Reader(f"R{row:02d}", f"S{row % sites}") for row in range(readers)],
        [
            Case(f"c{place:03d}", "synthetic" if truth else "real", ("AF", "SR")[place % 2])
            for place, truth in enumerate(truth_c)
        ],
        readings_of(rating_rc, read_rc, scores),
        again=readings_of(changed_rc, again_rc, scores),
        seconds_rc=np.where(read_rc, generator.lognormal(3.5, 0.5, shape), np.nan),
        position_rc=np.where(read_rc, 1 + generator.random(shape).argsort(axis=1), np.nan),
        items=ITEMS,
        rating_scale=LEVELS,
    )
    return replace(table, seed=seed, replicates=replicates)


def readings_of(rating_rc: np.ndarray, read_rc: np.ndarray, scores: dict) -> Readings:
    """Ranks of the six levels, and the verdicts that follow, where they were read."""
    return Readings.of(
        rating_rc.shape,
        rating_rc=np.where(read_rc, rating_rc, np.nan),
        verdict_rc=np.where(read_rc, rating_rc > 3, -1).astype(np.int64),
        scores={item: np.where(read_rc, score_rc, np.nan) for item, score_rc in scores.items()},
    )


def with_ratings(table: ReadingTable, rating_rc: np.ndarray) -> ReadingTable:
    """The same study with other ratings, and the verdicts that follow."""
    first = readings_of(rating_rc, np.isfinite(rating_rc), dict(table.first.scores))
    return replace(table, first=first)
