"""Typing in for somebody: with their card, as they chose, marked as typed; nothing typed is lost, no card is wasted."""

import pytest
from django.test import Client

from portal.people.enums import RoleKind
from portal.people.models import Affiliation, User
from portal.voices.enums.campaigns import AgeBand
from portal.voices.enums.statements import EntryMode, HelperKind, Privacy, StatementState
from portal.voices.models import Campaign, Invite, Statement
from tests.conftest import NOON
from tests.factories.statements import organisation, place
from tests.factories.voices import cards, opened
from tests.people import browser, person

pytestmark = pytest.mark.django_db
ENTRY = "/voices/entry/"
WHO = {
    "entry": EntryMode.PAPER,
    "band": AgeBand.TWELVE,
    "privacy": Privacy.PRIVATE,
    "helper": HelperKind.ADVOCATE,
}


@pytest.fixture
def helper() -> User:
    return person(RoleKind.INDEPENDENT_HELPER)


def begun(client: Client, code: str) -> str:
    """Give the card, and return what the page carries of it."""
    page = client.post(ENTRY, {"code": code})
    assert page.status_code == 200
    carried = str(page.context["carried"])
    assert carried
    # Whoever looks over a shoulder at the source of the page reads no card.
    assert code not in page.content.decode()
    return carried


def test_a_paper_becomes_a_statement_with_a_code_and_says_that_somebody_typed_it(helper: User) -> None:
    code = cards(opened(), where=place())[0]
    client = browser(helper)
    carried = begun(client, code)
    asked = client.post(ENTRY, {**WHO, "carried": carried, "go": "questions"})
    assert asked.status_code == 200
    names = list(asked.context["said"].fields)
    words = next(name for name in names if asked.context["said"].fields[name].widget.__class__.__name__ == "Textarea")
    done = client.post(ENTRY, {**WHO, "carried": carried, "go": "send", words: "Later bedtimes, please."})
    assert done.status_code == 200
    row = Statement.objects.get()
    assert (row.entry, row.state, row.helper) == (EntryMode.PAPER, StatementState.RECEIVED, HelperKind.ADVOCATE)
    assert [one.text for one in row.words.all()] == ["Later bedtimes, please."]
    receipt = str(done.context["code"])
    back = Client()
    assert back.post("/have-your-say/back/", {"code": receipt}).status_code == 302
    assert "Later bedtimes, please." in back.get("/have-your-say/mine/").content.decode()
    # The card is used, and the page that has been sent sends nothing again.
    again = client.post(ENTRY, {**WHO, "carried": carried, "go": "send", words: "Twice."})
    assert again.status_code == 422
    assert Statement.objects.count() == 1


def test_what_is_typed_stays_where_something_is_wrong(helper: User) -> None:
    code = cards(opened(), where=place())[0]
    client = browser(helper)
    carried = begun(client, code)
    named = {**WHO, "privacy": Privacy.NAMED, "carried": carried}
    asked = client.post(ENTRY, {**named, "go": "questions"})
    words = next(
        name for name, field in asked.context["said"].fields.items() if field.widget.__class__.__name__ == "Textarea"
    )
    page = client.post(ENTRY, {**named, "go": "send", words: "Do not lose me."})
    assert page.status_code == 422
    assert "Do not lose me." in page.content.decode()
    assert "write it, or choose another" in page.content.decode()
    assert not Statement.objects.exists()
    assert not Invite.objects.get().is_used


def test_other_questions_are_shown_for_another_age_and_what_was_typed_of_who_stays(helper: User) -> None:
    code = cards(opened(), where=place())[0]
    client = browser(helper)
    carried = begun(client, code)
    first = client.post(ENTRY, {**WHO, "carried": carried, "go": "questions"})
    second = client.post(ENTRY, {**WHO, "band": AgeBand.SIXTEEN, "carried": carried, "go": "questions"})
    assert set(first.context["said"].fields).isdisjoint(second.context["said"].fields)
    assert second.context["form"]["helper"].value() == HelperKind.ADVOCATE


def test_a_card_of_ones_own_organisation_and_one_that_opens_nothing_are_refused_alike(helper: User) -> None:
    owner = organisation()
    Affiliation.objects.create(person=helper, organisation=owner, starts_on=NOON.date())
    code = cards(opened(), where=place(owner))[0]
    client = browser(helper)
    said = [client.post(ENTRY, {"code": one}) for one in (code, "otter otter otter otter")]
    assert [page.status_code for page in said] == [422, 422]
    for page in said:
        assert "opens nothing now, or it is for a home of your own organisation" in page.content.decode()
    assert not Statement.objects.exists()


def test_a_closed_campaign_and_a_carried_page_of_another_portal_begin_anew(helper: User) -> None:
    code = cards(opened(), where=place())[0]
    client = browser(helper)
    carried = begun(client, code)
    Campaign.objects.update(state="closed", closed_at=NOON)
    late = client.post(ENTRY, {**WHO, "carried": carried, "go": "send"})
    assert late.status_code == 422
    forged = client.post(ENTRY, {**WHO, "carried": "gAAAAforged", "go": "send"})
    assert forged.status_code == 422
    assert not Statement.objects.exists()


@pytest.mark.parametrize("role", [RoleKind.PROGRAMME_MANAGER, RoleKind.MODERATOR, RoleKind.ADMINISTRATOR])
def test_nobody_else_types_in(role: RoleKind) -> None:
    assert browser(person(role)).get(ENTRY).status_code == 404
