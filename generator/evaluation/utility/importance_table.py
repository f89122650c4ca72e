"""Which features carried the forest, as a table: does the irregular rhythm alone do the job?"""

from collections.abc import Sequence
from typing import Final

from generator.evaluation.findings import Cell, Column, Table
from generator.evaluation.utility.classifiers import other_features, rhythm_features
from generator.evaluation.utility.forest import fit_forest
from generator.evaluation.utility.importance import shuffled_losses
from generator.evaluation.utility.labelled import Labelled
from generator.evaluation.utility.thresholds import PERMUTATIONS

ALL_RHYTHM: Final = "all rhythm features together"
ALL_OTHERS: Final = "all other features together"


def importance_table(real: Labelled, synthetic: Labelled, seeds: Sequence[int]) -> Table:
    """The loss of AUROC by feature, TSTR and TRTS; both sides have both rhythms."""
    names = real.feature_names
    rhythm, others = rhythm_features(names), other_features(names)
    together = {ALL_RHYTHM: rhythm, ALL_OTHERS: others}
    groups = {name: group for name, group in together.items() if group}
    groups |= {name: (name,) for name in names}
    losses = [
        shuffled_losses(
            [fit_forest(train, seed) for seed in seeds],
            test,
            groups,
            permutations=PERMUTATIONS,
            seed=seeds[0],
        )
        for train, test in ((synthetic, real), (real, synthetic))
    ]
    ranked = sorted(names, key=lambda name: -(losses[0][name] + losses[1][name]))
    shown = [name for name in together if name in groups] + ranked
    return Table(
        name="utility.importance",
        title="What the forest leans on",
        columns=(
            Column(name="feature", title="feature"),
            Column(name="kind", title="kind"),
            Column(name="tstr_loss", title="AUROC lost, synthetic → real", digits=4),
            Column(name="trts_loss", title="AUROC lost, real → synthetic", digits=4),
        ),
        rows=tuple(_row(name, rhythm, losses) for name in shown),
        note="AUROC lost when the feature is shuffled among the tested records, mean of "
        f"{len(seeds)} forests with {PERMUTATIONS} permutations. Features that say the same stand "
        "in for each other: the groups show what is lost with all of them.",
    )


def _row(name: str, rhythm: Sequence[str], losses: Sequence[dict[str, float]]) -> dict[str, Cell]:
    return {
        "feature": name,
        "kind": "rhythm" if name in rhythm or name == ALL_RHYTHM else "waves",
        "tstr_loss": losses[0][name],
        "trts_loss": losses[1][name],
    }
