"""What waits is said once a morning to who may read it; Today says the same; whether somebody is there is true."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.people.models import Affiliation
from portal.today import today
from portal.voices.actions import moderation as actions
from portal.voices.actions.cases import keep_out, open_case, read_case, take_case
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState
from portal.voices.models import Redaction, Statement
from portal.voices.queries.readercards import cards
from portal.voices.queries.readingnow import reading_now
from tests.conftest import NOON
from tests.factories.statements import deputy, lead, moderator, organisation, place, statement
from tests.people import administrator, person

pytestmark = pytest.mark.django_db
# NOON is a Monday; two working days later is Wednesday the fourth.
TUESDAY, WEDNESDAY, THURSDAY = (NOON + timedelta(days=days) for days in (1, 2, 3))
SATURDAY_NIGHT = datetime(2026, 11, 7, 22, 0, tzinfo=UTC)


def told(event: str) -> set[tuple[int, str]]:
    return set(Notification.objects.filter(event=event).values_list("person", "title"))


def test_readers_are_reminded_after_two_working_days_and_every_day_until_it_is_read() -> None:
    owner = organisation()
    one, of_the_home = moderator(), moderator()
    Affiliation.objects.create(person=of_the_home, organisation=owner, role="Works", starts_on=NOON.date())
    row = statement(text="Zebedee", where=place(owner))
    remind(at=TUESDAY)
    assert told("voices.unread") == set()
    remind(at=WEDNESDAY)
    remind(at=WEDNESDAY)
    assert told("voices.unread") == {(one.pk, "Something has been waiting to be read for two working days")}
    remind(at=THURSDAY)
    assert Notification.objects.filter(event="voices.unread", person=one).count() == 2
    assert str(row.pk) not in "".join(Notification.objects.values_list("key", flat=True))
    actions.take(statement=row, by=one, at=THURSDAY)
    remind(at=THURSDAY + timedelta(days=1))
    assert Notification.objects.filter(event="voices.unread").count() == 2


def test_an_unanswered_objection_is_brought_up() -> None:
    one, row = moderator(), statement(state=StatementState.IN_MODERATION)
    redaction = actions.redact(words=row.words.get(), text="[…]", reason="A name", by=one, at=NOON)
    assert redaction
    Redaction.objects.update(objected_on=NOON.date(), objection="No!")
    remind(at=WEDNESDAY)
    assert {person for person, _title in told("voices.objection")} == {one.pk}
    actions.answer_objection(redaction=redaction, answer="We put it back.", by=one, at=WEDNESDAY)
    remind(at=THURSDAY)
    assert len(told("voices.objection")) == 1
    assert Notification.objects.filter(event="voices.objection").count() == 1


def test_today_shows_a_reader_what_waits_and_nobody_else_anything(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    one, two, keeps = moderator(), moderator(), lead()
    statement(text="Zebedee")
    public = statement(state=StatementState.IN_MODERATION, cleared=True)
    actions.propose_release(statement=public, audience=Audience.PUBLIC, by=two, at=NOON)
    case = open_case(source=CaseSource.UNSAFE, told="Zebedee", at=NOON)
    assert [str(card.title) for card in cards(one, NOON)] == [
        "Read what waits: 2 statements",
        "Decide as the second person",
    ]
    assert next(str(card.title) for card in cards(keeps, NOON)) == "Open the alert and take it"
    assert "Zebedee" not in str(today(keeps, NOON))
    take_case(case=case, by=keeps, at=NOON)
    assert next(str(card.title) for card in cards(keeps, NOON)) == "Tell children’s services or the police"
    for nobody in (person(), administrator(), person("editor")):
        nobody_s = list(cards(nobody, NOON))
        assert nobody_s == []
        with django_assert_num_queries(0):
            list(cards(nobody, NOON))


def test_today_hides_a_case_from_who_is_kept_out() -> None:
    one, other = lead(), deputy()
    case = open_case(source=CaseSource.UNSAFE, told="Zebedee", at=NOON)
    take_case(case=case, by=other, at=NOON)
    keep_out(case=case, person=one, by=other, at=NOON)
    assert list(cards(one, NOON)) == []


def test_somebody_is_there_in_hours_of_duty_if_anybody_holds_the_role() -> None:
    assert not reading_now(NOON).is_now
    keeps = lead()
    assert reading_now(NOON).is_now
    assert not reading_now(SATURDAY_NIGHT).is_now
    assert reading_now(SATURDAY_NIGHT).next_from == datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    case = open_case(source=CaseSource.UNSAFE, at=SATURDAY_NIGHT)
    read_case(case=case, by=keeps, at=SATURDAY_NIGHT)
    found = reading_now(SATURDAY_NIGHT + timedelta(minutes=15))
    assert (found.is_now, found.last_read) == (True, SATURDAY_NIGHT)
    assert not reading_now(SATURDAY_NIGHT + timedelta(minutes=16)).is_now


def test_reading_a_statement_counts_as_being_there() -> None:
    actions.open_words(statement=statement(), by=moderator(), at=SATURDAY_NIGHT)
    assert reading_now(SATURDAY_NIGHT).is_now
    assert Statement.objects.get().state == StatementState.IN_MODERATION
