"""A text handed to another board word for word, and its answer; never to more readers than it had."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from governance.actions.conflicts import release_conflict
from governance.actions.decisions import adopt
from governance.actions.fallbacks import end_step, end_without_agreement
from governance.actions.proposals import withdraw_proposal
from governance.actions.referrals import refer, refer_to_national
from governance.domain.refusals import NotAllowed
from governance.enums.conflicts import Treatment
from governance.enums.fallbacks import FallbackOutcome
from governance.enums.proposals import Confidentiality, ProposalKind, ProposalState
from governance.models import (
    Board,
    ConflictDeclaration,
    FallbackStep,
    Proposal,
    Referral,
    ReferralChain,
    ReferralReply,
)
from governance.models.sealed import SealedForEver
from governance.permissions.proposals import can_view_proposal
from governance.queries.checks import findings
from governance.queries.referrals import recused_at_source
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.blocks import CLOSED, DUE, fallback
from tests.factories.conflicts import recuse
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees, national_group
from tests.factories.rounds import agreed, opened, published, reasoned, take

pytestmark = pytest.mark.django_db
LATER = CLOSED + timedelta(days=3)


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


@pytest.fixture
def other() -> SmallBoard:
    """Return a second regional board."""
    return board_with_trustees("NE", seats=2)


def referred(board: SmallBoard, to: Board, **fields: Any) -> Referral:
    """Refer a new proposal."""
    proposal = published(board, **fields)
    return refer(proposal=proposal, to_board=to, reason="It is theirs.", by=board.chair, at=NOON)


def fresh(proposal: Proposal) -> Proposal:
    """Return a proposal as it stands."""
    return Proposal.objects.get(pk=proposal.pk)


@pytest.mark.parametrize("confidentiality", list(Confidentiality))
def test_referral_puts_exactly_the_same_text_as_confidential_as_it_was(
    board: SmallBoard, other: SmallBoard, confidentiality: Confidentiality
) -> None:
    one = referred(board, other.board, confidentiality=confidentiality, kind=ProposalKind.RESERVED)
    received = one.received
    assert one.source_sha256 == one.received_sha256 == one.received_version.sha256 == one.source_version.sha256
    assert (received.state, received.number) == (ProposalState.DISCUSSION, "NE-2026-001")
    assert (received.confidentiality, received.kind) == (confidentiality, ProposalKind.RESERVED)
    texts = [list(it.texts.values_list("heading", "text")) for it in (one.source_version, one.received_version)]
    assert texts[0] == texts[1] != []
    assert one.received_version.change_note.startswith("Referred by the North West board as NW-2026-001, version 1")
    # Who referred it does not read the other board's business by that.
    assert not Proposal.objects.visible_to(board.chair, LATER).filter(pk=received.pk).exists()
    assert Proposal.objects.visible_to(other.chair, LATER).filter(pk=received.pk).exists()
    assert not Proposal.objects.visible_to(other.chair, LATER).filter(pk=one.source_id).exists()


def test_only_the_chair_refers_and_only_what_is_discussed(board: SmallBoard, other: SmallBoard) -> None:
    proposal = published(board)
    words: dict[str, Any] = {"proposal": proposal, "to_board": other.board, "at": NOON}
    for person in (board.secretary, board.everyone[0], other.chair):
        with pytest.raises(PermissionDenied):
            refer(reason="It is theirs.", by=person, **words)
    with pytest.raises(NotAllowed, match="why it is referred"):
        refer(reason=" ", by=board.chair, **words)
    with pytest.raises(NotAllowed, match="another board"):
        refer(proposal=proposal, to_board=board.board, reason="So", by=board.chair, at=NOON)
    one = refer(reason="It is theirs.", by=board.chair, **words)
    assert refer(reason="It is theirs.", by=board.chair, **words) == one
    assert Referral.objects.count() == 1
    round = agreed(board)
    with pytest.raises(PermissionDenied):
        refer(proposal=round.proposal, to_board=other.board, reason="So", by=board.chair, at=CLOSED)


def test_answer_comes_back_when_the_other_board_decides(board: SmallBoard, other: SmallBoard) -> None:
    one = referred(board, other.board)
    round = agreed(other, proposal=one.received)
    reasoned(one.received, other.chair, CLOSED)
    decision = adopt(proposal=round.proposal, by=other.chair, at=CLOSED)
    reply = ReferralReply.objects.get()
    assert (reply.referral, reply.answer, reply.decision) == (one, ProposalState.ADOPTED, decision)
    assert decision.text_sha256 == one.source_sha256
    assert Notification.objects.filter(event="referral.answered", person=board.everyone[0]).count() == 1
    assert [line for line in findings(CLOSED) if line.startswith("20")] == []
    assert [str(line) for line in verify_ledger() if "ChairTerm" not in line.where] == []


def test_answer_comes_back_when_it_is_withdrawn(board: SmallBoard, other: SmallBoard) -> None:
    one = referred(board, other.board)
    withdraw_proposal(proposal=one.received, reason="It is not ours either.", by=other.chair, at=LATER)
    reply = ReferralReply.objects.get()
    assert (reply.answer, reply.words, reply.decision) == (ProposalState.WITHDRAWN, "It is not ours either.", None)
    assert fresh(one.source).state == ProposalState.DISCUSSION


def test_region_asks_the_national_group_and_takes_the_answer_up(board: SmallBoard, other: SmallBoard) -> None:
    group = national_group([board.board, other.board])
    proposal = fallback(board)
    words: dict[str, Any] = {"proposal": proposal, "what": "May one region do this alone?", "due_on": DUE, "at": CLOSED}
    with pytest.raises(PermissionDenied):
        refer_to_national(reason="Beyond us", why_skipped="No use.", by=board.secretary, **words)
    one = refer_to_national(reason="Beyond us", why_skipped="No use.", by=board.chair, **words)
    assert refer_to_national(reason="Beyond us", why_skipped="No use.", by=board.chair, **words) == one
    step = FallbackStep.objects.get(kind="national")
    assert (one.step, one.received.board, step.state) == (step, group, "open")
    withdraw_proposal(proposal=one.received, reason="Each region decides.", by=board.chair, at=LATER)
    assert ReferralReply.objects.get().words == "Each region decides."
    end_step(step=step, outcome=FallbackOutcome.DISCUSSION, result="We may.", by=board.chair, at=LATER)
    assert fresh(proposal).state == ProposalState.DISCUSSION


def test_answer_can_also_end_it(board: SmallBoard, other: SmallBoard) -> None:
    national_group([board.board, other.board])
    proposal = fallback(board)
    one = refer_to_national(
        proposal=proposal,
        what="May we?",
        due_on=DUE,
        reason="Beyond us",
        why_skipped="No use.",
        by=board.chair,
        at=CLOSED,
    )
    assert one.step is not None
    end_step(step=one.step, outcome=FallbackOutcome.NOTHING, result="They differ too.", by=board.chair, at=LATER)
    ended = end_without_agreement(proposal=proposal, reason="We differ.", by=board.chair, at=LATER)
    assert ended.state == ProposalState.NOT_AGREED


def test_nobody_above_means_no_referral_there(board: SmallBoard) -> None:
    words: dict[str, Any] = {"what": "May we?", "due_on": DUE, "reason": "So", "by": board.chair, "at": CLOSED}
    with pytest.raises(NotAllowed, match="no other group"):
        refer_to_national(proposal=fallback(board), **words)


def test_referral_once_made_never_changes_and_never_says_another_text(board: SmallBoard, other: SmallBoard) -> None:
    one = referred(board, other.board)
    one.reason = "Another."
    with pytest.raises(SealedForEver):
        one.save()
    with pytest.raises(Exception, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_referral SET reason = 'other' WHERE id = %s", [one.pk])
    second = published(other)
    forged = Referral(
        source=one.source,
        source_version=one.source_version,
        source_sha256=one.source_sha256,
        to_board=other.board,
        received=second,
        received_version=second.versions.get(),
        received_sha256="0" * 64,
        reason="So",
        referred_by=board.chair,
        at=NOON,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()


def test_recusal_goes_along_with_the_text(board: SmallBoard, other: SmallBoard) -> None:
    group = national_group([board.board, other.board])
    conflicted = other.chair
    round = opened(other, recused=[conflicted])
    for person in other.everyone:
        if person != conflicted:
            take(round, person)
    withdraw_proposal(proposal=round.proposal, reason="Elsewhere.", by=other.trustees["providers"][0], at=LATER)
    # The acting chair's referral is written here as it would stand: the one in the chair is recused.
    source = round.proposal
    received = published(SmallBoard(group, board.trustees, board.chair, board.secretary), by=board.chair)
    Referral(
        source=source,
        source_version=source.versions.get(),
        source_sha256=source.versions.get().sha256,
        to_board=group,
        received=received,
        received_version=received.versions.get(),
        received_sha256=received.versions.get().sha256,
        reason="It is theirs.",
        referred_by=board.chair,
        at=LATER,
    ).save()
    shown = [one for one in (board.chair, conflicted) if Proposal.objects.visible_to(one, LATER).filter(pk=received.pk)]
    may = [one for one in (board.chair, conflicted) if can_view_proposal(one, fresh(received), LATER)]
    assert shown == may == [board.chair]
    assert recused_at_source(received) == {conflicted.pk}


def test_recusal_goes_along_over_every_board_the_text_is_referred_to(board: SmallBoard, other: SmallBoard) -> None:
    third = board_with_trustees("YH", seats=1)
    proposal, conflicted = published(board), board.trustees["providers"][0]
    recuse(proposal, conflicted, Treatment.WITHDRAW)
    first = refer(proposal=fresh(proposal), to_board=other.board, reason="It is theirs.", by=board.chair, at=LATER)
    second = refer(
        proposal=fresh(first.received), to_board=third.board, reason="Theirs rather.", by=other.chair, at=LATER
    )
    for one, to in ((first.received, other), (second.received, third)):
        # Whoever is of both boards is kept out on the second as on the first.
        BoardRoleFactory(board=to.board, person=conflicted)
        assert not Proposal.objects.visible_to(conflicted, LATER).filter(pk=one.pk).exists()
        assert not can_view_proposal(conflicted, fresh(one), LATER)
        assert recused_at_source(one) == {conflicted.pk}
        assert Proposal.objects.visible_to(to.secretary, LATER).filter(pk=one.pk).exists()
    assert not list(findings(LATER))
    chain = ReferralChain.objects.values_list("first", "last")
    assert set(chain) == {
        (proposal.pk, first.received_id),
        (first.received_id, second.received_id),
        (proposal.pk, second.received_id),
    }
    with pytest.raises(SealedForEver):
        ReferralChain.objects.filter(first=proposal).delete()
    release_conflict(conflict=ConflictDeclaration.objects.get(), why="Sold.", by=board.chair, at=LATER)
    assert Proposal.objects.visible_to(fresh_person(conflicted), LATER).filter(pk=second.received_id).exists()


def fresh_person(person: User) -> User:
    """Return somebody of whom nothing is remembered."""
    return User.objects.get(pk=person.pk)
