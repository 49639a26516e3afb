"""The register of interests: whose, who may read it, and whose confirmation is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.domain.interests import Reminder, confirmation_due, reminder
from governance.enums.boards import BoardRoleKind
from governance.models import Appointment, Board, BoardRole, Interest, InterestConfirmation, Seat
from governance.models.standing import standing_of
from governance.queries.boards import NAMED_TO_FEW
from governance.queries.seats import holders
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.statements import Kept
from portal.today import Card

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser

EVENT = "interests.due"


@dataclass(frozen=True)
class OwnRegister:
    """One person's entries, what has ended too, and when they are to be confirmed."""

    holding: list[Interest]
    ended: list[Interest]
    confirmed: date | None
    due_on: date | None
    is_due: bool


def own_register(person: User, at: datetime) -> OwnRegister:
    """Return what ``person`` has entered; three queries beside where they stand."""
    rows = list(Interest.objects.filter(person=person).select_related("organisation", "authority"))
    today = day_of(at)
    last = InterestConfirmation.objects.filter(person=person).order_by("-at").first()
    confirmed = day_of(last.at) if last else None
    since = sits_since([person.pk], at).get(person.pk)
    due_on = confirmation_due(since, confirmed) if since else None
    return OwnRegister(
        holding=[row for row in rows if row.ends_on is None or row.ends_on > today],
        ended=[row for row in rows if row.ends_on is not None and row.ends_on <= today],
        confirmed=confirmed,
        due_on=due_on,
        is_due=due_on is not None and due_on <= today,
    )


def find_own(person: User, pk: int) -> Interest | None:
    """Return an entry of ``person``'s own."""
    return Interest.objects.filter(person=person, pk=pk).first()


@dataclass(frozen=True)
class RegisterLine:
    """One of the board's people with the entries that hold, and when they last confirmed them."""

    person: User
    place: str
    entries: list[Interest]
    confirmed: datetime | None


def board_register(board: Board, at: datetime, *, inside: bool) -> list[RegisterLine]:
    """Return the register of a board's people; the public reads it without young people's representatives.

    Six queries, however many people and entries there are.
    """
    people: dict[int, tuple[User, str]] = {}
    for holder in holders(board, at):
        if inside or holder.constituency.code != NAMED_TO_FEW:
            people[holder.person.pk] = (holder.person, holder.constituency.name)
    roles = BoardRole.objects.active(at).filter(board=board, role=BoardRoleKind.SECRETARY).select_related("person")
    for role in roles:
        people.setdefault(role.person.pk, (role.person, str(role.get_role_display())))
    entries: dict[int, list[Interest]] = {key: [] for key in people}
    for row in Interest.objects.active(at).filter(person__in=people).order_by("party", "pk"):
        entries[row.person_id].append(row)
    confirmed = _confirmed(list(people))
    return [RegisterLine(one, place, entries[key], confirmed.get(key)) for key, (one, place) in people.items()]


def sits_since(people: list[int], at: datetime) -> dict[int, date]:
    """Return since when each of ``people`` who sits on a board today has sat on one, or keeps one."""
    found: dict[int, date] = {}
    sitting = Appointment.objects.active(at).filter(person__in=people, seat__in=Seat.objects.active(at))
    keeping = BoardRole.objects.active(at).filter(person__in=people, role=BoardRoleKind.SECRETARY)
    for person, since in [
        *sitting.order_by().values_list("person", "starts_on"),
        *keeping.order_by().values_list("person", "starts_on"),
    ]:
        found[person] = min(since, found.get(person, since))
    return found


def _confirmed(people: list[int]) -> dict[int, datetime]:
    rows = InterestConfirmation.objects.filter(person__in=people).order_by().values_list("person")
    return dict(rows.annotate(last=Max("at")))


def _own_days(person: User, at: datetime) -> tuple[date | None, date | None]:
    """Return since when somebody sits and when they last confirmed, in one query."""
    rows = _OWN_DAYS.ask(person=person.pk, day=day_of(at))
    since = min((day for day, what in rows if not what), default=None)
    return since, max((day for day, what in rows if what), default=None)


def _days(person: int, day: date) -> "QuerySet[Any, Any]":
    sitting = Appointment.objects.active(day).filter(person=person, seat__in=Seat.objects.active(day))
    keeping = BoardRole.objects.active(day).filter(person=person, role=BoardRoleKind.SECRETARY)
    confirmed = InterestConfirmation.objects.filter(person=person).annotate(day=TruncDate("at"))
    return (
        sitting.order_by()
        .values_list("starts_on", Value(0))
        .union(
            keeping.order_by().values_list("starts_on", Value(0)),
            confirmed.order_by().values_list("day", Value(1)),
        )
    )


_OWN_DAYS = Kept(_days)


@dataclass(frozen=True)
class Due:
    """Somebody to be reminded, and the name of this reminder: it is given once."""

    person: User
    reminder: Reminder

    @property
    def key(self) -> str:
        """Return what makes this reminder the same one however late or often it is given."""
        return f"{EVENT}:{self.person.pk}:{self.reminder.due_on.isoformat()}:{2 if self.reminder.second else 1}"


def due_confirmations(at: datetime) -> list[Due]:
    """Return who is to be reminded at ``at`` and has not been; five queries, however many sit on boards."""
    sitting = Appointment.objects.active(at).filter(seat__in=Seat.objects.active(at)).values("person")
    keeping = BoardRole.objects.active(at).filter(role=BoardRoleKind.SECRETARY).values("person")
    people = {
        one.pk: one
        for one in [
            *User.objects.filter(pk__in=sitting, is_active=True),
            *User.objects.filter(pk__in=keeping, is_active=True),
        ]
    }
    since, confirmed = sits_since(list(people), at), _confirmed(list(people))
    found = []
    for key, one in sorted(people.items()):
        last = confirmed.get(key)
        told = reminder(confirmation_due(since[key], day_of(last) if last else None), day_of(at))
        if told is not None:
            found.append(Due(one, told))
    given = set(Notification.objects.filter(key__in=[due.key for due in found]).values_list("key", flat=True))
    return [due for due in found if due.key not in given]


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Ask for the yearly confirmation once it is due."""
    if not standing_of(person, at).inside:
        return
    since, last = _own_days(person, at)
    if since is None:
        return
    due_on = confirmation_due(since, last)
    if due_on <= day_of(at):
        yield Card(
            _("Confirm your register of interests"),
            _("Once a year everybody on a board says that their entries are complete."),
            reverse("governance:interests"),
            _("Open the register"),
            due_on,
            _("Register of interests"),
        )
