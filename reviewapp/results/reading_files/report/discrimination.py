"""Can readers tell the two apart: accuracy, areas, detection, equivalence, by name."""

from dataclasses import replace
from typing import Final

import numpy as np

from reviewapp.results.findings import Findings
from reviewapp.results.findings.accuracy import Group
from reviewapp.results.findings.headline import Endpoint
from reviewapp.results.reading_table import ReadingTable
from reviewapp.results.statistics.coding import MISSING
from reviewapp.results.statistics.discrimination.areas import numbers_of
from reviewapp.results.statistics.discrimination.confusion import Confusion
from reviewapp.results.statistics.discrimination.detection import raw_detection_of_one_reader
from reviewapp.results.statistics.discrimination.mean_area import Areas, areas_of
from reviewapp.results.statistics.estimate import Estimate, Extent, Interval
from reviewapp.results.statistics.intervals import clopper_pearson, wilson

from .named import Extra, Named

AREA_OF_VERDICTS: Final = (
    "Area of the verdicts, which is balanced accuracy: the file has no ratings."
)
AREA_TITLE: Final = "Area under the ROC curve"


def group_figures(group: Group) -> dict[str, Named]:
    """Accuracy and detection of one reader or of a group of readers."""
    accuracy, detection = group.accuracy, group.detection
    counted = accuracy.confusion
    found = {
        "accuracy": Named("Accuracy", accuracy.accuracy, {"n_correct": counted.correct}),
        "balanced_accuracy": Named("Balanced accuracy", accuracy.balanced),
        "sens": Named("Sensitivity", accuracy.sensitivity),
        "spec": Named("Specificity", accuracy.specificity),
        "dprime_loglin": Named("d' (log-linear correction)", detection.d_prime),
        "c_loglin": Named("Criterion c (above 0: leans to negative)", detection.criterion),
    }
    if accuracy.accuracy.extent.readers == 1:
        found |= _of_one_reader(counted, accuracy.accuracy.extent)
    return found


def _of_one_reader(counted: Confusion, extent: Extent) -> dict[str, Named]:
    """Readings of one reader are independent, so that binomial intervals hold."""
    raw = raw_detection_of_one_reader(counted)
    right, n = counted.correct, counted.readings
    return {
        "dprime_raw": Named("d' (no correction)", raw.d_prime),
        "wilson": _share("Wilson", right / n, wilson(right, n), extent),
        "cp": _share("Clopper-Pearson", right / n, clopper_pearson(right, n), extent),
    }


def _share(method: str, value: float, interval: Interval, extent: Extent) -> Named:
    low, high = interval
    estimate = Estimate(value=value, low=low, high=high, method=method, extent=extent)
    return Named(f"Accuracy, {method} interval", estimate)


def areas_by_reader(table: ReadingTable) -> Areas:
    """Areas of the ratings or, in a file without them, of the verdicts.

    Of a table whose cases all have a known origin.
    """
    rating_rc = table.first.rating_rc
    if np.isfinite(rating_rc).any() or not (table.first.verdict_rc != MISSING).any():
        return areas_of(truth_c=table.truth_c, rating_rc=rating_rc)
    found = areas_of(truth_c=table.truth_c, rating_rc=numbers_of(table.first.verdict_rc))
    return Areas(readers=found.readers, mean=_of_verdicts(found.mean))


def _of_verdicts(mean: Estimate) -> Estimate:
    return replace(mean, note=" ".join(filter(None, (mean.note, AREA_OF_VERDICTS))))


def check_figures(findings: Findings) -> dict[str, Named]:
    """The same figures by other methods, and how verdicts lean."""
    checks, reach = findings.checks, findings.reach
    found = {}
    if reach.has_ratings:
        found["ustat_auc"] = Named("Area, Gallas's U-statistic", findings.roc.gallas)
        found["auc_bootstrap"] = Named("Area, two-way bootstrap", checks.area_bootstrap)
    if reach.has_verdicts:
        found |= {
            "balanced_accuracy_bootstrap": Named(
                "Balanced accuracy, two-way bootstrap", checks.accuracy_bootstrap
            ),
            "accuracy_cluster_robust": Named(
                "Accuracy, two-way robust SE", checks.accuracy_cluster_robust
            ),
            "excess_called_synthetic": Named(
                "Called positive, less the share that is", findings.bias.excess
            ),
        }
    return found


def equivalence_figures(findings: Findings) -> dict[str, Named]:
    """The two one-sided tests of area and accuracy against the band around chance."""
    endpoints = {
        "tost_auc": ("Area equivalent to chance", findings.headline.primary),
        "tost_balanced_accuracy": (
            "Balanced accuracy equivalent to chance", findings.headline.co_primary
        ),
    }  # fmt: skip
    return {
        key: _tested(title, endpoint)
        for key, (title, endpoint) in endpoints.items()
        if endpoint.estimate.value is not None
    }


def _tested(title: str, endpoint: Endpoint) -> Named:
    """The interval of an equivalence test is the (1 - 2 alpha) one."""
    tested, band, figure = endpoint.equivalence, endpoint.equivalence.band, endpoint.estimate
    low, high = tested.interval or (None, None)
    estimate = Estimate(
        value=figure.value,
        low=low,
        high=high,
        se=figure.se,
        df=figure.df,
        method=tested.method,
        extent=figure.extent,
        interval_reason="" if tested.interval else tested.reason,
        note=figure.note,
    )
    extra: dict[str, Extra] = {
        "equivalent": tested.equivalent,
        "p": tested.p_value,
        "p_lower": tested.p_low,
        "p_upper": tested.p_high,
        "chance": band.chance,
        "margin": band.margin,
        "alpha": band.alpha,
        "interval_level": round(band.level, 12),
        "says": endpoint.says,
    }
    return Named(title, estimate, extra)
