"""What was said about a proposal stands beside it for its people, and is owed an answer once it is decided."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Proposal
from governance.queries.statements import decision_called, decision_rested_on
from portal.notifications.models import Notification
from portal.people.enums import RoleKind
from portal.voices.actions.deletion import delete_statement
from portal.voices.actions.themes import give_answer, publish_theme, write_theme
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Gone, StatementState
from portal.voices.enums.themes import AnswerKind
from portal.voices.models import Campaign, Release, Statement, Theme
from portal.voices.models.resting import address_of
from tests.conftest import NOON
from tests.factories.governance import board_with_trustees
from tests.factories.proposals import proposal_in_discussion
from tests.factories.rounds import adopted
from tests.factories.statements import SAID, campaign, moderator, statement
from tests.people import browser, person

pytestmark = pytest.mark.django_db


def released(asked: Campaign, audience: Audience = Audience.BOARD, text: str = SAID) -> Statement:
    row = statement(text=text, asked=asked, state=StatementState.RELEASED, cleared=True)
    by = {"proposed_by": person(), "released_by": person()}
    Release.objects.create(statement=row, audience=audience, proposed_at=NOON, released_at=NOON, **by)
    return row


def asked_about(proposal: Proposal) -> Campaign:
    return campaign(kind="proposal", subject_kind="proposal", subject_key=proposal.pk)


def theme_of(asked: Campaign, title: str = "Nights in an office are frightening") -> Theme:
    by = person(RoleKind.PARTICIPATION_LEAD)
    row = released(asked, Audience.PUBLIC, "It was cold")
    theme = write_theme(
        campaign=asked, title=title, text="", easy="Cold nights.", topic="", statements=[row], by=by, at=NOON
    )
    return publish_theme(theme=theme, by=moderator(), at=NOON)


def test_people_of_the_board_read_themes_answers_and_released_words() -> None:
    board = board_with_trustees()
    proposal = proposal_in_discussion(board)
    asked = asked_about(proposal)
    theme = theme_of(asked)
    give_answer(
        theme=theme,
        kind=AnswerKind.DOING,
        text="A bed is set up.",
        easy="There will be a bed.",
        by_when=date(2027, 2, 1),
        role="The board",
        by=person(RoleKind.PARTICIPATION_LEAD),
        at=NOON,
    )
    released(asked)
    statement(text="Nobody has read this yet", asked=asked)
    page = browser(board.chair).get(f"/proposals/{proposal.number}/heard/").content.decode()
    for words in (theme.title, "A bed is set up.", SAID):
        assert words in page
    assert "Nobody has read this yet" not in page
    assert (
        f"/proposals/{proposal.number}/heard/"
        in browser(board.chair).get(f"/proposals/{proposal.number}/").content.decode()
    )


def test_what_is_released_to_others_or_taken_back_is_not_there() -> None:
    board = board_with_trustees()
    proposal = proposal_in_discussion(board)
    asked = asked_about(proposal)
    released(asked, Audience.SERVICE, "For the service alone")
    gone = released(asked, text="Taken back again")
    chair = browser(board.chair)
    assert "Taken back again" in chair.get(f"/proposals/{proposal.number}/heard/").content.decode()
    delete_statement(statement=gone, why=Gone.WITHDRAWN, at=NOON)
    page = chair.get(f"/proposals/{proposal.number}/heard/").content.decode()
    assert "Taken back again" not in page
    assert "For the service alone" not in page
    assert "[Something was taken back" in page


def test_nobody_else_learns_that_there_is_such_a_proposal() -> None:
    proposal = proposal_in_discussion(board_with_trustees())
    assert browser(person()).get(f"/proposals/{proposal.number}/heard/").status_code == 404


def test_page_asks_the_same_for_one_and_three() -> None:
    board = board_with_trustees()
    proposal = proposal_in_discussion(board)
    asked = asked_about(proposal)
    counts = []
    for many in (1, 2):
        for number in range(many):
            theme_of(asked, f"Theme {number} of {many}")
            released(asked)
        client = browser(board.chair)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/proposals/{proposal.number}/heard/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_when_it_is_decided_those_who_answer_are_told_once() -> None:
    board = board_with_trustees()
    leads = person(RoleKind.PARTICIPATION_LEAD)
    waiting = Notification.objects.filter(event="voices.decided", person=leads)
    decision = adopted(board)
    assert not waiting.exists()
    theme = theme_of(asked_about(decision.proposal))
    from governance.receivers.statements import owe_answers  # noqa: PLC0415 - the receiver itself, a second time

    for _time in range(2):
        owe_answers(sender=Proposal, proposal_id=decision.proposal_id, at=NOON)
    assert waiting.get().title == f"What “{theme.title}” is about is decided: tell those who said it"


def test_an_answer_rests_only_on_what_everybody_may_read() -> None:
    board = board_with_trustees()
    decision = adopted(board)
    assert decision_called(f" {decision.number.lower()} ") == decision.pk
    assert decision_called("NW 1999/1") is None
    found = address_of("decision", decision.pk, NOON)
    assert found is not None
    assert found.href == f"/decisions/{decision.number}/"
    type(decision).objects.filter(pk=decision.pk).update(confidentiality="members")
    assert decision_rested_on(decision.pk, NOON) is None
    assert decision_called(decision.number) is None
    assert not type(decision).objects.visible_to(AnonymousUser(), NOON).exists()
