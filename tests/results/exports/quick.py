"""Archives in a test: analysed once for all of them, and without drawings."""

from dataclasses import replace

from reviewapp.results.analysis import Analysis, analyse
from reviewapp.results.dataset import Dataset

KEPT: dict[tuple[str, int], Analysis] = {}


def analyse_once(dataset: Dataset, **_) -> Analysis:
    """The analysis of the study fixture: its verdicts are the same in every test."""
    key = dataset.site, len(dataset.main)
    if key not in KEPT:
        KEPT[key] = analyse(dataset, replicates=20)
    return replace(KEPT[key], study=dataset.study)


def quicken(monkeypatch) -> None:
    """Export without waiting: a bootstrap of 20, no figure and no report (see test_printed)."""
    monkeypatch.setattr("reviewapp.results.analysing.analyse", analyse_once)
    monkeypatch.setattr("reviewapp.results.exports.delivery.printed_members", lambda *_: [])
