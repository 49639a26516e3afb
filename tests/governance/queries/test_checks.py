"""What the daily check says of rounds, blocks, decisions, texts and time; each wrong is planted past every guard."""

from datetime import date, timedelta

import pytest

from governance.actions.amendments import decline_amendment
from governance.actions.fallbacks import end_without_agreement
from governance.actions.proposals import withdraw_proposal
from governance.actions.referrals import refer
from governance.enums.conflicts import Treatment
from governance.enums.fallbacks import FallbackKind
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import Stance
from governance.models import (
    Amendment,
    Block,
    BlockStep,
    ClauseText,
    ConflictDeclaration,
    Decision,
    DecisionRationale,
    Entitlement,
    FallbackStep,
    Position,
    Proposal,
    ProposalVersion,
    Referral,
    ReferralReply,
    ReportBack,
    Round,
    UrgentDecision,
)
from governance.queries.checks import findings
from portal.history.models import LedgerEntry
from tests.conftest import NOON
from tests.factories.amendments import proposed
from tests.factories.blocks import CLOSED, blocked, fallback, started, upheld
from tests.factories.conflicts import recuse
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.rounds import adopted, agreed, opened, published, take
from tests.factories.urgents import taken
from tests.planting import away, found_each, put, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]
DAY = timedelta(days=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def test_wrongs_in_an_open_round_are_found(board: SmallBoard) -> None:
    silent, spoken = board.trustees["directors"][0], board.trustees["providers"][0]
    round = opened(board, recused=[board.trustees["staff"][1]])
    first = take(round, spoken)
    take(round, board.trustees["local-authorities"][0], Stance.RESERVATIONS)
    changed = take(round, spoken, Stance.STAND_ASIDE, NOON + timedelta(hours=1))
    other = Position.objects.exclude(pk__in=[first.pk, changed.pk]).get()
    voice = Entitlement.objects.get(round=round, person=silent)
    own = first.entitlement_id

    def conflict() -> None:
        row = ConflictDeclaration(
            proposal=round.proposal,
            person=silent,
            what="They sell this.",
            declared_by=silent,
            declared_at=NOON,
            treatment=Treatment.WITHDRAW,
            reasons="They gain.",
            treated_by=board.chair,
            treated_at=NOON,
        )
        row.save()

    def judged() -> None:
        conflict()
        put(ConflictDeclaration, treated_by=silent)()

    found_each(
        findings,
        [
            ("6: position", put(Entitlement, own, recused=True)),
            ("7: position", put(Position, changed.pk, reason=" ")),
            ("says no ground", put(Position, first.pk, stance=Stance.BLOCK)),
            ("first positions", put(Position, first.pk, supersedes=other.pk)),
            ("supersedes one that is not its own", put(Position, changed.pk, supersedes=other.pk)),
            ("was taken outside its round", put(Position, changed.pk, at=round.closes_at)),
            ("was taken outside its round", put(Position, first.pk, at=NOON - DAY)),
            ("11: ", away(Entitlement, pk=voice.pk)),
            ("has a voice and takes no part", conflict),
            ("has a voice in what its trustee may not read", conflict),
            ("was decided by the person it is about", judged),
            ("is open on a version that is not the latest", put(Proposal, round.proposal_id, version_count=2)),
            ("the text is not the one that was published", put(ClauseText, text="Another text.")),
        ],
        NOON + timedelta(hours=2),
    )


def test_wrongs_in_a_decision_are_found(board: SmallBoard) -> None:
    decision = adopted(board, affects_children=True)
    hidden = adopted(board, confidentiality=Confidentiality.MEMBERS)
    matter, reasons, round = decision.proposal_id, decision.proposal.rationale.pk, decision.round_id
    ledger = LedgerEntry.objects.filter(kind="decision.recorded", subject_id=str(decision.pk)).get()
    back = ReportBack.objects.filter(decision=decision).order_by("pk").first()
    assert back is not None
    version = ProposalVersion.objects.exclude(pk=decision.version_id).get()
    disagrees = Position.objects.filter(entitlement__round=round)

    def outvoted() -> None:
        unguarded(Position)
        Position._base_manager.filter(pk__in=disagrees).update(stance=Stance.STAND_ASIDE, reason="No.")

    found_each(
        findings,
        [
            ("no decision is recorded", away(Decision, pk=hidden.pk)),
            ("is recorded but its proposal is discussion", put(Proposal, matter, state="discussion")),
            ("rests on a round about another version", put(Round, round, version=version)),
            ("was adopted without consensus", outvoted),
            ("says no reasons", put(DecisionRationale, reasons, reasons=" ")),
            ("without owner or review date", put(DecisionRationale, reasons, owner=None)),
            ("how their views were considered", put(DecisionRationale, reasons, childrens_views="")),
            ("is in the register but not in the ledger", away(LedgerEntry, pk=ledger.pk)),
            ("which is not in the register", put(LedgerEntry, ledger.pk, subject_id="999999")),
            ("owes no constituency a report-back", away(ReportBack, decision=decision)),
            ("is not open and owes report-backs", put(ReportBack, back.pk, decision=hidden)),
            ("was due before", put(ReportBack, back.pk, due_on=date(2020, 1, 1))),
            ("was sent before", put(ReportBack, back.pk, sent_at=NOON - DAY)),
            ("was due on 2020-01-01 and has not begun", put(Decision, decision.pk, review_on=date(2020, 1, 1))),
            ("was to end on 2020-01-01", put(Decision, decision.pk, ends_on=date(2020, 1, 1))),
            ("is under review and there is no review", put(Decision, decision.pk, state="under_review")),
            ("and no review says why", put(Decision, decision.pk, state="rescinded")),
        ],
        decision.decided_at,
    )


def test_wrongs_in_blocks_and_fallback_steps_are_found(board: SmallBoard) -> None:
    running, untested = upheld(board), blocked(board)
    step = started(board, FallbackKind.TRIAL)
    assert FallbackStep.objects.filter(pk=step.pk, state="open").exists()
    ended = fallback(board)
    end_without_agreement(proposal=ended, reason="We differ.", why_skipped="No use.", by=board.chair, at=CLOSED)
    round = untested.position.entitlement.round
    silent = {"state": "dissent", "upheld_at": None, "restate_by": None}

    def unsettled_in_a_decision() -> None:
        unguarded(Decision, Block)
        decision = adopted(board)
        Block._base_manager.filter(pk=untested.pk).update(state="untested")
        put(Decision, decision.pk, version=round.version_id, proposal=round.proposal_id)()

    def unwarned() -> None:
        unguarded(BlockStep)
        BlockStep(block=running, kind="dissent", text="No part", by=None, at=CLOSED).save()

    found_each(
        findings,
        [
            ("and nothing says how", put(Block, untested.pk, **silent)),
            ("became dissent without its notice", unwarned),
            ("since two days, and nothing has run", put(Block, running.pk, upheld_at=NOON - 90 * DAY)),
            ("blocks a version that was adopted", unsettled_in_a_decision),
            ("is under way although the proposal is discussion", put(Proposal, step.proposal_id, state="discussion")),
            ("ended without agreement and says no reason", put(Proposal, ended.pk, why_ended="")),
        ],
        CLOSED,
    )


def test_wrongs_in_referrals_amendments_and_urgent_decisions_are_found(board: SmallBoard) -> None:
    other = board_with_trustees("NE", seats=2)
    source = published(board)
    one = refer(proposal=source, to_board=other.board, reason="It is theirs.", by=board.chair, at=NOON)
    answered = refer(proposal=published(board), to_board=other.board, reason="Theirs.", by=board.chair, at=NOON)
    withdraw_proposal(proposal=answered.received, reason="No.", by=other.chair, at=NOON)
    amendment = proposed(source, board.trustees["directors"][0])
    declined = proposed(source, board.trustees["directors"][1])
    decline_amendment(amendment=declined, reason="Not now.", by=board.secretary, at=NOON)
    urgent = taken(board)
    stray = published(board)
    received = ClauseText.objects.filter(version=one.received_version)
    found_each(
        findings,
        [
            ("is not the text of its source", put(ClauseText, received.get().pk, text="Another.")),
            ("who may read it changed on the way", put(Proposal, one.received_id, confidentiality="members")),
            ("names versions of other proposals", put(Referral, one.pk, source_version=stray.versions.get().pk)),
            ("the answer did not come back", away(ReferralReply, referral=answered)),
            ("19: ", put(Amendment, amendment.pk, state="merged")),
            ("19: ", put(Amendment, declined.pk, state="proposed")),
            ("which is not the latest", put(Proposal, source.pk, version_count=2)),
            ("waits, and its proposal has ended", put(Proposal, source.pk, state="withdrawn")),
            ("has not lapsed", put(UrgentDecision, urgent.pk, ratify_by=NOON - 3 * DAY)),
            ("by two people of two constituencies", put(UrgentDecision, urgent.pk, seconder=urgent.chair_id)),
            ("and its proposal is discussion", put(Proposal, urgent.proposal_id, state="discussion")),
            ("awaits ratification and nobody decided it", put(Proposal, stray.pk, state="awaiting_ratification")),
            ("is in the register but not in the ledger", away(LedgerEntry, kind="urgent.decided")),
        ],
        NOON,
    )


def test_recused_people_are_not_found_wanting(board: SmallBoard) -> None:
    round = agreed(board)
    proposal = opened(board).proposal
    recuse(proposal, board.trustees["directors"][0], Treatment.STAY)
    assert round.state == "closed"
    assert list(findings(NOON)) == []
