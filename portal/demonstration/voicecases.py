"""Safeguarding: what was told and acted upon, and what somebody is on this week."""

from datetime import datetime, timedelta
from typing import Any

from portal.demonstration.people import Cooperative
from portal.people.models import User
from portal.voices.actions import cases
from portal.voices.enums.cases import CaseSource, ReferredTo


def add_cases(cooperative: Cooperative) -> None:
    """Tell both, in the order in which they happened."""
    _worry(cooperative)
    _told_by_an_adult(cooperative)


def _worry(cooperative: Cooperative) -> None:
    """Somebody told that they were not safe: it was read, acted upon and closed."""
    calendar = cooperative.calendar
    lead, deputy = cooperative.cast["safeguarding-lead"], cooperative.cast["safeguarding-deputy"]
    first = cases.open_case(
        source=CaseSource.UNSAFE,
        told="I am scared of going back on Sunday.",
        contact="Ask for me at school, room 12.",
        at=calendar.at(33, 21, 40),
    )
    cases.read_case(case=first, by=deputy, at=calendar.at(33, 21, 52))
    cases.take_case(case=first, by=deputy, at=calendar.at(33, 21, 53))
    cases.refer(
        case=first,
        to=ReferredTo.CHILDRENS_SERVICES,
        text="Emergency duty team rung at once; they went to see the young person that evening.",
        by=deputy,
        at=calendar.at(33, 22, 15),
    )
    cases.note(
        case=first, text="The social worker has agreed another plan for the weekend.", by=lead, at=calendar.at(31, 9)
    )
    _close(first, deputy, calendar.at(28, 10))


def _told_by_an_adult(cooperative: Cooperative) -> None:
    """Open a case that somebody is on this week, with its clock running."""
    lead, at = cooperative.cast["safeguarding-lead"], cooperative.calendar.at(1, 16, 20)
    told = "A night worker rang: a young person has not slept in the house for two nights."
    case = cases.open_case(source=CaseSource.ADULT, told=told, contact="The night worker, by telephone", at=at)
    cases.read_case(case=case, by=lead, at=at + timedelta(minutes=3))
    cases.take_case(case=case, by=lead, at=at + timedelta(minutes=5))


def _close(case: Any, by: User, at: datetime) -> None:
    cases.close_case(case=case, reason="A plan is in place, and the young person says it helps.", by=by, at=at)
