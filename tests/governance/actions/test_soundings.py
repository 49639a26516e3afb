"""Soundings: asked by who speaks for them, answered once by each member, shown without names."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from governance.actions.soundings import answer_sounding, ask_constituency
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import Confidentiality
from governance.models import Entitlement, Sounding, SoundingAnswer
from governance.queries.soundings import find_sounding, proposals_to_ask_about, result_of, soundings_about, unanswered
from portal.notifications.models import Notification
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees, national_group
from tests.factories.proposals import draft
from tests.factories.representation import WEEK, answered, asked, member_of, place_on
from tests.factories.rounds import opened, published
from tests.people import person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def test_members_of_the_constituency_are_asked_and_nobody_else(board: SmallBoard) -> None:
    member, elsewhere = member_of(board), member_of(board, "providers")
    sounding = asked(board, "Yes", "No")
    assert unanswered(member, NOON) == [sounding]
    assert unanswered(elsewhere, NOON) == unanswered(board.trustees["staff"][0], NOON) == []
    assert find_sounding(board.trustees["directors"][0], sounding.pk, NOON) == sounding
    assert find_sounding(elsewhere, sounding.pk, NOON) is None
    told = Notification.objects.filter(event="sounding.opened")
    assert [notice.person_id for notice in told] == [member.pk]
    assert "work in your home" not in told[0].title


def test_only_who_speaks_for_them_asks(board: SmallBoard) -> None:
    for other in (board.trustees["directors"][0], board.secretary, member_of(board), person()):
        with pytest.raises(PermissionDenied):
            ask_constituency(
                place=place_on(board), question="Why?", options=(), closes_at=NOON + WEEK, by=other, at=NOON
            )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"question": " "}, "Write the question"),
        ({"options": ["Yes"]}, "at least two"),
        ({"options": ["Yes", "yes"]}, "each of them once"),
        ({"options": [str(n) for n in range(9)]}, "at most eight"),
        ({"closes_at": NOON}, "closes after it opens"),
    ],
)
def test_question_that_cannot_be_answered_is_refused(board: SmallBoard, change: dict[str, object], words: str) -> None:
    asking = {"question": "Why?", "options": [], "closes_at": NOON + WEEK, **change}
    with pytest.raises(NotAllowed, match=words):
        ask_constituency(place=place_on(board), by=board.trustees["staff"][0], at=NOON, **asking)


def test_asking_twice_by_a_double_click_asks_once(board: SmallBoard) -> None:
    token = uuid4()
    assert asked(board, token=token) == asked(board, token=token)
    assert Sounding.objects.count() == 1


def test_answer_is_given_once_and_changed_until_it_closes(board: SmallBoard) -> None:
    member = member_of(board)
    sounding = asked(board, "Yes", "No")
    answered(sounding, member, 1)
    answered(sounding, member, 2, "On reflection.", at=NOON + DAY)
    answered(sounding, member, 2, "On reflection.", at=NOON + 2 * DAY)
    answer = SoundingAnswer.objects.get()
    assert (answer.option and answer.option.order, answer.at) == (2, NOON + DAY)
    assert [row.history_change_reason for row in answer.history.order_by("history_id")] == [
        "Sounding answered",
        "Answer changed",
    ]
    with pytest.raises(NotAllowed, match="has closed"):
        answered(sounding, member, 1, at=sounding.closes_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        SoundingAnswer.objects.create(sounding=sounding, person=member, text="Twice", at=NOON)


@pytest.mark.postgres
@pytest.mark.django_db
def test_database_refuses_an_answer_after_closing(board: SmallBoard) -> None:
    sounding = asked(board)
    with pytest.raises(DatabaseError), transaction.atomic():
        SoundingAnswer.objects.create(sounding=sounding, person=member_of(board), text="Late", at=sounding.closes_at)


def test_answers_that_are_none_or_by_others_are_refused(board: SmallBoard) -> None:
    member, sounding, free = member_of(board), asked(board, "Yes", "No"), asked(board)
    other = asked(board, "Red", "Blue").options.get(order=1)
    for option, text in ((None, "words"), (other, "")):
        with pytest.raises(NotAllowed, match="Choose one"):
            answer_sounding(sounding=sounding, option=option, text=text, named=False, by=member, at=NOON)
    with pytest.raises(NotAllowed, match="Write your answer"):
        answered(free, member, text=" ")
    for outsider in (board.trustees["staff"][0], member_of(board, "providers"), person()):
        with pytest.raises(PermissionDenied):
            answered(free, outsider, text="Mine.")


def test_sounding_is_never_changed(board: SmallBoard) -> None:
    sounding = asked(board, "Yes", "No")
    for statement, pk in (
        ("UPDATE governance_sounding SET question = 'x' WHERE id = %s", sounding.pk),
        ("UPDATE governance_soundingoption SET text = 'x' WHERE sounding_id = %s", sounding.pk),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [pk])


def test_nothing_but_how_many_is_shown_while_it_is_open_and_small_numbers_never(board: SmallBoard) -> None:
    sounding = asked(board, "Yes", "No", "Sometimes")
    for pick, text, named in (
        (1, "It would help us.", False),
        (1, "", False),
        (1, "", False),
        (2, "We tried it.", True),
        (2, "", False),
        (2, "", False),
    ):
        answered(sounding, member_of(board), pick, text, named=named)
    open_now = result_of(sounding, NOON)
    assert (open_now.answered, open_now.counts, open_now.words) == (6, [], [])
    closed = result_of(sounding, sounding.closes_at)
    assert [count for _option, count in closed.counts] == [None, 3, None]
    assert [(answer.text, answer.named) for answer in closed.words] == [
        ("It would help us.", False),
        ("We tried it.", True),
    ]
    assert closed.some_held_back


def test_of_few_answers_only_what_was_said_with_a_name_is_shown(board: SmallBoard) -> None:
    sounding = asked(board)
    answered(sounding, member_of(board), text="Nobody is to know.")
    answered(sounding, member_of(board), text="I stand by this.", named=True)
    result = result_of(sounding, sounding.closes_at)
    assert [answer.text for answer in result.words] == ["I stand by this."]
    assert result.some_held_back
    nobody = result_of(asked(board), sounding.closes_at)
    assert (nobody.counts, nobody.words) == ([], [])


def test_sounding_is_about_what_every_member_may_read(board: SmallBoard) -> None:
    trustee, place = board.trustees["staff"][0], place_on(board)
    readable = published(board)
    hidden = published(board, confidentiality=Confidentiality.MEMBERS)
    unpublished = draft(board, by=trustee)
    elsewhere = published(board_with_trustees("NE"))
    assert proposals_to_ask_about(trustee, place, NOON) == [readable]
    for about in (hidden, unpublished, elsewhere):
        with pytest.raises(NotAllowed, match="cannot read that proposal"):
            asked(board, about=about)
    sounding = asked(board, about=readable)
    assert soundings_about(board.secretary, readable, NOON) == [sounding]


def test_who_is_recused_from_the_proposal_learns_nothing_of_the_sounding(board: SmallBoard) -> None:
    kept_out = board.trustees["directors"][0]
    proposal = published(board)
    sounding = asked(board, about=proposal)
    assert find_sounding(kept_out, sounding.pk, NOON) == sounding
    opened(board, proposal=proposal, recused=[kept_out])
    assert Entitlement.objects.filter(person=kept_out, recused=True).exists()
    assert find_sounding(kept_out, sounding.pk, NOON) is None
    assert find_sounding(board.trustees["directors"][1], sounding.pk, NOON) == sounding


def test_regional_chair_asks_the_regional_board() -> None:
    boards = [board_with_trustees(letters) for letters in ("NW", "NE")]
    group = national_group([one.board for one in boards])
    national = SmallBoard(group, {"north-west": [boards[0].chair]}, boards[0].chair, boards[0].secretary)
    sounding = asked(national, code="north-west")
    assert unanswered(boards[0].trustees["directors"][0], NOON) == [sounding]
    assert unanswered(boards[1].trustees["directors"][0], NOON) == []
    assert Sounding.objects.visible_to(person(), NOON).count() == 0
