"""Telling who must read, and climbing while nobody does: each person once on each rung, however late the timer."""

from datetime import datetime

from django.db import transaction

from portal.voices.announcements import cases as announce
from portal.voices.enums.cases import StepKind
from portal.voices.models import Case, CaseAlert, CaseStep
from portal.voices.queries.alerts import due_rungs, people_on, untaken_cases


def climb_all(*, at: datetime) -> int:
    """Climb every case that waits; return how many people were told. Safe to repeat and to run late."""
    return sum(climb(case=case, at=at) for case in untaken_cases())


@transaction.atomic
def climb(*, case: Case, at: datetime) -> int:
    """Tell those on the rungs that are due; of several at once each person hears the highest only."""
    case = Case.objects.select_for_update(of=("self",)).select_related("place").get(pk=case.pk)
    rungs = due_rungs(case, at)
    told = people_on(case, rungs, at)
    for person, rung in sorted(told.items()):
        # The constraint decides between two timers; the lock above makes that a rule nobody has to meet.
        row, is_new = CaseAlert.objects.get_or_create(case=case, person_id=person, rung=rung, defaults={"sent_at": at})
        if is_new:
            announce.alert(row, at)
    if told and any(rung.n for rung in rungs):
        CaseStep.objects.create(case=case, kind=StepKind.ESCALATED, by=None, at=at)
    return len(told)
