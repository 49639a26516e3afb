"""What the frame itself adds to Today: for administrators a refused import, for editors a page that waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.people.permissions.roles import is_administrator, is_editor
from portal.today import Card, register_today

if TYPE_CHECKING:
    from portal.people.models import User

LATELY = timedelta(days=14)


def register_duties() -> None:
    """Add them to the page."""
    register_today("frame", cards=cards)


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Ask one question for each of the two roles that the person holds."""
    if is_administrator(person, at):
        runs = ImportRun.objects.filter(by=person, state=RunState.REFUSED, at__gt=at - LATELY)
        for run in runs.order_by("-at", "-pk")[:3]:
            yield Card(
                _("Correct the file “%(file)s” and check it again") % {"file": run.file_name},
                _("The import was refused; nothing was changed."),
                reverse("imports:run", args=[run.pk]),
                _("See what is wrong"),
                tag=_("Import refused"),
                tag_state="refused",
            )
    if is_editor(person, at):
        waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(revision__user=person)
        for state in waiting.select_related("revision").order_by("started_at", "pk")[:3]:
            yield Card(
                _("Read “%(title)s” and approve it or send it back") % {"title": state.revision.object_str},
                _("A page waits for somebody other than its author."),
                reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
                _("Open the page"),
                tag=_("Page"),
                tag_state="waiting",
            )
