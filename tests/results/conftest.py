"""A finished study at two sites, as in the published test and with a second reader."""

from functools import partial

import pytest

from reviewapp.accounts.models import User
from reviewapp.accounts.roles import Role
from reviewapp.results.analysis import analyse
from reviewapp.studies.models import Study

from .analysed import REPLICATES
from .datasets import PUBLISHED_VERDICTS, R, S
from .finished_study import enrol, make_unblinded_study


@pytest.fixture
def study(coordinator: User, site_coordinator: User, anna: User, bela: User) -> Study:
    """Anna gives the published calls, Bela others; each site's people are enrolled."""
    study = make_unblinded_study(coordinator, {anna: PUBLISHED_VERDICTS, bela: (S, R) * 22})
    enrol(study, site_coordinator, Role.SITE_COORDINATOR)
    return study


@pytest.fixture
def few_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what does not hang on how exact the intervals are."""
    monkeypatch.setattr(
        "reviewapp.results.analysing.analyse", partial(analyse, replicates=REPLICATES)
    )
