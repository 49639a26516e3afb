"""From card to statement: once, also for two at the same moment, and never less private."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.people.enums import RoleKind
from portal.people.models import Affiliation
from portal.people.refusals import Refused
from portal.voices.actions import moderation, statements
from portal.voices.enums.campaigns import AgeBand, QuestionKind
from portal.voices.enums.statements import EntryMode, HelperKind, Priority, Privacy, StatementState
from portal.voices.models import Invite, Statement
from portal.voices.queries.statements import said, statement_of_receipt
from tests.conftest import NOON
from tests.factories.statements import moderator, place
from tests.factories.voices import cards, opened
from tests.people import person
from tests.thorough import examples

pytestmark = pytest.mark.django_db


def swap(words: str, privacy: Privacy = Privacy.PRIVATE, **more: Any) -> statements.Opened:
    more = {"band": AgeBand.TWELVE, "name": "Robin", "at": NOON, **more}
    return statements.open_with_card(code=words, privacy=privacy, **more)


def answer(statement: Statement, text: str) -> dict[int, tuple[str, str]]:
    return {statement.version.questions.filter(kind=QuestionKind.LONG)[0].pk: ("", text)}


def test_a_code_leads_to_what_was_said_however_it_is_typed() -> None:
    home = place()
    made = swap(cards(opened(), where=home)[0], Privacy.NAMED, name=" Robin ")
    statements.send(statement=made.statement, answers=answer(made.statement, "The sofa"), at=NOON)
    found = statement_of_receipt(made.receipt.upper().replace(" ", "-"))
    assert found is not None
    assert (found.state, found.place, found.sealed_name) == (StatementState.RECEIVED, home, "Robin")
    assert [line.answer for line in said(found)] == ["The sofa"]


@pytest.mark.parametrize("change", [{"is_used": True}, {"is_void": True}, {"expires_on": NOON.date() - timedelta(1)}])
def test_a_card_that_is_over_opens_nothing(change: dict[str, Any]) -> None:
    words = cards(opened())[0]
    Invite.objects.update(**change)
    with pytest.raises(Refused):
        swap(words)
    assert not Statement.objects.exists()


def test_words_on_no_card_open_nothing_and_a_card_opens_once() -> None:
    words = cards(opened())[0]
    swap(words)
    for again in (words, "otter teapot ribbon moon"):
        with pytest.raises(Refused):
            swap(again)
    assert Statement.objects.count() == 1


def at_one_moment(act: Callable[[], object]) -> list[str]:
    """Do it twice with a connection each, and return what was refused."""
    gate, refusals = threading.Barrier(2), []

    def run() -> None:
        gate.wait()
        try:
            act()
        except Refused as refused:
            refusals.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("privacy", Privacy)
def test_two_at_one_moment_open_a_card_once(privacy: Privacy) -> None:
    words = cards(opened())[0]
    refusals = at_one_moment(lambda: swap(words, privacy))
    assert len(refusals) == 1
    assert Statement.objects.count() == (0 if privacy == Privacy.ANONYMOUS else 1)
    assert Invite.objects.get().is_used


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_one_moment_send_once() -> None:
    made = swap(cards(opened())[0], Privacy.ANONYMOUS)
    said_once = answer(made.statement, "Once")
    assert at_one_moment(lambda: statements.send(statement=made.statement, answers=said_once, at=NOON)) == []
    assert [line.answer for line in said(Statement.objects.get())] == ["Once"]


@pytest.mark.parametrize("privacy", Privacy)
def test_sending_twice_sends_once(privacy: Privacy) -> None:
    made = swap(cards(opened())[0], privacy)
    for text in ("First", "Second"):
        statements.send(statement=made.statement, answers=answer(made.statement, text), at=NOON)
    assert [line.answer for line in said(Statement.objects.get())] == ["First"]


def test_nothing_said_is_not_sent() -> None:
    made = swap(cards(opened())[0])
    with pytest.raises(Refused):
        statements.send(statement=made.statement, answers={}, at=NOON)


def test_of_whom_nobody_can_find_out_no_word_is_kept_before_it_is_sent() -> None:
    made = swap(cards(opened(), where=place())[0], Privacy.ANONYMOUS, helper=HelperKind.FRIEND)
    question = made.statement.version.questions.filter(kind=QuestionKind.LONG)[0]
    assert not Statement.objects.exists()
    with pytest.raises(Refused):
        statements.answer_question(statement=made.statement, question=question, choice="", text="Quiet", at=NOON)
    with pytest.raises(Refused):
        statements.send(statement=made.statement, answers={}, at=NOON)
    assert not Statement.objects.exists()
    statements.send(statement=made.statement, answers=answer(made.statement, "Quiet"), at=NOON)
    row = Statement.objects.get()
    assert (row.invite, row.place, row.sealed_name, row.entered_by) == (None, None, "", None)


def test_what_is_added_waits_for_its_own_reading_and_may_raise_how_soon() -> None:
    made = swap(cards(opened())[0])
    statements.send(statement=made.statement, answers=answer(made.statement, "All fine"), at=NOON)
    for n, text in enumerate(("He hit me", "Thank you"), start=2):
        statements.add_words(statement=made.statement, text=text, at=NOON + timedelta(days=n))
    row = Statement.objects.get()
    assert row.priority == Priority.URGENT
    assert [line.answer for line in said(row)] == ["All fine", "He hit me", "Thank you"]
    assert not row.words.filter(is_cleared=True).exists()


def test_who_types_in_is_named_but_not_where_nobody_may_find_out() -> None:
    helper = person(RoleKind.INDEPENDENT_HELPER)
    asked = opened()
    row = swap(cards(asked)[0], entry=EntryMode.PAPER, by=helper).statement
    assert (row.entry, row.entered_by) == (EntryMode.PAPER, helper)
    row = swap(cards(asked)[0], Privacy.ANONYMOUS, entry=EntryMode.PHONE, by=helper).statement
    assert (row.entry, row.entered_by) == (EntryMode.PHONE, None)


def test_nobody_types_in_for_their_own_organisation_or_without_the_role() -> None:
    home, asked = place(), opened()
    helper = person(RoleKind.INDEPENDENT_HELPER)
    Affiliation.objects.create(person=helper, organisation=home.organisation, starts_on=NOON.date())
    words = cards(asked, where=home)[0]
    for who in (helper, person(RoleKind.ADMINISTRATOR), person(RoleKind.MODERATOR)):
        with pytest.raises(PermissionDenied):
            swap(words, entry=EntryMode.PAPER, by=who)
    assert not Invite.objects.filter(is_used=True).exists()
    swap(words, entry=EntryMode.PAPER, by=person(RoleKind.INDEPENDENT_HELPER))


ACTS = ("answer", "send", "add", "object", "open again", "open with name", "take", "clear", "return")


@given(st.sampled_from(Privacy), st.lists(st.sampled_from(ACTS), max_size=8))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_acts_lowers_privacy(privacy: Privacy, acts: list[str]) -> None:
    words = cards(opened_once())[0]
    made = swap(words, privacy)
    row, reader = made.statement, moderator()
    row = statements.send(statement=row, answers=answer(row, "Something"), at=NOON)
    question = row.version.questions.filter(kind=QuestionKind.LONG)[0]
    tries: dict[str, Callable[[], object]] = {
        "answer": lambda: statements.answer_question(statement=row, question=question, choice="", text="A", at=NOON),
        "send": lambda: statements.send(statement=row, answers=answer(row, "Else"), at=NOON),
        "add": lambda: statements.add_words(statement=row, text="More", at=NOON),
        "object": lambda: statements.object_to_change(statement=row, n=question.n, text="No", at=NOON),
        "open again": lambda: swap(words, privacy),
        "open with name": lambda: swap(words, Privacy.NAMED),
        "take": lambda: moderation.take(statement=row, by=reader, at=NOON),
        "clear": lambda: moderation.clear(statement=row, by=reader, at=NOON),
        "return": lambda: moderation.return_(statement=row, reason="Not for us", by=reader, at=NOON),
    }
    for act in acts:
        with suppress(Refused, PermissionDenied):
            tries[act]()
        found = statement_of_receipt(made.receipt)
        assert found is not None
        assert found.privacy == privacy
        assert bool(found.sealed_name) == (privacy == Privacy.NAMED)
        if privacy == Privacy.ANONYMOUS:
            assert (found.invite_id, found.place_id, found.entered_by_id) == (None, None, None)


def opened_once() -> Any:
    """Return the campaign of this test, opened the first time."""
    invite = Invite.objects.select_related("campaign").first()
    return invite.campaign if invite else opened()
