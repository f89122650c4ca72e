"""The limb-lead identities betray a wrong lead order."""

from itertools import combinations

import pytest

from reviewapp.ecg.limb_leads import check_limb_leads, limb_lead_residuals
from reviewapp.ecg.record import STANDARD_LEADS
from reviewapp.ecg.refusals import PoolInputError
from tests.ecg.simple_ecgs import simple_ecg_mv


def test_a_standard_ecg_leaves_no_residual():
    assert max(limb_lead_residuals(simple_ecg_mv()).values()) < 1e-9


@pytest.mark.parametrize("swapped", list(combinations(range(7), 2)))
def test_every_swap_of_a_limb_lead_is_found(swapped):
    signal_mv = simple_ecg_mv(seed=3)
    signal_mv[list(swapped)] = signal_mv[list(reversed(swapped))]
    with pytest.raises(PoolInputError, match="lead_order"):
        check_limb_leads("x.npy", [signal_mv])


def test_the_message_names_the_equation_that_fails():
    signal_mv = simple_ecg_mv()
    signal_mv[STANDARD_LEADS.index("aVF")] *= -1
    with pytest.raises(PoolInputError, match=r"fail: aVF = II - I/2 \(off by 200%\)\."):
        check_limb_leads("x.npy", [signal_mv])


def test_one_odd_record_does_not_condemn_the_array():
    odd = simple_ecg_mv()[::-1]
    check_limb_leads("x.npy", [simple_ecg_mv(), odd, simple_ecg_mv(seed=2)])
