"""Near copies as checks, table, pictures and records to bar."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.stats import beta

from generator.evaluation.evidence import Evidence
from generator.evaluation.findings import Check, Column, FlaggedRecord, Picture, Table
from generator.evaluation.privacy.figures import nearest_pair_picture, nearness_picture
from generator.evaluation.privacy.holdout_share import holdout_share
from generator.evaluation.privacy.learnt import Known, members_of
from generator.evaluation.privacy.near_copies import Nearest
from generator.evaluation.privacy.nearness import beat_nearness
from generator.evaluation.privacy.thresholds import NEAR_COPIES, NEARER_TO_TRAINING

_COLUMNS: Final = (
    Column(name="measure", title="By"),
    Column(name="side", title="ECGs"),
    Column(name="n", title="n", digits=0),
    Column(name="median", title="Median"),
    Column(name="high", title="95 %"),
    Column(name="nearest", title="Nearest"),
    Column(name="beyond", title="Near copies", digits=0),
    Column(name="limit", title="Limit"),
)


def copies_check(found: Sequence[Nearest], known: Known) -> Check:
    """The share of the batch that is a near copy by either measure, with its exact interval."""
    copies_n = np.any([each.copies_n for each in found], axis=0)
    count, copies = len(copies_n), int(copies_n.sum())
    limits = ", ".join(f"{each.measure} {each.limit:.3f}" for each in found)
    nearest = ", ".join(
        f"{each.measure} {each.batch_n.max():.3f} (strangers {each.strangers_k.max():.3f})"
        for each in found
    )
    low, high = exact_interval(copies, count)
    return Check(
        name="privacy.near_copies",
        title="Near copies of records that the generator learnt from",
        value=copies / count,
        low=low,
        high=high,
        threshold=NEAR_COPIES,
        n=count,
        says=f"{copies} of {count} lie beyond the limits ({limits}). Nearest of all: {nearest}. "
        f"Compared with {known.says}",
    )


def exact_interval(found: int, count: int, level: float = 0.95) -> tuple[float, float]:
    """Of a share (Clopper & Pearson 1934)."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, found, count - found + 1)) if found else 0.0
    high = float(beta.ppf(1 - tail, found + 1, count - found)) if found < count else 1.0
    return low, high


def holdout_check(evidence: Evidence) -> Check:
    """Whether synthetic records are nearer to what was learnt than to what was held out."""
    members = members_of(evidence)
    found = None
    if members is not None:
        nearness_nm = beat_nearness(evidence.synthetic, members)
        stream = np.random.default_rng([evidence.seed, 62])
        found = holdout_share(nearness_nm, evidence.synthetic, members, stream=stream)
    title = "Nearer to what was learnt than to as many held-out records"
    name = "privacy.nearer_to_training"
    if found is None:
        return Check(
            name=name,
            title=title,
            value=None,
            threshold=NEARER_TO_TRAINING,
            n=len(evidence.synthetic),
            says="No rhythm has enough records of which it is known that they were learnt from, "
            "and enough that were held out.",
        )
    return Check(
        name=name,
        title=title,
        value=found.value,
        low=found.low,
        high=found.high,
        threshold=NEARER_TO_TRAINING,
        n=found.count,
        says="Share of the batch by mean beat; 0.5 is even. "
        + ", ".join(
            f"{rhythm} {share:.2f} ({held_out} held out)"
            for rhythm, share, held_out in found.rhythms
        )
        + ". The interval is what patients changing sides at random do.",
    )


def nearness_table(found: Sequence[Nearest], evidence: Evidence) -> Table:
    """Quantiles of nearness: the batch by rhythm, and the strangers."""
    rows: list[dict[str, str | int | float | None]] = []
    for each in found:
        sides = [("real, other patients", each.strangers_k)]
        for rhythm in sorted(set(evidence.synthetic.rhythms)):
            chosen = evidence.synthetic.of_rhythm(rhythm)
            sides.append((f"synthetic, {rhythm}", each.batch_n[chosen]))
        for side, near in sides:
            if not len(near):
                continue
            middle, high = np.quantile(near, [0.5, 0.95])
            rows.append(
                {
                    "measure": each.measure,
                    "side": side,
                    "n": len(near),
                    "median": float(middle),
                    "high": float(high),
                    "nearest": float(near.max()),
                    "beyond": int((near > each.limit).sum()),
                    "limit": each.limit,
                }
            )
    return Table(
        name="privacy.nearness",
        title="Nearness to the nearest record that was learnt",
        columns=_COLUMNS,
        rows=tuple(rows),
        note="Cosine over eight leads; 1 is a copy, -1 a record without three whole beats.",
    )


def flagged_copies(
    found: Sequence[Nearest], evidence: Evidence, known: Known
) -> tuple[FlaggedRecord, ...]:
    """The near copies, each with the record that it is like."""
    synthetic, flagged = evidence.synthetic, []
    for index in range(len(synthetic)):
        near = [
            f"{known.learnt.names[each.index_n[index]]} ({each.measure} {each.batch_n[index]:.3f})"
            for each in found
            if each.copies_n[index]
        ]
        if near:
            flagged.append(
                FlaggedRecord(
                    index=index,
                    name=synthetic.names[index],
                    sha256=synthetic.sha256[index],
                    reason=f"near copy of {' and '.join(near)}",
                )
            )
    return tuple(flagged)


def copies_pictures(
    found: Sequence[Nearest], evidence: Evidence, known: Known
) -> tuple[Picture, ...]:
    """How near the batch comes, and its nearest pairs."""
    return (
        nearness_picture(found),
        nearest_pair_picture(evidence.synthetic, known.learnt, found),
    )
