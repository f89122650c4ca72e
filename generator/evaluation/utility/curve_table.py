"""The curves of augmentation as a table."""

from collections.abc import Sequence

from generator.evaluation.findings import Cell, Column, Table
from generator.evaluation.utility.augmentation import ScoredPoint
from generator.evaluation.utility.estimates import Estimate
from generator.evaluation.utility.scores import AUROC, BALANCED_F1
from generator.evaluation.utility.thresholds import FEW_PATIENTS, FOLDS

_WITH_INTERVALS = (
    ("f1", "F1, rhythms weighted equally"),
    ("f1_gain", "F1 gained"),
    ("auroc", "AUROC"),
    ("auroc_gain", "AUROC gained"),
    ("held_out_f1_gain", "F1 gained on held-out real"),
)


def curve_table(curves: Sequence[Sequence[ScoredPoint]], *, batch_n: int) -> Table:
    """One row a point; ``batch_n`` is how many records the whole batch adds."""
    columns = [
        Column(name="classifier", title="classifier"),
        Column(name="real_patients", title="real patients that teach"),
        Column(name="added_share", title="share of the batch added", digits=2),
        Column(name="added_n", title="synthetic records added", digits=0),
        Column(name="tested_n", title="real records tested", digits=0),
        *(
            Column(name=f"{name}{suffix}", title=f"{title}{ending}")
            for name, title in _WITH_INTERVALS
            for suffix, ending in (("", ""), ("_low", ", low"), ("_high", ", high"))
        ),
    ]
    return Table(
        name="utility.augmentation",
        title="Real and synthetic together, tested on real",
        columns=tuple(columns),
        rows=tuple(_row(point, batch_n) for curve in curves for point in curve),
        note=f"Cross-validated by patient in {FOLDS} folds: no real patient teaches and is tested. "
        f"Few are {FEW_PATIENTS} patients of each rhythm a fold. The gain is over the same "
        "patients with nothing added. The batch holds what its generator learnt from records that "
        "are tested here; the held-out column has only those that it never saw, where known.",
    )


def _row(point: ScoredPoint, batch_n: int) -> dict[str, Cell]:
    held_out = point.held_out_gain
    cells: dict[str, Cell] = {
        "classifier": point.point.curve.classifier.title,
        "real_patients": "few" if point.point.curve.few else "all",
        "added_share": point.point.added,
        "added_n": round(point.point.added * batch_n),
        "tested_n": point.tested_n,
    }
    found = {
        "f1": point.scores[BALANCED_F1],
        "f1_gain": point.gain[BALANCED_F1],
        "auroc": point.scores[AUROC],
        "auroc_gain": point.gain[AUROC],
        "held_out_f1_gain": Estimate() if held_out is None else held_out[BALANCED_F1],
    }
    for name, each in found.items():
        cells |= {name: each.value, f"{name}_low": each.low, f"{name}_high": each.high}
    return cells
