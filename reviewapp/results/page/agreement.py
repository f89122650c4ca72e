"""Agreement between readers: coefficients side by side, of all readers and of each site."""

from collections.abc import Sequence
from typing import Final

from reviewapp.results.figures.agreement import Row as DrawnRow
from reviewapp.results.findings.between import NOT_TWO, GroupAgreement, ScaleAgreement
from reviewapp.results.page.blocks import Cell, Picture, Row, Section, Table, sentences
from reviewapp.results.page.readers import Names
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import Writer, count, p_equals, percent, quantity, with_ci

METHOD: Final = (
    "Gwet 2014 (linearised SE, t interval over cases) but for Krippendorff’s alpha and Kendall’s W "
    "(bootstrap of cases) and the ICC (F limits, Shrout and Fleiss 1979)"
)
SCALES: Final = {
    "verdict": "Real or synthetic",
    "rating": "Six levels",
    "value": "Declared scale",
}
NAMES: Final = {
    "percent_agreement": "Percent agreement",
    "positive_agreement": "Agreement on “synthetic”",
    "negative_agreement": "Agreement on “real”",
    "fleiss_kappa": "Fleiss’ kappa",
    "conger_kappa": "Conger’s kappa",
    "cohen_kappa": "Cohen’s kappa",
    "gwet_ac1": "Gwet’s AC1",
    "brennan_prediger": "Brennan-Prediger kappa",
    "krippendorff_alpha": "Krippendorff’s alpha",
    "fleiss_kappa_quadratic": "Fleiss’ kappa, quadratic weights",
    "conger_kappa_quadratic": "Conger’s kappa, quadratic weights",
    "cohen_kappa_quadratic": "Cohen’s kappa, quadratic weights",
    "gwet_ac2_quadratic": "Gwet’s AC2, quadratic weights",
    "brennan_prediger_quadratic": "Brennan-Prediger, quadratic weights",
    "krippendorff_alpha_ordinal": "Krippendorff’s alpha, ordinal",
    "krippendorff_alpha_interval": "Krippendorff’s alpha, interval",
    "kendall_w": "Kendall’s W",
}
SHARES: Final = ("percent_agreement", "positive_agreement", "negative_agreement")
DRAWN: Final = {
    "verdict": ("fleiss_kappa", "conger_kappa", "gwet_ac1", "brennan_prediger",
                "krippendorff_alpha"),
    "rating": ("fleiss_kappa_quadratic", "conger_kappa_quadratic", "gwet_ac2_quadratic",
               "brennan_prediger_quadratic", "krippendorff_alpha_ordinal", "kendall_w"),
}  # fmt: skip
"""What the figure shows of each scale; shares stand in the table."""


def agreement_section(groups: Sequence[GroupAgreement], site_names: Names) -> Section:
    """All readers in the figure; each site with several beside them in the table."""
    found = [one for group in groups for scale in group.scales for one in _shown(scale).values()]
    any_value = any(one.value is not None for one in found)
    return Section(
        anchor="agreement",
        title="Agreement between readers",
        sentences=sentences(agreement_sentence(groups), _test_sentence(groups)),
        pictures=(_picture(),) if any_value else (),
        tables=tuple(_table(groups, what, site_names) for what in _asked(groups)) if any_value
        else (),
        method=METHOD if any_value else "",
    )  # fmt: skip


def agreement_rows(groups: Sequence[GroupAgreement]) -> list[DrawnRow]:
    """What the figure draws: a heading for each scale, then its coefficients, all readers."""
    rows: list[DrawnRow] = []
    for scale in groups[0].scales if groups else ():
        names = DRAWN.get(scale.what) or [n for n in scale.coefficients if n not in SHARES]
        shown = _shown(scale)
        rows.append((SCALES[scale.what], None))
        rows += [(_name(name), shown[name]) for name in names if name in shown]
    return rows


def agreement_sentence(groups: Sequence[GroupAgreement]) -> str:
    """How often two readers agreed, and how much beyond chance."""
    scale = groups[0].scales[0] if groups and groups[0].scales else None
    if scale is None:
        return "There is no agreement between readers to show: nothing was asked on a scale."
    share, kappa = (scale.coefficients[one] for one in ("percent_agreement", "fleiss_kappa"))
    if share.value is None:
        return f"There is no agreement between readers to show: {share.reason}."
    text = (
        f"Two readers of the same ECG gave the same verdict, real or synthetic, in "
        f"{with_ci(share, percent)} of pairs."
    )
    if kappa.value is None:
        return f"{text} Fleiss’ kappa is not defined: {kappa.reason}."
    return (
        f"{text} Beyond chance, Fleiss’ kappa is {with_ci(kappa, quantity)} and Gwet’s AC1 "
        f"{with_ci(scale.coefficients['gwet_ac1'], quantity)}: 0 is what chance gives, 1 full "
        "agreement."
    )


def _test_sentence(groups: Sequence[GroupAgreement]) -> str:
    scale = groups[0].on("verdict") if groups else None
    if scale is None or scale.fleiss_is_zero.p_value is None:
        return ""
    p = p_equals(scale.fleiss_is_zero.p_value)
    return f"Test of no agreement beyond chance (Fleiss, Nee and Landis 1979): {p}."


def _asked(groups: Sequence[GroupAgreement]) -> list[str]:
    return [scale.what for scale in groups[0].scales] if groups else []


def _shown(scale: ScaleAgreement) -> dict[str, Estimate]:
    """Without Cohen's kappa where there are not two readers."""
    return {name: one for name, one in scale.coefficients.items() if one.reason != NOT_TWO}


def _name(name: str) -> str:
    return NAMES.get(name, name)


def _picture() -> Picture:
    return Picture(
        name="agreement",
        alt="Coefficients of agreement between all readers with 95 % intervals.",
        words=(
            "0 is what chance alone gives, 1 is full agreement, below 0 readers agree less than "
            "chance. Kappa falls when one verdict prevails even where readers agree; AC1 does "
            "not: read them side by side. Kendall’s W has its chance value above 0."
        ),
        method=(
            "Gwet 2014 (linearised SE over cases, t interval); Krippendorff’s alpha and Kendall’s "
            "W: bootstrap of cases; they speak for other cases read by these readers"
        ),
    )


def _table(groups: Sequence[GroupAgreement], what: str, site_names: Names) -> Table:
    scales = [(group, scale) for group in groups for scale in group.scales if scale.what == what]
    names = list(_shown(scales[0][1]))
    return Table(
        caption=f"Agreement between readers: {SCALES[what].lower()}",
        heads=("Coefficient", *(_group_name(group, site_names) for group, _ in scales)),
        rows=tuple(
            Row(_name(name), tuple(_cell(scale, name) for _, scale in scales)) for name in names
        ),
        note=f"Cases read: {_extent(scales[0][1])}.",
    )


def _cell(scale: ScaleAgreement, name: str) -> Cell:
    write: Writer = percent if name in SHARES else quantity
    return Cell.of(scale.coefficients[name], write)


def _group_name(group: GroupAgreement, site_names: Names) -> str:
    label = site_names.get(group.site, group.site) if group.kind == "site" else "All"
    return f"{label}, {count(group.readers, 'reader')}"


def _extent(scale: ScaleAgreement) -> str:
    extent = scale.coefficients["percent_agreement"].extent
    return f"{extent.cases}, with {count(extent.readings, 'reading')}, {extent.missing} missing"
