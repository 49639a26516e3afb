"""Cases as those who act on them see them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.voices.models import Case, CaseAlert

if TYPE_CHECKING:
    from portal.people.models import User


def find_case(person: "User", pk: UUID, at: datetime) -> Case | None:
    """Return the case if ``person`` may know of it."""
    rows = Case.objects.visible_to(person, at).select_related("statement__campaign", "place", "taken_by")
    return rows.filter(pk=pk).first()


def find_alert(person: "User", pk: int, at: datetime) -> CaseAlert | None:
    """Return the alert if it is this person's."""
    return CaseAlert.objects.visible_to(person, at).select_related("case").filter(pk=pk).first()
