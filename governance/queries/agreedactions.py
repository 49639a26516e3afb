"""What was agreed to be done: by its source, its owner and its board's year."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.enums.boards import BoardRoleKind
from governance.enums.proposals import Confidentiality
from governance.models import AgreedAction, Board, BoardRole, Decision, Meeting
from governance.queries.seats import holders
from governance.queries.waits import waiting, waits_as
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.today import Card

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser

MOST = 3
AHEAD = timedelta(days=30)


def actions_from(person: "Person", source: Meeting | Decision, at: datetime) -> list[AgreedAction]:
    """Return what was agreed there, of what ``person`` may read."""
    of = Q(meeting=source) if isinstance(source, Meeting) else Q(decision=source)
    rows = AgreedAction.objects.visible_to(person, at).filter(of)
    return list(rows.select_related("owner", "done_by", "board"))


def find_action(person: "Person", pk: int, at: datetime) -> AgreedAction | None:
    """Return one that ``person`` may read."""
    rows = AgreedAction.objects.visible_to(person, at).filter(pk=pk)
    return rows.select_related("owner", "board", "meeting__board", "decision__board").first()


def may_own(board: Board, decision: Decision | None, at: datetime) -> list[User]:
    """Return who can be given something to do: trustees and secretaries, none who was kept out of the matter."""
    people = {holder.person.pk: holder.person for holder in holders(board, at)}
    secretaries = BoardRole.objects.active(at).filter(board=board, role=BoardRoleKind.SECRETARY)
    people |= {role.person_id: role.person for role in secretaries.select_related("person")}
    able = people.values()
    if decision is not None:
        able = [person for person in able if AgreedAction.objects.may_be_told(person, decision)]  # type: ignore[assignment]
    return sorted(able, key=lambda person: (person.name, person.pk))


def actions_in(person: "Person", board: Board, since: date, until: date, at: datetime) -> list[AgreedAction]:
    """Return what fell due in a time; whoever is not of the board counts those of open decisions alone. One query."""
    rows = AgreedAction.objects.filter(board=board, due_on__gte=since, due_on__lt=until)
    mine = AgreedAction.objects.visible_to(person, at).filter(board=board).order_by().values("pk")
    rows = rows.filter(Q(decision__confidentiality=Confidentiality.OPEN) | Q(pk__in=mine))
    return list(rows.select_related("owner").order_by("due_on", "pk"))


def open_actions(until: date) -> list[AgreedAction]:
    """Return what is not done and due by ``until``."""
    rows = AgreedAction.objects.filter(done_at__isnull=True, due_on__lte=until)
    return list(rows.select_related("board", "owner"))


@waits_as("action")
def _owned(person: User, at: datetime) -> "QuerySet[Any]":
    return AgreedAction.objects.visible_to(person, at).filter(owner=person.pk, done_at__isnull=True)


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Remind the owner of what is due soon, or late."""
    if "action" not in waiting(person, at):
        return
    due = _owned(person, at).filter(due_on__lte=day_of(at + AHEAD))
    for action in due.select_related("board").order_by("due_on", "pk")[:MOST]:
        yield Card(
            _("Do what you took on: %(what)s") % {"what": action.what[:100]},
            _("The %(board)s agreed that you see to it.") % {"board": action.board},
            reverse("governance:finish_action", args=[action.pk]),
            _("Say that it is done"),
            action.due_on,
            _("Action"),
        )
