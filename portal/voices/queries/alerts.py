"""Who stands on which rung of a case, and which are due."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max

from portal.people.enums import RoleKind
from portal.people.models import Affiliation, RoleGrant, User
from portal.people.queries.organisations import control_group
from portal.voices.domain.cases import Rung, Whom, rungs_due
from portal.voices.enums.cases import CaseState
from portal.voices.models import Case
from portal.voices.models.caseaccess import chairs_at
from portal.voices.models.reading import SAFEGUARDING


def people_on(case: Case, rungs: Iterable[Rung], at: datetime) -> dict[int, int]:
    """Return whom these rungs tell of ``case``, each with the highest rung: nobody who is named or works at the home.

    If neither lead nor deputy is left, it goes to the chair at once, and without one to the administrators.
    """
    found: dict[int, int] = {}
    for rung in rungs:
        found |= dict.fromkeys(_on_rung(case, rung, at), rung.n)
    return found


def _on_rung(case: Case, rung: Rung, at: datetime) -> set[int]:
    leads = _allowed(case, _leads(case, at), at) if Whom.LEADS in rung.whom else set()
    asks_chair = Whom.CHAIR in rung.whom or not leads or case.is_about_lead
    chairs = _allowed(case, chairs_at(at), at) if asks_chair else set()
    people = leads | chairs
    if Whom.ADMINISTRATORS in rung.whom or not people:
        people |= _allowed(case, administrators(at), at)
    return people


def _leads(case: Case, at: datetime) -> set[int]:
    grants = list(RoleGrant.objects.active(at).filter(role__in=SAFEGUARDING).values_list("person", "role"))
    if not case.is_about_lead:
        return {person for person, _role in grants}
    about = {person for person, role in grants if role == RoleKind.SAFEGUARDING_LEAD}
    return {person for person, _role in grants} - about


def _allowed(case: Case, people: Collection[int], at: datetime) -> set[int]:
    out = set(case.exclusions.values_list("person", flat=True))
    if case.place and case.place.organisation_id:
        group = control_group({case.place.organisation_id})
        works = Affiliation.objects.active(at).filter(organisation__in=group)
        out |= set(works.values_list("person", flat=True))
    if case.is_about_lead:
        leads = RoleGrant.objects.active(at).filter(role=RoleKind.SAFEGUARDING_LEAD)
        out |= set(leads.values_list("person", flat=True))
    return set(User.objects.filter(pk__in=set(people) - out, is_active=True).values_list("pk", flat=True))


def administrators(at: datetime) -> set[int]:
    """Return who looks after the portal: told that something waits, never what."""
    grants = RoleGrant.objects.active(at).filter(role=RoleKind.ADMINISTRATOR)
    return set(grants.values_list("person", flat=True))


def untaken_cases() -> list[Case]:
    """Return the cases that nobody has taken, oldest first."""
    return list(Case.objects.filter(state=CaseState.OPEN).select_related("place").order_by("opened_at", "pk"))


def due_rungs(case: Case, at: datetime) -> list[Rung]:
    """Return the rungs of ``case`` that are due, above the highest on which anybody was told."""
    is_taken = case.state != CaseState.OPEN
    due = rungs_due(case.opened_at, at, is_read=case.first_read_at is not None, is_taken=is_taken)
    highest = case.alerts.aggregate(highest=Max("rung"))["highest"]
    return [rung for rung in due if highest is None or rung.n > highest]
