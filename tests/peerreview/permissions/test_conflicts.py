"""Who declares a conflict and who settles it: never the one concerned, and nobody tied to what it is about."""

from datetime import date

import pytest

from peerreview.enums.conflicts import COUNTING, ConflictKind, ConflictState
from peerreview.permissions import conflicts
from portal.people.enums import RoleKind
from tests.conftest import NOON
from tests.factories.people import AffiliationFactory, OrganisationFactory
from tests.factories.reviewers import ReviewerConflictFactory
from tests.people import administrator, person
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_everybody_declares_for_themselves_and_others_settle() -> None:
    cast = {
        "concerned": person(RoleKind.REVIEWER, RoleKind.PROGRAMME_MANAGER),
        "reviewer": person(RoleKind.REVIEWER),
        "manager": person(RoleKind.PROGRAMME_MANAGER),
        "host_tied": person(RoleKind.PROGRAMME_MANAGER),
        "office_tied": person(RoleKind.PROGRAMME_MANAGER),
        "administrator": administrator(),
        "gone": person(RoleKind.PROGRAMME_MANAGER, is_active=False),
    }
    own = ReviewerConflictFactory(person=cast["concerned"], kind=ConflictKind.COMPETES)
    office = OrganisationFactory()
    # Of a whole organisation, with the same service.
    theirs = ReviewerConflictFactory(
        person=None, organisation=office, service=own.service, declared_by=cast["manager"], kind=ConflictKind.DISPUTE
    )
    # It counts no longer, so that its people read it again; they still do not settle what is their own.
    over = ReviewerConflictFactory(
        person=None,
        organisation=office,
        declared_by=cast["manager"],
        kind=ConflictKind.DISPUTE,
        counts_until=date(2026, 11, 1),
    )
    everybody = "concerned manager host_tied office_tied"
    AffiliationFactory(person=cast["host_tied"], organisation=own.service.owner)
    AffiliationFactory(person=cast["office_tied"], organisation=office)
    hold(
        cast,
        {
            "declare for the concerned": (
                everybody,
                lambda one: conflicts.can_declare(one, cast["concerned"], NOON),
            ),
            "declare for a reviewer": (
                f"{everybody} reviewer",
                lambda one: conflicts.can_declare(one, cast["reviewer"], NOON),
            ),
            "declare for an organisation": (everybody, lambda one: conflicts.can_declare(one, None, NOON)),
            # Whoever works for a conflicted office is a stranger to the service, and reads nothing of it.
            "read": ("concerned manager", lambda one: conflicts.can_read_conflict(one, own, NOON)),
            "settle": ("manager", lambda one: conflicts.can_settle(one, own, NOON)),
            "waive": ("manager", lambda one: conflicts.can_waive(one, own, NOON)),
            "settle an organisation's": ("manager", lambda one: conflicts.can_settle(one, theirs, NOON)),
            "read what is over": (everybody, lambda one: conflicts.can_read_conflict(one, over, NOON)),
            "settle what is over": ("concerned manager host_tied", lambda one: conflicts.can_settle(one, over, NOON)),
        },
    )


def test_only_what_counts_is_settled_and_only_what_can_be_waived_is() -> None:
    manager, conflict = person(RoleKind.PROGRAMME_MANAGER), ReviewerConflictFactory()
    settled = set()
    for state in ConflictState:
        conflict.state = state
        settled |= {state} if conflicts.can_settle(manager, conflict, NOON) else set()
        assert conflicts.can_waive(manager, conflict, NOON) is (state in settled)
    assert settled == set(COUNTING)
    conflict.state, waivable = ConflictState.DECLARED, set()
    for kind in ConflictKind:
        conflict.kind = kind
        waivable |= {kind} if conflicts.can_waive(manager, conflict, NOON) else set()
    assert waivable == {ConflictKind.COMPETES, ConflictKind.DISPUTE}
