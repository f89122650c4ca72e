"""How long the analysis of a large study takes, and how much memory: every section, all bootstraps.

`python -m benchmarks.analysis [READERS CASES]`; 30 readers and 500 cases unless told otherwise.
"""

import resource
import sys
import time
from dataclasses import replace

import numpy as np

from reviewapp.results.document import to_document
from reviewapp.results.findings import find
from reviewapp.results.reading_table import Case, Item, Reader, Readings, ReadingTable, Scale
from reviewapp.results.statistics.discrimination.simulation import StudyModel, simulated_study

ITEMS = 11
LEVELS = Scale(tuple("123456"), values=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
REPEATED = 0.18


def simulated_table(readers: int, cases: int) -> ReadingTable:
    """Three sites, four rhythms, eleven items, a fifth of cases repeated, times and positions."""
    generator = np.random.default_rng(20261121)
    truth_c, decision_rc = simulated_study(
        StudyModel(), readers=readers, cases=cases, generator=generator
    )
    shape = readers, cases
    rating_rc = np.clip(np.floor(decision_rc * 1.2 + 4), 1, 6)
    scores = {f"item{n}": generator.integers(0, 6, shape).astype(np.float64) for n in range(ITEMS)}
    again_rc = generator.random(shape) < REPEATED
    table = ReadingTable.of(
        [Reader(f"R{row:03d}", "ABC"[row % 3]) for row in range(readers)],
        [
            Case(f"c{place:04d}", "synthetic" if truth else "real", f"rhythm{place % 4}")
            for place, truth in enumerate(truth_c)
        ],
        Readings.of(
            shape, rating_rc=rating_rc, verdict_rc=(rating_rc > 3).astype(np.int64), scores=scores
        ),
        again=Readings.of(
            shape,
            rating_rc=np.where(again_rc, rating_rc, np.nan),
            verdict_rc=np.where(again_rc, rating_rc > 3, -1).astype(np.int64),
            scores={item: np.where(again_rc, one_rc, np.nan) for item, one_rc in scores.items()},
        ),
        seconds_rc=generator.lognormal(3.5, 0.5, shape),
        position_rc=1.0 + generator.random(shape).argsort(axis=1),
        items=tuple(Item(item, item) for item in scores),
        rating_scale=LEVELS,
    )
    return replace(table, seed=20261121)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()]
    readers, cases = sizes or (30, 500)
    table = simulated_table(readers, cases)
    last = [("", time.perf_counter(), time.process_time())]

    def show(section: str, _done: int, _total: int) -> None:
        name, began, began_cpu = last[-1]
        now, now_cpu = time.perf_counter(), time.process_time()
        if name:
            print(f"| {name} | {now - began:.1f} | {now_cpu - began_cpu:.1f} |", flush=True)
        last.append((section, now, now_cpu))

    began, began_cpu = time.perf_counter(), time.process_time()
    print("| section | s | processor s |\n|---|---|---|")
    found = find(table, progress=show)
    print(
        f"| all | {time.perf_counter() - began:.1f} | {time.process_time() - began_cpu:.1f} |\n\n"
        f"{readers} readers x {cases} cases, {table.replicates} replicates, {ITEMS} items: largest "
        f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB; "
        f"answer: {found.headline.answer}; {len(str(to_document(found))) / 1e6:.1f} MB of findings"
    )


if __name__ == "__main__":
    main()
