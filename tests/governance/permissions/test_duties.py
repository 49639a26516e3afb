"""Who may do what about urgent decisions, reviews, report-backs, soundings, attendance, actions and the talk: tables.

One row a right, everybody who may of the cast: whoever is not named may not.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.actions.discussion import add_comment, ask_question, raise_concern, withdraw_comment
from governance.actions.positions import record_position_for
from governance.enums.conflicts import Treatment
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import Stance
from governance.models import AgreedAction, Position, Proposal, UrgentDecision
from governance.permissions import (
    agreedactions,
    amendments,
    attendance,
    boards,
    confirmations,
    decisions,
    discussion,
    proposals,
    reportbacks,
    reviews,
    rounds,
    soundings,
    urgents,
)
from governance.queries.amendments import amendments_part
from governance.queries.discussion import discussion_of
from tests.conftest import NOON
from tests.factories.amendments import proposed
from tests.factories.blocks import CLOSED, objector, upheld
from tests.factories.conflicts import recuse
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees
from tests.factories.meetings import held, taken_on
from tests.factories.representation import asked as sounded
from tests.factories.representation import member_of, owed, place_on, sent
from tests.factories.rounds import adopted, opened, published, take
from tests.factories.urgents import asked, drafted, taken
from tests.people import administrator
from tests.rights import hold

pytestmark = pytest.mark.django_db
EVERYBODY = "chair secretary staff director observer member elsewhere administrator visitor"
INSIDE = "chair secretary staff director"


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
def cast(board: SmallBoard) -> dict[str, Any]:
    """Return one person a column; nobody but the chair has a second part."""
    return {
        "chair": board.chair,
        "secretary": board.secretary,
        "staff": next(one for one in board.trustees["staff"] if one != board.chair),
        "director": next(one for one in board.trustees["directors"] if one != board.chair),
        "observer": BoardRoleFactory(board=board.board, role="observer").person,
        "member": member_of(board),
        "elsewhere": board_with_trustees("NE", seats=1).chair,
        "administrator": administrator(),
        "visitor": AnonymousUser(),
    }


def test_meetings_boards_and_actions(board: SmallBoard, cast: dict[str, Any]) -> None:
    decision = adopted(board)
    matter = Proposal.objects.get(pk=decision.proposal_id)
    action = taken_on(board, held(board))
    following = AgreedAction(board=board.board, decision=decision, owner=cast["member"])
    hold(
        cast,
        {
            "found boards": ("administrator", lambda one: boards.can_found_boards(one, NOON)),
            "keep the board": ("secretary administrator", lambda one: boards.can_keep_board(one, board.board, NOON)),
            "plan meetings": ("chair secretary", lambda one: boards.can_plan_meetings(one, board.board, NOON)),
            "see its members": (
                f"{INSIDE} administrator",
                lambda one: boards.can_see_people_of(one, board.board, NOON),
            ),
            "record attendance": ("secretary", lambda one: attendance.can_record_attendance(one, board.board, NOON)),
            "read attendance": (INSIDE, lambda one: attendance.can_read_attendance(one, board.board, NOON)),
            "add an action": ("chair secretary", lambda one: agreedactions.can_add_action(one, board.board, NOON)),
            "add one to a decision": (
                "chair secretary",
                lambda one: agreedactions.can_add_action_to(one, decision, NOON),
            ),
            "change an action": ("chair secretary", lambda one: agreedactions.can_change_action(one, action, NOON)),
            "finish one of a decision": (
                "chair secretary member",
                lambda one: agreedactions.can_finish_action(one, following, NOON),
            ),
            "write reasons after the end": ("", lambda one: decisions.can_write_rationale(one, matter, NOON)),
            "record it again": ("", lambda one: decisions.can_adopt(one, matter, NOON)),
        },
    )
    assert agreedactions.can_finish_action(action.owner, action, NOON)


def test_urgent_decisions(board: SmallBoard, cast: dict[str, Any]) -> None:
    draft, waits, holds = drafted(board), asked(board), taken(board)
    ordinary = published(board)
    same = next(code for code, people in board.trustees.items() if board.chair in people)
    beside = next(one for one in board.trustees[same] if one != board.chair)
    cast = {**cast, "beside the chair": beside}
    several = [name for name in ("staff", "director") if cast[name] != beside]
    waits = UrgentDecision.objects.select_related("board", "proposal__board").get(pk=waits.pk)
    hold(
        cast,
        {
            "ask": ("chair", lambda one: urgents.can_ask_urgent(one, draft, NOON)),
            "ask for what is not urgent": ("", lambda one: urgents.can_ask_urgent(one, ordinary, NOON)),
            "confirm": (" ".join(several), lambda one: urgents.can_confirm_urgent(one, waits, NOON)),
            "confirm twice": ("", lambda one: urgents.can_confirm_urgent(one, holds, NOON)),
            "take back": ("chair", lambda one: urgents.can_drop_urgent(one, waits, NOON)),
            "take back what holds": ("", lambda one: urgents.can_drop_urgent(one, holds, NOON)),
        },
    )
    reader = cast[several[0]]
    assert urgents.urgent_rights(reader, ordinary, NOON) is None
    shown = [urgents.urgent_rights(reader, one, NOON) for one in (draft, waits.proposal, holds.proposal)]
    assert [(one.may_ask, one.may_confirm, one.asked, one.holds) for one in shown if one] == [
        (False, False, False, False),
        (False, True, True, False),
        (False, False, False, True),
    ]
    recuse(Proposal.objects.get(pk=waits.proposal_id), reader, Treatment.WITHDRAW)
    assert not urgents.can_confirm_urgent(type(reader).objects.get(pk=reader.pk), waits, NOON)


def test_reviews(board: SmallBoard, cast: dict[str, Any]) -> None:
    decision, under_review = adopted(board), adopted(board)
    under_review.state, under_review.owner = "under_review", cast["member"]
    kept = adopted(board, confidentiality=Confidentiality.MEMBERS)
    ended = adopted(board)
    ended.state = "rescinded"
    hold(
        cast,
        {
            "report": ("chair secretary member", lambda one: reviews.can_report_on_review(one, under_review, NOON)),
            "report before": ("", lambda one: reviews.can_report_on_review(one, decision, NOON)),
            "propose": (INSIDE, lambda one: reviews.can_propose_effect(one, decision, NOON)),
            "propose about what ended": ("", lambda one: reviews.can_propose_effect(one, ended, NOON)),
            "follow": (f"{INSIDE} member", lambda one: reviews.can_follow_review(one, under_review, NOON)),
            "follow what is the members'": (INSIDE, lambda one: reviews.can_follow_review(one, kept, NOON)),
        },
    )


def test_report_backs_and_soundings(board: SmallBoard, cast: dict[str, Any]) -> None:
    decision, place = adopted(board), place_on(board)
    due, told = owed(decision), sent(board, adopted(board))
    holder = board.trustees["staff"][0]
    cast = {**cast, "holder": holder, "staff": next(one for one in board.trustees["staff"] if one != holder)}
    cast["chair"] = cast["chair"] if cast["chair"] not in board.trustees["staff"] else board.secretary
    asking = sounded(board)
    open_, hidden = published(board), published(board, confidentiality=Confidentiality.MEMBERS)
    inside = f"{INSIDE} holder"
    speak = {name for name in cast if cast[name] in board.trustees["staff"]}
    hold(
        cast,
        {
            "read report-backs": (f"{inside} member", lambda one: reportbacks.can_read_report_backs(one, place, NOON)),
            "send": ("holder", lambda one: reportbacks.can_send(one, due, NOON)),
            "send again": ("", lambda one: reportbacks.can_send(one, told, NOON)),
            "correct": ("holder", lambda one: reportbacks.can_correct(one, told, NOON)),
            "correct before": ("", lambda one: reportbacks.can_correct(one, due, NOON)),
            "respond": ("member", lambda one: reportbacks.can_respond(one, told, NOON)),
            "respond before": ("", lambda one: reportbacks.can_respond(one, due, NOON)),
            "read responses": (f"{inside} member", lambda one: reportbacks.can_read_responses_to(one, told, NOON)),
            "see members": (f"{inside} member", lambda one: reportbacks.can_see_members(one, place, NOON)),
            "ask": (" ".join(speak), lambda one: soundings.can_ask(one, place, NOON)),
            "answer": ("member", lambda one: soundings.can_answer(one, asking, NOON)),
            "answer late": ("", lambda one: soundings.can_answer(one, asking, NOON + timedelta(days=30))),
        },
    )
    assert soundings.can_ask_about(holder, open_, NOON)
    assert not soundings.can_ask_about(holder, hidden, NOON)
    recuse(opened(board).proposal, cast["director"], Treatment.WITHDRAW)
    matter = told.decision.proposal
    Proposal.objects.filter(pk=matter.pk).update(state="discussion")  # no history: only a conflict is declared in it
    recuse(Proposal.objects.get(pk=matter.pk), cast["director"], Treatment.WITHDRAW)
    assert not reportbacks.can_read_responses_to(type(holder).objects.get(pk=cast["director"].pk), told, NOON)


def test_the_talk_about_a_proposal_and_what_its_cards_may(board: SmallBoard, cast: dict[str, Any]) -> None:
    proposal = published(board, by=board.trustees["providers"][0])
    author = cast["director"]
    comment = add_comment(proposal=proposal, text="Good.", by=author, at=NOON)
    gone = withdraw_comment(comment=add_comment(proposal=proposal, text="No.", by=author, at=NOON), by=author, at=NOON)
    question = ask_question(proposal=proposal, text="Who pays?", by=author, at=NOON)
    concern = raise_concern(proposal=proposal, text="Few", by=author, at=NOON)
    amendment = proposed(proposal, author)
    hold(
        cast,
        {
            "take a comment back": ("director", lambda one: discussion.can_withdraw_comment(one, comment, NOON)),
            "take it back twice": ("", lambda one: discussion.can_withdraw_comment(one, gone, NOON)),
            "reply": ("chair secretary", lambda one: discussion.can_reply(one, question, NOON)),
            "let it lapse": ("chair", lambda one: proposals.can_lapse_proposal(one, proposal, NOON)),
        },
    )
    assert not proposals.is_recused(AnonymousUser(), proposal)
    shown = discussion_of(proposal)
    assert [one.pk for one in shown.concerns] == [concern.pk]
    concerns = discussion.concern_cards(author, shown.concerns, NOON)
    assert [card[1:] for card in concerns] == [(True, True, False)]
    assert concerns[0].shown["card"] == {"may_resolve": True, "may_withdraw": True, "may_reopen": False}
    questions = discussion.question_cards(board.secretary, shown.questions, NOON)
    assert questions[0].shown["card"] == {"may_reply": True}
    rows = discussion.comment_rows(author, [comment, gone], NOON)
    assert [(row.shown["text"], row.may_withdraw) for row in rows] == [("Good.", True), ("", False)]
    rights = discussion.rights_on(board.secretary, proposal, NOON)
    assert (rights.edit, rights.withdraw, rights.comment, rights.raise_concern) == (True, False, True, False)
    part = amendments_part(proposal)
    section = amendments.amendments_section(author, proposal, part, NOON)
    assert [(one.shown.amendment, one.may.withdraw, one.may.merge) for one in section.cards] == [
        (amendment, True, False)
    ]
    assert section.may_propose


def test_voices_and_positions_entered_for_others(board: SmallBoard, cast: dict[str, Any]) -> None:
    round = opened(board)
    person = cast["director"]
    entered = record_position_for(
        entitlement=round.entitlements.get(person=person),
        by=board.secretary,
        stance=Stance.AGREE,
        reason="",
        will_help=None,
        at=NOON,
    )
    own = take(round, cast["staff"])
    hold(
        cast,
        {
            "confirm what was entered": (
                "director",
                lambda one: confirmations.can_confirm_position(one, entered, NOON),
            ),
            "confirm one's own": ("", lambda one: confirmations.can_confirm_position(one, own, NOON)),
        },
    )
    assert rounds.entitlement_of(AnonymousUser(), round) is None
    round.state = "closed"
    assert not any(rounds.can_close_round(one, round, NOON) for one in cast.values())
    assert Position.objects.count() == 2
    assert not any(rounds.can_take_position(one, round, NOON) for one in cast.values())


def test_a_block_the_board_has_upheld_is_tested_by_nobody_again(board: SmallBoard) -> None:
    block = upheld(board)
    assert not any(rounds.can_test_block(one, block, CLOSED) for one in board.everyone)
    assert rounds.can_withdraw_block(objector(board), block, CLOSED)
    block.position.entitlement.round.proposal.state = "discussion"
    assert not rounds.can_withdraw_block(objector(board), block, CLOSED)


def test_the_recused_write_and_withdraw_nothing_whatever_their_part(board: SmallBoard) -> None:
    proposer = next(one for one in board.trustees["providers"] if one != board.chair)
    proposal = published(board, by=proposer)
    for who in (proposer, board.secretary):
        assert proposals.can_see_working_copy(who, proposal, NOON)
        recuse(Proposal.objects.get(pk=proposal.pk), who, Treatment.WITHDRAW)
        again = type(who).objects.get(pk=who.pk)
        asked_anew = Proposal.objects.select_related("board").get(pk=proposal.pk)
        may = (proposals.can_see_working_copy, proposals.can_edit_proposal, proposals.has_right_to_withdraw)
        assert [one(again, asked_anew, NOON) for one in may] == [False] * 3
