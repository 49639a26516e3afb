"""Conflicts: in force at once, waived only by somebody else, and taking access with them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from peerreview.actions import conflicts as actions
from peerreview.enums.conflicts import ConflictKind, ConflictState
from peerreview.enums.teams import LeavingKind, SeatState
from peerreview.models import ConflictWaiver, Review, ReviewerConflict, Service, TeamSeat
from peerreview.models.strangers import strange_services
from peerreview.queries.conflicts import attestations, ties
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import (
    ControlGroupFactory,
    ControlGroupMembershipFactory,
    ReviewCycleFactory,
    ReviewFactory,
)
from tests.factories.people import AffiliationFactory, OrganisationFactory
from tests.factories.reviewers import ReviewerConflictFactory, reviewers, with_team
from tests.factories.services import ServiceFactory
from tests.people import person

pytestmark = pytest.mark.django_db


def declare(who: User, service: Service, kind: str = ConflictKind.FAMILY, **more: object) -> ReviewerConflict:
    said = {"ended_on": None, "details": "", "source": "reviewer", **more}
    return actions.declare_conflict(
        person=who,
        organisation=None,
        service=service,
        host_organisation=None,
        kind=kind,
        by=who,
        at=NOON,
        **said,  # type: ignore[arg-type]
    )


def test_declaring_opens_the_seat_and_takes_the_review_out_of_sight() -> None:
    review = ReviewFactory()
    people = reviewers()
    team = with_team(review, people)
    one = people[1].person
    assert Review.objects.visible_to(one, NOON).filter(pk=review.pk).exists()
    declare(one, review.service)
    assert not Review.objects.visible_to(one, NOON).filter(pk=review.pk).exists()
    seat = TeamSeat.objects.get(team=team, number=2)
    assert (seat.state, seat.person) == (SeatState.OPEN, None)
    assert team.leavings.get().kind == LeavingKind.CONFLICT


def test_conflict_found_after_the_visit_needs_the_reason_it_was_not_raised() -> None:
    review = ReviewFactory()
    people = reviewers()
    team = with_team(review, people, state=SeatState.ATTENDED)
    with pytest.raises(Refused):
        declare(people[1].person, review.service)
    declare(people[1].person, review.service, why_late="I learnt afterwards that my cousin works there.")
    assert TeamSeat.objects.get(team=team, number=2).state == SeatState.ATTENDED


def test_conflicted_programme_manager_is_a_stranger_to_the_review_until_somebody_else_waives() -> None:
    review, manager, other = ReviewFactory(), person("programme_manager"), person("programme_manager")
    conflict = declare(manager, review.service, ConflictKind.COMPETES)
    assert not Review.objects.managed_by(manager, NOON).exists()
    with pytest.raises(PermissionDenied):
        actions.waive_conflict(conflict=conflict, reason="It is mine", by=manager, at=NOON)
    conflict = actions.waive_conflict(conflict=conflict, reason="They are far apart.", by=other, at=NOON)
    assert conflict.state == ConflictState.WAIVED
    assert Review.objects.managed_by(User.objects.get(pk=manager.pk), NOON).exists()
    with pytest.raises(Refused):
        actions.dismiss_conflict(conflict=conflict, reason="Again", by=other, at=NOON)


def test_close_tie_cannot_be_waived_by_anybody() -> None:
    conflict = declare(person(), ServiceFactory(member=True), ConflictKind.FAMILY)
    with pytest.raises(Refused):
        actions.waive_conflict(conflict=conflict, reason="Please", by=person("programme_manager"), at=NOON)
    actions.dismiss_conflict(conflict=conflict, reason="Another family.", by=person("programme_manager"), at=NOON)


def test_database_itself_refuses_a_waiver_of_ones_own() -> None:
    conflict = ReviewerConflictFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConflictWaiver(conflict=conflict, subject=conflict.person, by=conflict.person, reason="Mine", at=NOON).save()


def test_nobody_else_declares_for_somebody_but_the_programme_manager() -> None:
    service = ServiceFactory(member=True)
    for who, allowed in ((person(), False), (person("programme_manager"), True)):
        said = {"organisation": None, "service": service, "host_organisation": None, "kind": ConflictKind.LIVED}
        act = {"details": "", "ended_on": None, "source": "host", "by": who, "at": NOON}
        if allowed:
            assert actions.declare_conflict(person=person(), **said, **act).pk  # type: ignore[arg-type]
        else:
            with pytest.raises(PermissionDenied):
                actions.declare_conflict(person=person(), **said, **act)  # type: ignore[arg-type]


def test_saying_none_is_not_the_same_as_never_asked() -> None:
    cycle, quiet, tied, never = ReviewCycleFactory(), person("reviewer"), person("reviewer"), person("reviewer")
    declare(tied, ServiceFactory(member=True))
    for one in (quiet, tied):
        actions.attest(cycle=cycle, by=one, at=NOON)
    found = attestations([quiet.pk, tied.pk, never.pk], cycle)
    assert {key: said.declared_none for key, said in found.items()} == {quiet.pk: True, tied.pk: False}


def test_lists_and_matching_agree_on_who_is_a_stranger_where() -> None:
    """The condition in the database and the rule in the domain are written twice, and must not differ."""
    cycle = ReviewCycleFactory()
    parent, child, lone = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    group = ControlGroupFactory()
    for one in (parent, child):
        ControlGroupMembershipFactory(organisation=one, group=group)
    services = [ServiceFactory(member=True, owner=owner) for owner in (parent, child, lone, None)]
    people = [person("reviewer") for _ in range(8)]
    AffiliationFactory(person=people[0], organisation=parent)
    AffiliationFactory(person=people[1], organisation=lone, ends_on=date(2023, 1, 1))
    AffiliationFactory(person=people[2], organisation=lone, starts_on=date(2010, 1, 1), ends_on=date(2020, 1, 1))
    ReviewerConflictFactory(person=people[3], service=services[2])
    ReviewerConflictFactory(person=people[4], service=None, host_organisation=child)
    ReviewerConflictFactory(
        person=people[5], service=services[3], counts_until=date(2020, 1, 1), ended_on=date(2020, 1, 1)
    )
    ReviewerConflictFactory(
        person=None, organisation=lone, service=services[0], declared_by=people[7], kind=ConflictKind.COMMISSIONS
    )
    AffiliationFactory(person=people[6], organisation=lone)
    ReviewerConflictFactory(person=people[7], service=services[1], state=ConflictState.DISMISSED)
    between = set(ties([one.pk for one in people], {row.pk: row.owner_id for row in services}, cycle, NOON))
    listed = {(one.pk, pk) for one in people for pk in strange_services(one, NOON).values_list("pk", flat=True)}
    assert between == listed
    assert (people[0].pk, services[1].pk) in between
    assert (people[6].pk, services[0].pk) in between
    assert not [pair for pair in between if pair[0] in (people[2].pk, people[5].pk, people[7].pk)]
