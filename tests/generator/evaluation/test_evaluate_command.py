"""``python -m generator evaluate`` as a person types it."""

import argparse
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

from generator.__main__ import main
from generator.evaluation.evaluate import EvaluationJob
from generator.evaluation.evaluate_command import add_arguments, job_of, summary
from tests.generator.evaluation.ecg_sets import write_plain_batch
from tests.generator.evaluation.report.made_up import made_up_report


def job_from(*typed):
    parser = argparse.ArgumentParser()
    add_arguments(parser.add_subparsers())
    return job_of(parser.parse_args(["evaluate", *typed]))


def test_what_is_typed_becomes_a_job():
    asked = ("--synthetic", "a", "b", "--real", "r", "--out", "o")
    assert job_from(*asked) == EvaluationJob(
        synthetic=(Path("a"), Path("b")), real=Path("r"), out=Path("o")
    )
    more = ("--rhythms", "SR", "AFL", "--seed", "9", "--training", "t", "--workers", "1")
    job = job_from(*asked, *more, "--reference-checkpoint", "x", "--replicates", "50")
    assert (job.rhythms, job.seed, job.replicates) == (("SR", "AFL"), 9, 50)
    assert (job.training, job.reference_checkpoint) == (Path("t"), Path("x"))


def test_the_answer_is_told_at_the_end(tmp_path):
    lines = summary(made_up_report(), tmp_path).splitlines()
    assert lines[0] == "RED. 1 of 5 checks fails: MMD."
    assert [line.split()[0] for line in lines[1:4]] == ["Utility", "Fidelity", "Privacy"]
    assert lines[4] == str(tmp_path / "report.html")


@pytest.mark.parametrize(
    ("real", "says"),
    [("nowhere", "nowhere holds no *labels.csv"), ("batch", "batch holds no *labels.csv")],
)
def test_what_cannot_be_evaluated_is_said_in_one_line(tmp_path, capsys, real, says):
    batch = write_plain_batch(tmp_path / "batch")
    asked = ["evaluate", "--synthetic", str(batch), "--real", str(tmp_path / real)]
    assert main([*asked, "--out", str(tmp_path / "report")]) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert says in told
    assert not (tmp_path / "report").exists()


def test_a_broken_batch_is_named(tmp_path, capsys):
    batch = write_plain_batch(tmp_path / "batch")
    (batch / "manifest.json").write_text("{}")
    asked = ["evaluate", "--synthetic", str(batch), "--real", str(batch)]
    assert main([*asked, "--out", str(tmp_path / "report")]) == 2
    assert "manifest.json is no manifest of a batch" in capsys.readouterr().err
