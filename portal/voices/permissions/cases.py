"""Who knows of a case and works on it; the rule is the manager's, which lists ask as well."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.voices.domain.cases import may_become
from portal.voices.enums.cases import CaseState
from portal.voices.models import Case
from portal.voices.models.caseaccess import chairs_at
from portal.voices.permissions.statements import is_safeguarding

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_open_cases(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` has the list: lead, deputy, and the chair to whom a case may climb."""
    return is_safeguarding(person, at) or (person.is_active and person.pk in chairs_at(at))


def can_know_case(person: "Person", case: Case, at: datetime) -> bool:
    """Say whether ``person`` may know of it."""
    return Case.objects.filter(pk=case.pk).visible_to(person, at).exists()


def can_take_case(person: "Person", case: Case, at: datetime) -> bool:
    """Say whether ``person`` says that they are on it; taking it over from somebody is allowed and noted."""
    is_open = case.state != CaseState.CLOSED and case.taken_by_id != person.pk
    return is_open and can_know_case(person, case, at)


def can_work_on_case(person: "Person", case: Case, at: datetime) -> bool:
    """Say whether ``person`` writes notes, refers, keeps somebody out."""
    return case.state in (CaseState.TAKEN, CaseState.REFERRED) and can_know_case(person, case, at)


def can_close_case(person: "Person", case: Case, at: datetime) -> bool:
    """Say whether ``person`` closes it, with a reason: who is on it.

    Nothing stalls while they are away: anybody else who may know of it takes it over first, and that is noted.
    """
    is_theirs = may_become(case.state, CaseState.CLOSED) and case.taken_by_id == person.pk
    return is_theirs and can_know_case(person, case, at)


def can_reopen_case(person: "Person", case: Case, at: datetime) -> bool:
    """Say whether ``person`` opens it again."""
    return case.state == CaseState.CLOSED and can_know_case(person, case, at)
