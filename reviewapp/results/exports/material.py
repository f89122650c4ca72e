"""What texts about a study rest on: its analysis, its frozen protocol, and its flow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewapp.results.analysis import Analysis
from reviewapp.results.dataset import StudyFacts
from reviewapp.results.exports.flow import SiteFlow
from reviewapp.results.exports.headline import HeadlineFigure, headline_figures
from reviewapp.results.findings.accuracy import ALL_READERS


@dataclass(frozen=True)
class Material:
    """One unblinded study, as far as the person who exports it may see it."""

    analysis: Analysis
    protocol: Mapping[str, Any]
    flow: tuple[SiteFlow, ...]

    @property
    def study(self) -> StudyFacts:
        """What is declared about the study."""
        return self.analysis.study

    @property
    def everywhere(self) -> SiteFlow:
        """The flow of all sites."""
        return self.flow[-1]

    @property
    def figures(self) -> list[HeadlineFigure]:
        """The headline figures, all readers first."""
        found = self.analysis.findings
        return headline_figures(accuracy=found.accuracy, roc=found.roc, agreement=found.agreement)

    def of_all(self) -> list[HeadlineFigure]:
        """The headline figures of all readers together."""
        return [one for one in self.figures if one.group == ALL_READERS]

    def listed(self, key: str) -> list[str]:
        """A list of the protocol, "" for none, as texts."""
        return [str(one) for one in self.protocol.get(key, [])]
