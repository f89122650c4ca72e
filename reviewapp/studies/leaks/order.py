"""What tokens and the order of cases say: nothing, when both are drawn at random."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reviewapp.studies.leaks.separation import Numbers, Separation, concordance


@dataclass(frozen=True)
class Shown:
    """One presentation: which case (by its place among the cases), its token, and where it stands.

    ``row`` counts the presentations in the order in which they were stored.
    """

    case: int
    token: str
    row: int
    position: int


def order_tables(shown: Sequence[Shown], cases: int) -> dict[str, Numbers]:
    """Over all readers, for each case: its mean position, how often it is shown, its tokens.

    A token counts as a number (what serial ones give away) and by its bytes (what a prefix does).
    Each table is (cases, features).
    """
    index = np.array([each.case for each in shown])
    times_c = np.bincount(index, minlength=cases).astype(np.float64)
    byte_count = min(len(_token_bytes(each.token)) for each in shown)
    bytes_pf = np.array([list(_token_bytes(each.token)[:byte_count]) for each in shown])
    number_p = token_ranks([each.token for each in shown])
    position_p = np.array([float(each.position) for each in shown])

    def mean(value_p: Numbers) -> Numbers:
        means_c: Numbers = np.bincount(index, value_p, minlength=cases) / times_c
        return means_c

    return {
        "tokens: as numbers": mean(number_p)[:, None],
        "tokens: bytes": np.array([mean(column.astype(np.float64)) for column in bytes_pf.T]).T,
        "order: position": mean(position_p)[:, None],
        "order: times shown": times_c[:, None],
    }


def token_order(shown: Sequence[Shown]) -> Separation:
    """Do tokens count up or down as presentations were stored, which random ones never do?"""
    return concordance(
        np.array([float(each.row) for each in shown]),
        token_ranks([each.token for each in shown]),
    )


def token_ranks(tokens: Sequence[str]) -> Numbers:
    """The places of tokens among each other, from 0, by their bytes; equal ones share one.

    Ranks, for the numbers themselves are longer than a float, and serial ones differ in the last
    digits alone.
    """
    keys = [(_token_bytes(token), token) for token in tokens]
    rank_of = {key: float(rank) for rank, key in enumerate(sorted(set(keys)))}
    return np.array([rank_of[key] for key in keys])


def _token_bytes(token: str) -> bytes:
    """What URL-safe Base64 encodes, or the characters of a token that is none."""
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return token.encode()
