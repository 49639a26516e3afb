"""What the migrations 0012 and 0013 do with what was begun before recusal went along a changed decision."""

from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import connection

from governance.actions.referrals import refer
from governance.actions.reviews import propose_effect
from governance.actions.versions import publish_version
from governance.enums.conflicts import Treatment
from governance.enums.proposals import Confidentiality
from governance.enums.reviews import Effect
from governance.models import Proposal, ReferralChain
from governance.queries.checks import findings
from tests.conftest import NOON
from tests.factories.conflicts import recuse
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees
from tests.factories.rounds import adopted

pytestmark = pytest.mark.django_db
FIRST = import_module("governance.migrations.0012_carry_recusal").carry
SECOND = import_module("governance.migrations.0013_carry_recusal_over_referrals").complete


def went_on(board: SmallBoard, other: SmallBoard, confidentiality: Confidentiality) -> tuple[Proposal, ...]:
    """Return a decided matter, the proposal that changes its decision, and where that was referred to."""
    decision = adopted(board, confidentiality=confidentiality)
    at = decision.decided_at
    change = propose_effect(decision=decision, effect=Effect.RESCIND, reason="It does harm.", by=board.chair, at=at)
    publish_version(proposal=change, change_note="", by=board.chair, at=at)
    change = Proposal.objects.get(pk=change.pk)
    referral = refer(proposal=change, to_board=other.board, reason="It is theirs.", by=board.chair, at=at)
    return decision.proposal, change, referral.received


def forgotten(*kept: tuple[int, int]) -> None:
    """Take away what ``ProposalEffect.save`` writes today, as it was before; what referrals wrote themselves stays."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM governance_referralchain")
    for first, last in kept:
        ReferralChain.objects.create(first_id=first, last_id=last)


def chain() -> set[tuple[int, int]]:
    return set(ReferralChain.objects.values_list("first", "last"))


@pytest.mark.parametrize("confidentiality", list(Confidentiality))
def test_old_rows_are_joined_over_referrals_where_the_decision_is_not_public(confidentiality: Confidentiality) -> None:
    board, other = board_with_trustees(), board_with_trustees("NE", seats=2)
    matters = [one.pk for one in went_on(board, other, confidentiality)]
    begun, change, received = matters
    whole = chain()
    hidden = confidentiality != Confidentiality.OPEN
    assert whole == ({*pairwise(matters), (begun, received)} if hidden else {(change, received)})
    forgotten((change, received))
    missing = [line for line in findings(NOON) if line.startswith("6: recusal does not follow")]
    assert len(missing) == (2 if hidden else 0)
    FIRST(apps, None)
    assert (begun, received) not in chain()
    SECOND(apps, None)
    assert chain() == whole
    SECOND(apps, None)
    assert chain() == whole
    assert not [line for line in findings(NOON) if line.startswith("6")]


def test_whoever_withdrew_before_reads_nothing_of_it_afterwards() -> None:
    board, other = board_with_trustees(), board_with_trustees("NE", seats=2)
    begun, change, received = went_on(board, other, Confidentiality.MEMBERS)
    conflicted = BoardRoleFactory(board=other.board, person=board.trustees["providers"][1]).person
    forgotten((change.pk, received.pk))
    Proposal.objects.filter(pk=begun.pk).update(state="discussion")
    recuse(Proposal.objects.get(pk=begun.pk), conflicted, Treatment.WITHDRAW)
    Proposal.objects.filter(pk=begun.pk).update(state="adopted")

    def reads() -> list[bool]:
        rows = Proposal.objects.visible_to(conflicted, NOON)
        return [rows.filter(pk=one.pk).exists() for one in (change, received)]

    assert reads() == [True, True]
    SECOND(apps, None)
    assert reads() == [False, False]
