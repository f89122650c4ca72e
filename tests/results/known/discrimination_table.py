"""Writes the known answers of docs/statistics-discrimination.md, computed here and now.

python -m tests.results.known.discrimination_table
"""

import re
from pathlib import Path

from . import agreement, discrimination, reader_case
from .case import KnownAnswers, known_cases
from .registry import KINDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "statistics-discrimination.md"
HEADING = "## Known answers\n"
assert agreement  # a single reader is asked for agreement too
OWN = (discrimination.__name__, reader_case.__name__)

OR = "Obuchowski-Rockette, df of Hillis"
OR_SOURCE = "Obuchowski 1995; Hillis 2007"
ESTIMATORS = [
    (r"wilsoncc", "Wilson score interval with continuity correction", "Newcombe 1998"),
    (r"wilson", "Wilson score interval", "Wilson 1927"),
    (r"^cp", "Clopper-Pearson exact interval", "Clopper 1934"),
    (r"midp", "mid-P exact interval", "Newcombe 1998"),
    (r"binom_p", "exact binomial test", "Clopper 1934"),
    (r"_raw", "signal detection, no correction", "Macmillan 2005"),
    (r"^(dprime|c)_", "log-linear signal detection", "Hautus 1995; Gourevitch 1967"),
    (r"se_hanley", "SE from the area alone", "Hanley 1982"),
    (r"newcombe", "score interval, method 5", "Newcombe 2006"),
    (r"^(auc(_t\d+)?_r|auc$)", "empirical area", "Bamber 1975"),
    (r"se_delong|ci_delong|delong_se", "DeLong SE, normal interval", "DeLong 1988"),
    (r"FRRC", "Obuchowski-Rockette, readers fixed", "Hillis 2014"),
    (r"RRFC", "Obuchowski-Rockette, cases fixed", "Hillis 2014"),
    (r"ustat_diff", "U-statistic, difference of conditions", "Gallas 2009"),
    (r"ustat|crossed_u", "U-statistic; interval as iMRMC cuts the df", "Gallas 2006, 2009"),
    (r"_jackknife", f"{OR}; jackknife covariances", OR_SOURCE),
    (r"_unbiased", f"{OR}; unbiased covariances", f"{OR_SOURCE}; Gallas 2006"),
    (r"_delong|auc_or|accuracy_or|balanced", f"{OR}; DeLong covariances", OR_SOURCE),
    (r"^(sens|spec)_", f"{OR}; covariance within origin", OR_SOURCE),
    (r"p_lower|p_upper|tost_p_|tost_ci|equivalent", "two one-sided tests", "Schuirmann 1987"),
    (r"cluster|naive", "sandwich SE of the mean reading", "Cameron 2011"),
    (r"^MS_", "two-way analysis of variance", "Fisher 1925"),
    (r"reader_t", "t interval over readers alone", "Student 1908"),
    (r"^(power|K_for)", "noncentral F, scaled components", "Hillis 2011"),
    (r"accuracy|n_correct", "share of correct verdicts", ""),
    (r"or_mean_ci", "no interval over one reader", ""),
    (r"", "agreement of one reader with nobody", ""),
]


def main() -> None:
    """Replace the last section of the page."""
    text = PAGE.read_text()
    PAGE.write_text(text[: text.index(HEADING)] + HEADING + section())


def section() -> str:
    """A table of each statistic of each case of discrimination."""
    lines = [
        "| statistic | estimator | source | case | ours | published | tolerance |",
        "|---|---|---|---|---|---|---|",
    ]
    cases = [case for case in known_cases() if KINDS.get(case.kind) and is_own(case)]
    sources = [f"- {case.name}: {case.source.replace('|', '/')}" for case in cases]
    for case in cases:
        computed = KINDS[case.kind](case)
        lines += [row(case, name, computed[name]) for name in case.asked]
    words = (
        "Published: as printed in the source where it says so; else computed by other software "
        "(R, iMRMC, scipy) to all digits,\nand rounded here to seven. Undefined: no value is the "
        "right answer.\n"
    )
    return "\n".join(["", words, *lines, "", "The data:", "", *sources, ""])


def is_own(case: KnownAnswers) -> bool:
    """Whether the case is on discrimination."""
    return KINDS[case.kind].__module__ in OWN


def row(case: KnownAnswers, name: str, got: object) -> str:
    """One line of the table."""
    found = next(words for key, *words in ESTIMATORS if re.search(key, name))
    printed = case.published.get(name)
    published = shown(case.expected[name]) if printed is None else f"{printed} (printed)"
    tolerance = case.tolerances.get(name, case.tolerance)
    cells = (f"`{name}`", *found, case.name, shown(got), published, f"{tolerance:g}")
    return "| " + " | ".join(cells) + " |"


def shown(value: object) -> str:
    """A number in seven digits; rounding errors of 0 as 0."""
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = float(str(value))
    return "0" if abs(number) < 1e-15 else f"{number:.7g}"


if __name__ == "__main__":
    main()
