"""Seats given against seats received, organisation by organisation: computed, so that it cannot drift."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from peerreview.domain.teams import SAID_YES
from peerreview.models import Review, TeamSeat
from portal.people.models import Organisation, User


@dataclass(frozen=True)
class LedgerRow:
    """One organisation: seats its people took elsewhere, seats others took with it."""

    organisation: Organisation
    given: int
    received: int

    @property
    def balance(self) -> int:
        """Above nothing: it gives more than it receives."""
        return self.given - self.received

    @property
    def owes(self) -> int:
        """How many seats it still owes."""
        return max(0, -self.balance)


def reciprocity(manager: User, at: datetime, *, cycle: int | None = None) -> list[LedgerRow]:
    """Return the ledger over the reviews ``manager`` runs, who owes most first; two questions."""
    managed = Review.objects.managed_by(manager, at)
    if cycle is not None:
        managed = managed.filter(cycle=cycle)
    seats = TeamSeat.objects.filter(state__in=SAID_YES, team__review__in=managed.values("pk"))
    given: Counter[int] = Counter()
    received: Counter[int] = Counter()
    for home, host in seats.values_list(
        "person__reviewer_profile__home_service__owner", "team__review__service__owner"
    ):
        if home is not None:
            given[home] += 1
        if host is not None:
            received[host] += 1
    rows = Organisation.objects.filter(pk__in={*given, *received})
    found = [LedgerRow(one, given[one.pk], received[one.pk]) for one in rows]
    return sorted(found, key=lambda row: (row.balance, row.organisation.name))
