"""What the frame itself adds to Today: for administrators a refused import, for editors a page that waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from governance.models import Board
from governance.models.standing import standing_of
from peerreview.queries.hosts import hosting
from peerreview.queries.panels import has_seat
from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.people.enums import RoleKind
from portal.people.permissions.roles import is_administrator, is_editor, roles_of
from portal.statements import Kept
from portal.today import Card, register_today
from portal.voices.models.reading import READERS, SAFEGUARDING

if TYPE_CHECKING:
    from portal.people.models import User

LATELY = timedelta(days=14)


def register_duties() -> None:
    """Add them to the page."""
    register_today("frame", cards=cards)


def doors(person: "User", at: datetime) -> list[tuple[str, str]]:
    """Return the places a person comes back to, by what they are: words and address, at most two questions."""
    roles = roles_of(person, at)
    near = standing_of(person, at).near
    found = [(name, reverse("governance:board", args=[slug])) for name, slug in _boards(near)]
    if near:
        found.append((_("Proposals"), reverse("governance:proposals")))
        found.append((_("Meetings"), reverse("governance:my_meetings")))
    if standing_of(person, at).inside:
        found.append((_("Your register of interests"), reverse("governance:interests")))
    if RoleKind.ADMINISTRATOR in roles:
        found.append((_("Look after the portal"), reverse("administration")))
    if RoleKind.PROGRAMME_MANAGER in roles:
        found.append((_("Cycles of reviews"), reverse("peerreview:cycles")))
        found.append((_("Register of services"), reverse("peerreview:service_register")))
        found.append((_("Reviewers"), reverse("peerreview:reviewers")))
        found.append((_("Accreditation"), reverse("peerreview:accreditation_cases")))
        found.append((_("Work on standards"), reverse("peerreview:manage_standards")))
    if RoleKind.EDITOR in roles:
        found.append((_("Write pages"), reverse("wagtailadmin_home")))
    if hosting(person, at):
        found.append((_("Our service"), reverse("peerreview:our_services")))
    if has_seat(person, at):
        found.append((_("Accreditation panel"), reverse("peerreview:accreditation_cases")))
    if RoleKind.REVIEWER in roles:
        found.append((_("Reviewing: your page"), reverse("peerreview:reviewing")))
    if roles & {RoleKind.PROGRAMME_MANAGER, RoleKind.REVIEWER}:
        found.append((_("Standards"), reverse("peerreview:standards")))
        found.append((_("Services in the network"), reverse("peerreview:services")))
    if roles & READERS:
        found.append((_("Reading what young people and staff say"), reverse("voices:moderation")))
    if roles & SAFEGUARDING:
        found.append((_("Safeguarding"), reverse("voices:cases")))
    found.append((_("Your account"), reverse("people:account")))
    return found


def quiet(person: "User", at: datetime) -> str:
    """Say what will come to somebody whom nothing waits for and no meeting awaits, by what they are."""
    roles = roles_of(person, at)
    if roles & SAFEGUARDING:
        return _("When somebody does not feel safe, it appears here and you get an e-mail at once. Nothing waits now.")
    if RoleKind.MODERATOR in roles:
        return _("What young people and staff send appears here before anybody else reads it. Nothing waits now.")
    if RoleKind.EDITOR in roles:
        return _("When somebody hands in a page to be read before it is published, it appears here.")
    if RoleKind.ADMINISTRATOR in roles:
        return _("When an import is refused, it appears here with the reason.")
    if RoleKind.PROGRAMME_MANAGER in roles:
        return _("You run the cycle of reviews. What is handed in or late appears here.")
    if RoleKind.REVIEWER in roles:
        return _("When you are asked to join a review team, it appears here. Say on your page when you can come.")
    return _("When something waits for you, such as a position to take or a question to answer, it appears here.")


def _boards(near: frozenset[int]) -> list[tuple[str, str]]:
    return _NEAR.ask(near=tuple(near)) if near else []


_NEAR = Kept(lambda near: Board.objects.filter(pk__in=near).order_by("name").values_list("name", "slug"))


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
