"""What was compared and by what, as HTML; and two reports' facts side by side."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from generator.evaluation.report.markup import Html, element, joined
from generator.evaluation.report.printed import GAP, printed
from generator.evaluation.report.report import ModelFile, Report, Side
from generator.evaluation.report.table_page import Numbering, framed_table

Fact = tuple[str, Callable[[Report], str | Html]]


def facts_table(
    title: str,
    facts: Sequence[Fact],
    reports: Mapping[str, Report],
    numbering: Numbering,
) -> Html:
    """A row a fact, a column a report; rows that differ say so."""
    several = len(reports) > 1
    heads = [element("th", name, scope="col") for name in ("Fact", *reports)]
    rows = []
    for name, fact in facts:
        told = [fact(report) for report in reports.values()]
        differs = several and len(set(told)) > 1
        rows.append(
            element(
                "tr",
                element("th", name, " (differs)" if differs else None, scope="row"),
                *(element("td", one) for one in told),
                class_="differs" if differs else None,
            )
        )
    return framed_table(title, heads, rows, numbering, classes="facts")


def _by(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {printed(count)}" for name, count in counts.items()) or GAP


def _records(side: Side) -> str:
    return f"{printed(side.records)} ({_by(side.by_rhythm)})"


def _hash(sha256: str | None) -> Html:
    return element("code", sha256) if sha256 else joined(GAP)


def _model(model: ModelFile | None) -> Html:
    return joined(model.name, " ", _hash(model.sha256)) if model else joined("not given")


def _lines(parts: Sequence[str | Html]) -> Html:
    """Each different one once."""
    return joined(*(element("div", part) for part in dict.fromkeys(parts)))


def _sampler(text: str) -> str:
    """``ddim, steps 25`` of the manifest's JSON."""
    try:
        stated = json.loads(text or "{}")
    except ValueError:
        stated = None
    if not isinstance(stated, dict):
        return text
    named = [str(stated.pop("name", ""))]
    return ", ".join([*named, *(f"{key} {value}" for key, value in stated.items())]) or GAP


def _rhythms(report: Report) -> str:
    negative, positive = report.rhythms
    return f"{positive} (positive) against {negative}"


def _training(report: Report) -> str:
    if not report.training:
        return "not given"
    return f"{report.training.source}: {_records(report.training)}; {_by(report.training.by_split)}"


SYNTHETIC_FACTS: Final[tuple[Fact, ...]] = (
    ("Batch", lambda report: _lines([each.folder for each in report.batches])),
    ("Source", lambda report: report.synthetic.source),
    ("Synthetic ECGs", lambda report: _records(report.synthetic)),
    ("Refused", lambda report: _by(report.synthetic.refused)),
    ("Break a rule of signal quality", lambda report: _by(report.synthetic.faulty)),
    ("Generator", lambda report: _lines([each.generator or GAP for each in report.batches])),
    ("Sampler", lambda report: _lines([_sampler(each.sampler) for each in report.batches])),
    (
        "SHA-256 of the checkpoint",
        lambda report: _lines([_hash(each.checkpoint_sha256) for each in report.batches]),
    ),
    (
        "SHA-256 of the manifest",
        lambda report: _lines([_hash(each.manifest_sha256) for each in report.batches]),
    ),
)
REAL_FACTS: Final[tuple[Fact, ...]] = (
    ("Source", lambda report: report.real.source),
    ("Real ECGs", lambda report: _records(report.real)),
    ("Patients", lambda report: printed(report.real.patients)),
    ("Known to the generator", lambda report: _by(report.real.by_split)),
    ("Refused", lambda report: _by(report.real.refused)),
    ("Training set", _training),
    ("SHA-256 of the records", lambda report: _hash(report.real.records_sha256)),
)
COMPUTATION_FACTS: Final[tuple[Fact, ...]] = (
    ("Told apart", _rhythms),
    ("Seed", lambda report: str(report.computation.seed)),
    ("Bootstrap replicates", lambda report: printed(report.computation.replicates)),
    ("Checkpoint", lambda report: _model(report.checkpoint)),
    ("Reference checkpoint", lambda report: _model(report.reference_checkpoint)),
    ("Code", lambda report: report.computation.code),
    (
        "Software",
        lambda report: ", ".join(
            f"{name} {version}" for name, version in report.computation.software.items()
        ),
    ),
    ("Computed", lambda report: f"{report.computation.at}, in {report.computation.seconds:.0f} s"),
)
