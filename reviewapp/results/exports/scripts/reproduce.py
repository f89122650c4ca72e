"""Computes the headline figures of the study again, from readings.csv alone, with numpy.

Prints them beside those of the study (headline.csv, which are those of analysis.json):

    python reproduce.py [FOLDER]

Ends with status 1 when a figure differs by more than 1e-9.
"""

import csv
import math
import sys
from pathlib import Path

import numpy as np

ALL = "all readers"
TOLERANCE = 1e-9

Numbers = np.ndarray


class Study:
    """The first readings with a verdict as tables of readers x cases; NaN where there is none."""

    def __init__(self, folder: Path) -> None:
        main = [row for row in read_table(folder / "readings.csv") if row["analysed"] == "1"]
        self.readers = list(dict.fromkeys(row["reader"] for row in main))
        origins = {row["case"]: row["origin"] for row in main}
        self.is_synthetic_c = np.array([one == "synthetic" for one in origins.values()], dtype=bool)
        self.rating_rc = np.full((len(self.readers), len(origins)), np.nan)
        self.correct_rc = self.rating_rc.copy()
        rows = {code: number for number, code in enumerate(self.readers)}
        columns = {code: number for number, code in enumerate(origins)}
        for row in main:
            place = rows[row["reader"]], columns[row["case"]]
            self.rating_rc[place] = float(row["verdict_rank"])
            self.correct_rc[place] = float(row["correct"])


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wins(rating_c: Numbers, is_synthetic_c: Numbers) -> Numbers:
    """Who wins in each pair of a synthetic (rows) and a real case; a tie counts half.

    Bamber 1975, J Math Psychol 12:387.
    """
    synthetic, real = rating_c[is_synthetic_c][:, None], rating_c[~is_synthetic_c][None, :]
    won = (synthetic > real) + (synthetic == real) / 2
    return np.where(np.isnan(synthetic) | np.isnan(real), np.nan, won)


def mean_over_readers(figure_r: Numbers, covariance_rr: Numbers) -> dict[str, float]:
    """Mean over readers, readers and cases at random, with its SE and degrees of freedom.

    Obuchowski and Rockette 1995, Commun Stat Simul 24:285; Hillis 2007, Stat Med 26:596.
    """
    count = len(figure_r)
    ms = float(figure_r.var(ddof=1))
    between = (covariance_rr.sum() - np.trace(covariance_rr)) / (count * (count - 1))
    total = ms + count * max(float(between), 0.0)
    df = math.inf if ms <= 1e-18 else total**2 / (ms**2 / (count - 1))
    return {"value": float(figure_r.mean()), "se": math.sqrt(total / count), "df": df}


def mean_area(study: Study) -> dict[str, float]:
    """Mean area; DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837."""
    won = [wins(rating_c, study.is_synthetic_c) for rating_c in study.rating_rc]
    by_synthetic = np.array([one.mean(axis=1) for one in won])
    by_real = np.array([one.mean(axis=0) for one in won])
    covariance_rr = (
        np.cov(by_synthetic) / by_synthetic.shape[1] + np.cov(by_real) / by_real.shape[1]
    )
    return mean_over_readers(np.array([one.mean() for one in won]), covariance_rr)


def mean_share(study: Study, origins: tuple[bool, ...]) -> dict[str, float]:
    """Mean share of correct verdicts; cases are a sample within each origin."""
    count = len(study.readers)
    figure_r, covariance_rr = np.zeros(count), np.zeros((count, count))
    kept = np.isin(study.is_synthetic_c, origins).sum()
    for origin in origins:
        part_rc = study.correct_rc[:, study.is_synthetic_c == origin]
        weight = part_rc.shape[1] / kept
        figure_r += weight * part_rc.mean(axis=1)
        covariance_rr += weight**2 * np.cov(part_rc) / part_rc.shape[1]
    return mean_over_readers(figure_r, covariance_rr)


def fleiss_kappa(study: Study) -> dict[str, float]:
    """Fleiss 1971, Psychol Bull 76:378; cases that one reader read count for chance only."""
    count_c = (~np.isnan(study.rating_rc)).sum(axis=0)
    synthetic_c = (study.rating_rc > 3).sum(axis=0)
    real_c = count_c - synthetic_c
    several = count_c > 1
    pairs_c = (synthetic_c * (synthetic_c - 1) + real_c * (real_c - 1))[several]
    agreed = float((pairs_c / (count_c * (count_c - 1))[several]).mean()) if several.any() else 0.0
    share = float((synthetic_c / count_c).mean())
    chance = share**2 + (1 - share) ** 2
    return {"value": (agreed - chance) / (1 - chance) if chance < 1 else math.nan}


def figures_of(study: Study) -> dict[tuple[str, str], dict[str, float]]:
    """Every headline figure by name and group."""
    synthetic_c = study.is_synthetic_c
    parts = {
        "accuracy": np.ones_like(synthetic_c),
        "sensitivity": synthetic_c,
        "specificity": ~synthetic_c,
    }
    found = {}
    won = [wins(rating_c, synthetic_c) for rating_c in study.rating_rc]
    for row, reader in enumerate(study.readers):
        for name, part in parts.items():
            found[name, reader] = value_of(study.correct_rc[row, part])
        found["auc", reader] = value_of(won[row])
    if not study.readers:
        return found
    # With gaps, and of one reader, the study's interval is another one: then values alone compare.
    is_complete = not np.isnan(study.rating_rc).any()
    if is_complete and len(won) > 1 and min(synthetic_c.sum(), (~synthetic_c).sum()) > 1:
        found["accuracy", ALL] = mean_share(study, (False, True))
        found["sensitivity", ALL] = mean_share(study, (True,))
        found["specificity", ALL] = mean_share(study, (False,))
        found["auc", ALL] = mean_area(study)
    else:
        for name, part in parts.items():
            found[name, ALL] = value_of(study.correct_rc[:, part])
        found["auc", ALL] = value_of(np.array(won))
    if len(won) > 1:
        found["fleiss_kappa", ALL] = fleiss_kappa(study)
    return found


def value_of(numbers: Numbers) -> dict[str, float]:
    """The mean of what there is."""
    present = numbers[~np.isnan(numbers)]
    return {"value": float(present.mean()) if present.size else math.nan}


def main() -> int:
    """Compare, print, and return how many figures differ."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    ours = figures_of(Study(folder))
    failures = 0
    for row in read_table(folder / "headline.csv"):
        for name, here in ours.get((row["figure"], row["group"]), {}).items():
            if not row["value"] or not row[name]:
                continue  # undefined in the study; infinite degrees of freedom
            study = float(row[name])
            is_same = abs(here - study) <= TOLERANCE * max(1.0, abs(study))
            failures += not is_same
            word = "ok" if is_same else "FAIL"
            figure = f"{word:<4} {row['figure']:<13} {row['group']:<24} {name:<6}"
            print(f"{figure} here {here:.10f}  study {study:.10f}")  # noqa: T201
    print(f"FAIL: {failures} figures differ" if failures else "PASS: every figure agrees")  # noqa: T201
    return failures


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
