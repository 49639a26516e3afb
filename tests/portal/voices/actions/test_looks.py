"""Finding out who spoke privately: two people, a reason, the ledger, the person told; an administrator cannot."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.people.models import Affiliation
from portal.people.refusals import Refused
from portal.voices.actions.looks import ask_to_look, look, note_told, settle_look
from portal.voices.enums.moderation import LookState
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Look
from portal.voices.queries.looks import looked_behind
from tests.conftest import NOON
from tests.factories.statements import SAID, deputy, lead, moderator, place, statement
from tests.people import administrator, person

pytestmark = pytest.mark.django_db
REASON = "Somebody could be hurt tonight."


def asked(**more: Any) -> tuple[Look, Any]:
    by = moderator()
    row = statement(state=StatementState.IN_MODERATION, sealed_name="Basil Thorne", where=place(), **more)
    return ask_to_look(statement=row, reason=REASON, by=by, at=NOON), row


def test_two_people_a_reason_and_then_who_asked_looks_once() -> None:
    found, row = asked()
    with pytest.raises(Refused, match="once a second person has agreed"):
        look(look=found, by=found.asked_by, at=NOON)
    with pytest.raises(Refused, match="A second person"):
        settle_look(look=found, agree=True, by=found.asked_by, at=NOON)
    second = deputy()
    settle_look(look=found, agree=True, by=second, at=NOON)
    with pytest.raises(Refused, match="Only who asked"):
        look(look=found, by=second, at=NOON)
    assert not looked_behind(row).exists()
    look(look=found, by=found.asked_by, at=NOON)
    with pytest.raises(Refused, match="ask again"):
        look(look=found, by=found.asked_by, at=NOON)
    assert Look.objects.get().state == LookState.LOOKED


def test_every_step_stands_in_the_ledger_and_says_nothing_of_what_was_said() -> None:
    found, row = asked()
    settle_look(look=found, agree=True, by=lead(), at=NOON)
    look(look=found, by=found.asked_by, at=NOON)
    entries = list(LedgerEntry.objects.order_by("seq"))
    assert [entry.kind for entry in entries] == ["look.asked", "look.agreed", "look.looked"]
    for entry in entries:
        for secret in (SAID, "Basil", "Thorne", REASON, str(row.pk), row.place.name):
            assert secret not in entry.facts_text
    assert list(verify_ledger()) == []


def test_a_refusal_needs_its_reason_and_ends_it() -> None:
    found, row = asked()
    with pytest.raises(Refused, match="why not"):
        settle_look(look=found, agree=False, by=lead(), at=NOON)
    settle_look(look=found, agree=False, reason="Nobody is in danger.", by=lead(), at=NOON)
    with pytest.raises(Refused):
        look(look=found, by=found.asked_by, at=NOON)
    assert ask_to_look(statement=row, reason="Something new.", by=found.asked_by, at=NOON).pk != found.pk


@pytest.mark.parametrize(
    ("privacy", "words"), [(Privacy.ANONYMOUS, "nobody can find out"), (Privacy.NAMED, "gave their name")]
)
def test_where_there_is_nothing_to_find_nobody_can_ask(privacy: str, words: str) -> None:
    row = statement(privacy=privacy)
    with pytest.raises(Refused, match=words):
        ask_to_look(statement=row, reason=REASON, by=lead(), at=NOON)
    assert not Look.objects.exists()


def test_neither_an_administrator_nor_anybody_of_the_home_can() -> None:
    found, row = asked()
    manager = moderator()
    Affiliation.objects.create(
        person=manager, organisation=row.place.organisation, role="Manager", starts_on=NOON.date()
    )
    for who in (administrator(), person(), person("editor"), person("participation_lead"), manager):
        with pytest.raises(PermissionDenied):
            ask_to_look(statement=row, reason=REASON, by=who, at=NOON)
        with pytest.raises(PermissionDenied):
            settle_look(look=found, agree=True, by=who, at=NOON)
        with pytest.raises(PermissionDenied):
            look(look=found, by=who, at=NOON)


def test_the_database_insists_on_a_second_person() -> None:
    found, _row = asked()
    found.state, found.settled_by, found.settled_at = LookState.AGREED, found.asked_by, NOON
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()


def test_the_person_is_told_once_by_day() -> None:
    found, row = asked()
    settle_look(look=found, agree=True, by=lead(), at=NOON)
    assert note_told(statement=row, at=NOON) == 0
    look(look=found, by=found.asked_by, at=NOON)
    assert note_told(statement=row, at=NOON) == 1
    assert note_told(statement=row, at=NOON) == 0
    assert Look.objects.get().told_on == NOON.date()


def test_an_empty_reason_and_a_second_wish_are_refused() -> None:
    row, by = statement(), moderator()
    with pytest.raises(Refused, match="who could be hurt"):
        ask_to_look(statement=row, reason="  ", by=by, at=NOON)
    ask_to_look(statement=row, reason=REASON, by=by, at=NOON)
    with pytest.raises(Refused, match="asked already"):
        ask_to_look(statement=row, reason=REASON, by=lead(), at=NOON)
