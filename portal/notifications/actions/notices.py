"""Telling people, and noting that they have read it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import override

from portal.notifications.announcements import letters_wait
from portal.notifications.enums import Channel, Choice
from portal.notifications.models import Delivery, Notification
from portal.notifications.queries.preferences import choices_about
from portal.notifications.quiet import is_quiet, is_silent
from portal.notifications.registry import event_named
from portal.people.models import User

CHANNELS = {Choice.AT_ONCE: Channel.MAIL, Choice.DIGEST: Channel.DIGEST}


@transaction.atomic
def notify(
    *,
    people: Iterable[User | int],
    event: str,
    key: str,
    subject_kind: str,
    subject_id: int,
    title: str | Promise,
    url: str,
    at: datetime,
    by: User | None = None,
) -> None:
    """Tell each of ``people`` once, in the transaction of what happened; six statements however many they are.

    ``key`` names the occasion (``round.opened:17``): repeated, late or from two processes at once, it tells nobody
    again. Whoever did it, ``by``, is not told of it. ``people`` are those who may see the subject: the caller asks.
    """
    if is_silent():
        return
    known = event_named(event)
    told = {person if isinstance(person, int) else person.pk for person in people}
    if by is not None:
        told.discard(by.pk)
    told -= set(Notification.objects.filter(key=key, person__in=told).values_list("person_id", flat=True))
    told = set(User.objects.filter(pk__in=told, is_active=True).values_list("pk", flat=True)) if told else told
    if not told:
        return
    with override("en-gb"):
        words = str(title)
    notices = [
        Notification(
            person_id=pk,
            event=event,
            key=key,
            subject_kind=subject_kind,
            subject_id=subject_id,
            title=words[:240],
            url=url,
            at=at,
        )
        for pk in sorted(told)
    ]
    # Who told first has told: the constraint decides, also between two processes.
    Notification.objects.bulk_create(notices, ignore_conflicts=True)  # no history: notifications.Notification has none
    if is_quiet():
        return
    choices = choices_about(known, told)
    rows = Notification.objects.filter(key=key, person__in=told).values_list("pk", "person_id")
    deliveries = [
        Delivery(notification_id=pk, channel=CHANNELS[choices[person]], not_before=at)
        for pk, person in rows
        if choices[person] in CHANNELS
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)  # no history: notifications.Delivery has none
    if any(delivery.channel == Channel.MAIL for delivery in deliveries):
        letters_wait()


def mark_read(*, notice: Notification, at: datetime) -> None:
    """Note that its person has opened it; the first time counts."""
    # no history: notifications.Notification has none
    Notification.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, by: User, at: datetime) -> int:
    """Note that ``by`` has seen everything told until ``at``; return how many that were."""
    # no history: notifications.Notification has none
    return Notification.objects.filter(person=by, read_at__isnull=True, at__lte=at).update(read_at=at)
