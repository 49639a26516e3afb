"""Where a person stands: one query, and the national seat computed from the regional chair."""

from datetime import date, timedelta

import pytest

from governance.enums.boards import BoardRoleKind
from governance.models import ChairTerm
from governance.models.standing import Standing, standing_of
from tests.conftest import NOON
from tests.factories.governance import (
    BoardRoleFactory,
    ChairTermFactory,
    ConstituencyMembershipFactory,
    board_with_trustees,
    national_group,
)
from tests.factories.people import UserFactory


@pytest.mark.django_db
def test_standing_names_every_place_of_a_person_in_one_query(django_assert_num_queries) -> None:
    north, south = board_with_trustees("NW"), board_with_trustees("SE")
    nation = national_group([north.board, south.board])
    chair = north.chair
    BoardRoleFactory(board=south.board, person=chair, role=BoardRoleKind.OBSERVER)
    ConstituencyMembershipFactory(board=south.board, person=chair)
    with django_assert_num_queries(1):
        standing = standing_of(chair, NOON)
        assert standing_of(chair, NOON) is standing
    assert standing == Standing(
        trustee_of=frozenset({north.board.pk, nation.pk}),
        chair_of=frozenset({north.board.pk}),
        observer_of=frozenset({south.board.pk}),
        member_of=frozenset({south.board.pk}),
    )
    assert standing_of(north.secretary, NOON) == Standing(secretary_of=frozenset({north.board.pk}))
    assert standing_of(north.everyone[0], NOON) == Standing(trustee_of=frozenset({north.board.pk}))
    assert standing_of(UserFactory(), NOON) == Standing()
    assert standing_of(UserFactory(inactive=True), NOON) == Standing()


@pytest.mark.django_db
def test_national_seat_ends_with_the_regional_chair() -> None:
    north = board_with_trustees("NW")
    nation = national_group([north.board])
    ChairTermFactory(
        appointment=ChairTerm.objects.get().appointment,
        board=nation,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 6, 1),
    )
    during, after = NOON, NOON + timedelta(days=150)
    assert standing_of(north.chair, during).chair_of == {north.board.pk, nation.pk}
    assert standing_of(north.chair, during).trustee_of == {north.board.pk, nation.pk}
    assert standing_of(north.chair, after).chair_of == frozenset()
    assert standing_of(north.chair, after).trustee_of == {north.board.pk}
