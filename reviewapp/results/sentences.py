"""What an analysis says, in plain words: only what its figures and intervals bear out."""

from reviewapp.results.analysis import Analysis
from reviewapp.results.statistics.estimate import Estimate
from reviewapp.results.wording import percent, quantity, with_ci

SIGNIFICANT = 0.05


def headline(analysis: Analysis) -> str:
    """Who read what."""
    readers, sites = analysis.everyone.readers, len(analysis.sites)
    return (
        f"{_count(readers, 'reader')} at {_count(sites, 'site')} judged "
        f"{_count(analysis.cases['real'], 'real ECG')} and "
        f"{_count(analysis.cases['synthetic'], 'synthetic ECG')}: "
        f"{_count(analysis.everyone.accuracy.confusion.readings, 'reading')} count."
    )


def accuracy_sentences(analysis: Analysis) -> list[str]:
    """What accuracy says, how it compares with guessing, and which way readers leaned."""
    everyone = analysis.everyone
    accuracy = everyone.accuracy
    if accuracy.accuracy.value is None:
        return [f"There is no accuracy to show: {accuracy.accuracy.reason}."]
    sentences = [
        f"{with_ci(accuracy.accuracy, percent)} of the verdicts were right; guessing gives 50 %.",
        _against_guessing(accuracy.accuracy),
    ]
    if analysis.cases["real"] != analysis.cases["synthetic"]:
        sentences.append(
            f"Balanced accuracy, which does not depend on how many ECGs were synthetic, is "
            f"{with_ci(accuracy.balanced, percent)}."
        )
    sentences.append(_leaning(everyone.detection.criterion))
    return [sentence for sentence in sentences if sentence]


def _against_guessing(accuracy: Estimate) -> str:
    if accuracy.low is None or accuracy.high is None:
        return f"There is no interval: {accuracy.interval_reason}."
    if accuracy.low > 0.5:
        return "The whole interval lies above 50 %: readers told real from synthetic ECGs."
    if accuracy.high < 0.5:
        return (
            "The whole interval lies below 50 %: readers told the two apart, "
            "but took one for the other."
        )
    return (
        "The interval includes 50 %: readers were not shown to tell real from synthetic ECGs. "
        "That is not proof that they cannot."
    )


def _leaning(criterion: Estimate) -> str:
    if criterion.value is None or criterion.low is None or criterion.high is None:
        return ""
    figure = with_ci(criterion, quantity)
    if criterion.low > 0:
        return f"Readers leaned to “real”: criterion c is {figure}."
    if criterion.high < 0:
        return f"Readers leaned to “synthetic”: criterion c is {figure}."
    return f"Readers leaned to neither side clearly: criterion c is {figure}."


def verdict_sentence(analysis: Analysis) -> str:
    """The confusion table in words."""
    table = analysis.everyone.accuracy.confusion
    return (
        f"Synthetic ECGs were called synthetic in {table.synthetic_called_synthetic} of "
        f"{_count(table.synthetic, 'reading')}, real ones in {table.real_called_synthetic} of "
        f"{table.real}."
    )


def agreement_sentence(analysis: Analysis) -> str:
    """How much readers agreed beyond chance."""
    found = analysis.agreement[0].binary
    share, kappa = found["percent_agreement"], found["fleiss_kappa"]
    if share.value is None:
        return f"There is no agreement between readers to show: {share.reason}."
    text = (
        f"Two readers of the same ECG gave the same verdict, real or synthetic, in "
        f"{with_ci(share, percent)} of pairs."
    )
    if kappa.value is None:
        return f"{text} Fleiss kappa is not defined: {kappa.reason}."
    return (
        f"{text} Beyond chance, Fleiss kappa is {with_ci(kappa, quantity)}: "
        "0 is what chance gives, 1 is full agreement."
    )


def repeats_sentence(analysis: Analysis) -> str:
    """How much readers agreed with themselves."""
    share = analysis.repeats.everyone
    if share.value is None:
        return f"There is no agreement of readers with themselves to show: {share.reason}."
    pairs = share.extent.readings // 2
    return (
        f"{_count(pairs, 'reading')} came of a hidden repeat: the verdict, real or synthetic, was "
        f"the same again in {with_ci(share, percent)}."
    )


def morphology_sentence(analysis: Analysis) -> str:
    """Which items differ between real and synthetic ECGs after adjustment."""
    if not analysis.morphology:
        return "The questionnaire of this study has no morphology scores."
    different = [
        item.label
        for item in analysis.morphology
        if item.comparison.p_holm is not None and item.comparison.p_holm < SIGNIFICANT
    ]
    total = len(analysis.morphology)
    if not different:
        return (
            f"None of the {total} items differs between real and synthetic ECGs beyond chance "
            "(p < 0.05 after Holm's adjustment)."
        )
    return (
        f"{len(different)} of {total} items differ between real and synthetic ECGs beyond chance "
        f"(p < 0.05 after Holm's adjustment): {'; '.join(different)}."
    )


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
