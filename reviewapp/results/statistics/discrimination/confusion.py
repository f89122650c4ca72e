"""Readings counted by origin and verdict."""

from dataclasses import dataclass

import numpy as np

from reviewapp.results.statistics.coding import REAL, SYNTHETIC, Codes, checked_truth


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Readings counted by origin and verdict."""

    synthetic_called_synthetic: int = 0
    synthetic_called_real: int = 0
    real_called_synthetic: int = 0
    real_called_real: int = 0

    @classmethod
    def of(cls, *, truth_c: Codes, verdict_rc: Codes) -> "Confusion":
        """Count all readings of a reader x case table; missing ones don't count."""
        truth_rc = np.broadcast_to(checked_truth(truth_c, verdict_rc), verdict_rc.shape)

        def count(origin: int, verdict: int) -> int:
            return int(np.count_nonzero((truth_rc == origin) & (verdict_rc == verdict)))

        return cls(
            synthetic_called_synthetic=count(SYNTHETIC, SYNTHETIC),
            synthetic_called_real=count(SYNTHETIC, REAL),
            real_called_synthetic=count(REAL, SYNTHETIC),
            real_called_real=count(REAL, REAL),
        )

    @property
    def synthetic(self) -> int:
        """Readings of synthetic cases."""
        return self.synthetic_called_synthetic + self.synthetic_called_real

    @property
    def real(self) -> int:
        """Readings of real cases."""
        return self.real_called_synthetic + self.real_called_real

    @property
    def correct(self) -> int:
        """Readings whose verdict was the origin."""
        return self.synthetic_called_synthetic + self.real_called_real

    @property
    def readings(self) -> int:
        """All readings."""
        return self.synthetic + self.real
