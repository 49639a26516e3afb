"""What a reader does with a statement, by its state; for everybody two decide, and small teams are not overheard."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from portal.voices.actions.cases import open_case
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.cases import CaseSource, CaseState
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import AttachmentKind, StatementState
from portal.voices.enums.themes import AnswerKind, ThemeState
from portal.voices.models import Case, ModerationStep, Place, Redaction, Release, Statement, Theme
from portal.voices.permissions import moderation
from tests.conftest import NOON
from tests.factories.statements import campaign, deputy, moderator, place, statement
from tests.factories.voicescasts import GUARDS, READERS, askers_of, outsiders, readers_of
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
S, A = StatementState, Audience
WITH_A_READER = {S.IN_MODERATION, S.HELD_REDACTION}
READ_BY_OTHERS = {S.RELEASED, S.THEMED, S.ANSWERED}
SENT = set(S) - {S.DRAFT}


@pytest.fixture
def home() -> Place:
    return place()


@pytest.fixture
def row(home: Place) -> Statement:
    return statement(where=home, cleared=True)


@pytest.fixture
def cast(home: Place) -> dict[str, Person]:
    return {**readers_of(home), **askers_of(home), **outsiders(home)}


def in_state(row: Statement, state: str) -> Statement:
    """Put it in a state, whatever the way there."""
    Statement.objects.filter(pk=row.pk).update(state=state)
    return Statement.objects.select_related("campaign__place", "place").get(pk=row.pk)


def proposal(row: Statement, by: Person, audience: Audience = A.MEMBERS) -> Release:
    """Return a release as it would be read; only its fields are asked."""
    return Release(statement=row, audience=audience, proposed_by_id=by.pk, proposed_at=NOON)


# What a reader does, and in which states; what is held for safeguarding is the business of lead and deputy.
ACTS = {
    "can_take": {S.RECEIVED} | WITH_A_READER,
    "can_hold": SENT - {S.HELD_SAFEGUARDING},
    "can_redact": WITH_A_READER,
    "can_return": {S.IN_MODERATION},
    "can_clear": WITH_A_READER | READ_BY_OTHERS,
    "can_put_back": {S.RELEASED, S.RETURNED, S.HELD_REDACTION},
    "can_put_away": {S.IN_MODERATION, S.RETURNED} | READ_BY_OTHERS,
    "can_answer_objection": SENT - {S.ARCHIVED},
}


@pytest.mark.parametrize("state", S)
def test_readers_do_what_the_state_allows_and_nobody_else_does_anything(
    row: Statement, cast: dict[str, Person], state: StatementState
) -> None:
    now = in_state(row, state)
    readers = GUARDS if state == S.HELD_SAFEGUARDING else READERS
    hold(
        cast,
        {
            right: (readers if state in states else "", partial(getattr(moderation, right), statement=now, at=NOON))
            for right, states in ACTS.items()
        },
    )


def test_whoever_has_it_is_relieved_by_another_reader_and_does_not_take_it_twice(row: Statement) -> None:
    one, two = moderator(), moderator()
    Statement.objects.update(taken_by=one)
    for state in WITH_A_READER:
        now = in_state(row, state)
        assert [moderation.can_take(who, now, NOON) for who in (one, two)] == [False, True]


@pytest.mark.parametrize("state", S)
def test_what_is_cleared_is_proposed_by_any_reader_and_released(
    row: Statement, cast: dict[str, Person], state: StatementState
) -> None:
    now = in_state(row, state)
    may = READERS if state in READ_BY_OTHERS | {S.IN_MODERATION} else ""
    ends = "" if state == S.DRAFT else GUARDS if state == S.HELD_SAFEGUARDING else READERS
    found = proposal(now, cast["one"])
    hold(
        cast,
        {
            "propose": (may, lambda one: moderation.can_propose_release(one, now, A.MEMBERS, NOON)),
            "release": (may, lambda one: moderation.can_release(one, found, NOON)),
            "end": (ends, lambda one: moderation.can_end_release(one, found, NOON)),
        },
    )


@pytest.mark.parametrize("audience", A)
def test_for_everybody_a_second_person_decides(row: Statement, audience: Audience) -> None:
    now = in_state(row, S.IN_MODERATION)
    cast = {"proposed": moderator(), "second": moderator(), "deputy": deputy()}
    found = proposal(now, cast["proposed"], audience)
    alone = "" if audience == A.PUBLIC else "proposed"
    hold(
        cast,
        {
            "propose": ("proposed second deputy", lambda one: moderation.can_propose_release(one, now, audience, NOON)),
            "release": (f"{alone} second deputy", lambda one: moderation.can_release(one, found, NOON)),
        },
    )


def test_what_is_released_is_released_once_and_what_has_ended_stays_ended(row: Statement) -> None:
    by = moderator()
    released, ended = (proposal(in_state(row, S.RELEASED), by) for _one in range(2))
    released.released_at = ended.ended_at = NOON
    assert not moderation.can_release(by, released, NOON)
    assert moderation.can_end_release(by, released, NOON)
    assert not moderation.can_release(by, ended, NOON)
    assert not moderation.can_end_release(by, ended, NOON)


def test_nothing_is_proposed_while_a_word_of_it_has_not_been_read(row: Statement) -> None:
    by = moderator()
    now = in_state(row, S.RELEASED)
    more = row.words.create(n=2, text="Said later.", said_on=NOON.date())
    assert not moderation.can_propose_release(by, now, A.MEMBERS, NOON)
    assert not moderation.can_release(by, proposal(now, by), NOON)
    more.is_cleared = True
    more.save()
    assert moderation.can_propose_release(by, now, A.MEMBERS, NOON)


def test_drawings_without_words_wait_until_a_reader_calls_them_safe(row: Statement) -> None:
    by = moderator()
    now = in_state(row, S.IN_MODERATION)
    row.words.all().delete()
    row.attachments.create(kind=AttachmentKind.PICTURE, file="drawing", content_type="image/png", size=9)
    for verdict in Verdict:
        ModerationStep.objects.all().delete()
        ModerationStep.objects.create(statement=row, verdict=verdict, by=by, at=NOON)
        assert moderation.can_propose_release(by, now, A.MEMBERS, NOON) is (verdict == Verdict.CLEARED), verdict


def a_case(row: Statement) -> Callable[[], object]:
    found = open_case(source=CaseSource.STATEMENT, statement=row, at=NOON)
    return lambda: Case.objects.filter(pk=found.pk).update(state=CaseState.CLOSED, closed_at=NOON)


def an_objection(row: Statement) -> Callable[[], object]:
    words = row.words.get()
    found = Redaction.objects.create(words=words, text="[…]", by=person(), at=NOON, objected_on=NOON.date())
    return lambda: Redaction.objects.filter(pk=found.pk).update(answered_at=NOON)


def unread_words(row: Statement) -> Callable[[], object]:
    row.words.create(n=2, text="Said later.", said_on=NOON.date())
    return lambda: row.words.update(is_cleared=True)


def a_theme(row: Statement, **fields: object) -> Theme:
    by = person()
    told = {"title": "Evenings", "speaker": row.speaker, "made_by": by, "made_at": NOON, **fields}
    theme = Theme.objects.create(campaign=row.campaign, n=1, **told)
    theme.links.create(statement=row)
    return theme


def public(**fields: object) -> dict[str, object]:
    told = {"state": ThemeState.PUBLISHED, "published_at": NOON, "published_by": person()}
    return {**told, "answer_due": NOON.date(), **fields}


def an_answer_to(theme: Theme, at: datetime = NOON) -> object:
    n = theme.answers.count() + 1
    return theme.answers.create(n=n, kind=AnswerKind.DID, text="Yes.", easy="Yes.", given_by=person(), given_at=at)


def an_owed_answer(row: Statement) -> Callable[[], object]:
    theme = a_theme(row, **public())
    return lambda: an_answer_to(theme)


def an_answer_that_is_not_right(row: Statement) -> Callable[[], object]:
    theme = a_theme(row, **public(reopened_at=NOON))
    an_answer_to(theme, NOON - timedelta(days=1))
    return lambda: an_answer_to(theme, NOON + timedelta(days=1))


def a_theme_being_written(row: Statement) -> Callable[[], object]:
    theme = a_theme(row)
    return lambda: Theme.objects.filter(pk=theme.pk).update(state=ThemeState.WITHDRAWN)


WAITS = [
    a_case,
    an_objection,
    unread_words,
    an_owed_answer,
    an_answer_that_is_not_right,
    a_theme_being_written,
]


@pytest.mark.parametrize("state", sorted({S.IN_MODERATION} | READ_BY_OTHERS))
@pytest.mark.parametrize("waits", WAITS)
def test_nobody_puts_away_what_something_is_left_to_do_with_and_every_reader_does_afterwards(
    row: Statement, cast: dict[str, Person], waits: Callable[[Statement], Callable[[], object]], state: StatementState
) -> None:
    done = waits(row)
    now = in_state(row, state)
    puts_away = partial(moderation.can_put_away, statement=now, at=NOON)
    hold(cast, {"put it away": ("", puts_away)})
    done()
    hold(cast, {"put it away": (READERS, puts_away)})


def test_drawings_alone_are_put_away_once_a_reader_has_looked_at_them(row: Statement) -> None:
    by = moderator()
    now = in_state(row, S.IN_MODERATION)
    row.words.all().delete()
    row.attachments.create(kind=AttachmentKind.PICTURE, file="drawing", content_type="image/png", size=9)
    assert not moderation.can_put_away(by, now, NOON)
    ModerationStep.objects.create(statement=row, verdict=Verdict.CLEARED, by=by, at=NOON)
    assert moderation.can_put_away(by, now, NOON)


def test_what_is_passed_on_to_nobody_is_put_away_with_words_nobody_called_safe(row: Statement) -> None:
    row.words.update(is_cleared=False)
    assert moderation.can_put_away(moderator(), in_state(row, S.RETURNED), NOON)


# How many work where it was said (None: nobody knows), who spoke; to whom it may go at all.
TEAMS = [
    (7, Speaker.YOUNG_PERSON, set(A)),
    (None, Speaker.YOUNG_PERSON, set(A)),
    (8, Speaker.STAFF, set(A)),
    (7, Speaker.STAFF, {A.VISITING_TEAM, A.BOARD}),
    (None, Speaker.STAFF, {A.VISITING_TEAM, A.BOARD}),
]


@pytest.mark.parametrize("asked_there", [False, True])
@pytest.mark.parametrize(("team", "speaker", "audiences"), TEAMS)
def test_what_staff_of_a_small_team_say_goes_to_visitors_and_boards_only(
    team: int | None, speaker: str, audiences: set[Audience], asked_there: bool
) -> None:
    home, by = place(staff=team), moderator()
    about = {"asked": campaign(place=home)} if asked_there else {"where": home}
    row = statement(staff=speaker == Speaker.STAFF, state=S.IN_MODERATION, cleared=True, **about)
    assert {audience for audience in A if moderation.suits(row, audience)} == audiences
    assert {audience for audience in A if moderation.can_propose_release(by, row, audience, NOON)} == audiences
    may_release = {one for one in A if moderation.can_release(by, proposal(row, person(), one), NOON)}
    assert may_release == audiences


def test_staff_whose_home_nobody_knows_are_of_a_small_team() -> None:
    row = statement(staff=True, state=S.IN_MODERATION, cleared=True)
    assert {audience for audience in A if moderation.suits(row, audience)} == {A.VISITING_TEAM, A.BOARD}
