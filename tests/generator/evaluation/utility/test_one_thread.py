"""One thread for the while, and as many as before after it."""

from contextlib import suppress

import pytest

pytest.importorskip("torch", reason="the generator needs PyTorch")

import torch

from generator.evaluation.utility.one_thread import one_thread


def test_as_many_as_before_come_back_even_after_an_error():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with suppress(KeyError), one_thread():
            during = torch.get_num_threads()
            raise KeyError
        assert (during, torch.get_num_threads()) == (1, 2)
    finally:
        torch.set_num_threads(before)
