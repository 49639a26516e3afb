"""Handing letters to the mail server, each once.

A letter is claimed by one conditional ``UPDATE`` that commits before the mail server hears of it, so two workers
never send the same one. The server's answer and our row cannot commit together: what is certain is written down
(sent; or refused, and tried again later), and a claim whose process died in between is taken up again after a
lease, **under the same Message-ID**, which mail servers and readers know as the same letter. A lost notice would
be worse than a letter that arrives twice and is shown once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import TypeVar

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from portal.notifications.actions import letters
from portal.notifications.enums import Channel, SendState
from portal.notifications.models import Delivery, Digest

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
GIVE_UP_AFTER = 10
AT_A_TIME = 200

Row = TypeVar("Row", Delivery, Digest)


@dataclass
class Sent:
    """What came of one pass."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    subjects: list[str] = field(default_factory=list)

    def __add__(self, other: "Sent") -> "Sent":
        return Sent(
            self.sent + other.sent,
            self.dropped + other.dropped,
            self.failed + other.failed,
            self.subjects + other.subjects,
        )


def send_waiting(*, at: datetime, connection: BaseEmailBackend | None = None) -> Sent:
    """Send every letter that is due at ``at``; safe to run twice, at once or late."""
    mails = _send(Delivery, Q(channel=Channel.MAIL), letters.about_notice, at, connection)
    return mails + _send(Digest, Q(), letters.digest, at, connection)


def due(at: datetime) -> Q:
    """Keep what may be taken up: it waits and its time has come, or its claim has run out."""
    waits = Q(state=SendState.WAITING, not_before__lte=at)
    return waits | Q(state=SendState.CLAIMED, claimed_at__lt=at - LEASE)


def _send(
    model: type[Row],
    which: Q,
    write: Callable[[Row, datetime, BaseEmailBackend], EmailMultiAlternatives | None],
    at: datetime,
    connection: BaseEmailBackend | None,
) -> Sent:
    result = Sent()
    keys = list(model._default_manager.filter(which & due(at)).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
    for key in keys:
        if not _claim(model, key, at):
            continue
        row = model._default_manager.get(pk=key)
        connection = connection or get_connection()
        letter = write(row, at, connection)
        if letter is None:
            _end(row, SendState.DROPPED, at)
            result.dropped += 1
            continue
        try:
            letter.send()
        except (SMTPException, OSError) as error:
            # The server did not take it: that is certain, so it waits for another try.
            _put_back(row, at)
            log.warning("letter not taken", extra={"letter": f"{model.__name__}:{key}", "why": type(error).__name__})
            result.failed += 1
        else:
            _end(row, SendState.SENT, at)
            result.sent += 1
            result.subjects.append(str(letter.subject))
    return result


def _claim(model: type[Row], key: int, at: datetime) -> bool:
    rows = model._default_manager.filter(due(at), pk=key)
    # no history: notifications.Delivery has none
    return rows.update(state=SendState.CLAIMED, claimed_at=at, attempts=F("attempts") + 1) == 1


def _end(row: Row, state: SendState, at: datetime) -> None:
    mine = type(row)._default_manager.filter(pk=row.pk, state=SendState.CLAIMED)
    mine.update(state=state, ended_at=at)  # no history: notifications.Delivery has none
    if isinstance(row, Digest):
        # no history: notifications.Delivery has none
        row.deliveries.filter(ended_at__isnull=True).update(state=state, ended_at=at)


def _put_back(row: Row, at: datetime) -> None:
    if row.attempts >= GIVE_UP_AFTER:
        _end(row, SendState.FAILED, at)
        return
    later = at + timedelta(minutes=2**row.attempts)
    mine = type(row)._default_manager.filter(pk=row.pk, state=SendState.CLAIMED)
    mine.update(state=SendState.WAITING, not_before=later)  # no history: notifications.Delivery has none
