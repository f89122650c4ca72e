"""PURE: who reads which case when. Frozen dataclasses in, a frozen plan out.

``allocate`` makes the plan: ``selection`` draws cases, ``origin_order`` lays out where real and
synthetic stand, ``reader_order`` gives each reader their own order, ``repeats`` adds what is shown
twice; ``ranking`` is the only source of chance.
"""

from reviewapp.studies.allocation.allocation import allocate, check_allocation
from reviewapp.studies.allocation.plan import (
    ALGORITHM,
    AllocationError,
    Candidate,
    Cell,
    Design,
    Plan,
    PlannedPresentation,
    ReaderPlan,
    Stratum,
)

__all__ = [
    "ALGORITHM",
    "AllocationError",
    "Candidate",
    "Cell",
    "Design",
    "Plan",
    "PlannedPresentation",
    "ReaderPlan",
    "Stratum",
    "allocate",
    "check_allocation",
]
