"""What amendments need of one person on Today: an answer, a renewal, or whether a concern is met."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.enums.amendments import AmendmentState
from governance.enums.proposals import ConcernState
from governance.models import Amendment, Concern
from portal.today import Card

if TYPE_CHECKING:
    from portal.people.models import User

# How long a concern that may be met is asked about; it can be resolved at any time.
ASKED_FOR = timedelta(days=21)


def part_of(person: "User", asked_since: datetime) -> Q:
    """Keep proposals with an outdated amendment of the person's, or a concern of theirs that may be met."""
    return Q(Exists(_outdated(person))) | Q(Exists(_met(person, asked_since)))


def columns(person: "User", asked_since: datetime) -> dict[str, Any]:
    """Return what the cards read beside the proposal, each a column of the same statement."""
    waiting = Amendment.objects.filter(proposal=OuterRef("pk"), state=AmendmentState.PROPOSED)
    return {
        "amendments_waiting": Subquery(
            waiting.order_by().values("proposal").annotate(number=Count("pk")).values("number")
        ),
        "amendment_outdated": Subquery(_outdated(person).order_by("n").values("n")[:1]),
        "concern_met": Subquery(_met(person, asked_since).order_by("pk").values("pk")[:1]),
    }


def cards(proposal: Any, why: str, words: dict[str, Any], *, answers: bool, trustee: bool) -> Iterator[Card]:
    """Return the cards of one proposal; ``answers`` says that the person proposes it, ``trustee`` that they decide."""
    if proposal.amendments_waiting and answers:
        count = proposal.amendments_waiting
        title = ngettext(
            "An amendment to %(name)s waits for your answer",
            "%(count)d amendments to %(name)s wait for your answer",
            count,
        ) % {**words, "count": count}
        href = reverse("governance:amendments", args=[proposal.number]) + "?state=proposed"
        yield Card(title, why, href, _("Answer"), tag=_("Amendment"))
    if proposal.amendment_outdated and trustee:
        href = reverse("governance:amendment", args=[proposal.number, proposal.amendment_outdated])
        title = _("Renew or withdraw your amendment to %(name)s") % words
        yield Card(
            title, _("A new version says something else in its place."), href, _("Look at it"), tag=_("Amendment")
        )
    if proposal.concern_met and trustee:
        href = reverse("governance:resolve_concern", args=[proposal.number, proposal.concern_met])
        title = _("Is your concern about %(name)s resolved?") % words
        note = _("A new version takes in an amendment that was meant to resolve it.")
        yield Card(title, note, href, _("Say whether it is"), tag=_("Concern"), tag_state="concern")


def _outdated(person: "User") -> "QuerySet[Amendment]":
    return Amendment.objects.filter(proposal=OuterRef("pk"), author=person, state=AmendmentState.OUTDATED)


def _met(person: "User", asked_since: datetime) -> "QuerySet[Concern]":
    # Whoever lets it stand, or opened it again, has said enough.
    return Concern.objects.filter(
        proposal=OuterRef("pk"),
        raised_by=person,
        state=ConcernState.OPEN,
        why_reopened="",
        answered_by__amendment__published_in__published_at__gt=asked_since,
    )
