"""A report with a made-up story, for whoever prints, reads or compares one."""

from dataclasses import replace

from generator.evaluation.findings import (
    Check,
    Column,
    FlaggedRecord,
    Picture,
    Section,
    Table,
    Threshold,
)
from generator.evaluation.report.answer import answer_of
from generator.evaluation.report.report import (
    SCHEMA,
    BatchIdentity,
    Computation,
    ModelFile,
    Report,
    Side,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 1L4 0"/></svg>'
MORE_IS_BETTER = Threshold(green=0.8, amber=0.7, why="the paper's figure")
LESS_IS_BETTER = Threshold(green=0.01, amber=0.05, why="the baseline of held-out records")


def check(name, value, *, threshold=MORE_IS_BETTER, **more):
    given = {"title": name.split(".")[-1], "n": 120, "says": "As it is.", **more}
    return Check(name=name, value=value, threshold=threshold, **given)


UTILITY = Section(
    name="utility",
    title="Utility",
    says="A random forest told AF from SR.",
    checks=(
        check("utility.tstr_f1", 0.93, low=0.9, high=0.95, title="Trained on synthetic, F1"),
        check("utility.trts_f1", 0.75, low=0.7, high=0.8, title="Trained on real, F1"),
    ),
    tables=(
        Table(
            name="utility.scores",
            title="Scores",
            columns=(
                Column(name="model", title="Model"),
                Column(name="f1", title="F1", digits=2),
                Column(name="n", title="n"),
                Column(name="rr", title="Mean RR", unit="ms", digits=1),
            ),
            rows=(
                {"model": "forest", "f1": 0.934, "n": 4000, "rr": 812.25},
                {"model": "network", "f1": None, "n": 0, "rr": None},
            ),
            note="The network had nothing to learn from.",
        ),
    ),
    pictures=(Picture(name="utility.curve", title="A curve", alt="It rises.", svg=SVG),),
)
FIDELITY = Section(
    name="fidelity",
    title="Fidelity",
    says="Distributions were compared.",
    checks=(check("fidelity.mmd", 0.2, threshold=LESS_IS_BETTER, title="MMD"),),
)
PRIVACY = Section(
    name="privacy",
    title="Privacy",
    says="Nearest records were looked for.",
    checks=(
        check("privacy.copies", 0.0, threshold=LESS_IS_BETTER, title="Near-copies"),
        check("privacy.membership", None, title="Membership", says="No reference model was given."),
    ),
    flagged=(
        FlaggedRecord(index=1, name="drawn[1]", sha256="b" * 64, reason="a copy of A0007"),
        FlaggedRecord(index=1, name="drawn[1]", sha256="b" * 64, reason="as near as a repeat"),
        FlaggedRecord(index=4, name="=drawn[4]", sha256="c" * 64, reason="a copy of A0009"),
    ),
)
REAL = Side(
    source="ecg",
    records=200,
    patients=180,
    by_rhythm={"AF": 80, "SR": 120},
    by_split={"held out": 40, "train": 160},
    refused={"shorter than 10 s": 2},
    faulty={},
    records_sha256="d" * 64,
)


def made_up_report(*sections: Section, **changed) -> Report:
    """A report of ``sections`` (utility, fidelity and privacy unless given)."""
    sections = sections or (UTILITY, FIDELITY, PRIVACY)
    report = Report(
        schema=SCHEMA,
        rhythms=("SR", "AF"),
        batches=(
            BatchIdentity(
                folder="drawn",
                kind="batch",
                manifest_sha256="e" * 64,
                source="compact, 2026",
                generator="ecg-blind-review generator 0.1.0",
                checkpoint_sha256="f" * 64,
                sampler='{"name": "ddim", "steps": 25}',
                records=100,
            ),
        ),
        synthetic=replace(
            REAL, source="drawn", records=100, patients=100, by_split={}, records_sha256="a" * 64
        ),
        real=REAL,
        training=None,
        checkpoint=ModelFile(name="compact.safetensors", sha256="f" * 64),
        reference_checkpoint=None,
        computation=Computation(
            at="2026-11-21T12:00:00+00:00",
            seconds=123.4,
            seed=1,
            replicates=1000,
            code="0.1.0+0123456789ab",
            software={"numpy": "2.2.0", "python": "3.11.7"},
        ),
        answer=answer_of(sections),
        sections=tuple(sections),
    )
    return replace(report, **changed)
