"""Gathering the morning's letters. A late run makes one letter of all that waited, never one a day missed."""

from datetime import datetime

from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction

from portal.notifications.actions.sending import Sent, send_waiting
from portal.notifications.domain.digests import latest_digest
from portal.notifications.enums import Channel, SendState
from portal.notifications.models import Delivery, Digest


def send_digests(*, at: datetime, connection: BaseEmailBackend | None = None) -> Sent:
    """Gather what waits for the last half past seven before ``at``, then send every letter that is due."""
    for person in waiting_people(at):
        _gather(person, at)
    return send_waiting(at=at, connection=connection)


def waiting_people(at: datetime) -> list[int]:
    """Return who has something waiting for a digest that is due and was not yet gathered."""
    due = latest_digest(at)
    have = Digest.objects.filter(day=due.date()).values("person")
    waiting = _waiting(due).exclude(notification__person__in=have)
    return sorted(set(waiting.values_list("notification__person", flat=True)))


@transaction.atomic
def _gather(person: int, at: datetime) -> None:
    """Put one person's waiting notices into one letter; the day's second attempt finds the first."""
    due = latest_digest(at)
    digest, made = Digest.objects.get_or_create(person_id=person, day=due.date(), defaults={"not_before": due})
    if made:
        rows = _waiting(due).filter(notification__person=person, digest__isnull=True)
        rows.update(
            digest=digest, state=SendState.CLAIMED, claimed_at=at
        )  # no history: notifications.Delivery has none


def _waiting(due: datetime) -> "models.QuerySet[Delivery]":
    return Delivery.objects.filter(channel=Channel.DIGEST, state=SendState.WAITING, not_before__lte=due)
