"""A multi-hot label becomes the sum of its labels' embeddings."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is an optional extra")

from generator.conditions import LabelEmbedding, multi_hot  # noqa: E402


def test_two_labels_are_embedded_as_their_sum():
    embedding = LabelEmbedding(4, 3)
    both = embedding(multi_hot([1, 3], 4)[None])
    assert torch.allclose(both[0], embedding.weight[1] + embedding.weight[3])


@pytest.mark.parametrize("index", [-1, 4])
def test_a_label_that_is_none_is_refused(index):
    with pytest.raises(ValueError, match=f"label {index}"):
        multi_hot([0, index], 4)
