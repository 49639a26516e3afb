"""The team's judgement of one standard, beside what the service said of it: what makes it whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from peerreview.domain.selfassessments import Answer


@dataclass(frozen=True)
class Judgement(Answer):
    """What the team says of one standard; ``difference`` says why it is not what the service said."""

    difference: str = ""

    @property
    def is_begun(self) -> bool:
        """Say whether anything at all was written; a reason for a difference may be the first word."""
        return super().is_begun or bool(self.difference.strip())

    def is_whole(self, own_score: str) -> bool:
        """Say whether nothing is missing beside a service's own score: a score, and the reasons it asks for."""
        return self.is_complete and (not self.differs(own_score) or bool(self.difference.strip()))

    def differs(self, own_score: str) -> bool:
        """Say whether the team scores differently; where the service gave no score, nothing is to be explained."""
        return bool(own_score) and bool(self.score) and self.score != own_score


def half_done(judgements: Iterable[tuple[Judgement, str]]) -> int:
    """Count judgements that are begun and not whole, each beside the service's own score.

    A standard that nobody judged is not assessed: that is no level, and nothing is missing.
    """
    return sum(said.is_begun and not said.is_whole(own) for said, own in judgements)
