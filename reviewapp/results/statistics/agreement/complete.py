"""Cases that every reader scored, for what knows no gaps."""

import numpy as np

from reviewapp.results.statistics.coding import Numbers


def complete_cases(score_rc: Numbers) -> tuple[Numbers, int]:
    """The scores (readers, cases) without gaps, and how many cases that some readers scored fell.

    Readers who scored nothing don't count, nor do cases that nobody scored.
    """
    score_rc = score_rc[np.isfinite(score_rc).any(axis=1)]
    complete_c = np.isfinite(score_rc).all(axis=0) & (len(score_rc) > 0)
    dropped = int(np.isfinite(score_rc).any(axis=0).sum() - complete_c.sum())
    return score_rc[:, complete_c], dropped
