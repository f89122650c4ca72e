from dataclasses import replace

import numpy as np
import pytest

from reviewapp.results.findings.between import find_agreement
from reviewapp.results.reading_table import Readings, Scale

from .simulated import simulated

BINARY = {
    "percent_agreement", "positive_agreement", "negative_agreement", "fleiss_kappa",
    "conger_kappa", "cohen_kappa", "gwet_ac1", "brennan_prediger", "krippendorff_alpha",
}  # fmt: skip


def test_all_readers_and_each_site_agree_on_verdict_and_rating():
    found = find_agreement(simulated(readers=4, cases=12))
    assert [(group.kind, group.site, group.readers) for group in found] == [
        ("all", "", 4), ("site", "S0", 2), ("site", "S1", 2),
    ]  # fmt: skip
    assert set(found[0].on("verdict").coefficients) == BINARY
    assert found[0].on("verdict").coefficients["cohen_kappa"].reason
    assert found[1].on("verdict").coefficients["cohen_kappa"].value is not None
    assert found[0].on("value") is None


def test_six_levels_have_weighted_forms_and_intraclass_correlations():
    (found,) = find_agreement(simulated(readers=3, cases=12, sites=1))
    names = set(found.on("rating").coefficients)
    assert {"krippendorff_alpha_ordinal", "gwet_ac2_quadratic", "kendall_w", "ICC(2,1)"} <= names
    assert "positive_agreement" not in names


def test_readers_who_say_the_same_agree_fully():
    table = simulated(readers=3, cases=12, sites=1)
    same_rc = np.tile(table.first.verdict_rc[0], (3, 1))
    (found,) = find_agreement(replace(table, first=replace(table.first, verdict_rc=same_rc)))
    for name in ("percent_agreement", "fleiss_kappa", "conger_kappa", "krippendorff_alpha"):
        assert found.on("verdict").coefficients[name].value == pytest.approx(1)


def test_values_alone_have_agreement_and_no_verdict():
    table = simulated(readers=3, cases=12, sites=1)
    value_rc = table.first.rating_rc.astype(np.int64) - 1
    alone = replace(
        table,
        first=Readings.of(table.shape, value_rc=value_rc),
        rating_scale=None,
        value_scale=Scale(tuple("abcdef"), is_ordered=False),
    )
    (found,) = find_agreement(replace(alone, again=Readings.of(table.shape)))
    assert [scale.what for scale in found.scales] == ["value"]
    assert "kendall_w" not in found.on("value").coefficients
