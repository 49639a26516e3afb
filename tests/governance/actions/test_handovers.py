"""Handing the chair over: both chairs and the secretary mark steps, others of the board see them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.handovers import mark_step
from governance.actions.turns import accept_turn, ask_next
from governance.domain.refusals import NotAllowed
from governance.enums.chairs import HandoverStep
from governance.models import ChairTerm, HandoverTick
from governance.queries.handovers import handover_of, open_handover, steps_for
from governance.queries.seats import chair_of
from portal.jobs import preview_reminders, reminders
from portal.notifications.models import Notification
from portal.today import today
from tests.conftest import NOON
from tests.factories.governance import BoardFactory, SmallBoard, board_with_trustees
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
BEGINS = date(2027, 3, 1)
OPEN = datetime(2027, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def term(board: SmallBoard) -> ChairTerm:
    turn = ask_next(board=board.board, at=NOON)
    assert turn is not None
    accepted = accept_turn(turn=turn, by=turn.appointment.person, at=NOON).term
    assert accepted is not None
    return accepted


def test_both_chairs_and_the_secretary_mark_steps_and_open_them_again(board: SmallBoard, term: ChairTerm) -> None:
    people = (board.chair, term.appointment.person, board.secretary)
    for person, step in zip(people, HandoverStep, strict=False):
        for _ in range(2):
            mark_step(term=term, step=step, done=True, by=person, at=OPEN)
    page = handover_of(term)
    assert (page.done, len(page.lines)) == (3, 8)
    assert page.outgoing is not None
    assert page.outgoing.appointment.person == board.chair
    assert [line.tick.done_by for line in page.lines if line.tick] == list(people)
    mark_step(term=term, step=HandoverStep.TALK, done=False, by=board.chair, at=OPEN)
    assert handover_of(term).done == 2
    assert HandoverTick.history.filter(step=HandoverStep.TALK).count() == 2


@pytest.mark.parametrize("code", ["providers", "staff", "young-people"])
def test_nobody_else_marks_a_step(board: SmallBoard, term: ChairTerm, code: str) -> None:
    with pytest.raises(PermissionDenied):
        mark_step(term=term, step=HandoverStep.TALK, done=True, by=board.trustees[code][1], at=OPEN)


@pytest.mark.parametrize("at", [NOON, OPEN + timedelta(days=90)])
def test_steps_are_marked_only_while_the_handover_is_open(board: SmallBoard, term: ChairTerm, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="not open"):
        mark_step(term=term, step=HandoverStep.TALK, done=True, by=board.secretary, at=at)
    assert open_handover(board.board, at.date()) is None


def test_only_regional_chairs_have_a_national_group_to_follow(board: SmallBoard) -> None:
    committee = BoardFactory(kind="committee", region=None, name="Committee", slug="committee", short="C")
    assert HandoverStep.NATIONAL in steps_for(board.board)
    assert HandoverStep.NATIONAL not in steps_for(committee)


@pytest.mark.parametrize(
    ("at", "told"), [(datetime(2027, 2, 28, 12, tzinfo=UTC), 3), (datetime(2027, 3, 1, 12, tzinfo=UTC), 0)]
)
def test_a_late_run_tells_of_the_handover_until_the_term_begins(
    board: SmallBoard, term: ChairTerm, at: datetime, told: int
) -> None:
    reminders(at)
    assert Notification.objects.filter(event="chair.handover").count() == told


def test_it_is_told_once_and_stands_on_the_pages_of_both_chairs_until_it_is_done(
    board: SmallBoard, term: ChairTerm
) -> None:
    reminders(OPEN - timedelta(days=20))
    assert not Notification.objects.filter(event="chair.handover").exists()
    for days, lines in ((0, 1), (0, 0), (3, 0)):
        assert len(preview_reminders(OPEN + timedelta(days=days))) == lines
        assert len(reminders(OPEN + timedelta(days=days))) == lines
    told = Notification.objects.filter(event="chair.handover")
    people = {board.chair, term.appointment.person, board.secretary}
    assert {notice.person for notice in told} == people
    title = f"Hand over the chair of the {board.board} together"
    for person in (board.chair, term.appointment.person):
        assert title in [str(card.title) for card in today(person, OPEN).cards]
    assert title not in [str(card.title) for card in today(board.trustees["providers"][0], OPEN).cards]
    for step in steps_for(board.board):
        mark_step(term=term, step=step, done=True, by=board.secretary, at=OPEN)
    after = OPEN + timedelta(minutes=1)
    assert title not in [str(card.title) for card in today(board.chair, after).cards]
    assert chair_of(board.board, OPEN) is not None
