"""The leads stand where they are said to stand: no two can be swapped unseen."""

from itertools import combinations

import numpy as np
import pytest

from generator.batch import LEAD_ORDER
from generator.leads import MODELLED_LEADS, TWELVE_LEADS, modelled_leads, twelve_leads

STATED_MV = {
    # I and II as if measured, the limb leads by Einthoven and Goldberger from the electrodes
    "I": 0.4,
    "II": 1.0,
    "III": 0.6,
    "aVR": -0.7,
    "aVL": -0.1,
    "aVF": 0.8,
    "V1": -0.3,
    "V2": 0.2,
    "V3": 0.5,
    "V4": 1.3,
    "V5": 1.1,
    "V6": 0.9,
}


def of_these(leads):
    return np.array([[STATED_MV[name]] * 5 for name in leads])


def test_the_twelve_leads_are_those_of_the_electrodes():
    derived = twelve_leads(of_these(MODELLED_LEADS))
    assert derived == pytest.approx(of_these(TWELVE_LEADS), abs=1e-12)
    assert TWELVE_LEADS == LEAD_ORDER


def test_the_published_order_of_channels():
    assert MODELLED_LEADS == ("I", "V1", "V2", "V3", "V4", "V5", "V6", "aVF")


@pytest.mark.parametrize(("one", "other"), list(combinations(range(8), 2)))
def test_two_swapped_channels_are_seen(one, other):
    swapped = of_these(MODELLED_LEADS)
    swapped[[one, other]] = swapped[[other, one]]
    assert np.abs(twelve_leads(swapped) - of_these(TWELVE_LEADS)).max() > 0.05


@pytest.mark.parametrize(("one", "other"), list(combinations(TWELVE_LEADS, 2)))
def test_two_swapped_leads_are_seen(one, other):
    where = TWELVE_LEADS.index
    derived = twelve_leads(of_these(MODELLED_LEADS))
    assert abs(derived[where(one), 0] - STATED_MV[other]) > 0.05


def test_the_order_goes_by_name():
    backwards = MODELLED_LEADS[::-1]
    assert np.array_equal(
        twelve_leads(of_these(backwards), backwards), twelve_leads(of_these(MODELLED_LEADS))
    )


def test_the_modelled_leads_are_picked_by_name():
    assert np.array_equal(
        modelled_leads(of_these(TWELVE_LEADS), TWELVE_LEADS), of_these(MODELLED_LEADS)
    )


def test_a_batch_keeps_its_leading_axes():
    assert twelve_leads(np.zeros((3, 8, 7))).shape == (3, 12, 7)


@pytest.mark.parametrize(
    ("leads", "message"),
    [
        (("I", "I", *MODELLED_LEADS[2:]), "named twice"),
        (MODELLED_LEADS[:7], "7 leads are named"),
        (("II", *MODELLED_LEADS[1:]), "missing: I"),
    ],
)
def test_names_that_do_not_fit_are_refused(leads, message):
    with pytest.raises(ValueError, match=message):
        twelve_leads(np.zeros((8, 5)), leads)
