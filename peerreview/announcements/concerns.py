"""Who is told of an immediate concern, and reminded until it is settled: never anybody of the service.

A title leaves the portal: it says neither which service nor what was seen.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerreview.models import ImmediateConcern
from peerreview.queries.concerns import first_told, open_concerns, safeguarding_leads
from portal.notifications import Reminder, notify, register_event, register_group, register_reminders, register_subject
from portal.notifications.domain.reminders import moments
from portal.people.models import User

AHEAD, LATE_EVERY = (timedelta(hours=1),), timedelta(hours=4)


def register() -> None:
    """Name everything; called once."""
    register_group(
        "concerns",
        gettext_lazy("Immediate concerns"),
        gettext_lazy("Somebody on a visit saw or heard that a child may be unsafe; its time runs out."),
        default="at_once",
    )
    register_event("peer_review.concern_raised", gettext_lazy("An immediate concern was raised"), "concerns")
    register_event("peer_review.concern_settled", gettext_lazy("An immediate concern was settled"), "concerns")
    register_event("peer_review.concern_due", gettext_lazy("An immediate concern waits to be settled"), "concerns")
    register_subject("immediate_concern", visible)
    register_reminders("peerreview.concerns", concerns_due)


def visible(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which concerns ``person`` may know of."""
    return set(ImmediateConcern.objects.visible_to(person, at).filter(pk__in=keys).values_list("pk", flat=True))


def concern_raised(concern: ImmediateConcern, by: User, at: datetime) -> None:
    """Tell who has to see to it, and the safeguarding lead, at once."""
    people = first_told(concern.review, at) | safeguarding_leads(concern.review, at)
    _tell("concern_raised", concern, _("An immediate concern waits for you"), people, by, at)


def concern_settled(concern: ImmediateConcern, by: User, at: datetime) -> None:
    """Tell the same people, and who raised it, that it is settled."""
    people = first_told(concern.review, at) | safeguarding_leads(concern.review, at) | {concern.raised_by_id}
    _tell("concern_settled", concern, _("An immediate concern was settled"), people, by, at)


def concerns_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind an hour ahead; past its clock it climbs to the safeguarding lead, every four hours until it is settled."""
    for row in open_concerns():
        people = first_told(row.review, at)
        for due in moments(row.due_at, until, before=AHEAD, late_every=LATE_EVERY):
            is_late = due >= row.due_at
            yield Reminder(
                event="peer_review.concern_due",
                thing=str(row.pk),
                due=max(due, row.raised_at),
                people=people | safeguarding_leads(row.review, at) if is_late else people,
                subject_kind="immediate_concern",
                subject_id=row.pk,
                title=_("An immediate concern is late") if is_late else _("An immediate concern is due"),
                url=f"/concerns/{row.pk}/",
                where=_("Immediate concerns"),
            )


def _tell(event: str, concern: ImmediateConcern, title: str, people: Iterable[int], by: User, at: datetime) -> None:
    notify(
        people=people,
        event=f"peer_review.{event}",
        key=f"peer_review.{event}:{concern.pk}",
        subject_kind="immediate_concern",
        subject_id=concern.pk,
        title=title,
        url=f"/concerns/{concern.pk}/",
        at=at,
        by=by,
    )
