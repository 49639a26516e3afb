"""Gathering, publishing, answering, hearing whether it is right; and tables that are published once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.people.enums import RoleKind
from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.actions.numbers import publish_numbers
from portal.voices.actions.statements import withdraw
from portal.voices.actions.themes import give_answer, publish_theme, say_right_or_not, take_down, write_theme
from portal.voices.enums.answers import YesNo
from portal.voices.enums.campaigns import CampaignState, QuestionKind
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.enums.themes import AnswerKind, Right, ThemeState
from portal.voices.models import (
    Answer,
    Campaign,
    CampaignSet,
    Invite,
    Numbers,
    Place,
    Release,
    RightOrNot,
    Statement,
    Theme,
    Words,
)
from portal.voices.queries.numbers import numbers_in_breach
from portal.voices.queries.themes import overdue_count, owed, verdicts
from tests.conftest import NOON
from tests.factories.statements import campaign, moderator, place, question, statement
from tests.people import person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def gatherer() -> User:
    """Make the participation lead, who is the public like everybody."""
    return person(RoleKind.PARTICIPATION_LEAD)


def released(asked: Campaign, *, staff: bool = False) -> Statement:
    """Say something that everybody may read."""
    row = statement(
        text="We would like to stay up longer on Fridays",
        asked=asked,
        state=StatementState.RELEASED,
        cleared=True,
        staff=staff,
    )
    first, second = person(), person()
    Release.objects.create(
        statement=row,
        audience=Audience.PUBLIC,
        proposed_by=first,
        proposed_at=NOON - DAY,
        released_by=second,
        released_at=NOON - DAY,
    )
    return row


def gathered(by: User, *rows: Statement, title: str = "Evenings", theme: Theme | None = None) -> Theme:
    return write_theme(
        campaign=rows[0].campaign,
        title=title,
        text="",
        easy="Evenings are short.",
        topic="",
        statements=rows,
        theme=theme,
        by=by,
        at=NOON,
    )


def published(by: User) -> Theme:
    return publish_theme(theme=gathered(by, released(campaign())), by=moderator(), at=NOON)


def answered(theme: Theme, by: User, kind: AnswerKind = AnswerKind.CANNOT, **more: object) -> Answer:
    fields: dict[str, object] = {"text": "No.", "easy": "No.", "role": "The board", "at": NOON, **more}
    return give_answer(theme=theme, kind=kind, by=by, **fields)  # type: ignore[arg-type]


def test_theme_is_made_only_of_what_was_released_to_whoever_writes_it(gatherer: User) -> None:
    asked = campaign()
    unread, ended = statement(asked=asked), released(asked)
    ended.releases.update(ended_at=NOON)
    for row in (unread, ended):
        with pytest.raises(PermissionDenied):
            gathered(gatherer, row)
    elsewhere = released(campaign())
    with pytest.raises(PermissionDenied):
        gathered(gatherer, released(asked), elsewhere)
    with pytest.raises(PermissionDenied):
        gathered(moderator(), released(asked))
    assert not Theme.objects.exists()


def test_young_people_and_staff_are_heard_apart(gatherer: User) -> None:
    asked = campaign()
    with pytest.raises(Refused, match="apart"):
        gathered(gatherer, released(asked), released(asked, staff=True))


@pytest.mark.parametrize("field", ["title", "text", "easy"])
def test_a_theme_repeats_no_five_words_of_anybody(gatherer: User, field: str) -> None:
    row = released(campaign())
    words = {"title": "Evenings", "text": "", "easy": "Short evenings.", field: "They LIKE to stay up, longer: yes."}
    with pytest.raises(Refused, match="like to stay up longer"):
        write_theme(campaign=row.campaign, topic="", statements=[row], by=gatherer, at=NOON, **words)


def test_somebody_else_publishes_and_the_clock_begins(gatherer: User) -> None:
    theme = gathered(gatherer, released(campaign(answer_days=30)))
    with pytest.raises(Refused):
        publish_theme(theme=theme, by=gatherer, at=NOON)
    theme = publish_theme(theme=theme, by=moderator(), at=NOON)
    assert (theme.state, theme.answer_due) == (ThemeState.PUBLISHED, NOON.date() + 30 * DAY)
    assert theme.links.get().statement.state == StatementState.THEMED
    with pytest.raises(Refused):
        gathered(gatherer, theme.links.get().statement, theme=theme)


def test_overdue_answers_are_counted_until_one_is_given(gatherer: User) -> None:
    theme = published(gatherer)
    assert theme.answer_due is not None
    late = NOON + 43 * DAY
    assert (overdue_count(NOON + 42 * DAY), overdue_count(late)) == (0, 1)
    answered(theme, gatherer, at=late)
    assert overdue_count(late) == 0
    take_down(theme=theme, reason="Somebody could be known.", by=moderator(), at=late)
    assert not owed().exists()


def test_whoever_answers_is_reminded_before_on_the_day_and_while_it_is_late(gatherer: User) -> None:
    theme = published(gatherer)
    counts = []
    for days in (1, 28, 40, 42, 49, 49, 56):
        remind(at=NOON + days * DAY)
        counts.append(Notification.objects.filter(person=gatherer, event="voices.answer_due").count())
    assert counts == [0, 1, 2, 3, 4, 4, 5]
    answered(theme, gatherer, at=NOON + 57 * DAY)
    remind(at=NOON + 80 * DAY)
    assert Notification.objects.filter(event="voices.answer_due").count() == 5


def test_answer_is_refused_without_its_parts_and_from_others(gatherer: User) -> None:
    theme = published(gatherer)
    with pytest.raises(Refused):
        answered(theme, gatherer, AnswerKind.DOING)
    with pytest.raises(PermissionDenied):
        answered(theme, person())
    assert answered(theme, gatherer).n == 1
    assert answered(theme, gatherer, AnswerKind.DID).n == 2
    assert theme.links.get().statement.state == StatementState.ANSWERED


def says(answer: Answer, *rights: Right) -> None:
    start = RightOrNot.objects.count()
    for number, right in enumerate(rights, start):
        say_right_or_not(answer=answer, once_hash=f"{number:064x}", right=right, at=NOON + DAY)


def test_a_receipt_says_it_once_for_an_answer(gatherer: User) -> None:
    answer = answered(published(gatherer), gatherer)
    says(answer, Right.YES)
    with pytest.raises(Refused):
        say_right_or_not(answer=answer, once_hash=f"{0:064x}", right=Right.NO, at=NOON + DAY)
    assert RightOrNot.objects.get().right == Right.YES


def test_three_who_say_no_are_owed_another_answer_once(gatherer: User) -> None:
    answer = answered(published(gatherer), gatherer)
    says(answer, Right.NO, Right.NO)
    assert not owed().exists()
    says(answer, Right.NO, Right.NO)
    theme = owed().get()
    assert theme.answer_due == (NOON + 29 * DAY).date()
    assert Notification.objects.filter(event="voices.answer_not_right").count() == 1
    answered(theme, gatherer, at=NOON + 2 * DAY)
    assert not owed().exists()


def test_how_many_found_it_right_is_told_of_ten_from_three_homes_and_moves_by_ten(gatherer: User) -> None:
    answer = answered(published(gatherer), gatherer)
    for number in range(3):
        Invite.objects.create(
            campaign=answer.theme.campaign,
            place=place(),
            batch=1,
            code_hash=f"{number:064x}",
            expires_on=NOON.date(),
            is_used=True,
        )
    says(answer, *[Right.YES] * 5, *[Right.NO] * 4)
    assert verdicts(answer) == []
    says(answer, Right.PARTLY)
    assert verdicts(answer) == [("Yes", 5), ("Partly · No", 5)]
    says(answer, *[Right.NO] * 9)
    assert verdicts(answer) == [("Yes", 5), ("Partly · No", 5)]
    Invite.objects.filter(place=Place.objects.all()[0]).delete()
    assert verdicts(answer) == []


def asked_many(*choices: str, homes: int = 3, hidden: int = 0) -> Campaign:
    """Close a campaign in which so many young people answered one question, and more whom nobody can find out."""
    asked = campaign(state=CampaignState.CLOSED, closed_at=NOON)
    one = question(kind=QuestionKind.YES_NO)
    CampaignSet.objects.create(campaign=asked, version=one.version)
    places = [place() for _home in range(homes)]
    for number, choice in enumerate(choices):
        row = statement(
            asked=asked,
            state=StatementState.RELEASED,
            where=places[number % homes],
            privacy=Privacy.ANONYMOUS if number < hidden else Privacy.PRIVATE,
        )
        row.words.all().delete()
        Statement.objects.filter(pk=row.pk).update(version=one.version)
        Words.objects.create(statement=row, question=one, n=1, choice=choice, said_on=NOON.date(), is_cleared=True)
    return asked


def table_of(asked: Campaign, by: User, audience: Audience = Audience.PUBLIC) -> dict[str, object]:
    return publish_numbers(campaign=asked, core="safe", audience=audience, by=by, at=NOON).table["rows"][0]


@pytest.mark.parametrize(
    ("yes", "no", "homes", "hidden", "n", "parts"),
    [
        (5, 5, 3, 0, 10, [5, 5]),
        (5, 4, 3, 0, None, []),
        (6, 6, 2, 0, None, []),
        (12, 0, 3, 0, 12, []),
        # Whom nobody can find out counts as a person and as no home.
        (6, 6, 3, 3, 12, [6, 6]),
        (6, 6, 3, 12, None, []),
    ],
)
def test_everybody_reads_of_ten_people_from_three_homes(
    gatherer: User, yes: int, no: int, homes: int, hidden: int, n: int | None, parts: list[int]
) -> None:
    table = table_of(asked_many(*[YesNo.YES] * yes, *[YesNo.NO] * no, homes=homes, hidden=hidden), gatherer)
    assert (table["n"], [part["count"] for part in table["parts"]]) == (n, parts)  # type: ignore[attr-defined]
    assert numbers_in_breach() == []


def test_table_is_published_once_and_of_a_closed_campaign(gatherer: User) -> None:
    asked = asked_many(*[YesNo.YES] * 5, *[YesNo.NO] * 5)
    Campaign.objects.update(state=CampaignState.OPEN, closed_at=None)
    with pytest.raises(Refused, match="Close"):
        table_of(asked, gatherer)
    Campaign.objects.update(state=CampaignState.CLOSED, closed_at=NOON)
    with pytest.raises(PermissionDenied):
        table_of(asked, moderator())
    table_of(asked, gatherer)
    with pytest.raises(Refused, match="already"):
        table_of(asked, gatherer)


def test_two_tables_of_different_days_cannot_be_subtracted(gatherer: User) -> None:
    """Else whoever reads both would know what the person said who took it back in between."""
    asked = asked_many(*[YesNo.YES] * 6, *[YesNo.NO] * 6)
    table_of(asked, gatherer, Audience.MEMBERS)
    row = Statement.objects.all()[0]
    withdraw(statement=row, at=NOON)
    with pytest.raises(Refused, match="taken back"):
        table_of(asked, gatherer)
    assert Numbers.objects.count() == 1


def test_published_table_stays_as_it_was_when_somebody_takes_theirs_back(gatherer: User) -> None:
    asked = asked_many(*[YesNo.YES] * 5, *[YesNo.NO] * 5)
    before = table_of(asked, gatherer)
    withdraw(statement=Statement.objects.all()[0], at=NOON)
    assert Numbers.objects.get().table["rows"][0] == before
