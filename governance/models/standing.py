"""Where one person stands towards the boards at one moment: what every question of reading begins with."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from governance.enums.boards import BoardRoleKind
from governance.models.boards import BoardRole
from governance.models.chairs import ChairTerm
from governance.models.seats import Appointment, ConstituencyMembership, Seat

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Standing:
    """Board ids by what the person is there; the national seat follows from the regional chair."""

    trustee_of: frozenset[int] = NOWHERE
    chair_of: frozenset[int] = NOWHERE
    secretary_of: frozenset[int] = NOWHERE
    observer_of: frozenset[int] = NOWHERE
    member_of: frozenset[int] = NOWHERE

    @property
    def inside(self) -> frozenset[int]:
        """Boards whose members' business the person may read."""
        return self.trustee_of | self.secretary_of

    @property
    def near(self) -> frozenset[int]:
        """Boards whose open business, not yet decided, the person may read."""
        return self.inside | self.observer_of | self.member_of


def standing_of(person: "User | AnonymousUser", at: datetime) -> Standing:
    """Return where ``person`` stands at ``at``, in four queries, once for each moment and object in memory."""
    if not person.is_authenticated or not person.is_active:
        return Standing()
    cache: dict[datetime, Standing] = person.__dict__.setdefault("_standing_at", {})
    if at not in cache:
        cache[at] = _standing(person, at)
    return cache[at]


def _standing(person: "User", at: datetime) -> Standing:
    seats = set(
        Appointment.objects.active(at)
        .filter(person=person, seat__in=Seat.objects.active(at))
        .values_list("seat__board_id", flat=True)
    )
    terms = list(
        ChairTerm.objects.active(at)
        .filter(appointment__person=person, appointment__in=Appointment.objects.active(at))
        .values_list("board_id", "appointment_id", "appointment__seat__board_id")
    )
    at_home = {appointment for board, appointment, home in terms if board == home}
    # The national group is chaired by one of the regional chairs, only while they chair at home.
    chairs = {board for board, appointment, _home in terms if appointment in at_home}
    national = set(
        Seat.objects.active(at).filter(ex_officio_of_id__in=chairs).values_list("board_id", flat=True) if chairs else ()
    )
    roles: dict[str, set[int]] = {BoardRoleKind.SECRETARY: set(), BoardRoleKind.OBSERVER: set()}
    for role, board in BoardRole.objects.active(at).filter(person=person).values_list("role", "board_id"):
        roles[role].add(board)
    member = ConstituencyMembership.objects.active(at).filter(person=person).values_list("board_id", flat=True)
    return Standing(
        trustee_of=frozenset(seats | national),
        chair_of=frozenset(chairs),
        secretary_of=frozenset(roles[BoardRoleKind.SECRETARY]),
        observer_of=frozenset(roles[BoardRoleKind.OBSERVER]),
        member_of=frozenset(member),
    )
