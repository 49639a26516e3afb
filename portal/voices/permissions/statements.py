"""Who reads a statement; the rule is the manager's, which lists ask as well."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.people.permissions.roles import roles_of
from portal.voices.models import Statement
from portal.voices.models.reading import READERS, SAFEGUARDING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def is_reader(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` reads contributions before others do: moderator, safeguarding lead or deputy."""
    return bool(roles_of(person, at) & READERS)


def is_safeguarding(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` is safeguarding lead or deputy."""
    return bool(roles_of(person, at) & SAFEGUARDING)


def can_read_raw(person: "Person", statement: Statement, at: datetime) -> bool:
    """Say whether ``person`` reads it as it was said."""
    return Statement.objects.filter(pk=statement.pk).readable_by(person, at).exists()
