"""From what browsers got to the report: every table of features, tested as one family."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reviewapp.ecg.harmonise import DRAWN_RATE_HZ, STEP_UV, HarmonisedEcg
from reviewapp.ecg.record import MICROVOLT_PER_MILLIVOLT, Ecg
from reviewapp.studies.leaks.numbers import NUMBER_FEATURES, number_features
from reviewapp.studies.leaks.order import Shown, order_tables, token_order
from reviewapp.studies.leaks.pictures import (
    LATTICE_FEATURES,
    lattice_features,
    read_trace,
    stroke_features,
)
from reviewapp.studies.leaks.report import FEWEST_AN_ORIGIN, Figure, LeakReport, figures_of
from reviewapp.studies.leaks.responses import PICTURE, Visit, latency_tables, response_tables
from reviewapp.studies.leaks.separation import Flags, Numbers, separate

TOGETHER = "all of these together"
COUNTING = "tokens: counting up"
STROKES = "the picture as readers see it"


@dataclass(frozen=True)
class Evidence:
    """What was gathered, each item in the same order of cases.

    ``rounds`` holds the visits of all cases once a round; ``harmonised`` what is drawn, and
    ``raw`` the same records before the signal chain; ``shown`` every planned presentation.
    """

    rounds: Sequence[Sequence[Visit]]
    shown: Sequence[Shown]
    harmonised: Sequence[HarmonisedEcg]
    raw: Iterable[Ecg]


def weigh(evidence: Evidence, synthetic_c: Flags, *, seed: int) -> LeakReport:
    """Test everything. The same evidence and seed give the same report.

    Raises ValueError with fewer than two cases of an origin.
    """
    synthetic = int(synthetic_c.sum())
    real = synthetic_c.size - synthetic
    lattice_cf, strokes_cf = _read_pictures(evidence.rounds[0])
    tables = leak_tables(evidence, lattice_cf)
    tables[TOGETHER] = np.hstack(list(tables.values()))
    family = separate(tables, synthetic_c, seed=seed)
    look = separate({STROKES: strokes_cf}, synthetic_c, seed=seed)
    return LeakReport(
        real=real,
        synthetic=synthetic,
        rounds=len(evidence.rounds),
        figures=(
            *figures_of(family),
            Figure.of(COUNTING, token_order(evidence.shown)),
        ),
        picture=Figure.of(STROKES, look.members[STROKES]),
        canary=_canary(evidence.raw, synthetic_c, seed),
        smallest_caught=family.smallest_auc_caught(real=real, synthetic=synthetic),
    )


def refuse_few(synthetic_c: Flags) -> LeakReport | None:
    """The report on so few cases that nothing can be told; None where there are enough."""
    synthetic = int(synthetic_c.sum())
    report = LeakReport(real=synthetic_c.size - synthetic, synthetic=synthetic)
    if min(report.real, report.synthetic) >= FEWEST_AN_ORIGIN:
        return None
    refusal = f"with fewer than {FEWEST_AN_ORIGIN} cases of each origin nothing can be told"
    return replace(report, refusal=refusal)


def leak_tables(evidence: Evidence, lattice_cf: Numbers) -> dict[str, Numbers]:
    """Everything that a browser gets except the drawn shape, as tables of (cases, features).

    ``lattice_cf`` holds the lattice features of each case's picture.
    """
    numbers_cf = [
        number_features(ecg.signal_5uv.astype(np.float64) * STEP_UV, DRAWN_RATE_HZ)
        for ecg in evidence.harmonised
    ]
    return {
        **response_tables(evidence.rounds[0]),
        **latency_tables(evidence.rounds),
        **order_tables(evidence.shown, len(evidence.harmonised)),
        **_columns("drawing", LATTICE_FEATURES, lattice_cf),
        **_columns("numbers", NUMBER_FEATURES, np.array(numbers_cf)),
    }


def _read_pictures(visits: Iterable[Visit]) -> tuple[Numbers, Numbers]:
    """Lattice and stroke features of each visit's picture."""
    lattice, strokes = [], []
    for visit in visits:
        trace = read_trace(visit.responses[PICTURE].body)
        lattice.append(lattice_features(trace))
        strokes.append(stroke_features(trace))
    return np.array(lattice), np.array(strokes)


def _columns(group: str, names: Sequence[str], values_cf: Numbers) -> dict[str, Numbers]:
    columns = zip(names, values_cf.T, strict=True)
    return {f"{group}: {name}": column[:, None] for name, column in columns}


def _canary(raw: Iterable[Ecg], synthetic_c: Flags, seed: int) -> tuple[Figure, ...]:
    """The same probe of the samples as they were before the signal chain, with their rate."""
    raw_cf = np.array(
        [
            [*number_features(ecg.signal_mv * MICROVOLT_PER_MILLIVOLT, ecg.rate_hz), ecg.rate_hz]
            for ecg in raw
        ]
    )
    tables = _columns("numbers", (*NUMBER_FEATURES, "sampling rate"), raw_cf)
    return figures_of(separate(tables, synthetic_c, seed=seed))
