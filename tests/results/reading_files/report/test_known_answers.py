"""Known answers end to end: data to CSV, the command, its JSON, under the names of the answers."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from tests.results.known.case import KnownAnswers, agreement_cases
from tests.results.known.readings import readings_of

KINDS = ("ratings", "table", "accuracy", "crossed", "mrmc1")
RENAMED = {"answer": "verdict", "order": "position"}
SAME = {
    "auc_or": "auc",
    "balanced_accuracy_or": "balanced_accuracy",
    "sens_mean": "sens",
    "spec_mean": "spec",
    "scott_pi": "fleiss_kappa",
    "weighted_kappa_linear": "cohen_kappa_linear",
    "weighted_kappa_quadratic": "cohen_kappa_quadratic",
    "scott_pi_quadratic": "fleiss_kappa_quadratic",
}
PARTS = {"lo": "low", "hi": "high", "se": "se", "df": "df"}
EXTRA = {
    "kendall_w_chi2": ("kendall_w_ties", "chi2"),
    "kendall_w_p": ("kendall_w_ties", "p"),
    "kendall_w_uncorrected": ("kendall_w_ties", "uncorrected"),
    "fleiss_kappa_z_null": ("fleiss_kappa", "z_null"),
    "n_correct": ("accuracy", "n_correct"),
    "tost_p_10": ("tost_balanced_accuracy", "p"),
    "equivalent_10": ("tost_balanced_accuracy", "equivalent"),
    "tost_ci90_lo": ("tost_balanced_accuracy", "low"),
    "tost_ci90_hi": ("tost_balanced_accuracy", "high"),
    "cluster_twoway_se": ("accuracy_cluster_robust", "se"),
}
ELSEWHERE = re.compile(
    # Other variances, weights and limits than the ones reported; tests/results/known has them all.
    r".*(_jackknife|_pe|_mcgraw|_boot_lo|_boot_hi)|(sens|spec)_or_.*|ustat_balanced_.*"
    r"|ustat_(var|df|lo|hi|p_vs_half)|.*_(tableform|fce|null)|weighted_kappa(_se)?"
    r"|krippendorff_gwetform.*|crossed_u_var|MS_.*|cluster_(reader|case)_se|naive_se|reader_t_.*"
    r"|pooled_wilson_.*|(tost_p|equivalent)_5|auc_(delong|newcombe)_.*|or_mean_ci|alpha_ratio"
    r"|(cohen|weighted)_kappa_12.*|mean_(spearman|pairwise).*"
)


def cases() -> list[Any]:
    """The cases beside the project; another folder may ask for what this report leaves out."""
    return [pytest.param(case, id=case.name) for case in usual_cases() if case.kind in KINDS]


def usual_cases() -> list[KnownAnswers]:
    paths = sorted(agreement_cases(usual=True).glob("*.json"))
    return [KnownAnswers.read(path) for path in paths]


@pytest.mark.parametrize("case", cases())
def test_the_command_prints_the_known_answers(case: KnownAnswers, tmp_path: Path):
    path = tmp_path / "readings.csv"
    write_csv(path, *table_of(case))
    given = case.params.get("categories") if "truth" not in columns_of(case) else None
    document = printed(path, categories=tuple(map(str, given or ())))
    compared = [name for name in case.asked if not ELSEWHERE.fullmatch(name)]
    failures = [case.failure(name, looked_up(document, name)) for name in compared]
    assert compared
    assert not list(filter(None, failures))


def test_two_conditions_of_an_imrmc_file_compare_as_published(tmp_path: Path):
    for case in usual_cases():
        if case.kind == "mrmc2":
            document = printed(write_imrmc(tmp_path / "study.imrmc", case))
            figures = document["comparisons"][0]["figures"]
            case.check("F_delong", figures["diff"]["F"])
            case.check("df2_delong", figures["diff"]["df2"])
            case.check("p_delong", figures["diff"]["p"])
            case.check("diff_lo_delong", figures["diff"]["low"])
            case.check("cov3_delong", figures["diff"]["cov3"])
            case.check("mean2_hi_delong", figures["mean2"]["high"])


def columns_of(case: KnownAnswers) -> list[str]:
    return [] if case.kind == "table" else case.columns


def table_of(case: KnownAnswers) -> tuple[list[str], list[list[Any]]]:
    """Header and rows; a table of two readers is written out reading by reader."""
    if case.kind == "table":
        read = readings_of(case)
        places = np.ndindex(*read.codes_rc.shape)
        rows = [[r, c, read.labels[read.codes_rc[r, c]]] for r, c in places]
        return ["reader", "case", "value"], rows
    names = dict(RENAMED)
    if "truth" in case.columns:
        names["value"] = "verdict"
    # A crossed study has verdicts and ratings: the case is about the one or the other.
    names["answer" if "auc_or" in case.asked else "rating"] = "left out"
    if case.kind == "mrmc1":
        del names["rating"]
    header = [names.get(column, column) for column in case.columns]
    return header, [list(row.values()) for row in case.rows()]


def write_csv(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_imrmc(path: Path, case: KnownAnswers) -> Path:
    truth = {row["case"]: row["truth"] for row in case.rows()}
    lines = [f"-1,{name},0,{origin}" for name, origin in truth.items()]
    lines += ["{reader},{case},{treatment},{rating}".format(**row) for row in case.rows()]
    path.write_text("\n".join(["Two conditions", "", "BEGIN DATA:", *lines]))
    return path


def printed(path: Path, **options: Any) -> dict[str, Any]:
    """What `analyse_readings --json` prints."""
    out = StringIO()
    call_command("analyse_readings", path, json=True, replicates=50, stdout=out, **options)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def looked_up(document: dict[str, Any], name: str) -> Any:
    figures = document["figures"]
    if name in EXTRA:
        key, part = EXTRA[name]
        return figures[key].get(part)
    if reader := re.fullmatch(r"auc_(r\d+)", name):
        own = next(one for one in document["readers"] if one["reader"] == reader[1])
        return own["figures"]["auc"]["value"]
    key, _, part = name.rpartition("_")
    if part in PARTS and SAME.get(key, key) in figures:
        return figures[SAME.get(key, key)][PARTS[part]]
    return figures[SAME.get(name, name)]["value"]
