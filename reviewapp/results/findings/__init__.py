"""What the readings of a study say: every figure, computed once from one table of readings."""

from reviewapp.results.findings.find import SECTIONS, Findings, Progress, find

__all__ = ["SECTIONS", "Findings", "Progress", "find"]
