"""Who is told of reviews and of what is about to end, in which words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.notices import about, answerers_of, day_words, members_of, of_proposal
from governance.enums.proposals import Confidentiality
from governance.enums.reviews import ReviewOutcome
from governance.models import Decision, DecisionReview, Proposal
from governance.queries.seats import chair_of
from portal.notifications import notify
from portal.people.models import User


def review_near(decision: Decision, at: datetime) -> None:
    """Tell owner and chair that the review day is near."""
    title = _("%(about)s is reviewed on %(day)s: look at how it went") % {
        "about": _about(decision),
        "day": date_format(decision.review_on, "j F Y"),
    }
    key = f"decision.review_near:{decision.pk}:{decision.review_on.isoformat()}"
    _tell("decision.review_near", key, title, decision, _keepers(decision, at), None, at)


def review_opened(review: DecisionReview, by: User | None, at: datetime) -> None:
    """Tell the board and the owner."""
    decision = review.decision
    title = _("%(about)s is under review") % {"about": _about(decision)}
    people = members_of(decision.board_id, at) | {decision.owner_id}
    _tell("decision.review_opened", f"decision.review_opened:{review.pk}", title, decision, people, by, at)


def review_closed(review: DecisionReview, by: User | None, at: datetime) -> None:
    """Tell the board's people, and of an open decision the constituencies' members too."""
    decision = review.decision
    words = {
        ReviewOutcome.CONTINUED: _("%(about)s was reviewed and continues"),
        ReviewOutcome.SUPERSEDED: _("%(about)s was superseded by %(other)s"),
        ReviewOutcome.RESCINDED: _("%(about)s was rescinded by %(other)s"),
        ReviewOutcome.EXPIRED: _("%(about)s has expired"),
    }[ReviewOutcome(review.outcome)]
    people = members_of(decision.board_id, at) | {decision.owner_id}
    if decision.confidentiality == Confidentiality.OPEN:
        people |= set(decision.board.constituency_members.active(at).values_list("person", flat=True))
    # A number that is not public is not told to who may not read it.
    by_open = review.rests_on is not None and review.rests_on.confidentiality == Confidentiality.OPEN
    other = review.rests_on.number if review.rests_on and by_open else _("another decision")
    title = words % {"about": _about(decision), "other": other}
    _tell("decision.review_closed", f"decision.review_closed:{review.pk}", title, decision, people, by, at)


def expiry_near(review: DecisionReview, ends_at: datetime, at: datetime) -> None:
    """Tell owner and chair that the decision expires unless something is proposed."""
    decision = review.decision
    title = _("%(about)s expires on %(day)s unless the board is asked to continue or replace it") % {
        "about": _about(decision),
        "day": day_words(ends_at),
    }
    key = f"decision.expiry_near:{review.pk}"
    _tell("decision.expiry_near", key, title, decision, _keepers(decision, at), None, at)


def lapse_near(proposal: Proposal, lapses: datetime, key: str, at: datetime) -> None:
    """Tell proposer, chair and secretary that the proposal lapses unless anything is said."""
    title = _("%(about)s lapses on %(day)s unless somebody says something about it") % {
        "about": about(proposal),
        "day": day_words(lapses),
    }
    of_proposal("proposal.lapse_near", f"proposal.{key}", title, proposal, answerers_of(proposal, at), None, at)


def proposal_lapsed(proposal: Proposal, by: User | None, at: datetime) -> None:
    """Tell the board; of a draft, those who saw it. An urgent decision that lapses is told of in its own words."""
    people = members_of(proposal.board_id, at) if proposal.version_count else answerers_of(proposal, at)
    title = _("%(about)s has lapsed") % {"about": about(proposal)}
    of_proposal("proposal.ended", f"proposal.lapsed:{proposal.pk}", title, proposal, people, by, at)


def _keepers(decision: Decision, at: datetime) -> set[int]:
    term = chair_of(decision.board, at)
    return {decision.owner_id} | ({term.appointment.person_id} if term else set())


def _about(decision: Decision) -> str:
    if decision.confidentiality == Confidentiality.OPEN:
        return f"{decision.number} {decision.title}"[:150]
    return decision.number


def _tell(
    event: str, key: str, title: str, decision: Decision, people: Iterable[int], by: User | None, at: datetime
) -> None:
    if decision.confidentiality != Confidentiality.OPEN:
        # An owner who has left the board reads of it no more.
        people = set(people) & members_of(decision.board_id, at)
    notify(
        people=people,
        event=event,
        key=key,
        subject_kind="decision",
        subject_id=decision.pk,
        title=title,
        url=f"/decisions/{decision.number}/review/",
        at=at,
        by=by,
    )
