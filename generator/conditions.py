"""From labels to the vector that conditions the network.

Shape legend: ``_bk`` is record x label, ``_be`` record x width of the embedding.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class LabelEmbedding(nn.Module):
    """A multi-hot label times a matrix: the sum of the embeddings of the labels that are set."""

    weight: Tensor

    def __init__(self, labels: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(labels, width))

    def forward(self, label_bk: Tensor) -> Tensor:
        """Embed (b, labels) as (b, width)."""
        return label_bk @ self.weight


def multi_hot(indices: Sequence[int], labels: int) -> Tensor:
    """The label of shape (labels,) that is 1 at ``indices``, else 0, float32.

    Raises ValueError for an index outside 0 to labels - 1.
    """
    if outside := [index for index in indices if not 0 <= index < labels]:
        raise ValueError(f"label {outside[0]} does not lie within 0 to {labels - 1}")
    label_k = torch.zeros(labels)
    label_k[list(indices)] = 1
    return label_k
