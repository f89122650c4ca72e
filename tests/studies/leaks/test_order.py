"""Tokens and order as features of the cases."""

import secrets

import numpy as np

from reviewapp.studies.leaks.order import Shown, order_tables, token_order, token_ranks


def shown(tokens: list[str], cases: int = 10) -> list[Shown]:
    """Two readers: the second meets the cases in the opposite order."""
    return [
        Shown(
            case=row % cases if row < cases else cases - 1 - row % cases,
            token=token,
            row=row,
            position=1 + row % cases,
        )
        for row, token in enumerate(tokens)
    ]


def random_tokens(count: int = 20) -> list[str]:
    return [secrets.token_urlsafe(16) for _ in range(count)]


def serial_tokens(count: int = 20) -> list[str]:
    return [f"{7310000 + number:022d}" for number in range(count)]


def test_positions_are_means_over_readers():
    table = order_tables(shown(random_tokens()), 10)["order: position"]
    assert table[:, 0].tolist() == [5.5] * 10


def test_a_repeat_counts_as_another_showing():
    more = [*shown(random_tokens()), Shown(case=3, token=random_tokens(1)[0], row=20, position=11)]
    times = order_tables(more, 10)["order: times shown"][:, 0]
    assert times.tolist() == [2, 2, 2, 3, 2, 2, 2, 2, 2, 2]


def test_tokens_rank_by_their_bytes_to_the_last_digit():
    assert token_ranks(["A" * 22, "_" * 22, "-" * 22]).tolist() == [0, 2, 1]
    assert token_ranks(serial_tokens(12)).tolist() == list(range(12))
    assert token_ranks(["no base64!", "no base64!"]).tolist() == [0, 0]


def test_every_byte_of_the_tokens_is_looked_at():
    table = order_tables(shown(random_tokens()), 10)["tokens: bytes"]
    assert table.shape == (10, 16)
    assert np.ptp(table, axis=0).all()


def test_serial_tokens_count_up_and_random_ones_do_not():
    assert token_order(shown(serial_tokens())).excludes_chance
    assert token_order(shown(serial_tokens()[::-1])).excludes_chance
    assert token_order(shown(["Q", "A", "z", "f", "3", "k", "W", "b"])).excludes_chance is False
