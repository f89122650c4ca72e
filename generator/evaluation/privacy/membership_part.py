"""Membership tests as checks and a table."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from generator.evaluation.ecg_set import EcgSet
from generator.evaluation.evidence import Evidence
from generator.evaluation.fidelity.embedding import embed
from generator.evaluation.findings import Cell, Check, Column, Table
from generator.evaluation.privacy.black_box import density_scores, nearness_scores
from generator.evaluation.privacy.learnt import members_of
from generator.evaluation.privacy.membership import Attack, attacks_of
from generator.evaluation.privacy.nearness import beat_nearness
from generator.evaluation.privacy.thresholds import FALSE_POSITIVES, MEMBERSHIP
from generator.evaluation.privacy.white_box import NotTestableError, loss_scores

DENSITY, NEARNESS, LOSS = "density", "nearness", "loss"
TITLES = {
    DENSITY: "Membership by density (holds the batch)",
    NEARNESS: "Membership by the nearest beat (holds the batch)",
    LOSS: "Membership by denoising loss (holds the checkpoint)",
}
_NOT_KNOWN = "It is not known which real records were learnt from and which were held out."
_TOO_FEW = "Too few records, learnt, held out or synthetic, in each rhythm."


def membership_part(evidence: Evidence) -> tuple[tuple[Check, ...], Table]:
    """A check of each attack over all rhythms, and the table with each rhythm."""
    members = members_of(evidence)
    if members is None:
        return tuple(_unknown(attack, _NOT_KNOWN, 0) for attack in TITLES), _table({})
    batch = evidence.synthetic
    members_nd = embed(members.signals_mv_nlt)
    batch_sd = embed(batch.signals_mv_nlt)
    own_nn = beat_nearness(members, members)
    scores = {
        DENSITY: density_scores(members, batch, members_nd, batch_sd),
        NEARNESS: nearness_scores(beat_nearness(batch, members), own_nn, members, batch),
    }
    found = {name: _attacks(evidence, members, score_n) for name, score_n in scores.items()}
    checks = [_check(name, attacks, members) for name, attacks in found.items()]
    loss_check, found[LOSS] = _by_loss(evidence, members, members_nd)
    return (*checks, loss_check), _table(found)


def _by_loss(
    evidence: Evidence, members: EcgSet, members_nd: NDArray[np.float64]
) -> tuple[Check, tuple[Attack, ...]]:
    if evidence.checkpoint is None:
        return _unknown(LOSS, "No checkpoint was given.", len(members)), ()
    stream = np.random.default_rng([evidence.seed, 64])
    try:
        scored = loss_scores(
            members, members_nd, evidence.checkpoint, evidence.reference_checkpoint, stream=stream
        )
    except NotTestableError as error:
        return _unknown(LOSS, f"The checkpoint's loss was not computed: {error}.", len(members)), ()
    attacks = _attacks(evidence, scored.members, scored.score_n)
    return _check(LOSS, attacks, scored.members, scored.says), attacks


def _attacks(
    evidence: Evidence, members: EcgSet, score_n: NDArray[np.float64]
) -> tuple[Attack, ...]:
    return attacks_of(
        score_n,
        members,
        rhythms=evidence.rhythms,
        replicates=evidence.replicates,
        stream=np.random.default_rng([evidence.seed, 63]),
    )


def _check(name: str, attacks: Sequence[Attack], members: EcgSet, says: str = "") -> Check:
    if not attacks:
        return _unknown(name, _TOO_FEW, len(members))
    overall = attacks[-1]
    return Check(
        name=f"privacy.membership_{name}",
        title=TITLES[name],
        value=overall.auc,
        low=overall.low,
        high=overall.high,
        threshold=MEMBERSHIP,
        n=overall.members + overall.held_out,
        says=" ".join(
            part
            for part in ("AUC; 0.5 is a guess.", _caught(overall), _weak(attacks), says)
            if part
        ),
    )


def _caught(attack: Attack) -> str:
    if attack.caught is None:
        return "No rhythm has enough held-out records for a false-positive rate of 5 %."
    return f"At 5 % false positives it catches {attack.caught:.0%} of the members."


def _weak(attacks: Sequence[Attack]) -> str:
    few = [
        f"{attack.rhythm} with {attack.held_out} held-out records"
        for attack in attacks
        if attack.rhythm and 1 / (attack.held_out + 1) > FALSE_POSITIVES
    ]
    return f"Weak for {', '.join(few)}: of them it says next to nothing." if few else ""


def _unknown(name: str, why: str, count: int) -> Check:
    return Check(
        name=f"privacy.membership_{name}",
        title=TITLES[name],
        value=None,
        threshold=MEMBERSHIP,
        n=count,
        says=why,
    )


def _table(found: dict[str, tuple[Attack, ...]]) -> Table:
    rows: list[dict[str, Cell]] = [
        {
            "attack": TITLES[name],
            "rhythm": attack.rhythm or "all",
            "members": attack.members,
            "held_out": attack.held_out,
            "auc": attack.auc,
            "low": attack.low,
            "high": attack.high,
            "caught": attack.caught,
        }
        for name, attacks in found.items()
        for attack in attacks
    ]
    return Table(
        name="privacy.membership",
        title="Membership tests by rhythm",
        columns=(
            Column(name="attack", title="Attack"),
            Column(name="rhythm", title="Rhythm"),
            Column(name="members", title="Learnt", digits=0),
            Column(name="held_out", title="Held out", digits=0),
            Column(name="auc", title="AUC"),
            Column(name="low", title="from"),
            Column(name="high", title="to"),
            Column(name="caught", title="Caught at 5 % false positives"),
        ),
        rows=tuple(rows),
        note="95 % intervals by patient bootstrap. Caught: gaps where fewer than 19 held-out "
        "records leave no room for 5 %; over all, rhythms with enough of them.",
    )
