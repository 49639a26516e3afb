"""Who may do what about conflicts and registers of interests: nobody decides their own."""

import pytest

from governance.enums.conflicts import Treatment
from governance.models import ConflictDeclaration, Proposal
from governance.permissions import conflicts, interests
from tests.conftest import NOON
from tests.factories.conflicts import declared, recuse
from tests.factories.governance import ConstituencyMembershipFactory, board_with_trustees
from tests.factories.rounds import published
from tests.people import administrator, person

pytestmark = pytest.mark.django_db


def test_who_may_do_what_about_a_conflict() -> None:
    board = board_with_trustees(seats=1)
    proposal = published(board)
    one, other = board.everyone[:2]
    member = ConstituencyMembershipFactory(board=board.board).person
    cast = {"one": one, "other": other, "chair": board.chair, "secretary": board.secretary, "member": member}
    conflict = declared(proposal, one)

    def may(verb: object, about: object) -> set[str]:
        return {name for name, who in cast.items() if verb(who, about, NOON)}  # type: ignore[operator]

    inside = {"one", "other", "chair", "secretary"}
    assert may(conflicts.can_see_conflicts, proposal) == inside
    assert may(conflicts.can_declare_conflict, proposal) == inside == may(conflicts.can_raise_conflict, proposal)
    assert may(conflicts.can_reply_to_conflict, conflict) == {"one"}
    assert may(conflicts.can_treat_conflict, conflict) == {"chair"}
    assert may(conflicts.can_release_conflict, conflict) == set()
    recuse(proposal, one, Treatment.WITHDRAW)
    conflict = ConflictDeclaration.objects.select_related("proposal__board").get(pk=conflict.pk)
    assert may(conflicts.can_see_conflicts, Proposal.objects.get(pk=proposal.pk)) == inside - {"one"}
    assert may(conflicts.can_reply_to_conflict, conflict) == set()
    assert may(conflicts.can_release_conflict, conflict) == {"chair"}


def test_who_may_read_and_keep_registers() -> None:
    board = board_with_trustees(seats=1)
    trustee, stranger, looks_after = board.everyone[0], person(), administrator()
    assert interests.can_keep_own_register(trustee, NOON)
    assert not interests.can_keep_own_register(stranger, NOON)
    assert interests.can_read_register(trustee, board.board, NOON)
    assert not interests.can_read_register(stranger, board.board, NOON)
    board.board.publishes_interests = True
    assert interests.can_read_register(stranger, board.board, NOON)
    may = [trustee, stranger, looks_after, board.secretary]
    assert [interests.can_set_register_policy(who, board.board, NOON) for who in may] == [False, False, True, True]
