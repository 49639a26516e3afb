"""What Today says of urgent decisions and reviews: beside ``today``, which asks."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.enums.decisions import DecisionState
from governance.enums.rounds import RecordedHow
from governance.enums.urgents import UrgentState
from governance.models import Appointment, Position, UrgentDecision
from governance.models.rounds import kept_out
from governance.models.standing import standing_of
from governance.queries.waits import waiting, waits_as
from portal.today import Card

if TYPE_CHECKING:
    from portal.people.models import User


def unconfirmed(said: "QuerySet[Position]") -> "QuerySet[Position]":
    """Keep, of what was said, what counts, was entered by somebody else and is not confirmed."""
    return said.filter(superseded_by=None, confirmation=None).exclude(recorded_how=RecordedHow.PORTAL)


def review(decision: Any, *, owns: bool) -> Card:
    """Remind owner and chair of a review that is due or going on."""
    under_review = decision.state == DecisionState.UNDER_REVIEW
    why = _("You own this decision, and its review is due.")
    if not owns:
        why = _("You chair the board, and it is under review.")
    return Card(
        _("Review decision %(number)s: %(title)s") % {"number": decision.number, "title": decision.title},
        why,
        reverse("governance:decision_reviews" if under_review else "governance:decision", args=[decision.number]),
        _("Open the review") if under_review else _("Open the decision"),
        decision.review_on,
        str(DecisionState.UNDER_REVIEW.label) if under_review else _("Decision"),
        "under_review" if under_review else "",
    )


def urgent(person: "User", at: datetime) -> Iterator[Card]:
    """Ask trustees of another constituency to confirm what the chair asks for."""
    if "urgent" not in waiting(person, at):
        return
    for row in _asked(person, at).select_related("proposal").order_by("latest_end", "pk"):
        yield Card(
            _("Confirm the urgent decision %(name)s, if it cannot wait") % {"name": str(row.proposal)},
            _("The chair asks a trustee of another constituency."),
            reverse("governance:proposal", args=[row.proposal.number]),
            _("Read it"),
            row.latest_end,
            _("Urgent"),
            "urgent",
        )


@waits_as("urgent")
def _asked(person: "User", at: datetime) -> "QuerySet[Any]":
    boards = standing_of(person, at).trustee_of
    own = Appointment.objects.active(at).filter(
        person=person, seat__board=OuterRef("board"), seat__constituency=OuterRef("chair_constituency")
    )
    rows = UrgentDecision.objects.filter(~Q(chair=person), state=UrgentState.ASKED, board__in=boards, latest_end__gt=at)
    return rows.filter(~Exists(own), ~kept_out(person.pk, "proposal"))
