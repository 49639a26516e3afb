"""The frame's own timed work, and the order in which all of it runs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.mail import get_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from governance.tasks import run_due
from portal.due import register_due
from portal.notifications.actions.digests import send_digests
from portal.notifications.actions.reminders import remind
from portal.notifications.actions.sending import Sent
from portal.people.actions.roles import synchronise_editors
from portal.people.models import RoleGrant
from portal.search.filling import catch_up, missing
from portal.tasks import answer

# Results of background work are kept this long for whoever looks into a failure.
KEEP_RESULTS = timedelta(days=30)


def register_jobs() -> None:
    """Put the portal's timed work in order: first what decides, then what tells of it, then what tidies up."""
    register_due("governance", "governance.tasks.run_due", "governance.tasks.preview_due")
    register_due("accreditation", "peerreview.tasks.run_accreditation", "peerreview.tasks.preview_accreditation")
    register_due("safeguarding", "portal.voices.tasks.run_alerts", "portal.voices.tasks.preview_alerts")
    register_due("reminders", reminders, preview_reminders)
    register_due("editors", editors, preview_editors)
    register_due("letters", letters, preview_letters)
    register_due("search", fill_search, preview_search)
    register_due("evidence", "peerreview.tasks.forget_strays", "peerreview.tasks.preview_strays")
    register_due("voices", "portal.voices.tasks.run_forgetting", "portal.voices.tasks.preview_forgetting")
    register_due("sessions", sessions, preview_sessions)
    register_due("worker", ask_worker, lambda at: ())


@contextmanager
def rehearsal(at: datetime) -> Iterator[None]:
    """Undo whatever is done in the block, which begins where governance has done what was due.

    What a preview says is therefore what the run does, whatever rules are added. It takes the locks a run takes.
    """
    with transaction.atomic():
        run_due(at)
        yield
        transaction.set_rollback(True)


def reminders(at: datetime) -> list[str]:
    """Remind people of what falls due."""
    return remind(at=at)


def preview_reminders(at: datetime) -> list[str]:
    """Say of what people would be reminded, also of what this very run brings about."""
    with rehearsal(at):
        return remind(at=at)


def editors(at: datetime) -> list[str]:
    """Bring Wagtail's group of editors into line with roles that began or ended by date."""
    return _say(synchronise_editors(at=at), _("editors joined or left the CMS"))


def preview_editors(at: datetime) -> list[str]:
    """Say how many hold the role."""
    return _say(RoleGrant.objects.active(at).filter(role="editor").count(), _("editors hold the role"))


def letters(at: datetime) -> list[str]:
    """Gather the morning's digests and send what waits."""
    return _letters(send_digests(at=at))


def preview_letters(at: datetime) -> list[str]:
    """Say which letters would go; in the rehearsal a post office that throws them away takes them."""
    with rehearsal(at):
        remind(at=at)
        sent = send_digests(at=at, connection=get_connection("django.core.mail.backends.dummy.EmailBackend"))
    return _letters(sent)


def _letters(sent: Sent) -> list[str]:
    lines = [
        ngettext("%(count)d letter: %(subject)s", "%(count)d letters: %(subject)s", count)
        % {"count": count, "subject": subject}
        for subject, count in sorted(Counter(sent.subjects).items())
    ]
    if sent.failed:
        lines.append(
            _("%(count)d letters were not taken by the mail server; they are tried again") % {"count": sent.failed}
        )
    return lines


def fill_search(at: datetime) -> list[str]:
    """Add to the search what reached the tables past the portal's own signals."""
    return _say(catch_up(), _("search entries made or taken away"))


def preview_search(at: datetime) -> list[str]:
    """Say how much the search lacks."""
    return _say(missing(), _("search entries would be made or taken away"))


def sessions(at: datetime) -> list[str]:
    """Clear away sessions that are over and old results of background work."""
    over = Session.objects.filter(expire_date__lt=at).delete()[0]
    old = DBTaskResult.objects.filter(finished_at__lt=at - KEEP_RESULTS).delete()[0]
    return [*_say(over, _("sessions cleared away")), *_say(old, _("old results cleared away"))]


def preview_sessions(at: datetime) -> list[str]:
    """Say how many sessions are over."""
    return _say(Session.objects.filter(expire_date__lt=at).count(), _("sessions would be cleared away"))


def ask_worker(at: datetime) -> list[str]:
    """Ask the worker for a sign of life, unless the last question still waits for it."""
    if not DBTaskResult.objects.filter(task_path=answer.module_path, status="READY").exists():
        answer.enqueue()
    return []


def _say(count: int, what: str) -> list[str]:
    return [f"{count} {what}"] if count else []
