"""Every known answer, published or computed elsewhere, is met within its tolerance."""

import pytest

from . import agreement, discrimination, models, reader_case, repeats  # noqa: F401 (register)
from .case import KnownAnswers, known_cases
from .registry import KINDS, R_ONLY

CASES = known_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_known_answer_is_met(case: KnownAnswers) -> None:
    assert case.kind in KINDS, f"nothing computes cases of the kind {case.kind}"
    computed = KINDS[case.kind](case)
    asked = [name for name in case.asked if (case.kind, name) not in R_ONLY]
    failures = [f"{name} is not computed" for name in asked if name not in computed]
    failures += [case.failure(name, computed[name]) for name in asked if name in computed]
    assert not any(failures), "\n" + "\n".join(filter(None, failures))


def test_there_are_known_answers() -> None:
    if not CASES:
        pytest.skip("the known answers are not here")
    assert sum(len(case.expected) for case in CASES) > len(CASES)
