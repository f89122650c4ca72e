"""Writes the known answers of docs/statistics-agreement.md, computed here and now.

python -m tests.results.known.agreement_table
"""

from . import agreement, repeats
from .answers_table import DOCS, AnswersTable

GWET_SE = "linearised SE, divisor n - 1"
ESTIMATORS = [
    (r"_se_tableform$", "linearised SE, divisor n", "Gwet 2014"),
    (r"^cohen_kappa_se_null$", "SE where kappa is 0", "Fleiss, Cohen and Everitt 1969"),
    (
        r"^(cohen|weighted)_kappa.*_se|^kappa_se",
        "large-sample SE",
        "Fleiss, Cohen and Everitt 1969",
    ),
    (r"_z_null$", "z test of kappa = 0", "Fleiss, Nee and Landis 1979"),
    (r"_pe$", "agreement by chance", "Gwet 2014"),
    (r"^(percent|fleiss|scott|conger|gwet|brennan).*_se$", GWET_SE, "Gwet 2008, 2014"),
    (r"percent_agreement|^agree_", "share of agreeing pairs", "Gwet 2014"),
    (r"^fleiss_kappa", "Fleiss kappa", "Fleiss 1971"),
    (r"^scott_pi", "Scott pi, as Fleiss kappa of two", "Scott 1955"),
    (r"^conger_kappa", "Conger kappa", "Conger 1980"),
    (r"^gwet_ac$", "Gwet AC1", "Gwet 2008"),
    (r"^gwet_ac_", "Gwet AC2", "Gwet 2014"),
    (r"^brennan", "Brennan-Prediger kappa", "Brennan and Prediger 1981"),
    (r"^krippendorff_gwetform", "alpha from agreement weights", "Gwet 2014"),
    (r"_boot_(lo|hi)$", "percentile bootstrap of cases", "Efron 1979"),
    (r"^alpha", "Krippendorff alpha", "Krippendorff 2019"),
    (r"^kappa_category", "Fleiss kappa of one category", "Fleiss 1971"),
    (r"^(light_kappa|mean_pairwise)", "mean Cohen kappa of pairs", "Light 1971"),
    (r"^(cohen_kappa|kappa_r|kappa_)", "Cohen kappa", "Cohen 1960"),
    (r"^w(eighted_)?kappa", "weighted Cohen kappa", "Cohen 1968"),
    (r"_mcgraw$", "limits as R's irr prints them", "McGraw and Wong 1996"),
    (r"^icc.*_(lo|hi)$", "F limits", "Shrout and Fleiss 1979"),
    (r"^icc", "intraclass correlation", "Shrout and Fleiss 1979"),
    (r"^kendall_w_(chi2|p)$", "chi-squared test of no concordance", "Kendall 1939"),
    (r"^kendall", "Kendall W", "Kendall 1939"),
    (r"^mean_spearman", "mean rank correlation, Fisher z", "Fisher 1921"),
    (r"^(mean|sd)_difference|^loa", "limits of agreement", "Bland and Altman 1986"),
    (r"^(within_sd|repeatability)", "repeatability", "Bland and Altman 1986"),
    (r"^mcnemar", "exact McNemar test", "McNemar 1947"),
    (r"^(inter_n|intra_pairs)", "first readings between, pairs within", "rule of the protocol"),
    (r"^n$", "sample size for kappa", "Cantor 1996"),
    (r"bh", "false discovery rate", "Benjamini and Hochberg 1995"),
    (r"by", "false discovery rate, any dependence", "Benjamini and Yekutieli 2001"),
    (r"holm", "Holm", "Holm 1979"),
    (r"hochberg", "Hochberg", "Hochberg 1988"),
    (r"bonferroni", "Bonferroni", "Dunn 1961"),
    (r"^(accuracy|auc)$", "no truth of the cases, none of these", ""),
]

TABLE = AnswersTable(
    page=DOCS / "statistics-agreement.md",
    modules=(agreement.__name__, repeats.__name__),
    estimators=ESTIMATORS,
    words=(
        "Published: as printed in the source where it says so; else computed by other software "
        "(R's irrCAC, irr, psych,\nvcd) to the digits that the case has. Undefined: no value is "
        "the right answer.\n"
    ),
)

if __name__ == "__main__":
    TABLE.write()
