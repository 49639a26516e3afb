"""Putting away: offered only where it may be done, asked once more, answered clearly when it comes late or twice."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.voices.actions import moderation as actions
from portal.voices.actions.statements import add_words, object_to_change
from portal.voices.domain.codes import new_receipt
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import StatementState
from portal.voices.models import Redaction, Statement, Tombstone
from portal.voices.models.secrets import code_hash
from tests.conftest import NOON
from tests.factories.statements import SAID, deputy, moderator, place, statement
from tests.people import browser, person

pytestmark = pytest.mark.django_db
S = StatementState
WHY = "Thank you. What you asked for is done."
MINE = "/have-your-say/mine/"


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def address(row: Statement, name: str = "moderation_put_away") -> str:
    return reverse(f"voices:{name}", args=[row.pk])


def shown(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, (where, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("state", [state for state in S if state not in (S.DRAFT, S.HELD_SAFEGUARDING)])
def test_it_is_offered_where_it_may_be_done_and_explained_where_not(state: str) -> None:
    may = state in (S.IN_MODERATION, S.RETURNED, S.RELEASED, S.THEMED, S.ANSWERED)
    row, client = statement(state=state, cleared=True), browser(moderator())
    assert (address(row) in shown(client, address(row, "moderation_statement"))) is may
    if may:
        assert "deleted on" in shown(client, address(row))
        return
    asked = client.get(address(row))
    assert asked["Location"] == address(row, "moderation_statement")
    words = "It is put away already" if state == S.ARCHIVED else "once it has been read"
    assert words in shown(client, address(row, "moderation_statement"))


def test_its_page_says_what_follows_and_no_word_of_what_was_said_and_a_stranger_has_none() -> None:
    row = statement(state=S.RELEASED, cleared=True, where=place())
    Statement.objects.update(keep_until=NOON.date().replace(year=2028))
    asked = shown(browser(moderator()), address(row))
    assert "no audience reads it" in asked
    assert f"{NOON.date().replace(year=2028):%-d %B %Y}" in asked
    assert SAID not in asked
    for stranger in (person(), person("administrator"), person("participation_lead")):
        client = browser(stranger)
        assert client.get(address(row)).status_code == 404
        assert client.post(address(row), {"reason": WHY}).status_code == 404
    assert Client().post(address(row), {"reason": WHY}).status_code == 302
    assert Statement.objects.get().state == S.RELEASED


def test_it_is_put_away_with_a_reason_once_and_a_second_press_is_told_so() -> None:
    by = moderator()
    row = statement(state=S.RELEASED, cleared=True, taken_by=by)
    client, other = browser(by), browser(moderator())
    empty = client.post(address(row), {"reason": " "})
    assert empty.status_code == 422
    assert not row.steps.exists()
    done = client.post(address(row), {"reason": WHY})
    assert done["Location"] == address(row, "moderation_statement")
    page = shown(client, done["Location"])
    assert "It is put away until its day" in page
    assert WHY in page
    assert "Kept until" in page
    for waits in ("Waiting for", "has it", "In turn"):
        assert waits not in page
    for again in (client, other):
        assert again.post(address(row), {"reason": "Twice."})["Location"] == address(row, "moderation_statement")
        assert "Nothing was done twice" in shown(again, address(row, "moderation_statement"))
    assert row.steps.get().note == WHY


def test_a_page_that_was_open_too_long_is_refused_in_words_and_keeps_the_reason() -> None:
    client, row = browser(moderator()), statement(state=S.RELEASED, cleared=True)
    shown(client, address(row))
    add_words(statement=row, text="Nobody comes when I call.", at=NOON)
    late = client.post(address(row), {"reason": WHY})
    assert late.status_code == 422
    assert "has not been read and cleared" in late.content.decode()
    assert WHY in late.content.decode()
    # Whoever only asks for the page learns the same, and finds no link to it.
    assert client.get(address(row)).status_code == 302
    statement_page = shown(client, address(row, "moderation_statement"))
    assert "has not been read and cleared" in statement_page
    assert address(row) not in statement_page


def test_what_is_held_is_refused_to_its_guards_and_unknown_to_moderators() -> None:
    row = statement(state=S.HELD_SAFEGUARDING, cleared=True)
    keeps = browser(deputy())
    assert address(row) not in shown(keeps, address(row, "moderation_statement"))
    refused = keeps.post(address(row), {"reason": WHY})
    assert refused.status_code == 422
    assert "lead and deputy see to something first" in refused.content.decode()
    assert browser(moderator()).post(address(row), {"reason": WHY}).status_code == 404
    assert Statement.objects.get().state == S.HELD_SAFEGUARDING


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_is_put_away_costs_the_same_however_much_there_is(
    count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    by = moderator()
    for _number in range(count):
        actions.put_away(statement=statement(state=S.ANSWERED, cleared=True), reason=WHY, by=by, at=NOON)
    client = browser(by)
    kept = f"{reverse('voices:moderation')}?show=archived"
    page = shown(client, kept)
    assert page.count("Kept until") >= count
    # How soon it is read and how long it has waited is said of what waits.
    assert "Waiting for" not in page
    assert "In turn" not in page
    with django_assert_num_queries(8):
        shown(client, kept)


def test_readers_find_it_where_it_is_kept_and_in_no_queue() -> None:
    by, row = moderator(), statement(state=S.RELEASED, cleared=True)
    client, index = browser(by), reverse("voices:moderation")
    shows = ("waiting", "mine", "second", "objections", "released", "returned")
    assert str(row.pk) in shown(client, f"{index}?show=released")
    client.post(address(row), {"reason": WHY})
    for show in shows:
        assert str(row.pk) not in shown(client, f"{index}?show={show}"), show
    assert str(row.pk) in shown(client, f"{index}?show=archived")
    assert "Read what waits" not in shown(client, "/today/")


def of_mine(row: Statement) -> Client:
    """Come back as the author."""
    code, client = new_receipt(), Client()
    Statement.objects.filter(pk=row.pk).update(receipt_hash=code_hash(code))
    assert client.post("/have-your-say/back/", {"code": code}).status_code == 302
    return client


def test_its_author_reads_what_became_of_it_until_when_it_is_kept_and_may_take_it_back() -> None:
    by, row = moderator(), statement(state=S.IN_MODERATION, cleared=True, where=place())
    Redaction.objects.create(words=row.words.get(), text="[…]", reason="A place", by=by, at=NOON)
    client = of_mine(row)
    assert f"{MINE}disagree/1/" in shown(client, MINE)
    found = actions.propose_release(statement=row, audience=Audience.BOARD, by=by, at=NOON)
    actions.release(release=found, by=by, at=NOON)
    actions.put_away(statement=row, reason=WHY, by=by, at=NOON)
    page = shown(client, MINE)
    kept = Statement.objects.get().keep_until
    for words in (
        f"We put it away on {NOON:%-d %B %Y}",
        "passed on to people who can change something",
        WHY,
        f"We delete it on {kept:%-d %B %Y} at the latest",
        SAID,
    ):
        assert words in page, words
    # Nothing can be added or objected to any more, and no link says that it can.
    assert "mine/add/" not in page
    assert "disagree" not in page
    assert client.post(f"{MINE}add/", {"text": "More"}).status_code == 404
    with pytest.raises(actions.Refused):
        object_to_change(statement=row, n=1, text="It is my dog.", at=NOON)
    assert client.post(f"{MINE}take-back/").status_code == 200
    assert Tombstone.objects.get().why == "withdrawn"


def test_its_author_is_not_told_that_somebody_was_given_it_when_nobody_was() -> None:
    by, cleared, returned = (
        moderator(),
        statement(state=S.IN_MODERATION, cleared=True),
        statement(state=S.IN_MODERATION),
    )
    actions.return_(statement=returned, reason="We could not read it.", by=by, at=NOON)
    for row, words in ((cleared, "passed it on to nobody"), (returned, "We could not read it.")):
        actions.put_away(statement=row, reason=WHY, by=by, at=NOON)
        page = shown(of_mine(row), MINE)
        assert words in page
        assert "people who can change something" not in page
        assert WHY in page
    assert cleared.steps.get().verdict == Verdict.ARCHIVED
