"""Reports for tests: a review whose team was there and writes, past the visit; the rest through the real actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peerreview.actions import accuracy, recommendations, reports
from peerreview.actions.typed import Saved
from peerreview.domain.judgements import Judgement
from peerreview.domain.selfassessments import Save
from peerreview.enums.reports import CommentOutcome, SeatStance, Strength
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import Recommendation, ReportVersion, Review, Standard, StandardResponse, TeamSeat
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.people import UserFactory
from tests.factories.reviewers import with_team
from tests.factories.selfassessments import lead_of, review_with, written
from tests.remembering import remembered

SMART = {
    "specific": "Write down what was agreed after every meeting.",
    "measurable": "Six of six meetings have notes that everybody can read.",
    "attainable": "The notes take ten minutes and there is a book for them.",
    "relevant": "People who see what became of their wishes speak again.",
    "timely": "By the end of the spring term.",
}


@remembered
def visited(standards: int = 3, own: Sequence[str] = ("met", "partly_met", "not_met")) -> Review:
    """Return a review in drafting: the service scored itself, five people were there."""
    review = review_with(standards)
    for n in range(1, standards + 1):
        written(review, f"1.{n}", score=own[(n - 1) % len(own)], commentary="We say so.")
    review = Review.objects.get(pk=review.pk)
    review.state, review.submitted_at, review.submitted_by = ReviewState.DRAFTING, NOON, lead_of(review)
    save_with_history(review, by=None, reason="Made for a test", at=NOON)
    with_team(review, state=SeatState.ATTENDED)
    return fresh(review)


def fresh(review: Review) -> Review:
    """Read a review anew, with what its page reads."""
    along = ("service__region", "cycle", "edition__set", "report", "visit", "self_assessment")
    return Review.objects.select_related(*along).get(pk=review.pk)


def team_of(review: Review) -> list[User]:
    """Return who was there: the lead, three peers, the expert by experience."""
    seats = TeamSeat.objects.filter(team__review=review).select_related("person").order_by("number")
    return [seat.person for seat in seats if seat.person]


@remembered
def manager() -> User:
    """Return a programme manager."""
    return UserFactory(roles=["programme_manager"])  # type: ignore[no-any-return]


@remembered
def judge(review: Review, code: str = "1.1", *, by: User | None = None, **more: Any) -> Saved:
    """Save one judgement as a page would."""
    save = {"base": more.pop("base", 0), "writer": more.pop("writer", "a" * 16), "seq": more.pop("seq", 1)}
    return reports.save_judgement(
        review=fresh(review),
        standard=Standard.objects.get(edition=review.edition, code=code),
        settles=more.pop("settles", False),
        at=more.pop("at", NOON),
        save=Save(Judgement(**more), **save),
        by=by or team_of(review)[0],
    )


@remembered
def recommended(review: Review, strength: str = "must", code: str = "1.1", **more: str) -> Recommendation:
    """Recommend something as the lead."""
    return recommendations.recommend(
        review=fresh(review),
        strength=Strength(strength),
        fields={**SMART, **more},
        standards=[Standard.objects.get(edition=review.edition, code=code)],
        carried_from=None,
        by=team_of(review)[0],
        at=NOON,
    )


@remembered
def drafted(standards: int = 3) -> Review:
    """Return a review whose report is written: judgements, an achievement, a recommendation, summaries."""
    review = visited(standards)
    own = dict(StandardResponse.objects.filter(self_assessment__review=review).values_list("standard__code", "score"))
    for n in range(1, standards + 1):
        code, score = f"1.{n}", ("met", "partly_met")[n % 2]
        why = "We saw it differently on the day." if score != own[code] else ""
        judge(review, code, score=score, commentary=f"What we saw of {code}.", difference=why)
    lead = team_of(review)[0]
    reports.name_achievement(review=fresh(review), text="Nobody eats alone.", by=lead, at=NOON)
    recommended(review)
    report = fresh(review).report
    reports.write_summaries(
        review=fresh(review),
        summary="A warm house.\n\nIt writes too little down.",
        plain_summary="You live in a good house.",
        base=report.version,
        by=lead,
        at=NOON,
    )
    return fresh(review)


@remembered
def agreed(review: Review | None = None) -> Review:
    """Return a review whose team has spoken: four agree, one dissents."""
    review = review or drafted()
    team = team_of(review)
    reports.put_to_team(review=fresh(review), by=team[0], at=NOON)
    for person in team[:4]:
        reports.say_of_draft(review=fresh(review), stance=SeatStance.AGREES, text="", by=person, at=NOON)
    dissent = "I would have scored 1.1 higher."
    reports.say_of_draft(review=fresh(review), stance=SeatStance.DISSENTS, text=dissent, by=team[4], at=NOON)
    return fresh(review)


@remembered
def checked(review: Review | None = None) -> Review:
    """Return a review whose draft lies with the service."""
    review = review or agreed()
    accuracy.send_for_accuracy(review=fresh(review), reason="", by=team_of(review)[0], at=NOON)
    return fresh(review)


@remembered
def corrected(review: Review | None = None) -> Review:
    """Return a review whose service commented once and was answered: the report is being made final."""
    review = review or checked()
    host, lead = lead_of(review), team_of(review)[0]
    row = accuracy.comment_on(review=fresh(review), paragraph=1, statement="It has four rooms.", by=host, at=NOON)
    accuracy.finish_comments(review=fresh(review), by=host, at=NOON)
    accuracy.answer_comment(
        comment=row, outcome=CommentOutcome.STANDS, reason="The text says nothing of rooms.", by=lead, at=NOON
    )
    accuracy.begin_finalising(review=fresh(review), by=lead, at=NOON)
    return fresh(review)


@remembered
def final(review: Review | None = None, at: datetime = NOON) -> ReportVersion:
    """Return the final version of a report."""
    return accuracy.finalise(review=fresh(review or corrected()), by=manager(), at=at)
