"""The section on privacy: does the batch give away whose ECGs the generator learnt from?"""

from typing import Final

from generator.evaluation.evidence import Evidence
from generator.evaluation.findings import Section
from generator.evaluation.privacy.copies_part import (
    copies_check,
    copies_pictures,
    flagged_copies,
    holdout_check,
    nearness_table,
)
from generator.evaluation.privacy.learnt import known_of
from generator.evaluation.privacy.membership_part import membership_part
from generator.evaluation.privacy.near_copies import nearest_of

_SAYS: Final = (
    "Near copies: each synthetic ECG is set beside every record that the generator learnt from, by "
    "its mean beat (250 ms before to 400 ms after the R peak, shifts of 30 ms allowed) and as a "
    "whole (ten seconds at the best lag up to 5 s), each a cosine over the eight independent "
    "leads, so a gain changes nothing. The limit is a declared cosine, or beyond 99 % of real "
    "records of other patients where these come nearer. A record stretched in time keeps its mean "
    "beat but not its ten seconds. Membership: an attacker scores real records by how much denser "
    "or nearer the batch is to them than held-out records are (DOMIAS, van Breugel et al. 2023; "
    "GAN-Leaks, Chen et al. 2020, both with held-out records in the place of a reference model's "
    "output), or by the checkpoint's denoising loss (Carlini et al. 2023). Tests of few held-out "
    "records cannot show that nothing leaks."
)


def privacy_section(evidence: Evidence) -> Section:
    """Near copies and membership; the same for the same evidence."""
    known = known_of(evidence)
    found = nearest_of(evidence, known)
    membership_checks, membership_table = membership_part(evidence)
    return Section(
        name="privacy",
        title="Privacy: does it give away whom it learnt from?",
        says=_SAYS,
        checks=(copies_check(found, known), holdout_check(evidence), *membership_checks),
        tables=(nearness_table(found, evidence), membership_table),
        pictures=copies_pictures(found, evidence, known),
        flagged=flagged_copies(found, evidence, known),
    )
