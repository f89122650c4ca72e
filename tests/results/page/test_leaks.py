from reviewapp.results.page.leaks import leak_measures, leaks_section
from tests.results.analysed import analysed

PROBE = {
    "real": 500, "synthetic": 480,
    "before_the_chain": [
        {"name": "power", "auc": 0.57, "low": 0.5, "high": 0.64},
        {"name": "unique values", "auc": 0.01, "low": 0.0, "high": 0.02},
    ],
    "as_served": [{"name": "size", "auc": 0.5, "low": 0.44, "high": 0.56}],
}  # fmt: skip


def test_the_measure_that_tells_most_is_named_whichever_way_it_tells():
    section = leaks_section(PROBE, analysed("two readers").findings.headline)
    assert "500 real and 480 synthetic records" in section.sentences[0]
    assert "“Unique values” told the origins apart best: AUC 0.01" in section.sentences[0]


def test_readers_stand_beside_only_where_they_have_an_area():
    for shape, ends in (("two readers", "readers"), ("nobody read", "after")):
        assert leak_measures(PROBE, analysed(shape).findings.headline)[-1].when == ends


def test_without_figures_before_the_chain_there_is_no_section():
    headline = analysed("two readers").findings.headline
    assert leaks_section({}, headline) is None
    assert leaks_section({"before_the_chain": []}, headline) is None
