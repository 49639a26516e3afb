from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from peerreview.actions.memberships import answer_question, begin_membership, end_membership
from peerreview.actions.services import name_publicly, stop_naming
from peerreview.enums.services import MembershipDoubt, Track
from peerreview.models import Membership, MembershipQuestion
from peerreview.queries.services import find_public
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories.services import ServiceFactory
from tests.people import person

pytestmark = pytest.mark.django_db
JOINED = date(2025, 1, 1)


@pytest.fixture
def manager() -> User:
    """Return the network's programme manager."""
    return person("programme_manager")


def named(service: Any, actor: User, at: datetime, name: str = "Rowan House") -> Any:
    return name_publicly(
        service=service, public_name=name, public_text="", reason="Letter of 1 May", actor=actor, at=at
    )


def joined(service: Any, actor: User, at: datetime, starts_on: date = JOINED, track: Track = Track.FULL) -> Membership:
    return begin_membership(
        service=service, track=track, starts_on=starts_on, standard_set="", reason="Joined", actor=actor, at=at
    )


def test_a_name_is_public_by_the_services_wish_and_gone_when_it_wishes(manager: User, noon: datetime) -> None:
    service = ServiceFactory(member=True)
    named(service, manager, noon)
    found = find_public("rowan-house", noon)
    assert found == service
    assert (found.consented_on, found.consented_by) == (noon.date(), manager)
    stop_naming(service=service, reason="They asked", actor=manager, at=noon)
    assert find_public("rowan-house", noon) is None
    assert [row.history_change_reason for row in service.history.all()][:2] == ["They asked", "Letter of 1 May"]


def test_a_public_address_is_kept_when_the_name_changes_and_never_shared(manager: User, noon: datetime) -> None:
    first = named(ServiceFactory(), manager, noon)
    assert named(first, manager, noon, "Rowan Lodge").public_slug == "rowan-house"
    assert named(ServiceFactory(), manager, noon).public_slug == "rowan-house-2"
    assert named(ServiceFactory(), manager, noon, "Register").public_slug == "register-2"
    with pytest.raises(Refused, match="at least one letter"):
        named(ServiceFactory(), manager, noon, "!!")


def test_the_database_refuses_a_public_name_without_consent() -> None:
    service = ServiceFactory()
    service.named_publicly = True
    with pytest.raises(IntegrityError, match="named_only_with_consent"), transaction.atomic():
        service.save()


def test_changing_the_track_ends_the_earlier_membership_that_day(manager: User, noon: datetime) -> None:
    service = ServiceFactory()
    joined(service, manager, noon)
    joined(service, manager, noon, date(2026, 1, 1), Track.ACCREDITATION)
    periods = [(row.track, row.starts_on, row.ends_on) for row in service.memberships.order_by("starts_on")]
    assert periods == [("full", JOINED, date(2026, 1, 1)), ("accreditation", date(2026, 1, 1), None)]
    with pytest.raises(Refused, match="on that day or later"):
        joined(service, manager, noon, JOINED)


def test_a_membership_ends_once_and_not_before_it_begins(manager: User, noon: datetime) -> None:
    membership = joined(ServiceFactory(), manager, noon)

    def end(day: date) -> Membership:
        return end_membership(membership=membership, ends_on=day, reason="Left", actor=manager, at=noon)

    with pytest.raises(Refused, match="before it begins"):
        end(date(2024, 12, 31))
    assert end(date(2026, 1, 1)).ends_on == date(2026, 1, 1)
    with pytest.raises(Refused, match="ended already"):
        end(date(2026, 2, 1))


def test_a_question_is_answered_once(manager: User, noon: datetime) -> None:
    question = MembershipQuestion(
        service=ServiceFactory(member=True), about=MembershipDoubt.CLOSED, changed_on=JOINED, raised_at=noon
    )
    save_with_history(question, by=None, reason="Import", at=noon)
    answered = answer_question(question=question, answer="It goes on.", actor=manager, at=noon)
    assert (answered.answered_by, answered.answered_at) == (manager, noon)
    with pytest.raises(Refused, match="already"):
        answer_question(question=question, answer="No.", actor=manager, at=noon)


@pytest.mark.parametrize("role", ["administrator", "reviewer", ""])
@pytest.mark.parametrize("act", [named, joined])
def test_only_the_programme_manager_says_who_belongs_and_is_named(
    role: str, act: Callable[..., object], noon: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        act(ServiceFactory(), person(role) if role else person(), noon)
