"""Opening a case, and what lead and deputy do in it. Every step is a row that says who and when.

Locks: the case; when a statement is held or let go, then the statement.
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.enums import Nation
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.voices.actions.alerts import climb
from portal.voices.actions.releases import end_releases
from portal.voices.actions.steps import move
from portal.voices.announcements import cases as announce
from portal.voices.domain.cases import KEEP
from portal.voices.domain.statements import may_become
from portal.voices.enums.cases import CaseSource, CaseState, ReferredTo, StepKind
from portal.voices.enums.statements import Priority, Privacy, StatementState
from portal.voices.models import Case, CaseAlert, CaseExclusion, CaseStep, Place, Statement
from portal.voices.permissions import cases as permissions


@transaction.atomic
def open_case(
    *,
    source: CaseSource,
    statement: Statement | None = None,
    told: str = "",
    contact: str = "",
    is_about_lead: bool = False,
    place: Place | None = None,
    nation: Nation | str = "",
    receipt_hash: str = "",
    by: User | None = None,
    at: datetime,
) -> Case:
    """Open a case, hold its statement, and alert lead and deputy once this is committed.

    Anybody may, also who has no account; ``by`` is only who of the readers did. Of a statement that nobody can trace
    no home is taken over; and what its author tells here, perhaps with a way to reach them, is never joined to it: the
    case would say who said it.
    """
    if statement is not None and statement.privacy == Privacy.ANONYMOUS and source == CaseSource.UNSAFE:
        statement, receipt_hash = None, ""
    if statement is not None:
        place = place or statement.place or statement.campaign.place
        if statement.privacy == Privacy.ANONYMOUS:
            place = statement.campaign.place
    case = Case.objects.create(
        source=source,
        statement=statement,
        told=told.strip(),
        contact=contact.strip(),
        is_about_lead=is_about_lead,
        place=place,
        nation=nation or (place.nation if place else Nation.ENGLAND),
        receipt_hash=receipt_hash,
        opened_at=at,
        keep_until=kept_until(at),
    )
    CaseStep.objects.create(case=case, kind=StepKind.OPENED, by=by, at=at)
    if statement is not None:
        _hold(statement, at)
    climb(case=case, at=at)
    return case


def kept_until(at: datetime) -> date:
    """Return the day until which a case that was opened or closed at ``at`` is kept."""
    return day_of(at) + KEEP


@transaction.atomic
def read_case(*, case: Case, by: User, at: datetime) -> Case:
    """Note that somebody who may act has opened it: the first reading stops the climbing of what is unread."""
    case = _locked(case, by, at)
    mine = CaseAlert.objects.filter(case=case, person=by, read_at__isnull=True)
    mine.update(read_at=at)  # no history: voices.CaseAlert has none
    if case.first_read_at is None:
        case.first_read_at = at
        case.save(update_fields=["first_read_at"])
    if not case.steps.filter(kind=StepKind.READ, by=by).exists():
        CaseStep.objects.create(case=case, kind=StepKind.READ, by=by, at=at)
    return case


@transaction.atomic
def take_case(*, case: Case, by: User, at: datetime) -> Case:
    """Say that ``by`` is on it; whoever else was told hears that somebody is."""
    case = _locked(case, by, at)
    if not permissions.can_take_case(by, case, at):
        raise Refused(_("You are on it already, or it is closed."))
    case.taken_by = by
    if case.state == CaseState.OPEN:
        case.state = CaseState.TAKEN
    case.first_read_at = case.first_read_at or at
    case.save()
    return _step(case, StepKind.TAKEN, "", by, at)


@transaction.atomic
def note(*, case: Case, text: str, by: User, at: datetime) -> Case:
    """Write down what was done or heard."""
    case = _working(case, by, at)
    if not text.strip():
        raise Refused(_("Write down what was done or heard."))
    return _step(case, StepKind.NOTE, text, by, at)


@transaction.atomic
def refer(*, case: Case, to: ReferredTo, text: str, by: User, at: datetime) -> Case:
    """Note who was told, with the reference given there: ring first, then write."""
    case = _working(case, by, at)
    if not text.strip():
        raise Refused(_("Write down whom you spoke to, and the reference they gave you."))
    case.state = CaseState.REFERRED
    case.save(update_fields=["state"])
    return _step(case, StepKind.REFERRED, text, by, at, to=to)


@transaction.atomic
def not_for(*, case: Case, to: ReferredTo, reason: str, by: User, at: datetime) -> Case:
    """Note why somebody need not be told: the clock for it ends, and the reason stands beside a name."""
    case = _working(case, by, at)
    if not reason.strip():
        raise Refused(_("Write down why they need not be told."))
    return _step(case, StepKind.NOTE, reason, by, at, to=to)


@transaction.atomic
def keep_out(*, case: Case, person: User, by: User, at: datetime) -> Case:
    """Keep somebody out who is named in it: from now on there is no such case for them."""
    case = _working(case, by, at)
    if person.pk == by.pk:
        raise Refused(_("You are named yourself? Let the other one of lead and deputy take it first."))
    CaseExclusion.objects.get_or_create(case=case, person=person, defaults={"by": by, "at": at})
    if case.taken_by_id == person.pk:
        case.taken_by = by
        case.save(update_fields=["taken_by"])
    return _step(case, StepKind.EXCLUDED, person.name, by, at)


@transaction.atomic
def close_case(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Close it with its reason; the statement goes back to the readers, who decide about it."""
    case = _locked(case, by, at)
    if not permissions.can_close_case(by, case, at):
        raise Refused(_("Take the case over first; a case is closed by who is on it."))
    if not reason.strip():
        raise Refused(_("Write down why nothing more has to be done."))
    case.state, case.closed_at, case.keep_until = CaseState.CLOSED, at, kept_until(at)
    case.save()
    _let_go(case)
    return _step(case, StepKind.CLOSED, reason, by, at)


@transaction.atomic
def reopen_case(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Open it again; its statement is held again."""
    case = _locked(case, by, at)
    if not permissions.can_reopen_case(by, case, at):
        raise Refused(_("It is open."))
    if not reason.strip():
        raise Refused(_("Write down why it is opened again."))
    case.state, case.closed_at, case.taken_by = CaseState.TAKEN, None, by
    case.save()
    if case.statement:
        _hold(case.statement, at)
    return _step(case, StepKind.REOPENED, reason, by, at)


def _hold(statement: Statement, at: datetime) -> None:
    """Keep a statement from everybody but lead and deputy, released or not; one being written is only made urgent."""
    row = Statement.objects.select_for_update().get(pk=statement.pk)
    row.priority = Priority.URGENT
    if may_become(row.state, StatementState.HELD_SAFEGUARDING):
        move(row, StatementState.HELD_SAFEGUARDING, at)
        end_releases(row, at)
    row.save(update_fields=["priority", "state", "keep_until"])
    statement.priority, statement.state, statement.keep_until = row.priority, row.state, row.keep_until


def _let_go(case: Case) -> None:
    others = Case.objects.filter(statement=case.statement_id).exclude(pk=case.pk).exclude(state=CaseState.CLOSED)
    if case.statement_id is None or others.exists():
        return
    row = Statement.objects.select_for_update().get(pk=case.statement_id)
    if row.state == StatementState.HELD_SAFEGUARDING:
        row.state = StatementState.IN_MODERATION
        row.save(update_fields=["state"])


def _step(case: Case, kind: StepKind, text: str, by: User, at: datetime, *, to: ReferredTo | str = "") -> Case:
    CaseStep.objects.create(case=case, kind=kind, to=to, text=text.strip(), by=by, at=at)
    announce.changed(case, by, at)
    return case


def _working(case: Case, by: User, at: datetime) -> Case:
    case = _locked(case, by, at)
    if not permissions.can_work_on_case(by, case, at):
        raise Refused(_("Take the case first, so that everybody knows who is on it."))
    return case


def _locked(case: Case, by: User, at: datetime) -> Case:
    row = Case.objects.select_for_update(of=("self",)).select_related("statement", "place").get(pk=case.pk)
    if not permissions.can_know_case(by, row, at):
        raise PermissionDenied
    return row
