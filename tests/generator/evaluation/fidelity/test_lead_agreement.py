"""Leads that belong together, and leads that were exchanged."""

import numpy as np
import pytest

from generator.evaluation.fidelity.lead_agreement import (
    correlations,
    identity_errors_uv,
    lead_errors,
    lead_spreads,
)
from generator.leads import MODELLED_LEADS, TWELVE_LEADS
from tests.generator.evaluation.fidelity.beats import beating


def test_derived_leads_obey_and_rounded_ones_nearly() -> None:
    ecgs = beating(3, seed=1)
    assert identity_errors_uv(ecgs).max() < 1e-9
    assert identity_errors_uv(np.round(ecgs, 3)).max() < 1


def test_exchanged_limb_leads_do_not_obey() -> None:
    ecgs = beating(3, seed=2)
    ecgs[:, [0, 1]] = ecgs[:, [1, 0]]
    # III = II - I turns its sign; aVR = -(I + II) / 2 does not notice
    errors = identity_errors_uv(ecgs)
    assert errors[:, 0].min() > 20
    assert errors[:, 1].max() < 1e-9


def test_a_lead_scaled_by_itself_misses_by_what_was_added() -> None:
    ecgs = beating(2, seed=3)
    ecgs[:, TWELVE_LEADS.index("III")] += 0.05
    assert identity_errors_uv(ecgs)[:, 0] == pytest.approx([50, 50])


def test_correlations_are_pearson_s_and_a_flat_lead_has_none() -> None:
    ecgs = beating(1, seed=4)
    ecgs[:, TWELVE_LEADS.index("V3")] = 0.2
    rows = [TWELVE_LEADS.index(lead) for lead in MODELLED_LEADS]
    found = correlations(ecgs)[0]
    flat = MODELLED_LEADS.index("V3")
    others = [at for at in range(8) if at != flat]
    known = np.corrcoef(ecgs[0, rows])[np.ix_(others, others)]
    assert found[np.ix_(others, others)] == pytest.approx(known)
    assert (found[flat] == 0).all()


def test_the_flipped_lead_has_the_greatest_error() -> None:
    ecgs, flipped = beating(10, seed=5), beating(10, seed=5)
    flipped[:, TWELVE_LEADS.index("V1")] *= -1
    both = correlations(np.concatenate([ecgs, flipped]))
    errors = lead_errors(both, np.arange(10), np.arange(10, 20))
    assert MODELLED_LEADS[int(np.argmax(errors))] == "V1"
    slow = np.abs(2 * both[:10].mean(axis=0)[MODELLED_LEADS.index("V1")])
    assert errors.max() == pytest.approx((slow.sum() - 2) / 7)


def test_one_record_repeated_has_no_spread() -> None:
    ecgs = beating(10, seed=6)
    both = correlations(np.concatenate([ecgs, np.repeat(ecgs[:1], 10, axis=0)]))
    assert lead_spreads(both, np.arange(10, 20)) == pytest.approx(np.zeros(8), abs=1e-9)
    pair = both[:10, 0, 1].std(), lead_spreads(both[:, :2, :2], np.arange(10))
    assert pair[1] == pytest.approx([pair[0]] * 2)
    assert (lead_spreads(both, np.arange(10)) > 0).all()
