"""The words of letters: a title and a link, nothing of the content; nothing about what may no longer be seen."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.notifications import ics
from portal.notifications.models import Delivery, Digest, Notification
from portal.notifications.queries.notices import visible_subjects
from portal.notifications.registry import EVENTS, GROUPS, IN_LETTERS
from portal.people.models import User


def about_notice(delivery: Delivery, at: datetime, connection: BaseEmailBackend) -> EmailMultiAlternatives | None:
    """Write the letter about one notice; None when its person has left or may no longer see the subject."""
    notice = Notification.objects.select_related("person").get(pk=delivery.notification_id)
    notices = _still_theirs(notice.person, [notice], at)
    if not notices:
        return None
    letter = _letter("notice", notice.person, notice.title, notices, f"notice-{delivery.pk}", connection)
    return _with_dates(letter, notice.person, notices, at)


def digest(morning: Digest, at: datetime, connection: BaseEmailBackend) -> EmailMultiAlternatives | None:
    """Write the morning's letter: what was not read meanwhile and may still be seen; None when that is nothing."""
    person = User.objects.get(pk=morning.person_id)
    told = Notification.objects.filter(deliveries__digest=morning, read_at__isnull=True).order_by("at", "pk")
    notices = _still_theirs(person, list(told), at)
    if not notices:
        return None
    subject = ngettext("%(count)d thing is new for you", "%(count)d things are new for you", len(notices)) % {
        "count": len(notices)
    }
    letter = _letter("digest", person, subject, notices, f"digest-{morning.pk}", connection)
    return _with_dates(letter, person, notices, at)


def _with_dates(
    letter: EmailMultiAlternatives, person: User, notices: list[Notification], at: datetime
) -> EmailMultiAlternatives:
    """Add the dates the letter is about as one calendar file; each entry once, as it stands when the letter goes."""
    entries = {
        entry.uid: entry
        for notice in notices
        if notice.event in IN_LETTERS
        for entry in IN_LETTERS[notice.event](person, notice.subject_kind, notice.subject_id, at)
    }
    if entries:
        body = ics.calendar(entries.values(), name=settings.SITE_NAME)
        letter.attach("dates.ics", body.decode(), "text/calendar")
    return letter


def address(path: str) -> str:
    """Return the whole address of a page."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def _still_theirs(person: User, notices: list[Notification], at: datetime) -> list[Notification]:
    if not person.is_active:
        return []
    seen = visible_subjects(person, {(notice.subject_kind, notice.subject_id) for notice in notices}, at)
    return [notice for notice in notices if (notice.subject_kind, notice.subject_id) in seen]


def _letter(
    template: str, person: User, subject: str, notices: list[Notification], name: str, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    preferences = address(reverse("notifications:preferences"))
    context = {
        "person": person.get_short_name(),
        "site_address": address("/"),
        "settings_address": preferences,
        "subject": subject,
        "notices": [_line(notice) for notice in notices],
        "groups": _grouped(notices),
    }
    letter = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"notifications/mail/{template}.txt", context),
        to=[person.email],
        headers={
            # The same letter has the same name however often it is handed over.
            "Message-ID": f"<{name}@{_domain()}>",
            "List-Unsubscribe": f"<{preferences}>",
            "Auto-Submitted": "auto-generated",
            "List-Id": f"{_('Notices')} <notices.{_domain()}>",
        },
        connection=connection,
    )
    letter.attach_alternative(render_to_string(f"notifications/mail/{template}.html", context), "text/html")
    return letter


def _line(notice: Notification) -> dict[str, object]:
    return {"title": notice.title, "address": _link(notice), "at": notice.at}


def _grouped(notices: list[Notification]) -> list[dict[str, object]]:
    """Put the notices under what people choose by, in the order of the settings page; of unknown events last."""
    by_group: dict[str, list[Notification]] = {key: [] for key in (*GROUPS, "")}
    for notice in notices:
        event = EVENTS.get(notice.event)
        by_group[event.group if event else ""].append(notice)
    return [
        {"label": GROUPS[key].label if key else _("Other news"), "notices": [_line(notice) for notice in found]}
        for key, found in by_group.items()
        if found
    ]


def _link(notice: Notification) -> str:
    return address(reverse("notifications:open", args=[notice.pk]))


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
