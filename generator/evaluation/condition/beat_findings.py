"""Told beats against found ones, by rhythm: a check and a table."""

import numpy as np

from generator.evaluation.bootstrap import percentile_interval
from generator.evaluation.condition.thresholds import BEAT_WITHIN_S, BEATS_F1, EDGE_S
from generator.evaluation.condition.told_beats import Matched, f1_of, matched, together
from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.findings import Cell, Check, Column, Table

_NAME = "condition.beats_f1"
_TITLE = "Beats told to the generator and found in what it drew"
_COLUMNS = (
    Column(name="rhythm", title="asked for"),
    Column(name="n", title="records told", digits=0),
    Column(name="told", title="beats told", digits=0),
    Column(name="missed", title="not found", digits=0),
    Column(name="extra", title="found, not told", digits=0),
    Column(name="f1", title="F1"),
    Column(name="off_median_ms", title="off, median", unit="ms", digits=0),
    Column(name="off_p95_ms", title="off, 95 %", unit="ms", digits=0),
    Column(name="silent", title="records without a plausible beat", digits=0),
)


def beat_findings(
    ecgs: EcgSet, rhythms: tuple[str, str], *, replicates: int, seed: int
) -> tuple[Check, Table | None]:
    """F1 of the found beats against the told ones, over the records that were told beats."""
    told = [at for at in range(len(ecgs)) if ecgs.told_beats_s and len(ecgs.told_beats_s[at])]
    each = [matched(ecgs.told_beats_s[at], ecgs.beats_s[at]) for at in told]
    if not each:
        says = "the batch does not say which beats its generator was told, or it was told none"
        return Check(name=_NAME, title=_TITLE, value=None, threshold=BEATS_F1, n=0, says=says), None

    interval = percentile_interval(
        lambda indices: f1_of(together([each[at] for at in indices])),
        [ecgs.patients[at] for at in told],
        replicates=replicates,
        stream=np.random.default_rng(seed),
    )
    low, high = interval or (None, None)
    whole = together(each)
    check = Check(
        name=_NAME,
        title=_TITLE,
        value=f1_of(whole),
        low=low,
        high=high,
        threshold=BEATS_F1,
        n=len(each),
        says=f"Of {whole.both + whole.missed} told beats {whole.missed} were not found, and "
        f"{whole.extra} were found that were not told.",
    )
    return check, _table(each, [ecgs.rhythms[at] for at in told], rhythms)


def _table(each: list[Matched], asked: list[str], rhythms: tuple[str, str]) -> Table:
    rows = []
    for rhythm in rhythms:
        mine = [one for one, of_rhythm in zip(each, asked, strict=True) if of_rhythm == rhythm]
        rows.append(_row(rhythm, mine))
    return Table(
        name="condition.beats",
        title="Told beats against found beats",
        columns=_COLUMNS,
        rows=tuple(rows),
        note=f"A beat is the told one within {1000 * BEAT_WITHIN_S:.0f} ms; within "
        f"{1000 * EDGE_S:.0f} ms of the ends none counts as missed or extra.",
    )


def _row(rhythm: str, mine: list[Matched]) -> dict[str, Cell]:
    whole = together(mine)
    off_ms = 1000 * np.abs(whole.off_s)
    return {
        "rhythm": rhythm,
        "n": len(mine),
        "told": whole.both + whole.missed,
        "missed": whole.missed,
        "extra": whole.extra,
        "f1": f1_of(whole),
        "off_median_ms": float(np.median(off_ms)) if len(off_ms) else None,
        "off_p95_ms": float(np.quantile(off_ms, 0.95)) if len(off_ms) else None,
        "silent": sum(one.both + one.extra == 0 for one in mine),
    }
