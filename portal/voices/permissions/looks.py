"""Who may find out who spoke privately: two of the readers, never alone, and never an administrator."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.voices.enums.moderation import LookState
from portal.voices.enums.statements import Privacy
from portal.voices.models import Look, Statement
from portal.voices.permissions.statements import can_read_raw

if TYPE_CHECKING:
    from portal.people.models import User


def can_ask_to_look(person: "User", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` asks: only of somebody private, and not while another wish waits."""
    if statement.privacy != Privacy.PRIVATE or not can_read_raw(person, statement, at):
        return False
    waiting = (LookState.ASKED, LookState.AGREED)
    return not Look.objects.filter(statement_id=statement.pk, state__in=waiting).exists()


def can_know_look(person: "User", look: Look, at: datetime) -> bool:
    """Say whether ``person`` knows of the wish: whoever reads the statement, and nobody once that is gone."""
    return Statement.objects.filter(pk=look.statement_id).readable_by(person, at).exists()


def can_settle_look(person: "User", look: Look, at: datetime) -> bool:
    """Say whether ``person`` agrees or refuses: a second reader."""
    waits = look.state == LookState.ASKED and look.asked_by_id != person.pk
    return waits and can_know_look(person, look, at)


def can_look(person: "User", look: Look, at: datetime) -> bool:
    """Say whether ``person`` opens what is known: who asked, once a second person agreed."""
    agreed = look.state in (LookState.AGREED, LookState.LOOKED) and look.asked_by_id == person.pk
    return agreed and can_know_look(person, look, at)
