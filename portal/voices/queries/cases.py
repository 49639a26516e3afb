"""Cases as those who act on them see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, QuerySet, Value, When

from portal.people.models import User
from portal.voices.domain.cases import RUNGS
from portal.voices.enums.cases import CaseState, StepKind
from portal.voices.models import Case, CaseAlert, CaseStep, Statement
from portal.voices.models.secrets import code_hashes
from portal.voices.queries.alerts import administrators, people_on
from portal.voices.queries.procedures import Row, clocks_of

if TYPE_CHECKING:
    from portal.people.models import User as Person


@dataclass(frozen=True)
class Listed:
    """One case in the list: where it stands and what falls due, nothing of what it is about."""

    case: Case
    due: Row | None
    late: int
    is_unread: bool


def cases_known_to(person: "Person", at: datetime, show: str = "open") -> "QuerySet[Case]":
    """Return the cases ``person`` may know of: what nobody has taken first, then the oldest."""
    rows = Case.objects.visible_to(person, at).select_related("taken_by").prefetch_related("steps")
    rows = rows.filter(state=CaseState.CLOSED) if show == "closed" else rows.exclude(state=CaseState.CLOSED)
    waits = Choose(When(state=CaseState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(waits=waits).order_by("waits", "opened_at", "pk")


def case_of_receipt(code: str) -> Case | None:
    """Return the case of somebody who does not feel safe and has come back with the code they were given."""
    return Case.objects.filter(receipt_hash__in=code_hashes(code)).first()


def listed(case: Case, at: datetime) -> Listed:
    """Return what the list shows of a case that ``cases_known_to`` gave."""
    clocks = [] if case.state == CaseState.CLOSED else clocks_of(case, at)
    waiting = [row for row in clocks if row.due and row.done_at is None]
    due = min(waiting, key=lambda row: row.due or at, default=None)
    return Listed(case, due, sum(row.is_late for row in waiting), case.first_read_at is None)


def find_case(person: "Person", pk: UUID, at: datetime) -> Case | None:
    """Return the case if ``person`` may know of it."""
    rows = Case.objects.visible_to(person, at).select_related("statement__campaign", "place", "taken_by")
    return rows.prefetch_related("steps__by").filter(pk=pk).first()


def find_alert(person: "Person", pk: int, at: datetime) -> CaseAlert | None:
    """Return the alert if it is this person's."""
    return CaseAlert.objects.visible_to(person, at).select_related("case").filter(pk=pk).first()


def has_read(person: "Person", case: Case) -> bool:
    """Say whether ``person`` has said that they read it."""
    return any(step.kind == StepKind.READ and step.by_id == person.pk for step in case.steps.all()) or (
        case.taken_by_id == person.pk
    )


def alerts_of(case: Case) -> "QuerySet[CaseAlert]":
    """Return who was told, when, and whether they have read it."""
    return case.alerts.select_related("person").order_by("sent_at", "pk")


def steps_of(case: Case) -> list[CaseStep]:
    """Return what was done, in order."""
    return list(case.steps.all())


def kept_out_of(case: Case) -> list[str]:
    """Return the names of who is kept out."""
    return list(case.exclusions.order_by("person__name").values_list("person__name", flat=True))


def readable_statement(case: Case, person: "Person", at: datetime) -> Statement | None:
    """Return the statement of a case if ``person`` reads statements before others do."""
    if case.statement_id is None:
        return None
    return Statement.objects.filter(pk=case.statement_id).readable_by(person, at).first()


def to_keep_out(case: Case) -> "QuerySet[User]":
    """Return who can be kept out: everybody who may sign in and is not out already."""
    out = case.exclusions.values("person")
    return User.objects.filter(is_active=True).exclude(Q(pk__in=out)).order_by("name", "pk")


def waiting_cases(person: "Person", at: datetime) -> list[Case]:
    """Return what waits for ``person`` on their Today page: untaken ones, and theirs; two queries."""
    mine = Q(state=CaseState.OPEN) | Q(taken_by=person)
    return list(cases_known_to(person, at).filter(mine)[:20])


def who_should_read(case: Case, at: datetime) -> list[User]:
    """Return whom an administrator rings: lead, deputy or chair, never who is named in it."""
    people = people_on(case, RUNGS, at)
    named = User.objects.filter(pk__in=set(people) - administrators(at))
    return list(named.order_by("name", "pk"))
