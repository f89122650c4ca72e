"""Writes the known answers of docs/statistics-discrimination.md, computed here and now.

python -m tests.results.known.discrimination_table
"""

from . import agreement, discrimination, reader_case
from .answers_table import DOCS, AnswersTable

assert agreement  # a single reader is asked for agreement too

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

TABLE = AnswersTable(
    page=DOCS / "statistics-discrimination.md",
    modules=(discrimination.__name__, reader_case.__name__),
    estimators=ESTIMATORS,
    words=(
        "Published: as printed in the source where it says so; else computed by other software "
        "(R, iMRMC, scipy) to all digits,\nand rounded here to seven. Undefined: no value is the "
        "right answer.\n"
    ),
)

if __name__ == "__main__":
    TABLE.write()
