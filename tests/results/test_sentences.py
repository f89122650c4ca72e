import pytest

from reviewapp.results.analysis import analyse
from reviewapp.results.sentences import (
    accuracy_sentences,
    agreement_sentence,
    headline,
    morphology_sentence,
    repeats_sentence,
    verdict_sentence,
)

from .datasets import PUBLISHED_ORIGINS, R, S, make_dataset, published_study, two_site_study

PUBLISHED = analyse(published_study())


def test_the_published_test_reads_as_its_paper_should():
    assert headline(PUBLISHED) == (
        "1 reader at 1 site judged 22 real ECGs and 22 synthetic ECGs: 44 readings count."
    )
    text = " ".join(accuracy_sentences(PUBLISHED))
    assert "50 % (95 % CI 36 to 64 %) of the verdicts were right" in text
    assert "That is not proof that they cannot." in text
    assert "leaned to “real”" in text
    assert verdict_sentence(PUBLISHED) == (
        "Synthetic ECGs were called synthetic in 5 of 22 readings, real ones in 5 of 22."
    )


@pytest.mark.parametrize(
    ("is_right", "words"), [(True, "lies above 50 %"), (False, "took one for the other")]
)
def test_discrimination_is_named_on_either_side_of_guessing(is_right, words):
    verdicts = [S if (origin == "synthetic") == is_right else R for origin in PUBLISHED_ORIGINS]
    found = analyse(make_dataset(PUBLISHED_ORIGINS, {("R-A", "HD"): verdicts}))
    assert words in " ".join(accuracy_sentences(found))


def test_unequal_origins_bring_balanced_accuracy():
    verdicts = {("R-A", "HD"): (R,) * 10}
    found = analyse(make_dataset(("real",) * 8 + ("synthetic",) * 2, verdicts))
    assert any("Balanced accuracy" in sentence for sentence in accuracy_sentences(found))


def test_agreement_is_told_with_its_interval_or_with_why_there_is_none():
    assert "Fleiss kappa is" in agreement_sentence(analyse(two_site_study()))
    assert "no case was read by two readers" in agreement_sentence(PUBLISHED)
    same = analyse(make_dataset(("real", "synthetic"), {("A", "HD"): (R, R), ("B", "HD"): (R, R)}))
    assert "Fleiss kappa is not defined: every reading says the same" in agreement_sentence(same)


def test_without_repeats_or_differences_the_sentences_say_so():
    assert "no case was read twice" in repeats_sentence(PUBLISHED)
    assert morphology_sentence(PUBLISHED).startswith("None of the 11 items differs")


def test_a_study_that_nobody_read_has_no_accuracy_to_tell():
    found = analyse(make_dataset(("real", "synthetic"), {("R-A", "HD"): (None, None)}))
    assert accuracy_sentences(found) == ["There is no accuracy to show: no reading gave a verdict."]
