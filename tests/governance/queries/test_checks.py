"""What the daily check says of rounds, blocks, decisions, texts and time; each wrong is planted past every guard."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model

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

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Plant = tuple[str, Callable[[], object]]


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture(autouse=True)
def _guards_again() -> Iterator[None]:
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def unguarded(*models: type[Model]) -> None:
    """Take triggers and checks from the tables, as somebody at the database itself could; undone with the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (model._meta.db_table for model in models):
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                checks = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"
                cursor.execute(checks, [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def put(model: type[Model], pk: object = None, **values: Any) -> Callable[[], object]:
    """Return what writes ``values`` into one row of ``model``, or into all of them, past history and guards."""

    def plant() -> None:
        unguarded(model)
        rows = model._base_manager.all() if pk is None else model._base_manager.filter(pk=pk)
        assert rows.update(**values) > 0

    return plant


def away(model: type[Model], **which: Any) -> Callable[[], object]:
    """Return what takes rows of ``model`` away."""

    def plant() -> None:
        unguarded(model)
        rows = model._base_manager.filter(**which)
        assert rows.exists()
        rows._raw_delete("default")

    return plant


def found_each(plants: list[Plant], at: Any = NOON) -> None:
    """Plant one wrong after the other, each alone, and ask for exactly its words."""
    assert list(findings(at)) == []
    unseen = []
    for words, plant in plants:
        with transaction.atomic():
            plant()
            said = list(findings(at))
            if not any(words in one for one in said):
                unseen.append((words, said))
            transaction.set_rollback(True)
    assert unseen == []


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
        ]
    )


def test_recused_people_are_not_found_wanting(board: SmallBoard) -> None:
    round = agreed(board)
    proposal = opened(board).proposal
    recuse(proposal, board.trustees["directors"][0], Treatment.STAY)
    assert round.state == "closed"
    assert list(findings(NOON)) == []
