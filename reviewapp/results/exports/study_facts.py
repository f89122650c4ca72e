"""What a study says about itself, in sentences: what a checklist is filled in with."""

from reviewapp.results.exports.headline import HeadlineFigure
from reviewapp.results.exports.material import Material
from reviewapp.results.wording import count, interval_text, percent, quantity
from reviewapp.studies.questionnaire import Questionnaire

NAMES = {
    "auc": "area under the ROC curve",
    "accuracy": "accuracy",
    "sensitivity": "sensitivity (synthetic called synthetic)",
    "specificity": "specificity (real called real)",
    "fleiss_kappa": "Fleiss kappa of the binary verdict",
}
AGREEMENT = ("fleiss_kappa",)


def raters(material: Material) -> str:
    """How many readers of how many sites took part."""
    sites = len(material.flow) - 1
    return f"{count(material.everywhere.readers, 'reader')} at {count(sites, 'site')}"


def planned_cases(material: Material) -> str:
    """The cells of the protocol."""
    return "; ".join(
        f"{cell['case_count']} {cell['origin']} ECGs of rhythm {cell['rhythm']}"
        for cell in material.protocol.get("cells", [])
    )


def planned_size(material: Material) -> str:
    """Readers, cases and repeats as the protocol declares them."""
    protocol = material.protocol
    readers = sum(len(codes) for codes in protocol.get("readers", {}).values())
    parts = [
        f"planned: {count(readers, 'reader')}" if readers else "",
        planned_cases(material),
        f"{protocol['repeat_percent']} % of the cases shown twice"
        if "repeat_percent" in protocol
        else "",
        f"equivalence margin ± {material.study.margin_percent} points",
    ]
    return "; ".join(part for part in parts if part)


def actual_size(material: Material) -> str:
    """What was read, and what was not."""
    reach, flow = material.analysis.findings.reach, material.everywhere
    return (
        f"{count(reach.readers_with_readings, 'reader')} read {reach.real} real and "
        f"{reach.synthetic} synthetic ECGs: {flow.analysed} readings in the main figures, "
        f"{flow.repeats_read} second readings, {flow.abstained} set aside, {flow.unreadable} "
        f"reported unreadable, {flow.not_read} not read (flow.csv)"
    )


def allocation(material: Material) -> str:
    """The rules by which cases were drawn and ordered."""
    return " ".join(material.listed("allocation_rules"))


def sources(material: Material) -> str:
    """The pools that cases were drawn from."""
    names = material.listed("sources")
    return f"drawn by seed from the pools: {', '.join(names)}" if names else ""


def process(material: Material) -> str:
    """How a case was read."""
    repeats = material.protocol.get("repeat_percent")
    said = [
        "Each ECG was shown alone, on simulated paper, without any clinical information, in an "
        "order of the reader's own; each step of the questionnaire was locked before the next, the "
        "verdict on origin last; readers got no feedback."
    ]
    if repeats:
        said.append(f"{repeats} % of the cases came again, unannounced (repeat_of).")
    return " ".join(said)


def device(material: Material) -> str:
    """What was judged, and on which scale."""
    questionnaire = material.protocol.get("questionnaire")
    if not questionnaire:
        return ""
    asked = Questionnaire.from_json(questionnaire)
    return (
        f"questionnaire {asked.version}: a verdict on origin on a forced scale of six levels "
        f"(definitely real to definitely synthetic), and {len(asked.scale_codes)} morphology items "
        "of five levels (protocol.json, codebook.csv)"
    )


def display(material: Material) -> str:
    """How an ECG was shown."""
    shown = material.protocol.get("display", {})
    rules = " ".join(str(rule) for rule in shown.get("drawing_rules", []))
    footer = shown.get("footer", "")
    return f"{footer}. {rules}".strip(". ") if footer or rules else ""


def estimates(material: Material) -> str:
    """The headline figures of all readers, with intervals."""
    return "; ".join(sentence_of(one) for one in material.of_all())


def agreement(material: Material) -> str:
    """The headline figures of agreement."""
    found = [sentence_of(one) for one in material.of_all() if one.figure in AGREEMENT]
    return "; ".join(found) + (" (all coefficients side by side: report.pdf, analysis.json)")


def methods(material: Material) -> str:
    """Which method gave which figure."""
    return "; ".join(
        f"{NAMES[one.figure]}: {one.estimate.method}"
        for one in material.of_all()
        if one.estimate.value is not None
    )


def missing(material: Material) -> str:
    """How missing readings were handled."""
    return (
        f"{material.everywhere.not_read} planned readings are missing; none was imputed. Where "
        "readings are missing, means over readers are Gallas's U-statistics of what there is; "
        "agreement uses every case that two readers read"
    )


def cross_table(material: Material) -> str:
    """Verdict against origin."""
    table = material.analysis.findings.accuracy.everyone.accuracy.confusion
    return (
        f"real: {table.real_called_real} called real, {table.real_called_synthetic} synthetic; "
        f"synthetic: {table.synthetic_called_real} called real, "
        f"{table.synthetic_called_synthetic} synthetic"
    )


def registration(material: Material) -> str:
    """Where the study is registered."""
    return material.study.registration_id


def commitments(material: Material) -> str:
    """By what anybody can check protocol and plan."""
    return (
        f"protocol.json, SHA-256 {material.study.protocol_sha256}; plan of the readings, SHA-256 "
        f"{material.study.plan_sha256}"
    )


def dates(material: Material) -> str:
    """When it was opened, locked and unblinded."""
    study = material.study
    moments = {
        "opened": study.opened_at,
        "locked": study.locked_at,
        "unblinded": study.unblinded_at,
    }
    said = [f"{word} {at.date().isoformat()}" for word, at in moments.items() if at]
    sites = ", ".join(material.analysis.site_names.values())
    return f"{', '.join(said)}; sites: {sites}"


def sentence_of(one: HeadlineFigure) -> str:
    """A figure with its interval in words."""
    write = quantity if one.figure in ("auc", *AGREEMENT) else percent
    said = f"{NAMES[one.figure]} {interval_text(one.estimate, write)}"
    return f"{said}: {one.estimate.reason}" if one.estimate.reason else said
