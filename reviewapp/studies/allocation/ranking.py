"""The only source of chance of an allocation: HMAC-SHA256 under the study's seed.

A generator of random numbers may change its algorithm with a release of the language or a
library; HMAC-SHA256 (RFC 2104, FIPS 180-4) does not, so that anybody can recompute a plan.
"""

import hashlib
import hmac
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SEPARATOR = "|"
SPARE_BITS = 128
"""Bits drawn beyond those of the limit; the bias of the remainder is then below 2**-128."""


class Ranking:
    """Ranks and numbers that follow from a seed and from words, and from nothing else."""

    def __init__(self, seed: bytes | str) -> None:
        """Keep ``seed``, text as UTF-8. Raises ValueError for an empty one."""
        self._seed = seed.encode() if isinstance(seed, str) else seed
        if not self._seed:
            raise ValueError("an allocation needs a seed, and this one is empty")

    @property
    def commitment(self) -> str:
        """SHA-256 of the seed in hex: published at the start, it binds without telling."""
        return hashlib.sha256(self._seed).hexdigest()

    def rank(self, *words: str) -> bytes:
        """HMAC-SHA256(seed, the words joined by "|"), 32 bytes.

        Raises ValueError for a word that holds "|", as two messages could then be the same.
        """
        if any(SEPARATOR in word for word in words):
            raise ValueError(f"a word of a ranking holds no {SEPARATOR!r}: {words}")
        return hmac.new(self._seed, SEPARATOR.join(words).encode(), hashlib.sha256).digest()

    def ordered(self, keys: Iterable[str], *words: str) -> list[str]:
        """``keys`` by the rank of ``words`` and the key, whatever order they came in."""
        return sorted(keys, key=lambda key: self.rank(*words, key))

    def number_below(self, limit: int, *words: str) -> int:
        """A whole number 0 <= n < ``limit``, each as likely. Raises ValueError below 1."""
        if limit < 1:
            raise ValueError(f"no number lies below {limit}")
        bits = limit.bit_length() + SPARE_BITS
        digests = [self.rank(*words, str(index)) for index in range((bits + 255) // 256)]
        return int.from_bytes(b"".join(digests), "big") % limit


def apportion(
    total: int, weights: Mapping[Key, int], *, ties: Mapping[Key, bytes]
) -> dict[Key, int]:
    """Share ``total`` out in proportion to whole ``weights``, by largest remainder (Hamilton).

    Equal remainders go by the smaller of ``ties``. No share exceeds its weight as long as
    ``total`` is no more than their sum.
    """
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    shares = {key: total * weight // whole for key, weight in weights.items()}
    rest = total - sum(shares.values())
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), ties[key]))
    for key in by_remainder[:rest]:
        shares[key] += 1
    return shares


def percent_of(percent: int, count: int) -> int:
    """``percent`` % of ``count``, rounded half up, in whole numbers alone."""
    return (2 * percent * count + 100) // 200
